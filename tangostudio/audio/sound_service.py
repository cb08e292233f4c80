"""What the process that plays does with what it hears (see `sound_worker`): a `Stream` of its own,
the sounds that it was handed, and a report of every block.

It imports neither soxr nor scipy. Knows nothing of the process that asks.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import threading
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.mixer import Follow, Mixer, Start
from tangostudio.audio.output import raise_priority
from tangostudio.audio.reports import Report, ReportWriter
from tangostudio.audio.sound_worker import DeviceState
from tangostudio.audio.stream import Stream

FloatArray = NDArray[np.float32]

_SWEEP_SECONDS = 0.5
# The callback's thread preempts the others; they preempt all that is not sound, since what holds
# the interpreter must not be kept from the processor either.
_BELOW_CALLBACK = 1


class SoundService:
    """Obeys one command after the other."""

    def __init__(
        self, pipe: Connection, ring: memoryview, backend: str, idle_seconds: float
    ) -> None:
        self._pipe = pipe
        self._saying = threading.Lock()
        self._sounds = _Sounds()
        self._reports = ReportWriter(ring)
        self._stream = Stream(
            self._tell, self._lost, backend, idle_seconds, self._report, self._say_state
        )

    def serve(self) -> None:
        """Listen until told to close or until the parent is gone."""
        raise_priority([threading.get_native_id()], _BELOW_CALLBACK)
        gc.disable()  # it would hold the interpreter for longer than a block lasts
        self._say("here")
        with contextlib.suppress(EOFError, OSError):
            while (message := self._next()) != ("close",):
                self._obey(message)
        self._stream.close()

    def _next(self) -> Any:
        while self._sounds.leaving and not self._pipe.poll(_SWEEP_SECONDS):
            self._sounds.sweep()
        return self._pipe.recv()

    def _obey(self, message: Any) -> None:
        stream = self._stream
        match message:
            case ("open", device):
                stream.output.close()
                gc.collect()
                self._answer(stream.open(device))
            case ("ready",):
                self._answer(stream.ready())
            case ("devices",):
                self._answer(stream.devices())
            case ("channels", channels):
                stream.channels = channels
            case ("command", command):
                stream.send(command)
            case ("sound", number, place, frames):
                self._sounds.take(number, place, frames)
                self._say("held", number)
            case ("forget", number):
                self._sounds.forget(number)
            case ("play", number, command):
                self._play(command, self._sounds[number])

    def _play(self, command: Start | Follow, data: FloatArray) -> None:
        voice = command.voice
        voice.data = data[::-1] if voice.backward else data
        with self._stream.lock:
            if not self._stream.running and not self._stream.ready():  # closed for being idle
                self._lost()
                self._tell()
                return
            self._stream.send(dataclasses.replace(command, voice=voice))

    # --- what is said -----------------------------------------------------------------------------

    def _say(self, *message: Any) -> None:
        with self._saying, contextlib.suppress(OSError):  # the loop sees that the parent is gone
            self._pipe.send(message)

    def _answer(self, value: Any) -> None:
        self._say_state()
        self._say("answer", value)

    def _say_state(self) -> None:
        output = self._stream.output
        state = DeviceState(output.device, output.sample_rate, output.problem, output.running)
        self._say("state", state)

    def _lost(self) -> None:
        self._say("lost")

    def _tell(self) -> None:
        self._say_state()
        self._say("told")

    # --- the device's thread ----------------------------------------------------------------------

    def _report(self, mixer: Mixer, frames: int) -> None:
        sounding = frames if mixer.quiet_frames == 0 else 0
        underruns, levels = self._stream.underruns, mixer.take_levels()
        self._reports.write(Report(mixer.stamp, mixer.finished, underruns, sounding, levels))


class _Sounds:
    """Frames of sounds by number.

    Attributes:
        leaving: shared memory of forgotten sounds that something still plays.
    """

    def __init__(self) -> None:
        self.leaving: list[SharedMemory] = []
        self._frames: dict[int, FloatArray] = {}
        self._blocks: dict[int, SharedMemory] = {}

    def __getitem__(self, number: int) -> FloatArray:
        return self._frames[number]

    def take(self, number: int, place: str | bytes, frames: int) -> None:
        """Have a sound's frames, float32 (frames, 2)."""
        buffer: Any = place
        if isinstance(place, str):
            block = self._blocks[number] = SharedMemory(place)
            buffer = block.buf
        self._frames[number] = np.ndarray((frames, 2), np.float32, buffer=buffer)

    def forget(self, number: int) -> None:
        """Let a sound go as soon as no voice plays it."""
        del self._frames[number]
        if number in self._blocks:
            self.leaving.append(self._blocks.pop(number))
        self.sweep()

    def sweep(self) -> None:
        """Close the blocks that nothing plays any more."""
        self.leaving = [block for block in self.leaving if not _is_closed(block)]


def _is_closed(block: SharedMemory) -> bool:
    try:
        block.close()
    except BufferError:  # a voice that fades has it
        return False
    return True
