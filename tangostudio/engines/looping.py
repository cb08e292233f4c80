"""Loops: where a sound's end meets its beginning, how clean that seam is, and the last resort.

Sounds are float32 (frames, channels). Knows nothing of models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangostudio.engines.regions import Span
from tangostudio.engines.stitching import crossfade
from tangostudio.errors import BadRequest

_WINDOW_SECONDS = 0.01
_HIGH_HZ = 8000.0
_PERCENTILE = 99.0
_LAST_RESORT_SECONDS = 0.1


def check(seconds: float, latent: float) -> None:
    """The seam takes up half of a sound at most and is as long as a latent. Raises BadRequest."""
    if seconds < 2 * latent:
        raise BadRequest(
            f"A sound of {seconds:.2f} s is too short to be looped.",
            f"It needs {2 * latent:.2f} s.",
        )


def turned(sound: np.ndarray) -> np.ndarray:
    """The second half first: the seam is in the middle, at half the frames rounded up."""
    return np.roll(sound, -(len(sound) // 2), axis=0)


def turned_back(sound: np.ndarray) -> np.ndarray:
    """What `turned` was given."""
    return np.roll(sound, len(sound) // 2, axis=0)


def seam(frames: int, seconds: float, sample_rate: int) -> Span:
    """The span of that length around the seam of a turned sound; half of it at most."""
    length = min(round(seconds * sample_rate), frames // 2)
    first = frames - frames // 2 - length // 2
    return first, first + length


@dataclass(frozen=True)
class Roughness:
    """How a place stands out, each as a share of what 99 % of a sound's 10 ms windows stay under.

    Attributes:
        high: energy above 8 kHz; 0 where the sound has none.
        step: the greatest difference from one sample to the next.
    """

    high: float
    step: float

    @property
    def worst(self) -> float:
        """Under 1 where the place cannot be told from the rest."""
        return max(self.high, self.step)


def roughness(sound: np.ndarray, sample_rate: int, places: Sequence[int]) -> list[Roughness]:
    """Of the 10 ms around each place (a frame) in a looped sound."""
    high, step = _highs(sound, sample_rate), _steps(sound)
    length = max(2, round(_WINDOW_SECONDS * sample_rate))
    return [
        Roughness(_share(high, np.sum, place, length), _share(step, np.max, place, length))
        for place in places
    ]


def _share(values: np.ndarray, measure: Callable[..., Any], place: int, length: int) -> float:
    """The window around a place, of what 99 % of the others stay under."""
    from_place = np.roll(values, length // 2 - place)
    windows = from_place[: len(values) // length * length].reshape(-1, length)
    here, others = measure(windows[:1]), measure(windows[1:], axis=1)
    usual = float(np.percentile(others, _PERCENTILE)) if others.size else 0.0
    return float(here) / usual if usual > 0 else float(here > 0)


def _highs(sound: np.ndarray, sample_rate: int) -> np.ndarray:
    """Energy above 8 kHz of each sample, over the channels; the sound goes round."""
    spectrum = np.fft.rfft(sound, axis=0)
    low = np.fft.rfftfreq(len(sound), 1 / sample_rate) <= _HIGH_HZ
    if low.all():
        return np.zeros(len(sound))
    spectrum[low] = 0
    return (np.fft.irfft(spectrum, len(sound), axis=0) ** 2).sum(1)


def _steps(sound: np.ndarray) -> np.ndarray:
    """Greatest difference of each sample to the one before it; the first's is to the last."""
    return np.abs(sound - np.roll(sound, 1, axis=0)).max(1)


def folded(sound: np.ndarray, sample_rate: int) -> np.ndarray:
    """The last resort: the last 100 ms fade to the first ones played backwards.

    The last sample then meets the first, and the length is kept.
    """
    length = min(round(_LAST_RESORT_SECONDS * sample_rate), len(sound) // 4)
    if not length:
        return sound
    end = crossfade(sound[-length:], sound[:length][::-1])
    ceiling = np.abs(sound).max()
    return np.concatenate([sound[:-length], np.clip(end, -ceiling, ceiling)])
