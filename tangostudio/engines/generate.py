"""From a request to finished audio files: condition, sample, decode, store.

Generators of events; who iterates may stop between any two. At most one model is resident; it stays
in the dictionary that the caller keeps between jobs. The database is not known here.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from tangostudio import paths
from tangostudio.audio import files, loudness, overview
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.engines import device, memory, profile
from tangostudio.engines.samplers import sampler
from tangostudio.engines.schedules import schedule
from tangostudio.errors import BadRequest
from tangostudio.families import Family, FromSound, family
from tangostudio.messages import (
    AudioReady,
    Event,
    GenerateRequest,
    Loading,
    Notice,
    Profiled,
    Progress,
    WarmRequest,
)

_MODEL = "generator"  # the resident generator's key
_PLANS = "plans"  # how each model was held when memory ran short, by its id

Adapters = tuple[tuple[str, float], ...]
"""Hash and strength of each adapter that is added to a model."""


@dataclass(frozen=True)
class Loaded:
    """A model that is ready: its card, its adapters, its family's functions, and how it is held."""

    card: ModelCard
    adapters: Adapters
    family: Family
    model: Any
    plan: memory.Plan


def warm(job: str, request: WarmRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Load the model and run one tiny take, so that kernels and caches are warm."""
    loaded = yield from load(job, request.model, resident)
    try_out(loaded)
    if request.profile:
        place = loaded.plan.place
        yield Profiled(job, *profile.measure(place.device, place.precision))


def try_out(loaded: Loaded) -> np.ndarray:
    """One step of the shortest take: the sound shows whether the model works at all."""
    card, net, model = loaded.card, loaded.family, loaded.model
    seconds = card.parameters["seconds"].minimum
    conditioning = net.condition(model, "warm up", "", seconds, card.default("guidance"))
    shape = net.latent_shape(model, seconds)
    noise, generator = net.start(model, shape, 0)
    method = sampler(card.samplers[0])
    times = schedule(card.options.get("schedule"))(1, 1.0)
    velocity = functools.partial(_velocity, net, model, conditioning)
    begun = method.start(noise, times[0], None)
    *_, last = method.walk(velocity, begun, times, lambda: net.noise(model, shape, generator))
    (sound,) = net.decode(model, last, seconds, [generator])
    loudness.measure(sound, card.sample_rate)  # its filters take a moment to import
    return sound


def generate(job: str, request: GenerateRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """One take per seed, each stored in `request.out` and announced as soon as it is complete.

    When memory runs out the model is held more tightly and the takes that are missing are made.
    An error that not even the tightest plan avoids is raised as it came.
    """
    done = 0
    asked = (request.model, resident, request.adapters, request.adapter_dir)
    while True:
        loaded = yield from load(job, *asked)
        try:
            for event in takes(job, request, loaded, done):
                done += isinstance(event, AudioReady)
                yield event
        except Exception as error:
            plan = _after(error, loaded, request.batch, resident)
            if plan is None:
                raise
        else:
            return
        # The error is gone by now, and with it the frames that held the model.
        del loaded
        yield _short(job, plan)


def _after(
    error: Exception, loaded: Loaded, batch: int, resident: dict[str, Any]
) -> memory.Plan | None:
    """The next plan for a model that ran out of memory, which is noted.

    The model is let go unless it is held in the same way and only makes fewer takes at once. None
    after an error of another kind, and after the tightest plan.
    """
    options = _plans(loaded.card)
    following = memory.tighter(options, options.index(loaded.plan), batch)
    if following is None or not memory.is_out_of_memory(error):
        return None
    plan = options[following]
    resident.setdefault(_PLANS, {})[loaded.card.id] = following
    resident.pop(_MODEL, None)
    if plan.place == loaded.plan.place:
        resident[_MODEL] = replace(loaded, plan=plan)
    return plan


def _short(job: str, plan: memory.Plan) -> Notice:
    return Notice(job, f"Memory ran short: {plan.words}.")


def takes(
    job: str, request: GenerateRequest, loaded: Loaded, done: int = 0
) -> Iterator[Progress | AudioReady]:
    """The takes of a request by a model that is loaded, after the first `done`."""
    net, model = loaded.family, loaded.model
    method = sampler(request.sampler)
    source = _source(request, loaded.card)
    told = net.condition(model, request.prompt, request.negative, request.seconds, request.guidance)
    shape = net.latent_shape(model, request.seconds)
    # Regions are made from pure noise; what is kept around them is told to the net.
    strength = 1.0 if source is None or request.regions else request.strength
    times = schedule(loaded.card.options.get("schedule"))(request.steps, strength)
    at_once = max(1, min(request.batch, loaded.plan.at_once))
    clock = _Clock(job, len(request.seeds) - done, len(times) - 1, at_once, done)
    for first in range(done, len(request.seeds), at_once):
        began = time.perf_counter()
        seeds = request.seeds[first : first + at_once]
        starts = [net.start(model, shape, seed) for seed in seeds]
        generators = [generator for _, generator in starts]
        noise = net.stack([start for start, _ in starts])
        given, kept = None, told
        if source is not None:
            given, kept = _given(loaded, request, source, generators, told)
        velocity = functools.partial(_velocity, net, model, kept)
        draw = functools.partial(_draw, net, model, shape, generators)
        begun = latents = method.start(noise, times[0], given)
        for latents in method.walk(velocity, begun, times, draw):  # noqa: B007
            yield clock.step_done(first)
        sounds = net.decode(model, latents, request.seconds, generators)
        clock.take_done()
        spent = (time.perf_counter() - began) / len(seeds)
        for offset, sound in enumerate(sounds):
            yield _store(job, first + offset, sound, request, loaded.card, spent)


def _given(
    loaded: Loaded,
    request: GenerateRequest,
    source: tuple[np.ndarray, int],
    generators: list[Any],
    told: Any,
) -> tuple[Any, Any]:
    """The takes' start latents, or None where regions are made, and what is told to the net then.

    Every take encodes with its own generator.
    """
    net, model = cast(FromSound, loaded.family), loaded.model
    latents = [net.encode(model, *source, request.seconds, each) for each in generators]
    given = net.stack(latents)
    if not request.regions:
        return given, told
    return None, net.keep(model, told, given, request.regions)


def _source(request: GenerateRequest, card: ModelCard) -> tuple[np.ndarray, int] | None:
    """The start sound (frames, channels) and its rate.

    Raises:
        BadRequest: the model cannot start from a sound or make regions of one again, or the
            strength is out of range.
        AudioFileError: the file cannot be read.
    """
    if not request.init:
        return None
    ability = "inpaint" if request.regions else "init"
    if ability not in card.can:
        what = "make parts of a sound again" if request.regions else "start from a sound"
        reason = card.cannot.get(ability, "Choose another model.")
        raise BadRequest(f"{card.name} cannot {what}.", reason)
    if not 0 < request.strength <= 1:
        raise BadRequest(
            f"A strength of {request.strength:g} cannot be used.",
            "Choose more than 0, which would change nothing, and at most 1, which keeps nothing.",
        )
    sound = files.read(Path(request.init))
    return sound.samples, sound.sample_rate


def load(
    job: str,
    identifier: str,
    resident: dict[str, Any],
    adapters: Adapters = (),
    adapter_dir: str = "",
    *,
    folder: Path | None = None,
) -> Generator[Event, None, Loaded]:
    """The model, from memory or from disk; another one that was resident is let go first.

    Its files lie in its own folder unless another one is named. It is held by the roomiest plan
    that fits, and by the next one when memory runs out while it is read.
    """
    held: Loaded | None = resident.get(_MODEL)
    if held is not None and (held.card.id, held.adapters) == (identifier, adapters):
        return held
    card = Catalogue.load(paths.models_dir()).get(identifier)
    if folder is not None:
        card = replace(card, folder=folder)
    resident.pop(_MODEL, None)
    held = None
    folder = card.verify_files() if card.files else None
    stack = [(Path(adapter_dir) / f"{sha256}.safetensors", s) for sha256, s in adapters]
    net = family(card.family)
    device.leave_a_core()
    while True:
        device.let_go()
        plan, where = _plan(card, resident)
        loaded = Loaded(card, adapters, net, None, plan)
        yield Loading(job, card.name, where)
        try:
            loaded = replace(loaded, model=net.build(card, folder, plan.place, stack))
        except Exception as error:
            following = _after(error, loaded, 1, resident)
            if following is None:
                raise
        else:
            resident[_MODEL] = loaded
            return loaded
        yield _short(job, following)


def _plan(card: ModelCard, resident: dict[str, Any]) -> tuple[memory.Plan, str]:
    """The roomiest plan that fits and did not fail before; and where the model will be, and why."""
    choice = _choice(card)
    options = _plans(card)
    fits = memory.first_that_fits(options, device.free_memory(choice.device))
    plan = options[max(fits, resident.get(_PLANS, {}).get(card.id, 0))]
    return plan, f"{choice.reason}; {plan.words}" if plan.words else choice.reason


def _choice(card: ModelCard) -> device.Choice:
    return device.choose(card.options.get("devices", device.DEVICES))


def _plans(card: ModelCard) -> list[memory.Plan]:
    choice = _choice(card)
    return memory.plans(card, choice.device, choice.precision)


def _draw(net: Family, model: Any, shape: tuple[int, int], generators: list[Any]) -> Any:
    """Fresh noise for every take of a batch, each from its own generator."""
    return net.stack([net.noise(model, shape, generator) for generator in generators])


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

    def __init__(self, job: str, takes: int, steps: int, batch: int, made: int) -> None:
        self._job, self._takes, self._steps, self._batch = job, takes, steps, batch
        self._made = made  # takes that were there before the clock began
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
        takes = self._made + self._takes
        return Progress(self._job, first + 1, takes, step, self._steps, left * rate)

    def take_done(self) -> None:
        """Decoding is done: it counts as one step."""
        self._done += 1
