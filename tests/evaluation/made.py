"""Reports of invented values, to write files of."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from tangostudio.evaluation.results import (
    Comparison,
    Found,
    Interval,
    Metric,
    Report,
    Setting,
    Sound,
)

SCORE = Metric("clap", "CLAP score", "Cosine of text and sound.")
DISTANCE = Metric("frechet", "Frechet distance", "Between two sets.", "lower", 1)
DIVERSITY = Metric("diversity", "Diversity", "1 less the mean cosine.")
FAULTS = Metric("faults", "Takes with a fault", "Share of takes.", "lower", 1, "%")
SECONDS = Metric("seconds", "Seconds per take", "Median.", "lower", 2, "s")
ONE = Metric("clap_1", "1 event", "Of one event.", of="clap")
TWO = Metric("clap_2", "2 events", "Of two events.", of="clap")
METRICS = (SCORE, DISTANCE, DIVERSITY, FAULTS, SECONDS, ONE, TWO)

EVIL = "<script>alert(\"1\")</script> & 'quoted'"
PROMPTS = ((EVIL, 2.0), ("鸟鸣声，清晨的森林", 1.5), ("صوت مطر غزير", 3.0), ("=1+1", 1.0))


def setting(name: str, steps: int = 8, guidance: float = 4.0, **changes: Any) -> Setting:
    return Setting(name, "starter", steps, guidance, "euler", **changes)


def found(of: Setting, score: float) -> Found:
    values = {
        "clap": Interval(score, score - 0.02, score + 0.03, len(PROMPTS)),
        "frechet": Interval(20.0 - score, 19.0, 21.0, 16),
        "diversity": Interval(1 - score, 0.3, 0.9, len(PROMPTS)),
        "faults": Interval(0.125, 0.03, 0.4, 16),
        "seconds": Interval(of.steps / 10, count=16),
        "clap_1": Interval(score + 0.1),
        "clap_2": Interval(score - 0.1),
    }
    rows = tuple(score + place / 10 for place in range(len(PROMPTS) - 1))
    return Found(of, values, {"clap": (*rows, math.nan)})


def pair(**changes: Any) -> Report:
    """Two settings, the second with a better score."""
    first, second = setting("first", 16), setting('second, "few" <b>', 8, 1.0)
    better = Interval(0.1, 0.05, 0.15, 4)
    unsure = Interval(0.1, -0.05, 0.25, 4)
    report = Report(
        title="first and second <i>",
        made_at="2026-03-04T05:06:07+00:00",
        version="1.0",
        machine="a machine",
        seeds=(7, 8, 9),
        prompts=PROMPTS,
        metrics=METRICS,
        found=(found(first, 0.2), found(second, 0.3)),
        comparisons=(
            Comparison(
                first.name, second.name, "clap", better, 0.99, "The <b>second</b> is better."
            ),
            Comparison(first.name, second.name, "frechet", unsure, 0.3, "Nobody <b>knows</b>."),
        ),
        notes=("A note.",),
        command='tangostudio evaluate --setting "a: steps=8"',
    )
    return dataclasses.replace(report, **changes)


def grid(steps: tuple[int, ...] = (4, 8), guidances: tuple[float, ...] = (1.0, 3.5, 5.0)) -> Report:
    """All combinations; the score grows with both."""
    settings = [setting(f"{s} steps, guidance {g:g}", s, g) for s in steps for g in guidances]
    every = tuple(found(one, one.steps / 100 + one.guidance / 10) for one in settings)
    return pair(found=every, comparisons=(), grid=True)


def with_sounds(report: Report, folder: Path, names: tuple[str, ...]) -> Report:
    """The report with a kept take of its second prompt for each setting, in files so named."""
    (folder / "sounds").mkdir(parents=True, exist_ok=True)
    wave = np.sin(np.linspace(0, 300, 4000)).astype(np.float32)
    kept = []
    for name, one in zip(names, report.found, strict=True):
        soundfile.write(folder / "sounds" / name, wave, 16_000, format="WAV")
        prompt = report.prompts[1][0]
        kept.append(Sound(f"sounds/{name}", one.setting.name, prompt, 7, {"clap": 0.25}))
    return dataclasses.replace(report, sounds=tuple(kept))
