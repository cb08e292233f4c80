"""The small window in which the numbers of one edit are set, made from the edit's own fields.

It knows nothing of takes: who opens it is told the edit that was filled in.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLayout,
    QWidget,
)

from tangostudio.audio.edits import Edit, LoudnessNormalise
from tangostudio.ui import edit_words, theme, widgets
from tangostudio.ui.texts import tr, tr_marked

WIDTH, FIELD_WIDTH = 264, 92
LOUDNESS = (-14.0, -16.0, -18.0, -23.0, -24.0, -27.0)


class EditForm(QFrame):
    """A popup with the fields of an edit.

    Signals:
        applied(Edit): the person wants the edit as it was filled in.
        removed(type): the person wants it away.
    """

    applied = Signal(object)
    removed = Signal(object)

    def __init__(self, edit: Edit, parent: QWidget, *, new: bool) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.edit = edit
        self.fields: dict[str, QWidget] = {}
        title = edit_words.name(type(edit))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme.GAP)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(0, 1)
        for item in dataclasses.fields(edit):
            self._add(rows, item)
        self.apply_button = widgets.button(tr("Apply"), "", self._apply)
        foot: list[QWidget | None] = [None, self.apply_button]
        if not new:
            foot.insert(0, widgets.button(tr("Remove"), "quiet-link", self._remove))
        parts: list[QWidget | QLayout] = [widgets.label(title, "small-title"), rows]
        if isinstance(edit, LoudnessNormalise):
            parts.append(self._presets())
        whole = widgets.column(*parts, widgets.row(*foot), spacing=10)
        whole.setContentsMargins(14, 12, 14, 12)
        self.setLayout(whole)

    def show_at(self, anchor: QWidget) -> None:
        """Open it above a control."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, 0))
        self.move(corner - QPoint(0, self.height() + 6))
        self.show()
        first = next(iter(self.fields.values()), self.apply_button)
        first.setFocus()
        if isinstance(first, QDoubleSpinBox):
            first.selectAll()

    def value(self) -> Edit:
        """The edit as it is filled in. Raises BadRequest."""
        values = {name: self._value(name, field) for name, field in self.fields.items()}
        return dataclasses.replace(self.edit, **values)

    def keyPressEvent(self, event: Any) -> None:
        """Enter applies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
            return
        super().keyPressEvent(event)

    # --- inside -----------------------------------------------------------------------------------

    def _add(self, rows: QGridLayout, item: dataclasses.Field[Any]) -> None:
        value, row = getattr(self.edit, item.name), rows.rowCount()
        if isinstance(value, bool):
            self.fields[item.name] = check = QCheckBox(tr("Snap to zero crossings"))
            check.setChecked(value)
            rows.addWidget(check, row, 0, 1, 3)
            return
        if item.name == "shape":
            field, text, unit = _shapes(value), tr("Shape"), ""
        else:
            told = edit_words.FIELDS[type(self.edit), item.name]
            field, text, unit = _number(told, item, value), tr_marked(told.label), told.unit
        self.fields[item.name] = field
        field.setAccessibleName(text)
        label = widgets.label(text, "second")
        label.setBuddy(field)
        rows.addWidget(label, row, 0)
        rows.addWidget(field, row, 1, 1, 1 if unit else 2)
        if unit:
            rows.addWidget(widgets.label(tr_marked(unit), "small"), row, 2)

    def _presets(self) -> QLayout:
        field = self.fields["lufs"]
        assert isinstance(field, QDoubleSpinBox)
        chips = []
        for level in LOUDNESS:
            chip = widgets.button(
                f"{level:.0f}", "suggestion", lambda level=level: field.setValue(level)
            )
            chip.setAccessibleName(tr("{level:g} LUFS", level=level))
            chips.append(chip)
        return widgets.row(*chips, None, spacing=10)

    def _value(self, name: str, field: QWidget) -> Any:
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, QComboBox):
            return field.currentData()
        assert isinstance(field, QDoubleSpinBox)
        field.interpretText()
        return field.value() / edit_words.FIELDS[type(self.edit), name].scale

    def _apply(self) -> None:
        edit = self.value()
        self.close()
        self.applied.emit(edit)

    def _remove(self) -> None:
        self.close()
        self.removed.emit(type(self.edit))


def _number(
    told: edit_words.FieldWords, item: dataclasses.Field[Any], value: float
) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setProperty("kind", "number")
    field.setLocale(QLocale.c())
    field.setDecimals(told.decimals)
    field.setSingleStep(told.step)
    field.setRange(item.metadata["low"] * told.scale, item.metadata["high"] * told.scale)
    field.setValue(value * told.scale)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(FIELD_WIDTH)
    return field


def _shapes(chosen: str) -> QComboBox:
    box = QComboBox()
    for name, text in edit_words.SHAPES.items():
        box.addItem(tr_marked(text), name)
    box.setCurrentIndex(box.findData(chosen))
    return box
