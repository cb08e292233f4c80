"""Rows about the length: does the sound fill what it should, start early and end well?

`flags` is what a careful person would send a take back for. It knows nothing of families' names
beyond whether they go on or happen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial

import numpy as np

from tangostudio.starter import measures
from tangostudio.starter.evaluation import estimates, kinds, prompts
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, Raw, Real
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task
from tangostudio.starter.sounds import BEDS, FAMILIES, SAMPLE_RATE

LENGTHS = (0.5, 1.0, 2.0, 5.0, 10.0)
PER_LENGTH = 44
LATEST_START = 0.5
SILENT_DB, DIRECT_CURRENT, TURNED_DOWN_DB = -60.0, 0.02, 6.0
EVEN_DB, ENDED_DB, FADED_DB = 12.0, -40.0, 10.0
_SEEDS = FIRST_SEED + 8_000_000


def flags(audio: Audio, seconds: float, family: str) -> list[str]:
    """What is wrong with a take before its peak is brought down to full scale.

    length: not the frames that were asked for. silent: nothing over -60 dB. direct current: a mean
    over 0.02. turned down: a peak more than 6 dB over full scale, which the program would take off
    the whole. late: an event that starts after half a second. faded away: a steady bed whose last
    fifth is more than 12 dB under its middle. cut: an event whose last 5 ms are neither 40 dB under
    its loudest moment nor 10 dB under what was 50 ms before.
    """
    found = []
    if len(audio) != round(seconds * SAMPLE_RATE):
        found.append("length")
    top = measures.loudest_db(audio, SAMPLE_RATE)
    if top < SILENT_DB:
        return [*found, "silent"]
    if float(np.abs(audio.mean(0)).max()) > DIRECT_CURRENT:
        found.append("direct current")
    if 20 * np.log10(float(np.abs(audio).max())) > TURNED_DOWN_DB:
        found.append("turned down")
    if family in kinds.STEADY:
        fifth = len(audio) // 5
        trim = round(0.02 * SAMPLE_RATE)
        last, middle = audio[-fifth:-trim], audio[fifth : 4 * fifth]
        if measures.level_db(last) < measures.level_db(middle) - EVEN_DB:
            found.append("faded away")
    if family not in BEDS:
        if measures.first_heard(audio, SAMPLE_RATE) > LATEST_START:
            found.append("late")
        if measures.ends_at_db(audio, SAMPLE_RATE) > ENDED_DB:
            drop = measures.fade_db(audio, SAMPLE_RATE)
            found += ["cut"] if drop < FADED_DB else []
    return found


def flags_of(bench: Bench, audio: Audio, *, seconds: float, family: str) -> list[str]:
    """The flags, as a measure."""
    return flags(audio, seconds, family)


def tasks(plan: Plan) -> list[Task]:
    """Every length with half of the families each, by turns."""
    names = sorted(FAMILIES)
    found = []
    for place, seconds in enumerate(LENGTHS):
        for number in range(plan.some(PER_LENGTH)):
            family = names[(2 * number + place) % len(names)]
            seed = _SEEDS + 10_000 * place + number
            text = prompts.plain(family, np.random.default_rng(seed))
            measure = partial(flags_of, seconds=seconds, family=family)
            found += [
                Task(("real", seconds, family), Real(family, seed, seconds), measure),
                Task(("take", seconds, family), Raw(text, seconds, seed % 2**31), measure),
            ]
    return found


def lines(done: list[Done]) -> list[Line]:
    """Share of takes with a flag, and which."""
    flagged: dict[str, list[bool]] = defaultdict(list)
    which: dict[str, Counter[str]] = defaultdict(Counter)
    lengths: dict[float, list[bool]] = defaultdict(list)
    blamed: dict[str, list[str]] = defaultdict(list)
    for item in done:
        kind, seconds, family = item.key
        flagged[kind].append(bool(item.found))
        which[kind].update(item.found)
        if kind == "take":
            lengths[seconds].append(bool(item.found))
            for flag in item.found:
                blamed[flag].append(f"{family} {seconds:g} s")
    share = estimates.share(flagged["take"])
    note = ", ".join(f"{name} {count}" for name, count in which["take"].most_common())
    return [
        Line(
            "lengths of 0.5 to 10 s: takes with a flag",
            share,
            "< 0.03",
            share.value < 0.03,
            estimates.share(flagged["real"]),
            note or "none",
            details={
                "real": dict(which["real"]),
                "lengths": {f"{s:g}": float(np.mean(v)) for s, v in lengths.items()},
                "takes": dict(blamed),
            },
        )
    ]


ROWS = (Row("lengths", tasks, lines),)
