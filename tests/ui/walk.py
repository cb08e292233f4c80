"""Walks over everything that a window shows: its texts, its controls, what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from tangostudio.ui.widgets import ElidedLabel

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every widget below `root` that can be seen."""
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.width() > 1 and widget.height() > 1:
            yield widget


def texts(widget: QWidget) -> Iterator[str]:
    """The lines that a widget shows or says."""
    found = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    for text in found:
        yield from (line for line in text.split("\n") if line)


def untranslated(line: str) -> str:
    """What is left of a line when everything in the pseudo language's brackets is taken out."""
    while (shorter := _BRACKETS.sub("", line)) != line:
        line = shorter
    return line


def cut(root: QWidget) -> list[str]:
    """Labels and buttons whose text has no room and no tool tip that has it all."""
    found = []
    for widget in shown(root):
        if isinstance(widget, QLabel):
            fits = isinstance(widget, ElidedLabel) or widget.wordWrap()
            text = "" if widget.pixmap() and not widget.pixmap().isNull() else widget.text()
        elif isinstance(widget, QAbstractButton):
            fits, text = False, widget.text()
        else:
            continue
        needed = widget.fontMetrics().boundingRect(
            widget.rect(), int(Qt.TextFlag.TextSingleLine.value) if "\n" not in text else 0, text
        )
        if text and not fits and needed.width() > widget.width() + 1 and not widget.toolTip():
            found.append(f"{text!r}: {needed.width()} px in {widget.width()}")
    return found


def nameless(root: QWidget) -> list[str]:
    """Controls that the keyboard reaches and that a screen reader has no name for."""
    return [
        f"{type(control).__name__} in {control.parent()}"
        for control in shown(root)
        if isinstance(control, (*CONTROLS, QScrollArea))
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (control.accessibleName() or control.property("text"))
        and not isinstance(control.parent(), QAbstractSpinBox | QComboBox)
    ]


def stops(root: QWidget, most: int = 2000) -> list[QWidget]:
    """What the Tab key reaches from the first control on, in its order, each once."""
    found: list[QWidget] = []
    at: QWidget | None = root
    for _ in range(most):
        at = at.nextInFocusChain()
        if at is None or at in found:
            break
        if at.isVisibleTo(root) and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
    return found
