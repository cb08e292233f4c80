"""What was heard of each setting, prompt by prompt, summed up to measures with intervals.

Knows nothing of models and of how takes are made.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tangostudio.evaluation import frechet, manifolds, metrics, statistics
from tangostudio.evaluation.comparing import compare
from tangostudio.evaluation.diversity import diversity
from tangostudio.evaluation.kernel_distance import KernelDistance
from tangostudio.evaluation.results import Comparison, Found, Interval, Setting
from tangostudio.tuning.evaluate_panel import FIRST, FRAMED, Heard

_SHARES = frozenset((metrics.FAULTS, metrics.ORDER, metrics.RECOGNISED))
_MEGABYTE = 1e6


@dataclass(eq=False)
class Yardstick:
    """Reference embeddings (n, D) of one ear, with what is computed of them once."""

    rows: np.ndarray

    @cached_property
    def gaussian(self) -> frechet.Gaussian:
        """As Frechet's distance sees them."""
        return frechet.Gaussian.of(self.rows)

    @cached_property
    def manifold(self) -> manifolds.Manifold:
        """As recall and coverage see them."""
        return manifolds.Manifold.of(self.rows)


def yardsticks(rows: Mapping[str, np.ndarray]) -> dict[str, Yardstick]:
    """Of the ears that sets are measured by: all but the one that models are tuned to please.

    Where there is no other one, that one.
    """
    others = {sign: Yardstick(each) for sign, each in rows.items() if sign != FIRST}
    return others or {sign: Yardstick(each) for sign, each in rows.items()}


