"""Compare mode: two unnamed takes of one prompt, heard from the same place, then one key to choose.

It shows the round and brings it together with audition and studio; which pair comes next and what a
vote means is the studio's business.
"""

from __future__ import annotations

import contextlib
import functools
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, QVariantAnimation
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui import take_card, theme
from tangostudio.ui.actions import COMPARE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.compare_pane import ComparePane
from tangostudio.ui.compare_round import LETTERS, SIDES, Round, Side
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.votes_meter import VotesMeter

REVEAL_MS = 1000
WIDEST = 1144
TALLEST_PANE = 340
END_SECONDS = 0.15
SKIP_TRIES = 8
KEYS: tuple[tuple[str, str, str], ...] = (
    ("left", "A is better", "←"),
    ("tie", "No difference", "↑"),
    ("both_bad", "Both bad", "↓"),
    ("right", "B is better", "→"),
)


class CompareView(QWidget):
    """The whole of Compare mode.

    Attributes:
        round: the pair under judgement, or None when there is nothing to compare.
        revealing: the vote is given and the names are shown; nothing can be chosen.
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
        self.setObjectName("compare")
        self.setAccessibleName("Compare two takes")
        # Focus rests here, not on a button, so that Space plays the side that was heard last.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self.round: Round | None = None
        self.revealing = False
        self._voted: Round | None = None
        self._votes = studio.votes_count()
        self._last_position = 0.0
        self.panes: dict[Side, ComparePane] = {side: ComparePane(LETTERS[side]) for side in SIDES}
        self.keys = {answer: self._key(answer, text, sign) for answer, text, sign in KEYS}
        self.votes = VotesMeter()
        self.empty = EmptyState()
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setDuration(theme.MOTION_MS)
        self._after_reveal = QTimer(self)
        self._after_reveal.setSingleShot(True)
        self._after_reveal.setInterval(REVEAL_MS)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def active(self) -> bool:
        """Whether Compare mode is open."""
        return self._actions.mode == COMPARE

    # --- rounds -----------------------------------------------------------------------------------

    def next_round(self) -> None:
        """Take the next pair that the studio wants to be judged."""
        pair = self._studio.next_pair()
        self._begin_pair(pair)

    def skip(self) -> None:
        """Leave this pair without a vote for another one, where there is another."""
        now = _takes_of(self.round.pair) if self.round is not None else frozenset()
        pair = None
        for _try in range(SKIP_TRIES):
            pair = self._studio.next_pair()
            if pair is None or _takes_of(pair) != now:
                break
        self._begin_pair(pair)

    def _begin_pair(self, pair: Any) -> None:
        self.begin(Round(pair, self._studio.pair_gains(pair)) if pair is not None else None)

    def begin(self, next_round: Round | None) -> None:
        """Put a pair on the canvases, or say that there is none."""
        self._after_reveal.stop()
        self._fade.stop()
        self.revealing = False
        self.round = next_round
        for pane in self.panes.values():
            pane.begin()
        if next_round is not None:
            self._audition.select(next_round.take("left").id)
            self._audition.set_gain(next_round.gains_db["left"])
            self._audition.prefetch(next_round.take(side).id for side in SIDES)
        self._show()

    def play(self, side: Side) -> None:
        """Hear a side, from where the other is; what plays already is paused."""
        if self.round is None or self.revealing:
            return
        audition, take = self._audition, self.round.take(side)
        if audition.playing and audition.current == take.id:
            audition.pause()
            return
        position = audition.position
        self.round.started(side)
        self._last_position = position
        if position < self.round.seconds(side) - 0.05:
            audition.swap(take.id, self.round.gains_db[side])
        else:
            audition.select(take.id)
            audition.set_gain(self.round.gains_db[side])
            audition.play(seconds=0.0)
        self._show_sides()

    def toggle(self) -> None:
        """Play or pause the side that was heard last."""
        if self.round is not None:
            self.play(self.round.side)

    def vote(self, answer: str) -> None:
        """Store the answer, show the names for a second, go on to the next pair."""
        if self.round is None or self.revealing or not self.round.unlocked:
            return
        try:
            self._studio.vote(self.round.pair, answer, **self.round.facts())
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return
        self._audition.stop()
        self._voted, self.revealing = self.round, True
        for side, pane in self.panes.items():
            take = self.round.take(side)
            pane.show_name(self._name(take), self._wave(take, pane), answer == side)
        self._fade_in()
        self._hint.setText(f"{self.keys[answer].accessibleName()} · Ctrl Z takes it back")
        self._offer()
        self._after_reveal.start()

    def _name(self, take: Any) -> str:
        # Rows may have been renamed since the pair was made.
        with contextlib.suppress(NotFound):
            take = self._studio.take(take.id)
        return f"{take.title}  #{take.id} · seed {take.seed}"

    def _wave(self, take: Any, pane: ComparePane) -> Any:
        try:
            blob = self._studio.overview(take)
        except TangoStudioError:
            return None
        size = QSize(max(40, pane.width() - 62), max(24, pane.height() - 160))
        return take_card.wave_pixmap(blob, size, self.devicePixelRatioF())

    def _fade_in(self) -> None:
        if self._studio.settings.reduced_motion:
            self._set_reveal(1.0)
        else:
            self._fade.start()

    def _set_reveal(self, opacity: Any) -> None:
        for pane in self.panes.values():
            pane.set_reveal(max(0.01, float(opacity)))

    # --- what happens -----------------------------------------------------------------------------

    def _connect(self) -> None:
        audition, actions = self._audition, self._actions
        for side, pane in self.panes.items():
            pane.clicked.connect(functools.partial(self._pane_clicked, side))
        for answer, _text, _sign in KEYS:
            actions.bind(f"compare.{answer}", functools.partial(self.vote, answer))
        actions.bind("compare.play_a", functools.partial(self.play, "left"))
        actions.bind("compare.play_b", functools.partial(self.play, "right"))
        actions.bind("compare.skip", self.skip)
        actions.mode_changed.connect(self._on_mode)
        audition.position_changed.connect(self._on_position)
        audition.state_changed.connect(self._show_sides)
        audition.failed.connect(self._on_failed)
        self._fade.valueChanged.connect(self._set_reveal)
        self._after_reveal.timeout.connect(self.next_round)
        self._bridge.changed.connect(self._on_change)

    def _pane_clicked(self, side: Side, _checked: bool) -> None:
        self.play(side)

    def _on_mode(self, mode: str) -> None:
        if mode != COMPARE:
            self._after_reveal.stop()
            return
        self._actions.bind("play.toggle", self.toggle)
        self._audition.stop()
        self.setFocus()
        self._votes = self._studio.votes_count()
        if self.round is None or self.revealing or not self._still_there(self.round):
            self.next_round()
        else:
            self.begin(Round(self.round.pair, self._studio.pair_gains(self.round.pair)))

    def _still_there(self, judged: Round) -> bool:
        try:
            takes = [self._studio.take(judged.take(side).id) for side in SIDES]
        except NotFound:
            return False
        return all(t.trashed is None and t.project == self._studio.project for t in takes)

    def _on_position(self, seconds: float) -> None:
        if not self.active or self.round is None or self.revealing:
            return
        side = self.round.side
        if self._audition.current != self.round.take(side).id:
            return
        if self._audition.playing:
            if self.round.listened(side, seconds - self._last_position):
                self._show_sides()
            self._show_hint()
        elif self._last_position > self.round.seconds(side) - END_SECONDS > seconds > 0:
            # It was heard to its end: the next time it begins at the start.
            self._last_position = 0.0
            self._audition.seek(0.0)
            return
        self._last_position = seconds
        for each, pane in self.panes.items():
            length = self.round.seconds(each)
            pane.show_share(min(1.0, seconds / length) if each == side and length > 0 else 0.0)

    def _on_failed(self, take_id: int) -> None:
        if self.round is None:
            return
        trouble = self._audition.trouble(take_id)
        for side in SIDES:
            if self.round.take(side).id == take_id and trouble is not None:
                self.panes[side].show_trouble(
                    f"This sound cannot be played. {trouble.hint}".strip()
                )
                self._show_hint()

    def _on_change(self, change: Any) -> None:
        if "votes" in change.kinds:
            count = self._studio.votes_count()
            taken_back, self._votes = count < self._votes, count
            if taken_back and self.active and self._voted is not None:
                judged, self._voted = self._voted, None
                self.begin(Round(judged.pair, self._studio.pair_gains(judged.pair)))
            self.votes.show_count(self._votes)
        changed = change.kinds & {"takes", "projects"}
        if not (changed and self.active) or self.revealing:
            return
        if self.round is None or not self._still_there(self.round):
            self.next_round()

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        self._pages.setCurrentIndex(0 if self.round is not None else 1)
        if self.round is None:
            done = self._votes > 0
            self.empty.say(
                "Every pair is judged" if done else "Nothing to compare yet",
                "Make more takes of one prompt to go on."
                if done
                else "Make at least two takes of one prompt; then choose the better one here, "
                "without seeing which is which.",
                picture="compare",
                button="Go to Create",
                pressed=self._actions["mode.create"].trigger,
            )
        else:
            length = max(self.round.seconds(side) for side in SIDES)
            self._about.setText(
                f"“{_short(self.round.pair.prompt)}” · {length:.1f} s · loudness matched · "
                "names hidden until you choose"
            )
            self._about.setToolTip(self.round.pair.prompt)
        self._show_sides()
        self.votes.show_count(self._votes)

    def _show_sides(self) -> None:
        if self.round is None or self.revealing:
            self._offer()
            return
        playing = self._audition.playing
        for side, pane in self.panes.items():
            active = side == self.round.side and self.round.was_started(side)
            pane.show_state(heard=self.round.heard(side), active=active, playing=active and playing)
        self._show_hint()
        self._offer()

    def _show_hint(self) -> None:
        if self.round is None:
            return
        if any(pane.trouble for pane in self.panes.values()):
            self._hint.setText("One of the two cannot be played · S goes to another pair")
            return
        problem = self._audition.device_problem.partition(". ")[0].removesuffix(".")
        if problem:
            self._hint.setText(f"{problem} · choose one in the settings to listen")
            return
        rest = "Space plays again · Ctrl Z takes the last vote back"
        self._hint.setText(f"{self.round.hint} · {rest}")

    def _offer(self) -> None:
        """Enable what can be done now, with the reason where it cannot."""
        ready = self.round is not None and self.round.unlocked and not self.revealing
        reason = self.round.hint if self.round is not None else "There is nothing to compare."
        for answer, key in self.keys.items():
            self._actions.set_enabled(f"compare.{answer}", ready, reason)
            key.setEnabled(ready)
        some = self.round is not None
        for identifier in ("compare.play_a", "compare.play_b", "compare.skip"):
            self._actions.set_enabled(identifier, some, "There is nothing to compare.")

    # --- making -----------------------------------------------------------------------------------

    def _key(self, answer: str, text: str, sign: str) -> QPushButton:
        key = QPushButton(f"{text}\n{sign}")
        key.setAccessibleName(text)
        key.setMinimumWidth(150)
        key.setStyleSheet("min-height: 50px;")
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setToolTip(self._actions.tip(f"compare.{answer}"))
        key.clicked.connect(functools.partial(self.vote, answer))
        return key

    def _lay_out(self) -> None:
        self._about = _centred("quiet")
        self._hint = _centred("quiet")
        heading = _centred("heading")
        heading.setText("Which is closer to what you want?")
        panes, keys = QHBoxLayout(), QHBoxLayout()
        panes.setSpacing(24)
        keys.setSpacing(12)
        for pane in self.panes.values():
            pane.setMaximumHeight(TALLEST_PANE)
            panes.addWidget(pane, 1)
        keys.addStretch(1)
        for key in self.keys.values():
            keys.addWidget(key)
        keys.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.MARGIN, 36, theme.MARGIN, 16)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(self._about)
        column.addSpacing(18)
        column.addLayout(panes, 3)
        column.addSpacing(18)
        column.addLayout(keys)
        column.addWidget(self._hint)
        column.addSpacing(18)
        column.addLayout(_middle(self.votes))
        column.addStretch(1)
        page = QWidget()
        page.setLayout(_middle(inner))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)


def _centred(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label


def _middle(widget: QWidget) -> QHBoxLayout:
    """As wide as it may be, in the middle."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.addStretch(1)
    across.addWidget(widget, 1000)
    across.addStretch(1)
    return across


def _short(prompt: str, limit: int = 90) -> str:
    return prompt if len(prompt) <= limit else prompt[: limit - 1].rstrip() + "…"


def _takes_of(pair: Any) -> frozenset[int]:
    return frozenset((pair.left.id, pair.right.id))
