"""The settings' form, built from the settings' own fields; no setting is named here.

It changes nothing itself: it hands a new value over when it is accepted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from tangostudio.settings import Choice, Settings, fields
from tangostudio.ui import theme, widgets
from tangostudio.ui.dialog import Dialog

LABEL_WIDTH, FIELD_WIDTH = 190, 260


class SettingsDialog(Dialog):
    """One row per field, in groups."""

    def __init__(
        self,
        current: Settings,
        models: Sequence[tuple[str, str]],
        devices: Sequence[str],
        store: Callable[[Settings], object],
        parent: QWidget | None = None,
    ) -> None:
        """Make the form.

        Args:
            models: id and name of every model.
            devices: names of the sound devices.
            store: called with the new settings when the person saves.
        """
        super().__init__("Settings", 560, parent)
        self._current = current
        self._store = store
        self._read: dict[str, Callable[[], Any]] = {}
        self.editors: dict[str, QWidget] = {}
        self._special = {"model": list(models), "device": [("", "System default"),
                         *((name, name) for name in devices)]}  # fmt: skip
        self._build()
        defaults = widgets.button("Defaults", "quiet-link", self._defaults)
        self.add_left(defaults)
        self.add_button(widgets.button("Cancel", "", self.reject))
        self.add_button(widgets.button("Save", "primary", self.accept))

    def value(self) -> Settings:
        """The settings as the form shows them."""
        return dataclasses.replace(
            self._current, **{name: read() for name, read in self._read.items()}
        )

    def accept(self) -> None:
        """Hand the new settings over, if they are new."""
        changed = self.value()
        super().accept()
        if changed != self._current:
            self._store(changed)

    def _build(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        group = ""
        for name, _kind, _default, choice in fields():
            if choice.group != group:
                group = choice.group
                if grid.rowCount() > 1:
                    grid.setRowMinimumHeight(grid.rowCount(), 8)
                grid.addWidget(widgets.section(group), grid.rowCount(), 0, 1, 2)
            self._add_row(grid, name, choice)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumHeight(min(inner.sizeHint().height() + 4, 560))
        self.body.addWidget(scroll)

    def _add_row(self, grid: QGridLayout, name: str, choice: Choice) -> None:
        editor, read = self._editor(choice, getattr(self._current, name))
        editor.setAccessibleName(choice.label)
        editor.setToolTip(choice.help)
        self.editors[name], self._read[name] = editor, read
        row = grid.rowCount()
        if isinstance(editor, QCheckBox):
            editor.setText(choice.label)
            grid.addWidget(editor, row, 0, 1, 2)
        else:
            title = widgets.label(choice.label, "second")
            title.setBuddy(editor)
            grid.addWidget(title, row, 0)
            grid.addWidget(self._with_extras(editor, choice), row, 1)
        if choice.help:
            column = 0 if isinstance(editor, QCheckBox) else 1
            grid.addWidget(widgets.label(choice.help, "small", wrap=True), row + 1, column)

    def _with_extras(self, editor: QWidget, choice: Choice) -> QWidget:
        parts: list[QWidget | None] = [editor]
        if choice.editor == "folder" and isinstance(editor, QLineEdit):
            parts.append(widgets.button("Choose…", "", lambda: self._choose_folder(editor)))
        elif choice.unit:
            parts += [widgets.label(choice.unit, "quiet"), None]
        else:
            parts.append(None)
        holder = QWidget()
        holder.setLayout(widgets.row(*parts))
        return holder

    def _editor(self, choice: Choice, value: Any) -> tuple[QWidget, Callable[[], Any]]:
        """The control for a value and how to read it."""
        if choice.editor in self._special:
            return _drop_down(self._special[choice.editor], value, FIELD_WIDTH)
        if choice.options:
            options = [(option, _option_text(option)) for option in choice.options]
            return _drop_down(options, value, 120)
        if isinstance(value, bool):
            box = QCheckBox()
            box.setChecked(value)
            return box, box.isChecked
        if isinstance(value, int):
            spin = QSpinBox()
            spin.setProperty("kind", "number")
            spin.setRange(int(choice.minimum or 0), int(choice.maximum or 2**31 - 1))
            spin.setValue(value)
            spin.setFixedWidth(84)
            spin.lineEdit().setTextMargins(0, 0, 7, 0)
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)
            return spin, spin.value
        line = QLineEdit(str(value))
        return line, lambda: line.text().strip()

    def _choose_folder(self, line: QLineEdit) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Choose a folder", line.text())
        if folder:
            line.setText(folder)

    def _defaults(self) -> None:
        for name, _kind, default, _choice in fields():
            _show(self.editors[name], default)


def _drop_down(
    options: Sequence[tuple[Any, str]], value: Any, width: int
) -> tuple[QWidget, Callable[[], Any]]:
    box = QComboBox()
    box.setMinimumWidth(width)
    known = list(options)
    if value not in [key for key, _text in known]:
        known.append((value, f"{value} (not here now)"))
    for key, text in known:
        box.addItem(text, key)
    box.setCurrentIndex([key for key, _text in known].index(value))
    return box, box.currentData


def _option_text(option: Any) -> str:
    return f"{option:,}".replace(",", " ") if isinstance(option, int) else str(option).capitalize()


def _show(editor: QWidget, value: Any) -> None:
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(editor.findData(value), 0))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(value)
    elif isinstance(editor, QSpinBox):
        editor.setValue(value)
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))
