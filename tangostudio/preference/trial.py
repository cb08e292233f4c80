"""The blind test of a tuned model against its base: the rule, and what the answers say.

The rule is fixed before the first pair is heard: twenty decided pairs, and at least fifteen of them
for the tuned model. Were both alike, so many would happen by chance once in fifty tests (binomial,
one-sided p = 0.021). Pure arithmetic; it knows no sounds and no adapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

Answer = Literal["base", "tuned", "tie", "both_bad"]
ANSWERS: tuple[Answer, ...] = ("base", "tuned", "tie", "both_bad")

OF, NEEDED, LIKELY, LEVEL = 20, 15, 14, 10
RESERVE = 8
"""Pairs beyond the twenty, for those that are not decided."""

RULE = (
    f"{OF} decided pairs, equal seeds, prompts that were never trained on. "
    f"{NEEDED} or more for the tuned model: it is better (by chance alone once in 50 tests). "
    f"{LIKELY}: likely better. {LEVEL} to {LIKELY - 1}: no clear difference, keep the base. "
    "Fewer: the base is better."
)

BETTER, LIKELY_BETTER, NO_DIFFERENCE, WORSE, OPEN = (
    "better",
    "likely better",
    "no clear difference",
    "worse",
    "open",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a blind test stands.

    Attributes:
        wins, losses: decided pairs for the tuned model and for its base.
        ties: pairs that were not decided, those of which both were bad included.
        left: decided pairs that are still wanted; 0 at the end.
        p: the chance of at least so many wins were both models alike; 1 before the first pair.
        word: "better", "likely better", "no clear difference", "worse", or "open".
    """

    wins: int
    losses: int
    ties: int
    left: int
    p: float
    word: str

    @property
    def accepted(self) -> bool:
        """Whether the rule says that the tuned model may take the base's place."""
        return self.word == BETTER

    @property
    def sentence(self) -> str:
        """The result in one sentence; what is still to do while it is open."""
        if self.word == OPEN:
            pairs = "pair" if self.left == 1 else "pairs"
            return f"{self.left} decided {pairs} to go."
        count = f"{self.wins} of {self.wins + self.losses} decided pairs"
        chance = f"p = {self.p:.3f}" if self.p >= 0.001 else "p < 0.001"
        words = {
            BETTER: f"The tuned model is better: {count} went to it ({chance}).",
            LIKELY_BETTER: f"The tuned model is likely better: {count} went to it ({chance}).",
            NO_DIFFERENCE: f"No clear difference: {count} went to the tuned model ({chance}).",
            WORSE: f"The base is better: only {count} went to the tuned model.",
        }
        return words[self.word]


def verdict(answers: Sequence[str], *, ended: bool = False) -> Verdict:
    """What the answers of a test say so far, in the order they were given.

    Answers after the twentieth decided pair do not count: who goes on until the result pleases has
    no test any more.

    Args:
        ended: no pair is left, so that the test ends with fewer decided ones. The words then go by
            the same chances as those of twenty pairs.
    """
    decided = [answer for answer in answers if answer in ("tuned", "base")][:OF]
    wins = decided.count("tuned")
    losses = len(decided) - wins
    ties = sum(answer in ("tie", "both_bad") for answer in answers)
    left = 0 if ended else OF - len(decided)
    chance = at_least(wins, len(decided))
    word = OPEN if left else _word(wins, len(decided), chance)
    return Verdict(wins, losses, ties, left, chance, word)


def at_least(wins: int, of: int) -> float:
    """The chance of so many heads or more in `of` tosses of a fair coin."""
    return sum(comb(of, count) for count in range(wins, of + 1)) / 2**of


def _word(wins: int, of: int, chance: float) -> str:
    if of and chance <= at_least(NEEDED, OF):
        return BETTER
    if of and chance <= at_least(LIKELY, OF):
        return LIKELY_BETTER
    return WORSE if 2 * wins < of else NO_DIFFERENCE
