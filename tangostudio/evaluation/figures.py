"""How a report's numbers and settings are said: digits, units, which is best, letters, dates.

Every table and chart says them by this. Knows nothing of files or pages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from tangostudio.evaluation.metrics import SCORE
from tangostudio.evaluation.results import Comparison, Found, Interval, Metric, Report, Setting

MOST_COLUMNS = 6
"""Settings that stand side by side; more of them stand one under the other."""

NOTHING = Interval(math.nan)
NONE = "–"
_THIN = "\N{NARROW NO-BREAK SPACE}"
_DIRECTIONS = {"higher": "↑ higher is better", "lower": "↓ lower is better"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def number(metric: Metric, value: float, *, sign: bool = False) -> str:
    """A value of a metric without its unit; a dash where there is none."""
    if not math.isfinite(value):
        return NONE
    scaled = 100 * value if metric.unit == "%" else value
    text = f"{scaled:+.{metric.digits}f}" if sign else f"{scaled:.{metric.digits}f}"
    if not float(text):
        text = text.lstrip("+-")  # nothing is neither above nor below nothing
    return text.replace("-", "−")


def amount(metric: Metric, value: float, *, sign: bool = False) -> str:
    """The same with its unit."""
    text = number(metric, value, sign=sign)
    return text if text == NONE or not metric.unit else f"{text}{_THIN}{metric.unit}"


def span(metric: Metric, found: Interval, *, sign: bool = False) -> str:
    """The ends of an interval, or "" where nothing is said of them."""
    if not has_ends(found):
        return ""
    low, high = (number(metric, value, sign=sign) for value in (found.low, found.high))
    return f"{low} to {high}"


def has_ends(found: Interval) -> bool:
    """Whether both ends are known."""
    return math.isfinite(found.low) and math.isfinite(found.high)


def is_clear(row: Comparison) -> bool:
    """Whether a difference is more than chance: its interval holds no 0."""
    return row.difference.low > 0 or row.difference.high < 0


def grain(metric: Metric) -> float:
    """The smallest difference of two values that is seen in their digits."""
    return 10.0**-metric.digits / (100 if metric.unit == "%" else 1)


def label_of(report: Report, metric: Metric) -> str:
    """A metric's label, after that of the one whose name it goes on with, as "clap_2" of "clap"."""
    whole = metric_of(report, metric.of) if metric.name.startswith(f"{metric.of}_") else None
    return f"{whole.label}: {inside(metric.label)}" if whole else metric.label


def direction(metric: Metric) -> str:
    """Which values are better, with an arrow; "" where none are."""
    return _DIRECTIONS.get(metric.better, "")


def value_of(found: Found, metric: Metric) -> Interval:
    """What was measured of a setting, NaN where it was not."""
    return found.values.get(metric.name, NOTHING)


def best(metric: Metric, values: Sequence[float]) -> set[int]:
    """Places of the best values, as they are shown; none where all are alike or nothing is better.

    Args:
        values: of the settings, NaN where one has none.
    """
    told = {place: value for place, value in enumerate(values) if math.isfinite(value)}
    texts = {place: number(metric, value) for place, value in told.items()}
    if metric.better not in _DIRECTIONS or len(set(texts.values())) < 2:
        return set()
    extreme = max if metric.better == "higher" else min
    winner = number(metric, extreme(told.values()))
    return {place for place, text in texts.items() if text == winner}


def letters(count: int) -> list[str]:
    """A short sign for each setting: A, B, C, or numbers where the letters do not reach."""
    if count > 26:
        return [str(place + 1) for place in range(count)]
    return [chr(ord("A") + place) for place in range(count)]


def lettered(report: Report) -> list[tuple[Found, str]]:
    """What was found of each setting, with its sign."""
    return list(zip(report.found, letters(len(report.found)), strict=True))


def whole_metrics(report: Report) -> list[Metric]:
    """The metrics that are no part of another."""
    return [metric for metric in report.metrics if not metric.of]


def is_by_events(metric: Metric) -> bool:
    """Whether it is a part that has prompts with so many events alone, such as "clap_2"."""
    return bool(metric.of) and metric.name.removeprefix(f"{metric.of}_").isdigit()


def listed_metrics(report: Report) -> list[Metric]:
    """All metrics but those by events, each followed by its parts."""
    named = {metric.name for metric in report.metrics}
    kept = [metric for metric in report.metrics if not is_by_events(metric)]
    alone = [metric for metric in kept if metric.of not in named]
    return [one for whole in alone for one in (whole, *(m for m in kept if m.of == whole.name))]


def by_events(report: Report) -> dict[str, list[Metric]]:
    """The metrics by events, by the name of the one that they are parts of."""
    found: dict[str, list[Metric]] = {}
    for metric in report.metrics:
        if is_by_events(metric):
            found.setdefault(metric.of, []).append(metric)
    return found


def metric_of(report: Report, name: str) -> Metric | None:
    """The metric of a name, where it was measured."""
    return next((metric for metric in report.metrics if metric.name == name), None)


def main_metric(report: Report) -> Metric | None:
    """What prompts are ordered by: the score, else the first that was measured prompt by prompt."""
    told = {name for found in report.found for name in found.by_prompt}
    kept = [metric for metric in whole_metrics(report) if metric.name in told]
    return next((metric for metric in kept if metric.name == SCORE), kept[0] if kept else None)


def described(setting: Setting) -> str:
    """Everything of a setting but its name."""
    told = [setting.model, counted(setting.steps, "step"), f"guidance {setting.guidance:g}"]
    told.append(setting.sampler)
    told += [f"adapter {sha256[:8]} at {100 * s:g}{_THIN}%" for sha256, s in setting.adapters]
    return " · ".join(text for text in (*told, setting.precision) if text)


def counted(count: int, thing: str) -> str:
    """A number of things."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}".replace(",", _THIN)


def listed(seeds: Sequence[int]) -> str:
    """Seeds, those in a row as a range."""
    if len(seeds) > 2 and list(seeds) == list(range(seeds[0], seeds[0] + len(seeds))):
        return f"{seeds[0]} to {seeds[-1]}"
    return ", ".join(map(str, seeds))


def day(made_at: str) -> str:
    """A date and time as people write it; the text itself where it is none."""
    try:
        when = datetime.fromisoformat(made_at)
    except ValueError:
        return made_at
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M}"


def inside(label: str) -> str:
    """A label as it stands within a sentence: small at its beginning, unless it is a name."""
    first = label.split(" ", 1)[0]
    return label[:1].lower() + label[1:] if first[1:].islower() else label


def mean(values: Iterable[float]) -> float:
    """The mean of those values that are numbers; NaN without any."""
    told = [value for value in values if math.isfinite(value)]
    return sum(told) / len(told) if told else math.nan
