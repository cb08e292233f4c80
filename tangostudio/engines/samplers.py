"""Samplers: free functions that walk from noise to a sound, one step at a time.

Each is a generator over (velocity, x, times, draw) that yields x after each step and knows neither
models nor arrays' kinds: `velocity(x, time)` is what the net predicts, `draw()` gives fresh noise
like x. Who iterates decides when to stop.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tangostudio.errors import BadRequest

Velocity = Callable[[Any, float], Any]
Draw = Callable[[], Any]
Times = Sequence[float]

_TINY = 1e-20


# --- flows: x = (1 - sigma) sound + sigma noise, velocity = noise - sound ------------------------


def euler(velocity: Velocity, x: Any, times: Times, draw: Draw | None = None) -> Iterator[Any]:
    """Euler steps of the rectified flow dx/dsigma = v (Liu et al. 2022)."""
    for now, following in itertools.pairwise(times):
        x = x + (following - now) * velocity(x, now)
        yield x


def pingpong(velocity: Velocity, x: Any, times: Times, draw: Draw) -> Iterator[Any]:
    """Denoise all the way, noise again to the next sigma: for few-step models.

    Song et al., "Consistency Models", 2023; Novack et al., "Fast Text-to-Audio Generation with
    Adversarial Post-Training", 2025.
    """
    for now, following in itertools.pairwise(times):
        sound = x - now * velocity(x, now)
        x = (1 - following) * sound + following * draw() if following else sound
        yield x


def dpmpp(
    velocity: Velocity, x: Any, times: Times, draw: Draw | None = None, least: float = 0.0
) -> Iterator[Any]:
    """DPM-Solver++(2M) (Lu et al. 2022) in the form of a flow, over log-SNR.

    Args:
        least: a floor for sigma and 1 - sigma inside the logarithms.
    """
    older: Any = None
    before = 0.0
    for now, following in itertools.pairwise(times):
        sound = x - now * velocity(x, now)
        if following == 0:
            x = sound
        else:
            h = _flow_log_snr(following, least) - _flow_log_snr(now, least)
            ahead = sound
            if older is not None and math.isfinite(before):
                ahead = sound + (sound - older) * (h / (2 * before))
            x = (following / now) * x - (1 - following) * math.expm1(-h) * ahead
            before, older = h, sound
        yield x


def dpmpp_floored(
    velocity: Velocity, x: Any, times: Times, draw: Draw | None = None
) -> Iterator[Any]:
    """The same with the logarithms' floor at 1e-10, so that its second step is not first-order."""
    return dpmpp(velocity, x, times, draw, 1e-10)


def _flow_log_snr(sigma: float, least: float) -> float:
    signal = max(1 - sigma, least)
    return math.log(signal / max(sigma, least)) if signal else -math.inf


# --- noise levels: x = sound + sigma noise; the net predicts v at t = 2/pi atan(sigma) ------------


def dpmpp_2m(velocity: Velocity, x: Any, times: Times, draw: Draw | None = None) -> Iterator[Any]:
    """DPM-Solver++(2M) (Lu et al. 2022) over noise levels."""
    older: Any = None
    before = 0.0
    for now, following in itertools.pairwise(times):
        sound = _denoised(velocity, x, now)
        if following == 0:
            x = sound
        else:
            h = math.log(now / following)
            ahead = sound if older is None else sound + (sound - older) * (h / (2 * before))
            x = (following / now) * x - math.expm1(-h) * ahead
            before, older = h, sound
        yield x


def dpmpp_3m_sde(velocity: Velocity, x: Any, times: Times, draw: Draw) -> Iterator[Any]:
    """DPM-Solver++(3M) SDE with eta 1, as k-diffusion has it.

    The noise of a step is a fresh draw: over steps that do not overlap, the increments of a
    Brownian path are independent.
    """
    sounds: list[Any] = []  # newest first
    steps: list[float] = []
    for now, following in itertools.pairwise(times):
        sound = _denoised(velocity, x, now)
        if following == 0:
            x = sound
        else:
            h = math.log(now / following)
            x = math.exp(-2 * h) * x - math.expm1(-2 * h) * sound
            phi_2 = math.expm1(-2 * h) / (2 * h) + 1
            if len(sounds) == 1:
                x = x + phi_2 * (sound - sounds[0]) * (h / steps[0])
            elif sounds:
                r0, r1 = steps[0] / h, steps[1] / h
                newer, older = (sound - sounds[0]) / r0, (sounds[0] - sounds[1]) / r1
                bend = (newer - older) / (r0 + r1)
                x = x + phi_2 * (newer + bend * r0) - (phi_2 / (2 * h) - 0.5) * bend
            x = x + draw() * (following * math.sqrt(-math.expm1(-2 * h)))
            sounds, steps = [sound, *sounds[:1]], [h, *steps[:1]]
        yield x


