"""How much the takes of one prompt differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def diversity(embeddings: NDArray[np.floating]) -> float:
    """1 - mean cosine over the pairs of N takes of one prompt (N, D), unit rows.

    A conditional diversity score as in "Fast Text-to-Audio Generation with Adversarial
    Post-Training" (2025): 0 for one sample repeated. NaN for fewer than two.
    """
    count = len(embeddings)
    if count < 2:
        return float("nan")
    rows = np.asarray(embeddings, np.float64)
    cosines = rows @ rows.T
    return float(1 - (cosines.sum() - np.trace(cosines)) / (count * (count - 1)))
