"""What another precision costs and gains, measured: the same takes in float32 and in others.

A generator of events. Takes of the same prompts and seeds are compared with those in float32 by
time, by the velocity at the same points of the way, by spectrum, and by how well they match their
prompts. Nothing is kept, and what is made of the figures is not known here.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tangostudio import machine
from tangostudio.audio import spectral_distance
from tangostudio.cards import embedders
from tangostudio.engines import embed, generate
from tangostudio.engines.loaded import Loaded
from tangostudio.errors import BadRequest
from tangostudio.evaluation import statistics
from tangostudio.evaluation.results import Interval
from tangostudio.families.placement import BFLOAT16, FLOAT32, INT8
from tangostudio.messages import AudioReady, Event, GenerateRequest, Notice

FIRST_SEED = 60_000_001
"""Of the first prompt; every prompt after it has the next one."""

PROBED = 4
"""Prompts whose velocities are compared, at so many points of the way each."""

_JOB = "precision"


@dataclass(frozen=True)
class Question:
    """What is measured: one take of each prompt, text and seconds, in float32 and in others."""

    model: str
    prompts: tuple[tuple[str, float], ...]
    steps: int
    guidance: float
    sampler: str
    precisions: tuple[str, ...] = (BFLOAT16, INT8)


@dataclass(frozen=True)
class Measured:
    """What was found of one precision.

    Attributes:
        seconds: of a take, the median.
        speed: times faster than float32, prompt by prompt, the median; under 1 is slower. By the
            processor's time, which other programs disturb less than the clock's.
        net_bytes: of the net that samples, as it is held.
        peak_bytes: the most that the process held while takes were made, mapped files included;
            0 where the system does not say.
        velocity: time of the way (1 is noise) and the velocity's error relative to its size.
        spectral_db: distance of the sounds to those in float32.
        match: how well sounds match their prompts; match_change: less that of float32.
    """

    precision: str
    seconds: float
    speed: Interval
    net_bytes: int
    peak_bytes: int
    velocity: tuple[tuple[float, float], ...]
    spectral_db: Interval
    match: Interval
    match_change: Interval


@dataclass(frozen=True)
class Measurement:
    """All of it, float32 first.

    Attributes:
        other_seed_db: median spectral distance of takes of one prompt by two seeds, for comparison.
        load: the system's mean number of busy processes while it was measured; 0 where unknown.
    """

    model: str
    prompts: int
    threads: int
    load: float
    other_seed_db: float
    found: tuple[Measured, ...]


def measure(question: Question) -> Iterator[Event | Measurement]:
    """Make the takes and compare them; the last event is the `Measurement`.

    Precisions that cannot be had here are told of and left out.

    Raises:
        BadRequest, WeightsError, OutOfMemory: nothing to measure, or the model cannot be used.
    """
    if not question.prompts:
        raise BadRequest("There is no prompt to measure with.", "Give at least one.")
    listens = embed.ear(embedders.name_of(embedders.STARTER))
    exact = yield from _run(question, FLOAT32, None)
    if exact is None:
        raise BadRequest(
            "Precisions are measured on a processor that holds the model in float32.",
            "Set TANGOSTUDIO_DEVICE to cpu, or close other programs.",
        )
    heard = [exact]
    for precision in question.precisions:
        found = yield from _run(question, precision, exact)
        if found is not None:
            heard.append(found)
    texts = (listens.read or _no_words)([text for text, _ in question.prompts])
    matches = [_matches(run, texts, listens) for run in heard]
    yield Measurement(
        question.model,
        len(question.prompts),
        _threads(),
        _load(),
        float(np.median([spectral_distance.distance_db(*pair) for pair in exact.seeds])),
        tuple(
            _measured(run, exact, match, matches[0])
            for run, match in zip(heard, matches, strict=True)
        ),
    )


# --- one precision --------------------------------------------------------------------------------


@dataclass
class _Run:
    """What was made in a precision: of each prompt a sound, and its seconds.

    Attributes:
        worked: the processor's seconds.
        seeds: pairs of sounds of one prompt by two seeds.
    """

    precision: str
    sounds: list[np.ndarray] = field(default_factory=list)
    rate: int = 0
    spent: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    net_bytes: int = 0
    peak_bytes: int = 0
    points: list[_Point] = field(default_factory=list)
    errors: dict[float, list[float]] = field(default_factory=dict)
    seeds: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class _Point:
    """A point of a way: the prompt, where it was, and the velocity there."""

    prompt: int
    x: Any
    time: float
    share: float
    velocity: np.ndarray


def _run(
    question: Question, precision: str, exact: _Run | None
) -> Generator[Event, None, _Run | None]:
    """The takes in a precision; None where it cannot be had."""
    loaded = yield from generate.load(_JOB, question.model, {}, precision=precision)
    if loaded.plan.place.precision != precision:
        yield Notice(_JOB, f"{precision} is left out: the model is not held in it here.")
        return None
    run = _Run(precision, net_bytes=_bytes(loaded.model), rate=loaded.card.sample_rate)
    generate.try_out(loaded)  # first calls are slow
    machine.forget_peak()
    watched = _Watched(loaded.family, question.steps)
    loaded = dataclasses.replace(loaded, family=watched)
    for place, prompt in enumerate(question.prompts):
        watched.prompt = place if exact is None and place < PROBED else None
        began, worked = time.perf_counter(), time.process_time()
        run.sounds.append((yield from _take(question, prompt, FIRST_SEED + place, loaded)))
        run.spent.append(time.perf_counter() - began)
        run.worked.append(time.process_time() - worked)
    run.peak_bytes = machine.peak_memory() or 0
    watched.prompt = None
    run.points = watched.points
    if exact is None:
        for place, prompt in enumerate(question.prompts[:PROBED]):
            seed = FIRST_SEED + len(question.prompts) + place
            other = yield from _take(question, prompt, seed, loaded)
            run.seeds.append((run.sounds[place], other))
    for point in exact.points if exact is not None else ():
        run.errors.setdefault(point.share, []).append(_error(point, question, loaded))
    return run


class _Watched:
    """A family whose velocities are noted at some points of a way, for the prompt that is named."""

    def __init__(self, family: Any, steps: int) -> None:
        self._family = family
        self._noted = {round(share * (steps - 1)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)}
        self._steps, self._prompt, self._step = steps, None, 0
        self.points: list[_Point] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._family, name)

    @property
    def prompt(self) -> int | None:
        """Which prompt's way is noted from its next step on."""
        return self._prompt

    @prompt.setter
    def prompt(self, place: int | None) -> None:
        self._prompt, self._step = place, 0

    def velocity(self, model: Any, x: Any, time: float, told: Any) -> Any:
        """The family's own."""
        found = self._family.velocity(model, x, time, told)
        if self._prompt is not None and self._step in self._noted:
            share = 1 - self._step / max(1, self._steps)
            self.points.append(_Point(self._prompt, x, time, share, _array(found)))
        self._step += 1
        return found


