"""Loudness, resampling and edits."""

import numpy as np
import pyloudnorm
import pytest

from tangostudio.audio import edit
from tangostudio.audio.loudness import Loudness, matching_gains_db, measure
from tangostudio.audio.resample import resample
from tests.audio.signals import noise, sine


@pytest.mark.parametrize("sample_rate", [44100, 48000])
def test_bs1770s_reference_tone(sample_rate: int) -> None:
    # BS.1770: a full-scale sine of 997 Hz in one channel reads -3.01 LKFS.
    found = measure(sine(997, 3.0, sample_rate, channels=1, peak=1.0), sample_rate)
    assert found.integrated_lufs == pytest.approx(-3.01, abs=0.02)
    assert found.momentary_max_lufs == pytest.approx(-3.01, abs=0.02)
    assert not found.short
    assert found.sample_peak_db == pytest.approx(0, abs=0.01)


def test_two_channels_are_three_decibels_louder() -> None:
    found = measure(sine(997, 3.0, peak=0.1), 44100)
    assert found.integrated_lufs == pytest.approx(-20.0, abs=0.03)


def test_a_short_sound_is_measured_in_a_padded_window() -> None:
    tenth = measure(sine(997, 0.1, channels=1, peak=1.0), 44100)
    assert tenth.short
    # A quarter of the 400 ms window sounds: 6.02 dB less.
    assert tenth.momentary_max_lufs == pytest.approx(-9.03, abs=0.05)
    assert tenth.integrated_lufs == tenth.momentary_max_lufs


def test_true_peak_sees_between_the_samples() -> None:
    # A sine at a quarter of the rate, sampled 45 degrees off its peaks.
    wave = np.sin(np.arange(4000) * np.pi / 2 + np.pi / 4).astype(np.float32)[:, None]
    found = measure(wave * edit.fade_curve(4000, "linear")[:, None], 48000)
    assert found.sample_peak_db == pytest.approx(-3.01, abs=0.05)
    assert found.true_peak_db == pytest.approx(0.0, abs=0.2)


def test_silence_has_floors() -> None:
    silence = np.zeros((44100, 2), np.float32)
    assert measure(silence, 44100) == Loudness(-70.0, -70.0, False, -120.0, -120.0, -70.0, None)
    assert measure(silence + np.float32(1e-5), 44100).integrated_lufs == -70.0
    assert measure(silence[:1], 44100).short


@pytest.mark.parametrize("sample_rate", [8000, 44100, 48000, 96000])
@pytest.mark.parametrize("seconds", [0.4, 1.234, 5.0])
def test_loudness_is_that_of_another_meter(sample_rate: int, seconds: float) -> None:
    samples = noise(round(seconds * sample_rate), seed=3)
    samples *= np.linspace(0.01, 1, len(samples), dtype=np.float32)[:, None]
    meter = pyloudnorm.Meter(sample_rate, filter_class="DeMan")
    expected = meter.integrated_loudness(samples.astype(np.float64))
    assert measure(samples, sample_rate).integrated_lufs == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "seconds", "range_lu"),
    # The first three minimum requirements of Tech 3342, in a quarter of their length.
    [((-20, -30), 5, 10), ((-20, -15), 5, 5), ((-40, -20), 5, 20)],
)
def test_the_loudness_range_of_tech_3342(levels: tuple, seconds: float, range_lu: float) -> None:
    parts = [sine(1000, seconds, 48000, peak=10 ** (level / 20)) for level in levels]
    assert measure(np.concatenate(parts), 48000).range_lu == pytest.approx(range_lu, abs=1)


def test_a_range_needs_three_seconds_and_the_loudest_are_found() -> None:
    quiet, loud = sine(997, 4.0, peak=0.01), sine(997, 0.4, peak=0.1)
    found = measure(np.concatenate((quiet, loud, quiet)), 44100)
    assert found.momentary_max_lufs == pytest.approx(-20.0, abs=0.05)
    # 0.4 s of the loudest 3 s are loud, the rest has a hundredth of the power.
    expected = -20 + 10 * np.log10((0.4 + 2.6 * 0.01) / 3)
    assert found.short_term_max_lufs == pytest.approx(expected, abs=0.05)
    assert found.range_lu is not None
    assert measure(quiet[: 3 * 44100 - 1], 44100).range_lu is None


def test_matching_gains_never_pass_the_ceiling() -> None:
    # The quiet one may only rise by 4 dB, so the loud one comes down to meet it.
    assert matching_gains_db([-20.0, -30.0], [-3.0, -4.0]) == pytest.approx([-6.0, 4.0])
    assert matching_gains_db([-20.0, -22.0], [-10.0, -10.0]) == pytest.approx([0.0, 2.0])
    assert matching_gains_db([-20.0, -70.0], [2.0, -120.0]) == pytest.approx([-2.0, 0.0])
    assert matching_gains_db([-70.0], [-120.0]) == [0.0]


@pytest.mark.parametrize(("old", "new"), [(44100, 48000), (48000, 44100), (44100, 96000)])
def test_resampling_keeps_length_pitch_and_level(old: int, new: int) -> None:
    converted = resample(sine(1000, 0.5, old), old, new)
    expected = sine(1000, 0.5, new)
    assert converted.shape == expected.shape
    assert converted.dtype == np.float32
    inner = slice(2000, -2000)
    assert np.abs(converted[inner] - expected[inner]).max() < 1e-5


def test_resampling_tiny_sounds_and_same_rates() -> None:
    samples = noise(1)
    assert resample(samples, 44100, 44100) is samples
    assert resample(samples, 96000, 44100).shape == (1, 2)


def test_trim_stays_inside_and_leaves_the_input() -> None:
    samples = noise(100)
    before = samples.copy()
    cut = edit.trim(samples, -5, 50)
    cut[:] = 0
    assert len(cut) == 50
    assert len(edit.trim(samples, 200, 300)) == 1
    assert np.array_equal(samples, before)


def test_trim_silence_keeps_a_little() -> None:
    samples = np.zeros((10000, 2), np.float32)
    samples[3000:4000, 1] = 0.1
    samples[8000] = 0.0005  # -66 dB
    found = edit.trim_silence(samples, 10000, threshold_db=-60, keep_ms=10)
    assert np.array_equal(found, samples[2900:4100])
    assert len(edit.trim_silence(samples, 10000, threshold_db=-70)) == 8001 - 3000 + 200
    assert len(edit.trim_silence(np.zeros((50, 1), np.float32), 10000)) == 50


@pytest.mark.parametrize("shape", sorted(edit.FADE_SHAPES))
def test_fades_rise_and_fall(shape: str) -> None:
    ones = np.ones((1000, 2), np.float32)
    risen, fallen = edit.fade_in(ones, 400, shape), edit.fade_out(ones, 400, shape)
    assert risen[0, 0] == 0
    assert np.all(np.diff(risen[:400, 0]) > 0)
    assert np.all(risen[400:] == 1)
    assert np.array_equal(fallen, risen[::-1])
    assert risen.dtype == np.float32
    assert np.array_equal(edit.fade_in(ones, 0, shape), ones)
    assert edit.fade_out(ones, 5000, shape).shape == ones.shape


def test_gain_and_peak() -> None:
    samples = noise(1000, peak=0.25)
    assert np.abs(edit.gain(samples, 6.0206)).max() == pytest.approx(2 * np.abs(samples).max())
    assert np.abs(edit.normalise_peak(samples, -6.0206)).max() == pytest.approx(0.5, rel=1e-5)
    assert not edit.normalise_peak(np.zeros((5, 1), np.float32)).any()
