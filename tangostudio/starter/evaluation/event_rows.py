"""Rows about events in time: how many, in which order, how evenly. It knows nothing of timbre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import numpy as np

from tangostudio.starter import measures
from tangostudio.starter.evaluation import estimates, prompts
from tangostudio.starter.evaluation.bench import (
    FIRST_SEED,
    Audio,
    Bench,
    Composed,
    Generated,
    Real,
    Source,
)
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task
from tangostudio.starter.sounds import SAMPLE_RATE

_SEEDS = FIRST_SEED + 5_000_000

# --- how many ----------------------------------------------------------------------------------

COUNTED = {
    "door_knock": (5, 0.1),
    "gunshot": (5, 0.1),
    "dog_bark": (5, 0.2),
    "wood_hit": (4, 0.1),
    "glass_clink": (4, 0.1),
    "snare_drum": (5, 0.1),
    "alarm": (5, 0.1),
}
"""How many of each there are at most, and the shortest time in seconds between two of them."""


def count_onsets(bench: Bench, audio: Audio, *, gap_seconds: float) -> int:
    """How many things start."""
    return len(measures.onsets(audio, SAMPLE_RATE, gap_seconds=gap_seconds))


def count_tasks(plan: Plan) -> list[Task]:
    """One to five of each kind, worded and real."""
    tasks = []
    for place, (family, (most, gap)) in enumerate(COUNTED.items()):
        measure = partial(count_onsets, gap_seconds=gap)
        for wanted in range(1, most + 1):
            for number in range(plan.some(4)):
                seed = _SEEDS + 50_000 * place + 10_000 * wanted + 2000 * number
                facts = (("count", wanted),)
                text = prompts.said(family, facts, np.random.default_rng(seed))
                clip = Real(family, seed, 4.0, facts)
                take = Generated(text, 4.0, seed % 2**31)
                tasks += [
                    Task((kind, family, wanted), source, measure)
                    for kind, source in (("real", clip), ("take", take))
                ]
    return tasks


def count_lines(done: list[Done]) -> list[Line]:
    """Within one, and exactly."""
    off: dict[str, list[int]] = {"take": [], "real": []}
    each: dict[str, list[int]] = defaultdict(list)
    for item in done:
        kind, family, wanted = item.key
        off[kind].append(item.found - wanted)
        if kind == "take":
            each[family].append(item.found - wanted)
            each[str(wanted)].append(item.found - wanted)
    guess = estimates.share([2 <= item.key[2] <= 4 for item in done])
    within = {kind: estimates.share([abs(d) <= 1 for d in off[kind]]) for kind in off}
    exact = {kind: estimates.share([d == 0 for d in off[kind]]) for kind in off}
    return [
        Line(
            "counts one to five, within one",
            within["take"],
            ">= 0.8",
            within["take"].value >= 0.8,
            within["real"],
            f"three of everything would give {guess.value:.2f}",
            details={
                name: {"within": float(np.mean([abs(d) <= 1 for d in v])), "off": v}
                for name, v in each.items()
            },
        ),
        Line("counts one to five, exact", exact["take"], real=exact["real"]),
    ]


# --- in which order ----------------------------------------------------------------------------

IN_TURN = (
    ("glass_break", "dog_bark"),
    ("door_slam", "laser"),
    ("gunshot", "church_bell"),
    ("horn", "splash"),
    ("boing", "cow"),
    ("whistle", "explosion"),
    ("door_knock", "cat"),
    ("cork_pop", "owl"),
    ("duck", "glass_break"),
    ("gong", "snare_drum"),
    ("sonar", "scream"),
    ("jingle", "door_slam"),
)
_JOINS = ("{} followed by {}", "{}, then {}")


def parts(audio: Audio) -> tuple[Audio, Audio]:
    """Cuts a sound in two at the start after which its spectrum differs most from before."""
    time = measures.change_of_sound(audio, SAMPLE_RATE)
    at = round(time * SAMPLE_RATE)
    return audio[:at], audio[at:]


def name_parts(bench: Bench, audio: Audio) -> tuple[str, str]:
    """What the judge takes the two parts for."""
    first, second = parts(audio)
    return bench.recognise(first), bench.recognise(second)


def order_tasks(plan: Plan) -> list[Task]:
    """Each pair both ways, worded twice, beside real clips of the two."""
    tasks = []
    both = [pair for one in IN_TURN for pair in (one, one[::-1])]
    for place, (first, second) in enumerate(both[:: 4 if plan.quick else 1]):
        for number, join in enumerate(_JOINS):
            seed = _SEEDS + 1_000_000 + 10_000 * place + 2000 * number
            rng = np.random.default_rng(seed)
            text = join.format(prompts.plain(first, rng), prompts.plain(second, rng))
            sources: tuple[tuple[str, Source], ...] = (
                ("real", Composed(first, second, seed, 4.0)),
                ("take", Generated(text, 4.0, seed % 2**31)),
            )
            tasks += [
                Task((kind, first, second, text), source, name_parts) for kind, source in sources
            ]
    return tasks


def order_lines(done: list[Done]) -> list[Line]:
    """Both in order; beside it, at least one of them at its place."""
    right: dict[str, list[bool]] = {"take": [], "real": []}
    one: dict[str, list[bool]] = {"take": [], "real": []}
    heard = []
    for item in done:
        kind, first, second, text = item.key
        hits = (item.found[0] == first, item.found[1] == second)
        right[kind].append(all(hits))
        one[kind].append(any(hits))
        if kind == "take":
            heard.append({"prompt": text, "heard": item.found})
    order = estimates.share(right["take"])
    return [
        Line(
            '"A followed by B": both present in order',
            order,
            ">= 0.7",
            order.value >= 0.7,
            estimates.share(right["real"]),
            details={"takes": heard},
        ),
        Line(
            '"A followed by B": at least one at its place',
            estimates.share(one["take"]),
            real=estimates.share(one["real"]),
        ),
    ]


# --- how evenly --------------------------------------------------------------------------------


def unevenness(bench: Bench, audio: Audio, *, gap_seconds: float, every: int) -> float:
    """Variation of the intervals between every so manyth onset; 1 where there is no rhythm."""
    times = measures.onsets(audio, SAMPLE_RATE, gap_seconds=gap_seconds)
    intervals = times[every:] - times[:-every]
    if len(intervals) < 3:
        return 1.0
    return float(intervals.std(ddof=1) / intervals.mean())


RHYTHMS: dict[str, Callable[[Bench, Audio], float]] = {
    "footsteps": partial(unevenness, gap_seconds=0.2, every=1),
    "clock_tick": partial(unevenness, gap_seconds=0.12, every=1),
    "heartbeat": partial(unevenness, gap_seconds=0.1, every=2),
}
HARD = ("wood", "concrete", "metal")
"""Floors on which a step is one clear hit: on the others even real steps have no exact time."""


def rhythm_tasks(plan: Plan) -> list[Task]:
    """Takes of six seconds with words for the pace, and real clips."""
    tasks = []
    for place, (family, measure) in enumerate(RHYTHMS.items()):
        for number in range(plan.some(12)):
            seed = _SEEDS + 2_000_000 + 100_000 * place + 2000 * number
            rng = np.random.default_rng(seed)
            trait = ("speed", ("slow", "fast")[number % 2])
            if family == "footsteps":
                trait = ("surface", HARD[number % 3])
            text = prompts.said(family, (trait,), rng)
            clip = Real(family, seed, 6.0, (trait,))
            tasks += [
                Task(("real", family), clip, measure),
                Task(("take", family), Generated(text, 6.0, seed % 2**31), measure),
            ]
    return tasks


def rhythm_lines(done: list[Done]) -> list[Line]:
    """The quotient of the mean variations, generated over real, per kind."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for item in done:
        values[item.key].append(item.found)
    lines = []
    for family in RHYTHMS:
        take, clip = values["take", family], values["real", family]
        quotient = estimates.ratio(take, clip)
        none = sum(value == 1.0 for value in take)
        lines.append(
            Line(
                f"rhythm of {family}: variation of intervals / of real ones",
                quotient,
                "<= 1.5",
                quotient.value <= 1.5,
                note=f"{np.mean(take):.3f} against {np.mean(clip):.3f}, medians "
                f"{np.median(take):.3f} and {np.median(clip):.3f}; {none} without rhythm",
                details={"take": take, "real": clip},
            )
        )
    return lines


ROWS = (
    Row("counts", count_tasks, count_lines),
    Row("order", order_tasks, order_lines),
    Row("rhythm", rhythm_tasks, rhythm_lines),
)
