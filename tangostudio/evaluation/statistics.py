"""Intervals by the bootstrap over prompts, and how sure the difference of two settings is.

Efron, "Better Bootstrap Confidence Intervals", 1987. Takes of one prompt are not independent, so
prompts are what is drawn. Every setting is drawn by the same lots: the differences are paired. Pure
arithmetic; what the values are of is not known here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tangostudio.evaluation.results import Interval
from tangostudio.preference.intervals import wilson

Floats = NDArray[np.float64]

DRAWS = 2000
SET_DRAWS = 200
"""Resamples of what needs a computation of its own each, such as a distance of sets."""

SEED = 20_250
_TAIL = 0.025
_NORMAL = NormalDist()


@lru_cache(maxsize=8)
def lots(count: int, draws: int = DRAWS) -> NDArray[np.intp]:
    """Indices (draws, count) of `count` cases drawn with replacement, always the same ones."""
    return np.random.default_rng([SEED, count]).integers(0, count, (draws, count))


@lru_cache(maxsize=8)
def counts(count: int, draws: int = SET_DRAWS) -> Floats:
    """How often each case occurs in each of the resamples (draws, count)."""
    return np.stack([np.bincount(row, minlength=count) for row in lots(count, draws)]).astype(float)


def mean(values: ArrayLike) -> Interval:
    """Mean of values, one for each prompt, with its bias-corrected, accelerated interval (BCa).

    Of the bootstrap's intervals it is the one that follows a lopsided distribution, as scores and
    seconds have, without a formula for each measure. NaNs are prompts that were not measured.
    """
    known = _known(values)
    if len(known) < 2:
        return Interval(float(known[0]) if len(known) else math.nan, count=len(known))
    value = float(known.mean())
    low, high = _bca(known[lots(len(known))].mean(1), value, _acceleration(known))
    return Interval(value, low, high, len(known))


def median(values: ArrayLike) -> Interval:
    """Median of values with the percentile interval: a median has no acceleration."""
    known = _known(values)
    if len(known) < 2:
        return Interval(float(known[0]) if len(known) else math.nan, count=len(known))
    drawn = np.median(known[lots(len(known))], axis=1)
    low, high = np.percentile(drawn, [100 * _TAIL, 100 * (1 - _TAIL)])
    return Interval(float(np.median(known)), float(low), float(high), len(known))


def share(by_prompt: ArrayLike, takes: int) -> Interval:
    """Share of takes of which something is true, from each prompt's share, by Wilson's interval.

    Takes of a prompt that go together count for less than so many independent ones: by how much the
    prompts' shares differ more than chance would have them (the design effect of Kish, 1965).

    Args:
        takes: of each prompt.
    """
    known = _known(by_prompt)
    if not len(known):
        return Interval(math.nan)
    value, cases = float(known.mean()), len(known) * takes
    by_chance = value * (1 - value) / cases
    found = float(known.var(ddof=1)) / len(known) if len(known) > 1 else 0.0
    worth = min(1.0, by_chance / found) if found > 0 else 1.0
    if len(known) == 1:
        worth = 1 / takes  # nothing tells how much its takes go together
    told = wilson(value * cases, cases, each_worth=worth)
    return Interval(value, told.low, told.high, len(known))


def around(
    value: float, draws: Floats, count: int, least: float = -math.inf, most: float = math.inf
) -> Interval:
    """A statistic of a set with the spread of its resamples laid around the value itself.

    A resample has fewer different items than the set, which moves distances and coverages all one
    way: the percentiles alone would leave the value outside. What is kept is how far they spread.

    Args:
        least, most: that the statistic can be.
    """
    fair = draws[np.isfinite(draws)]
    if count < 2 or not len(fair) or not math.isfinite(value):
        return Interval(value, count=count)
    low, high = np.percentile(fair - fair.mean(), [100 * _TAIL, 100 * (1 - _TAIL)])
    low, high = (min(max(value + float(end), least), most) for end in (low, high))
    return Interval(value, low, high, count)


# --- two settings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Second less first.

    Attributes:
        above: share of resamples in which it is over 0; one that is 0 counts half.
    """

    interval: Interval
    above: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval.low > 0 or self.interval.high < 0


def paired(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Mean difference over the prompts that both were measured on."""
    changes = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    known = _known(changes)
    interval = mean(known)
    if len(known) < 2:
        return Difference(interval, math.nan)
    return Difference(interval, _above(known[lots(len(known))].mean(1)))


def paired_sets(
    first: tuple[float, Floats], second: tuple[float, Floats], count: int
) -> Difference:
    """Difference of a statistic of sets; values and their resamples by the same lots."""
    value, draws = second[0] - first[0], second[1] - first[1]
    interval = around(value, draws, count)
    if not math.isfinite(interval.low):
        return Difference(interval, math.nan)
    fair = draws[np.isfinite(draws)]
    return Difference(interval, _above(fair - fair.mean() + value))


def _above(draws: Floats) -> float:
    return float(np.mean(draws > 0) + np.mean(draws == 0) / 2)


# --- the interval ------------------------------------------------------------------------------


def _known(values: ArrayLike) -> Floats:
    found = np.asarray(values, np.float64).ravel()
    return found[np.isfinite(found)]


def _acceleration(values: Floats) -> float:
    """Of a mean: a sixth of the skewness over the root of the count, as the jackknife gives it."""
    centred = values - values.mean()
    squares = float(np.sum(centred**2))
    return float(np.sum(centred**3)) / (6 * squares**1.5) if squares > 0 else 0.0


def _bca(draws: Floats, value: float, acceleration: float) -> tuple[float, float]:
    below = float(np.mean(draws < value) + np.mean(draws == value) / 2)
    if not 0 < below < 1:
        return float(draws.min()), float(draws.max())
    shift = _NORMAL.inv_cdf(below)
    ends = []
    for tail in (_TAIL, 1 - _TAIL):
        z = shift + _NORMAL.inv_cdf(tail)
        ends.append(100 * _NORMAL.cdf(shift + z / (1 - acceleration * z)))
    low, high = np.percentile(draws, ends)
    return float(low), float(high)