def _take(
    question: Question, prompt: tuple[str, float], seed: int, loaded: Loaded
) -> Generator[Event, None, np.ndarray]:
    """A take of a prompt as the model gave it."""
    with tempfile.TemporaryDirectory() as folder:
        request = GenerateRequest(
            model=question.model,
            prompt=prompt[0],
            seconds=prompt[1],
            seeds=(seed,),
            steps=question.steps,
            guidance=question.guidance,
            sampler=question.sampler,
            out=folder,
        )
        sound = np.zeros((0, loaded.card.channels), np.float32)
        for event in generate.takes(_JOB, request, loaded):
            if isinstance(event, AudioReady):
                sound, _ = generate.as_made(event)
            else:
                yield event
    return sound


def _error(point: _Point, question: Question, loaded: Loaded) -> float:
    """Of the velocity at a point, relative to its size."""
    net, model = loaded.family, loaded.model
    text, seconds = question.prompts[point.prompt]
    told = net.condition(model, text, "", seconds, question.guidance)
    found = _array(net.velocity(model, point.x, point.time, told))
    return float(np.linalg.norm(found - point.velocity) / np.linalg.norm(point.velocity))


# --- comparing ------------------------------------------------------------------------------------


def _measured(run: _Run, exact: _Run, match: list[float], exact_match: list[float]) -> Measured:
    rates = np.divide(exact.worked, run.worked)
    pairs = zip(exact.sounds, run.sounds, strict=True)
    return Measured(
        run.precision,
        float(np.median(run.spent)),
        statistics.median(rates),
        run.net_bytes,
        run.peak_bytes,
        tuple((share, float(np.mean(errors))) for share, errors in run.errors.items()),
        statistics.mean([spectral_distance.distance_db(*pair) for pair in pairs]),
        statistics.mean(match),
        statistics.paired(exact_match, match).interval,
    )


def _matches(run: _Run, texts: np.ndarray, listens: embed.Ear) -> list[float]:
    """Cosine of each sound and its prompt."""
    heard = [listens.hear(sound, run.rate) for sound in run.sounds]
    return [float(sound @ text) for sound, text in zip(heard, texts, strict=True)]


def _no_words(texts: Sequence[str]) -> np.ndarray:
    raise BadRequest("The embedder knows no words.", "Choose the starter's embedder.")


# --- the machine ----------------------------------------------------------------------------------


def _array(x: Any) -> np.ndarray:
    return np.asarray(x.cpu() if hasattr(x, "cpu") else x, np.float64)


def _bytes(model: Any) -> int:
    """Of the net that samples; 0 for a model without one."""
    net = getattr(model, "net", None)
    if sys.modules.get("torch") is None or net is None:
        return 0
    from tangostudio.families import precisions

    return precisions.held_bytes(net)


def _threads() -> int:
    torch: Any = sys.modules.get("torch")
    return 1 if torch is None else torch.get_num_threads()


def _load() -> float:
    return os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
