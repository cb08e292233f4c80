"""What the rest of the window must know of models: the header's choice, notes, a model that went.

It shows no page; Models mode does that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from tangostudio.errors import BadRequest
from tangostudio.hub import states
from tangostudio.hub.states import ModelState
from tangostudio.ui import actions, model_words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.notices import Choice
from tangostudio.ui.texts import mark, tr, tr_marked

REFRESH_MS = 100


class ModelsWatch(QObject):
    """Follows the studio's models for one window.

    `open_mode` opens a mode's page, `use` makes a model the one that takes are made with, and
    `in_use` tells which one that is.
    """

    def __init__(
        self,
        window: MainWindow,
        studio: Any,
        bridge: Bridge,
        *,
        open_mode: Callable[[str], object],
        use: Callable[[str], object],
        in_use: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._open_mode = open_mode
        self._use = use
        self._in_use = in_use
        self._away: dict[str, str] | None = None  # as the header shows it
        self._told: set[str] = set()  # models that there is news of; "" stands for all
        self._states = self._look({""})
        window.header.models_wanted.connect(lambda: open_mode(actions.MODELS))
        self._soon = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._soon.timeout.connect(self._catch_up)
        bridge.changed.connect(self._follow)
        self._show()

    def ready(self, model: str) -> bool:
        """Whether takes can be made with a model now."""
        try:
            return self._studio.models.state(model).state in model_words.HERE
        except BadRequest:
            return False

    def choose(self, wanted: str) -> str:
        """The model itself where it is ready, else another one that is, and a note that says so.

        "" where none is known at all.
        """
        if self.ready(wanted):
            return wanted
        known = sorted(self._studio.catalogue, key=lambda card: self._rank(card.id))
        if not known:
            return ""
        self.tell_absent(wanted, tr("{name} is used instead.", name=known[0].name))
        return known[0].id

    def tell_absent(self, model: str, hint: str) -> None:
        """Say that a model is not on this computer, and offer to get it."""
        cards = {card.id: card for card in self._studio.catalogue.all()}
        if model in cards:
            self._window.notices.plain(
                tr("{name} is not on this computer", name=cards[model].name),
                Choice(tr("Get it in Models"), lambda: self._open_mode(actions.MODELS)),
                hint=hint,
            )

    # --- following --------------------------------------------------------------------------------

    def _follow(self, change: Any) -> None:
        # A download tells something many times a second.
        if "models" in change.kinds:
            self._told.add(model_words.told_of(change))
            if not self._soon.isActive():
                self._soon.start()

    def _catch_up(self) -> None:
        told, self._told = self._told, set()
        before, self._states = self._states, self._look(told)
        self._show()
        for model, state in self._states.items():
            if (
                model in before
                and state.state != before[model].state
                and self._window.table.mode != actions.MODELS
            ):
                self._tell(self._studio.catalogue.get(model), state)
        self._replace_lost(before)

    def _look(self, told: set[str]) -> dict[str, ModelState]:
        """The models' files: those that were told of, or all, as they are now."""
        known = {card.id for card in self._studio.catalogue.all()}
        if told <= known:
            return {**self._states, **{each: self._studio.models.state(each) for each in told}}
        return {each: self._studio.models.state(each) for each in known}

    def _rank(self, model: str) -> tuple[bool, bool]:
        """Bundled models before those that were fetched, and these before those that were not."""
        state = self._studio.models.state(model).state
        return state not in model_words.HERE, state != states.BUNDLED

    def _show(self) -> None:
        """Keep the header's choice of models and its sign up to date."""
        usable = {card.id: self._states[card.id].state for card in self._studio.catalogue}
        away = {
            model: tr_marked(model_words.AWAY.get(state, mark("get it in Models")))
            for model, state in usable.items()
            if state not in model_words.HERE
        }
        header = self._window.header
        if away != self._away:
            catalogue = self._studio.catalogue
            header.set_models(catalogue, catalogue.broken, away)
            self._away = away
        header.set_traffic(model_words.traffic(self._studio.catalogue.all(), self._states))

    def _tell(self, card: Any, state: Any) -> None:
        """Say how a download ended, where that is not seen anyway."""
        if state.state == states.READY:
            use = () if card.hidden else (Choice(tr("Use it"), lambda: self._use(card.id)),)
            self._window.notices.good(tr("{name} is ready", name=card.name), *use)
        elif state.state == states.FAILED and state.problem is not None:
            self._window.notices.bad(
                f"{card.name}: {state.problem.message}",
                Choice(tr("Show"), lambda: self._open_mode(actions.MODELS)),
                hint=state.problem.hint,
            )

    def _replace_lost(self, before: dict[str, Any]) -> None:
        """The model in use was removed: go on with one that is here, and say so."""
        using = self._in_use()
        had = using in before and before[using].state in model_words.HERE
        if had and not self.ready(using) and (other := self.choose(using)):
            self._use(other)
