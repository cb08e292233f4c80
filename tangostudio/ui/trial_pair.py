"""One pair of a blind test: two unnamed sounds, the keys of Compare, and nothing told afterwards.

It shows the round and plays it; which pair comes next and what an answer means is the studio's
business.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tangostudio.ui import theme, widgets, words
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.compare_pane import ComparePane
from tangostudio.ui.compare_round import LETTERS, SIDES, Round, Side
from tangostudio.ui.texts import mark, tr, tr_marked

TALLEST_PANE = 340
END_SECONDS = 0.15
ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("left", mark("A is better"), "←"),
    ("tie", mark("No difference"), "↑"),
    ("both_bad", mark("Both bad"), "↓"),
    ("right", mark("B is better"), "→"),
)


class PairView(QWidget):
    """Two canvases and four keys.

    Attributes:
        round: the pair under judgement, or None.

    Signals:
        answered(str): "left", "right", "tie" or "both_bad"; the round has its facts.
    """

    answered = Signal(str)

    def __init__(self, actions: Actions, audition: Audition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Focus rests here, not on a button, so that Space plays the side that was heard last.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Choose the better of two sounds"))
        self._actions = actions
        self._audition = audition
        self.round: Round | None = None
        self._ids: dict[Side, int] = {}
        self._last_position = 0.0
        self.panes: dict[Side, ComparePane] = {side: ComparePane(LETTERS[side]) for side in SIDES}
        self.keys = {
            answer: self._key(answer, tr_marked(text), sign) for answer, text, sign in ANSWERS
        }
        self._lay_out()
        for side, pane in self.panes.items():
            pane.clicked.connect(functools.partial(self._pane_clicked, side))
        audition.position_changed.connect(self._on_position)
        audition.state_changed.connect(self._show_sides)
        audition.failed.connect(self._on_failed)

    def calls(self) -> dict[str, Callable[..., object]]:
        """What the actions of comparing do while this is open."""
        calls: dict[str, Callable[..., object]] = {
            f"compare.{answer}": functools.partial(self.answer, answer)
            for answer, _text, _sign in ANSWERS
        }
        calls["compare.play_a"] = functools.partial(self.play, "left")
        calls["compare.play_b"] = functools.partial(self.play, "right")
        return calls

    def begin(self, pair: Any, gains_db: tuple[float, float]) -> None:
        """Put a pair on the canvases."""
        self.round = Round(pair, gains_db)
        self._ids = {side: self._audition.lend(self.round.take(side).path) for side in SIDES}
        self._last_position = 0.0
        for pane in self.panes.values():
            pane.begin()
        self._audition.select(self._ids["left"])
        self._audition.set_gain(gains_db[0])
        self._audition.prefetch(self._ids.values())
        length = max(self.round.seconds(side) for side in SIDES)
        self._about.setText(
            tr(
                "“{prompt}” · {length} s · loudness matched · same seed",
                prompt=words.shorten(pair.prompt, 90),
                length=f"{length:.1f}",
            )
        )
        self._about.setToolTip(pair.prompt)
        self._show_sides()

    def offer_nothing(self, reason: str) -> None:
        """There is no pair to judge now."""
        self.round = None
        for identifier in self.calls():
            self._actions.set_enabled(identifier, False, reason)

    def play(self, side: Side) -> None:
        """Hear a side, from where the other is; what plays already is paused."""
        if self.round is None:
            return
        audition, sound = self._audition, self._ids[side]
        if audition.playing and audition.current == sound:
            audition.pause()
            return
        position = audition.position
        self.round.started(side)
        self._last_position = position
        if position < self.round.seconds(side) - 0.05:
            audition.swap(sound, self.round.gains_db[side])
        else:
            audition.select(sound)
            audition.set_gain(self.round.gains_db[side])
            audition.play(seconds=0.0)
        self._show_sides()

    def toggle(self) -> None:
        """Play or pause the side that was heard last."""
        if self.round is not None:
            self.play(self.round.side)

    def answer(self, answer: str) -> None:
        """Give an answer, once both were heard."""
        if self.round is not None and self.round.unlocked:
            self._audition.stop()
            self.answered.emit(answer)

    # --- what happens -----------------------------------------------------------------------------

    def _pane_clicked(self, side: Side, *_checked: object) -> None:
        self.play(side)

    def _on_position(self, seconds: float) -> None:
        if self.round is None or self._audition.current not in self._ids.values():
            return
        side = self.round.side
        if self._audition.current != self._ids[side]:
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

    def _on_failed(self, identifier: int) -> None:
        for side, sound in self._ids.items():
            trouble = self._audition.trouble(identifier)
            if self.round is not None and sound == identifier and trouble is not None:
                self.panes[side].show_trouble(
                    tr("This sound cannot be played. {hint}", hint=trouble.hint).strip()
                )
                self._show_hint()

    # --- showing ----------------------------------------------------------------------------------

    def _show_sides(self) -> None:
        if self.round is None:
            return
        playing = self._audition.playing
        for side, pane in self.panes.items():
            active = side == self.round.side and self.round.was_started(side)
            pane.show_state(heard=self.round.heard(side), active=active, playing=active and playing)
        self._show_hint()
        ready = self.round.unlocked
        for answer, key in self.keys.items():
            self._actions.set_enabled(f"compare.{answer}", ready, self.round.hint)
            key.setEnabled(ready)
        for identifier in ("compare.play_a", "compare.play_b"):
            self._actions.set_enabled(identifier, True)

    def _show_hint(self) -> None:
        if self.round is None:
            return
        if any(pane.trouble for pane in self.panes.values()):
            self.hint.setText(
                tr("One of the two cannot be played · go back and begin the test anew")
            )
            return
        problem = self._audition.device_problem.partition(". ")[0].removesuffix(".")
        if problem:
            self.hint.setText(
                tr("{problem} · choose one in the settings to listen", problem=problem)
            )
            return
        rest = tr("Space plays again · Ctrl Z takes the last answer back")
        self.hint.setText(f"{self.round.hint} · {rest}")

    def _key(self, answer: str, text: str, sign: str) -> QPushButton:
        key = QPushButton(f"{text}\n{sign}")
        key.setAccessibleName(text)
        key.setMinimumWidth(150)
        key.setStyleSheet("min-height: 50px;")
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setToolTip(self._actions.tip(f"compare.{answer}"))
        key.clicked.connect(functools.partial(self.answer, answer))
        return key

    def _lay_out(self) -> None:
        self._about, self.hint = centred("quiet"), centred("quiet")
        heading = centred("heading")
        heading.setText(tr("Which is closer to what you want?"))
        panes = widgets.row(*self.panes.values(), spacing=24)
        for pane in self.panes.values():
            pane.setMaximumHeight(TALLEST_PANE)
        keys = widgets.row(None, *self.keys.values(), None, spacing=12)
        box = widgets.column(heading, self._about, 18, panes, 18, keys, self.hint)
        box.setStretch(3, 3)
        box.addStretch(1)
        box.setSpacing(theme.GAP)
        self.setLayout(box)


def centred(kind: str) -> QLabel:
    """A label in the middle of its line."""
    label = widgets.label("", kind, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
