"""Stretches of a sound that deserve a mark over its waveform: cut off tops, and silence.

Ranges are int (n, 2) of frames, begin inclusive, end exclusive. Knows nothing of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ranges = NDArray[np.intp]

CLIPPED_RUN = 4  # equal samples in a row at the peak
SILENT_DB = -60.0
SILENCE_SECONDS = 0.1

_LEAST_STEP = 2**-16  # of a 16-bit file
_CORNER = 1e-3  # step into a flat top, as a share of the peak; smooth tops have none
_SQUARE = 0.9  # share of samples at the peak from which it is a square wave
_BLOCK_SECONDS = 0.01


@dataclass(frozen=True, eq=False)
class Marks:
    """What is marked in one sound.

    Attributes:
        clipped: one array of ranges per channel.
        silent: where all channels are silent.
    """

    clipped: tuple[Ranges, ...]
    silent: Ranges


def find_marks(samples: NDArray[np.float32], sample_rate: int) -> Marks:
    """All marks of float32 (frames, channels)."""
    waves = np.ascontiguousarray(samples.T)
    peak = max(float(waves.max(initial=0.0)), -float(waves.min(initial=0.0)))
    clipped = tuple(clipped_runs(wave, peak) for wave in waves)
    return Marks(clipped, silences(waves, sample_rate))


def clipped_runs(wave: NDArray[np.floating], peak: float) -> Ranges:
    """Where a channel (frames,) stands flat at the sound's peak, with a corner before or after.

    A smooth top has no corner, however slow the wave is. A square wave, which is flat by intent,
    has no clipped runs.
    """
    at_peak = np.abs(wave) >= peak - _LEAST_STEP * max(peak, 1.0)
    if peak <= 0.0 or not at_peak.any() or at_peak.mean() > _SQUARE:
        return np.zeros((0, 2), np.intp)
    runs = _runs(at_peak[1:] & at_peak[:-1] & (wave[1:] == wave[:-1]))
    runs = runs[runs[:, 1] - runs[:, 0] >= CLIPPED_RUN - 1] + np.array([0, 1])
    first, last = runs[:, 0], runs[:, 1] - 1
    before = np.abs(wave[first] - wave[np.maximum(first - 1, 0)])
    after = np.abs(wave[last] - wave[np.minimum(last + 1, len(wave) - 1)])
    return runs[np.maximum(before, after) > _CORNER * peak]


def silences(waves: NDArray[np.float32], sample_rate: int) -> Ranges:
    """Where no channel (channels, frames) passes -60 dB for at least 100 ms, to 10 ms."""
    frames, size = waves.shape[1], max(1, round(_BLOCK_SECONDS * sample_rate))
    begins = np.arange(0, frames, size)
    if not len(begins):
        return np.zeros((0, 2), np.intp)
    low = np.minimum.reduceat(waves, begins, axis=1).min(axis=0)
    high = np.maximum.reduceat(waves, begins, axis=1).max(axis=0)
    runs = _runs(np.maximum(high, -low) < 10 ** (SILENT_DB / 20)) * size
    runs[:, 1] = np.minimum(runs[:, 1], frames)
    return runs[runs[:, 1] - runs[:, 0] >= SILENCE_SECONDS * sample_rate]


def _runs(true: NDArray[np.bool_]) -> Ranges:
    """Begin and end of each stretch of true values."""
    padded = np.concatenate(([False], true, [False])).view(np.int8)
    edges = np.flatnonzero(np.diff(padded))
    return np.stack((edges[::2], edges[1::2]), axis=1)
