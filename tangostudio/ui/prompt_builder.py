"""A dialog that builds a prompt from parts: source, action, material, space, distance.

It knows the table of parts and nothing of models; what it builds it tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from tangostudio.ui import prompt_parts, theme, widgets
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.prompt_parts import PARTS, Category
from tangostudio.ui.texts import tr

_SHOWN = ("source", "action", "material", "space", "distance")


class PromptBuilder(Dialog):
    """A category, one row of chips for each part, and the prompt as it reads.

    Attributes:
        prompt: what the chosen parts read as.

    Signals:
        built(str): the person wants this prompt.
    """

    built = Signal(str)

    def __init__(self, categories: Sequence[Category], parent: QWidget | None = None) -> None:
        super().__init__(tr("Build a prompt"), 560, parent)
        self._categories = {each.name: each for each in categories}
        self._chosen: dict[str, str] = {}
        self.prompt = ""
        self.category = QComboBox()
        self.category.addItems(list(self._categories))
        self.category.setAccessibleName(tr("Kind of sound"))
        self.category.currentTextChanged.connect(self._show_category)
        self._rows = {part: FlowLayout() for part in PARTS}
        self.chips: dict[tuple[str, str], QPushButton] = {}
        self._preview = widgets.label("", "title", wrap=True)
        self._preview.setMinimumHeight(44)
        self._lay_out()
        self.use = self.add_button(widgets.button(tr("Use this prompt"), "primary", self.accept))
        self._show_category(self.category.currentText())

    def accept(self) -> None:
        """Tell the prompt and close."""
        if self.prompt:
            self.built.emit(self.prompt)
            super().accept()

    def choose(self, part: str, text: str) -> None:
        """Take a part, or let it go when it is the chosen one."""
        if self._chosen.get(part) == text:
            del self._chosen[part]
        else:
            self._chosen[part] = text
        self._show_chosen()

    def _lay_out(self) -> None:
        self.body.addWidget(self.category)
        for part in _SHOWN:
            self.body.addWidget(widgets.section(_name(part)))
            self.body.addWidget(widgets.holder(self._rows[part]))
        self.body.addSpacing(theme.GAP)
        self.body.addWidget(widgets.hairline())
        self.body.addWidget(self._preview)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))

    def _show_category(self, name: str) -> None:
        category = self._categories[name]
        kept = {p: t for p, t in self._chosen.items() if t in category.choices[p]}
        self._chosen = kept
        self.chips.clear()
        for part in PARTS:
            widgets.clear_layout(self._rows[part])
            for text in category.choices[part]:
                self._rows[part].addWidget(self._chip(part, text))
        self._show_chosen()

    def _chip(self, part: str, text: str) -> QPushButton:
        chip = widgets.button(text, "chip", lambda: self.choose(part, text))
        chip.setCheckable(True)
        chip.setAccessibleName(f"{_name(part)}: {text}")
        self.chips[part, text] = chip
        return chip

    def _show_chosen(self) -> None:
        for (part, text), chip in self.chips.items():
            chip.setChecked(self._chosen.get(part) == text)
        self.prompt = prompt_parts.compose(self._chosen)
        self._preview.setText(self.prompt or tr("Choose what sounds, and what it does."))
        widgets.set_property(self._preview, "kind", "title" if self.prompt else "quiet")
        self.use.setEnabled(bool(self.prompt))


def _name(part: str) -> str:
    return {
        "source": tr("What sounds"),
        "action": tr("What it does"),
        "material": tr("What it is like"),
        "space": tr("Where"),
        "distance": tr("How near"),
    }[part]
