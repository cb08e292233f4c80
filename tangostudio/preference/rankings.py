"""Rankings: three to five takes of one prompt put in order at once, and the votes that this means.

A ranking is kept as votes on neighbours: what follows from them need not be said again, and a taste
that is fitted to them orders the others the same way. Pure: it knows no library and no screen.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol

from tangostudio.errors import BadRequest
from tangostudio.preference.pairs import Pair, T, comparable

LEAST, MOST = 3, 5


class _Voted(Protocol):
    """What must be known of a vote."""

    @property
    def take_a(self) -> int: ...
    @property
    def take_b(self) -> int: ...


@dataclass(frozen=True)
class Ranking(Generic[T]):
    """Takes to be put in order, in the order in which they are shown."""

    id: str
    prompt: str
    takes: tuple[T, ...]


@dataclass(frozen=True)
class Judged(Generic[T]):
    """A pair of neighbours and the answer to it: "left", "right", "tie" or "both_bad"."""

    pair: Pair[T]
    answer: str


def next_ranking(
    takes: Iterable[T], votes: Iterable[_Voted], rng: random.Random, size: int = MOST
) -> Ranking[T] | None:
    """The takes that were asked about least, of one prompt; None where no prompt has three.

    Args:
        takes: candidates; rejected and trashed ones are left out.
        votes: those that count.
        rng: chooses among equals, and the order.

    Raises:
        BadRequest: fewer than 3 or more than 5 are wanted.
    """
    if not LEAST <= size <= MOST:
        raise BadRequest(
            f"{size} takes cannot be ranked.", f"A ranking has {LEAST} to {MOST} takes."
        )
    times: Counter[int] = Counter()
    for vote in votes:
        times.update((vote.take_a, vote.take_b))
    found: list[T] = []
    groups = comparable(takes)
    rng.shuffle(groups)
    for group in groups:
        group = _different(group)
        rng.shuffle(group)
        group.sort(key=lambda take: times[take.id])
        some = group[:size]
        if len(some) >= LEAST and (not found or _mean(some, times) < _mean(found, times)):
            found = some
    if not found:
        return None
    rng.shuffle(found)
    return Ranking(f"{rng.getrandbits(64):016x}", found[0].prompt, tuple(found))


def judged(
    ranking: Ranking[T], places: Mapping[int, int], all_bad: bool = False
) -> list[Judged[T]]:
    """What a ranking says of neighbours, best first.

    Args:
        places: by take id, 1 for the best; equal places are ties.
        all_bad: none is any good; their order then says nothing.

    Raises:
        BadRequest: a take has no place, or a place belongs to none of them.
    """
    if places.keys() != {take.id for take in ranking.takes} or min(places.values(), default=1) < 1:
        raise BadRequest(
            "Every take of a ranking needs a place from 1.", "Give equal places to equal takes."
        )
    shown = {take.id: number for number, take in enumerate(ranking.takes)}
    ordered = sorted(ranking.takes, key=lambda take: (places[take.id], shown[take.id]))
    found = []
    for number, (better, worse) in enumerate(pairwise(ordered)):
        turned = shown[better.id] > shown[worse.id]
        left, right = (worse, better) if turned else (better, worse)
        pair = Pair(f"{ranking.id}-{number}", ranking.prompt, left, right)
        answer = "right" if turned else "left"
        if all_bad:
            answer = "both_bad"
        elif places[better.id] == places[worse.id]:
            answer = "tie"
        found.append(Judged(pair, answer))
    return found


def _different(group: Iterable[T]) -> list[T]:
    """One take of each sound: two of the same sound cannot be told apart."""
    return list({take.sha256: take for take in group}.values())


def _mean(takes: Iterable[T], times: Counter[int]) -> float:
    counts = [times[take.id] for take in takes]
    return sum(counts) / len(counts)
