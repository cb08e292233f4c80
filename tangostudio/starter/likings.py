"""What simulated designers like, as physics of a sound: judges whose taste is known.

Each liking gives a sound (of a twentieth of a second or more) a figure, the higher the better. They
serve to measure how fast a taste is learned and whether tuning follows it. Plain numpy; it knows
neither votes nor models.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tangostudio.starter import measures
from tangostudio.starter.measures import Audio

Liking = Callable[[Audio, int], float]

_HEARD_DB = 40.0  # what lies deeper under the loudest moment is not listened to


def brightness(audio: Audio, sample_rate: int) -> float:
    """Octaves of the mean frequency above 1 kHz."""
    return float(np.log2(max(measures.centroid_hz(audio, sample_rate), 30.0) / 1000))


def length(audio: Audio, sample_rate: int) -> float:
    """Doublings of the time until it is over, against 1 s."""
    heard = measures.last_heard(audio, sample_rate, _HEARD_DB)
    return float(np.log2(max(heard, 0.02)))


def dryness(audio: Audio, sample_rate: int) -> float:
    """Halvings of the time to fall by 60 dB, against 1 s; at least that of 16 s."""
    return float(-np.log2(np.clip(measures.decay_seconds(audio, sample_rate), 0.05, 16.0)))


def noisiness(audio: Audio, sample_rate: int) -> float:
    """Spectral flatness in dB over 100 Hz to 10 kHz: 0 for white noise, far below for a tone."""
    hz, power = measures.spectrum(audio, sample_rate)
    part = measures.decibels(power[(hz > 100) & (hz < 10_000)] + 1e-12 * power.max())
    return float(part.mean() - measures.decibels(float(np.mean(10 ** (part / 10)))))


def rumble(audio: Audio, sample_rate: int) -> float:
    """Power below 120 Hz against all, in dB, at least -50."""
    return _share_db(audio, sample_rate, 0, 120)


def sparkle(audio: Audio, sample_rate: int) -> float:
    """Power above 6 kHz against all, in dB, at least -50."""
    return _share_db(audio, sample_rate, 6000, 20_000)


def body(audio: Audio, sample_rate: int) -> float:
    """Power from 120 to 500 Hz against all, in dB, at least -50."""
    return _share_db(audio, sample_rate, 120, 500)


def attack(audio: Audio, sample_rate: int) -> float:
    """How far the loudest 20 ms stand above the mean level of what is heard, in dB."""
    levels = _heard_levels(audio, sample_rate)
    return float(levels.max() - measures.decibels(float(np.mean(10 ** (levels / 10)))))


def steadiness(audio: Audio, sample_rate: int) -> float:
    """Minus the standard deviation in dB of the level while it is heard."""
    return -float(_heard_levels(audio, sample_rate).std())


def business(audio: Audio, sample_rate: int) -> float:
    """Doublings of the onsets per second."""
    seconds = len(audio) / sample_rate
    return float(np.log2(0.5 + len(measures.onsets(audio, sample_rate)) / seconds))


def fullness(audio: Audio, sample_rate: int) -> float:
    """Entropy in bits of the power over third octaves: how much of the spectrum is in use."""
    hz, power = measures.spectrum(audio, sample_rate)
    place = np.searchsorted(np.geomspace(40, 16_000, 27), hz)
    bands = np.bincount(place, power, 28)[1:27]
    share = bands / max(bands.sum(), 1e-30)
    return float(-(share * np.log2(share + 1e-12)).sum())


def width(audio: Audio, sample_rate: int) -> float:
    """Level of half the difference of the channels against half their sum, in dB, at least -40."""
    if audio.ndim != 2 or audio.shape[1] < 2:
        return -40.0
    mid, side = audio[:, 0] + audio[:, 1], audio[:, 0] - audio[:, 1]
    return max(-40.0, measures.level_db(side[:, None]) - measures.level_db(mid[:, None]))


def _minus(liking: Liking) -> Liking:
    return lambda audio, sample_rate: -liking(audio, sample_rate)


LIKINGS: dict[str, Liking] = {
    "bright": brightness,
    "dark": _minus(brightness),
    "long": length,
    "short": _minus(length),
    "dry": dryness,
    "tonal": _minus(noisiness),
    "noisy": noisiness,
    "no rumble": _minus(rumble),
    "sparkling": sparkle,
    "warm": body,
    "hard attack": attack,
    "steady": steadiness,
    "busy": business,
    "sparse": _minus(business),
    "full": fullness,
    "wide": width,
}
"""By the word for a designer who has nothing else in mind."""


def _share_db(audio: Audio, sample_rate: int, low_hz: float, high_hz: float) -> float:
    hz, power = measures.spectrum(audio, sample_rate)
    part = power[(hz >= low_hz) & (hz < high_hz)].sum()
    return float(measures.decibels(max(float(part / max(power.sum(), 1e-30)), 1e-5)))


def _heard_levels(audio: Audio, sample_rate: int) -> measures.Curve:
    levels = measures.level_curve(audio, sample_rate)
    return levels[levels > levels.max() - _HEARD_DB]
