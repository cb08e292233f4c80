"""The sound device: finding it, keeping a stream open on it, noticing that it went away.

PortAudio through sounddevice, imported at the first use since it looks for devices then. Whoever
owns an `Output` gives the function that fills the blocks. Knows nothing of sounds.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.errors import AudioDeviceError

FloatArray = NDArray[np.float32]
Render = Callable[[FloatArray, float], None]

SOUNDDEVICE = "sounddevice"

# Short enough that a key press is heard within 50 ms, long enough for two late blocks of 10 ms.
LATENCY_SECONDS = 0.03
# How long another Python thread may keep the interpreter from the callback (Python's own: 5 ms).
_SWITCH_SECONDS = 0.001
STALLED_SECONDS = 0.3
# Some sound servers take two seconds until the first block is asked for.
START_SECONDS = 3.0
_STEADY_SECONDS = 1.0
_REALTIME_PRIORITY = 5
_NO_DEVICE = "No sound device was found."
_LOST = "The sound device went away."


@dataclass(frozen=True)
class Device:
    """An output device: its unique name, whether the system prefers it, its own rate in Hz."""

    name: str
    default: bool
    sample_rate: int


class Output:
    """One stream to one device.

    Attributes:
        problem: why there is no sound; empty when all is well.
        device: name of the open device, empty when closed.
        sample_rate: of the open or last opened device; 0 before the first.
        underruns: times that the device ran dry, as it told the callback: we were late, or the
            sound server was.
        ended: the device stopped the stream, not we.
    """

    def __init__(
        self, render: Render, ended: Callable[[], None], backend: Any = SOUNDDEVICE
    ) -> None:
        """Nothing is opened yet.

        Args:
            render: fills a block; called in the device's callback.
            ended: called when the device stopped the stream.
            backend: what stands in for sounddevice: an object, or the name of a module that is
                imported at the first use.
        """
        self.problem = ""
        self.device = ""
        self.sample_rate = 0
        self.underruns = 0
        self.ended = False
        self._render = render
        self._tell_ended = ended
        self._module = backend if isinstance(backend, str) else ""
        self._backend: Any = None if self._module else backend
        self._lock = threading.RLock()
        self._stream: Any = None
        self._closing = False
        self._latency = LATENCY_SECONDS
        self._opened = self._last_block = 0.0
        self._raised = False
        self._stereo = np.empty((0, 2), dtype=np.float32)

    @property
    def running(self) -> bool:
        """A stream is open and its device there."""
        return self._stream is not None and not self.ended

    def devices(self) -> list[Device]:
        """The output devices there are; empty when there is none or no PortAudio."""
        with self._lock:
            try:
                self._look_again()
                return [device for _index, device in self._outputs()]
            except (AudioDeviceError, self._errors()):
                return []

    def open(self, name: str = "", fresh: bool = True) -> None:
        """Open a device by name; an unknown or empty name means the system's default.

        Closes what was open. Afterwards either `running`, or `problem` says why not. Without
        `fresh` the devices are taken as they were known, which is quicker.
        """
        with self._lock:
            self.close()
            try:
                if fresh:
                    self._look_again()
                self._open(name)
                self.problem = ""
            except AudioDeviceError as error:
                self.problem = " ".join((error.message, error.hint)).strip()
            except self._errors() as error:
                self.problem = f"The sound device cannot be opened: {_reason(error)}."

    def close(self) -> None:
        """Close the stream, if there is one."""
        with self._lock:
            stream, self._stream = self._stream, None
            self.device = ""
            if stream is not None:
                self._closing = True
                with contextlib.suppress(self._errors()):
                    stream.close(ignore_errors=True)
                self._closing = False

    @property
    def stalled(self) -> bool:
        """The stream should run, but its device has not asked for a block for too long."""
        now = time.perf_counter()
        started = now - self._opened > START_SECONDS
        return self.running and started and now - self._last_block > STALLED_SECONDS

    @property
    def was_steady(self) -> bool:
        """The stream had run for a while when the last block was asked for."""
        return self._last_block - self._opened > _STEADY_SECONDS

    def give_up(self) -> None:
        """Close a stream whose device went away, and say so."""
        with self._lock:
            self.close()
            self.problem = f"{_LOST} Connect it again or choose another one in the settings."

    def _open(self, name: str) -> None:
        outputs = self._outputs()
        if not outputs:
            raise AudioDeviceError(
                _NO_DEVICE, "Takes are generated and exported all the same; connect one to listen."
            )
        chosen = [item for item in outputs if item[1].name == name]
        index, device = (chosen or [item for item in outputs if item[1].default] or outputs)[0]
        channels = min(2, int(self._backend.query_devices(index)["max_output_channels"]))
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH_SECONDS))
        before = _native_threads()
        self.sample_rate = device.sample_rate
        self.ended = False
        stream = self._backend.OutputStream(
            device=index,
            samplerate=device.sample_rate,
            channels=channels,
            dtype="float32",
            blocksize=0,  # as the device likes it
            latency=LATENCY_SECONDS,
            callback=self._callback,
            finished_callback=self._finished,
        )
        self._latency = float(stream.latency)
        self._opened = self._last_block = time.perf_counter()
        self._raised = False
        self._stream = stream
        self.device = device.name
        stream.start()
        # What brings the blocks to the sound server: it must not wait for the processor either.
        raise_priority(_native_threads() - before)

    def _outputs(self) -> list[tuple[int, Device]]:
        backend = self._load()
        apis = backend.query_hostapis()
        preferred = self._default_index(apis)
        names = len(apis) > 1
        found = []
        for index, info in enumerate(backend.query_devices()):
            if info["max_output_channels"] < 1:
                continue
            api = apis[info["hostapi"]]["name"]
            name = f"{info['name']}, {api}" if names else info["name"]
            rate = round(info["default_samplerate"])
            found.append((index, Device(name, index == preferred, rate)))
        return found

    def _default_index(self, apis: Any) -> int:
        # PortAudio's own default on Windows is MME, which cannot answer within 50 ms.
        if sys.platform == "win32":
            for api in apis:
                if "WASAPI" in api["name"] and api["default_output_device"] >= 0:
                    return int(api["default_output_device"])
        return int(self._backend.default.device[1])

    def _load(self) -> Any:
        if self._backend is None:
            try:
                self._backend = importlib.import_module(self._module)
            except (ImportError, OSError) as error:
                raise AudioDeviceError(
                    "The PortAudio library is missing, so nothing can be played.",
                    "Install it (on Debian and Ubuntu: libportaudio2) and start again.",
                ) from error
            # The import starts PortAudio and fails with an error class of its own that cannot be
            # named before the import has worked.
            except Exception as error:
                raise AudioDeviceError(f"{_NO_DEVICE} ({_reason(error)})") from error
        return self._backend

    def _look_again(self) -> None:
        """Have PortAudio see devices that came and went; only possible with no stream open."""
        known = self._backend is not None
        backend = self._load()
        if known and self._stream is None:
            backend._terminate()
            backend._initialize()

    def _errors(self) -> type[Exception]:
        return AudioDeviceError if self._backend is None else self._backend.PortAudioError

    def _callback(self, out: FloatArray, frames: int, when: Any, status: Any) -> None:
        """Called by PortAudio's thread for each block."""
        now = time.perf_counter()
        self._last_block = now
        if not self._raised:
            self._raised = True
            raise_priority([threading.get_native_id()])
        if status.output_underflow:
            self.underruns += 1
        delay = when.outputBufferDacTime - when.currentTime
        heard_at = now + (delay if 0.0 < delay < 1.0 else self._latency)
        try:
            if out.shape[1] == 2:
                self._render(out, heard_at)
            else:
                self._render_mono(out, frames, heard_at)
        # Nothing may leave a callback: silence is the better answer to a fault in a sound.
        except (ArithmeticError, LookupError, TypeError, ValueError):
            out.fill(0.0)

    def _render_mono(self, out: FloatArray, frames: int, heard_at: float) -> None:
        if len(self._stereo) < frames:
            self._stereo = np.empty((frames, 2), dtype=np.float32)
        block = self._stereo[:frames]
        self._render(block, heard_at)
        out[:, 0] = block.mean(axis=1)

    def _finished(self) -> None:
        """Called by PortAudio when a stream is over, for whatever reason."""
        if not self._closing:
            self.ended = True
            self._tell_ended()


def raise_priority(threads: Iterable[int], below: int = 0) -> None:
    """Put threads before all others where the system lets us; elsewhere PortAudio does so.

    Args:
        below: how far below the callback's own priority.
    """
    if sys.platform == "linux":
        priority = os.sched_param(_REALTIME_PRIORITY - below)
        for thread in threads:
            with contextlib.suppress(OSError):  # no leave to do so, or it ended
                os.sched_setscheduler(thread, os.SCHED_RR, priority)


def _native_threads() -> set[int]:
    """The threads of this process that are not Python's, such as those of a sound library."""
    try:
        running = {int(name) for name in os.listdir("/proc/self/task")}
    except OSError:  # only Linux has this list
        return set()
    return running - {thread.native_id for thread in threading.enumerate()}


def _reason(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return text.rstrip(".")
