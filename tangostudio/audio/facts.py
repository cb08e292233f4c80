"""What is known of a sound once it was measured: loudness, peaks, faults, and its picture.

Knows nothing of files and takes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import loudness, overview, quality


@dataclass(frozen=True)
class Facts:
    """The fields that a take has too mean the same.

    Attributes:
        lufs, momentary_lufs, range_lu, peak_db: see `loudness.Loudness`.
        flags: see `quality.examine`.
        overview: packed waveform overview (see `overview`).
    """

    lufs: float
    momentary_lufs: float | None
    range_lu: float | None
    peak_db: float
    flags: tuple[str, ...]
    overview: bytes


def examine(
    samples: NDArray[np.float32], sample_rate: int, *, gain_db: float = 0.0, loops: bool = False
) -> Facts:
    """Measure a sound, float32 (frames, channels).

    Args:
        gain_db: what was applied when it was stored; 0 for a sound as it is.
        loops: whether its end runs into its beginning.
    """
    heard = (samples * 10 ** (gain_db / 20)).astype(np.float32) if gain_db else samples
    measured = loudness.measure(heard, sample_rate)
    return Facts(
        lufs=measured.integrated_lufs,
        momentary_lufs=measured.momentary_max_lufs,
        range_lu=measured.range_lu,
        peak_db=measured.true_peak_db,
        flags=quality.examine(heard, sample_rate, loops=loops),
        overview=overview.pack(heard, sample_rate),
    )
