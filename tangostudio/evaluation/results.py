"""What an evaluation found: frozen records of plain values, which every report is written from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Interval:
    """A value with its interval of 95 %, over `count` independent cases (prompts, mostly).

    The ends are NaN where nothing can be said of them.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    count: int = 0


@dataclass(frozen=True)
class Setting:
    """One way to make takes, as it is compared with others.

    Attributes:
        adapters: hash and strength of each.
        precision: of the transformer; "" leaves it to the program.
    """

    name: str
    model: str
    steps: int
    guidance: float
    sampler: str
    adapters: tuple[tuple[str, float], ...] = ()
    precision: str = ""


@dataclass(frozen=True)
class Metric:
    """A measure, as it is shown.

    Attributes:
        name: key in `Found.values`, such as "clap" or "frechet".
        label: a few words; help: a sentence, with the source of the measure.
        better: "higher", "lower" or "" where neither is.
        digits: after the decimal point.
        unit: "s", "MB", "%" (values are then shares of 1) or "".
        of: name of the metric that this one is a part of, such as the score of prompts with two
            events; "" for one of its own.
    """

    name: str
    label: str
    help: str
    better: str = "higher"
    digits: int = 3
    unit: str = ""
    of: str = ""


@dataclass(frozen=True)
class Sound:
    """A take that a page plays: its file, relative to the report's folder, and where it is from."""

    file: str
    setting: str
    prompt: str
    seed: int
    values: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What was measured of one setting: by metric over all prompts, and prompt by prompt."""

    setting: Setting
    values: dict[str, Interval]
    by_prompt: dict[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """How sure the difference of two settings is, prompt by prompt at the same seeds.

    Attributes:
        difference: second less first.
        sure: share of resamples in which the second is better, 0 to 1.
        sentence: the same in words.
    """

    first: str
    second: str
    metric: str
    difference: Interval
    sure: float
    sentence: str


@dataclass(frozen=True)
class Report:
    """A whole evaluation.

    Attributes:
        seeds: of every prompt's takes, in their order.
        prompts: texts and seconds.
        metrics: those that some setting was measured by, in the order they are shown.
        grid: whether the settings are all combinations of some steps and guidances.
        notes: sentences on what was left out, and why.
        command: that makes it again.
        stopped: a sentence where it was stopped before its end; "" where it is whole.
    """

    title: str
    made_at: str
    version: str
    machine: str
    seeds: tuple[int, ...]
    prompts: tuple[tuple[str, float], ...]
    metrics: tuple[Metric, ...]
    found: tuple[Found, ...]
    comparisons: tuple[Comparison, ...] = ()
    sounds: tuple[Sound, ...] = ()
    grid: bool = False
    notes: tuple[str, ...] = ()
    command: str = ""
    stopped: str = ""
