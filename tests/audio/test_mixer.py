"""The samples that leave the mixer."""

import sys
import threading
import time

import numpy as np
import pytest

from tangostudio.audio import varispeed
from tangostudio.audio.bus import Channels
from tangostudio.audio.mixer import (
    Follow,
    Mixer,
    Release,
    SetChannels,
    SetGain,
    SetSpan,
    SetSpeed,
    Span,
    Stamp,
    Start,
    Voice,
    heard_position,
)
from tests.audio.signals import noise

RATE = 48000
DECLICK = 240
CROSS = 480


def _voice(
    mixer: Mixer, data: np.ndarray, position: int = 0, span: Span | None = None, serial: int = 1
) -> Voice:
    rise = mixer.ramps.attack if position == 0 else mixer.ramps.rise
    return Voice(serial, data, position, span or Span(0, len(data)), 1.0, rise)


def _render(mixer: Mixer, frames: int, block: int = 256) -> np.ndarray:
    blocks = []
    for first in range(0, frames, block):
        out = np.full((min(block, frames - first), 2), 7.0, np.float32)
        mixer.render(out, 0.0)
        blocks.append(out)
    return np.concatenate(blocks)


def _ones(frames: int) -> np.ndarray:
    return np.ones((frames, 2), np.float32)


def test_nothing_is_silence() -> None:
    mixer = Mixer(RATE)
    assert not _render(mixer, 1000).any()
    assert mixer.stamp is None
    assert mixer.quiet_frames == 1000


@pytest.mark.parametrize("block", [1, 64, 240, 241, 1024, 5000])
def test_a_sound_plays_to_the_sample_in_blocks_of_any_size(block: int) -> None:
    mixer, data = Mixer(RATE), noise(5000)
    mixer.send(Start(_voice(mixer, data), mixer.ramps.fall))
    out = _render(mixer, 6000, block)
    attack = len(mixer.ramps.attack)
    assert attack == 48
    assert np.array_equal(out[attack:5000], data[attack:])
    assert out[:attack] == pytest.approx(data[:attack] * mixer.ramps.attack)
    assert not out[5000:].any()
    assert mixer.finished == 1


