"""Sounds as plain vectors, and designers who like some direction of them."""

from __future__ import annotations

import numpy as np

from tangostudio.preference.opinions import Opinion

NET = "starter-00000001"


def sha256_of(number: int) -> str:
    """A hash as a sound's would be."""
    return f"{number:064x}"


def embeddings(count: int, width: int = 12, seed: int = 0) -> dict[str, np.ndarray]:
    """Vectors whose values have unlike means and spreads."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, width)) * rng.uniform(0.2, 3, width) + rng.normal(size=width)
    return {sha256_of(number): row.astype(np.float32) for number, row in enumerate(rows)}


def liking(vectors: dict[str, np.ndarray], seed: int = 1) -> dict[str, float]:
    """How much a designer likes each, from a random direction; standard deviation 1."""
    rows = np.stack(list(vectors.values())).astype(np.float64)
    rows = (rows - rows.mean(0)) / rows.std(0)
    values = rows @ np.random.default_rng(seed).normal(size=rows.shape[1])
    values = (values - values.mean()) / values.std()
    return dict(zip(vectors, values.tolist(), strict=True))


def votes(
    liked: dict[str, float], count: int, *, slope: float = 4.0, seed: int = 2
) -> list[Opinion]:
    """Opinions on random pairs with logistic noise; an infinite slope never errs."""
    rng = np.random.default_rng(seed)
    names = list(liked)
    found = []
    for _ in range(count):
        first, second = rng.choice(len(names), 2, replace=False)
        gap = liked[names[first]] - liked[names[second]]
        chance = float(gap > 0) if np.isinf(slope) else 1 / (1 + np.exp(-slope * gap))
        found.append(Opinion(names[first], names[second], float(rng.random() < chance)))
    return found
