"""Training examples on demand: an audio clip and its caption from one seed.

The same seed always gives the same example, so nothing needs to be stored. It knows neither
models nor how the examples are used.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.starter import captions, sounds
from tangostudio.starter.sounds import SAMPLE_RATE, Sound

TRAIN_SEEDS = 0
"""Training counts its seeds up from here."""

HELD_OUT_SEEDS = 2**40
"""Evaluation counts up from here; training never comes this far."""

SHORTEST, LONGEST = 0.5, 10.0
"""Range of the lengths in seconds; log-uniform."""

COMPOSED, SHORTEST_COMPOSED = 0.5, 2.0
"""Share of two sounds in one among the examples that are long enough (over 20 % of all)."""

FACTS_PER_SHARD = 500

_NAMES = tuple(sorted(sounds.FAMILIES))


@dataclass(frozen=True)
class Example:
    """A clip and what a prompt for it would ask.

    audio: float32 (frames, 1 or 2) with round(seconds * 44100) frames, peak at most 1.
    families: one name, or two of a composition (in order of time, or front before bed).
    facts: as of `Sound`; of a composition `relation` ("then", "while") and `parts`.
    """

    audio: NDArray[np.float32]
    caption: str
    families: tuple[str, ...]
    facts: dict[str, object]
    seconds: float


Make = Callable[[int], Example]
"""The example of a number."""


def example(
    seed: int,
    *,
    family: str | None = None,
    seconds: float | None = None,
    compose: bool = True,
    families: Sequence[str] = _NAMES,
) -> Example:
    """The example of a seed, of one of `families`; a given one is never composed with another."""
    rng = np.random.default_rng(seed)
    if seconds is None:
        seconds = round(float(SHORTEST * (LONGEST / SHORTEST) ** rng.random()), 2)
    place = rng.random()
    if compose and family is None and seconds >= SHORTEST_COMPOSED and place < COMPOSED:
        compound = _then if place < COMPOSED / 2 else _while
        return compound(rng, seconds, families)
    name = family or families[int(rng.integers(len(families)))]
    sound = sounds.render(name, rng, seconds)
    text = captions.caption(name, sound.facts, rng)
    return Example(sound.audio, text, (name,), sound.facts, seconds)


@contextmanager
def rendering(workers: int = 0) -> Iterator[Callable[[Make, range], Iterable[Example]]]:
    """A function that makes the examples of numbers, in order: here, or in processes beside."""
    if not workers:
        yield map
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=8)


def dump_facts(folder: Path, first_seed: int, count: int, workers: int) -> Iterator[dict[str, int]]:
    """Keep what may be said of `count` examples, in shards; yields after each."""
    folder.mkdir(parents=True, exist_ok=True)
    with rendering(workers) as render:
        for start in range(0, count, FACTS_PER_SHARD):
            path = folder / f"facts_{start:07d}.json"
            end = min(start + FACTS_PER_SHARD, count)
            if not path.exists():
                made = render(example, range(first_seed + start, first_seed + end))
                rows = json.dumps([(one.families, one.facts) for one in made], default=float)
                part = path.with_suffix(".part")
                part.write_text(rows, encoding="utf-8")
                part.replace(path)
            yield {"clips": end, "of": count}


def load_facts(folder: Path) -> list[tuple[list[str], dict[str, object]]]:
    """Families and facts of every example that `dump_facts` kept, in order."""
    rows: list[tuple[list[str], dict[str, object]]] = []
    for path in sorted(folder.glob("facts_*.json")):
        rows += json.loads(path.read_text(encoding="utf-8"))
    return rows


def worded(families: Sequence[str], facts: Mapping[str, object], rng: np.random.Generator) -> str:
    """A true caption of an example in new words, given its families and facts."""
    parts = facts.get("parts")
    if not isinstance(parts, list):
        return captions.caption(families[0], facts, rng)
    said = [captions.describe(part["family"], part["facts"], rng) for part in parts]
    join = captions.followed if facts["relation"] == "then" else captions.during
    return join(said[0], said[1], rng)


def _then(rng: np.random.Generator, seconds: float, families: Sequence[str]) -> Example:
    """One sound, a short gap, and another."""
    first, second = rng.permutation(len(families))[:2]
    names = (families[int(first)], families[int(second)])
    gap = rng.uniform(0.05, 0.4)
    share = rng.uniform(0.35, 0.6) * (seconds - gap)
    before = sounds.render(names[0], rng, share)
    start = _end(before.audio) / SAMPLE_RATE + gap
    after = sounds.render(names[1], rng, seconds - start)
    audio = _mixed(seconds, ((before.audio, 0.0), (after.audio, start)))
    text = captions.followed(
        captions.describe(names[0], before.facts, rng),
        captions.describe(names[1], after.facts, rng),
        rng,
    )
    return Example(
        audio, text, names, _facts("then", names, (before, after), (0.0, start)), seconds
    )


def _while(rng: np.random.Generator, seconds: float, families: Sequence[str]) -> Example:
    """Something that happens in front of something that goes on, at about half its level."""
    fronts = [name for name in families if name not in sounds.BEDS]
    backs = [name for name in families if name in sounds.BEDS]
    front_name = fronts[int(rng.integers(len(fronts)))]
    back_name = backs[int(rng.integers(len(backs)))]
    start = rng.uniform(0, 0.25) * seconds
    front = _without(sounds.render(front_name, rng, seconds - start), ("level", "distance"))
    back = _without(sounds.render(back_name, rng, seconds), ("level", "distance"))
    top = rng.uniform(0.55, 0.8)
    near = front.audio * np.float32(top / np.abs(front.audio).max())
    far = back.audio * np.float32(top * rng.uniform(0.35, 0.55) / np.abs(back.audio).max())
    audio = _mixed(seconds, ((near, start), (far, 0.0)))
    names = (front_name, back_name)
    text = captions.during(
        captions.describe(front_name, front.facts, rng),
        captions.describe(back_name, back.facts, rng),
        rng,
    )
    return Example(audio, text, names, _facts("while", names, (front, back), (start, 0.0)), seconds)


def _end(audio: NDArray[np.float32]) -> int:
    """The frame after which a sound stays 40 dB under its peak."""
    level = np.abs(audio).max(axis=1)
    heard = np.flatnonzero(level > 0.01 * level.max())
    return int(heard[-1]) + 1 if heard.size else 0


def _mixed(
    seconds: float, parts: tuple[tuple[NDArray[np.float32], float], ...]
) -> NDArray[np.float32]:
    channels = max(audio.shape[1] for audio, _ in parts)
    out = np.zeros((round(seconds * SAMPLE_RATE), channels), np.float32)
    for audio, start in parts:
        at = round(start * SAMPLE_RATE)
        piece = audio[: len(out) - at]
        out[at : at + len(piece)] += piece
    top = float(np.abs(out).max())
    return out if top <= 0.99 else out * np.float32(0.99 / top)


def _without(sound: Sound, names: tuple[str, ...]) -> Sound:
    """The same sound with some of its traits unsaid."""
    traits = sound.facts["traits"]
    assert isinstance(traits, dict)
    kept = {name: word for name, word in traits.items() if name not in names}
    return Sound(sound.audio, sound.facts | {"traits": kept})


def _facts(
    relation: str, names: tuple[str, str], parts: tuple[Sound, Sound], starts: tuple[float, float]
) -> dict[str, object]:
    return {
        "relation": relation,
        "parts": [
            {"family": name, "start": start, "facts": part.facts}
            for name, part, start in zip(names, parts, starts, strict=True)
        ],
    }
