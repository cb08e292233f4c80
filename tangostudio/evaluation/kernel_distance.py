"""Kernel distance of two sets of vectors: fair to small sets, where Frechet's is not.

The unbiased squared maximum mean discrepancy with the kernel (x y / D + 1)^3, of Binkowski et al.,
"Demystifying MMD GANs", 2018: 0 on average for sets of one distribution, whatever their sizes, so
that it may fall a little under 0. Knows nothing of what the vectors are of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class KernelDistance:
    """Kernels of a reference (n, D) and a set (m, D), computed once for any resample.

    Unit vectors are made as long as their dimension's root, so that their values are about 1 as the
    kernel expects.
    """

    def __init__(self, reference: NDArray[np.floating], rows: NDArray[np.floating]) -> None:
        a, b = np.asarray(reference, np.float64), np.asarray(rows, np.float64)
        scale = a.shape[1] / max(float(np.square(a).sum(1).mean()), 1e-12)
        self._across = _kernel(a, b, scale).mean(0)
        self._own = _kernel(b, b, scale)
        inner = _kernel(a, a, scale)
        count = len(a)
        self._reference = (inner.sum() - np.trace(inner)) / max(count * (count - 1), 1)

    def value(self, weights: Floats | None = None) -> float:
        """Of the set, or of a resample that has each item as often as its weight says.

        An item beside itself is left out, in a resample its copies too: they tell nothing.
        """
        weights = np.ones(len(self._own)) if weights is None else weights
        total, alike = weights.sum(), float(np.square(weights).sum())
        pairs = total**2 - alike
        if pairs <= 0:
            return float("nan")
        own = (weights @ self._own @ weights - np.square(weights) @ np.diag(self._own)) / pairs
        return float(self._reference + own - 2 * weights @ self._across / total)


def _kernel(first: Floats, second: Floats, scale: float) -> Floats:
    return (first @ second.T * (scale / first.shape[1]) + 1) ** 3
