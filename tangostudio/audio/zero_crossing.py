"""Where a sound crosses zero, so that a cut does not click."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REACH_MS = 10.0


def nearest_zero_crossing(
    samples: NDArray[np.float32], sample_rate: int, frame: int, reach_ms: float = REACH_MS
) -> int:
    """The frame next to `frame` where the mix of all channels crosses zero.

    The frame itself at either end of the sound, and where there is no crossing within reach.

    Args:
        samples: float32 (frames, channels).
    """
    if not 0 < frame < len(samples):
        return frame
    reach = round(sample_rate * reach_ms / 1000.0)
    first = max(1, frame - reach)
    mix = samples[first - 1 : frame + reach + 1].sum(axis=1)
    crossings = np.flatnonzero(np.signbit(mix[1:]) != np.signbit(mix[:-1])) + first
    if not len(crossings):
        return frame
    return int(crossings[np.abs(crossings - frame).argmin()])
