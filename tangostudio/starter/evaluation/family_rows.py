"""Rows about whether a take is what was asked for: families in known and in unseen words.

It knows nothing of the codec alone, nor of attributes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tangostudio.starter.evaluation import estimates, prompts
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, Generated
from tangostudio.starter.evaluation.codec_rows import real, recognise
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task
from tangostudio.starter.sounds import FAMILIES
from tangostudio.starter.wording import RESERVED

LENGTHS = (2.0, 3.0, 4.0, 3.0)
_SEEDS = FIRST_SEED + 2_000_000
TARGET, GOOD, POOR = 0.95, 0.9, 0.7
CORE_GOOD = 26


def recognise_and_count(bench: Bench, audio: Audio) -> tuple[str, int]:
    """What the judge takes it for, and its channels."""
    return bench.recognise(audio), audio.shape[1]


def family_tasks(plan: Plan) -> list[Task]:
    """Real clips of held-out seeds, and takes from their captions; every second one framed."""
    tasks = []
    for family in sorted(FAMILIES):
        for number in range(plan.per_family if not plan.quick else max(2, plan.per_family // 4)):
            clip = real(family, number, LENGTHS[number % len(LENGTHS)], _SEEDS)
            example = clip.example()
            new = number % 2 == 1
            text = prompts.framed(example.caption, number // 2) if new else example.caption
            channels = example.audio.shape[1]
            take = Generated(text, clip.seconds, clip.seed % 2**31)
            tasks += [
                Task(("real", family, new, channels, text), clip, recognise_and_count),
                Task(("take", family, new, channels, text), take, recognise_and_count),
            ]
    return tasks


@dataclass
class _Heard:
    """What came of real clips and of takes: (family, in a new frame, right) of each."""

    real: list[tuple[str, bool, bool]] = field(default_factory=list)
    take: list[tuple[str, bool, bool]] = field(default_factory=list)
    mistaken: Counter[str] = field(default_factory=Counter)
    one_channel: list[bool] = field(default_factory=list)


def family_lines(done: list[Done]) -> list[Line]:
    """Over all, of prompts in new frames, per family, and how many channels came."""
    heard = _Heard()
    for item in done:
        kind, family, new, channels, _ = item.key
        name, came = item.found
        getattr(heard, kind).append((family, new, name == family))
        if kind == "take":
            heard.mistaken.update([f"{family} -> {name}"] if name != family else [])
            heard.one_channel += [came == 1] if channels == 1 else []
    return [*_share_lines(heard), *_number_lines(_each(heard.take), _each(heard.real))]


def _share_lines(heard: _Heard) -> list[Line]:
    every = estimates.share([hit for *_, hit in heard.take])
    fresh = estimates.share([hit for _, new, hit in heard.take if new])
    return [
        Line(
            "generated, family recognised",
            every,
            f">= {TARGET}",
            every.value >= TARGET,
            estimates.share([hit for *_, hit in heard.real]),
            digits=3,
            details={
                "families": _each(heard.take),
                "real": _each(heard.real),
                "mistaken": dict(heard.mistaken.most_common(40)),
            },
        ),
        Line(
            "generated, prompts in frames that no caption has",
            fresh,
            f">= {TARGET}",
            fresh.value >= TARGET,
            digits=3,
        ),
        Line("generated, one channel for kinds of one channel", estimates.share(heard.one_channel)),
    ]


def _number_lines(each: dict[str, float], reals: dict[str, float]) -> list[Line]:
    good = sorted(name for name, value in each.items() if value >= GOOD)
    poor = sorted((name for name, value in each.items() if value < POOR), key=lambda f: each[f])
    return [
        Line(
            f"families recognised at {GOOD} or better, of {len(each)}",
            _number(len(good)),
            f">= {CORE_GOOD}",
            len(good) >= CORE_GOOD,
            _number(sum(value >= GOOD for value in reals.values())),
            digits=0,
            details={"good": good},
        ),
        Line(
            f"families under {POOR}",
            _number(len(poor)),
            "none",
            not poor,
            _number(sum(value < POOR for value in reals.values())),
            ", ".join(f"{name} {each[name]:.2f}" for name in poor),
            digits=0,
        ),
    ]


def _each(hits: list[tuple[str, bool, bool]]) -> dict[str, float]:
    found: dict[str, list[bool]] = defaultdict(list)
    for family, _, hit in hits:
        found[family].append(hit)
    return {family: sum(values) / len(values) for family, values in sorted(found.items())}


def _number(value: int) -> estimates.Estimate:
    return estimates.Estimate(float(value), float(value), float(value), 1)


# --- unseen words ------------------------------------------------------------------------------

_ASKED = ("{}", "the sound of a {}")


def unseen_tasks(plan: Plan) -> list[Task]:
    """Every reserved word by itself and in a phrase."""
    words = sorted(RESERVED)[:: 4 if plan.quick else 1]
    return [
        Task((word, asked), Generated(asked.format(word), 3.0, 700 + number), recognise)
        for word in words
        for number, asked in enumerate(_ASKED)
    ]


def unseen_lines(done: list[Done]) -> list[Line]:
    """The mean over words; the interval counts words, not takes."""
    hits: dict[str, list[bool]] = defaultdict(list)
    heard: dict[str, list[str]] = defaultdict(list)
    for item in done:
        word, _ = item.key
        hits[word].append(item.found == RESERVED[word])
        heard[word].append(item.found)
    found = estimates.mean([sum(values) / len(values) for values in hits.values()])
    missed = sorted(word for word, values in hits.items() if not any(values))
    note = f"never right: {', '.join(missed[:12])}" + (" ..." if len(missed) > 12 else "")
    return [
        Line(
            f"unseen words ({len(hits)} words that no caption has, {len(_ASKED)} takes each)",
            found,
            ">= 0.80",
            found.value >= 0.80,
            note=note if missed else "",
            details={"heard": dict(heard)},
        )
    ]


ROWS = (
    Row("families", family_tasks, family_lines),
    Row("unseen", unseen_tasks, unseen_lines),
)
