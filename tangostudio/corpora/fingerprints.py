"""What tells a recording from others, whatever its level, rate and coding.

Two steps. A print is small, and near duplicates have prints that point the same way: levels of
bands over time, from the sound's first onset on, without each band's mean. It finds candidates
among many. Whether two sounds are of one recording is then said by their waves: band-limited and
moved against each other they are the same up to a factor, while two takes of one event, however
alike, are not.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.resample import resample

FloatArray = NDArray[np.float32]

RATE = 12000
"""At which sounds are looked at, in Hz; what is over half of it differs between codings."""

_SECONDS = 6.0  # that are compared
_WINDOW, _HOP = 512, 120  # 43 ms, 10 ms
_BANDS, _TIMES = 24, 20
_TIME_FRAMES = 12  # between two times of a print
_SMOOTH_FRAMES = 37  # about each: 50 ms of another beginning hardly matter
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 5500.0
_FLOOR_DB = 50.0
_ONSET_DB = -25.0  # below the loudest frame
_LOW_HZ, _HIGH_HZ = 100.0, 5000.0
_FLAT_FLOOR = 1e-4  # of the strongest bin
_LEAST_MET = 0.5  # share of the energy of one wave that meets the other
_NEAR = np.arange(-16, 17)  # frames about the best shift that tell what lies between them
_FINE = np.arange(-12, 13) / 16

SIZE = _BANDS * _TIMES + _BANDS
"""Values of a print, of 8 bits each: levels over time, and their means."""


def wave_of(samples: FloatArray, sample_rate: int) -> FloatArray:
    """The beginning of a sound as it is compared: one channel of 12 kHz, (frames,)."""
    head = samples[: int(_SECONDS * sample_rate)]
    mono = head.mean(axis=1, keepdims=True, dtype=np.float32)
    if head.shape[1] > 1:  # channels of opposite polarity cancel out
        side = (head[:, :1] - head[:, 1:2]) / 2
        mono = mono if np.square(mono).sum() >= np.square(side).sum() else side
    return resample(mono.astype(np.float32), sample_rate, RATE)[:, 0]


def print_of(wave: FloatArray) -> NDArray[np.int8]:
    """The print of a wave of `wave_of`, (SIZE,); zeros for silence."""
    levels = _levels(wave)
    count = _TIMES * _TIME_FRAMES
    patch = levels[_onset(levels) :][:count]
    around = ((_SMOOTH_FRAMES // 2, count - len(patch) + _SMOOTH_FRAMES // 2), (0, 0))
    patch = np.pad(patch, around, constant_values=-_FLOOR_DB)
    cuts = np.lib.stride_tricks.sliding_window_view(patch, _SMOOTH_FRAMES, axis=0)
    weights = np.hanning(_SMOOTH_FRAMES + 2)[1:-1].astype(np.float32)
    smooth = cuts[::_TIME_FRAMES][:_TIMES] @ (weights / weights.sum())  # (times, bands)
    means = smooth.mean(axis=0)
    return np.concatenate((_in_8_bits((smooth - means).ravel()), _in_8_bits(means - means.mean())))


def vectors(prints: NDArray[np.int8]) -> FloatArray:
    """Prints (sounds, SIZE) as vectors of length 1, whose products say how alike they are.

    Levels over time and their means count the same.
    """
    found = prints.astype(np.float32)
    for part in (found[:, : _BANDS * _TIMES], found[:, _BANDS * _TIMES :]):
        norms = np.sqrt(2 * np.square(part).sum(axis=1, keepdims=True))
        part /= np.where(norms > 0.0, norms, 1.0)
    return found


def likeness(first: FloatArray, second: FloatArray) -> float:
    """How well one wave is the other, moved and scaled: 1 for the same recording, 0 for others.

    The normalised cross-correlation at its highest, of both signs, within the band that all codings
    keep; 0 where neither wave meets the other with half of its energy then. Spectra are made half
    as steep before, halfway to the phase transform of Knapp and Carter (1976): two strokes of one
    bell have the same few strong partials, and differ in all the rest.
    """
    size = 1 << (len(first) + len(second)).bit_length()
    ours, theirs = _flattened(first, size), _flattened(second, size)
    found = np.fft.irfft(np.conj(np.fft.rfft(ours, size)) * np.fft.rfft(theirs, size), size)
    shift = int(np.argmax(np.abs(found)))
    shift = shift - size if shift > size // 2 else shift
    # Frames of another rate lie between those of this one.
    best = float(np.abs(_between() @ found[(shift + _NEAR) % size]).max())
    begin, end = max(0, -shift), min(len(first), len(second) - shift)
    met = [_energy(ours[begin:end]), _energy(theirs[begin + shift : end + shift])]
    shares = [met[0] / max(_energy(ours), 1e-30), met[1] / max(_energy(theirs), 1e-30)]
    if max(shares) < _LEAST_MET:
        return 0.0
    return min(1.0, best / float(np.sqrt(max(met[0] * met[1], 1e-30))))


@lru_cache(maxsize=1)
def _between() -> NDArray[np.float64]:
    """Weights of the values near the best shift for those between them, (fine, near)."""
    apart = _FINE[:, None] - _NEAR
    return np.sinc(apart) * np.cos(np.pi / 2 * apart / (len(_NEAR) // 2 + 1)) ** 2


def _flattened(wave: FloatArray, size: int) -> NDArray[np.float64]:
    """A wave within the band, its spectrum made half as steep; of its own length."""
    spectrum = np.fft.rfft(wave, size)
    bins = np.fft.rfftfreq(size, 1 / RATE)
    spectrum *= (bins >= _LOW_HZ) & (bins <= _HIGH_HZ)
    levels = np.abs(spectrum)
    spectrum /= np.sqrt(levels + max(_FLAT_FLOOR * float(levels.max(initial=0.0)), 1e-30))
    return np.fft.irfft(spectrum, size)[: len(wave)]


def _energy(wave: NDArray[np.floating]) -> float:
    return float(np.square(wave).sum())


def _in_8_bits(values: FloatArray) -> NDArray[np.int8]:
    most = float(np.abs(values).max(initial=0.0))
    return np.rint(values * (127 / most if most > 0.0 else 0.0)).astype(np.int8)


def _levels(wave: FloatArray) -> FloatArray:
    """Decibels of each band in each frame (frames, bands), 0 for the loudest, at least -50."""
    padded = np.pad(wave, (_WINDOW // 2, _WINDOW))
    count = 1 + (len(wave) - 1) // _HOP
    cuts = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][:count]
    power = np.abs(np.fft.rfft(cuts * np.hanning(_WINDOW).astype(np.float32))) ** 2
    edges = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _BANDS + 1) * _WINDOW / RATE
    bands = np.stack([_band(power, low, high) for low, high in pairwise(edges)], axis=1)
    loudest = float(bands.max(initial=0.0))
    if loudest <= 0.0:
        return np.full(bands.shape, -_FLOOR_DB, np.float32)
    decibels = 10 * np.log10(np.maximum(bands / loudest, 10 ** (-_FLOOR_DB / 10)))
    return decibels.astype(np.float32)


def _band(power: NDArray[np.floating], low: float, high: float) -> NDArray[np.floating]:
    """Power between two places among the bins, which need not be whole."""
    places = np.arange(power.shape[1])
    inside = np.clip(np.minimum(places + 0.5, high) - np.maximum(places - 0.5, low), 0.0, 1.0)
    return power @ inside


def _onset(levels: FloatArray) -> int:
    """The first frame near the loudest one's level."""
    power = (10 ** (levels / 10)).sum(axis=1)
    return int(np.argmax(power >= power.max(initial=0.0) * 10 ** (_ONSET_DB / 10)))
