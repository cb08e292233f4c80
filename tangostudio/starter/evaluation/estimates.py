"""Numbers with 95 % intervals: shares, means, ratios and how often an order is right.

Plain statistics; it knows nothing of sound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.preference.intervals import wilson

Z = 1.96
_DRAWS = 1000
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A measured number.

    value: the number itself. low, high: its 95 % interval. n: how many measurements it stands on.
    """

    value: float
    low: float
    high: float
    n: int

    def text(self, digits: int = 2) -> str:
        """As it stands in a table, such as "0.91 (0.88 to 0.93)"."""
        if self.low == self.high:
            return f"{self.value:.{digits}f}"
        return f"{self.value:.{digits}f} ({self.low:.{digits}f} to {self.high:.{digits}f})"


def share(hits: Sequence[bool]) -> Estimate:
    """How many of them are true."""
    found = wilson(sum(bool(hit) for hit in hits), len(hits))
    return Estimate(found.right / max(1, len(hits)), found.low, found.high, len(hits))


def mean(values: Sequence[float]) -> Estimate:
    """The mean with the normal interval of its standard error."""
    numbers = np.asarray(values, np.float64)
    if len(numbers) == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    middle = float(numbers.mean())
    half = Z * float(numbers.std(ddof=1)) / math.sqrt(len(numbers)) if len(numbers) > 1 else 0.0
    return Estimate(middle, middle - half, middle + half, len(numbers))


def ratio(above: Sequence[float], below: Sequence[float], paired: bool = False) -> Estimate:
    """Quotient of two means; the interval by bootstrap over the measurements.

    paired: both were measured on the same clips, which are then drawn together.
    """
    a, b = np.asarray(above, np.float64), np.asarray(below, np.float64)

    def quotient(rng: np.random.Generator) -> float:
        first = rng.integers(len(a), size=len(a))
        second = first if paired else rng.integers(len(b), size=len(b))
        return float(a[first].mean() / max(b[second].mean(), 1e-9))

    return _drawn(float(a.mean() / max(b.mean(), 1e-9)), quotient, len(a))


def order_right(lower: Sequence[float], higher: Sequence[float]) -> Estimate:
    """Share of all cross pairs in which the second is greater; ties count half.

    The interval is a bootstrap over both sides; n is the number of measurements, not of pairs.
    """
    a, b = np.asarray(lower, np.float64), np.asarray(higher, np.float64)

    def one(rng: np.random.Generator) -> float:
        return _ordered(rng.choice(a, len(a)), rng.choice(b, len(b)))

    return _drawn(_ordered(a, b), one, len(a) + len(b))


def _ordered(lower: Values, higher: Values) -> float:
    difference = higher[:, None] - lower[None, :]
    return float(np.mean(np.where(difference == 0, 0.5, difference > 0)))


def _drawn(value: float, draw: Callable[[np.random.Generator], float], n: int) -> Estimate:
    rng = np.random.default_rng(7)
    low, high = np.percentile([draw(rng) for _ in range(_DRAWS)], [2.5, 97.5])
    return Estimate(value, float(low), float(high), n)
