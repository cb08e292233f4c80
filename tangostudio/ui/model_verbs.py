"""What can be done with a model in the window: each verb by its name, with the dialogs it needs.

Rows, menus and notes name a verb; what it does to files is the studio's business.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from tangostudio import paths
from tangostudio.errors import StorageError, TangoStudioError
from tangostudio.hub import states
from tangostudio.hub.states import ModelState, Problem
from tangostudio.ui import model_dialog_words, model_words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import tr

TO_FETCH = (states.ABSENT, states.INCOMPLETE, states.PAUSED, states.FAILED)
ASKED_FIRST = (states.ABSENT, states.INCOMPLETE)


class ModelVerbs(QObject):
    """The verbs of Models mode, over one window.

    Signals:
        chosen(str): the person wants to generate with this model.
        refused(str): a download was refused; `state` of this model has the reason.
        moved(str): models are kept in this folder from the next start on.
    """

    chosen = Signal(str)
    refused = Signal(str)
    moved = Signal(str)

    def __init__(self, studio: Any, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._models = studio.models
        self._bridge = bridge
        self._window = window
        self._refusals: dict[str, Problem] = {}
        self.dialog: QDialog | None = None
        self._verbs: dict[str, Callable[[str], object]] = {
            "use": self.chosen.emit,
            "get": self.get,
            "retry": self.fetch,
            "pause": lambda model: self._try(self._models.pause, model),
            "convert": lambda model: self._try(self._models.convert, model),
            "remove": self.ask_remove,
            "log_in": self.log_in,
            "licence": self.open_licence_page,
            "read_licence": self._read_licence,
            "folder": self._show_folder,
            "space": self._free_space,
            "place": lambda _model: self._choose_place(),
            "files": lambda _model: self.find_files(),
            "shopping": lambda model: self.shopping_list([model]),
        }

    def run(self, verb: str, model: str) -> None:
        """Do something with a model."""
        self._verbs[verb](model)

    def state(self, model: str) -> ModelState:
        """A model's files; a download that was refused is a failed one."""
        state = self._models.state(model)
        if state.state in (*model_words.UNDER_WAY, *model_words.HERE):
            self._refusals.pop(model, None)
        refusal = self._refusals.get(model)
        if refusal is None:
            return state
        return ModelState(
            model, states.FAILED, state.total_bytes, state.done_bytes, problem=refusal,
            missing=state.missing, frees_bytes=state.frees_bytes,
        )  # fmt: skip

    # --- getting ----------------------------------------------------------------------------------

    def get(self, model: str) -> None:
        """Download it; where an account is needed and none is known, ask for it first."""
        card = self._studio.catalogue.get(model)
        begins = self._models.state(model).state in ASKED_FIRST
        if card.gated and begins and not self._models.token.source:
            self.log_in(model)
        else:
            self.fetch(model)

    def fetch(self, model: str) -> None:
        """Download it; what speaks against it is shown in its row."""
        self._refusals.pop(model, None)
        try:
            self._models.fetch(model)
        except StorageError as error:
            self._refusals[model] = Problem(states.NO_SPACE, error.message, error.hint)
            self.refused.emit(model)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)

    def log_in(self, model: str, *, fetches: bool = True) -> None:
        """Show the three steps to a model whose licence must be accepted.

        Without `fetches` the model is only what the token is tested with.
        """
        from tangostudio.ui.token_dialog import TokenDialog

        dialog = TokenDialog(self._studio, self._bridge, model, self._window, fetches=fetches)
        dialog.opened.connect(self.fetch)
        dialog.page_wanted.connect(_browse)
        self.open(dialog)

    def open_licence_page(self, model: str) -> None:
        """Open the page on which the licence is accepted, in the browser."""
        _browse(self._models.licence_page(model))

    def find_files(self) -> None:
        """Look for files that are on this computer already."""
        from tangostudio.ui.found_dialog import FoundDialog

        dialog = FoundDialog(self._studio, self._bridge, self._window)
        dialog.shopping_wanted.connect(lambda: self.shopping_list())
        self.open(dialog)

    def shopping_list(self, chosen: list[str] | None = None) -> None:
        """Show what is missing as a text to carry to another computer."""
        from tangostudio.ui.shopping_dialog import ShoppingDialog

        cards = [
            card
            for card in self._studio.catalogue.all()
            if card.files and self._models.state(card.id).state not in model_words.HERE
        ]
        cards.sort(key=lambda card: card.hidden)
        self.open(ShoppingDialog(self._models, cards, chosen, self._window))

    # --- removing ---------------------------------------------------------------------------------

    def ask_remove(self, model: str) -> None:
        """Say what removing frees and what stays, and ask."""
        card, state = self._studio.catalogue.get(model), self._models.state(model)
        text, consequence = model_dialog_words.removal(card, state)
        question = QMessageBox(self.dialog or self._window)
        question.setWindowTitle(tr("Remove model"))
        question.setText(text)
        question.setInformativeText(consequence)
        remove = question.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        remove.clicked.connect(functools.partial(self._try, self._models.remove, model))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _free_space(self, model: str) -> None:
        from tangostudio.ui.space_dialog import SpaceDialog

        dialog = SpaceDialog(self._studio, self._bridge, model, self.state(model), self._window)
        dialog.removal_wanted.connect(self.ask_remove)
        dialog.again_wanted.connect(self.fetch)
        self.open(dialog)

    def _choose_place(self) -> None:
        dialog = QFileDialog(self._window, tr("Keep models in"), str(paths.weights_dir().parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.keep_in)
        self.open(dialog)

    def keep_in(self, folder: str) -> None:
        """Keep models that are downloaded in another folder, from the next start on."""
        changed = dataclasses.replace(self._studio.settings, weights_folder=folder)
        try:
            self._studio.update_settings(changed)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
        else:
            self.moved.emit(folder)

    # --- looking ----------------------------------------------------------------------------------

    def _read_licence(self, model: str) -> None:
        _browse(self._studio.catalogue.get(model).licence.url)

    def _show_folder(self, model: str) -> None:
        folder = self._studio.catalogue.get(model).folder or paths.weights_dir()
        there = (place for place in (folder, *folder.parents) if place.is_dir())
        reveal(next(there, folder))

    def open(self, dialog: QDialog) -> None:
        """Open a dialog over the window; the program goes on behind it."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _try(self, verb: Callable[[str], object], model: str) -> None:
        try:
            verb(model)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)


def _browse(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
