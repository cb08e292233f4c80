"""How much is known of a taste: how well it foretells votes that it was not told of.

Each decided vote is held back together with all others that touch one of its two sounds, and is
then foretold from the rest. So it is asked what matters: whether sounds that nobody voted on are
ordered rightly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.preference.bradley_terry import Answers, Posterior, held_out
from tangostudio.preference.intervals import Share, wilson
from tangostudio.preference.opinions import Opinion

LEAST_VOTES = 10
_MOST_JUDGED = 256
_EACH_WORTH = 2 / 3
"""Votes held back are foretold from much the same others and so err together: with answers by coin
the share found right varies 1.2 to 1.4 times as much as that of independent cases."""

_MOST_TOGETHER = 96


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How well a taste foretells.

    Attributes:
        votes: decided votes that were used; a weak opinion is its weight's part of one.
        foretold: how many of the votes that were held back it got right.
        left_out: pairs that could not be used, since a sound has no embedding.
    """

    votes: float
    foretold: Share
    left_out: int = 0

    @property
    def share(self) -> float:
        """0 to 1: 0 is a coin's guess, 1 means that every vote held back was foretold."""
        return min(1.0, max(0.0, 2 * self.foretold.share - 1))

    @property
    def enough(self) -> bool:
        """At least 10 decided votes, and better than guessing beyond doubt (95 %)."""
        return self.votes >= LEAST_VOTES and self.foretold.low > 0.5

    @property
    def sentence(self) -> str:
        """What is known, in one sentence."""
        if self.votes < LEAST_VOTES:
            have = int(self.votes)
            return f"Not enough yet: {have} of the first {LEAST_VOTES} decided votes."
        percent = round(100 * self.foretold.share)
        if not self.enough:
            return f"Not enough yet: votes are foretold {percent} % of the time, near to guessing."
        return f"Foretells {percent} % of votes that it has not seen."


def knowledge(
    pairs: Sequence[Opinion], answers: Answers, fitted: Posterior, left_out: int
) -> Knowledge:
    """How much is known, from a fit and what it was fitted to.

    Args:
        pairs: one per row of `answers`, each pair of sounds once.
    """
    votes = sum(pair.weight * abs(2 * pair.share - 1) for pair in pairs)
    decided = [number for number, pair in enumerate(pairs) if pair.decided]
    if len(decided) > _MOST_JUDGED:
        places = np.linspace(0, len(decided) - 1, _MOST_JUDGED).round().astype(int)
        decided = [decided[place] for place in places]
    whitened = fitted.whiten(answers.rows)
    touching = _touching(pairs)
    right = cases = 0.0
    for number in decided:
        odds = held_out(answers, fitted, whitened, _together(number, pairs[number], touching))[0]
        weight = pairs[number].weight * abs(2 * pairs[number].share - 1)
        cases += weight
        if abs(odds) < 1e-9:  # nothing is known of it: a guess
            right += weight / 2
        elif (odds > 0) == (pairs[number].share > 0.5):
            right += weight
    return Knowledge(votes, wilson(right, cases, each_worth=_EACH_WORTH), left_out)


def _touching(pairs: Sequence[Opinion]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        found[pair.a].append(number)
        found[pair.b].append(number)
    return found


def _together(number: int, pair: Opinion, touching: dict[str, list[int]]) -> NDArray[np.intp]:
    """A pair, first, and what else touches its sounds; of very many the latest."""
    others = {*touching[pair.a], *touching[pair.b]} - {number}
    return np.array([number, *sorted(others)[-_MOST_TOGETHER:]], np.intp)
