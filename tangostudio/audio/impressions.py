"""What a sound is like, in numbers: spectrum, course, texture and width, whatever its level.

Plain statistics that need no trained net. Two sounds are near each other when they are alike to the
ear in such ways; what they are of is not told. Level is taken out first, as sounds are compared at
equal loudness. Knows nothing of taste or of files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

NAME = "impressions-1"
"""Changes with any change of what is computed: vectors of another name cannot be compared."""

BANDS = 32
DIMENSION = 4 * BANDS + 44
LONGEST_SECONDS = 30.0
_WINDOW_SECONDS = 0.04
_LOW_HZ, _HIGH_HZ = 40.0, 16_000.0
_FLOOR_DB, _HEARD_DB = -70.0, -40.0
_LOUD_SHARE = 0.3
_FALLS_DB = (-5.0, -10.0, -20.0, -30.0, -40.0)
_AFTER_SECONDS = (0.03, 0.1, 0.3, 1.0, 3.0)
_BEATS_HZ = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_SHARES = (10, 25, 50, 75, 90)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """One of the numbers that has plain words for its ends."""

    index: int
    low: str
    high: str


_SHAPE = 4 * BANDS  # centre, spread, entropy, moving mean and deviation
_COURSE = _SHAPE + 5
_TEXTURE = DIMENSION - 2 - 16
TRAITS = (
    Trait(_SHAPE, "dark", "bright"),
    Trait(_SHAPE + 2, "thin", "full"),
    Trait(_COURSE, "short", "long"),
    Trait(_COURSE + 5, "dry", "ringing"),
    Trait(_TEXTURE, "tonal", "noisy"),
    Trait(_TEXTURE + 4, "sparse", "busy"),
    Trait(DIMENSION - 2, "narrow", "wide"),
)


def impression(audio: NDArray[np.floating], sample_rate: int) -> NDArray[np.float32]:
    """Finite numbers (DIMENSION,) of a sound (frames, channels); its first 30 s are heard."""
    sound = np.asarray(audio[: round(LONGEST_SECONDS * sample_rate)], np.float64)
    size = int(2 ** np.round(np.log2(_WINDOW_SECONDS * sample_rate)))
    hop = size // 4
    powers = _powers(sound, size, hop)  # (frames, bins)
    totals = powers.sum(1)
    loud = np.sort(totals)[-max(1, round(_LOUD_SHARE * len(totals))) :].mean()
    powers, totals = powers / max(loud, 1e-20), totals / max(loud, 1e-20)
    levels = _decibels(totals)
    heard = levels > levels.max() + _HEARD_DB
    second = sample_rate / hop  # frames
    found = [
        *_spectrum(powers[heard], sample_rate, size),
        *_course(levels, totals, heard, second),
        *_texture(powers, levels, heard, second, sample_rate, size),
        *_space(sound),
    ]
    return np.array(found, np.float32)


def _spectrum(powers: Array, sample_rate: int, size: int) -> list[float]:
    """Band levels in dB: of the mean power, their mean, deviation and maximum; and their shape."""
    bands = powers @ _bands(sample_rate, size)
    levels = _decibels(bands)
    long_term = _decibels(bands.mean(0))
    share = bands.mean(0) / max(bands.mean(0).sum(), 1e-12)
    octaves = np.linspace(0, np.log2(_HIGH_HZ / _LOW_HZ), BANDS)
    centre = float(share @ octaves)
    spread = float(np.sqrt(share @ np.square(octaves - centre)))
    entropy = float(-(share * np.log2(share + 1e-12)).sum())
    each = bands / np.maximum(bands.sum(1, keepdims=True), 1e-12)
    moving = each @ octaves  # the centre of each moment
    shape = [centre, spread, entropy, float(moving.mean()), float(moving.std())]
    return [*long_term, *levels.mean(0), *levels.std(0), *levels.max(0), *shape]


def _course(levels: Array, totals: Array, heard: NDArray[np.bool_], second: float) -> list[float]:
    """How long it is, how it falls after its loudest moment, and how its level is spread."""
    places = np.flatnonzero(heard)
    top = int(np.argmax(totals))
    left = np.cumsum(totals[top:][::-1])[::-1]  # backward integration (Schroeder 1965)
    falls = _decibels(left / max(left[0], 1e-12))
    # The curve only falls, so this many frames pass before it is below a level.
    times = [np.log2(max(1, int((falls >= fall).sum())) / second) for fall in _FALLS_DB]
    later = [falls[min(round(after * second), len(falls) - 1)] for after in _AFTER_SECONDS]
    own = levels[heard] - levels.max()
    mean_db = float(_decibels(np.mean(10 ** (own / 10))))
    return [
        float(np.log2((places[-1] + 1) / second)),
        float(np.log2((places[-1] - places[0] + 1) / second)),
        float(np.log2((top - places[0] + 1) / second)),
        *map(float, times),
        *map(float, later),
        *(float(value) for value in np.percentile(own, _SHARES)),
        float(own.std()),
        mean_db,
        float(heard.mean()),
    ]


def _texture(
    powers: Array,
    levels: Array,
    heard: NDArray[np.bool_],
    second: float,
    sample_rate: int,
    size: int,
) -> list[float]:
    """Tone or noise, how often something starts, and how fast the level beats."""
    part = powers[heard]
    hz = np.fft.rfftfreq(size, 1 / sample_rate)
    inside = (hz > 100) & (hz < 10_000)
    floored = _decibels(part[:, inside])
    flatness = floored.mean(1) - _decibels(part[:, inside].mean(1))
    mean = _decibels(part[:, inside].mean(0))
    whole = float(mean.mean() - _decibels(part[:, inside].mean()))
    peaks = floored.max(1) - floored.mean(1)
    bands = np.log1p(1e3 * powers @ _bands(sample_rate, size))
    rise = np.maximum(np.diff(bands, axis=0, prepend=0), 0).sum(1)
    starts = float((rise > 0.3 * rise.max()).sum()) / max(len(rise) / second, 1e-3)
    wave = np.maximum(levels, _HEARD_DB)
    beats = np.square(np.abs(np.asarray(np.fft.rfft((wave - wave.mean()) * np.hanning(len(wave))))))
    rate = np.fft.rfftfreq(len(wave), 1 / second)
    power = [float(beats[(rate >= low) & (rate < 2 * low)].sum()) / len(wave) for low in _BEATS_HZ]
    return [
        float(flatness.mean()),
        float(flatness.std()),
        whole,
        float(peaks.mean()),
        float(np.log2(1 + starts)),
        float(rise.mean()),
        float(rise.std()),
        *(float(value) for value in np.percentile(rise, (50, 90, 99))),
        *(float(np.log10(1e-3 + value)) for value in power),
    ]


def _space(sound: Array) -> list[float]:
    """Level of the sides against the middle, and of the left against the right, in dB."""
    if sound.ndim != 2 or sound.shape[1] < 2 or not len(sound):
        return [_HEARD_DB, 0.0]
    left, right = sound[:, 0], sound[:, 1]
    middle, side, *each = (
        float(np.square(wave).mean()) + 1e-12 for wave in (left + right, left - right, left, right)
    )
    width = float(np.clip(10 * np.log10(side / middle), _HEARD_DB, -_HEARD_DB))
    return [width, float(np.clip(10 * np.log10(each[0] / each[1]), _HEARD_DB, -_HEARD_DB))]


def _powers(sound: Array, size: int, hop: int) -> Array:
    """Power (frames, bins) of overlapping windows, averaged over the channels."""
    waves = sound.reshape(len(sound), -1).T
    waves = np.pad(waves, ((0, 0), (size // 2, size // 2 + max(0, size - waves.shape[1]))))
    views = np.lib.stride_tricks.sliding_window_view(waves, size, axis=1)[:, ::hop]
    spectra = np.asarray(np.fft.rfft(views * np.hanning(size), axis=2))
    return np.square(np.abs(spectra)).mean(0) / size**2


@lru_cache(maxsize=4)
def _bands(sample_rate: int, size: int) -> Array:
    """(bins, BANDS) overlapping triangles on a logarithmic scale; each holds a bin at least."""
    hz = np.fft.rfftfreq(size, 1 / sample_rate)
    step = np.log2(_HIGH_HZ / _LOW_HZ) / (BANDS - 1)
    centres = np.arange(BANDS) * step
    place = np.log2(np.maximum(hz, 1.0) / _LOW_HZ)
    weights = np.maximum(0, 1 - np.abs(place[:, None] - centres) / step)
    for band in np.flatnonzero(weights.sum(0) < 0.5):  # low bands are narrower than a bin
        weights[int(np.argmin(np.abs(place - centres[band]))), band] = 1.0
    return weights


def _decibels(power: NDArray[np.float64] | float) -> Array:
    return 10 * np.log10(np.maximum(power, 10 ** (_FLOOR_DB / 10)))
