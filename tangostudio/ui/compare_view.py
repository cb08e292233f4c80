"""Compare mode: unnamed takes of one prompt, heard from the same place, then one key to choose.

Two at a time, or three to five in an order. It brings board, audition and studio together; which
takes come next and what a vote means is the studio's business.

A vote takes no time of the person's: what comes next is chosen and decoded while the names of the
voted takes are still shown, and any key that plays goes on to it at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import compare_facts, compare_offer, compare_texts
from tangostudio.ui.actions import COMPARE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.compare_board import CompareBoard
from tangostudio.ui.compare_clock import VotingTime
from tangostudio.ui.compare_key import LargeKey
from tangostudio.ui.compare_page import ComparePage
from tangostudio.ui.compare_pane import ComparePane
from tangostudio.ui.compare_past import Past
from tangostudio.ui.compare_round import Hearing, Round
from tangostudio.ui.compare_supply import Supply, again, still_there
from tangostudio.ui.motion import is_calm
from tangostudio.ui.ranking_round import RankingRound
from tangostudio.ui.texts import tr, tr_marked

REVEAL_MS = 1000


class CompareView(ComparePage):
    """The whole of Compare mode.

    Attributes:
        round: what is judged now or next, or None when there is nothing to compare.
        ranking: whether several takes are put into an order, not two compared.
        revealing: the names of what was voted on are shown; `round` is what comes next.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(actions, audition, parent)
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self.round: Hearing[Any] | None = None
        self.ranking = False
        self.revealing = False
        self._supply = Supply(studio, audition, self)
        self._voting = VotingTime()
        self._past = Past()
        self._tally = compare_facts.tally(studio)
        self._stock = compare_facts.Stock()
        self._left_out = False
        self._giving = False
        self._after_reveal = QTimer(self)
        self._after_reveal.setSingleShot(True)
        self._after_reveal.setInterval(REVEAL_MS)
        self._connect()
        self.votes.show_knowing(compare_facts.knowing(studio))
        self._show()

    @property
    def active(self) -> bool:
        """Whether Compare mode is open."""
        return self._actions.mode == COMPARE

    @property
    def board(self) -> CompareBoard:
        """The canvases in use: of pairs or of a ranking."""
        return self.boards[self.ranking]

    @property
    def panes(self) -> dict[Any, ComparePane]:
        """The canvases in use."""
        return self.board.panes

    @property
    def keys(self) -> dict[str, LargeKey]:
        """The large keys in use."""
        return self.board.keys

    @property
    def own_ms(self) -> list[float]:
        """What the program itself took: from each vote to the next sounds being decoded."""
        return self._supply.own.ms

    # --- rounds -----------------------------------------------------------------------------------

    def next_round(self) -> None:
        """Show what the studio wants to be judged next."""
        self.begin(self._supply.choose(self.ranking))

    def skip(self) -> None:
        """Leave this round without a vote for another one, where there is another."""
        if self.revealing:
            self.go_on()
            return
        self._left_out = False
        self.begin(self._supply.choose(self.ranking, self.round))

    def begin(self, following: Hearing[Any] | None) -> None:
        """Put a round on the canvases, or say that there is none."""
        self._get_ready(following)
        self.go_on()

    def go_on(self) -> None:
        """End the showing of names: the next round is on the canvases and its time begins."""
        self._after_reveal.stop()
        self.revealing = False
        if self.round is not None:
            self.board.begin(self.round)
            for key in self.round.keys:
                self._show_trouble(key, self._audition.trouble(self.round.take(key).id))
        else:
            self.board.leave()
        self._show()

    def set_ranking(self, on: bool) -> None:
        """Put several takes into an order from now on, or compare two at a time."""
        self._audition.stop()
        self._switch(on)
        self.next_round()

    def play(self, key: Hashable) -> None:
        """Hear a sound of this round; while names are shown, of the next one."""
        if self.revealing:
            self.go_on()
        self.board.play(key)

    def toggle(self) -> None:
        """Play or pause the sound that was heard last."""
        if self.round is not None:
            self.play(self.round.side)

    def _play_letter(self, place: int) -> None:
        if self.round is not None and place < len(self.round.keys):
            self.play(self.round.keys[place])

    def _get_ready(self, following: Hearing[Any] | None) -> None:
        for board in self.boards.values():
            board.leave()
        self.round = following
        self._supply.get_ready(following)

    # --- voting -----------------------------------------------------------------------------------

    def vote(self, answer: str) -> None:
        """Store the answer to a pair, show the names, get the next pair ready."""
        judged = self.round
        if not isinstance(judged, Round) or self.revealing or not judged.unlocked:
            return
        store = functools.partial(self._studio.vote, judged.pair, answer, **judged.facts())
        said = self.keys[answer].accessibleName()
        self._give(judged, store, said, {answer}, judged.pair.repeat_of is not None)

    def rank(self, all_bad: bool = False) -> None:
        """Store the order, show the names, get the next takes ready."""
        judged = self.round
        if not isinstance(judged, RankingRound) or self.revealing or not judged.unlocked:
            return
        facts = judged.facts(all_bad=all_bad)
        store = functools.partial(self._studio.rank_vote, judged.ranking, **facts)
        best = set() if all_bad else set(judged.steps[0])
        self._give(judged, store, tr("All bad") if all_bad else tr("Order kept"), best, False)

    def move(self, by: int) -> None:
        """Move the sound that was heard last to the better (-1) or the worse (1)."""
        self._arrange(lambda judged: judged.move(by))

    def tie(self) -> None:
        """Tie the sound that was heard last with the one before it, or untie it."""
        self._arrange(lambda judged: judged.tie())

    def _arrange(self, change: Callable[[RankingRound], bool]) -> None:
        judged = self.round
        if isinstance(judged, RankingRound) and not self.revealing and change(judged):
            self.board.arrange(judged.steps)
            self._show_hint()

    def _give(
        self,
        judged: Hearing[Any],
        store: Callable[[], object],
        said: str,
        chosen: set[Any],
        repeated: bool,
    ) -> None:
        self._supply.own.begin()
        before = self._tally
        self._giving = True
        try:
            store()
        except TangoStudioError as error:
            self._supply.own.drop()
            self._bridge.crashed.emit(error)
            return
        finally:
            self._giving = False
        self._past.gave(judged, before.total, self._tally.total)
        self._voting.voted()
        self._left_out = False
        self.revealing = True
        self.board.leave()
        self._audition.stop()
        self._get_ready(self._supply.choose(self.ranking))
        names = {
            key: compare_offer.revealed(
                self._studio, judged.take(key), self.panes[key], key in chosen
            )
            for key in judged.keys
        }
        self.board.reveal(names, calm=is_calm(self._studio.settings))
        alike = self._tally.agreed > before.agreed if repeated else None
        self.board.hint.setText(compare_texts.after_vote(said, alike))
        self._show_note()
        self._offer()
        self._after_reveal.start()

    # --- what happens -----------------------------------------------------------------------------

    def _connect(self) -> None:
        actions, audition = self._actions, self._audition
        for board in self.boards.values():
            board.chosen.connect(self.play)
            board.progressed.connect(self._on_progress)
        self._bind()
        actions.mode_changed.connect(self._on_mode)
        audition.failed.connect(self._on_failed)
        self._after_reveal.timeout.connect(self.go_on)
        self._bridge.changed.connect(self._on_change)
        self.switch.clicked.connect(actions["compare.ranking"].trigger)

    def _bind(self) -> None:
        """Other pages that compare bind the same actions while they are open."""
        actions = self._actions
        for place, letter in enumerate("abcde"):
            actions.bind(f"compare.play_{letter}", functools.partial(self._play_letter, place))
        actions.bind("compare.left", lambda: self._answer("left"))
        actions.bind("compare.tie", lambda: self._answer("tie"))
        actions.bind("compare.both_bad", lambda: self._answer("both_bad"))
        actions.bind("compare.right", lambda: self._answer("right"))
        actions.bind("compare.rank", self.rank)
        actions.bind("compare.skip", self.skip)
        actions.bind("compare.ranking", self.set_ranking)

    def _answer(self, answer: str) -> None:
        """The arrow keys vote on a pair; on a ranking they move what was heard last."""
        if not self.ranking:
            self.vote(answer)
        elif answer == "both_bad":
            self.rank(all_bad=True)
        elif answer == "tie":
            self.tie()
        else:
            self.move(-1 if answer == "left" else 1)

    def _on_mode(self, mode: str) -> None:
        if mode != COMPARE:
            self._after_reveal.stop()
            self._say_actions(ranking=False)
            return
        self._bind()
        self._actions.bind("play.toggle", self.toggle)
        self._say_actions(self.ranking)
        self._audition.stop()
        self.setFocus()
        self._supply.forget()
        self._stock = compare_facts.stock(self._studio)
        self._tally = compare_facts.tally(self._studio)
        self.begin(again(self._studio, self.round) or self._supply.choose(self.ranking))

    def _on_progress(self) -> None:
        if self.round is not None and not self.revealing and self.active:
            self._show_hint()
            self._offer()

    def _on_failed(self, take_id: int) -> None:
        judged = self.round
        if judged is None or take_id not in judged.take_ids:
            return
        self._supply.set_unplayable(take_id)
        other = self._supply.choose(self.ranking, judged) if self.active else None
        if other is not None and self._supply.playable(other):
            self._left_out = True
            self._get_ready(other)
            if not self.revealing:
                self.go_on()
            return
        key = judged.keys[judged.take_ids.index(take_id)]
        self._show_trouble(key, self._audition.trouble(take_id))
        self._show_hint()

    def _on_change(self, change: Any) -> None:
        if "votes" in change.kinds:
            self._tally = compare_facts.tally(self._studio)
            self.votes.show_tally(self._tally)
            if not self._giving:
                self._follow_history()
        if "taste" in change.kinds:
            self.votes.show_knowing(compare_facts.knowing(self._studio))
        if not change.kinds & {"takes", "projects"} or not self.active:
            return
        if self.round is None or self._stock.prompts < 2:
            self._stock = compare_facts.stock(self._studio)
        if self.round is None or not still_there(self._studio, self.round):
            self._get_ready(self._supply.choose(self.ranking))
            if not self.revealing:
                self.go_on()

    def _follow_history(self) -> None:
        """A vote that was taken back is asked again; one that was given again is passed over."""
        back = self._past.taken_back(self._tally.total)
        if back is not None and self.active:
            self._after_reveal.stop()
            self.revealing = False
            self._switch(isinstance(back, RankingRound))
            self.begin(again(self._studio, back) or self._supply.choose(self.ranking))
        elif self._past.given_again(self._tally.total) and self.active:
            self.next_round()

    # --- showing ----------------------------------------------------------------------------------

    def _switch(self, ranking: bool) -> None:
        self._after_reveal.stop()
        self.revealing = False
        self.ranking = ranking
        self._actions["compare.ranking"].setChecked(ranking)
        self._say_actions(ranking)

    def _say_actions(self, ranking: bool) -> None:
        for identifier, text in compare_texts.ACTIONS[ranking].items():
            self._actions.set_text(identifier, tr_marked(text))

    def _show(self) -> None:
        self.show_boards(self.round is not None, self.ranking)
        self.switch.setToolTip(self._actions.tip("compare.ranking"))
        if self.round is None:
            text = compare_texts.nothing(self._stock, self.ranking)
            self.show_nothing(text, self._actions[text.action].trigger)
        elif isinstance(self.round, RankingRound):
            self.board.arrange(self.round.steps)
        self.votes.show_tally(self._tally)
        self._show_hint()
        self._show_note()
        self._offer()

    def _show_hint(self) -> None:
        if self.round is None or self.revealing:
            return
        problem = self._audition.device_problem.partition(". ")[0].removesuffix(".")
        if self.board.troubled:
            text = tr_marked(compare_texts.CANNOT_PLAY[self.ranking])
        elif problem:
            text = tr("{problem} · choose one in the settings to listen", problem=problem)
        else:
            text = f"{self.round.hint} · {tr_marked(compare_texts.MORE[self.ranking])}"
        self.board.hint.setText(text)

    def _show_trouble(self, key: Hashable, trouble: Any) -> None:
        if trouble is not None and not self.revealing:
            self.board.show_trouble(
                key, tr("This sound cannot be played. {hint}", hint=trouble.hint).strip()
            )

    def _show_note(self) -> None:
        """One quiet line, of what matters most."""
        self.note.setText(
            compare_texts.note(
                left_out=self._left_out, tiring=self._voting.tiring, prompts=self._stock.prompts
            )
        )

    def _offer(self) -> None:
        """Enable what can be done now, with the reason where it cannot."""
        offered = compare_offer.offered(self.round, self.revealing)
        for identifier, (can, reason) in offered.items():
            self._actions.set_enabled(identifier, can, reason)
        for name, key in self.keys.items():
            key.setEnabled(offered[f"compare.{name}"][0])
            key.setToolTip(self._actions.tip(f"compare.{name}"))
