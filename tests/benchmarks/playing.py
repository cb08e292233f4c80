"""Playing: what the callback costs in each way of hearing, how loudness is matched, and a soak.

python -m tests.benchmarks.playing soak [MINUTES]

The soak plays a region in a loop on a null sink while a worker process makes takes without end, and
counts underruns where they happen: in the sound device's callback. It needs PulseAudio.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tangostudio import paths
from tangostudio.audio import loudness, varispeed
from tangostudio.audio.bus import Channels
from tangostudio.audio.files import Sound
from tangostudio.audio.mixer import Mixer, SetChannels, Start
from tangostudio.audio.player import Player
from tangostudio.audio.voice import Span, Voice
from tangostudio.cards import Catalogue
from tangostudio.jobs.runners import ProcessRunner
from tangostudio.library import Library
from tangostudio.messages import AudioReady, Event
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tests.e2e.null_sink import missing, null_sink

RATE = 48000
BLOCK = 512
BLOCKS = 400
SOAK_MINUTES = 10.0
WAYS: tuple[tuple[str, float, bool, Channels], ...] = (
    ("as it is", 1.0, False, "stereo"),
    ("mono, reverse", 1.0, True, "mono"),
    ("two octaves down", 0.25, False, "stereo"),
    ("a semitone up", varispeed.rate_of(1), False, "stereo"),
    ("two octaves up, mono, reverse", 4.0, True, "mono"),
)


def measure() -> Iterator[tuple[str, str, str]]:
    """Cost of a block in each way, the worst mismatch of loudness, ten minutes of playing."""
    for name, rate, reverse, channels in WAYS:
        spent = _block_ms(rate, reverse, channels)
        share = 100 * np.median(spent) / (1000 * BLOCK / RATE)
        yield (
            f"callback, {BLOCK} frames at {RATE // 1000} kHz, {name}",
            f"{1000 * BLOCK / RATE:.1f} ms",
            f"{np.median(spent):.2f} ms, {share:.1f} % (99th {np.percentile(spent, 99):.2f} ms)",
        )
    yield "A/B: loudness of eight pairs of sounds as put out", "0.2 LU", f"{_mismatch():.3f} LU"
    if not missing():
        found = soak(SOAK_MINUTES)
        yield (
            f"{SOAK_MINUTES:.0f} min looped while {found['takes']:.0f} takes are made: underruns",
            "0",
            f"{found['underruns']:.0f}",
        )
        yield "  longest time between two callbacks", "30 ms", f"{found['longest_gap_ms']:.0f} ms"
        wait = found["longest_wait_ms"]
        yield "  longest wait of a callback for the interpreter", "-", f"{wait:.1f} ms"
        yield "  memory of the process that plays", "60 MB", f"{found['memory_mb']:.0f} MB"


def _block_ms(rate: float, reverse: bool, channels: Channels) -> np.ndarray:
    data = np.random.default_rng(0).standard_normal((RATE * 30, 2)).astype(np.float32) * 0.1
    mixer, out = Mixer(RATE), np.empty((BLOCK, 2), np.float32)
    played = data[::-1] if reverse else data
    voice = Voice(1, played, 0.0, Span(0, len(data), loop=True), 0.5, mixer.ramps.attack,
                  speed=varispeed.speed(rate), backward=reverse)  # fmt: skip
    mixer.send(SetChannels(channels))
    mixer.send(Start(voice, mixer.ramps.fall))
    spent = []
    for _block in range(BLOCKS):
        began = time.perf_counter()
        mixer.render(out, 0.0)
        spent.append(1000 * (time.perf_counter() - began))
    return np.array(spent)


def _mismatch() -> float:
    """Largest difference in LU between two sounds as the mixer puts them out at matched gains."""
    chance = np.random.default_rng(2)
    worst = 0.0
    for _pair in range(8):
        sounds = []
        for _sound in range(2):
            time_axis = np.arange(int(RATE * chance.uniform(1.0, 4.0))) / RATE
            decay = np.exp(-time_axis * chance.uniform(0.2, 4.0))[:, None]
            noise = chance.standard_normal((len(time_axis), 2)) * chance.uniform(0.01, 0.2)
            sounds.append((noise * decay).astype(np.float32))
        levels = [loudness.measure(sound, RATE) for sound in sounds]
        gains = loudness.matching_gains_db(
            [level.integrated_lufs for level in levels], [level.true_peak_db for level in levels]
        )
        heard = [_heard(sound, gain) for sound, gain in zip(sounds, gains, strict=True)]
        worst = max(worst, abs(heard[0] - heard[1]))
    return worst


def _heard(sound: np.ndarray, gain_db: float) -> float:
    mixer, out = Mixer(RATE), np.empty((len(sound), 2), np.float32)
    gain = 10 ** (gain_db / 20)
    voice = Voice(1, sound, 0.0, Span(0, len(sound)), gain, mixer.ramps.attack)
    mixer.send(Start(voice, mixer.ramps.fall))
    mixer.render(out, 0.0)
    return loudness.measure(out, RATE).integrated_lufs


# --- the soak -------------------------------------------------------------------------------------


def soak(minutes: float) -> dict[str, float]:
    """Play and generate for so long.

    Returns:
        Underruns, takes made, whether it played to the end; of the callback, the longest gap
        between two calls and the longest wait for the interpreter, and the process's memory.
    """
    with tempfile.TemporaryDirectory() as name, null_sink() as sink:
        # Not -m: a process that the program starts would import this module again.
        inner = "from tests.benchmarks import playing; playing.main()"
        command = [sys.executable, "-c", inner, "listen", str(minutes), name]
        diary = os.environ.get("TANGOSTUDIO_DIARY", str(Path(name) / "diary.json"))
        env = {**os.environ, **sink.env, "TANGOSTUDIO_DIARY": diary}
        answer = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        seen = json.loads(Path(diary).read_text())
    found = json.loads(answer.stdout.splitlines()[-1])
    found["longest_wait_ms"] = 1000 * seen["waits"][-1]
    found["longest_gap_ms"] = 1000 * seen["gaps"][-1]
    return found


def _listen(minutes: float, folder: Path) -> None:
    """The program's side: player and studio in one process, the worker in another."""
    inbox: queue.Queue[Event] = queue.Queue()
    library = Library.open(folder / "library", write=True)
    catalogue = Catalogue.load(paths.models_dir())
    studio = Studio(library, catalogue, Settings(), ProcessRunner, deliver=inbox.put)
    player = Player("tests.benchmarks.timed_device")
    player.open()
    chance = np.random.default_rng(0)
    sound = Sound((0.1 * chance.standard_normal((44100 * 4, 2))).astype(np.float32), 44100)
    player.load(sound)
    player.region = (22050, 110250)
    player.loop = True
    player.play()
    takes, before, end = 0, player.underruns, time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        if not studio.jobs():
            studio.generate(studio.plan("starter", "heavy wooden door slam", seconds=4.0, takes=4))
        try:
            event = inbox.get(timeout=0.05)
        except queue.Empty:
            continue
        studio.handle(event)
        takes += isinstance(event, AudioReady)
    found = {"underruns": player.underruns - before, "takes": takes, "played": player.playing}
    found["memory_mb"] = _memory_mb(player.pid)
    player.close()
    studio.close()
    print(json.dumps(found), flush=True)


def _memory_mb(process: int | None) -> float:
    """Resident memory of a process."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """The soak alone, or its inner side."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.playing")
    parser.add_argument("part", choices=["soak", "listen"])
    parser.add_argument("minutes", type=float, nargs="?", default=SOAK_MINUTES)
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    if options.part == "listen":
        _listen(options.minutes, options.folder)
    else:
        print(soak(options.minutes))


if __name__ == "__main__":
    main()