@dataclass(eq=False)
class Tally:
    """One setting's prompts.

    Attributes:
        events: how many each prompt tells of.
        takes: of each prompt.
        heard, seconds: None and NaN where a prompt was not measured.
        memory: bytes at most.
        failures: a sentence by the place of a prompt.
        notices: what was said while takes were made, such as that memory ran short.
    """

    setting: Setting
    events: Sequence[int]
    takes: int
    heard: list[Heard | None] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    memory: int = 0
    failures: dict[int, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def take_in(self, heard: Heard, seconds: float, memory: int | None) -> None:
        """The next prompt."""
        self.heard.append(heard)
        self.seconds.append(seconds)
        self.memory = max(self.memory, memory or 0)

    def fail(self, sentence: str) -> None:
        """The next prompt, of which there is nothing."""
        self.failures[len(self.heard)] = sentence
        self.heard.append(None)
        self.seconds.append(math.nan)

    @property
    def measured(self) -> int:
        """Prompts of which there is something."""
        return sum(heard is not None for heard in self.heard)

    # --- prompt by prompt --------------------------------------------------------------------

    def by_prompt(self) -> dict[str, list[float]]:
        """Of each measure that prompts have, a value for each of them; NaN where there is none."""
        found: dict[str, list[float]] = {}

        def put(name: str, place: int, value: float) -> None:
            found.setdefault(name, [math.nan] * len(self.heard))[place] = value

        for place, heard in enumerate(self.heard):
            if heard is None:
                continue
            for name, values in heard.scores.items():
                put(name, place, float(values.mean()))
            for sign, rows in heard.rows.items():
                if len(rows) > 1 and sign not in FRAMED:
                    put(metrics.by_ear(metrics.DIVERSITY, sign), place, diversity(rows))
            put(metrics.SECONDS, place, self.seconds[place])
            if len(set(self.events)) > 1 and metrics.SCORE in heard.scores:
                score = float(heard.scores[metrics.SCORE].mean())
                put(metrics.by_events(self.events[place]), place, score)
        return found

    # --- summed up ---------------------------------------------------------------------------

    def summary(self, sticks: Mapping[str, Yardstick]) -> Summary:
        """All measures of the setting."""
        by_prompt = self.by_prompt()
        sets = self._sets(sticks)
        values = {name: self._interval(name, each) for name, each in by_prompt.items()}
        values |= {
            name: statistics.around(value, draws, self.measured, *metrics.bounds(name))
            for name, (value, draws) in sets.items()
        }
        if metrics.SECONDS in by_prompt:
            values[metrics.MEAN_SECONDS] = statistics.mean(by_prompt[metrics.SECONDS])
        if self.memory:
            values[metrics.MEMORY] = Interval(self.memory / _MEGABYTE)
        order = metrics.in_order(values)
        kept = {name: tuple(by_prompt[name]) for name in order if name in by_prompt}
        return Summary(Found(self.setting, {name: values[name] for name in order}, kept), sets)

    def _interval(self, name: str, values: list[float]) -> Interval:
        if name in _SHARES:
            return statistics.share(values, self.takes)
        return statistics.median(values) if name == metrics.SECONDS else statistics.mean(values)

    def _sets(self, sticks: Mapping[str, Yardstick]) -> dict[str, tuple[float, np.ndarray]]:
        """Value and resamples of each measure of all takes against the reference."""
        there = [place for place, heard in enumerate(self.heard) if heard is not None]
        found: dict[str, tuple[float, np.ndarray]] = {}
        for sign, stick in sticks.items():
            rows = [heard.rows[sign] for heard in self.heard if heard is not None]
            if not rows:
                continue
            places = np.repeat(there, [len(some) for some in rows])
            weights = statistics.counts(len(self.heard))[:, places]
            make = _distance_of if sign in FRAMED else _measuring
            measure = make(stick, np.concatenate(rows))
            each = [measure(row) for row in weights]
            for name, value in measure(None).items():
                draws = np.array([one[name] for one in each])
                found[metrics.by_ear(name, sign)] = (value, draws)
        return found


_Measuring = Callable[[np.ndarray | None], dict[str, float]]
"""What measures a set of takes, or a resample of it that is given as weights."""


def _distance_of(stick: Yardstick, rows: np.ndarray) -> _Measuring:
    """Frechet's distance alone: of rows that are parts of sounds no more is said."""

    def measure(weights: np.ndarray | None) -> dict[str, float]:
        if weights is not None and weights.sum() < 2:
            return {metrics.FRECHET: math.nan}
        made = frechet.Gaussian.of(rows, weights)
        return {metrics.FRECHET: frechet.distance(stick.gaussian, made)}

    return measure


def _measuring(stick: Yardstick, rows: np.ndarray) -> _Measuring:
    """Every measure of sets."""
    distance = _distance_of(stick, rows)
    kernels = KernelDistance(stick.rows, rows)
    balls = manifolds.Overlapping(stick.manifold, manifolds.Manifold.of(rows))

    def measure(weights: np.ndarray | None) -> dict[str, float]:
        if weights is not None and weights.sum() < 2:
            return dict.fromkeys(metrics.SETS, math.nan)
        told = balls.overlap(weights)
        return {
            **distance(weights),
            metrics.KERNEL: kernels.value(weights),
            metrics.RECALL: told.recall,
            metrics.COVERAGE: told.coverage,
            metrics.PRECISION: told.precision,
            metrics.DENSITY: told.density,
        }

    return measure


@dataclass(frozen=True, eq=False)
class Summary:
    """What a report says of a setting, and the resamples that comparisons need."""

    found: Found
    sets: dict[str, tuple[float, np.ndarray]]


def beside(first: Summary, second: Summary) -> list[Comparison]:
    """A setting beside the first one, by everything that both were measured by."""
    a, b = first.found, second.found
    made = []
    for name in a.values:
        if name in first.sets and name in second.sets:
            count = min(a.values[name].count, b.values[name].count)
            found = statistics.paired_sets(first.sets[name], second.sets[name], count)
        elif name in a.by_prompt and name in b.by_prompt:
            found = statistics.paired(a.by_prompt[name], b.by_prompt[name])
        else:
            continue
        made.append(compare(a.setting.name, b.setting.name, name, found))
    return made
