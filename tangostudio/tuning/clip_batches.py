"""Batches of a corpus' clips by step number: the same number always gives the same batch.

So a training that was stopped goes on as if it had not been. Where a model's latents are as long as
the sound, a steady clip may be cut out anywhere and any other may be followed by silence, as the
bundled model's own training does; clips of similar length go side by side. Knows no losses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from tangostudio.errors import BadRequest
from tangostudio.tuning.corpus_latents import Latents
from tangostudio.tuning.trainees import Trainee

POOL = 8
"""Batches whose clips are sorted by length together."""

LEAST_SECONDS = 0.5
MOST_SILENCE_SECONDS = 2.5

_BATCH, _POOL, _EPOCH, _HELD_OUT = 51, 52, 53, 54  # what a generator is for


@dataclass(frozen=True, eq=False)
class Batch:
    """Clips side by side.

    Attributes:
        latents: (B, L, C), silence behind the shorter ones.
        captions: None where a caption was dropped.
        rng: for the chance of this step, the same whenever it is made.
    """

    latents: Tensor
    captions: tuple[str | None, ...]
    seconds: tuple[float, ...]
    rng: np.random.Generator


@dataclass(frozen=True)
class Span:
    """What is taken of a clip: latents from `first` on, then silence up to `length` in all."""

    place: int
    first: int
    taken: int
    length: int
    seconds: float


class Batches:
    """Batches of the clips to learn from, and of those that are held out."""

    def __init__(
        self,
        latents: Latents,
        trainee: Trainee,
        size: int,
        seed: int,
        drop_caption: float = 0.1,
        cut: float = 0.5,
        silence: float = 0.4,
    ) -> None:
        """Say how clips are taken.

        Args:
            drop_caption: share of captions that are dropped.
            cut: share of steady clips that are cut; silence: of the others that get silence.

        Raises:
            BadRequest: there is no clip to learn from.
        """
        self._latents, self._trainee, self._size, self._seed = latents, trainee, size, seed
        self._drop, self._cut, self._silence = drop_caption, cut, silence
        sides = [clip.held_out for clip in latents.clips]
        self.train = [place for place, held_out in enumerate(sides) if not held_out]
        self.held_out = [place for place, held_out in enumerate(sides) if held_out]
        if not self.train:
            raise BadRequest("The corpus has no clip to learn from.", "Add recordings to it.")
        self._epoch, self._order = -1, np.empty(0, np.intp)
        self._pool, self._ready = -1, list[list[Span]]()

    def __call__(self, step: int) -> Batch:
        """The batch of a step."""
        if step // POOL != self._pool:
            self._pool = step // POOL
            self._ready = self._fill(self._pool)
        rng = np.random.default_rng([self._seed, _BATCH, step])
        spans = self._ready[step % POOL]
        captions = tuple(
            None if rng.random() < self._drop else self._caption(span) for span in spans
        )
        return self._assembled(spans, captions, rng)

    def tests(self, least: int) -> list[Batch]:
        """Every clip that is held out, whole, each as often as makes `least` in all."""
        if not self.held_out:
            return []
        often = max(1, -(-least // len(self.held_out)))
        spans = [self._whole(place) for place in self.held_out]
        spans = sorted(spans * often, key=lambda span: span.length)
        made = []
        for number, first in enumerate(range(0, len(spans), self._size)):
            rng = np.random.default_rng([self._seed, _HELD_OUT, number])
            some = spans[first : first + self._size]
            made.append(self._assembled(some, tuple(map(self._caption, some)), rng))
        return made

    # --- which ones --------------------------------------------------------------------------

    def _fill(self, pool: int) -> list[list[Span]]:
        """The batches of a pool, clips of similar length side by side."""
        rng = np.random.default_rng([self._seed, _POOL, pool])
        count = self._size * POOL
        spans = [self._span(self._at(pool * count + i), rng) for i in range(count)]
        spans.sort(key=lambda span: span.length)
        groups = [spans[i : i + self._size] for i in range(0, count, self._size)]
        return [groups[i] for i in rng.permutation(POOL)]

    def _at(self, position: int) -> int:
        """The clip at a position in an endless row of epochs, each in an order of its own."""
        epoch, place = divmod(position, len(self.train))
        if epoch != self._epoch:
            self._epoch = epoch
            rng = np.random.default_rng([self._seed, _EPOCH, epoch])
            self._order = rng.permutation(len(self.train))
        return self.train[self._order[place]]

    # --- how much of them --------------------------------------------------------------------

    def _whole(self, place: int) -> Span:
        seconds = self._latents.clips[place].seconds
        length = self._trainee.length(seconds)
        return Span(place, 0, length, length, seconds)

    def _span(self, place: int, rng: np.random.Generator) -> Span:
        """A clip whole, cut, or with silence behind it; three draws whatever becomes of it."""
        chosen, where, much = rng.random(3)
        trainee, whole = self._trainee, self._whole(place)
        if trainee.fixed:
            return whole
        if self._latents.steady(place):
            if chosen >= self._cut or whole.seconds < 2 * LEAST_SECONDS:
                return whole
            seconds = LEAST_SECONDS + much * (whole.seconds - LEAST_SECONDS)
            taken = max(1, int(seconds * trainee.latent_rate))
            own = max(taken, int(whole.seconds * trainee.latent_rate))
            first = int(where * (own - taken + 1))
            seconds = taken / trainee.latent_rate
            return Span(place, first, taken, max(taken, trainee.length(seconds)), seconds)
        room = min(MOST_SILENCE_SECONDS, trainee.longest - whole.seconds)
        if chosen >= self._silence or room <= 0:
            return whole
        seconds = whole.seconds + much * room
        return Span(place, 0, whole.taken, trainee.length(seconds), seconds)

    def _caption(self, span: Span) -> str:
        return self._latents.clips[span.place].caption

    def _assembled(
        self, spans: list[Span], captions: tuple[str | None, ...], rng: np.random.Generator
    ) -> Batch:
        silence = self._latents.silence
        longest = max(span.length for span in spans)
        latents = silence.expand(len(spans), longest, -1).clone()
        for row, span in enumerate(spans):
            found = self._latents.latents(span.place)[span.first : span.first + span.taken]
            latents[row, : len(found)] = found
        return Batch(latents, captions, tuple(span.seconds for span in spans), rng)
