"""Edits of sound in memory: trims, fades, gain. Pure functions; the input is never changed.

All take and return float32 (frames, channels). Knows nothing of files or takes.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

# From 0 to 1 over t in 0..1; a fade out runs the curve backwards.
FADE_SHAPES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "linear": lambda t: t,
    "equal power": lambda t: np.sin(t * (math.pi / 2)),
    "smooth": lambda t: 0.5 - 0.5 * np.cos(t * math.pi),
    "slow start": lambda t: t * t,
    "slow end": lambda t: 1.0 - (1.0 - t) ** 2,
}


def trim(samples: FloatArray, start: int, end: int) -> FloatArray:
    """Frames start to end (exclusive), clipped to the sound; at least one frame stays."""
    start = max(0, min(start, len(samples) - 1))
    end = max(start + 1, min(end, len(samples)))
    return samples[start:end].copy()


def silence_bounds(samples: FloatArray, threshold_db: float = -60.0) -> tuple[int, int] | None:
    """First frame over the threshold and the one after the last; None when all is silent."""
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 10.0 ** (threshold_db / 20.0))
    return (int(loud[0]), int(loud[-1]) + 1) if len(loud) else None


def trim_silence(
    samples: FloatArray, sample_rate: int, threshold_db: float = -60.0, keep_ms: float = 10.0
) -> FloatArray:
    """Cut what is quieter than the threshold from both ends, but `keep_ms` of it.

    A sound that is silent throughout comes back whole: there is no event to trim to.
    """
    bounds = silence_bounds(samples, threshold_db)
    if bounds is None:
        return samples.copy()
    keep = round(sample_rate * keep_ms / 1000.0)
    return trim(samples, bounds[0] - keep, bounds[1] + keep)


def fade_in(samples: FloatArray, frames: int, shape: str = "smooth") -> FloatArray:
    """Rise from silence over the first frames; a fade longer than the sound is cut to it."""
    frames = max(0, min(frames, len(samples)))
    faded = samples.copy()
    faded[:frames] *= fade_curve(frames, shape)[:, None]
    return faded


def fade_out(samples: FloatArray, frames: int, shape: str = "smooth") -> FloatArray:
    """Fall to silence over the last frames; a fade longer than the sound is cut to it."""
    frames = max(0, min(frames, len(samples)))
    faded = samples.copy()
    faded[len(samples) - frames :] *= fade_curve(frames, shape)[::-1, None]
    return faded


def fade_curve(frames: int, shape: str) -> FloatArray:
    """The gains of a fade in: `frames` values that start at 0 and reach 1 just after the last."""
    return FADE_SHAPES[shape](np.arange(frames, dtype=np.float32) / np.float32(max(1, frames)))


def gain(samples: FloatArray, gain_db: float) -> FloatArray:
    """Change the level; nothing is clipped."""
    return samples * np.float32(10.0 ** (gain_db / 20.0))


def normalise_peak(samples: FloatArray, peak_db: float = -1.0) -> FloatArray:
    """Bring the highest sample to `peak_db` dBFS; silence stays silence."""
    peak = float(np.abs(samples).max())
    if peak == 0.0:
        return samples.copy()
    return samples * np.float32(10.0 ** (peak_db / 20.0) / peak)
