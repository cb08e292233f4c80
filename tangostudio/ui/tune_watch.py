"""What the rest of the window must know of tunings: the model's chip, notes, the last question.

It shows no page; Tune mode does that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from tangostudio.errors import TangoStudioError
from tangostudio.ui import actions, corpus_words, tune_words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.notices import Choice
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_method import ON_CORPUS


class TuneWatch(QObject):
    """Follows the studio's tunings and adapters for one window.

    `open_mode` opens a mode's page.
    """

    def __init__(
        self, window: MainWindow, studio: Any, bridge: Bridge, open_mode: Callable[[str], object]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._open_mode = open_mode
        self._card: Any = None
        self._states = {view.id: view.state for view in studio.tunes.all()}
        self._building = ""  # id of the corpus that is being read
        window.ask_before_closing = self._ask
        bridge.changed.connect(self._follow)
        self._offer_to_resume()

    def show_model(self, card: Any) -> None:
        """The model in use is this one now."""
        self._card = card
        self._window.header.set_model(card)
        self._show_adapters()

    def let_go(self) -> None:
        """The studio is about to close."""
        self._window.ask_before_closing = None

    # --- the header -------------------------------------------------------------------------------

    def _show_adapters(self) -> None:
        if self._card is None:
            return
        known = {self._card.id, *self._card.options.get("adapters_from", {})}
        used = [
            adapter
            for adapter in self._studio.tunes.adapters()
            if adapter.active and adapter.model in known
        ]
        self._window.header.set_adapters(tune_words.chip(used[::-1]))

    def _follow(self, change: Any) -> None:
        if "adapters" in change.kinds:
            self._show_adapters()
        if "tunes" in change.kinds:
            self._tell_ends()
        if "corpora" in change.kinds:
            self._tell_corpora()

    # --- notes ------------------------------------------------------------------------------------

    def _tell_ends(self) -> None:
        """Say that a tuning ended, where that is not seen anyway."""
        before, self._states = self._states, {}
        for view in self._studio.tunes.all():
            self._states[view.id] = view.state
            ended = before.get(view.id) in tune_words.GOING and view.state != before[view.id]
            if not ended or self._window.table.mode == actions.TUNE:
                continue
            if view.state == "done":
                self._window.notices.good(
                    tr("“{name}” is learned", name=view.name),
                    Choice(tr("Listen"), lambda: self._open_mode(actions.TUNE)),
                    hint=tr("Hear what changed, then let a blind test decide."),
                )
            elif view.state == "failed" and view.error is not None:
                self._window.notices.bad(
                    view.error.message,
                    Choice(tr("Show"), lambda: self._open_mode(actions.TUNE)),
                    hint=view.error.hint,
                )

    def _tell_corpora(self) -> None:
        """Say that recordings are read, where that is not seen anyway."""
        running = self._studio.corpora.running()
        ended, self._building = self._building, running.id if running is not None else ""
        if not ended or ended == self._building or self._window.table.mode == actions.TUNE:
            return
        try:
            view = self._studio.corpora.view(ended)
        except TangoStudioError:
            return  # it was removed
        show = Choice(tr("Show"), lambda: self._open_mode(actions.TUNE))
        if view.state == corpus_words.READY:
            told = corpus_words.facts(view)
            self._window.notices.good(tr("“{name}” is read", name=view.name), show, hint=told)
        elif view.error is not None:
            self._window.notices.bad(view.error.message, show, hint=view.error.hint)

    def _offer_to_resume(self) -> None:
        for view in self._studio.tunes.all():
            if view.state in ("interrupted", "paused"):
                self._window.notices.plain(
                    tr("“{name}” is not learned yet", name=view.name),
                    Choice(tr("Go on"), lambda view=view: self._resume(view.id)),
                    Choice(tr("Show"), lambda: self._open_mode(actions.TUNE)),
                    hint=_goes_on(view),
                )

    def _resume(self, identifier: str) -> None:
        try:
            self._studio.tunes.resume(identifier)
        except TangoStudioError as error:
            self._window.show_error(error)

    # --- the end ----------------------------------------------------------------------------------

    def _ask(self) -> bool:
        """Whether the window may close at once; otherwise the person is asked first."""
        current = self._studio.tunes.current()
        if current is None or current.state != "running":
            return True
        question = QMessageBox(self._window)
        question.setWindowTitle(tr("A tuning is running"))
        question.setText(tr("Close while “{name}” is being tuned?", name=current.name))
        question.setInformativeText(
            tr("A tuning is running. Its checkpoint is kept and it can go on at the next start.")
        )
        close = question.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        stay = question.addButton(tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        close.clicked.connect(self._window.close_for_good)
        self._window.open_dialog(question)
        return False


def _goes_on(view: Any) -> str:
    """Where a tuning that waits would go on."""
    if view.method in ON_CORPUS:
        return tr("It goes on from its checkpoint.")
    return tr(
        "It goes on from its checkpoint in round {round} of {rounds}.",
        round=max(view.round, 1),
        rounds=view.rounds,
    )
