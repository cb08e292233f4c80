"""Which two takes to compare next. Pure: it knows no library, no sound and no screen.

Only takes of one prompt and one asked length are compared, and a pair that was voted on is not
asked again. Takes that were asked about least come first, so that votes spread evenly.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class _Comparable(Protocol):
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
    def rejected(self) -> bool: ...
    @property
    def trashed(self) -> str | None: ...


class _Voted(Protocol):
    """What must be known of a vote."""

    @property
    def take_a(self) -> int: ...
    @property
    def take_b(self) -> int: ...


T = TypeVar("T", bound=_Comparable)


@dataclass(frozen=True)
class Pair(Generic[T]):
    """Two takes to be heard blind.

    Attributes:
        id: names this showing of them.
        repeat_of: the vote that this showing repeats, if it does.
    """

    id: str
    prompt: str
    left: T
    right: T
    repeat_of: int | None = None


def next_pair(takes: Iterable[T], votes: Iterable[_Voted], rng: random.Random) -> Pair[T] | None:
    """The pair to show next, its sides at random; None when there is nothing to compare.

    Args:
        takes: candidates; rejected and trashed ones are left out.
        votes: those that count; a withdrawn vote's pair may be asked again.
        rng: chooses among equals, and the sides.
    """
    asked: set[frozenset[int]] = set()
    times: Counter[int] = Counter()
    for vote in votes:
        asked.add(frozenset((vote.take_a, vote.take_b)))
        times.update((vote.take_a, vote.take_b))
    groups = comparable(takes)
    rng.shuffle(groups)
    found: list[T] = []
    for group in groups:
        rng.shuffle(group)
        group.sort(key=lambda take: times[take.id])
        better = _least_asked(group, asked, times)
        if better and (not found or _sum(better, times) < _sum(found, times)):
            found = better
    if not found:
        return None
    return shown(found[0], found[1], rng)


def shown(first: T, second: T, rng: random.Random, repeat_of: int | None = None) -> Pair[T]:
    """A showing of two takes, its sides at random."""
    sides = [first, second]
    rng.shuffle(sides)
    left, right = sides
    return Pair(f"{rng.getrandbits(64):016x}", left.prompt, left, right, repeat_of)


def comparable(takes: Iterable[T]) -> list[list[T]]:
    """Takes that may be compared with each other: of one prompt and one asked length.

    Rejected and trashed ones are left out, and so is one that has no other beside it.
    """
    groups: dict[tuple[str, int], list[T]] = {}
    for take in takes:
        if not take.rejected and take.trashed is None:
            groups.setdefault((take.prompt.strip(), round(take.seconds * 1000)), []).append(take)
    return [group for group in groups.values() if len(group) > 1]


def _least_asked(group: Sequence[T], asked: set[frozenset[int]], times: Counter[int]) -> list[T]:
    """The pair of fewest votes in a group that is sorted by votes; empty if all were asked."""
    found: list[T] = []
    for place, first in enumerate(group):
        if found and 2 * times[first.id] >= _sum(found, times):
            break  # no later pair can have fewer
        for second in group[place + 1 :]:
            if found and times[first.id] + times[second.id] >= _sum(found, times):
                break
            if first.sha256 != second.sha256 and frozenset((first.id, second.id)) not in asked:
                found = [first, second]
                break
    return found


def _sum(takes: Sequence[_Comparable], times: Counter[int]) -> int:
    return sum(times[take.id] for take in takes)
