"""How Stable Audio 3 is trained: its times, its pairs of noise and sound, its masks, its error.

Times are later for longer sounds; noise is dealt out within a batch so that paths cross little
(Pooladian et al., "Multisample Flow Matching", 2023); latents after a sound and a random stretch of
silence have no part; in one step of five the net is told some of the latents. Pure functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment
from scipy.stats import norm
from torch import Tensor

LEAST_SHARE = 0.075
"""Of the sound in what the net sees: draws below are left out, the others stretched to 0..1."""

LENGTHS = (256, 4096)
SHIFTS = (0.5, 1.15)
"""Latents of the shortest and of the longest sound, and the logarithms of their times' shift."""

SILENCE_SECONDS = 4.0
"""Mean of the silence after a sound that is learned too."""

TOLD, FROM_START = 0.1, 0.1
"""Shares of steps in which the net is told random stretches, or all up to some moment."""

_STRETCHES = 3


def sound_shares(uniform: np.ndarray, mean: float = 0.0) -> np.ndarray:
    """Shares (B,) of sound in 0..1 from uniform draws: logit-normal, cut at LEAST_SHARE."""
    least = norm.cdf(math.log(LEAST_SHARE / (1 - LEAST_SHARE)) - mean)
    normal = norm.ppf(least + (1 - least) * uniform) + mean
    return (1 / (1 + np.exp(-normal)) - LEAST_SHARE) / (1 - LEAST_SHARE)


def shifted(
    time: Tensor,
    lengths: Sequence[int],
    ends: tuple[int, int] = LENGTHS,
    shifts: tuple[float, float] = SHIFTS,
) -> Tensor:
    """Times (B,) moved towards noise, more so for longer sounds.

    Args:
        lengths: latents of each sound, without silence.
    """
    low, high = ends
    known = torch.tensor(lengths, dtype=torch.float64).clamp(low, high)
    shift = (-(shifts[0] + (shifts[1] - shifts[0]) * (known - low) / (high - low))).exp()
    t = time.double()
    return (t / (shift * (1 - t) + t)).float()


def dealt(x0: Tensor, noise: Tensor) -> list[int]:
    """For each sound (B, L, C) the place of its noise: the deal of least squared distances."""
    distances = torch.cdist(x0.flatten(1).float(), noise.flatten(1).float()).square()
    return linear_sum_assignment(distances.cpu().numpy())[1].tolist()


def given(rng: np.random.Generator, valid: Sequence[int], length: int) -> Tensor:
    """What the net is told (B, length), True where it is; nothing in most items.

    Args:
        valid: latents of each sound; silence behind it is never told.
    """
    told = np.zeros((len(valid), length), bool)
    for row, count in enumerate(valid):
        kind, moments = rng.random(), rng.random(2 * _STRETCHES)
        if kind < TOLD:
            places = np.sort((moments * (count + 1)).astype(int)).reshape(-1, 2)
            for first, last in places:
                told[row, first:last] = True
        elif kind < TOLD + FROM_START:
            told[row, : int(moments[0] * count)] = True
    return torch.from_numpy(told)


def real(rng: np.random.Generator, valid: Sequence[int], length: int, rate: float) -> Tensor:
    """Which latents (B, length) count: a sound's own, and a random stretch of silence.

    Args:
        rate: latents a second.
    """
    silence = rng.exponential(SILENCE_SECONDS * rate, len(valid))
    ends = torch.tensor([count + int(more) for count, more in zip(valid, silence, strict=True)])
    return torch.arange(length) < ends[:, None]


def errors(velocity: Tensor, target: Tensor, real: Tensor, given: Tensor) -> Tensor:
    """Of each item (B,): mean squared error of what is made, plus that of what is told.

    Args:
        velocity, target: (B, L, C).
        real, given: (B, L).
    """
    square = (velocity - target).float().square().mean(-1)
    return _mean(square, real & ~given) + _mean(square, real & given)


def _mean(values: Tensor, which: Tensor) -> Tensor:
    """Of the values (B, L) that are meant, for each item; 0 where there are none."""
    return torch.where(which, values, 0.0).sum(1) / which.sum(1).clamp(min=1)
