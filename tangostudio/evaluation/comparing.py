"""Two settings beside each other: how sure a difference is, in numbers and in a plain sentence."""

from __future__ import annotations

import math

from tangostudio.evaluation.metrics import better_said, metric
from tangostudio.evaluation.results import Comparison, Interval, Metric
from tangostudio.evaluation.statistics import DRAWS, Difference


def compare(first: str, second: str, name: str, found: Difference) -> Comparison:
    """The comparison of two settings by a measure.

    Args:
        found: second less first.
    """
    told = metric(name)
    sure = found.above if told.better == "higher" else 1 - found.above
    return Comparison(
        first, second, name, found.interval, sure, _sentence(first, second, told, found, sure)
    )


def _sentence(first: str, second: str, told: Metric, found: Difference, sure: float) -> str:
    interval = found.interval
    if not math.isfinite(interval.value):
        return "Nothing was measured of both."
    if not math.isfinite(interval.low):
        return f"{_of(interval.count)} can show no difference."
    if not found.clear:
        return f"No difference that {_of(interval.count, these=True)} can show."
    better = second if (interval.value > 0) == (told.better == "higher") else first
    if better is first:
        interval, sure = _turned(interval), 1 - sure
    value, low, high = (
        _amount(told, part) for part in (interval.value, interval.low, interval.high)
    )
    unit = f" {told.unit}" if told.unit else ""
    said = better_said(told.name)
    return f"{better} {said}: {value}{unit} ({low} to {high}), {_sure(sure)}."


def _of(count: int, *, these: bool = False) -> str:
    if count == 1:
        return "this one prompt" if these else "One prompt"
    return f"these {count} prompts" if these else f"{count} prompts"


def _turned(interval: Interval) -> Interval:
    return Interval(-interval.value, -interval.high, -interval.low, interval.count)


def _amount(told: Metric, value: float) -> str:
    scaled = 100 * value if told.unit == "%" else value
    return f"{scaled:+.{told.digits}f}".replace("-", "−")


def _sure(share: float) -> str:
    """Up to what so many resamples can tell."""
    most = 1 - 2 / DRAWS
    if share >= most:
        return f"sure to more than {100 * most:.1f} %"
    return f"sure to {100 * share:.1f} %"
