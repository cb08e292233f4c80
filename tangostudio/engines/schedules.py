"""Noise schedules: the times that a sampler walks. Plain numbers, no arrays.

A card's `options.schedule` names one and gives its numbers. `strength` is how much of a start sound
is made anew: 1 starts from pure noise.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import Any

from tangostudio.errors import CardError

Schedule = Callable[[int, float], list[float]]
"""Times for a number of steps and a strength: one more than there are steps."""


def linear(steps: int, strength: float = 1.0) -> list[float]:
    """Equal steps of sigma: s, s - s/N, ..., s/N, and a last 0 (TangoFlux: no shift)."""
    return [strength * (1.0 - i / steps) for i in range(steps)] + [0.0]


def log_snr(
    steps: int, strength: float = 1.0, lowest: float = -6.0, highest: float = 2.0
) -> list[float]:
    """Sigmas of a straight line in log-SNR = ln((1 - sigma) / sigma), as Stable Audio Open has it.

    The first is the strength, the last 0; below full strength the line starts at the strength's
    own log-SNR.
    """
    first = lowest if strength >= 1 else math.log((1 - strength) / strength + 1e-6)
    inner = (first + (highest - first) * i / steps for i in range(1, steps))
    return [strength, *(_sigmoid(-value) for value in inner), 0.0]


def shifted_log_snr(
    steps: int, strength: float = 1.0, lowest: float = -6.2, highest: float = 2.0
) -> list[float]:
    """The same for a model whose times are equal steps from `strength` to 0, shifted to log-SNR.

    Only the first is set to the strength; the next may be above it, so that a start sound survives
    less than the strength says. Stable Audio 3 is used in this way.
    """
    inner = (highest - (highest - lowest) * strength * (1 - i / steps) for i in range(1, steps))
    return [strength, *(_sigmoid(-value) for value in inner), 0.0]


def exponential(
    steps: int, strength: float = 1.0, lowest: float = 0.3, highest: float = 500.0
) -> list[float]:
    """Noise levels (variance exploding) that fall by a constant factor, and a last 0.

    Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models", 2022, with
    rho going to infinity. Below full strength s the first is s / (1 - s), so that a start sound
    and noise are mixed as those of a flow are.
    """
    if strength < 1:
        highest = min(highest, strength / (1 - strength))
        lowest = lowest if lowest < highest else highest / 2
    if steps == 1:
        return [highest, 0.0]
    ratio = math.log(lowest / highest)
    return [*(highest * math.exp(ratio * i / (steps - 1)) for i in range(steps)), 0.0]


def numbered(
    steps: int, strength: float = 1.0, trained: int = 1000, offset: int = 1
) -> list[float]:
    """Numbers of the training's steps, "leading" spacing: 991, 981, ..., 1 for a hundred of 1000.

    The last, below 0, stands for the finished sample.
    """
    ratio = trained // steps
    times = [float(i * ratio + offset) for i in reversed(range(steps))]
    kept = max(1, round(steps * strength))
    return [*times[steps - kept :], float(offset - ratio)]


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


_SCHEDULES: dict[str, Callable[..., list[float]]] = {
    "linear": linear,
    "log-snr": log_snr,
    "shifted-log-snr": shifted_log_snr,
    "exponential": exponential,
    "numbered": numbered,
}


def schedule(options: Mapping[str, Any] | None) -> Schedule:
    """The schedule of a card's `options.schedule`: a `kind` and its numbers; linear without one.

    Raises:
        CardError: there is none of this kind.
    """
    values = dict(options or {"kind": "linear"})
    kind = values.pop("kind", "")
    if kind not in _SCHEDULES:
        raise CardError(f"There is no schedule {kind!r}.", f"Known: {', '.join(_SCHEDULES)}.")
    return functools.partial(_SCHEDULES[kind], **values)
