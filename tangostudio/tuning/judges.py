"""Judges of sounds at any rate: the program's ears, and a taste heard as it was learned.

How what they say becomes a reward is not known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tangostudio.engines import embed
from tangostudio.preference.taste import Taste


@dataclass(frozen=True)
class Listener:
    """An ear for sounds of one rate, as `rewards.judge_with` wants it."""

    ear: embed.Ear
    sample_rate: int

    def text(self, texts: Sequence[str]) -> np.ndarray:
        """Rows (n, D) of texts; the ear knows words."""
        assert self.ear.read is not None
        return self.ear.read(texts)

    def audio(self, sounds: Sequence[np.ndarray]) -> np.ndarray:
        """Rows (n, D) of sounds (frames, channels)."""
        return np.stack([self.ear.hear(sound, self.sample_rate) for sound in sounds])


def by_taste(taste: Taste, sample_rate: int) -> Callable[[Sequence[np.ndarray]], np.ndarray]:
    """Scores (N,) of sounds by a taste.

    Raises:
        BadRequest: the embedder that it was learned with is not installed.
    """
    listener = Listener(embed.ear(taste.embedder), sample_rate)
    return lambda sounds: taste.score(listener.audio(sounds), taste.embedder).mean
