import numpy as np
import pytest

from tangostudio.audio.marks import find_marks
from tangostudio.ui.view_words import describe, spectrum_reading, wave_reading

RATE = 44100


def test_a_take_in_words():
    sound = np.zeros((2 * RATE, 2), np.float32)
    sound[: RATE // 2, 0] = 0.25 * np.sin(np.arange(RATE // 2) / 9)
    sound[11025:11031, 1] = 0.5
    said = describe(sound, RATE, find_marks(sound, RATE))
    assert said == (
        "2 channels. Loudest at 0.25 seconds, -6.0 dB. Clips once. Silent from 0.5 to 2.0 s."
    )


@pytest.mark.parametrize(
    ("frames", "said"),
    [(0, "It is empty."), (100, "One channel. Loudest at 0.00 seconds, -∞ dB.")],
)
def test_an_empty_and_a_silent_take_in_words(frames, said):
    sound = np.zeros((frames, 1), np.float32)
    assert describe(sound, RATE, find_marks(sound, RATE)) == said


def test_readings():
    assert wave_reading(0.5, [0.5, -0.1]) == "0.5000 s  -6.0 dB  -20.0 dB"
    assert wave_reading(0.5, []) == ""
    assert spectrum_reading(0.25, (2449.0, -31.4)) == "0.250 s  2.4 kHz  -31 dB"
    assert spectrum_reading(0.25, (100.0, -120.0)) == "0.250 s  100 Hz  < -120 dB"
    assert spectrum_reading(0.25, (100.0, 6.2), True) == "0.250 s  100 Hz  +6 dB"
    assert spectrum_reading(0.25, None) == ""
