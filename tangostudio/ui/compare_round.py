"""One comparison: what was heard of each side, whether a vote may be given, and its facts.

No widgets and no sound: the view tells it what is heard and asks what it may offer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
LETTERS: dict[Side, str] = {"left": "A", "right": "B"}
ENOUGH_SECONDS = 2.0
ENOUGH_SHARE = 0.5
LONGEST_STEP_SECONDS = 0.5


class Round:
    """A pair under judgement.

    Attributes:
        pair: what the studio gave: id, prompt, left and right take.
        gains_db: by side, so that both are equally loud.
        side: the side that is heard, or was heard last.
    """

    def __init__(
        self,
        pair: Any,
        gains_db: tuple[float, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pair = pair
        self.gains_db: dict[Side, float] = dict(zip(SIDES, gains_db, strict=True))
        self.side: Side = "left"
        self._clock = clock
        self._began = clock()
        self._heard: dict[Side, float] = dict.fromkeys(SIDES, 0.0)
        self._starts = dict.fromkeys(SIDES, 0)

    def take(self, side: Side) -> Any:
        """The take of a side."""
        return self.pair.left if side == "left" else self.pair.right

    def seconds(self, side: Side) -> float:
        """The length of a side's sound."""
        take = self.take(side)
        return take.frames / take.sample_rate

    def needed(self, side: Side) -> float:
        """How much of a side must be heard: two seconds, or half of a shorter sound."""
        return min(ENOUGH_SECONDS, ENOUGH_SHARE * self.seconds(side))

    def started(self, side: Side) -> None:
        """A side was started or switched to."""
        self.side = side
        self._starts[side] += 1

    def was_started(self, side: Side) -> bool:
        """Whether a side was played at all."""
        return self._starts[side] > 0

    def listened(self, side: Side, seconds: float) -> bool:
        """So much more of a side was heard; True when that made it count as heard.

        Jumps of the playhead do not count as listening.
        """
        before = self.heard(side)
        if 0 < seconds <= LONGEST_STEP_SECONDS:
            self._heard[side] += seconds
        return self.heard(side) and not before

    def heard(self, side: Side) -> bool:
        """Whether enough of a side was heard."""
        return self._heard[side] >= self.needed(side) - 1e-6

    @property
    def unlocked(self) -> bool:
        """Whether both sides were heard, so that a vote may be given."""
        return all(self.heard(side) for side in SIDES)

    @property
    def hint(self) -> str:
        """What is still to be done before the vote, or how to go on."""
        if self.unlocked:
            return "Choose with the arrow keys"
        open_sides: list[Side] = [side for side in SIDES if not self.heard(side)]
        if len(open_sides) == 2:
            return "Listen to both to vote"
        side = open_sides[0]
        left = math.ceil(self.needed(side) - self._heard[side])
        amount = "one more second" if left <= 1 else f"{left} more seconds"
        return f"Listen to {LETTERS[side]} for {amount} to vote"

    def facts(self) -> dict[str, Any]:
        """What is stored with the vote: times in milliseconds, gains in decibels."""
        replays = sum(max(0, starts - 1) for starts in self._starts.values())
        return {
            "heard_left_ms": round(self._heard["left"] * 1000),
            "heard_right_ms": round(self._heard["right"] * 1000),
            "replays": replays,
            "response_ms": round((self._clock() - self._began) * 1000),
            "gain_left_db": self.gains_db["left"],
            "gain_right_db": self.gains_db["right"],
        }
