"""Taste: how long a fit takes, and how many votes it needs, on designers whose taste is known.

The sounds are rendered from seeds that no training uses: eight takes each of every family at two
lengths, a family and a length standing for a prompt. They are heard as impressions, and by the
starter's embedder where its weights are.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from tangostudio.audio import impressions
from tangostudio.errors import WeightsError
from tangostudio.paths import models_dir
from tangostudio.preference import taste
from tangostudio.preference.designers import EXPRESSIBLE, Row, Sounds, study
from tangostudio.preference.opinions import Opinion
from tangostudio.starter import corpus, sounds
from tangostudio.starter.likings import LIKINGS
from tangostudio.starter.sounds import SAMPLE_RATE

FIRST_SEED = corpus.HELD_OUT_SEEDS + 90_000_000
LENGTHS = (1.5, 3.0)
TAKES = 8
RUNS = 5
VOTES, WIDTH = 2000, 256
_FITS = 7

Hear = Callable[[np.ndarray], np.ndarray]


def measure() -> Iterator[tuple[str, str, str]]:
    """The time of a fit; then per way of hearing a row per number of votes and per designer."""
    times = list(_fit_times())
    yield (
        f"fit a taste to {VOTES:,} votes of {WIDTH} values",
        "200 ms",
        f"{min(times) * 1000:.0f} ms (median {statistics.median(times) * 1000:.0f} ms)",
    )
    ways = dict(ways_of_hearing())
    heard, utilities = render(ways)
    for name, found in heard.items():
        yield from _rows(name, study(found, utilities, runs=RUNS))


def ways_of_hearing() -> Iterator[tuple[str, Hear]]:
    """What sounds are heard by, with its name."""
    from tangostudio.families import embedding

    yield impressions.NAME, lambda audio: impressions.impression(audio, SAMPLE_RATE)
    try:
        net = embedding.build(models_dir() / "starter", "cpu")
    except WeightsError:
        return
    yield net.name, lambda audio: net.audio([audio])[0]


def render(ways: dict[str, Hear]) -> tuple[dict[str, Sounds], dict[str, np.ndarray]]:
    """The sounds of the study as they are heard, and how much each designer likes them."""
    rows: dict[str, list[np.ndarray]] = {name: [] for name in ways}
    groups, liked = [], []
    for length in LENGTHS:
        for family in sorted(sounds.FAMILIES):
            group = len(groups) // TAKES
            for take in range(TAKES):
                seed = FIRST_SEED + 100 * group + take
                audio = corpus.example(seed, family=family, seconds=length).audio
                for name, hear in ways.items():
                    rows[name].append(hear(audio))
                groups.append(group)
                liked.append([liking(audio, SAMPLE_RATE) for liking in LIKINGS.values()])
    utilities = dict(zip(LIKINGS, np.array(liked).T, strict=True))
    return {name: Sounds(np.stack(r), np.array(groups)) for name, r in rows.items()}, utilities


def _rows(name: str, rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    expressible = [row for row in rows if row.expressible]
    yield f"{name}: of {len(rows)} designers it can express", "", f"{len(expressible)}"
    for count in rows[0].accuracy:
        for which, some in (("all", rows), ("expressible", expressible)):
            target = "80 %" if which == "expressible" and count == 100 else ""
            if some:
                mean = statistics.fmean(row.accuracy[count][0] for row in some)
                yield f"pairs foretold after {count} votes, {which}", target, f"{100 * mean:.1f} %"
    for row in rows:
        yield f"  {row.name}", "", _line(row)


def _fit_times() -> Iterator[float]:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(1000, WIDTH)).astype(np.float32)
    vectors = {f"{number:064x}": row for number, row in enumerate(rows)}
    names = list(vectors)
    liked = rows @ rng.normal(size=WIDTH) / 4
    found = []
    for _ in range(VOTES):
        a, b = rng.choice(len(names), 2, replace=False)
        chance = 1 / (1 + np.exp(liked[b] - liked[a]))
        found.append(Opinion(names[a], names[b], float(rng.random() < chance)))
    for _ in range(_FITS):
        began = time.perf_counter()
        taste.fit(found, vectors, "benchmark")
        yield time.perf_counter() - began


def _line(row: Row) -> str:
    shares = "  ".join(
        f"{count}: {100 * mean:.0f} ± {100 * half:.0f} %"
        for count, (mean, half) in row.accuracy.items()
    )
    mark = "" if row.ceiling >= EXPRESSIBLE else " (not expressible)"
    return f"{shares}  ceiling {100 * row.ceiling:.0f} %{mark}"
