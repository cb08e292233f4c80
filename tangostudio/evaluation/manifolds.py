"""How two sets of vectors overlap, by balls that reach to the k-th nearest of the same set.

Precision and recall: Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing
Generative Models", 2019. Density and coverage: Naeem et al., "Reliable Fidelity and Diversity
Metrics for Generative Models", 2020. Knows nothing of what the vectors are of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAREST = 5


@dataclass(frozen=True)
class Overlap:
    """How a set lies to its reference.

    Attributes:
        precision: share of the set that lies in a ball of the reference.
        recall: share of the reference that lies in a ball of the set.
        density: balls of the reference that an item of the set lies in, of k; may exceed 1.
        coverage: share of the reference's balls with an item of the set.
    """

    precision: float
    recall: float
    density: float
    coverage: float


@dataclass(frozen=True, eq=False)
class Manifold:
    """A set (n, D), and the squared radius (n,) of each item's ball."""

    rows: NDArray[np.floating]
    radii: Floats
    nearest: int

    @classmethod
    def of(cls, rows: NDArray[np.floating], nearest: int = NEAREST) -> Manifold:
        """Balls that reach to the k-th nearest; of k or fewer items, to the farthest."""
        nearest = min(nearest, max(1, len(rows) - 1))
        if len(rows) < 2:
            return cls(rows, np.zeros(len(rows)), nearest)
        apart = squared_distances(rows, rows)
        return cls(rows, np.partition(apart, nearest, axis=1)[:, nearest], nearest)


class Overlapping:
    """Which items of a set (m) lie in which balls of a reference (n), for any resample of the set.

    The balls are those of the whole sets: what a resample lacks makes no other ball greater.
    """

    def __init__(self, reference: Manifold, made: Manifold) -> None:
        apart = squared_distances(reference.rows, made.rows)
        self._nearest = reference.nearest
        self._in_reference = apart <= reference.radii[:, None]  # (n, m)
        self._in_set = apart <= made.radii[None, :]

    def overlap(self, weights: Floats | None = None) -> Overlap:
        """Of the set, or of a resample that has each item as often as its weight says."""
        weights = np.ones(self._in_set.shape[1]) if weights is None else weights
        there, total = weights > 0, weights.sum()
        if total == 0:
            return Overlap(*[float("nan")] * 4)
        return Overlap(
            precision=float(self._in_reference.any(0) @ weights / total),
            recall=float(self._in_set[:, there].any(1).mean()),
            density=float((self._in_reference @ weights).sum() / (self._nearest * total)),
            coverage=float(self._in_reference[:, there].any(1).mean()),
        )


def squared_distances(first: NDArray[np.floating], second: NDArray[np.floating]) -> Floats:
    """(n, m) between vectors (n, D) and (m, D), exactly 0 between equal ones of unlike sets too."""
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    # Differences, not products: rounding would put an item outside of a ball that ends at it.
    return np.stack([np.square(row - b).sum(1) for row in a])
