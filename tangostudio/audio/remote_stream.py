"""A stream in a process of its own, used as one in this process is (see `stream`).

Neither painting nor a database nor any other work of this process can keep the sound device
waiting. A process that ends unexpectedly is started again, once. Knows nothing of sounds.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.bus import Channels, Levels
from tangostudio.audio.mixer import Command, Follow, Ramps, Start
from tangostudio.audio.output import SOUNDDEVICE, Device
from tangostudio.audio.sound_process import ProcessGone, SoundProcess
from tangostudio.audio.sound_worker import DeviceState
from tangostudio.audio.stream import IDLE_SECONDS, NO_RATE_YET
from tangostudio.audio.voice import Stamp

FloatArray = NDArray[np.float32]

_GONE = "The process that plays sound ended unexpectedly."
_RETRY = "Choose the output device again to start it."
_NO_FRAMES = np.empty((0, 2), np.float32)


class RemoteStream:
    """Owns the process; starts it when it is needed.

    Attributes:
        lock: held while the device is opened or closed.
    """

    def __init__(
        self,
        tell: Callable[[], None],
        lost: Callable[[], None],
        backend: str = SOUNDDEVICE,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        """Nothing is started yet. The arguments are those of `Stream`."""
        self.lock = threading.RLock()
        self._tell = tell
        self._lost = lost
        self._backend = backend
        self._idle_seconds = idle_seconds
        self._process: SoundProcess | None = None
        self._state = DeviceState()
        self._ramps = Ramps(NO_RATE_YET)
        self._wanted_device = ""
        self._channels: Channels = "stereo"
        self._restarts_left = 1
        self._earlier_underruns = 0

    # --- what it says -----------------------------------------------------------------------------

    @property
    def problem(self) -> str:
        """Why there is no sound; empty when all is well."""
        return self._state.problem

    @property
    def device(self) -> str:
        """Name of the open device, empty when closed."""
        return self._state.device

    @property
    def sample_rate(self) -> int:
        """Rate of the open or last opened device in Hz; 0 before the first."""
        return self._state.sample_rate

    @property
    def running(self) -> bool:
        """A device is open and there."""
        return self._state.running

    @property
    def underruns(self) -> int:
        """Times that a device ran dry."""
        process = self._process
        now = process.reports.latest.underruns if process is not None else 0
        return self._earlier_underruns + now

    @property
    def ramps(self) -> Ramps:
        """Gain curves at the device's rate."""
        return self._ramps

    @property
    def stamp(self) -> Stamp | None:
        """What is heard."""
        process = self._process
        return process.reports.latest.stamp if process is not None else None

    @property
    def finished(self) -> int:
        """Serial of the last voice that reached its end by itself."""
        process = self._process
        return process.reports.latest.finished if process is not None else 0

    @property
    def pid(self) -> int | None:
        """Id of the process that plays; None when there is none."""
        process = self._process
        return process.pid if process is not None else None

    def take_levels(self) -> Levels:
        """What left and right put out since the last call."""
        process = self._process
        return process.reports.take_levels() if process is not None else Levels()

    # --- what it is told --------------------------------------------------------------------------

    def devices(self) -> list[Device]:
        """The output devices there are."""
        with self.lock:
            return self._ask("devices") or []

    @property
    def channels(self) -> Channels:
        """Which channels are heard, on every device."""
        return self._channels

    @channels.setter
    def channels(self, channels: Channels) -> None:
        self._channels = channels
        if self._process is not None:
            self._process.tell("channels", channels)

    def open(self, device: str) -> bool:
        """Open a device by its name (empty: the system's default), closing the one before.

        Raises:
            OSError: the process cannot be started.
        """
        with self.lock:
            self._wanted_device = device
            self._restarts_left = 1
            return bool(self._ask("open", device))

    def ready(self) -> bool:
        """A running stream, opened again if need be, but not at every key press in vain.

        Raises:
            OSError: the process cannot be started.
        """
        if self.running:
            return True
        if self._process is not None:
            return bool(self._ask("ready"))
        return not self.problem and self.open(self._wanted_device)

    def hold(self, data: FloatArray) -> None:
        """Have a sound's frames at hand before a voice plays them, float32 (frames, 2)."""
        if self._process is not None:
            self._process.hold(data)

    def send(self, command: Command) -> None:
        """Have the mixer obey at its next block."""
        process = self._process
        if process is None:
            return
        if isinstance(command, Start | Follow):
            voice = command.voice
            number = process.hold(voice.data[::-1] if voice.backward else voice.data)
            empty = dataclasses.replace(voice, data=_NO_FRAMES)
            process.tell("play", number, dataclasses.replace(command, voice=empty))
        else:
            process.tell("command", command)

    def close(self) -> None:
        """Let the device go and end the process."""
        with self.lock:
            process, self._process = self._process, None
        if process is not None:
            self._earlier_underruns += process.reports.latest.underruns
            process.end()
        self._state = DeviceState(sample_rate=self.sample_rate)

    def _ask(self, *message: Any) -> Any:
        if self._process is None:
            self._start()
        assert self._process is not None
        try:
            return self._process.ask(*message)
        except ProcessGone:
            return None

    def _start(self) -> None:
        process = SoundProcess(self._hear, self._ended, self._backend, self._idle_seconds)
        process.tell("channels", self._channels)
        self._process = process

    # --- the process's thread ---------------------------------------------------------------------

    def _hear(self, message: Any) -> None:
        match message:
            case ("state", state):
                if state.sample_rate not in (0, self._state.sample_rate):
                    self._ramps = Ramps(state.sample_rate)
                self._state = state
            case ("lost",):
                self._lost()
            case ("told",):
                self._tell()

    def _ended(self, process: SoundProcess) -> None:
        """A process came to its end; one that nobody ended is started again."""
        if self._process is not process:
            return
        self._lost()
        self._state = DeviceState(sample_rate=self.sample_rate, problem=f"{_GONE} {_RETRY}")
        with self.lock:
            if self._process is not process:
                return
            self._earlier_underruns += process.reports.latest.underruns
            self._process = None
            self._start_again()
        self._tell()

    def _start_again(self) -> None:
        if self._restarts_left == 0:
            return
        self._restarts_left -= 1
        try:
            self._ask("open", self._wanted_device)
        except OSError as error:
            why = str(error).rstrip(".")
            self._state = dataclasses.replace(self._state, problem=f"{_GONE} ({why}) {_RETRY}")
