"""Where a few-step model's real sounds come from: a corpus, or whatever else gives such batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from torch import Tensor

from tangostudio.corpora.corpus import Corpus
from tangostudio.tuning.clip_batches import Batches
from tangostudio.tuning.corpus_latents import FOLDER, Latents
from tangostudio.tuning.events import Encoded
from tangostudio.tuning.trainees import Trainee

Told = tuple[Tensor, Sequence[str | None], Sequence[float]]
"""Latents (B, L, C), captions and seconds of a batch."""


class Source(Protocol):
    """Batches of real sounds by step number: the same number always gives the same batch.

    Attributes:
        name: for sentences; mark: tells whether the sounds and captions are still the same.
        clips: how many there are to learn from; longest: seconds of the longest.
    """

    name: str
    mark: str
    clips: int
    longest: float

    def make(self) -> Iterator[Encoded]:
        """Make what is missing of the latents, before the first batch."""
        ...

    def batch(self, step: int) -> Told:
        """The batch of a step."""
        ...

    def about(self) -> dict[str, Any]:
        """Plain facts for the adapter."""
        ...


class CorpusSource:
    """The clips of a corpus that are not held out, with their captions as they are."""

    def __init__(self, corpus: Corpus, trainee: Trainee, batch: int, seed: int) -> None:
        self.name, self.mark, self._corpus = corpus.name, corpus.mark, corpus
        self._latents = Latents(trainee, corpus, corpus.folder / FOLDER)
        self._batches = Batches(self._latents, trainee, batch, seed, drop_caption=0.0)
        self.clips = len(self._batches.train)
        self.longest = max(clip.seconds for clip in self._latents.clips)

    def make(self) -> Iterator[Encoded]:
        """Encode clips that are not yet."""
        return self._latents.make()

    def batch(self, step: int) -> Told:
        """See `clip_batches`."""
        found = self._batches(step)
        return found.latents, found.captions, found.seconds

    def about(self) -> dict[str, Any]:
        """The corpus by its id and its size."""
        return self._corpus.about()
