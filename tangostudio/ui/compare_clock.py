"""Two clocks of Compare mode: what the program itself takes per vote, and when a rest is due.

Pure; they are told what happens and know no widget.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tangostudio.ui.texts import mark

KEPT = 1000
TIRING_SECONDS = 15 * 60.0
PAUSE_SECONDS = 4 * 60.0
REST = mark("A break keeps ears honest")


class OwnTime:
    """From a vote to the moment when the next sounds could be played.

    Attributes:
        ms: of each vote, oldest first; the last thousand.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.ms: list[float] = []
        self._clock = clock
        self._began: float | None = None

    def begin(self) -> None:
        """The person voted."""
        self._began = self._clock()

    def end(self) -> None:
        """All is ready to be played; a second call does nothing."""
        if self._began is not None:
            self.ms = [*self.ms[1 - KEPT :], (self._clock() - self._began) * 1000]
            self._began = None

    def drop(self) -> None:
        """Nothing came after the vote."""
        self._began = None


class VotingTime:
    """How long a person has been voting without a pause."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._latest = 0.0

    def voted(self) -> None:
        """A vote was given; after a pause the time begins anew."""
        now = self._clock()
        if self._began is None or now - self._latest > PAUSE_SECONDS:
            self._began = now
        self._latest = now

    @property
    def tiring(self) -> bool:
        """Whether it has been so long that a break would do good."""
        return self._began is not None and self._latest - self._began >= TIRING_SECONDS
