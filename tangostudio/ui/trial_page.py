"""A blind test of an adapter: the rule, the pairs, the result. Nothing is told before its end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStackedLayout, QWidget

from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui import theme, tune_words, widgets
from tangostudio.ui.actions import TUNE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.trial_pair import PairView
from tangostudio.ui.trial_result import ResultPage
from tangostudio.ui.trial_rule import RulePage

WIDEST = 1144
NOTHING = mark("There is nothing to compare.")


class TrialPage(QWidget):
    """From the rule to the verdict.

    Attributes:
        number: the adapter's, or None while no test is open.
        rule, pair, result: the three pages.

    Signals:
        left(): the person goes back; what was answered is kept.
    """

    left = Signal()

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tunes = studio.tunes
        self._trials = studio.trials
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self.number: int | None = None
        self._begun = False
        self._given: list[Any] = []
        self._answered = 0
        self.rule, self.result = RulePage(), ResultPage()
        self.pair = PairView(actions, audition)
        self.back = widgets.button(
            tr("Back to Tune"), "quiet-link", self.leave, icon="chevron_left"
        )
        self.back.setStyleSheet("min-height: 22px;")
        self.count = widgets.label("", "number-quiet")
        self.bar = QProgressBar()
        self.bar.setRange(0, tune_words.PAIRS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self._lay_out()
        self.rule.begin_wanted.connect(self._begin)
        self.pair.answered.connect(self._answer)
        self.result.chosen.connect(self._choose)
        bridge.changed.connect(self._on_change)

    def open(self, number: int) -> None:
        """Show the test of an adapter, its rule first."""
        self.number, self._begun, self._given = number, False, []
        self.pair.offer_nothing(tr_marked(NOTHING))
        self.refresh()
        (self.rule.begin if self.rule.begin.isVisibleTo(self) else self.back).setFocus()

    def leave(self) -> None:
        """Go back; the test can be gone on with."""
        self.number = None
        self.left.emit()

    def refresh(self) -> None:
        """Show the test as it is now."""
        if self.number is None:
            return
        try:
            adapter = self._tunes.adapter(self.number)
        except NotFound:
            self.leave()
            return
        trial = self._trials.view(self.number)
        self._show_count(trial)
        if trial.state == "done":
            self._pages.setCurrentIndex(2)
            self.pair.offer_nothing(tr_marked(NOTHING))
            self.result.show_result(adapter, trial.verdict, self._tuning(adapter))
        elif trial.state == "open" and self._begun:
            if self.pair.round is None or self._pages.currentIndex() != 1:
                self._next()
        else:
            self._pages.setCurrentIndex(0)
            self.pair.offer_nothing(tr_marked(NOTHING))
            self.rule.show_trial(adapter, trial)

    # --- what happens -----------------------------------------------------------------------------

    def _begin(self) -> None:
        if self.number is None:
            return
        self._begun = True
        if self._trials.view(self.number).state == "none":
            self._try(lambda: self._trials.begin(self.number))
        self.refresh()

    def _next(self) -> None:
        pair = self._trials.next_pair(self.number)
        if pair is None:
            self.pair.offer_nothing(tr_marked(NOTHING))
            return
        self._show_pair(pair)

    def _show_pair(self, pair: Any) -> None:
        self._pages.setCurrentIndex(1)
        self.pair.begin(pair, self._trials.gains(pair))
        self.pair.setFocus()

    def _answer(self, answer: str) -> None:
        judged = self.pair.round
        if judged is None:
            return
        if self._try(lambda: self._trials.answer(judged.pair, answer, **judged.facts())):
            self._given.append(judged.pair)
            self.pair.round = None
            self.refresh()

    def _choose(self, what: str) -> None:
        number = self.number
        if number is not None and what != "later":
            verb = self._tunes.accept if what == "accept" else self._tunes.reject
            if not self._try(lambda: verb(number)):
                return
        self.leave()

    def _on_change(self, change: Any) -> None:
        if self.number is None or self._actions.mode != TUNE:
            return
        if not change.kinds & {"tunes", "adapters", "votes"}:
            return
        answered = self._trials.view(self.number).answered
        taken_back, self._answered = answered < self._answered, answered
        if taken_back and self._given and self._begun:
            pair = self._given.pop()
            self.refresh()
            self._show_pair(pair)
        elif self.pair.round is None or self._pages.currentIndex() != 1:
            self.refresh()

    def _show_count(self, trial: Any) -> None:
        self._answered = trial.answered
        shown = trial.state == "open" and self._begun
        self.count.setVisible(shown)
        self.bar.setVisible(shown)
        self.count.setText(tune_words.answered(trial))
        self.bar.setValue(trial.verdict.wins + trial.verdict.losses)
        self.bar.setAccessibleName(self.count.text())

    def _tuning(self, adapter: Any) -> Any:
        try:
            return self._tunes.view(adapter.tuning)
        except NotFound:
            return None  # it may come from a taste file

    def _try(self, verb: Any) -> bool:
        try:
            verb()
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return False
        return True

    def _lay_out(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        for page in (self.rule, self.pair, self.result):
            self._pages.addWidget(page)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        head = widgets.row(self.back, None, self.count, self.bar, spacing=12)
        box = widgets.column(head, 8, pages)
        box.setStretch(2, 1)
        box.setContentsMargins(theme.MARGIN, 20, theme.MARGIN, 24)
        inner.setLayout(box)
        line = widgets.row(spacing=0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self.setLayout(line)
