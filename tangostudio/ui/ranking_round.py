"""One ranking: three to five sounds, what was heard of them, and the order they were put into.

No widgets and no sound. The order is a row of steps, best first; sounds of one step are tied.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from tangostudio.ui.compare_round import Hearing
from tangostudio.ui.texts import tr

RANKED = "ABCDE"


class RankingRound(Hearing[int]):
    """A set of takes under judgement, by their number from 0; letters stay with the sounds.

    Attributes:
        ranking: what the studio gave: id, prompt, takes.
        steps: the order, best first; each step holds one sound or several that are tied.
    """

    def __init__(
        self,
        ranking: Any,
        gains_db: Sequence[float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        takes = dict(enumerate(ranking.takes))
        letters = {key: RANKED[key] for key in takes}
        super().__init__(takes, letters, ranking.prompt, gains_db, clock)
        self.ranking = ranking
        self.steps: list[list[int]] = [[key] for key in self.keys]

    @property
    def active(self) -> int | None:
        """The sound that is moved: the one heard last, None before any was played."""
        return self.side if self.was_started(self.side) else None

    @property
    def order(self) -> list[int]:
        """All sounds, best first."""
        return [key for step in self.steps for key in step]

    def move(self, by: int) -> bool:
        """Move the active sound one step to the better (-1) or the worse (1).

        A tied one leaves its step; one that stands alone passes the step beside it.
        Returns whether anything changed.
        """
        key = self.active
        if key is None:
            return False
        place = self._step_of(key)
        if len(self.steps[place]) > 1:
            self.steps[place].remove(key)
            self.steps.insert(place if by < 0 else place + 1, [key])
            return True
        if not 0 <= place + by < len(self.steps):
            return False
        self.steps.insert(place + by, self.steps.pop(place))
        return True

    def tie(self) -> bool:
        """Tie the active sound with the step before it, or untie it where it is tied."""
        key = self.active
        if key is None:
            return False
        place = self._step_of(key)
        if len(self.steps[place]) > 1:
            return self.move(1)
        if place == 0:
            return False
        self.steps[place - 1] += self.steps.pop(place)
        return True

    def place(self, key: int) -> int:
        """The place of a sound, from 1; tied ones have the same."""
        return self._step_of(key) + 1

    def tied(self, key: int) -> bool:
        """Whether a sound shares its place."""
        return len(self.steps[self._step_of(key)]) > 1

    @property
    def hint(self) -> str:
        """What is still to be done, and how the active sound is moved."""
        if self.active is None:
            return tr(
                "{to_hear} to rank them · 1 to {count} play",
                to_hear=self.to_hear,
                count=len(self.keys),
            )
        letter = self.letters[self.active]
        moves = tr("← → move {letter} · T ties it with the one before", letter=letter)
        return (
            f"{self.to_hear} · {moves}"
            if self.to_hear
            else tr("{moves} · Enter when it is right", moves=moves)
        )

    def facts(self, *, all_bad: bool = False) -> dict[str, Any]:
        """What is stored with the ranking: by take id places, milliseconds heard and decibels."""
        ids = dict(zip(self.keys, self.take_ids, strict=True))
        return {
            "places": {ids[key]: self.place(key) for key in self.order},
            "all_bad": all_bad,
            "heard_ms": {ids[key]: self.heard_ms(key) for key in self.keys},
            "gains_db": {ids[key]: self.gains_db[key] for key in self.keys},
            "replays": self.replays,
            "response_ms": self.response_ms,
        }

    def _step_of(self, key: int) -> int:
        return next(place for place, step in enumerate(self.steps) if key in step)
