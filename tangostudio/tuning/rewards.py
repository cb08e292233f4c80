"""Rewards: what judges say of the candidates of one prompt, blended to one number.

Knows nothing of how candidates are made or what is trained on them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tangostudio.errors import BadRequest, TuneError
from tangostudio.evaluation.diversity import diversity as diversity

MATCH, TASTE = "match", "taste"
"""Judges: how well a sound fits its prompt, and how much it is liked."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What is said of N sounds of one prompt.

    Attributes:
        scores: (N,) by judge, greater is better. Those with a weight are the reward; the others
            only watch, and tell whether the reward alone is being pleased.
        embeddings: (N, D), for diversity; None where there is no embedder.
        flags: faults of each sound, by name; empty where nothing looks for them.
    """

    scores: dict[str, np.ndarray]
    embeddings: np.ndarray | None = None
    flags: tuple[tuple[str, ...], ...] = ()


Judge = Callable[[str, Sequence[np.ndarray]], Judged]
"""From a prompt and sounds, float32 (frames, channels), to what is said of them."""


class Embedder(Protocol):
    """What is needed of an embedder: unit rows for texts and for sounds."""

    def text(self, texts: Sequence[str], /) -> np.ndarray:
        """Rows (n, D) of texts."""
        ...

    def audio(self, sounds: Sequence[np.ndarray], /) -> np.ndarray:
        """Rows (n, D) of sounds (frames, channels)."""
        ...


def judge_with(
    embedder: Embedder,
    taste: Callable[[Sequence[np.ndarray]], np.ndarray] | None = None,
    flags: Callable[[np.ndarray], Sequence[str]] | None = None,
) -> Judge:
    """A judge whose "match" is the cosine of text and sound, and whose "taste" scores the sounds.

    Args:
        taste: from sounds to scores (N,).
        flags: from a sound to the names of its faults.
    """

    def judge(prompt: str, sounds: Sequence[np.ndarray]) -> Judged:
        rows = embedder.audio(sounds)
        scores = {MATCH: rows @ embedder.text([prompt])[0]}
        if taste is not None:
            scores[TASTE] = taste(sounds)
        found = tuple(tuple(flags(sound)) for sound in sounds) if flags else ()
        return Judged(scores, rows, found)

    return judge


def standardise(scores: np.ndarray) -> np.ndarray:
    """Scores (N,) with mean 0 and deviation 1; all 0 where they hardly differ."""
    centred = np.asarray(scores, np.float64) - np.mean(scores)
    deviation = centred.std()
    return centred / deviation if deviation > 1e-9 else np.zeros_like(centred)


def blend(scores: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    """One reward (N,) for the candidates of one prompt.

    Each score is standardised over these candidates first, so that a weight means the same whatever
    a judge's scale is.

    Raises:
        BadRequest: no weight, a negative one, or one for a judge that is not there.
        TuneError: a judge gave something that is no number.
    """
    check_blend(weights)
    if missing := weights.keys() - scores.keys():
        raise BadRequest(
            f"Nothing judges {', '.join(sorted(missing))}.",
            f"There is: {', '.join(sorted(scores))}.",
        )
    for name, values in scores.items():
        if not np.isfinite(values).all():
            raise TuneError(
                f"The judge {name} gave a score that is no number.",
                "Listen to the sounds of this prompt, or leave this judge out.",
            )
    total = sum(weights.values())
    parts = [weight / total * standardise(scores[name]) for name, weight in weights.items()]
    return np.sum(parts, axis=0)


def check_blend(weights: Mapping[str, float]) -> None:
    """Raise BadRequest unless the weights of a reward make sense."""
    good = all(np.isfinite(w) and w >= 0 for w in weights.values())
    if not good or not sum(weights.values()) > 0:
        raise BadRequest(
            "A reward needs at least one judge with a weight, and no negative weight.",
            "Give the match with the prompt, or your taste, a weight greater than 0.",
        )
