"""Frechet distance of two sets of vectors, as if each were a Gaussian (squared, as it is reported).

Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium",
2017. A small set's distance is too great, since its covariance has less than all directions. Knows
nothing of what the vectors are of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ENOUGH = 300
"""Items under which a distance tells little."""


@dataclass(frozen=True, eq=False)
class Gaussian:
    """Mean (D,) and covariance (D, D) of a set."""

    mean: Floats
    covariance: Floats

    @classmethod
    def of(cls, rows: NDArray[np.floating], weights: Floats | None = None) -> Gaussian:
        """Of vectors (n, D), each counted as often as its whole weight says."""
        rows = np.asarray(rows, np.float64)
        weights = np.ones(len(rows)) if weights is None else weights
        total = weights.sum()
        mean = weights @ rows / total
        centred = (rows - mean) * np.sqrt(weights)[:, None]
        return cls(mean, centred.T @ centred / max(total - 1, 1))

    @cached_property
    def root(self) -> Floats:
        """The symmetric square root of the covariance."""
        values, vectors = np.linalg.eigh(self.covariance)
        return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T


def distance(first: Gaussian, second: Gaussian) -> float:
    """|m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), at least 0.

    C1 C2 has the eigenvalues of R C2 R with R R = C1, which is symmetric and never negative: the
    trace of the root is the sum of their roots, where a root of the product itself can become
    complex by rounding.
    """
    inner = first.root @ second.covariance @ first.root
    common = np.sqrt(np.maximum(np.linalg.eigvalsh(inner), 0)).sum()
    apart = float(np.sum((first.mean - second.mean) ** 2))
    spread = float(np.trace(first.covariance) + np.trace(second.covariance) - 2 * common)
    return max(0.0, apart + spread)
