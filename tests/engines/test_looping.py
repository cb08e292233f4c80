"""Seams of loops: where they are, when they can be told from the rest, the last resort."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.engines import looping
from tangostudio.errors import BadRequest

RATE = 44100


def humming(frames: int = RATE) -> np.ndarray:
    """Whole periods of a hum and a steady hiss, which go round."""
    t = np.arange(frames) / frames
    hiss = 0.01 * np.random.default_rng(1).standard_normal(frames)
    return (0.3 * np.sin(2 * np.pi * 100 * t) + hiss)[:, None].astype(np.float32)


@pytest.mark.parametrize("frames", [10, 11])
def test_turning_brings_the_seam_to_the_middle_and_back(frames):
    sound = np.arange(frames, dtype=np.float32)[:, None]
    turned = looping.turned(sound)
    first, last = looping.seam(frames, 4, 1)
    middle = frames - frames // 2
    assert turned[middle, 0] == 0
    assert (first, last) == (middle - 2, middle + 2)
    np.testing.assert_array_equal(looping.turned_back(turned), sound)


def test_a_seam_takes_half_of_a_sound_at_most():
    assert looping.seam(100, 9.0, 100) == (25, 75)


def test_a_place_like_any_other_is_not_rough():
    here, there = looping.roughness(humming(), RATE, [0, 12345])
    assert here.worst < 1.1
    assert there.worst < 1.1


@pytest.mark.parametrize("place", [0, 3, RATE - 3, 9999])
def test_a_click_is_rough_where_it_is(place):
    sound = humming()
    sound[place] += 0.4
    near, far = looping.roughness(sound, RATE, [0 if place != 9999 else 9999, 22222])
    assert near.high > 3
    assert near.step > 3
    assert far.worst < 1.1


def test_a_cut_in_a_hum_is_rough():
    (found,) = looping.roughness(humming()[: RATE - 110], RATE, [0])
    assert found.step > 1


def test_a_sound_without_anything_above_8_khz_has_no_high_roughness():
    low = humming()
    for rate in (16000, 8000):
        (found,) = looping.roughness(low, rate, [0])
        assert found.high == 0


def test_silence_is_not_rough():
    for frames in (442, 5000):
        (found,) = looping.roughness(np.zeros((frames, 2), np.float32), RATE, [0])
        assert found.worst == 0


def test_folding_keeps_the_length_and_lets_the_end_meet_the_beginning():
    ramp = np.linspace(-0.5, 0.5, RATE, dtype=np.float32)[:, None]
    folded = looping.folded(ramp, RATE)
    assert folded.shape == ramp.shape
    np.testing.assert_array_equal(folded[: RATE - 4410], ramp[: RATE - 4410])
    assert abs(folded[-1, 0] - folded[0, 0]) < 1e-3
    assert looping.folded(ramp[:3], RATE).shape == (3, 1)


def test_a_sound_with_no_room_for_a_seam_is_refused():
    looping.check(0.2, 0.1)
    with pytest.raises(BadRequest, match=r"0\.15 s is too short") as caught:
        looping.check(0.15, 0.1)
    assert "0.20 s" in caught.value.hint