def test_a_start_inside_a_sound_rises_in_five_milliseconds() -> None:
    mixer = Mixer(RATE)
    mixer.send(Start(_voice(mixer, _ones(5000), position=1000), mixer.ramps.fall))
    out = _render(mixer, 1000)[:, 0]
    assert out[0] < 0.001
    assert np.abs(np.diff(out)).max() < 0.01
    assert out[DECLICK // 2] == pytest.approx(0.5, abs=0.01)
    assert np.all(out[DECLICK:] == 1)


def test_a_release_falls_in_five_milliseconds() -> None:
    mixer = Mixer(RATE)
    mixer.send(Start(_voice(mixer, _ones(5000)), mixer.ramps.fall))
    _render(mixer, 1000)
    mixer.send(Release(mixer.ramps.fall))
    out = _render(mixer, 512)[:, 0]
    assert np.abs(np.diff(out)).max() < 0.01
    assert out[0] == pytest.approx(1, abs=0.001)
    assert not out[DECLICK:].any()
    assert mixer.finished == 0  # it was stopped, it did not end


def test_keys_pressed_in_a_hurry_never_click() -> None:
    mixer = Mixer(RATE)
    random = np.random.default_rng(0)
    heard = []
    for serial in range(1, 200):
        for _press in range(random.integers(1, 4)):
            voice = _voice(mixer, _ones(20000), position=int(random.integers(1, 9000)))
            voice.serial = serial
            mixer.send(Start(voice, mixer.ramps.fall))
        heard.append(_render(mixer, int(random.integers(1, 700))))
    steps = np.abs(np.diff(np.concatenate(heard)[:, 0]))
    assert steps.max() < 0.025  # several rises at once at most


def test_a_loop_has_no_seam() -> None:
    mixer, data = Mixer(RATE), noise(5000)
    span = Span(1000, 1777, loop=True)
    mixer.send(Start(_voice(mixer, data, 1500, span), mixer.ramps.fall))
    out = _render(mixer, 4000, 100)
    frames = np.arange(4000)
    expected = np.where(frames < 277, 1500 + frames, 1000 + (frames - 277) % 777)
    assert np.array_equal(out[DECLICK:], data[expected[DECLICK:]])
    assert mixer.finished == 0


def test_a_loop_of_one_frame_and_of_none() -> None:
    mixer, data = Mixer(RATE), noise(100)
    mixer.send(Start(_voice(mixer, data, 5, Span(5, 6, loop=True)), mixer.ramps.fall))
    assert np.all(_render(mixer, 1000)[DECLICK:] == data[5])
    mixer.send(Start(_voice(mixer, data, 5, Span(5, 5, loop=True), 2), mixer.ramps.fall))
    _render(mixer, 1000)
    assert mixer.finished == 2


def test_a_region_ends_without_a_click_and_a_sound_with_its_own_end() -> None:
    mixer = Mixer(RATE)
    mixer.send(Start(_voice(mixer, _ones(5000), 0, Span(0, 2000)), mixer.ramps.fall))
    out = _render(mixer, 3000)[:, 0]
    assert np.all(out[100 : 2000 - DECLICK] == 1)
    assert np.abs(np.diff(out[100:])).max() < 0.01
    assert not out[2000:].any()
    mixer.send(Start(_voice(mixer, _ones(2000)), mixer.ramps.fall))
    out = _render(mixer, 3000)[:, 0]
    assert np.all(out[100:2000] == 1)
    assert not out[2000:].any()


def test_a_crossfade_keeps_power_and_position() -> None:
    mixer = Mixer(RATE)
    left = np.zeros((9000, 2), np.float32)
    right = np.zeros((9000, 2), np.float32)
    left[:, 0] = right[:, 1] = np.linspace(0.1, 0.9, 9000)
    mixer.send(Start(_voice(mixer, left), mixer.ramps.fall))
    _render(mixer, 3000)
    voice = Voice(2, right, 0, Span(0, 9000), 1.0, mixer.ramps.cross_rise)
    mixer.send(Follow(voice, mixer.ramps.cross_fall))
    out = _render(mixer, 2000)
    power = (out**2).sum(axis=1) / left[3000:5000, 0] ** 2
    assert power == pytest.approx(1.0, abs=1e-4)
    assert out[CROSS // 2, 0] == pytest.approx(out[CROSS // 2, 1], rel=0.01)
    assert not out[CROSS:, 0].any()
    assert np.array_equal(out[CROSS:, 1], right[3000 + CROSS : 5000, 1])


def test_a_crossfade_to_a_shorter_sound_ends_it() -> None:
    mixer = Mixer(RATE)
    mixer.send(Start(_voice(mixer, _ones(9000)), mixer.ramps.fall))
    _render(mixer, 3000)
    mixer.send(Follow(_voice(mixer, _ones(1000), serial=2), mixer.ramps.cross_fall))
    _render(mixer, 1000)
    assert mixer.finished == 2


def test_a_crossfade_after_the_end_is_over_at_once() -> None:
    mixer = Mixer(RATE)
    mixer.send(Follow(_voice(mixer, _ones(1000), serial=5), mixer.ramps.cross_fall))
    assert not _render(mixer, 100).any()
    assert mixer.finished == 5


def test_gain_changes_without_a_step_and_output_stays_in_range() -> None:
    mixer = Mixer(RATE)
    mixer.send(Start(_voice(mixer, _ones(9000)), mixer.ramps.fall))
    _render(mixer, 480)
    mixer.send(SetGain(0.5))
    out = _render(mixer, 480, 240)[:, 0]
    assert np.abs(np.diff(out)).max() < 0.01
    assert np.all(out[240:] == 0.5)
    mixer.send(SetGain(8.0))
    assert _render(mixer, 480)[-1, 0] == 1.0
    assert mixer.take_levels().peaks == pytest.approx((8.0, 8.0))
    assert mixer.take_levels().peaks == (0.0, 0.0)


def test_moving_the_region_away_starts_over_without_a_click() -> None:
    mixer = Mixer(RATE)
    data = np.repeat(np.linspace(0, 1, 9000, dtype=np.float32)[:, None], 2, axis=1)
    mixer.send(Start(_voice(mixer, data, 5000), mixer.ramps.fall))
    _render(mixer, 1000)
    mixer.send(SetSpan(Span(1000, 2000, loop=True)))
    out = _render(mixer, 2500)[:, 0]
    assert np.abs(np.diff(out[:1000])).max() < 0.01
    assert out[500] == data[1500, 0]
    assert out[2100] == data[1100, 0]


@pytest.mark.parametrize("channels", ["stereo", "mono"])
@pytest.mark.parametrize("rate", [1.0, 0.5, 4.0])
def test_a_callback_keeps_the_interpreter(rate: float, channels: Channels) -> None:
    # A thread that only counts gets its turn when somebody lets go of the interpreter: numpy does
    # so for operations on more than some hundred values.
    mixer, data = Mixer(RATE), noise(48000)
    voice = Voice(1, data, 0.0, Span(0, 9000, loop=True, seam=data[:240]), 0.5,
                  mixer.ramps.rise, speed=varispeed.speed(rate))  # fmt: skip
    mixer.send(SetChannels(channels))
    mixer.send(Start(voice, mixer.ramps.fall))
    out = np.empty((512, 2), np.float32)
    mixer.render(out, 0.0)
    turns, over = [0], threading.Event()
    before = sys.getswitchinterval()
    sys.setswitchinterval(60.0)

    def count() -> None:
        while not over.is_set():
            turns[0] += 1
            time.sleep(0)  # hands the interpreter over

    counter = threading.Thread(target=count)
    try:
        counter.start()
        for speed in (varispeed.speed(rate), varispeed.speed(2.0), varispeed.NORMAL):
            mixer.send(SetSpeed(speed))
            mixer.send(SetGain(0.3))
            begun = turns[0]
            for _block in range(20):
                mixer.render(out, 0.0)
            assert turns[0] - begun < 20  # not even once a block
    finally:
        over.set()
        sys.setswitchinterval(before)
        counter.join()


def test_a_seam_replaces_the_last_frames_of_a_loop() -> None:
    mixer, data = Mixer(RATE), noise(5000)
    seam = _ones(100)
    span = Span(1000, 2000, loop=True, seam=seam)
    mixer.send(Start(_voice(mixer, data, 1500, span), mixer.ramps.fall))
    out = _render(mixer, 2000, 170)
    once = np.concatenate([data[1000:1900], seam])
    assert np.array_equal(out[DECLICK:], np.concatenate([once, once, once])[500:2500][DECLICK:])


def test_a_part_that_begins_after_the_playhead_is_reached_by_playing_on() -> None:
    mixer, data = Mixer(RATE), noise(9000)
    mixer.send(Start(_voice(mixer, data, 900, Span(0, 1000, loop=True)), mixer.ramps.fall))
    _render(mixer, 300)
    mixer.send(SetSpan(Span(500, 3000, loop=True)))
    out = _render(mixer, 1000)
    assert np.array_equal(out, data[200:1200])
    assert mixer.stamp is not None
    assert heard_position(mixer.stamp, mixer.stamp.heard_at, RATE) < 1200


def test_turning_round_goes_on_from_the_same_place() -> None:
    mixer, data = Mixer(RATE), noise(9000)
    mixer.send(Start(_voice(mixer, data), mixer.ramps.fall))
    _render(mixer, 4000)
    turned = Voice(2, data[::-1], 0.0, Span(0, 9000), 1.0, mixer.ramps.cross_rise, backward=True)
    mixer.send(Follow(turned, mixer.ramps.cross_fall))
    out = _render(mixer, 2000)
    assert np.array_equal(out[CROSS:], data[2000 : 4000 - CROSS][::-1])


def test_backwards_a_shorter_sound_takes_over_at_the_same_place() -> None:
    mixer, long, short = Mixer(RATE), noise(9000), noise(5000)
    first = Voice(1, long[::-1], 0.0, Span(0, 9000), 1.0, mixer.ramps.rise, backward=True)
    first.put(7000)
    mixer.send(Start(first, mixer.ramps.fall))
    _render(mixer, 3500)
    other = Voice(2, short[::-1], 0.0, Span(0, 5000), 1.0, mixer.ramps.cross_rise, backward=True)
    mixer.send(Follow(other, mixer.ramps.cross_fall))
    _render(mixer, 1)
    assert mixer.stamp is not None
    assert heard_position(mixer.stamp, mixer.stamp.heard_at, RATE) == 5000 - 3500


def test_what_is_heard_accounts_for_the_delay() -> None:
    straight = Stamp(1, 1000, 900, Span(0, 5000), False, heard_at=10.0)
    assert heard_position(straight, 10.01, 1000) == pytest.approx(1010)
    assert heard_position(straight, 9.95, 1000) == pytest.approx(950)
    assert heard_position(straight, 9.0, 1000) == 900  # not before it began
    assert heard_position(straight, 99.0, 1000) == 5000
    looped = Stamp(1, 1010, 900, Span(1000, 2000, loop=True), True, heard_at=10.0)
    assert heard_position(looped, 9.95, 1000) == pytest.approx(1960)
    assert heard_position(looped, 11.5, 1000) == pytest.approx(1510)
