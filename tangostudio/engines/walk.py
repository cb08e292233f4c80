"""One walk of a model from noise to sounds: from nothing, from a sound, or filling gaps in one.

A gap is filled by a net that is told what to keep; any other net is led: at every step the kept
latents are those of the source, noised to the step's time with the take's own noise (Lugmayr et
al., "RePaint: Inpainting using Denoising Diffusion Probabilistic Models", 2022, without its
repeats). Knows nothing of files and of how sounds are joined.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from tangostudio.engines.loaded import Loaded
from tangostudio.engines.samplers import Sampler, Velocity, sampler
from tangostudio.engines.schedules import schedule
from tangostudio.engines.variation import Chance
from tangostudio.families import Filling, FromSound
from tangostudio.messages import GenerateRequest

Walk = Generator[None, None, list[np.ndarray]]
"""Yields after each step; its result is one sound (frames, channels) for each take."""

_ROUNDING = 1e-6  # of a latent


@dataclass(frozen=True)
class Given:
    """What takes start from.

    Attributes:
        sounds: of each take, float32 (frames, channels).
        gaps: (start, end) in seconds, made from pure noise, the rest kept; or none, where the
            whole is made anew by the request's strength.
    """

    sounds: Sequence[np.ndarray]
    sample_rate: int
    gaps: tuple[tuple[float, float], ...] = ()


def times(loaded: Loaded, request: GenerateRequest, strength: float = 1.0) -> list[float]:
    """The times of a walk, one more than it has steps."""
    return schedule(loaded.card.options.get("schedule"))(request.steps, strength)


def walk(
    loaded: Loaded,
    request: GenerateRequest,
    seconds: float,
    chances: Sequence[Chance],
    given: Given | None = None,
) -> Walk:
    """Make a sound of `seconds` for each chance, side by side."""
    net, model = loaded.family, loaded.model
    told = net.condition(model, request.prompt, request.negative, seconds, request.guidance)
    shape = net.latent_shape(model, seconds)
    method = sampler(request.sampler)
    whole = given is not None and not given.gaps
    way = times(loaded, request, request.strength if whole else 1.0)
    draw = functools.partial(_draw, loaded, shape, chances)
    noise = draw()
    sound = None if given is None else _heard(loaded, given, seconds, chances)
    velocity = functools.partial(_velocity, loaded, told)
    begun = method.start(noise, way[0], sound if whole else None)
    if given is not None and given.gaps:
        if hasattr(net, "keep"):
            kept = cast(Filling, net).keep(model, told, sound, given.gaps)
            velocity = functools.partial(_velocity, loaded, kept)
        else:
            keep = _kept(loaded, noise, given.gaps)
            begun = keep * method.start(noise, way[0], sound) + (1 - keep) * begun
            velocity = functools.partial(_led, velocity, method, sound, keep)
    latents = begun
    for latents in method.walk(velocity, begun, way, draw):  # noqa: B007
        yield
    return net.decode(model, latents, seconds, [chance.generator for chance in chances])


def _draw(loaded: Loaded, shape: tuple[int, int], chances: Sequence[Chance]) -> Any:
    """Fresh noise for every take, each by its own chance."""
    return loaded.family.stack([chance.noise(shape) for chance in chances])


def _heard(loaded: Loaded, given: Given, seconds: float, chances: Sequence[Chance]) -> Any:
    """Latents of the sounds; every take encodes with its own generator."""
    net = cast(FromSound, loaded.family)
    return net.stack(
        [
            net.encode(loaded.model, sound, given.sample_rate, seconds, chance.generator)
            for sound, chance in zip(given.sounds, chances, strict=True)
        ]
    )


def _velocity(loaded: Loaded, told: Any, x: Any, time: float) -> Any:
    return loaded.family.velocity(loaded.model, x, time, told)


def _kept(loaded: Loaded, noise: Any, gaps: Sequence[tuple[float, float]]) -> Any:
    """(1, length, 1) of the kind of noise: 1 where a latent is kept, 0 where a gap touches it."""
    rate = cast(FromSound, loaded.family).latent_rate(loaded.model)
    keep = 0 * noise[:1, :, :1] + 1
    for start, end in gaps:
        first = max(0, math.floor(start * rate + _ROUNDING))
        keep[:, first : math.ceil(end * rate - _ROUNDING)] = 0
    return keep


def _led(velocity: Velocity, method: Sampler, sound: Any, keep: Any, x: Any, time: float) -> Any:
    """The net's velocity in the gaps; elsewhere the one that leads to the sound."""
    return keep * method.towards(x, time, sound) + (1 - keep) * velocity(x, time)
