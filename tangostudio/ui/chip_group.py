"""A few choices as chips in lines that wrap: one of them, or several. It knows no meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tangostudio.ui import widgets, words
from tangostudio.ui.layouts import FlowLayout

LONGEST = 28


class ChipGroup(QWidget):
    """Chips that are on or off.

    Signals:
        changed(tuple): the values that are chosen, after the person chose otherwise.
    """

    changed = Signal(tuple)

    def __init__(
        self,
        name: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is spoken before each choice; of a group without `several` one is always on."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._several = several
        self._flow = FlowLayout(self, spacing=4)
        self.buttons: dict[Any, QPushButton] = {}
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer other values, none of them chosen."""
        widgets.clear_layout(self._flow)
        self.buttons = {}
        for value, text in choices:
            chip = widgets.button(
                words.shorten(text, LONGEST), "chip", name=f"{self._name}: {text}"
            )
            chip.setCheckable(True)
            chip.setToolTip(text if len(text) > LONGEST else "")
            chip.clicked.connect(lambda on, value=value: self._clicked(value, on))
            self.buttons[value] = chip
            self._flow.addWidget(chip)
        self.updateGeometry()

    def chosen(self) -> tuple[Any, ...]:
        """The values that are on, in the order of the chips."""
        return tuple(value for value, chip in self.buttons.items() if chip.isChecked())

    def set_chosen(self, values: Sequence[Any]) -> None:
        """Turn chips on and off, without a signal."""
        for value, chip in self.buttons.items():
            chip.setChecked(value in values)

    def _clicked(self, value: Any, on: bool) -> None:
        if not self._several:
            on = True
            self.set_chosen((value,))
        self.buttons[value].setChecked(on)
        self.changed.emit(self.chosen())
