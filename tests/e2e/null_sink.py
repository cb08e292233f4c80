"""A private sound server with a null sink: programs play into it, tests hear what they play.

    with null_sink() as sink:
        program = subprocess.Popen([...], env={**os.environ, **sink.env})
        with sink.capture() as heard:
            ...
        heard.samples()          # float32 (frames, 2) at sink.sample_rate

Needs PulseAudio and ALSA's plug-in for it; `missing()` says what is not there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def missing() -> str:
    """What a null sink needs and this machine has not; empty when all is there."""
    programs = [name for name in ("pulseaudio", "pactl", "parec") if shutil.which(name) is None]
    plugins = list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so"))
    plugins += list(Path("/usr/lib64").glob("alsa-lib/libasound_module_pcm_pulse.so"))
    if not plugins:
        programs.append("ALSA's PulseAudio plug-in")
    return ", ".join(programs)


class Capture:
    """What the sink was given while this was open, kept with the time of arrival."""

    def __init__(self, process: subprocess.Popen[bytes], sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self._process = process
        self._chunks: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._listen, name="capture", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := os.read(self._process.stdout.fileno(), 65536):
            self._chunks.append((time.perf_counter(), data))

    def samples(self) -> NDArray[np.float32]:
        """All that arrived so far, float32 (frames, 2)."""
        data = b"".join(chunk for _when, chunk in tuple(self._chunks))
        return np.frombuffer(data[: len(data) // 8 * 8], "<f4").reshape(-1, 2)

    def first_sound_at(self, threshold: float = 1e-4, after: float = 0.0) -> float | None:
        """When (time.perf_counter) the first sample over the threshold arrived; None if none."""
        rest = b""
        for when, chunk in tuple(self._chunks):
            data = rest + chunk
            whole = len(data) // 4 * 4
            rest = data[whole:]
            if when >= after and (np.abs(np.frombuffer(data[:whole], "<f4")) > threshold).any():
                return when
        return None

    def wait_for_sound(self, seconds: float = 5.0, after: float = 0.0) -> float | None:
        """As `first_sound_at`, waiting for it."""
        end = time.monotonic() + seconds
        while (at := self.first_sound_at(after=after)) is None and time.monotonic() < end:
            time.sleep(0.01)
        return at

    def wait_for_silence(self, quiet_seconds: float = 0.3, seconds: float = 30.0) -> None:
        """Return once nothing was heard for a while."""
        quiet = round(quiet_seconds * self.sample_rate)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            samples = self.samples()
            if len(samples) > quiet and np.abs(samples[-quiet:]).max() < 1e-4:
                return
            time.sleep(0.05)

    def close(self) -> None:
        """Stop listening; what was heard stays."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


@dataclass(frozen=True)
class NullSink:
    """A running private server.

    Attributes:
        env: variables that make a program's sound go there.
        sample_rate: of the sink.
        process: the server; ending it takes the device away.
    """

    env: dict[str, str]
    sample_rate: int
    process: subprocess.Popen[bytes]

    @contextlib.contextmanager
    def capture(self) -> Iterator[Capture]:
        """Listen to the sink; frames arrive within about 10 ms of being played."""
        command = [
            "parec", "--device=null.monitor", "--format=float32le", "--channels=2",
            f"--rate={self.sample_rate}", "--latency-msec=5", "--process-time-msec=5", "--raw",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, env={**os.environ, **self.env}, bufsize=0
        )
        capture = Capture(process, self.sample_rate)
        try:
            end = time.monotonic() + 5.0
            while not len(capture.samples()) and time.monotonic() < end:
                time.sleep(0.01)
            yield capture
        finally:
            capture.close()


@contextlib.contextmanager
def null_sink(sample_rate: int = 48000) -> Iterator[NullSink]:
    """Start a server of our own in a temporary folder, stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="null-sink-") as name:
        folder = Path(name)
        socket = folder / "native"
        env = {
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_RUNTIME_PATH": name,
            "PULSE_STATE_PATH": name,
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
            "--realtime=yes", "--high-priority=yes", "--log-target=null",
            "-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "-L", f"module-null-sink sink_name=null rate={sample_rate} channels=2",
        ]  # fmt: skip
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=quiet, stderr=quiet, stdin=quiet
        )
        try:
            _wait_until_ready(env)
            _put_first(process.pid)
            sink = NullSink(env, sample_rate, process)
            # Without a listener the sink asks for two seconds at a time, as no real device does.
            with sink.capture():
                yield sink
        finally:
            process.terminate()
            process.wait()


def _put_first(process: int) -> None:
    """Give a sound server the priority that a desktop gives it, where that is allowed."""
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            os.sched_setscheduler(int(thread), os.SCHED_RR, os.sched_param(6))


def _wait_until_ready(env: dict[str, str]) -> None:
    end = time.monotonic() + 10.0
    while time.monotonic() < end:
        answer = subprocess.run(
            ["pactl", "list", "short", "sinks"],
            env={**os.environ, **env}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "null" in answer.stdout:
            return
        time.sleep(0.05)
    raise RuntimeError("the private PulseAudio server did not start")
