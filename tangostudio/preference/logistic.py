"""The logistic function and the entropy of a coin, in numpy alone.

SciPy has both, but importing it takes a fifth of a second of the window's start, and a taste is
learned later, if at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def chance(odds: Array) -> Array:
    """The probability whose log odds are `odds`, any shape; no overflow at either end."""
    return 0.5 + 0.5 * np.tanh(0.5 * odds)


def entropy(chances: Array) -> Array:
    """-p log p - q log q in nats of each chance p = 1 - q, any shape; 0 at 0 and at 1."""
    return _part(chances) + _part(1 - chances)


def _part(p: Array) -> Array:
    return -p * np.log(np.where(p > 0, p, 1.0))
