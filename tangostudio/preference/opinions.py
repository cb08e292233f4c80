"""What votes say, as opinions about two sounds each: the form that a taste is fitted to.

An opinion names sounds by their hashes, for votes outlive takes. Pure: it knows no library.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_SHARES = {"a": 1.0, "b": 0.0, "tie": 0.5}


class _Vote(Protocol):
    """What must be known of a vote."""

    @property
    def sha256_a(self) -> str: ...
    @property
    def sha256_b(self) -> str: ...
    @property
    def answer(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one sound compares with another.

    Attributes:
        a, b: hashes of the sounds.
        share: 1 if a is better, 0 if b is; a half for a tie.
        weight: 1 for a vote, less for what is only inferred.
    """

    a: str
    b: str
    share: float
    weight: float = 1.0

    @property
    def decided(self) -> bool:
        """Whether one of the two is better."""
        return self.share != 0.5


def opinions(votes: Iterable[_Vote]) -> list[Opinion]:
    """The opinions that votes are, each of weight 1, however old it is.

    A tie counts half each way: that two sounds please alike tells that what tells them apart does
    not matter much, and leaving it out would let a taste grow on the votes that remain. "Both bad"
    says nothing of which is better and gives no opinion.
    """
    return [
        Opinion(vote.sha256_a, vote.sha256_b, _SHARES[vote.answer])
        for vote in votes
        if vote.answer in _SHARES and vote.sha256_a != vote.sha256_b
    ]


def merged(found: Iterable[Opinion]) -> list[Opinion]:
    """One opinion per pair of sounds, the lower hash first: weights added, shares averaged.

    So a pair that was judged twice cannot foretell itself, and a contradiction becomes a tie.
    """
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for opinion in found:
        a, b, share = opinion.a, opinion.b, opinion.share
        if a > b:
            a, b, share = b, a, 1 - share
        weight, wins = sums.get((a, b), (0.0, 0.0))
        sums[a, b] = (weight + opinion.weight, wins + opinion.weight * share)
    return [
        Opinion(a, b, wins / weight, weight) for (a, b), (weight, wins) in sums.items() if weight
    ]
