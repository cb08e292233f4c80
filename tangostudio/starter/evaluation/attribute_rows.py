"""Rows about attributes: is what was asked to be higher, louder, larger, nearer or faster so?

Every pair is measured in the same way on real clips, which says what the measure can tell at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tangostudio.starter import measures
from tangostudio.starter.evaluation import estimates, prompts
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, Generated, Real
from tangostudio.starter.evaluation.running import Done, Line, Measure, Plan, Row, Task
from tangostudio.starter.sounds import SAMPLE_RATE

PER_SIDE = 8
_SEEDS = FIRST_SEED + 3_000_000


def _of(function: Callable[[Audio, int], float]) -> Measure:
    return _Measured(function)


@dataclass(frozen=True)
class _Measured:
    """A measure of sound alone."""

    function: Callable[[Audio, int], float]

    def __call__(self, bench: Bench, audio: Audio) -> float:
        return self.function(audio, SAMPLE_RATE)


def overall_level(audio: Audio, sample_rate: int) -> float:
    """Level of everything in dB."""
    return measures.level_db(audio)


def loudest(audio: Audio, sample_rate: int) -> float:
    """The highest level of 100 ms in dB."""
    return measures.loudest_db(audio, sample_rate)


def pace(audio: Audio, sample_rate: int) -> float:
    """Onsets in a second, from their median distance; with fewer than two, one in the length."""
    times = measures.onsets(audio, sample_rate, gap_seconds=0.2)
    if len(times) < 2:
        return sample_rate / len(audio)
    return float(1 / np.median(np.diff(times)))


def pace_of_pairs(audio: Audio, sample_rate: int) -> float:
    """Beats in a second where every beat has two onsets."""
    times = measures.onsets(audio, sample_rate, gap_seconds=0.1)
    if len(times) < 3:
        return sample_rate / len(audio)
    return float(1 / np.median(times[2:] - times[:-2]))


def number_of_onsets(audio: Audio, sample_rate: int) -> float:
    """How many things start."""
    return float(len(measures.onsets(audio, sample_rate)))


@dataclass(frozen=True)
class Pair:
    """An attribute of a family with the wording of its two ends and what tells them apart."""

    name: str
    family: str
    trait: str
    less: object
    more: object
    measure: Measure
    seconds: float = 3.0
    also: tuple[tuple[str, object], ...] = ()

    def wanted(self, more: bool) -> tuple[tuple[str, object], ...]:
        """What one end says, and what both say."""
        return ((self.trait, self.more if more else self.less), *self.also)


PAIRS = (
    Pair("laser: low or high", "laser", "pitch", "low", "high", _of(measures.centroid_hz)),
    Pair(
        "church bell: low or high",
        *("church_bell", "pitch", "low", "high", _of(measures.lowest_partial_hz)),
    ),
    Pair("alarm: low or high", "alarm", "pitch", "low", "high", _of(measures.strongest_hz)),
    Pair("rain: light or heavy", "rain", "density", "light", "heavy", _of(overall_level)),
    Pair("knocks: quiet or loud", "door_knock", "level", "quiet", "loud", _of(loudest)),
    Pair("dog: large or small", "dog_bark", "size", "large", "small", _of(measures.centroid_hz)),
    Pair(
        "explosion: large or small",
        "explosion",
        "size",
        "large",
        "small",
        _of(measures.centroid_hz),
    ),
    Pair("siren: distant or close", "siren", "distance", "distant", "close", _of(loudest)),
    Pair("dog: distant or close", "dog_bark", "distance", "distant", "close", _of(loudest)),
    Pair(
        "footsteps on concrete: slow or fast",
        *("footsteps", "speed", "slow", "fast", _of(pace), 4.0, (("surface", "concrete"),)),
    ),
    Pair("heartbeat: slow or fast", "heartbeat", "speed", "slow", "fast", _of(pace_of_pairs), 4.0),
    Pair("knocks: two or five", "door_knock", "count", 2, 5, _of(number_of_onsets)),
)


def tasks(plan: Plan) -> list[Task]:
    """Takes and real clips of both ends of every pair."""
    found = []
    for place, pair in enumerate(PAIRS):
        for more in (False, True):
            for number in range(plan.some(PER_SIDE)):
                seed = _SEEDS + 100_000 * place + 50_000 * more + 2000 * number
                rng = np.random.default_rng(seed)
                text = prompts.said(pair.family, pair.wanted(more), rng)
                clip = Real(pair.family, seed, pair.seconds, pair.wanted(more))
                take = Generated(text, pair.seconds, seed % 2**31)
                found += [
                    Task((pair.name, "real", more), clip, pair.measure),
                    Task((pair.name, "take", more), take, pair.measure),
                ]
    return found


def lines(done: list[Done]) -> list[Line]:
    """The mean of the pairs' quotients to real clips, and every pair."""
    values: dict[tuple[str, str, bool], list[float]] = defaultdict(list)
    for item in done:
        values[item.key].append(item.found)
    found, quotients = [], {}
    for pair in PAIRS:
        sides = {kind: [values[pair.name, kind, more] for more in (False, True)] for kind in _KINDS}
        take, clip = (estimates.order_right(*sides[kind]) for kind in _KINDS)
        quotients[pair.name] = take.value / max(clip.value, 1e-9)
        found.append(
            Line(
                f"order right, {pair.name}",
                take,
                ">= 0.7",
                take.value >= 0.7,
                clip,
                details={"less": sides["take"][0], "more": sides["take"][1]},
            )
        )
    mean = estimates.mean(list(quotients.values()))
    poor = [name for name, value in quotients.items() if value < 0.7]
    head = Line(
        f"attributes ({len(PAIRS)} pairs): share of real clips' rate of right orders",
        mean,
        ">= 0.85, none under 0.7",
        mean.value >= 0.85 and not poor,
        note=f"under 0.7: {', '.join(poor)}" if poor else "",
        details=quotients,
    )
    return [head, *found]


_KINDS = ("take", "real")
ROWS = (Row("attributes", tasks, lines),)
