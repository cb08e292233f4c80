"""The small window that asks how a part of a take is made anew: prompt, takes, seconds.

It knows nothing of takes or models: who opens it is told what was filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from tangostudio.ui import theme, widgets
from tangostudio.ui.texts import tr, tr_count

WIDTH, FIELD_WIDTH, PROMPT_HEIGHT = 320, 76, 66
MOST_TAKES = 4


@dataclass(frozen=True)
class RegionWish:
    """What was filled in: the prompt, how many takes, and how many seconds longer (0: none)."""

    prompt: str
    takes: int
    seconds: float = 0.0


class RegionForm(QFrame):
    """A popup with the prompt filled in.

    Signals:
        wanted(RegionWish): the person wants it made.
    """

    wanted = Signal(object)

    def __init__(
        self,
        title: str,
        explanation: str,
        prompt: str | None,
        parent: QWidget,
        *,
        longest: float = 0.0,
    ) -> None:
        """Make the window.

        Args:
            prompt: what stands in it; None where none can be given.
            longest: how many seconds may be added; 0 where none are asked for.
        """
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.prompt = QPlainTextEdit(prompt or "")
        self.prompt.setProperty("kind", "prompt")
        self.prompt.setFixedHeight(PROMPT_HEIGHT)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setAccessibleName(tr("Prompt"))
        self.prompt.setVisible(prompt is not None)
        self.seconds = QDoubleSpinBox()
        _number(self.seconds, tr("Seconds longer"))
        self.seconds.setDecimals(1)
        self.seconds.setRange(min(0.1, longest), longest)
        self.seconds.setValue(min(2.0, longest))
        self.takes = QSpinBox()
        _number(self.takes, tr("Takes"))
        self.takes.setRange(1, MOST_TAKES)
        self.make = widgets.button("", "primary", self._make)
        self.takes.valueChanged.connect(self._say_takes)
        self._say_takes(1)
        self._lay_out(title, explanation, longest)

    def show_at(self, anchor: QWidget) -> None:
        """Open it above a control."""
        self.adjustSize()
        self.move(anchor.mapToGlobal(QPoint(0, 0)) - QPoint(0, self.height() + 6))
        self.show()
        first = self.prompt if self.prompt.isVisible() else self.takes
        first.setFocus()
        if first is self.prompt:
            self.prompt.selectAll()

    def keyPressEvent(self, event: Any) -> None:
        """Ctrl and Enter make it, as in the prompt."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (
            not self.prompt.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._make()
            return
        super().keyPressEvent(event)

    def _lay_out(self, title: str, explanation: str, longest: float) -> None:
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(theme.GAP)
        numbers.setVerticalSpacing(6)
        numbers.setColumnStretch(0, 1)
        if longest > 0:
            numbers.addWidget(widgets.label(tr("Seconds longer"), "second"), 0, 0)
            numbers.addWidget(self.seconds, 0, 1)
        numbers.addWidget(widgets.label(tr("Takes"), "second"), 1, 0)
        numbers.addWidget(self.takes, 1, 1)
        whole = widgets.column(
            widgets.label(title, "small-title"),
            widgets.label(explanation, "small", wrap=True),
            self.prompt,
            numbers,
            self.make,
            spacing=10,
        )
        whole.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 14)
        self.setLayout(whole)

    def _say_takes(self, takes: int) -> None:
        text = tr_count("Make {count} take", "Make {count} takes", takes)
        self.make.setText(text)
        self.make.setAccessibleName(text)

    def _make(self) -> None:
        for field in (self.takes, self.seconds):
            field.interpretText()
        wish = RegionWish(
            self.prompt.toPlainText().strip(),
            self.takes.value(),
            self.seconds.value() if self.seconds.maximum() > 0 else 0.0,
        )
        self.close()
        self.wanted.emit(wish)


def _number(field: QAbstractSpinBox, name: str) -> None:
    field.setProperty("kind", "number")
    field.setLocale(QLocale.c())
    field.setFixedWidth(FIELD_WIDTH)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setAccessibleName(name)
