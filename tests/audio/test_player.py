"""The player on a device in memory: what it gives to it and what it says of it."""

from __future__ import annotations

import builtins
import queue
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from tangostudio.audio import output as output_module
from tangostudio.audio import player as player_module
from tangostudio.audio import stream as stream_module
from tangostudio.audio.files import Sound
from tangostudio.audio.player import Player
from tangostudio.audio.stream import Stream
from tests.audio.fake_device import FakeDevice
from tests.audio.signals import noise, sine

ATTACK, DECLICK = 44, 220


@pytest.fixture(autouse=True)
def raised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads that were to be put first; the one that pulls blocks here is pytest's own.

    It would keep the priority, and so would every process that later tests start.
    """
    threads: list[int] = []
    monkeypatch.setattr(output_module, "raise_priority", threads.extend)
    return threads


@pytest.fixture
def device() -> FakeDevice:
    return FakeDevice()


@pytest.fixture
def player(device: FakeDevice) -> Iterator[Player]:
    player = Player(device)
    yield player
    player.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "player"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that is moved by hand."""
    clock = SimpleNamespace(now=1000.0)
    fake = SimpleNamespace(perf_counter=lambda: clock.now, monotonic=lambda: clock.now)
    monkeypatch.setattr(output_module, "time", fake)
    monkeypatch.setattr(player_module, "time", fake)
    monkeypatch.setattr(stream_module, "time", fake)
    return clock


def _sound(frames: int = 20000, rate: int = 44100, seed: int = 0) -> Sound:
    return Sound(noise(frames, seed=seed), rate)


def _stream(player: Player) -> Stream:
    """What plays in this process."""
    assert isinstance(player._stream, Stream)
    return player._stream


