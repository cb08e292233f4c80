"""A sound as a loop: its end folded over its beginning. Knows nothing of how a loop is played."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.edit import fade_curve

FloatArray = NDArray[np.float32]


def fold_end(samples: FloatArray, frames: int) -> FloatArray:
    """Fold the last frames over the first at equal power; the result is shorter by that many.

    The last sample of the result is followed, in the original, by what its first samples begin
    with: played in a circle it has no seam. At most half of the sound is folded.

    Args:
        samples: float32 (frames, channels); not changed.
    """
    frames = max(0, min(frames, len(samples) // 2))
    if frames == 0:
        return samples.copy()
    folded = samples[: len(samples) - frames].copy()
    rise = fade_curve(frames, "equal power")[:, None]
    fall = np.sqrt(np.maximum(0.0, 1.0 - rise * rise))
    folded[:frames] = folded[:frames] * rise + samples[len(samples) - frames :] * fall
    return folded


def seam(samples: FloatArray, sample_rate: int, seconds: float = 1.0) -> FloatArray:
    """The last second and then the first: what is heard where the loop starts over.

    Shorter sounds give at most half of themselves to each side.
    """
    frames = max(1, min(round(seconds * sample_rate), (len(samples) + 1) // 2))
    return np.concatenate((samples[-frames:], samples[:frames]))
