"""Weak opinions from stars and rejects: what a designer said of takes without comparing them.

Of two takes of one prompt and one asked length the one with more stars is taken for the better one,
and any that was not rejected for better than a rejected one. Pure: it knows no library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from tangostudio.preference.opinions import Opinion

WEIGHT = 0.25
"""What one such pair counts at most, where a vote counts 1."""

_PAIRS_PER_MARK = 3
_REJECTED, _UNMARKED = 0, -1


class _Marked(Protocol):
    """What must be known of a take."""

    @property
    def id(self) -> int: ...
    @property
    def prompt(self) -> str: ...
    @property
    def seconds(self) -> float: ...
    @property
    def sha256(self) -> str: ...
    @property
    def stars(self) -> int: ...
    @property
    def rejected(self) -> bool: ...
    @property
    def trashed(self) -> str | None: ...


class _Vote(Protocol):
    """What must be known of a vote."""

    @property
    def sha256_a(self) -> str: ...
    @property
    def sha256_b(self) -> str: ...


def weak_opinions(takes: Iterable[_Marked], votes: Iterable[_Vote]) -> list[Opinion]:
    """The opinions that marks imply, the better take first; pairs that were voted on are left out.

    All of one prompt's pairs together weigh no more than a quarter of a vote per mark, so that 25
    rejected takes are not taken for hundreds of judgements. A take without any mark is compared
    with rejected ones alone, and not at all in the trash.
    """
    voted = {frozenset((vote.sha256_a, vote.sha256_b)) for vote in votes}
    found: list[Opinion] = []
    for group in _groups(takes):
        marks = sum(_level(take) != _UNMARKED for take in group)
        unlike = [
            pair
            for pair in combinations(sorted(group, key=lambda take: take.id), 2)
            if _gap(*pair) and frozenset((pair[0].sha256, pair[1].sha256)) not in voted
        ]
        # The plainest first; the sort keeps the order of the ids among equals.
        unlike.sort(key=lambda pair: -abs(_gap(*pair)))
        del unlike[_PAIRS_PER_MARK * marks :]
        weight = WEIGHT * min(1.0, marks / len(unlike)) if unlike else 0.0
        found += [_opinion(first, second, weight) for first, second in unlike]
    return found


def _groups(takes: Iterable[_Marked]) -> list[Sequence[_Marked]]:
    """As in `pairs`, with the rejected ones, since it is they that tell something."""
    groups: dict[tuple[str, int], list[_Marked]] = {}
    for take in takes:
        if take.trashed is None or _level(take) != _UNMARKED:
            groups.setdefault((take.prompt.strip(), round(take.seconds * 1000)), []).append(take)
    return [group for group in groups.values() if len(group) > 1]


def _level(take: _Marked) -> int:
    if take.rejected:
        return _REJECTED
    return take.stars or _UNMARKED


def _gap(first: _Marked, second: _Marked) -> int:
    """By how much the first is better; 0 where that is not said."""
    if first.sha256 == second.sha256:
        return 0
    levels = _level(first), _level(second)
    if _UNMARKED in levels:
        return (levels[1] == _REJECTED) - (levels[0] == _REJECTED)
    return levels[0] - levels[1]


def _opinion(first: _Marked, second: _Marked, weight: float) -> Opinion:
    better, worse = (first, second) if _gap(first, second) > 0 else (second, first)
    return Opinion(better.sha256, worse.sha256, 1.0, weight)
