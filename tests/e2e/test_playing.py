"""The player on a real sound server: what it plays arrives, whole and in order."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tests.e2e.null_sink import missing, null_sink

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {missing()}"),
]

# A process of its own: the server's address counts when PortAudio is loaded.
PLAY = """
import sys
import threading
import numpy as np
from tangostudio.audio.files import Sound
from tangostudio.audio.player import Player

time = np.arange(48000) / 48000
tone = (0.5 * np.sin(2 * np.pi * 1000 * time)).astype(np.float32)[:, None]
player = Player()
player.open()
print(player.problem, flush=True)
over = threading.Event()
player.on_finished.append(over.set)
player.load(Sound(tone, 48000))
player.play()
over.wait(20)
sys.stdin.readline()
player.close()
"""


def test_a_tone_arrives_at_the_sound_server() -> None:
    with null_sink() as sink, sink.capture() as heard:
        program = subprocess.Popen(
            [sys.executable, "-c", PLAY],
            env={**os.environ, **sink.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        problem = program.stdout.readline().strip()
        assert heard.wait_for_sound(20) is not None
        heard.wait_for_silence()
        program.communicate("\n", timeout=20)
        samples = heard.samples()[:, 0]
    assert problem == ""
    assert program.returncode == 0
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert 0.95 < (loud[-1] - loud[0]) / sink.sample_rate < 1.5
    part = samples[loud[0] + 4800 : loud[0] + 28800]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    assert spectrum.argmax() * sink.sample_rate / len(part) == pytest.approx(1000, abs=3)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.02)


# A second of sound, looped at double speed, is heard for as long as one listens.
LOOP = PLAY.replace(
    "player.play()\nover.wait(20)", "player.loop, player.rate = True, 2.0\nplayer.play()"
)


def test_a_loop_an_octave_up_arrives_an_octave_up_and_does_not_end() -> None:
    with null_sink() as sink, sink.capture() as heard:
        program = subprocess.Popen(
            [sys.executable, "-c", LOOP],
            env={**os.environ, **sink.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun = heard.wait_for_sound(20)
        assert begun is not None
        assert heard.wait_for_sound(20, after=begun + 2.0) is not None  # four times its length on
        program.communicate("\n", timeout=20)
        samples = heard.samples()[:, 0]
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    part = samples[loud[0] + 4800 : loud[0] + 28800]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    assert spectrum.argmax() * sink.sample_rate / len(part) == pytest.approx(2000, abs=6)
