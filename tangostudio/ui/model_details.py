"""What unfolds below a model's row: its limits, licence, files, and less usual things to do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tangostudio.hub import states
from tangostudio.hub.states import ModelState
from tangostudio.ui import model_words, widgets
from tangostudio.ui.facts import NAME_WIDTH, Facts
from tangostudio.ui.texts import mark, tr

NAMES = (
    mark("About"),
    mark("Limits"),
    mark("Licence"),
    mark("Notice"),
    mark("Cannot"),
    mark("Files"),
    mark("Folder"),
)


class ModelDetails(QWidget):
    """Facts on a model, filled when they are first seen.

    Signals:
        wanted(str): a verb was chosen.
    """

    wanted = Signal(str)

    def __init__(self, card: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = card
        self.facts = Facts()
        for name in NAMES:
            self.facts.add(name, number=name in ("Files", "Folder"))
        self.read = self._button(
            tr("Read the licence"), "read_licence", tr("Open it in the browser")
        )
        self.folder = self._button(
            tr("Show folder"), "folder", tr("Open the folder with its files")
        )
        self.shopping = self._button(
            tr("Shopping list…"), "shopping", tr("Addresses and checksums, for another computer")
        )
        self.buttons: list[QPushButton] = [self.read, self.folder, self.shopping]
        line = widgets.row(*self.buttons, None, spacing=4)
        line.setContentsMargins(NAME_WIDTH, 2, 0, 0)  # their texts stand below the values
        box = widgets.column(widgets.hairline(), 6, self.facts, line, spacing=6)
        box.setContentsMargins(0, 12, 0, 0)
        self.setLayout(box)

    def show_state(self, state: ModelState) -> None:
        """Show what there is to know now."""
        self.facts.show_values(model_words.details(self._card, state))
        self.read.setVisible(bool(self._card.licence.url))
        self.folder.setVisible(bool(self._card.folder) and state.state != states.ABSENT)
        self.shopping.setVisible(bool(self._card.files) and state.state not in model_words.HERE)

    def _button(self, text: str, verb: str, tip: str) -> QPushButton:
        name = f"{text.rstrip('…')}: {self._card.name}"
        return widgets.button(
            text, "quiet-link", lambda: self.wanted.emit(verb), tip=tip, name=name
        )
