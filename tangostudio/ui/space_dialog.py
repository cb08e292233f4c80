"""Making room on the disk: which models can be removed, and what each frees."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tangostudio import machine, paths
from tangostudio.hub.states import ModelState
from tangostudio.ui import widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr


class SpaceDialog(Dialog):
    """The models that take room, largest first.

    Signals:
        removal_wanted(str): this model may go; the person is still to be asked.
        again_wanted(str): try again to fetch the model that there was no room for.
    """

    removal_wanted = Signal(str)
    again_wanted = Signal(str)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        model: str,
        state: ModelState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Free space"), 520, parent)
        self._studio = studio
        self._model = model
        self.buttons: dict[str, QPushButton] = {}
        name = studio.catalogue.get(model).name
        sentence = (
            state.problem.message if state.problem else tr("{name} needs more room.", name=name)
        )
        self.body.addWidget(widgets.label(sentence, "", wrap=True))
        self._free = widgets.label("", "number-quiet")
        self.body.addWidget(self._free)
        self.body.addSpacing(6)
        self._list = widgets.column(spacing=6)
        self.body.addLayout(self._list)
        hint = tr("Takes that were made with a model stay when it is removed.")
        self.body.addWidget(widgets.label(hint, "small", wrap=True))
        self.body.addStretch(1)
        self.add_button(widgets.button(tr("Close"), "", self.reject))
        self.again = self.add_button(widgets.button(tr("Try again"), "primary", self.accept))
        self.again.setAccessibleName(tr("Try again to get {name}", name=name))
        bridge.changed.connect(self._follow)
        self._show()
        next(iter(self.buttons.values()), self.again).setFocus()

    def accept(self) -> None:
        """Try again to fetch the model."""
        super().accept()
        self.again_wanted.emit(self._model)

    def _follow(self, change: Any) -> None:
        if "models" in change.kinds:
            self._show()

    def _show(self) -> None:
        free = machine.free_disk(paths.weights_dir())
        self._free.setText("" if free is None else tr("{size} are free now", size=words.size(free)))
        found = [
            (self._studio.models.state(card.id).frees_bytes, card)
            for card in self._studio.catalogue.all()
            if card.id != self._model
        ]
        takers = sorted(((b, card) for b, card in found if b), key=lambda each: -each[0])
        if [card.id for _bytes, card in takers] == list(self.buttons) and self._list.count():
            return
        widgets.clear_layout(self._list)
        self.buttons = {}
        for frees, card in takers:
            self._list.addWidget(self._row(card, frees))
        if not takers:
            text = tr("No other model takes room here. Free some on this disk, then try again.")
            self._list.addWidget(widgets.label(text, "quiet", wrap=True))

    def _row(self, card: Any, frees: int) -> QWidget:
        remove = widgets.button(
            tr("Remove…"), "quiet-link", lambda: self.removal_wanted.emit(card.id),
            name=tr("Remove {name}, frees {size}", name=card.name, size=words.size(frees)),
        )  # fmt: skip
        self.buttons[card.id] = remove
        line = widgets.row(spacing=12)
        line.addWidget(widgets.ElidedLabel(card.name), 1)
        line.addWidget(widgets.label(words.size(frees), "number"))
        line.addWidget(remove)
        return widgets.holder(line)
