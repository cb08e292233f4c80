"""Sounds that are joined: what stays, what meets what, and at which level."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.engines.regions import Pass
from tangostudio.engines.stitching import channelled, crossfade, stitch

RATE = 10000  # a fade is 200 frames


def noise(seed: int, frames: int = 10000, channels: int = 2) -> np.ndarray:
    return 0.1 * np.random.default_rng(seed).standard_normal((frames, channels), np.float32)


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt((sound**2).mean()))


def simple(window: tuple[int, int], *spans: tuple[int, int]) -> Pass:
    return Pass(window, spans, spans)


def test_nothing_changes_outside_the_spans_and_their_fades():
    whole, made = noise(1), noise(2)
    joined = stitch(whole, made, simple((0, 10000), (3000, 4000), (9000, 10000)), RATE)
    changed = np.flatnonzero((joined != whole).any(1))
    expected = [*range(2800, 4200), *range(8800, 10000)]
    assert set(changed) <= set(expected)
    assert len(changed) > 0.99 * len(expected)


def test_what_is_new_is_what_was_made():
    whole = made = noise(1)
    made = whole.copy()
    made[3000:4000] = noise(2)[3000:4000]
    joined = stitch(whole, made, simple((0, 10000), (3000, 4000)), RATE)
    np.testing.assert_allclose(joined[3000:4000], made[3000:4000], rtol=1e-6)


def test_a_window_lies_where_it_says():
    whole, made = noise(1), noise(1)[4000:8000]
    np.testing.assert_allclose(
        stitch(whole, made, simple((4000, 8000), (5000, 6000)), RATE), whole, rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("gain", [0.05, 0.5, 4.0])
def test_new_parts_meet_the_level_of_what_is_beside_them(gain):
    whole, made = noise(1), gain * noise(2)
    joined = stitch(whole, made, simple((0, 10000), (3000, 4000)), RATE)
    assert rms(joined[3000:4000]) == pytest.approx(rms(whole), rel=0.06)


def test_beside_silence_the_level_is_that_of_all_that_is_kept():
    whole, made = noise(1), 4 * noise(2)
    whole[:6000] = made[:6000] = 0
    made[3000:4000] = 4 * noise(3)[3000:4000]
    joined = stitch(whole, made, simple((0, 10000), (3000, 4000)), 2000)
    assert rms(joined[3000:4000]) == pytest.approx(0.1, rel=0.06)


def test_in_silence_new_parts_keep_their_own_level():
    joined = stitch(np.zeros_like(noise(1)), noise(2), simple((0, 10000), (3000, 4000)), RATE)
    assert rms(joined[3000:4000]) == pytest.approx(0.1, rel=0.06)


def test_only_the_new_part_is_lowered_when_it_is_over_full_scale():
    whole, made = noise(1), noise(2)
    made[3500] = 3.0
    joined = stitch(whole, made, simple((0, 10000), (3000, 4000)), RATE)
    assert np.abs(joined).max() == pytest.approx(1.0)
    np.testing.assert_array_equal(joined[:2800], whole[:2800])


def test_what_is_made_too_short_is_filled_with_silence():
    joined = stitch(noise(1), noise(2)[:9500], simple((0, 10000), (9000, 10000)), RATE)
    assert not joined[9500:].any()


def test_channels_are_those_of_the_sound_that_is_kept():
    mono, stereo = noise(1, channels=1), noise(2)
    spans = simple((0, 10000), (3000, 4000))
    assert stitch(mono, stereo, spans, RATE).shape == (10000, 1)
    joined = stitch(stereo, mono, spans, RATE)
    np.testing.assert_array_equal(joined[3000:4000, 0], joined[3000:4000, 1])
    assert channelled(stereo, 1)[7, 0] == pytest.approx(stereo[7].mean())


def test_a_crossfade_of_equal_sounds_is_that_sound():
    sound = noise(3)
    np.testing.assert_allclose(crossfade(sound, sound), sound, rtol=1e-5, atol=1e-8)


def test_a_crossfade_of_strangers_keeps_the_power_all_along():
    sounds = np.stack([crossfade(noise(seed, 400), noise(seed + 999, 400)) for seed in range(300)])
    powers = (sounds**2).mean((0, 2)).reshape(8, 50).mean(1)
    np.testing.assert_allclose(powers, 0.01, rtol=0.08)


def test_a_crossfade_begins_with_one_and_ends_with_the_other():
    one, other = np.ones((100, 1), np.float32), np.full((100, 1), -1.0, np.float32)
    faded = crossfade(one, other)
    assert faded[0, 0] == pytest.approx(1.0, abs=1e-3)
    assert faded[-1, 0] == pytest.approx(-1.0, abs=1e-3)
