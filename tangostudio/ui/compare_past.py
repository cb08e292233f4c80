"""Which rounds were voted on in this session, so that undo brings one back. Pure.

It is told how many votes there are: a ranking is several, and all of them come and go together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tangostudio.ui.compare_round import Hearing

KEPT = 50


@dataclass(frozen=True)
class _Given:
    judged: Hearing[Any]
    before: int
    after: int


class Past:
    """Rounds that were judged, and those whose vote was taken back."""

    def __init__(self) -> None:
        self._given: list[_Given] = []
        self._undone: list[_Given] = []

    def gave(self, judged: Hearing[Any], before: int, after: int) -> None:
        """A vote brought the number of votes from `before` to `after`."""
        self._given = [*self._given[1 - KEPT :], _Given(judged, before, after)]
        self._undone.clear()

    def taken_back(self, count: int) -> Hearing[Any] | None:
        """There are only `count` votes now: the round whose vote that took back, or None."""
        if not self._given or count > self._given[-1].before:
            return None
        self._undone.append(self._given.pop())
        return self._undone[-1].judged

    def given_again(self, count: int) -> bool:
        """There are `count` votes now: whether a vote that was taken back counts again."""
        if not self._undone or count < self._undone[-1].after:
            return False
        self._given.append(self._undone.pop())
        return True
