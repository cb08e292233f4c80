"""Sample rate conversion by soxr at its highest quality. Knows nothing of files."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray


def resample(samples: NDArray[np.float32], rate: int, new_rate: int) -> NDArray[np.float32]:
    """Convert float32 (frames, channels) to another rate, linear phase, about 140 dB clean.

    The result has round(frames * new_rate / rate) frames, at least one. Peaks may come out over
    full scale. Samples of the same rate are returned as they are.
    """
    if rate == new_rate:
        return samples
    frames = max(1, round(samples.shape[0] * new_rate / rate))
    converted = soxr.resample(np.ascontiguousarray(samples), rate, new_rate, quality="VHQ")
    if len(converted) < frames:
        converted = np.pad(converted, ((0, frames - len(converted)), (0, 0)))
    return np.ascontiguousarray(converted[:frames], dtype=np.float32)
