"""Tune mode: let a model learn from votes, hear what it learned, test it blind, use it or go back.

It shows what the studio's tunings and adapters are and calls its verbs; how learning works it does
not know.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.messages import TuneNews
from tangostudio.ui import tune_words, widgets
from tangostudio.ui.actions import TUNE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.corpus_page import CorpusPage
from tangostudio.ui.corpus_verbs import CorpusVerbs
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.trial_page import TrialPage
from tangostudio.ui.tune_known import Known
from tangostudio.ui.tune_method import ON_CORPUS, RECORDINGS
from tangostudio.ui.tune_question import ask_cancel
from tangostudio.ui.tune_running import RunningPage
from tangostudio.ui.tune_setup import SetupPage
from tangostudio.ui.tune_side import TuneSide, main_button

ADAPTERS = mark("Adapters (*.safetensors)")
REFRESH_MS, SECOND_MS = 100, 1000
SEEN_AGAIN = ("paused", "interrupted", "failed", "done")


class TunePage(QWidget):
    """The whole of Tune mode.

    Attributes:
        setup, running: what the middle shows, one at a time.
        side: the right column.
        trial, clips: the blind test, and the clips of a corpus; each over everything else.
        corpora: makes new ones.
        view: the tuning that is shown, or None while one is set up.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tune")
        self.setAccessibleName(tr("Tune a model"))
        self._studio = studio
        self._tunes = studio.tunes
        self._trials = studio.trials
        self._known = Known(studio)
        self._stops: list[QWidget] = []
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self._chosen = ""  # "setup" or "last": what the person asked to see
        self._give_back: Callable[[], None] | None = None
        self.view: Any = None
        self.setup = SetupPage(studio)
        self.running = RunningPage(bridge, audition)
        self.side = TuneSide(self._pause, self._ask_cancel, self._main)
        self.trial = TrialPage(studio, bridge, actions, audition)
        self.clips = CorpusPage(studio, bridge, audition)
        self.corpora = CorpusVerbs(studio, bridge, self, self._sets_up)
        self._soon = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._news_soon = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._corpora_soon = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._second = QTimer(self, interval=SECOND_MS)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def active(self) -> bool:
        """Whether Tune mode is open."""
        return self._actions.mode == TUNE

    # --- showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show everything as it is now."""
        self._soon.stop()
        adapters = [(each, self._trials.view(each.number)) for each in self._tunes.adapters()]
        self._untested = _untested(adapters)
        views = self._tunes.all()
        last = next((view for view in views if view.state == "done"), None)
        self.view = self._view_to_show(self._tunes.current(), last)
        if self.view is None:
            looked_back = any(view.checked for view in views if view.state in SEEN_AGAIN)
            number = 1 + max((len(views), *(each.number for each, _trial in adapters)))
            self.setup.show_now(self._known.base(), number, looked_back=looked_back)
        else:
            self._show_running()
        self._middle.setCurrentIndex(0 if self.view is None else 1)
        base = self._known.base()
        self.side.adapters.show_adapters(adapters, f"{base.name} {base.version}")
        self._show_side()
        self._order()
        some = any(each.active for each, _trial in adapters)
        self._actions.set_enabled("tune.rollback", some, tr("No adapter is in use."))
        self._watch()

    def _view_to_show(self, current: Any, last: Any) -> Any:
        """What runs; else what waits for the person, or was asked for; None to set one up."""
        if current is not None and current.state == "running":
            return current
        if self._chosen == "setup":
            return None
        if current is not None:
            return current
        untested = self._untested.number if self._untested is not None else 0
        waits = last is not None and last.adapter == untested
        return last if waits or self._chosen == "last" else None

    def _show_side(self) -> None:
        self.side.show_controls(self.view)
        self._show_facts()
        self._show_main()
        going = self.view is not None and self.view.state in tune_words.GOING
        self._actions.set_text("tune.pause", self.side.pause_action)
        self._actions.set_enabled("tune.pause", going, tr("Nothing is being tuned."))

    def _show_facts(self) -> None:
        view = self.view
        values = tune_words.going(view, self._known.outline_of(view)) if view is not None else {}
        self.side.show_facts(values)

    def _order(self) -> None:
        """The Tab key goes from the sounds to the column at the right, and down."""
        running, side = self.running, self.side
        stops: list[QWidget] = [running.again]
        stops += [cell.disc for pair in running.pairs.cells for cell in pair]
        stops += [running.pairs.more, side.pause, side.cancel, *side.adapters.stops(), side.main]
        if stops != self._stops:
            self._stops = stops
            for before, after in itertools.pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _show_main(self) -> None:
        main = main_button(self.view, self.setup if self.view is None else None, self._untested)
        self.side.show_main(main)
        self._actions.set_text("tune.main", main.text)
        usable = main.enabled and self._pages.currentIndex() == 0
        self._actions.set_enabled("tune.main", usable, main.reason)

    def _setup_changed(self) -> None:
        if self.view is None:
            self._show_main()

    def _watch(self) -> None:
        """Once a second, only while something runs and is seen."""
        runs = self.view is not None and self.view.state == "running"
        if runs and self.active and not self._second.isActive():
            self._second.start()
        elif not (runs and self.active):
            self._second.stop()

    def _show_time(self) -> None:
        """Time goes on without news."""
        current = self._tunes.current()
        if current is None or self.view is None or current.id != self.view.id:
            self.refresh()
            return
        self.view = current
        self.running.show_time(current)
        self._show_facts()

    def _show_news(self) -> None:
        """The tuning that runs went on; adapters and tests are as they were."""
        current = self._tunes.current()
        if current is None or self.view is None or current.id != self.view.id:
            self.refresh()
            return
        self.view = current
        self._show_running()
        self._show_side()

    def _show_running(self) -> None:
        view = self.view
        known = self._known
        self.running.show_view(view, known.model_name(view.model), known.corpus_of(view))

    # --- what happens -----------------------------------------------------------------------------

    def _connect(self) -> None:
        self._soon.timeout.connect(self.refresh)
        self._news_soon.timeout.connect(self._show_news)
        self._corpora_soon.timeout.connect(self._show_corpora)
        self._second.timeout.connect(self._show_time)
        self._bridge.changed.connect(self._on_change)
        self._actions.mode_changed.connect(self._on_mode)
        self.setup.changed.connect(self._setup_changed)
        self.setup.compare_wanted.connect(self._actions["mode.compare"].trigger)
        self.setup.back_wanted.connect(functools.partial(self._look, "last"))
        self.setup.corpus.folder_wanted.connect(self.corpora.choose_folder)
        self.setup.corpus.project_wanted.connect(self.corpora.from_project)
        self.setup.corpus.look_wanted.connect(self.open_clips)
        self.setup.corpus.failed.connect(self._bridge.crashed)
        self.corpora.begun.connect(self._corpus_begun)
        self.corpora.look_wanted.connect(self.open_clips)
        self.corpora.hovering.connect(self.setup.show_drop)
        self.running.again_wanted.connect(functools.partial(self._look, "setup"))
        self.trial.left.connect(self.close_trial)
        self.clips.left.connect(self.close_trial)
        listed = self.side.adapters
        listed.used.connect(lambda number, on: self._try(self._tunes.set_active, number, on))
        listed.strength_wanted.connect(
            lambda number, value: self._try(self._tunes.set_strength, number, value)
        )
        listed.judged.connect(self._judged)
        listed.rollback.connect(self._rollback)
        listed.file_wanted.connect(self._bring_in)
        self._actions.bind("tune.main", self._main)
        self._actions.bind("tune.pause", self._pause)
        self._actions.bind("tune.rollback", self._rollback)

    def _on_change(self, change: Any) -> None:
        if not self.active:
            return
        if "corpora" in change.kinds and not self._corpora_soon.isActive():
            self._corpora_soon.start()
        if not change.kinds & {"tunes", "adapters", "votes", "taste"}:
            return
        # A tuning tells something many times a second; what it leaves alone is not read again.
        news = change.kinds == {"tunes"} and isinstance(change.event, TuneNews)
        timer = self._news_soon if news else self._soon
        if not timer.isActive():
            timer.start()

    def _on_mode(self, mode: str) -> None:
        if self._give_back is not None:
            self._give_back()
            self._give_back = None
        if mode != TUNE:
            self._second.stop()
            return
        # These keys belong to the page while it is open, also when there is no pair to judge.
        self._give_back = self._actions.borrow(
            {"play.toggle": self._toggle, **self.trial.pair.calls()}
        )
        self._audition.stop()
        self._audition.select(None)
        self.refresh()
        if self._pages.currentIndex() == 1:
            self.trial.refresh()
        elif self._pages.currentIndex() == 2:
            self.clips.refresh()
        else:
            self.trial.pair.offer_nothing(tr("There is nothing to compare."))
            self.setFocus()

    def _toggle(self) -> None:
        if self._pages.currentIndex() == 1:
            self.trial.pair.toggle()
        elif self._pages.currentIndex() == 2:
            self.clips.toggle()
        elif self.view is not None:
            self.running.pairs.toggle()

    # --- verbs ------------------------------------------------------------------------------------

    def open_trial(self, number: int) -> None:
        """Show the blind test of an adapter."""
        self._audition.stop()
        self._pages.setCurrentIndex(1)
        self.trial.open(number)
        self._show_main()

    def open_clips(self, corpus: str) -> None:
        """Show the clips of a corpus."""
        self._audition.stop()
        self._pages.setCurrentIndex(2)
        self.clips.open(corpus)
        self._show_main()

    def close_trial(self) -> None:
        """Back from the blind test, or from the clips of a corpus."""
        self._audition.stop()
        self.trial.pair.offer_nothing(tr("There is nothing to compare."))
        self._pages.setCurrentIndex(0)
        self.refresh()
        self.setFocus()

    def _main(self) -> None:
        if self.view is None:
            self._start()
        elif self.view.state in tune_words.GOING:
            return
        elif self.view.state in ("failed", "interrupted"):
            self._pause()
        elif self._untested is not None:
            self.open_trial(self._untested.number)
        else:
            self._look("setup")

    def _start(self) -> None:
        self._chosen = ""
        if self._try(self._tunes.start, self.setup.chosen_name(), **self.setup.options()):
            self.setup.forget()
            self.refresh()

    def _pause(self) -> None:
        if self.view is None:
            return
        verb = self._tunes.pause if self.view.state == "running" else self._tunes.resume
        self._try(verb, self.view.id)
        self.refresh()

    def _ask_cancel(self) -> None:
        if self.view is None:
            return
        ask_cancel(self, self.view.name, functools.partial(self._cancel, self.view.id))

    def _cancel(self, identifier: str) -> None:
        self._try(self._tunes.cancel, identifier)
        self._chosen = ""
        self.refresh()

    def _judged(self, number: int, verb: str) -> None:
        if verb == "test":
            self.open_trial(number)
        else:
            self._try(self._tunes.accept if verb == "accept" else self._tunes.reject, number)

    def _bring_in(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, tr("Add an adapter"), "", tr_marked(ADAPTERS)
        )
        if name:
            self._try(self._tunes.bring_in, Path(name))

    def _rollback(self) -> None:
        self._try(self._tunes.rollback)

    def _sets_up(self) -> bool:
        """Whether the form is seen: then a folder that is dropped becomes recordings."""
        return self.view is None and self._pages.currentIndex() == 0

    def _corpus_begun(self, corpus: str) -> None:
        """It is being read: that is seen in the form that will learn from it."""
        if self.setup.method not in ON_CORPUS:
            self.setup.choose_method(RECORDINGS)
        self.setup.corpus.choose(corpus)

    def _show_corpora(self) -> None:
        """Corpora came, went or go on."""
        self.setup.corpus.refresh()
        if self._pages.currentIndex() == 2:
            self.clips.refresh()

    def _look(self, what: str) -> None:
        self._chosen = what
        self.refresh()

    def _try(self, verb: Callable[..., object], *values: Any, **options: Any) -> bool:
        try:
            verb(*values, **options)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return False
        return True

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._untested: Any = None
        pages = QWidget()
        self._middle = QStackedLayout(pages)
        for page in (self.setup, self.running):
            holder = widgets.holder(widgets.column(page), 32, 30, 32, 24)
            scroll = QScrollArea()
            scroll.setWidget(holder)
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._middle.addWidget(scroll)
        edge = QFrame()
        edge.setProperty("kind", "hairline")
        edge.setStyleSheet("min-height: 0; max-height: 16777215px;")
        edge.setFixedWidth(1)
        line = widgets.row(pages, edge, self.side, spacing=0)
        line.setStretch(0, 1)
        main = widgets.holder(line)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(main)
        self._pages.addWidget(self.trial)
        self._pages.addWidget(self.clips)


def _untested(adapters: list[tuple[Any, Any]]) -> Any:
    """The newest adapter that waits for its blind test."""
    for adapter, trial in adapters:
        if adapter.state == "new" and trial.state != "done":
            return adapter
    return None
