"""The player with the process that plays: what is heard there, and what happens when it dies."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tangostudio.audio import sound_process
from tangostudio.audio.files import Sound
from tangostudio.audio.player import Player
from tangostudio.audio.stream import Stream
from tests.audio.signals import noise

BACKEND = "tests.audio.filed_device"
RATE = 44100
ATTACK, DECLICK = 44, 220
PATIENCE_SECONDS = 20.0


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder through which the device speaks."""
    monkeypatch.setenv("TANGOSTUDIO_TEST_SOUND", str(tmp_path))
    return tmp_path


@pytest.fixture
def player(wire: Path) -> Iterator[Player]:
    player = Player(BACKEND)
    player.open()
    yield player
    player.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sound process"]


def _sound(frames: int = 20000, seed: int = 0) -> Sound:
    return Sound(noise(frames, seed=seed), RATE)


def _eventually(met: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def _heard(wire: Path, frames: int = 0) -> np.ndarray:
    """What was heard from the first sound on, at least so much, float32 (frames, 2)."""
    _eventually(lambda: len(_heard_so_far(wire)) >= frames)
    return _heard_so_far(wire)


def _heard_so_far(wire: Path) -> np.ndarray:
    data = (wire / "heard").read_bytes()
    samples = np.frombuffer(data[: len(data) // 8 * 8], np.float32).reshape(-1, 2)
    loud = np.flatnonzero(np.abs(samples).max(axis=1))
    return samples[loud[0] :] if len(loud) else samples[:0]


def _played(player: Player) -> None:
    """Play to the end."""
    player.play()
    _eventually(lambda: not player.playing)


def _process(player: Player) -> int:
    assert player.pid is not None
    return player.pid


def test_what_is_loaded_is_heard_to_the_sample_and_its_end_is_told(
    player: Player, wire: Path
) -> None:
    assert (player.problem, player.device, player.sample_rate) == ("", "Speakers", RATE)
    assert _process(player) != os.getpid()
    told = threading.Event()
    player.on_finished.append(told.set)
    sound = _sound()
    player.load(sound, "a")
    assert player.key == "a"
    player.play()
    _eventually(lambda: player.position > 0 or not player.playing)
    assert told.wait(PATIENCE_SECONDS)
    assert not player.playing
    heard = _heard(wire, 20000)
    assert np.array_equal(heard[ATTACK:20000], sound.samples[ATTACK:])
    assert not heard[20000:].any()
    assert max(player.levels().peaks) == pytest.approx(np.abs(sound.samples).max())
    assert player.levels().peaks == (0.0, 0.0)


def test_a_part_is_heard_backwards(player: Player, wire: Path) -> None:
    sound = _sound()
    player.load(sound)
    player.reverse = True
    player.region = (5000, 15000)
    player.play(15000)
    _eventually(lambda: not player.playing)
    inside = slice(DECLICK, 10000 - DECLICK)
    assert np.array_equal(_heard(wire, 10000)[inside], sound.samples[5000:15000][::-1][inside])


def test_a_loop_goes_on_and_other_commands_reach_it(player: Player, wire: Path) -> None:
    player.load(_sound(4000))
    player.loop = True
    player.play()
    assert len(_heard(wire, 20000))
    assert player.playing
    player.gain_db = -200.0
    before = len(_heard(wire))
    assert np.abs(_heard(wire, before + 8192)[-1024:]).max() < 1e-6
    assert player.playing
    player.gain_db = 0.0
    player.channels = "mono"
    player.rate = 2.0
    player.crossfade_to(_sound(4000, seed=1))
    before = len(_heard(wire))
    heard = _heard(wire, before + 8192)[-1024:]
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert heard.any()
    player.loop = False
    _eventually(lambda: not player.playing)


def test_devices_are_listed_chosen_and_may_refuse(player: Player, wire: Path) -> None:
    assert [device.name for device in player.devices()] == ["Speakers", "Headphones"]
    player.open("Headphones")
    assert player.device == "Headphones"
    (wire / "refuse").touch()
    player.open()
    assert player.problem == "The sound device cannot be opened: Device unavailable."
    player.load(_sound())
    player.play()
    assert not player.playing


def test_a_device_that_vanishes_is_told(player: Player, wire: Path) -> None:
    told: queue.Queue[str] = queue.Queue()
    player.on_finished.append(lambda: told.put(player.problem))
    player.load(_sound(4000))
    player.loop = True
    player.play()
    assert len(_heard(wire, 1))
    (wire / "gone").touch()
    assert told.get(timeout=PATIENCE_SECONDS).startswith("The sound device went away")
    assert not player.playing
    (wire / "gone").unlink()
    player.open()
    assert player.problem == ""


def test_underruns_are_counted_over_all_processes(player: Player, wire: Path) -> None:
    (wire / "dry").touch()
    _eventually(lambda: player.underruns == 1)
    player.close()
    assert player.underruns == 1
    player.open()
    (wire / "dry").touch()
    _eventually(lambda: player.underruns == 2)


def test_a_quiet_device_is_closed_and_opened_at_the_next_play(wire: Path) -> None:
    player = Player(BACKEND, idle_seconds=0.5)
    player.open()
    _eventually(lambda: player.device == "")
    player.load(_sound())
    _played(player)
    assert player.problem == ""
    assert len(_heard(wire, 20000))
    player.close()


def test_the_process_that_plays_imports_nothing_that_it_does_not_need(
    player: Player, wire: Path
) -> None:
    modules = set((wire / "modules").read_text().split())
    assert "tangostudio.audio.mixer" in modules
    assert not modules & {"soxr", "scipy", "soundfile", "PySide6", "torch", "sqlite3"}


# --- sounds that are handed over ------------------------------------------------------------------


def test_no_name_of_shared_memory_is_left(
    player: Player, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[SharedMemory] = []

    def shared(*args: Any, **options: Any) -> SharedMemory:
        blocks.append(SharedMemory(*args, **options))
        return blocks[-1]

    monkeypatch.setattr(sound_process, "SharedMemory", shared)
    player.load(_sound())
    _played(player)
    (block,) = blocks
    with pytest.raises(FileNotFoundError):
        SharedMemory(block.name)
    assert len(_heard(wire, 20000))


def test_sounds_are_forgotten_when_they_are_too_many(
    player: Player, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_process, "_MOST_HELD_BYTES", 100_000)
    for seed in range(3):
        sound = _sound(8000, seed)
        player.load(sound)
        _played(player)
        (wire / "heard").write_bytes(b"")  # the device goes on at the end of what is there
    player.load(_sound(8000, 0))
    _played(player)
    assert np.array_equal(_heard(wire, 8000)[ATTACK:8000], _sound(8000, 0).samples[ATTACK:])
    if sys.platform == "linux":
        _eventually(lambda: _shared_blocks(_process(player)) == 2)  # the ring and the last sound


def _shared_blocks(process: int) -> int:
    """How many blocks of shared memory a process has open."""
    return Path(f"/proc/{process}/maps").read_text().count("/dev/shm/psm_")


def test_without_room_in_shared_memory_sounds_go_through_the_pipe(
    player: Player, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_process, "_has_room", lambda size: False)
    sound = _sound(100_000)
    player.load(sound)
    _played(player)
    assert np.array_equal(_heard(wire, 100_000)[ATTACK:100_000], sound.samples[ATTACK:])


# --- the process's life ---------------------------------------------------------------------------


def test_a_process_that_dies_is_started_again_once(player: Player, wire: Path) -> None:
    told: queue.Queue[str] = queue.Queue()
    player.on_finished.append(lambda: told.put(player.problem))
    player.load(_sound(4000))
    player.loop = True
    player.play()
    assert len(_heard(wire, 1))
    first = _process(player)
    os.kill(first, signal.SIGTERM)
    assert told.get(timeout=PATIENCE_SECONDS) == ""
    assert not player.playing
    assert 0 <= player.position < 4000
    assert _process(player) != first
    player.play()
    assert player.playing
    os.kill(_process(player), signal.SIGTERM)
    problem = told.get(timeout=PATIENCE_SECONDS)
    assert problem.startswith("The process that plays sound ended unexpectedly.")
    player.play()
    assert not player.playing
    player.open()
    assert player.problem == ""
    player.play()
    assert player.playing


def test_where_no_process_can_be_started_this_one_plays(
    wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: Any) -> None:
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refuse)
    player = Player(BACKEND)
    player.channels = "left"
    player.open()
    assert isinstance(player._stream, Stream)
    assert (player.problem, player.device, player.channels) == ("", "Speakers", "left")
    sound = _sound()
    player.load(sound)
    _played(player)
    after = slice(1000, 20000)  # the choice of the channel is reached smoothly
    assert np.array_equal(_heard(wire, 20000)[after, 1], sound.samples[after, 0])
    player.close()


# It plays a loop and ends without a word.
ABANDON = f"""
import os, sys
import numpy as np
from tangostudio.audio.files import Sound
from tangostudio.audio.player import Player

player = Player("{BACKEND}")
player.open()
player.load(Sound(np.ones((4000, 2), np.float32), 44100))
player.loop = True
player.play()
while player._stream.stamp is None or player._stream._process._handing_over:
    pass
print(player.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_the_process_ends_with_its_parent_and_leaves_nothing(wire: Path) -> None:
    program = subprocess.run(
        [sys.executable, "-c", ABANDON], capture_output=True, text=True, timeout=60, check=False
    )
    assert program.returncode == -signal.SIGKILL
    process = int(program.stdout)
    _eventually(lambda: not _exists(process))
    assert program.stderr == ""  # such as of the resource tracker


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
