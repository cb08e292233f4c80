"""How far two sounds of one length lie apart: the log-spectral distance.

The root of the mean squared difference in dB over a frame's frequencies, averaged over the frames
(Gray and Markel, "Distance Measures for Speech Processing", 1976). It hears level and colour at
every moment and knows nothing of what is alike to an ear.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FRAME, HOP = 2048, 512
FLOOR_DB = -80.0
"""Below the first sound's loudest bin: what is quieter counts as this, on both sides."""

_TINY = 1e-12


def distance_db(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Mean distance in dB of two sounds (frames, channels); 0 for equal ones, and for silence.

    The longer one is cut. Channels are measured apart and averaged.
    """
    frames = min(len(first), len(second))
    one, other = (_powers(sound[:frames]) for sound in (first, second))
    floor = float(one.max(initial=0.0)) * 10 ** (FLOOR_DB / 10)
    if floor <= _TINY:
        floor = _TINY
    difference = 10 * (np.log10(np.maximum(one, floor)) - np.log10(np.maximum(other, floor)))
    return float(np.sqrt(np.mean(difference**2, axis=-1)).mean())


def _powers(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power spectra (channels, frames, bins) of a sound, a last part filled up with silence."""
    count = max(1, -(-(len(sound) - FRAME) // HOP) + 1)
    padded = np.pad(sound.astype(np.float64), ((0, (count - 1) * HOP + FRAME - len(sound)), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, FRAME, axis=0)[::HOP]
    return np.abs(np.fft.rfft(windows * np.hanning(FRAME))).swapaxes(0, 1) ** 2
