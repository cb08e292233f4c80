"""A taste in words: "bright and dry, fairly sure".

It goes by how a taste's scores move with what can be read from impressions of the sounds that there
are. Of other embedders nothing can be read, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tangostudio.audio import impressions
from tangostudio.audio.impressions import Trait
from tangostudio.preference.taste import Taste, Vector

_LEAST_SOUNDS = 12
_PLAIN = 0.35
"""Correlation from which a trait is worth a word, where there are sounds enough to tell it."""

_TELLING = 3.0
"""Standard errors of a correlation that chance hardly reaches, seven traits being looked at."""

_SURE = ((0.75, "sure"), (0.45, "fairly sure"), (0.0, "not sure yet"))


def traits(taste: Taste, vectors: Mapping[str, Vector]) -> list[tuple[Trait, float]]:
    """How a taste leans in each trait, from -1 (its low end) to 1, the plainest first.

    Empty where nothing can be read: too few sounds, or vectors of another embedder.

    Args:
        vectors: of the sounds that there are, by hash, of the taste's embedder.
    """
    if taste.embedder != impressions.NAME or len(vectors) < _LEAST_SOUNDS:
        return []
    rows = np.stack(list(vectors.values())).astype(np.float64)
    scores = taste.score(rows, taste.embedder).mean
    if scores.std() < 1e-9:
        return []
    found = []
    for trait in impressions.TRAITS:
        values = rows[:, trait.index]
        if values.std() > 1e-9:
            found.append((trait, float(np.corrcoef(values, scores)[0, 1])))
    return sorted(found, key=lambda item: -abs(item[1]))


def words(taste: Taste, vectors: Mapping[str, Vector]) -> str:
    """The one or two traits that a taste goes by most, and how sure it is; empty where none shows.

    Args:
        vectors: of the sounds that there are, by hash, of the taste's embedder.
    """
    found = traits(taste, vectors)
    least = max(_PLAIN, _TELLING / max(1, len(vectors)) ** 0.5)
    said = [trait.high if r > 0 else trait.low for trait, r in found[:2] if abs(r) >= least]
    if not said:
        return ""
    sure = next(word for least, word in _SURE if taste.known.share >= least)
    return f"{' and '.join(said)}, {sure}"
