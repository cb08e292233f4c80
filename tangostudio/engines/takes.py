"""How the takes of a request are made: from words, from a sound, parts of one, loops.

`Making` puts walks of a model and joins of sounds together. Knows nothing of jobs, of files that
are written and of events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from tangostudio.audio import files
from tangostudio.audio.files import Sound
from tangostudio.engines import following, looping, regions, starts, variation
from tangostudio.engines.loaded import Loaded
from tangostudio.engines.regions import FADE_SECONDS, Pass, Span
from tangostudio.engines.stitching import stitch
from tangostudio.engines.variation import Chance
from tangostudio.engines.walk import Given, Walk, times, walk
from tangostudio.errors import BadRequest
from tangostudio.families import FromSound
from tangostudio.messages import GenerateRequest

_SEAM_SECONDS = (0.6, 0.4, 1.0)
"""Lengths of a loop's seam that are tried, one after the other."""


class Making:
    """Makes the takes of one request by a loaded model.

    Attributes:
        steps: how many a group of takes needs; more when a loop's seam has to be tried again.

    Raises:
        BadRequest: the request asks for what the model or the sound does not allow.
        AudioFileError: the start sound cannot be read.
    """

    def __init__(self, request: GenerateRequest, loaded: Loaded) -> None:
        variation.check(request.near, request.distance)
        self._request, self._loaded = request, loaded
        self._rate = loaded.card.sample_rate
        self._start = starts.read(request, loaded.card)
        self._kept = self._start if request.regions or request.loop else None
        self._parts: list[Pass] = []
        self._frames = round(request.seconds * self._rate)
        if self._kept is not None:
            self._frames = _length(request, self._kept)
        if self._kept is not None and request.regions:
            self._parts = self._plan(self._wanted(self._kept), self._frames)
        if request.loop:
            looping.check(self._frames / self._rate, self._least())
        self._again = len(times(loaded, request)) - 1  # steps of a walk from pure noise
        self.steps = self._all_steps()

    def make(self, seeds: Sequence[int]) -> Walk:
        """A take of each seed, side by side."""
        self.steps = self._all_steps()
        request, loaded = self._request, self._loaded
        chances = [
            Chance(loaded.family, loaded.model, seed, request.near, request.distance)
            for seed in seeds
        ]
        if self._kept is None:
            sounds = yield from self._whole(chances)
        else:
            spare = max(0, self._frames - self._kept.frames)
            sounds = [np.pad(self._kept.samples, ((0, spare), (0, 0)))] * len(seeds)
            sounds = yield from self._fill(sounds, self._parts, chances)
        if request.loop:
            sounds = yield from self._close(sounds, chances)
        return sounds

    def _all_steps(self) -> int:
        request, strength = self._request, 1.0 if self._start is None else self._request.strength
        steps = len(self._parts) * self._again
        if self._kept is None:
            steps += len(times(self._loaded, request, strength)) - 1
        if request.loop:
            steps += len(self._plan([self._seam(self._frames, 0)], self._frames)) * self._again
        return steps

    def _whole(self, chances: Sequence[Chance]) -> Walk:
        """Takes that are made from their beginning to their end."""
        request, start = self._request, self._start
        given = None
        if start is not None:
            given = Given([start.samples] * len(chances), start.sample_rate)
        sounds = yield from walk(self._loaded, request, request.seconds, chances, given)
        if start is None or not request.follow:
            return sounds
        leader = start.samples[: round(request.seconds * start.sample_rate)]
        return [
            following.follow(sound, self._rate, leader, start.sample_rate, request.follow)
            for sound in sounds
        ]

    # --- parts of a sound --------------------------------------------------------------------

    def _wanted(self, kept: Sound) -> list[Span]:
        asked = self._request.regions
        regions.check(asked, kept.seconds, self._frames / self._rate, self._least())
        return regions.spans(asked, self._rate, self._frames)

    def _least(self) -> float:
        """Seconds of a latent."""
        net = cast(FromSound, self._loaded.family)
        return 1 / net.latent_rate(self._loaded.model)

    def _plan(self, wanted: Sequence[Span], frames: int) -> list[Pass]:
        longest = self._loaded.card.parameters["seconds"].maximum
        return regions.plan(wanted, frames, round(longest * self._rate))

    def _fill(
        self, sounds: Sequence[np.ndarray], parts: Sequence[Pass], chances: Sequence[Chance]
    ) -> Walk:
        """Sounds with parts of them made anew, pass by pass."""
        shortest = self._loaded.card.parameters["seconds"].minimum
        for part in parts:
            first, last = part.window
            seconds = max(shortest, (last - first) / self._rate)
            given = Given(
                [sound[first:last] for sound in sounds],
                self._rate,
                tuple(_with_fades(gap, first, self._rate) for gap in part.gaps),
            )
            made = yield from walk(self._loaded, self._request, seconds, chances, given)
            pairs = zip(sounds, made, strict=True)
            sounds = [stitch(whole, new, part, self._rate) for whole, new in pairs]
        return list(sounds)

    # --- loops -------------------------------------------------------------------------------

    def _seam(self, frames: int, attempt: int) -> Span:
        return looping.seam(frames, _SEAM_SECONDS[attempt], self._rate)

    def _close(self, sounds: Sequence[np.ndarray], chances: Sequence[Chance]) -> Walk:
        """Loops of sounds; their seams are made anew until they are clean, or three times."""
        turned, frames = [looping.turned(sound) for sound in sounds], len(sounds[0])
        best: list[_Loop] = []
        for attempt in range(len(_SEAM_SECONDS)):
            span = self._seam(frames, attempt)
            parts = self._plan([span], frames)
            if best:
                self.steps += len(parts) * self._again
            made = yield from self._fill(turned, parts, chances)
            tried = [_Loop.of(sound, span, self._rate) for sound in made]
            best = [min(pair, key=_Loop.order) for pair in zip(best or tried, tried, strict=True)]
            if all(loop.is_clean for loop in best):
                break
        return [
            looping.turned_back(loop.turned) if loop.seam < 1 else looping.folded(sound, self._rate)
            for loop, sound in zip(best, sounds, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class _Loop:
    """A loop, turned, and how rough its seam is and where that was joined."""

    turned: np.ndarray
    seam: float
    joins: float

    @classmethod
    def of(cls, turned: np.ndarray, span: Span, sample_rate: int) -> _Loop:
        fade = round(FADE_SECONDS * sample_rate / 2)
        places = [len(turned) - len(turned) // 2, span[0] - fade, span[1] + fade]
        seam, *joins = (found.worst for found in looping.roughness(turned, sample_rate, places))
        return cls(turned, seam, max(joins))

    @property
    def is_clean(self) -> bool:
        return max(self.seam, self.joins) < 1

    def order(self) -> tuple[bool, float]:
        return self.seam >= 1, max(self.seam, self.joins)


def _length(request: GenerateRequest, source: Sound) -> int:
    """Frames of the result: the source's, or more where a region goes on from its end.

    Raises:
        BadRequest: more than a sound may have.
    """
    ends = max((end for _, end in request.regions), default=0.0)
    if ends <= source.seconds + FADE_SECONDS / 2:
        return source.frames
    if request.seconds > files.MAX_SECONDS:
        raise BadRequest(
            f"A sound of {request.seconds:g} s is too long.",
            f"Make it at most {files.MAX_SECONDS:g} s.",
        )
    return max(source.frames, round(request.seconds * source.sample_rate))


def _with_fades(gap: Span, offset: int, sample_rate: int) -> tuple[float, float]:
    """A gap and its cross-fades, in seconds of a window that begins at `offset`."""
    first, last = ((edge - offset) / sample_rate for edge in gap)
    return max(0.0, first - FADE_SECONDS), last + FADE_SECONDS
