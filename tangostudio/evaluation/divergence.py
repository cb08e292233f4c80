"""How far a tagger's opinion of a sound is from its opinion of the real one of the same caption."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALLEST = 1e-6
"""Added to the reference's probabilities, as in stable-audio-metrics."""


def divergence(made: NDArray[np.floating], reference: NDArray[np.floating]) -> NDArray[np.float64]:
    """Kullback-Leibler divergence (n,) of rows of probabilities (n, C) from the reference's.

    sum p log(p / (q + 1e-6)) with p of what was made; a p of 0 adds nothing.
    """
    p, q = np.asarray(made, np.float64), np.asarray(reference, np.float64)
    logs = np.log(np.where(p > 0, p, 1.0)) - np.log(q + SMALLEST)
    return np.sum(np.where(p > 0, p * logs, 0.0), axis=-1)
