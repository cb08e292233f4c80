"""Varispeed: what is heard at another speed is the same sound, elsewhere in pitch."""

import numpy as np
import pytest

from tangostudio.audio import varispeed
from tangostudio.audio.mixer import Mixer, SetSpeed, Start
from tangostudio.audio.voice import Span, Voice
from tests.audio.signals import noise, sine

RATE = 48000
SEMITONE = 2 ** (1 / 12)


def heard(data, speed, frames, *, span=None, changes=(), block=256):
    """What a voice puts out, its commands sent before the blocks of the numbers given."""
    mixer = Mixer(RATE)
    whole = span or Span(0, len(data))
    voice = Voice(1, data, 0.0, whole, 1.0, np.ones((1, 1), np.float32), speed=speed)
    mixer.send(Start(voice, mixer.ramps.fall))
    blocks, changing = [], dict(changes)
    for number in range(frames // block):
        if number in changing:
            mixer.send(SetSpeed(changing[number]))
        blocks.append(np.empty((block, 2), np.float32))
        mixer.render(blocks[-1], 0.0)
    return np.concatenate(blocks), voice


@pytest.mark.parametrize("rate", [1 / 4, 1 / 2, 1 / SEMITONE, SEMITONE, 2.0, 4.0])
@pytest.mark.parametrize("hz", [440.0, 4000.0])
def test_a_tone_stays_a_clean_tone_at_its_new_pitch(hz, rate):
    out, _voice = heard(sine(hz, 2.0, RATE, peak=0.5), varispeed.speed(rate), 20000)
    part = out[2000:18000, 0].astype(float)
    turn = 2 * np.pi * hz * rate / RATE * np.arange(len(part))
    waves = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    fitted = waves @ np.linalg.lstsq(waves, part, rcond=None)[0]
    assert fitted.std() == pytest.approx(0.5 / np.sqrt(2), rel=0.01)
    assert np.mean((part - fitted) ** 2) < 1e-6 * np.mean(fitted**2)


def test_what_is_too_high_for_the_device_is_filtered_and_does_not_fold_back():
    out, _voice = heard(sine(16000, 1.0, RATE, peak=0.5), varispeed.speed(2.0), 20000)
    assert np.abs(out[1000:18000]).max() < 1e-3


@pytest.mark.parametrize("rate", [1 / 4, SEMITONE, 4.0])
def test_a_sound_lasts_as_long_as_its_speed_says(rate):
    data = noise(9600)
    out, voice = heard(data, varispeed.speed(rate), 48000)
    assert voice.done
    last = np.flatnonzero(np.abs(out[:, 0]) > 1e-6)[-1]
    assert last + 1 == pytest.approx(9600 / rate, abs=16)


def test_a_change_of_speed_glides_without_a_click():
    data = sine(500, 4.0, RATE, peak=0.5)
    speeds = [varispeed.speed(rate) for rate in (1.0, 2.0, 1 / 2, 4.0, 1.0, 1 / 4, SEMITONE)]
    changes = [(number * 5 + 1, speed) for number, speed in enumerate(speeds)]
    out, _voice = heard(data, varispeed.NORMAL, 256 * 40, changes=changes)
    fastest = 0.5 * 2 * np.pi * 500 * 4 / RATE  # the steepest slope at four times the speed
    assert np.abs(np.diff(out[:, 0])).max() < fastest * 1.01


def test_back_at_normal_speed_the_sound_is_its_own_to_the_sample():
    data = noise(30000)
    changes = [(3, varispeed.speed(SEMITONE)), (20, varispeed.NORMAL)]
    out, voice = heard(data, varispeed.NORMAL, 256 * 40, changes=changes)
    assert voice.position == int(voice.position)
    end = int(voice.position)
    assert np.array_equal(out[-2560:], data[end - 2560 : end])


def test_a_loop_has_no_seam_at_any_speed():
    period = sine(RATE / 100, 1.0, RATE, peak=0.5)[:1000]  # ten whole periods
    out, _voice = heard(period, varispeed.speed(SEMITONE), 9984, span=Span(0, 1000, loop=True))
    turn = 2 * np.pi * SEMITONE / 100 * np.arange(9984)
    assert out[200:, 0] == pytest.approx(0.5 * np.sin(turn)[200:], abs=2e-3)


def test_a_rate_beyond_two_octaves_is_refused():
    with pytest.raises(ValueError, match="rate"):
        varispeed.speed(4.1)
    assert varispeed.speed(varispeed.rate_of(24)).rate == 4.0
    assert varispeed.speed(varispeed.rate_of(-24)).rate == 0.25