def _pull(device: FakeDevice, frames: int) -> np.ndarray:
    return np.concatenate([device.stream.pull(n) for n in [256] * (frames // 256)])


def test_plays_what_is_loaded(player: Player, device: FakeDevice) -> None:
    sound = _sound()
    player.open()
    assert not device.stream.pull().any()  # silence keeps the stream ready
    player.load(sound, "a")
    assert player.key == "a"
    assert not player.playing
    player.play()
    assert player.playing
    out = _pull(device, 2560)
    assert np.array_equal(out[ATTACK:], sound.samples[ATTACK:2560])


def test_play_opens_the_device_by_itself(player: Player, device: FakeDevice) -> None:
    player.load(_sound())
    player.play()
    assert player.playing
    assert player.device == "Speakers"
    assert device.stream.pull().any()


def test_the_end_is_told_once_from_another_thread(player: Player, device: FakeDevice) -> None:
    told = threading.Event()
    threads = []

    def finished() -> None:
        threads.append(threading.current_thread())
        told.set()

    player.on_finished.append(finished)
    player.load(_sound(1000))
    player.play()
    _pull(device, 1024)
    assert not player.playing
    assert told.wait(5)
    assert threads != [threading.current_thread()]
    assert player.position == 0
    player.play()
    assert player.playing


def test_pause_goes_on_and_stop_starts_over(
    player: Player, device: FakeDevice, clock: SimpleNamespace
) -> None:
    sound = _sound()
    player.load(sound)
    player.play(1000)
    device.stream.pull()
    clock.now += 0.1
    assert player.position == pytest.approx(1000 + 4410, abs=1)
    player.pause()
    assert not player.playing
    assert player.position == pytest.approx(5410, abs=1)
    device.stream.pull(1024)
    player.play()
    out = device.stream.pull(1024)
    assert np.array_equal(out[DECLICK:], sound.samples[5410 + DECLICK : 5410 + 1024])
    player.stop()
    assert player.position == 0
    device.stream.pull(1024)
    assert not device.stream.pull().any()


def test_seeking(player: Player, device: FakeDevice) -> None:
    sound = _sound()
    player.load(sound)
    player.seek(5000)
    assert player.position == 5000
    player.play()
    assert np.array_equal(device.stream.pull(512)[DECLICK:], sound.samples[5000 + DECLICK : 5512])
    player.seek(9000)
    assert player.playing
    out = device.stream.pull(512)[DECLICK:]
    assert np.array_equal(out, sound.samples[9000 + DECLICK : 9512])
    player.seek(99999)
    assert device.stream.pull(512).shape == (512, 2)
    assert not player.playing


def test_the_region_bounds_playing(player: Player, device: FakeDevice) -> None:
    sound = _sound()
    player.load(sound)
    player.region = (3000, 2000)  # drawn from right to left
    assert player.region == (2000, 3000)
    player.play()
    out = _pull(device, 1536)
    assert np.array_equal(out[DECLICK : 1000 - DECLICK], sound.samples[2220:2780])
    assert not out[1000:].any()
    assert not player.playing
    player.loop = True
    player.play()
    out = _pull(device, 5120)
    frames = np.arange(DECLICK, 5120) % 1000
    inside = frames < 1000 - DECLICK
    assert np.array_equal(out[DECLICK:][inside], sound.samples[2000 + frames[inside]])
    player.loop = False
    assert _pull(device, 5120).any()
    assert not player.playing


def test_a_region_loops_with_a_crossfade_of_five_milliseconds(
    player: Player, device: FakeDevice
) -> None:
    ramp = np.repeat(np.linspace(0, 0.9, 20000, dtype=np.float32)[:, None], 2, axis=1)
    player.load(Sound(ramp, 44100))
    player.region = (5000, 15000)
    player.loop = True
    player.play()
    out = _pull(device, 25600)[DECLICK:, 0]
    assert np.abs(np.diff(out)).max() < 0.008  # a cut would be a step of 0.45
    seam = _pull(device, 256 * 40)  # once round, wherever it is: all else is the sound itself
    changed = ~np.isin(seam[:, 0], ramp[5000:15000, 0])
    assert 0 < changed.sum() <= 2 * DECLICK + 2


def test_a_whole_take_loops_to_the_sample(player: Player, device: FakeDevice) -> None:
    sound = _sound(3000)
    player.load(sound)
    player.loop = True
    player.play()
    out = _pull(device, 10240)
    frames = np.arange(10240) % 3000
    assert np.array_equal(out[ATTACK:], sound.samples[frames[ATTACK:]])
    player.region = (0, 3000)
    out = _pull(device, 10240)
    assert np.array_equal(out, sound.samples[(10240 + np.arange(10240)) % 3000])


def test_backwards(player: Player, device: FakeDevice, clock: SimpleNamespace) -> None:
    sound = _sound()
    player.load(sound)
    player.reverse = True
    player.play(0)  # nothing is before the start: it begins at the end
    assert np.array_equal(_pull(device, 2048)[ATTACK:], sound.samples[::-1][ATTACK:2048])
    player.play(9000)
    device.stream.pull(512)
    clock.now += 0.1
    assert player.position == pytest.approx(9000 - 4410, abs=2)
    player.region = (8000, 9000)
    player.play(9000)
    device.stream.pull(512)
    assert np.array_equal(device.stream.pull(256), sound.samples[8232:8488][::-1])
    _pull(device, 1024)
    assert not player.playing
    player.loop = True
    player.play()
    assert player.playing
    assert _pull(device, 5120)[-256:].any()


def test_turning_round_while_it_plays(
    player: Player, device: FakeDevice, clock: SimpleNamespace
) -> None:
    sound = _sound()
    player.load(sound)
    player.play()
    _pull(device, 4096)
    player.reverse = True
    out = device.stream.pull(2048)
    assert np.array_equal(out[441:], sound.samples[2048 : 4096 - 441][::-1])
    assert player.playing
    player.reverse = False
    assert player.position == pytest.approx(4096, abs=1)


def test_at_double_speed_the_position_runs_twice_as_fast(
    player: Player, device: FakeDevice, clock: SimpleNamespace
) -> None:
    player.load(Sound(sine(441, 2.0), 44100))
    player.rate = 2.0
    player.play(0)
    device.stream.pull()
    clock.now += 0.1
    assert player.position == pytest.approx(8820, abs=1)
    out = device.stream.pull(4410)[:, 0]
    assert np.abs(np.fft.rfft(out)).argmax() == 88  # 882 Hz
    player.rate = 1.0
    player.crossfade_to(_sound())
    assert player.playing


def test_channels_stay_chosen_on_another_device(player: Player, device: FakeDevice) -> None:
    samples = np.tile(np.array([[0.5, 0.0]], np.float32), (20000, 1))
    player.load(Sound(samples, 44100))
    player.channels = "mono"
    player.open()
    player.play()
    assert device.stream.pull(1024)[-1] == pytest.approx([0.25, 0.25])
    player.open("Headphones")
    player.play()
    assert device.stream.pull(1024)[-1] == pytest.approx([0.25, 0.25])
    player.channels = "right"
    assert device.stream.pull(1024)[-1] == pytest.approx([0.0, 0.0])


def test_regions_outside_the_sound(player: Player) -> None:
    player.region = (0, 10)
    assert player.region is None  # nothing is loaded
    player.load(_sound(1000))
    player.region = (-50, 5000)
    assert player.region == (0, 1000)
    player.region = (400, 400)
    assert player.region is None
    player.region = (400, 410)
    assert player.region is None  # a quarter of a millisecond
    player.region = (10, 100)
    player.load(_sound(500))
    assert player.region is None


def test_a_start_outside_the_region_plays_on(player: Player, device: FakeDevice) -> None:
    sound = _sound()
    player.load(sound)
    player.region = (1000, 2000)
    player.play(5000)
    out = device.stream.pull(2048)
    assert np.array_equal(out[DECLICK:], sound.samples[5000 + DECLICK : 7048])


def test_crossing_over_keeps_the_position(player: Player, device: FakeDevice) -> None:
    first, second = _sound(), _sound(seed=1)
    player.load(first, "a")
    player.region = (1000, 11000)
    player.play()
    device.stream.pull(2048)
    player.crossfade_to(second, "b", gain_db=-6.0206)
    assert (player.key, player.playing, player.region) == ("b", True, (1000, 11000))
    out = device.stream.pull(2048)
    assert out[441:] == pytest.approx(second.samples[3048 + 441 : 5096] * 0.5, abs=1e-6)
    player.crossfade_to(first, "a")
    assert player.gain_db == pytest.approx(-6.0206)


def test_crossing_over_in_silence_only_loads(player: Player, device: FakeDevice) -> None:
    player.open()
    player.load(_sound(), "a")
    player.seek(4410)
    player.crossfade_to(_sound(48000, rate=48000), "b")
    assert not player.playing
    assert player.position == pytest.approx(4800)
    assert not device.stream.pull().any()


def test_sounds_of_any_rate_and_width_fit_the_device(player: Player, device: FakeDevice) -> None:
    device.rate = 48000
    player.open()
    tone = sine(1000, 0.5, 24000, channels=1)
    player.load(Sound(tone, 24000))
    player.play(2400)
    out = device.stream.pull(4096)
    expected = sine(1000, 1.0, 48000)
    assert out[300:] == pytest.approx(expected[4800 + 300 : 4800 + 4096], abs=1e-3)
    player.load(Sound(np.repeat(tone, 4, axis=1), 24000))
    player.play(2400)
    assert device.stream.pull(1024)[500:] == pytest.approx(expected[5300:5824], abs=1e-3)


def test_a_device_with_one_channel(player: Player, device: FakeDevice) -> None:
    device.channels = 1
    sound = _sound()
    player.load(sound)
    player.play()
    out = device.stream.pull(200)
    assert out.shape == (200, 1)
    assert out[ATTACK:, 0] == pytest.approx(sound.samples[ATTACK:200].mean(axis=1), abs=1e-6)


def test_a_prepared_sound_outlives_a_change_of_rate(player: Player, device: FakeDevice) -> None:
    player.open()
    prepared = player.prepare(Sound(sine(1000, 0.5), 44100), "a")
    assert (prepared.sample_rate, prepared.data.shape) == (44100, (22050, 2))
    device.rate = 48000
    player.open()
    player.load(prepared)
    assert player.key == "a"
    player.play(4410)
    out = device.stream.pull(4096)
    assert out[300:] == pytest.approx(sine(1000, 0.5, 48000)[4800 + 300 : 8896], abs=1e-3)


def test_no_device_is_a_state(device: FakeDevice) -> None:
    device.names = []
    player = Player(device)
    player.open()
    assert player.problem.startswith("No sound device")
    assert player.devices() == []
    player.load(_sound())
    player.play()
    player.crossfade_to(_sound())
    player.stop()
    assert not player.playing
    assert player.levels().peaks == (0.0, 0.0)
    device.names = ["Speakers"]
    player.open()
    assert player.problem == ""
    player.play()
    assert player.playing
    player.close()


def test_a_device_that_refuses_says_why(player: Player, device: FakeDevice) -> None:
    device.refuse = "Device unavailable"
    player.open()
    assert player.problem == "The sound device cannot be opened: Device unavailable."
    assert not player.playing


def test_another_device_that_refuses_is_not_taken_for_a_loss(
    player: Player, device: FakeDevice
) -> None:
    player.open()
    watcher = _stream(player)._watcher
    assert watcher is not None
    device.refuse = "Device unavailable"
    player.open("Headphones")
    watcher.join(5)
    assert not watcher.is_alive()
    assert player.problem == "The sound device cannot be opened: Device unavailable."


def test_without_portaudio() -> None:
    player = Player("tests.audio.no_portaudio")
    player.open()
    assert "PortAudio library is missing" in player.problem
    assert player.devices() == []
    player.load(_sound())
    player.play()
    assert not player.playing
    assert builtins.callable(player.close)
    player.close()


def test_a_device_that_vanishes_while_playing(
    player: Player, device: FakeDevice, clock: SimpleNamespace
) -> None:
    told = threading.Event()
    player.on_finished.append(told.set)
    player.load(_sound())
    player.play(3000)
    device.stream.pull()
    clock.now += 0.1
    device.stream.vanish()
    assert not player.playing
    assert told.wait(5)
    assert player.problem.startswith("The sound device went away")
    player.open()
    assert player.problem == ""
    assert player.position == pytest.approx(3000 + 4410, abs=1)
    player.play()
    assert player.playing
    assert device.stream.pull().any()


def test_a_device_that_comes_back_is_opened_again(
    player: Player, device: FakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "_RETURN_SECONDS", 0.01)
    told: queue.Queue[str] = queue.Queue()
    player.on_finished.append(lambda: told.put(player.problem))
    player.load(_sound())
    player.play()
    device.stream.pull()
    device.names = []
    device.stream.vanish()
    assert told.get(timeout=5).startswith("The sound device went away")
    device.names = ["Speakers"]
    assert told.get(timeout=5) == ""
    assert not player.playing  # it is ready, and silent until somebody asks
    player.play()
    assert device.stream.pull().any()


def test_a_stalled_stream_is_opened_again_and_goes_on(
    player: Player, device: FakeDevice, clock: SimpleNamespace
) -> None:
    sound = _sound()
    player.load(sound)
    player.play()
    clock.now += 10
    device.stream.pull(1024)
    before = len(device.streams)
    clock.now += 1
    assert _stream(player)._alive()
    assert len(device.streams) == before + 1
    assert player.playing
    assert np.array_equal(device.stream.pull(512), sound.samples[1024:1536])
    clock.now += 10  # it never asks again: the device is gone
    assert not _stream(player)._alive()
    assert not player.playing
    assert player.problem


def test_a_quiet_stream_is_closed_and_opened_at_the_next_play(device: FakeDevice) -> None:
    player = Player(device, idle_seconds=0.5)
    player.open()
    watcher = _stream(player)._watcher
    assert watcher is not None
    device.stream.pull(44100)
    watcher.join(5)
    assert not watcher.is_alive()
    assert not device.stream.running
    assert player.device == ""
    assert player.problem == ""
    player.load(_sound())
    player.play()
    assert len(device.streams) == 2
    assert device.stream.pull().any()
    player.close()


def test_the_chosen_device_is_used_and_a_missing_one_replaced(
    player: Player, device: FakeDevice
) -> None:
    assert [(item.name, item.default) for item in player.devices()] == [
        ("Speakers", True),
        ("Headphones", False),
    ]
    player.open("Headphones")
    assert player.device == "Headphones"
    player.open("Unplugged long ago")
    assert player.device == "Speakers"
    assert player.problem == ""


def test_changing_the_device_pauses(player: Player, device: FakeDevice) -> None:
    player.load(_sound())
    player.play(5000)
    device.stream.pull()
    player.open("Headphones")
    assert not player.playing
    assert player.position >= 5000
    assert not device.stream.pull().any()


def test_a_fault_in_a_sound_is_silence_not_a_crash(player: Player, device: FakeDevice) -> None:
    player.open()
    player.load(Sound(np.zeros((100, 2), np.float32), 44100))
    player.play()
    voice = _stream(player).mixer._commands[-1].voice  # pyright: ignore[reportAttributeAccessIssue]
    voice.data = np.zeros((10, 3), np.float32)
    assert not device.stream.pull().any()


def test_what_brings_the_blocks_to_the_server_has_the_callbacks_priority(
    player: Player,
    device: FakeDevice,
    raised: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads = iter([{11, 12}, {11, 12, 40, 41}])
    monkeypatch.setattr(output_module, "_native_threads", lambda: next(threads))
    player.open()
    assert sorted(raised) == [40, 41]
    device.stream.pull()
    device.stream.pull()
    assert raised[2:] == [threading.get_native_id()]


def test_threads_of_python_are_not_those_of_a_sound_library() -> None:
    assert threading.get_native_id() not in output_module._native_threads()


def test_underruns_and_levels_are_counted(player: Player, device: FakeDevice) -> None:
    player.load(Sound(sine(1000, 1.0, peak=0.5), 44100))
    player.gain_db = -6.0206
    player.play()
    device.stream.pull(1024)
    device.stream.pull(1024, underflow=True)
    assert player.underruns == 1
    assert player.levels().peaks == pytest.approx((0.25, 0.25), abs=0.01)
    assert player.levels().peaks == (0.0, 0.0)
