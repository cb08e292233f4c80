"""From a request to finished audio files: condition, sample, decode, store.

Generators of events; who iterates may stop between any two. At most one model is resident; it stays
in the dictionary that the caller keeps between jobs. The database is not known here.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import paths
from tangostudio.audio import facts, files, loudness
from tangostudio.cards import Catalogue, ModelCard, sampling
from tangostudio.engines import device, memory, profile
from tangostudio.engines import precision as precisions
from tangostudio.engines.loaded import Adapters, Loaded
from tangostudio.engines.samplers import sampler
from tangostudio.engines.schedules import schedule
from tangostudio.engines.takes import Making
from tangostudio.families import Family, family
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
_PLANS = "plans"  # how each model was held when memory ran short, by its id and precision


def warm(job: str, request: WarmRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Load the model and run one tiny take, so that kernels and caches are warm."""
    loaded = yield from load(job, request.model, resident, precision=request.precision)
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
        loaded = yield from load(job, *asked, precision=request.precision)
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
    options = _plans(loaded.card, loaded.precision)
    following = memory.tighter(options, options.index(loaded.plan), batch)
    if following is None or not memory.is_out_of_memory(error):
        return None
    plan = options[following]
    resident.setdefault(_PLANS, {})[loaded.card.id, loaded.precision] = following
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
    making = Making(request, loaded)
    at_once = max(1, min(request.batch, loaded.plan.at_once))
    clock = _Clock(job, len(request.seeds) - done, at_once, done)
    for first in range(done, len(request.seeds), at_once):
        began = time.perf_counter()
        seeds = request.seeds[first : first + at_once]
        sounds = yield from clock.watch(making, seeds, first)
        spent = (time.perf_counter() - began) / len(seeds)
        for offset, sound in enumerate(sounds):
            yield _store(job, first + offset, sound, request, loaded.card, spent)


def as_made(ready: AudioReady) -> tuple[np.ndarray, int]:
    """A stored take, float32 (frames, channels), as the model gave it, and its rate."""
    stored = files.read(Path(ready.path))
    return (stored.samples * 10 ** (-ready.gain_db / 20)).astype(np.float32), stored.sample_rate


def load(
    job: str,
    identifier: str,
    resident: dict[str, Any],
    adapters: Adapters = (),
    adapter_dir: str = "",
    *,
    folder: Path | None = None,
    precision: str = "",
) -> Generator[Event, None, Loaded]:
    """The model, from memory or from disk; another one that was resident is let go first.

    Its files lie in its own folder unless another one is named. It is held by the roomiest plan
    that fits, and by the next one when memory runs out while it is read. A precision that cannot be
    had is told of, and the model is held as if none was asked for.
    """
    held: Loaded | None = resident.get(_MODEL)
    if held is not None and (held.card.id, held.adapters, held.precision) == (
        identifier,
        adapters,
        precision,
    ):
        return held
    card = Catalogue.load(paths.models_dir()).get(identifier)
    if folder is not None:
        card = replace(card, folder=folder)
    resident.pop(_MODEL, None)
    held = None
    folder = card.verify_files() if card.files else None
    stack = [(Path(adapter_dir) / f"{sha256}.safetensors", s) for sha256, s in adapters]
    card = sampling.driven(card, sampling.of_adapters(Path(adapter_dir), adapters))
    net = family(card.family)
    if note := _settled(card, precision).note:
        yield Notice(job, note)
    device.leave_a_core()
    while True:
        device.let_go()
        plan, where = _plan(card, precision, resident)
        loaded = Loaded(card, adapters, net, None, plan, precision)
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


def _plan(card: ModelCard, asked: str, resident: dict[str, Any]) -> tuple[memory.Plan, str]:
    """The roomiest plan that fits and did not fail before; and where the model will be, and why."""
    choice = _choice(card)
    options = _plans(card, asked)
    fits = memory.first_that_fits(options, device.free_memory(choice.device))
    plan = options[max(fits, resident.get(_PLANS, {}).get((card.id, asked), 0))]
    return plan, f"{choice.reason}; {plan.words}" if plan.words else choice.reason


def _choice(card: ModelCard) -> device.Choice:
    return device.choose(card.options.get("devices", device.DEVICES))


def _settled(card: ModelCard, asked: str) -> precisions.Settled:
    return precisions.settle(card, _choice(card).device, asked)


def _plans(card: ModelCard, asked: str) -> list[memory.Plan]:
    choice, settled = _choice(card), _settled(card, asked).precision
    spare = not settled and not precisions.why_no_int8(card)
    return memory.plans(card, choice.device, settled or choice.precision, int8=spare)


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
    found = facts.examine(sound, card.sample_rate, gain_db=stored.gain_db, loops=request.loop)
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
        model_hash=card.weights_hash,
        render_seconds=render_seconds,
        **vars(found),
    )


class _Clock:
    """Counts steps and foretells the time that is left; decoding counts as one step of a group."""

    def __init__(self, job: str, takes: int, at_once: int, made: int) -> None:
        self._job, self._takes, self._at_once = job, takes, at_once
        self._made = made  # takes that were there before the clock began
        self._began = time.perf_counter()
        self._done = 0

    def watch(
        self, making: Making, seeds: Sequence[int], first: int
    ) -> Generator[Progress, None, list[np.ndarray]]:
        """Makes the takes of a group that starts with take `first`, and tells of every step."""
        walk = making.make(seeds)
        step = 0
        while True:
            try:
                next(walk)
            except StopIteration as ended:
                self._done += 1
                return ended.value
            step, self._done = step + 1, self._done + 1
            groups = -(-(self._made + self._takes - first) // self._at_once)
            left = groups * (making.steps + 1) - step
            rate = (time.perf_counter() - self._began) / self._done
            takes = self._made + self._takes
            yield Progress(self._job, first + 1, takes, step, making.steps, left * rate)
