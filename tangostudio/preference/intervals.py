"""Shares and how sure they are. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a number of cases, with its 95 % interval.

    Attributes:
        right, cases: how many of how many; either may be a fraction where cases are weighted.
        low, high: Wilson's score interval (Wilson 1927), which holds for few cases too; 0 to 1
            without any.
    """

    right: float
    cases: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """The part itself; a half where there are no cases."""
        return self.right / self.cases if self.cases > 0 else 0.5


def wilson(right: float, cases: float, *, each_worth: float = 1.0) -> Share:
    """The share of `right` among `cases` with its interval.

    Args:
        each_worth: how many independent cases each is worth; less than 1 widens the interval.
    """
    if cases <= 0:
        return Share(0.0, 0.0, 0.0, 1.0)
    share = right / cases
    worth = cases * each_worth
    square = Z_95**2 / worth
    middle = (share + square / 2) / (1 + square)
    half = Z_95 / (1 + square) * sqrt(share * (1 - share) / worth + square / (4 * worth))
    return Share(right, cases, max(0.0, middle - half), min(1.0, middle + half))
