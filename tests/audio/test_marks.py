import numpy as np
import pytest

from tangostudio.audio.marks import clipped_runs, find_marks, silences
from tests.audio.signals import noise, sine

RATE = 44100


def test_a_cut_off_top_is_found_with_its_ends():
    wave = np.array([0, 0.4, 0.8, 0.8, 0.8, 0.8, 0.3, -0.8, -0.8, -0.8, 0], np.float32)
    assert clipped_runs(wave, 0.8).tolist() == [[2, 6]]
    assert clipped_runs(wave, 1.0).tolist() == []


def test_flat_ends_of_a_sound_are_found_too():
    wave = np.array([0.5, 0.5, 0.5, 0.5, 0, 0, 0.1, -0.5, -0.5, -0.5, -0.5], np.float32)
    assert clipped_runs(wave, 0.5).tolist() == [[0, 4], [7, 11]]


def test_a_slow_smooth_top_is_not_cut_off_even_in_16_bits():
    wave = np.round(32767 * sine(30, 1.0, peak=1.0)[:, 0]) / 32768
    assert len(clipped_runs(wave, float(wave.max()))) == 0


def test_a_square_wave_and_silence_are_not_cut_off():
    square = np.sign(sine(333, 0.1)[1:, 0] + 1e-3)
    assert len(clipped_runs(square, 1.0)) == 0
    assert len(clipped_runs(np.zeros(100, np.float32), 0.0)) == 0


def test_silence_is_where_no_channel_sounds():
    sound = noise(2 * RATE)
    sound[RATE // 2 : RATE] = 1e-4
    sound[RATE // 2 : RATE, 1] *= np.linspace(1, 0, RATE // 2)
    sound[RATE + 1000 : RATE + 2000] = 0  # too short
    sound[-RATE // 2 :, 0] = 0  # the other channel sounds
    (only,) = silences(np.ascontiguousarray(sound.T), RATE)
    assert only.tolist() == pytest.approx([RATE // 2, RATE], abs=RATE * 0.011)


@pytest.mark.parametrize("frames", [0, 1, 3, 5000])
def test_any_length_has_marks(frames):
    marks = find_marks(np.zeros((frames, 3), np.float32), RATE)
    assert [len(ranges) for ranges in marks.clipped] == [0, 0, 0]
    assert marks.silent.tolist() == ([[0, 5000]] if frames == 5000 else [])
