"""Suggested categories as chips: below a field for the category, and below the prompt.

What is likely is asked of `studio.categories`; a suggestion is a CatID with what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tangostudio.ui import widgets
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.prompt_edit import PromptEdit
from tangostudio.ui.texts import tr

PAUSE_MS = 250

Suggestions = Sequence[tuple[str, str]]  # CatID, its words


class CategoryChips(ChipGroup):
    """The likeliest categories; the one that is set is on. Hidden while there are none."""

    def __init__(
        self, after: QWidget, *, can_be_none: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make a group without chips.

        Args:
            after: the field from which the Tab key leads to the chips.
            can_be_none: a second click on a chip takes the choice back.
        """
        super().__init__(tr("Suggested category"), several=can_be_none, parent=parent)
        self.setContentsMargins(0, 2, 0, 6)
        self._after = after
        self.hide()

    def offer(self, found: Suggestions, category: str) -> None:
        """Show suggestions, and which category is set."""
        if [cat_id for cat_id, _words in found] != list(self.buttons):
            self.set_choices([(cat_id, cat_id) for cat_id, _words in found])
            for cat_id, words in found:
                self.buttons[cat_id].setToolTip(words)
                self.buttons[cat_id].setAccessibleName(
                    tr("Suggested category: {name}, {words}", name=cat_id, words=words)
                )
            self._order()
        self.set_chosen((category,))
        self.setVisible(bool(found))

    def _order(self) -> None:
        """Chips are made anew, and Qt would put them last."""
        before = self._after
        if before.window() is not self.window():
            return
        for chip in self.buttons.values():
            QWidget.setTabOrder(before, chip)
            before = chip


class PromptCategory(QWidget):
    """The category that the next takes get, offered for the prompt as it is typed.

    A click chooses one, another click takes it back. A choice is dropped when the prompt becomes
    another one that it does not fit.

    Attributes:
        category: the chosen one; "" leaves the takes without.
    """

    def __init__(
        self,
        prompt: PromptEdit,
        suggest: Callable[[str], Suggestions],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.category = ""
        self._prompt = prompt
        self._suggest = suggest
        self.chips = CategoryChips(prompt, can_be_none=True)
        self.chips.changed.connect(self._choose)
        title = widgets.label(tr("Category of the takes"), "small")
        self.setLayout(widgets.column(title, self.chips, spacing=2))
        self.setToolTip(tr("The category that the takes get. A second click takes it back."))
        self.hide()
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        prompt.textChanged.connect(self._timer.start)

    def choose(self, category: str) -> None:
        """Choose a category; it is dropped soon where it does not fit the prompt."""
        self.category = category
        self._timer.start()

    def look(self) -> None:
        """Read the prompt as it is now and offer what fits it."""
        found = self._suggest(self._prompt.text())
        if self.category not in (cat_id for cat_id, _words in found):
            self.category = ""
        self.chips.offer(found, self.category)
        self.setVisible(bool(found))

    def _choose(self, chosen: tuple[str, ...]) -> None:
        new = [cat_id for cat_id in chosen if cat_id != self.category]
        self.category = new[0] if new else ""
        self.chips.set_chosen((self.category,))
