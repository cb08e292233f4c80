"""Varispeed: a sound read faster or slower, pitch and length together, as tape does.

Band-limited interpolation: each output frame is the sum of the frames around its place, weighted by
a sinc under a Kaiser window. Above normal speed the sinc is as much wider as the sound is faster,
so that what would fold back is filtered out (J. O. Smith, "Digital Audio Resampling Home Page").
Knows nothing of voices: it is given frames and places between them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

MOST_SEMITONES = 24
PHASES = 2048
_WINGS = 12  # zero crossings on each side
_KAISER_BETA = 6.0  # about 63 dB down
_CUTOFF = 0.95  # of the band that is left above normal speed
# As many values as numpy works on without giving up the interpreter.
_VALUES = 500
# Made once, since making one gives the interpreter up.
_COUNT = np.arange(_VALUES)


@dataclass(frozen=True)
class Speed:
    """A rate of playing and what its interpolation needs.

    Attributes:
        rate: frames of the sound per frame of the device.
        kernel: weights by phase, float32 (PHASES + 1, taps); None at normal speed.
    """

    rate: float = 1.0
    kernel: FloatArray | None = field(default=None, compare=False, repr=False)

    @property
    def reach(self) -> int:
        """Frames needed on each side of a place."""
        return 0 if self.kernel is None else self.kernel.shape[1] // 2

    def __reduce__(self) -> tuple[Callable[[float], Speed], tuple[float]]:
        """Another process makes the kernel itself."""
        return speed, (self.rate,)


NORMAL = Speed()


def rate_of(semitones: float) -> float:
    """The rate that raises the pitch by so many semitones: two to the power of a twelfth each."""
    return 2.0 ** (semitones / 12.0)


@lru_cache(maxsize=64)
def speed(rate: float) -> Speed:
    """What playing at a rate needs; made once, a few milliseconds for each.

    Raises:
        ValueError: a rate beyond two octaves either way.
    """
    if not 1 / 4 <= rate <= 4:
        raise ValueError(f"rate {rate}")
    if rate == 1.0:
        return NORMAL
    return Speed(rate, _kernel(min(1.0, _CUTOFF / rate)))


def _kernel(cutoff: float) -> FloatArray:
    """Windowed sinc of a cutoff relative to Nyquist, one row per place between two frames."""
    reach = math.ceil(_WINGS / cutoff)
    phase = np.arange(PHASES + 1)[:, None] / PHASES
    distance = np.arange(1 - reach, reach + 1)[None, :] - phase
    window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0.0, 1.0 - (distance / reach) ** 2)))
    weights = np.sinc(cutoff * distance) * window
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def places(
    position: float, before: float, rate: float, frames: int
) -> tuple[NDArray[np.float64], float]:
    """Where `frames` output frames lie, and where the next one does.

    The rate glides from `before` to `rate` meanwhile. A glide to normal speed ends on a whole
    frame, so that the sound is its own again from there on.
    """
    steps = _COUNT[: frames + 1]
    found = (position + before * steps).astype(np.float64, copy=False)
    if rate != before:
        found += (rate - before) / (2 * frames) * steps * steps
        if rate == 1.0:
            found += (round(found[-1]) - found[-1]) / frames * steps
    return found[:-1], float(found[-1])


def interpolate(
    source: FloatArray, first: int, where: NDArray[np.float64], kernel: FloatArray, out: FloatArray
) -> None:
    """Sum the frames around each place of `where` into `out`, float32 (frames, 2).

    `source`, contiguous float32 (frames, 2), begins with frame `first` and reaches half a kernel
    beyond the places on both sides.
    """
    taps = kernel.shape[1]
    pairs = source.reshape(-1).view(np.complex64)  # left and right as one value
    weights = kernel.reshape(-1)
    whole = np.floor(where)
    begins = whole.astype(np.int64) - (first + taps // 2 - 1)
    rows = np.rint((where - whole) * PHASES).astype(np.int64) * taps
    following = _COUNT[:taps]
    into = out.reshape(-1).view(np.complex64)
    step = max(1, _VALUES // taps)
    for at in range(0, len(where), step):
        window = pairs[begins[at : at + step, None] + following]  # (step, taps)
        weight = weights[rows[at : at + step, None] + following]
        into[at : at + step] = np.einsum("pt,pt->p", window, weight)
