"""The canvases of one comparison and the hearing of them: two to five sounds from the same place.

It shows a round, plays it and notes what was heard; it knows nothing of votes, of what comes next
or of the studio.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tangostudio.ui import compare_pane, theme, widgets, words
from tangostudio.ui.actions import COMPARE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.compare_key import LargeKey
from tangostudio.ui.compare_pane import ComparePane
from tangostudio.ui.compare_round import Hearing
from tangostudio.ui.texts import tr, tr_marked

TALLEST_PANE = 340
END_SECONDS = 0.15
APART, TOGETHER = 24, 6
PLACE_GAP = 6
SLACK = 28  # a second line of a text, or the places under the canvases


@dataclass(frozen=True)
class Answer:
    """A large key under the canvases.

    Attributes:
        name: short name of it.
        text: what it says.
        sign: of the key on the keyboard.
        action: what it does, an id of the table of actions.
    """

    name: str
    text: str
    sign: str
    action: str


@dataclass(frozen=True)
class Revealed:
    """What a sound was: its name, the picture of its waveform and whether it was chosen."""

    name: str
    wave: Any
    chosen: bool


class CompareBoard(QWidget):
    """Heading, canvases, large keys and a hint.

    Attributes:
        round: what is heard now; None while nothing is, or while names are shown.
        panes: the canvases by the round's keys.
        keys: the large keys by their names.

    Signals:
        chosen(object): a canvas was clicked; its key.
        progressed(): more was heard, or playing began or ended.
    """

    chosen = Signal(object)
    progressed = Signal()

    def __init__(
        self,
        heading: str,
        letters: Mapping[Any, str],
        answers: Sequence[Answer],
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.round: Hearing[Any] | None = None
        self.panes = {key: ComparePane(letter) for key, letter in letters.items()}
        self.places = {key: centred("small") for key in letters}
        self.keys = {answer.name: _large_key(answer, actions) for answer in answers}
        self._actions = actions
        self._audition = audition
        self._last_position = 0.0
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setDuration(theme.MOTION_MS)
        self._fade.valueChanged.connect(self._set_reveal)
        self._lay_out(tr_marked(heading))
        for key, pane in self.panes.items():
            pane.clicked.connect(lambda _checked=False, key=key: self._clicked(key))
        audition.position_changed.connect(self._on_position)
        audition.state_changed.connect(self._on_state)

    # --- showing ----------------------------------------------------------------------------------

    def begin(self, shown: Hearing[Any]) -> None:
        """Put a round on the canvases; from now on it is heard and its time is counted."""
        self._fade.stop()
        self.round = shown
        self._last_position = self._audition.position
        for pane in self.panes.values():
            pane.begin()
        self.arrange([[key] for key in shown.keys], numbered=False)
        length = max(shown.seconds(key) for key in shown.keys)
        self.about.setText(
            tr(
                "“{prompt}” · {length} s · loudness matched · names hidden until you choose",
                prompt=words.shorten(shown.prompt, 90),
                length=f"{length:.1f}",
            )
        )
        self.about.setToolTip(shown.prompt)
        shown.shown()
        self.show_state()

    def leave(self) -> None:
        """Hear the round no longer; the canvases stay as they are."""
        self.round = None

    def arrange(self, steps: Sequence[Sequence[Hashable]], *, numbered: bool = True) -> None:
        """Put the canvases into an order from left to right; those of one step stand together."""
        while self._row.takeAt(0) is not None:
            pass
        shown = [key for step in steps for key in step]
        for place, step in enumerate(steps, 1):
            for number, key in enumerate(step):
                if self._row.count():
                    self._row.addSpacing(TOGETHER if number else self._apart(len(shown)))
                self._row.addWidget(self._holders[key], 1)
                text = f"{place} =" if len(step) > 1 else f"{place}"
                end = {1: tr(" · best"), len(steps): tr(" · worst")}.get(place, "")
                self.places[key].setText(text + (end if len(steps) > 1 else ""))
                tied = tr(", tied") if len(step) > 1 else ""
                said = (
                    tr("place {place} of {count}{tied}", place=place, count=len(steps), tied=tied)
                    if numbered
                    else ""
                )
                self.panes[key].setAccessibleDescription(said)
        for key, holder in self._holders.items():
            below = self.places[key].sizeHint().height() + PLACE_GAP if numbered else 0
            holder.setMaximumHeight(TALLEST_PANE + below)
            holder.setVisible(key in shown)
            self.places[key].setVisible(numbered)
        for one, other in itertools.pairwise(shown):
            QWidget.setTabOrder(self.panes[one], self.panes[other])

    def show_state(self) -> None:
        """Let every canvas say whether it was heard and whether it plays."""
        if self.round is None:
            return
        for key in self.round.keys:
            active = key == self.round.side and self.round.was_started(key)
            self.panes[key].show_state(
                heard=self.round.heard(key),
                active=active,
                playing=active and self._audition.playing,
            )

    def show_trouble(self, key: Hashable, sentence: str) -> None:
        """A sound cannot be played."""
        self.panes[key].show_trouble(sentence)

    @property
    def troubled(self) -> bool:
        """Whether a sound on the canvases cannot be played."""
        shown = self.round.keys if self.round is not None else ()
        return any(self.panes[key].trouble for key in shown)

    def reveal(self, names: Mapping[Any, Revealed], *, calm: bool) -> None:
        """Show what the sounds were; `calm`: without motion."""
        self.round = None
        for key, revealed in names.items():
            self.panes[key].show_name(revealed.name, revealed.wave, revealed.chosen)
        if calm:
            self._set_reveal(1.0)
        else:
            self._fade.start()

    def _set_reveal(self, opacity: Any) -> None:
        for pane in self.panes.values():
            pane.set_reveal(max(0.01, float(opacity)))

    # --- hearing ----------------------------------------------------------------------------------

    def play(self, key: Any) -> None:
        """Hear a sound, from where the others are; what plays already is paused."""
        judged, audition = self.round, self._audition
        if judged is None or key not in judged.keys:
            return
        take = judged.take(key)
        if audition.playing and audition.current == take.id:
            audition.pause()
            return
        position = audition.position
        judged.started(key)
        self._last_position = position
        if position < judged.seconds(key) - 0.05:
            audition.swap(take.id, judged.gains_db[key])
        else:
            audition.select(take.id)
            audition.set_gain(judged.gains_db[key])
            audition.play(seconds=0.0)
        self.show_state()
        self.progressed.emit()

    def _clicked(self, key: Hashable) -> None:
        self.chosen.emit(key)

    def _hears(self) -> bool:
        judged = self.round
        if judged is None or self._actions.mode != COMPARE:
            return False
        return self._audition.current == judged.take(judged.side).id

    def _on_position(self, seconds: float) -> None:
        judged = self.round
        if judged is None or not self._hears():
            return
        side = judged.side
        if self._audition.playing:
            if judged.listened(side, seconds - self._last_position):
                self.show_state()
            self.progressed.emit()
        elif self._last_position > judged.seconds(side) - END_SECONDS > seconds > 0:
            # It was heard to its end: the next time it begins at the start.
            self._last_position = 0.0
            self._audition.seek(0.0)
            return
        self._last_position = seconds
        for key in judged.keys:
            length = judged.seconds(key)
            share = min(1.0, seconds / length) if key == side and length > 0 else 0.0
            self.panes[key].show_share(share)

    def _on_state(self) -> None:
        if self.round is not None:
            self.show_state()
            self.progressed.emit()

    # --- making -----------------------------------------------------------------------------------

    def _apart(self, count: int) -> int:
        return APART if count == 2 else 14

    def _lay_out(self, text: str) -> None:
        self.about, self.hint = centred("quiet"), centred("quiet")
        heading = centred("heading")
        heading.setText(text)
        self._holders: dict[Any, QWidget] = {}
        for key, pane in self.panes.items():
            pane.setMaximumHeight(TALLEST_PANE)
            inner = widgets.column(pane, self.places[key], spacing=PLACE_GAP)
            inner.setStretch(0, 1)
            self._holders[key] = widgets.holder(inner)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        keys = widgets.row(None, *self.keys.values(), None, spacing=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(self.about)
        column.addSpacing(18)
        column.addLayout(self._row, 1000)
        column.addSpacing(18)
        column.addLayout(keys)
        column.addSpacing(2)
        column.addWidget(self.hint)
        column.addStretch(1)
        self.arrange([[key] for key in self.panes], numbered=False)
        # What is above and below the canvases follows them; in a tall window it does not drift off.
        self.setMaximumHeight(self.sizeHint().height() + TALLEST_PANE - compare_pane.HEIGHT + SLACK)


def centred(kind: str) -> QLabel:
    """A label whose lines stand in the middle."""
    made = widgets.label("", kind, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def middle(widget: QWidget) -> QHBoxLayout:
    """As wide as it may be, in the middle."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.addStretch(1)
    across.addWidget(widget, 1000)
    across.addStretch(1)
    return across


def _large_key(answer: Answer, actions: Actions) -> LargeKey:
    key = LargeKey(tr_marked(answer.text), answer.sign)
    key.clicked.connect(lambda: actions[answer.action].trigger())
    return key
