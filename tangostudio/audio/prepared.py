"""A sound as a device plays it: at its rate, in stereo, and with seams for its loops.

Knows nothing of what plays it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.files import Sound
from tangostudio.audio.resample import resample
from tangostudio.audio.voice import Span

FloatArray = NDArray[np.float32]

SEAM_MS = 5.0


@dataclass(frozen=True, eq=False)
class Prepared:
    """A sound as a device wants it: float32 stereo `data` at `sample_rate`."""

    key: Hashable
    sound: Sound
    data: FloatArray
    sample_rate: int

    def span(self, region: tuple[int, int] | None, *, loop: bool, backward: bool) -> Span:
        """The part to play, in frames of `data` or, when `backward`, of it from its end.

        Args:
            region: first frame and the one after the last, of the sound; None for all of it.
        """
        frames = len(self.data)
        scale = self.sample_rate / self.sound.sample_rate
        edges = region or (0, self.sound.frames)
        start, end = (min(frames, round(edge * scale)) for edge in edges)
        if region is None:
            end = frames
        if backward:
            start, end = frames - end, frames - start
        seam = self._seam(start, end, backward) if loop else None
        return Span(start, end, loop, seam)

    def _seam(self, start: int, end: int, backward: bool) -> FloatArray | None:
        """The last 5 ms of a part, crossed at equal power with what comes before its start.

        A whole sound has none: one that was made to loop would not be itself any more.
        """
        data = self.data[::-1] if backward else self.data
        frames = min(round(SEAM_MS * self.sample_rate / 1000), (end - start) // 2)
        if (start, end) == (0, len(data)) or frames == 0:
            return None
        before = np.zeros((frames, 2), np.float32)  # what is before the sound is silence
        known = min(frames, start)
        before[frames - known :] = data[start - known : start]
        quarter = (np.arange(frames, dtype=np.float32)[:, None] + 0.5) / frames * (math.pi / 2)
        mixed = data[end - frames : end] * np.cos(quarter) + before * np.sin(quarter)
        return mixed.astype(np.float32)


def prepare(sound: Sound, sample_rate: int, key: Hashable = None) -> Prepared:
    """Bring a sound to a device's rate and to stereo."""
    data = _stereo(resample(sound.samples, sound.sample_rate, sample_rate))
    return Prepared(key, sound, data, sample_rate)


def _stereo(samples: FloatArray) -> FloatArray:
    """Two channels: one is doubled, more than two are mixed."""
    if samples.shape[1] == 2:
        return np.ascontiguousarray(samples)
    mono = samples if samples.shape[1] == 1 else samples.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(np.repeat(mono, 2, axis=1), dtype=np.float32)
