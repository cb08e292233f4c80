"""Where events begin: knocks that were put there are found, and drones have none."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio import onsets
from tests.audio.signals import noise, sine

RATE = 48000


def knocks(at: tuple[float, ...], seconds: float, rate: int = RATE) -> np.ndarray:
    """Bursts of noise that die away, over a little hiss."""
    sound = 1e-4 * noise(round(seconds * rate), 2)
    for number, moment in enumerate(at):
        first = round(moment * rate)
        burst = noise(min(round(0.2 * rate), len(sound) - first), 2, seed=number)
        fade = np.exp(-np.arange(len(burst)) / (0.03 * rate))[:, None]
        sound[first : first + len(burst)] += (burst * fade * (0.2 + 0.2 * number)).astype("f4")
    return sound


@pytest.mark.parametrize("rate", [16000, 44100, 96000])
def test_knocks_are_found_where_they_begin(rate):
    at = (0.05, 0.4, 0.7, 1.2)
    found = onsets.find(knocks(at, 1.6, rate), rate)
    assert len(found) == len(at)
    assert np.abs(np.subtract(found, at)).max() < 0.003


def test_two_in_quick_succession_are_two_and_an_echo_within_one_is_none():
    assert len(onsets.find(knocks((0.1, 0.25), 0.6), RATE)) == 2
    assert len(onsets.find(knocks((0.1, 0.12), 0.6), RATE)) == 1


def test_what_is_steady_or_swells_has_no_further_beginning():
    swell = noise(2 * RATE) * np.linspace(0, 1, 2 * RATE, dtype=np.float32)[:, None]
    for steady in (sine(220, 2.0, RATE), noise(2 * RATE), swell):
        assert len([moment for moment in onsets.find(steady, RATE) if moment > 0.01]) == 0


@pytest.mark.parametrize("frames", [0, 1, 7, 300])
def test_sounds_that_are_too_short_to_hear_are_no_error(frames):
    assert len(onsets.find(noise(frames), RATE)) <= 1


def test_silence_has_none():
    assert onsets.find(np.zeros((RATE, 2), np.float32), RATE) == ()
