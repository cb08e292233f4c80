"""From a request to finished audio files: condition, sample, decode, store.

Generators of events; who iterates may stop between any two. At most one model is resident; it stays
in the dictionary that the caller keeps between jobs. The database is not known here.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import paths
from tangostudio.audio import files, loudness, overview
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.engines.samplers import sampler
from tangostudio.families import Family, family
from tangostudio.messages import (
    AudioReady,
    Event,
    GenerateRequest,
    Loading,
    Progress,
    WarmRequest,
)

_MODEL = "generator"  # the resident generator's key

Adapters = tuple[tuple[str, float], ...]
"""Hash and strength of each adapter that is added to a model."""


@dataclass(frozen=True)
class Loaded:
    """A model that is ready: its card, its adapters, and its family's functions."""

    card: ModelCard
    adapters: Adapters
    family: Family
    model: Any


def warm(job: str, request: WarmRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Load the model and run one tiny take, so that kernels and caches are warm."""
    loaded = yield from load(job, request.model, resident)
    seconds = loaded.card.parameters["seconds"].minimum
    conditioning = loaded.family.condition(loaded.model, "warm up", "", seconds, 2.0)
    shape = loaded.family.latent_shape(loaded.model, seconds)
    x, generator = loaded.family.start(loaded.model, shape, 0)
    x = x - loaded.family.velocity(loaded.model, x, 1.0, conditioning)
    (sound,) = loaded.family.decode(loaded.model, x, seconds, [generator])
    loudness.measure(sound, loaded.card.sample_rate)  # its filters take a moment to import


def generate(job: str, request: GenerateRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """One take per seed, each stored in `request.out` and announced as soon as it is complete."""
    loaded = yield from load(job, request.model, resident, request.adapters, request.adapter_dir)
    yield from takes(job, request, loaded)


def takes(job: str, request: GenerateRequest, loaded: Loaded) -> Iterator[Progress | AudioReady]:
    """The takes of a request by a model that is loaded."""
    net, model = loaded.family, loaded.model
    conditioning = net.condition(
        model, request.prompt, request.negative, request.seconds, request.guidance
    )
    shape = net.latent_shape(model, request.seconds)
    clock = _Clock(job, len(request.seeds), request.steps, request.batch)
    for first in range(0, len(request.seeds), request.batch):
        began = time.perf_counter()
        seeds = request.seeds[first : first + request.batch]
        starts = [net.start(model, shape, seed) for seed in seeds]
        noise = net.stack([start for start, _ in starts])
        step, schedule = sampler(request.sampler)
        velocity = functools.partial(_velocity, net, model, conditioning)
        latents = noise
        for latents in step(velocity, noise, schedule(request.steps)):  # noqa: B007
            yield clock.step_done(first)
        sounds = net.decode(model, latents, request.seconds, [generator for _, generator in starts])
        clock.take_done()
        spent = (time.perf_counter() - began) / len(seeds)
        for offset, sound in enumerate(sounds):
            yield _store(job, first + offset, sound, request, loaded.card, spent)


def load(
    job: str,
    identifier: str,
    resident: dict[str, Any],
    adapters: Adapters = (),
    adapter_dir: str = "",
) -> Generator[Event, None, Loaded]:
    """The model, from memory or from disk; another one that was resident is let go first."""
    held: Loaded | None = resident.get(_MODEL)
    if held is not None and (held.card.id, held.adapters) == (identifier, adapters):
        return held
    card = Catalogue.load(paths.models_dir()).get(identifier)
    yield Loading(job, card.name)
    resident.pop(_MODEL, None)
    held = None
    folder = card.verify_files() if card.files else None
    net = family(card.family)
    leave_a_core()
    stack = [(Path(adapter_dir) / f"{sha256}.safetensors", s) for sha256, s in adapters]
    loaded = Loaded(card, adapters, net, net.build(card, folder, choose_device(), stack))
    resident[_MODEL] = loaded
    return loaded


def _velocity(net: Family, model: Any, conditioning: Any, x: Any, sigma: float) -> Any:
    return net.velocity(model, x, sigma, conditioning)


def _store(
    job: str,
    index: int,
    sound: np.ndarray,
    request: GenerateRequest,
    card: ModelCard,
    render_seconds: float,
) -> AudioReady:
    stored = files.store(sound, card.sample_rate, Path(request.out))
    kept = (sound * 10 ** (stored.gain_db / 20)).astype(np.float32)
    measured = loudness.measure(kept, card.sample_rate)
    return AudioReady(
        job=job,
        index=index,
        seed=request.seeds[index],
        path=str(stored.path),
        sha256=stored.sha256,
        frames=stored.frames,
        sample_rate=stored.sample_rate,
        channels=stored.channels,
        gain_db=stored.gain_db,
        lufs=measured.integrated_lufs,
        peak_db=measured.true_peak_db,
        overview=overview.pack(kept, card.sample_rate),
        model_hash=card.weights_hash,
        render_seconds=render_seconds,
    )


class _Clock:
    """Counts steps and foretells the time that is left."""

    def __init__(self, job: str, takes: int, steps: int, batch: int) -> None:
        self._job, self._takes, self._steps, self._batch = job, takes, steps, batch
        self._began = time.perf_counter()
        self._done = 0

    def step_done(self, first: int) -> Progress:
        """The progress after one more step of the batch that starts with take `first`."""
        self._done += 1
        groups = -(-self._takes // self._batch)
        # Storing and decoding count as one step of each group.
        left = groups * (self._steps + 1) - self._done
        rate = (time.perf_counter() - self._began) / self._done
        step = (self._done - 1) % (self._steps + 1) + 1
        return Progress(self._job, first + 1, self._takes, step, self._steps, left * rate)

    def take_done(self) -> None:
        """Decoding is done: it counts as one step."""
        self._done += 1
