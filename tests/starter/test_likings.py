"""Each liking prefers the sound that its word asks for."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.starter.likings import LIKINGS

RATE = 44100
_TIME = np.arange(RATE) / RATE
_RNG = np.random.default_rng(0)
_NOISE = _RNG.normal(size=RATE) * 0.1


def _sound(wave: np.ndarray) -> np.ndarray:
    return np.asarray(wave, np.float32).reshape(RATE, -1)


def _tone(hz: float) -> np.ndarray:
    return 0.3 * np.sin(2 * np.pi * hz * _TIME)


def _clicks(count: int) -> np.ndarray:
    wave = np.zeros(RATE)
    for place in np.linspace(0.05, 0.9, count):
        start = int(place * RATE)
        wave[start : start + 2000] += _NOISE[:2000] * np.exp(-np.arange(2000) / 300) * 5
    return wave


_BOTH = np.stack([_NOISE, _RNG.normal(size=RATE) * 0.1], 1)

# The liked sound first.
CASES = {
    "bright": (_tone(6000), _tone(200)),
    "dark": (_tone(200), _tone(6000)),
    "long": (_tone(500), _tone(500) * (_TIME < 0.3)),
    "short": (_tone(500) * (_TIME < 0.3), _tone(500)),
    "dry": (_NOISE * np.exp(-_TIME * 60), _NOISE * np.exp(-_TIME * 12)),
    "tonal": (_tone(500), _NOISE),
    "noisy": (_NOISE, _tone(500)),
    "no rumble": (_tone(500), _tone(500) + _tone(50)),
    "sparkling": (_tone(500) + _tone(9000), _tone(500)),
    "warm": (_tone(300) + _tone(2000), _tone(2000)),
    "hard attack": (_NOISE * np.exp(-_TIME * 20), _NOISE),
    "steady": (_NOISE, _NOISE * (1 + 0.9 * np.sin(2 * np.pi * 4 * _TIME))),
    "busy": (_clicks(8), _clicks(2)),
    "sparse": (_clicks(2), _clicks(8)),
    "full": (_NOISE, _tone(500)),
    "wide": (_BOTH, np.stack([_NOISE, _NOISE], 1)),
}


@pytest.mark.parametrize("name", LIKINGS)
def test_the_liked_sound_is_rated_higher(name: str) -> None:
    liked, other = (LIKINGS[name](_sound(wave), RATE) for wave in CASES[name])
    assert liked > other


@pytest.mark.parametrize("name", LIKINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_silence_and_any_level_have_a_finite_rating(name: str, channels: int) -> None:
    twentieth = RATE // 20
    for sound in (np.zeros((RATE, channels)), np.full((twentieth, channels), 50.0)):
        assert np.isfinite(LIKINGS[name](sound.astype(np.float32), RATE))