def _denoised(velocity: Velocity, x: Any, sigma: float) -> Any:
    scale = sigma * sigma + 1
    root = math.sqrt(scale)
    v = velocity(x / root, math.atan(sigma) * 2 / math.pi)
    return x / scale - (sigma / root) * v


# --- numbered steps: x = sqrt(a) sound + sqrt(1 - a) noise; the net predicts v --------------------


def ddpm(velocity: Velocity, x: Any, times: Times, draw: Draw) -> Iterator[Any]:
    """Ancestral steps (Ho et al. 2020) with the small fixed variance."""
    for now, following in itertools.pairwise(times):
        a, a_next = _alpha(now), _alpha(following)
        ratio = a / a_next
        sound = math.sqrt(a) * x - math.sqrt(1 - a) * velocity(x, now)
        share = math.sqrt(a_next) * (1 - ratio) / (1 - a)
        x = share * sound + (math.sqrt(ratio) * (1 - a_next) / (1 - a)) * x
        variance = max((1 - a_next) / (1 - a) * (1 - ratio), _TINY)
        if now > 0:
            x = x + math.sqrt(variance) * draw()
        yield x


def ddim(velocity: Velocity, x: Any, times: Times, draw: Draw | None = None) -> Iterator[Any]:
    """Steps without noise (Song et al., "Denoising Diffusion Implicit Models", 2020)."""
    for now, following in itertools.pairwise(times):
        a, a_next = _alpha(now), _alpha(following)
        v = velocity(x, now)
        sound = math.sqrt(a) * x - math.sqrt(1 - a) * v
        noise = math.sqrt(a) * v + math.sqrt(1 - a) * x
        x = math.sqrt(a_next) * sound + math.sqrt(1 - a_next) * noise
        yield x


def _alpha(time: float) -> float:
    """The signal's share of the variance after a numbered step; 1 before the first."""
    return _alphas()[int(time)] if time >= 0 else 1.0


@cache
def _alphas() -> tuple[float, ...]:
    """Of the "scaled linear" betas 0.00085 to 0.012 of Stable Diffusion 2.1, which Tango uses."""
    low, high = math.sqrt(0.00085), math.sqrt(0.012)
    betas = [(low + (high - low) * i / 999) ** 2 for i in range(1000)]
    return tuple(itertools.accumulate((1 - beta for beta in betas), lambda a, b: a * b))


# --- the table -----------------------------------------------------------------------------------


def _flow_start(noise: Any, first: float, sound: Any) -> Any:
    return noise if sound is None else (1 - first) * sound + first * noise


def _level_start(noise: Any, first: float, sound: Any) -> Any:
    return first * noise if sound is None else sound + first * noise


def _numbered_start(noise: Any, first: float, sound: Any) -> Any:
    if sound is None:
        return noise
    a = _alpha(first)
    return math.sqrt(a) * sound + math.sqrt(1 - a) * noise


def _flow_towards(x: Any, time: float, sound: Any) -> Any:
    return (x - sound) / time


def _level_towards(x: Any, time: float, sound: Any) -> Any:
    angle = time * math.pi / 2
    return (math.cos(angle) * x - sound) / math.sin(angle)


def _numbered_towards(x: Any, time: float, sound: Any) -> Any:
    a = _alpha(time)
    return (math.sqrt(a) * x - sound) / math.sqrt(1 - a)


@dataclass(frozen=True)
class Sampler:
    """How to walk, how to start, and which way a known sound lies.

    Attributes:
        start: x, of noise, the first time, and a start sound or None.
        towards: what a net that is sure of a sound predicts, of what the net is given and that
            sound. In each of these samplers, x then stays the sound noised to the time.
    """

    walk: Callable[[Velocity, Any, Times, Draw], Iterator[Any]]
    start: Callable[[Any, float, Any], Any]
    towards: Callable[[Any, float, Any], Any]


_FLOW = (_flow_start, _flow_towards)
_LEVELS = (_level_start, _level_towards)
_NUMBERED = (_numbered_start, _numbered_towards)

_SAMPLERS = {
    "euler": Sampler(euler, *_FLOW),
    "pingpong": Sampler(pingpong, *_FLOW),
    "dpmpp": Sampler(dpmpp, *_FLOW),
    "dpmpp-floored": Sampler(dpmpp_floored, *_FLOW),
    "dpmpp-2m": Sampler(dpmpp_2m, *_LEVELS),
    "dpmpp-3m-sde": Sampler(dpmpp_3m_sde, *_LEVELS),
    "ddpm": Sampler(ddpm, *_NUMBERED),
    "ddim": Sampler(ddim, *_NUMBERED),
}


def sampler(name: str) -> Sampler:
    """The sampler of this name.

    Raises:
        BadRequest: there is none.
    """
    if name not in _SAMPLERS:
        raise BadRequest(
            f"There is no sampler {name!r}.", f"Known samplers: {', '.join(sorted(_SAMPLERS))}."
        )
    return _SAMPLERS[name]
