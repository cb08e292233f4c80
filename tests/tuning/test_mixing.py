"""Mixing by pressure level: known values, levels that stay, captions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tangostudio.tuning.mixing import SILENT_DB, joined, mixed, pressure_db, share


def noise(seed: int, frames: int = 4000, gain: float = 0.1, channels: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (gain * rng.standard_normal((frames, channels))).astype(np.float32)


def test_shares_of_known_levels():
    assert share(-20, -20) == 0.5
    # Ten times the amplitude: 1 of 11 parts, so that both are heard alike.
    assert share(0, -20) == pytest.approx(1 / 11)
    assert share(-20, 0) == pytest.approx(10 / 11)
    assert share(-3, -9) + share(-9, -3) == pytest.approx(1)


def test_levels_of_known_sounds():
    assert pressure_db(np.ones((10, 2), np.float32)) == pytest.approx(0)
    assert pressure_db(np.full((10, 1), 0.1, np.float32)) == pytest.approx(-20)
    sine = np.sin(2 * np.pi * np.arange(1000) / 100)[:, None].astype(np.float32)
    assert pressure_db(sine) == pytest.approx(-3.01, abs=0.01)
    assert pressure_db(np.zeros((10, 2), np.float32)) == SILENT_DB
    assert pressure_db(np.zeros((0, 2), np.float32)) == SILENT_DB


def test_sounds_of_one_level_are_summed_over_the_root_of_two():
    # The same samples in another order have the same power.
    first = noise(1)
    second = first[::-1]
    np.testing.assert_allclose(mixed(first, second), (first + second) / math.sqrt(2), atol=1e-6)


def test_a_sound_twenty_decibels_louder_is_brought_down():
    first, second = noise(1, gain=0.5), noise(1, gain=0.05)[::-1]
    p = 1 / 11
    wanted = (p * first + (1 - p) * second) / math.hypot(p, 1 - p)
    np.testing.assert_allclose(mixed(first, second), wanted, atol=1e-5)
    # What each brings to the mix is equally loud.
    assert pressure_db(np.float32(p) * first) == pytest.approx(
        pressure_db(np.float32(1 - p) * second), abs=0.01
    )


def test_the_order_does_not_matter_for_what_is_heard():
    first, second = noise(1, gain=0.3), noise(2)
    np.testing.assert_allclose(mixed(first, second), mixed(second, first), atol=1e-6)


def test_a_shorter_sound_of_one_channel_is_filled_up():
    first, second = noise(1, 100), noise(2, 40, channels=1)
    found = mixed(first, second)
    assert found.shape == (100, 2)
    assert found.dtype == np.float32
    p = share(pressure_db(first), pressure_db(second))
    np.testing.assert_allclose(found[40:], p * first[40:] / math.hypot(p, 1 - p), atol=1e-6)


def test_silence_mixes_to_what_can_be_stored():
    silent = np.zeros((50, 2), np.float32)
    assert np.isfinite(mixed(silent, silent)).all()
    assert np.isfinite(mixed(noise(1), silent)).all()


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("A dog barks", "Rain on a roof.", "A dog barks and rain on a roof."),
        ("A dog barks.", "UFO lands", "A dog barks and UFO lands"),
        ("", "rain", "rain"),
        ("rain", "  ", "rain"),
        ("Дождь", "Собака лает", "Дождь and собака лает"),
        ("雨", "犬", "雨 and 犬"),
    ],
)
def test_captions_are_joined(first, second, both):
    assert joined(first, second) == both
