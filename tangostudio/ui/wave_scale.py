"""Height of a sample in a waveform: linear, or in decibels down to -60 dB on either side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FLOOR_DB = -60.0
GRID_DB = (-6, -12, -24, -36, -48)
_SMALLEST = np.float32(10 ** (FLOOR_DB / 20))


def height_of(values: NDArray[np.floating], decibels: bool) -> Floats:
    """Heights from -1 to 1 of samples; full scale is 1."""
    inside = np.clip(values, -1, 1).astype(np.float32)
    if not decibels:
        return inside
    level = np.log10(np.maximum(np.abs(inside), _SMALLEST)) * np.float32(20 / -FLOOR_DB)
    return np.sign(inside) * (1 + level)


def level_text(value: float) -> str:
    """The level of a sample for people."""
    if abs(value) < 1e-6:
        return "-∞ dB"
    return f"{20 * np.log10(abs(value)):.1f} dB"
