"""One comparison: what was heard of each sound, whether a vote may be given, and its facts.

No widgets and no sound: the view tells it what is heard and asks what it may offer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from tangostudio.ui.texts import tr

Side = Literal["left", "right"]
Key = TypeVar("Key", bound=Hashable)
SIDES: tuple[Side, Side] = ("left", "right")
LETTERS: dict[Side, str] = {"left": "A", "right": "B"}
ENOUGH_SECONDS = 2.0
ENOUGH_SHARE = 0.5
LONGEST_STEP_SECONDS = 0.5


class Hearing(Generic[Key]):
    """Sounds under judgement and what was heard of each.

    Attributes:
        keys: what the sounds are called by.
        letters: what a person knows them by.
        prompt: what all of them were made from.
        gains_db: by key, so that all are equally loud.
        side: the one that is heard, or was heard last.
    """

    def __init__(
        self,
        takes: Mapping[Key, Any],
        letters: Mapping[Key, str],
        prompt: str,
        gains_db: Sequence[float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keys = tuple(takes)
        self.letters = dict(letters)
        self.prompt = prompt
        self.gains_db: dict[Key, float] = dict(zip(self.keys, gains_db, strict=True))
        self.side: Key = self.keys[0]
        self._takes = dict(takes)
        self._clock = clock
        self._began = clock()
        self._heard: dict[Key, float] = dict.fromkeys(self.keys, 0.0)
        self._starts = dict.fromkeys(self.keys, 0)

    def take(self, key: Key) -> Any:
        """The take behind a key."""
        return self._takes[key]

    @property
    def take_ids(self) -> tuple[int, ...]:
        """Ids of the takes, in the order of the letters."""
        return tuple(self._takes[key].id for key in self.keys)

    def seconds(self, key: Key) -> float:
        """The length of a sound."""
        take = self._takes[key]
        return take.frames / take.sample_rate

    def needed(self, key: Key) -> float:
        """How much of a sound must be heard: two seconds, or half of a shorter one."""
        return min(ENOUGH_SECONDS, ENOUGH_SHARE * self.seconds(key))

    def shown(self) -> None:
        """It is before the person now: from here the time for an answer is counted."""
        self._began = self._clock()

    def started(self, key: Key) -> None:
        """A sound was started or switched to."""
        self.side = key
        self._starts[key] += 1

    def was_started(self, key: Key) -> bool:
        """Whether a sound was played at all."""
        return self._starts[key] > 0

    def listened(self, key: Key, seconds: float) -> bool:
        """So much more of a sound was heard; True when that made it count as heard.

        Jumps of the playhead do not count as listening.
        """
        before = self.heard(key)
        if 0 < seconds <= LONGEST_STEP_SECONDS:
            self._heard[key] += seconds
        return self.heard(key) and not before

    def heard(self, key: Key) -> bool:
        """Whether enough of a sound was heard."""
        return self._heard[key] >= self.needed(key) - 1e-6

    @property
    def unlocked(self) -> bool:
        """Whether all were heard, so that a vote may be given."""
        return all(self.heard(key) for key in self.keys)

    @property
    def to_hear(self) -> str:
        """What must still be listened to; empty once a vote may be given."""
        missing = [key for key in self.keys if not self.heard(key)]
        if not missing:
            return ""
        if len(missing) > 1:
            if len(missing) < len(self.keys):
                *most, last = (self.letters[key] for key in missing)
                return tr("Listen to {most} and {last}", most=", ".join(most), last=last)
            return (
                tr("Listen to both")
                if len(missing) == 2
                else tr("Listen to all {count}", count=len(missing))
            )
        left = math.ceil(self.needed(missing[0]) - self._heard[missing[0]])
        amount = tr("one more second") if left <= 1 else tr("{left} more seconds", left=left)
        return tr("Listen to {letter} for {amount}", letter=self.letters[missing[0]], amount=amount)

    @property
    def hint(self) -> str:
        """What is still to be done before the vote, or how to go on."""
        return (
            tr("{to_hear} to vote", to_hear=self.to_hear)
            if self.to_hear
            else tr("Choose with the arrow keys")
        )

    @property
    def replays(self) -> int:
        """How often sounds were started again."""
        return sum(max(0, starts - 1) for starts in self._starts.values())

    @property
    def response_ms(self) -> int:
        """How long it has been before the person."""
        return round((self._clock() - self._began) * 1000)

    def heard_ms(self, key: Key) -> int:
        """How much of a sound was heard."""
        return round(self._heard[key] * 1000)


class Round(Hearing[Side]):
    """A pair under judgement.

    Attributes:
        pair: what the studio gave: id, prompt, left and right take.
    """

    def __init__(
        self,
        pair: Any,
        gains_db: tuple[float, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        takes: dict[Side, Any] = {"left": pair.left, "right": pair.right}
        super().__init__(takes, LETTERS, pair.prompt, gains_db, clock)
        self.pair = pair

    def facts(self) -> dict[str, Any]:
        """What is stored with the vote: times in milliseconds, gains in decibels."""
        return {
            "heard_left_ms": self.heard_ms("left"),
            "heard_right_ms": self.heard_ms("right"),
            "replays": self.replays,
            "response_ms": self.response_ms,
            "gain_left_db": self.gains_db["left"],
            "gain_right_db": self.gains_db["right"],
        }
