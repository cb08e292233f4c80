"""A sound in numbers: always finite, whatever its level, and unlike for unlike sounds."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio.impressions import DIMENSION, impression

RATE = 44100
_TIME = np.arange(RATE) / RATE
_NOISE = np.random.default_rng(0).normal(size=RATE) * 0.1


def _of(wave: np.ndarray, sample_rate: int = RATE) -> np.ndarray:
    return impression(np.asarray(wave, np.float32).reshape(len(wave), -1), sample_rate)


def _tone(hz: float) -> np.ndarray:
    return 0.3 * np.sin(2 * np.pi * hz * _TIME)


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


@pytest.mark.parametrize(
    "wave",
    [
        np.zeros(RATE),
        np.zeros(1),
        np.ones(7),
        np.r_[1.0, np.zeros(RATE)],
        np.full(RATE, 1e-6),
        np.full((RATE, 2), [1.0, -1.0]),
        np.full((900, 2), 300.0),
        _NOISE,
    ],
    ids=["silence", "one", "seven", "click", "faint", "antiphase", "loud", "noise"],
)
def test_any_sound_gives_finite_numbers(wave: np.ndarray) -> None:
    for rate in (8000, RATE, 96_000):
        found = _of(wave, rate)
        assert found.shape == (DIMENSION,)
        assert found.dtype == np.float32
        assert np.isfinite(found).all()
        assert np.abs(found).max() < 1000  # fits what stores it


def test_level_does_not_matter() -> None:
    wave = _NOISE * np.exp(-_TIME * 5)
    np.testing.assert_allclose(_of(wave), _of(wave * 0.01), atol=0.05)


def test_two_equal_channels_are_one_sound_without_width() -> None:
    one, two = _of(_NOISE), _of(np.stack([_NOISE, _NOISE], 1))
    np.testing.assert_allclose(one, two, atol=1e-3)


def test_the_sample_rate_hardly_matters() -> None:
    time = np.arange(48_000) / 48_000
    slow, fast = (
        _of(np.sin(2 * np.pi * 700 * t) * np.exp(-t * 6), rate)
        for t, rate in ((_TIME, RATE), (time, 48_000))
    )
    other = _of(np.sin(2 * np.pi * 1400 * _TIME) * np.exp(-_TIME * 6))
    assert _distance(slow, fast) < 0.2 * _distance(slow, other)


@pytest.mark.parametrize(
    ("changed", "alike"),
    [
        (_tone(3000), _tone(505)),
        (_tone(500) * np.exp(-_TIME * 15), _tone(500) * np.exp(-_TIME * 0.1)),
        (_NOISE, _tone(510)),
        (_tone(500) * (1 + np.sin(2 * np.pi * 6 * _TIME)), _tone(500) * 0.5),
    ],
    ids=["pitch", "decay", "noise", "beats"],
)
def test_unlike_sounds_are_farther_apart_than_like_ones(
    changed: np.ndarray, alike: np.ndarray
) -> None:
    plain = _of(_tone(500))
    assert _distance(plain, _of(changed)) > 3 * _distance(plain, _of(alike))


def test_width_is_heard() -> None:
    other = np.random.default_rng(1).normal(size=RATE) * 0.1
    narrow, wide = (_of(np.stack([_NOISE, right], 1)) for right in (_NOISE, other))
    assert wide[-2] > narrow[-2] + 30
    left = _of(np.stack([_NOISE, _NOISE * 0.5], 1))
    assert left[-1] == pytest.approx(6.02, abs=0.01)
