"""Loudness that follows another sound's."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.engines.following import follow, levels

RATE = 44100


def noise(seconds: float = 2.0, rate: int = RATE, channels: int = 2) -> np.ndarray:
    frames = round(seconds * rate)
    return 0.1 * np.random.default_rng(1).standard_normal((frames, channels), np.float32)


def knocks(rate: int = RATE) -> np.ndarray:
    """Three knocks, at 0.5, 1.0 and 1.4 s, in two seconds of silence."""
    sound, t = np.zeros((2 * rate, 1), np.float32), np.arange(rate // 5) / rate
    for second in (0.5, 1.0, 1.4):
        first = round(second * rate)
        sound[first : first + len(t), 0] = 0.5 * np.sin(2 * np.pi * 700 * t) * np.exp(-30 * t)
    return sound


def course(sound: np.ndarray, rate: int = RATE) -> np.ndarray:
    return levels(sound, rate, 800)


def test_a_steady_sound_takes_over_the_course_of_another():
    followed = follow(noise(), RATE, knocks(), RATE, 1.0)
    assert followed.shape == noise().shape
    assert np.corrcoef(course(followed), course(knocks()))[0, 1] > 0.97


@pytest.mark.parametrize("rate", [8000, 22050, 48000, 192000])
def test_the_leader_may_have_any_rate_and_does_not_drift(rate):
    followed = follow(noise(), RATE, knocks(rate), rate, 1.0)
    for second in (0.5, 1.0, 1.4):
        at = round(second / 0.0025)
        rise = np.diff(course(followed)[at - 10 : at + 10])
        assert abs(int(rise.argmax()) - 9) <= 2  # 5 ms


def test_silence_of_the_leader_is_silence_and_after_its_end_too():
    followed = follow(noise(), RATE, knocks()[:RATE], RATE, 1.0)
    assert np.abs(followed[: round(0.45 * RATE)]).max() < 1e-3
    assert np.abs(followed[round(1.05 * RATE) :]).max() < 1e-3


def test_half_followed_is_half_the_way_in_decibels():
    whole, half = (course(follow(noise(), RATE, knocks(), RATE, each)) for each in (1.0, 0.5))
    plain = course(noise())
    quiet = slice(40, 180)
    assert 20 * np.log10(whole[quiet] / plain[quiet]).mean() == pytest.approx(-60, abs=4)
    assert 20 * np.log10(half[quiet] / plain[quiet]).mean() == pytest.approx(-30, abs=2)


def test_followed_by_nothing_it_is_the_same_sound():
    sound = noise()
    assert follow(sound, RATE, knocks(), RATE, 0.0) is sound


def test_a_silent_sound_stays_silent_and_a_silent_leader_silences():
    silent = np.zeros((RATE, 2), np.float32)
    assert not follow(silent, RATE, knocks(), RATE, 1.0).any()
    assert np.isfinite(follow(noise(), RATE, silent, RATE, 1.0)).all()


def test_faint_parts_are_not_lifted_by_more_than_40_db():
    sound = noise()
    sound[: RATE // 2] *= 1e-4
    followed = follow(sound, RATE, noise(), RATE, 1.0)
    lifted = np.abs(followed[1000 : RATE // 2 - 1000]).max() / np.abs(sound[: RATE // 2]).max()
    assert 50 < lifted < 200
