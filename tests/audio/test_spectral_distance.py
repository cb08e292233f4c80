"""The log-spectral distance on sounds whose distance is known."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio.spectral_distance import FRAME, distance_db


def noise(seed: int = 0, frames: int = 20_000, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((frames, channels)).astype(np.float32)


def test_equal_sounds_are_at_no_distance_and_silence_too():
    assert distance_db(noise(), noise()) == 0
    silent = np.zeros((5000, 1), np.float32)
    assert distance_db(silent, silent) == 0


@pytest.mark.parametrize("gain", [6.0, -3.0])
def test_another_level_is_as_far_as_its_decibels(gain):
    sound = noise()
    louder = (sound * 10 ** (gain / 20)).astype(np.float32)
    assert distance_db(sound, louder) == pytest.approx(abs(gain), abs=0.01)


def test_two_draws_of_one_noise_are_as_far_as_chance_has_it():
    # Power of a bin is exponential: the logarithms of two differ by 20/ln 10 * 0.907 * sqrt(2) dB.
    assert distance_db(noise(1), noise(2)) == pytest.approx(7.9, abs=0.3)


def test_what_is_80_db_below_the_loudest_bin_does_not_count():
    time = np.arange(20_000) / 44_100
    tone = np.sin(2 * np.pi * 44_100 * 100 / FRAME * time)[:, None].astype(np.float32)
    hiss = (tone + 1e-6 * noise(channels=1)).astype(np.float32)
    assert distance_db(tone, hiss) < 0.05
    assert distance_db(tone, tone + np.float32(0.1) * noise(channels=1)) > 10


@pytest.mark.parametrize("frames", [100, FRAME - 1, FRAME, FRAME + 1])
def test_short_sounds_are_measured_and_the_longer_one_is_cut(frames):
    sound = noise(frames=frames)
    longer = np.concatenate([sound, noise(5, 777)])
    assert distance_db(sound, longer) == 0
    assert distance_db(longer, sound * 2) == pytest.approx(6.02, abs=0.05)
