"""The small controls of the export sheet: choices, numbers and lines, named for screen readers.

They know nothing of presets or takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLineEdit, QWidget

from tangostudio.ui import widgets

LABEL_WIDTH, NUMBER_WIDTH = 76, 92


class Choice(QComboBox):
    """A drop-down of values with words."""

    def __init__(self, name: str, options: Iterable[tuple[Any, str]] = (), tip: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.set_options(options)

    def set_options(self, options: Iterable[tuple[Any, str]]) -> None:
        """Offer other values, without a signal; the chosen one stays where it still is."""
        with QSignalBlocker(self):
            chosen = self.currentData()
            self.clear()
            for value, text in options:
                self.addItem(text, value)
            self.setCurrentIndex(max(self.findData(chosen), 0))

    def values(self) -> list[Any]:
        """The values that can be chosen."""
        return [self.itemData(index) for index in range(self.count())]

    def set_value(self, value: Any) -> None:
        """Choose a value, without a signal; the first one where it is not offered."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(value), 0))


class Number(QDoubleSpinBox):
    """A number with its unit."""

    def __init__(
        self, name: str, least: float, most: float, unit: str, *, decimals: int = 1,
        step: float = 0.5, tip: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("kind", "number")
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setDecimals(decimals)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.setFixedWidth(NUMBER_WIDTH)
        self.lineEdit().setTextMargins(0, 0, 7, 0)
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        """Show another unit behind the number."""
        self.setSuffix(f" {unit}" if unit else "")

    def set_value(self, value: float) -> None:
        """Show a number, without a signal."""
        with QSignalBlocker(self):
            self.setValue(value)


class Line(QLineEdit):
    """A line of text; its beginning is seen."""

    def __init__(self, name: str, placeholder: str = "", tip: str = "", longest: int = 200) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(longest)

    def set_value(self, text: str) -> None:
        """Show a text, without a signal; not while it is being typed."""
        if text != self.text():
            with QSignalBlocker(self):
                self.setText(text)
                self.setCursorPosition(0)


def grid() -> QGridLayout:
    """Rows of a label and its control."""
    made = QGridLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(8)
    made.setVerticalSpacing(6)
    made.setColumnMinimumWidth(0, LABEL_WIDTH)
    made.setColumnStretch(1, 1)
    return made


def add_row(layout: QGridLayout, text: str, *controls: QWidget | None) -> None:
    """A label and its controls below the rows that are there; None takes what is left."""
    at = layout.rowCount()
    title = widgets.label(text, "second")
    if controls and controls[0] is not None:
        title.setBuddy(controls[0])
    layout.addWidget(title, at, 0)
    if len(controls) == 1 and controls[0] is not None:
        layout.addWidget(controls[0], at, 1)
    else:
        layout.addLayout(widgets.row(*controls), at, 1)
