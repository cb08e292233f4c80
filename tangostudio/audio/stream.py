"""A device that plays what a mixer renders, kept alive: opened when needed, opened again when it
came back, closed when nobody listens.

It knows nothing of sounds. Commands for the mixer go through `send`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.bus import Channels, Levels
from tangostudio.audio.mixer import Command, Mixer, Ramps, SetChannels
from tangostudio.audio.output import SOUNDDEVICE, Device, Output
from tangostudio.audio.voice import Stamp

FloatArray = NDArray[np.float32]

IDLE_SECONDS = 180.0
_WATCH_SECONDS = 0.1
_RETRY_SECONDS = 10.0
_RETURN_SECONDS = 2.0  # between looks for a device that went away
_RETURN_TRIES = 60
NO_RATE_YET = 44100


class Stream:
    """Owns the output, the mixer of its device, and a thread that watches both.

    Attributes:
        output: the device.
        mixer: renders into it; another device has another.
        lock: held while the device is opened or closed.
    """

    def __init__(
        self,
        tell: Callable[[], None],
        lost: Callable[[], None],
        backend: Any = SOUNDDEVICE,
        idle_seconds: float = IDLE_SECONDS,
        rendered: Callable[[Mixer, int], None] | None = None,
        closed: Callable[[], None] | None = None,
    ) -> None:
        """Nothing is opened yet.

        Args:
            tell: called from the watching thread when a sound has ended or a device has gone or
                come back.
            lost: called before that, with the lock held, while the mixer still says where it was.
            backend: see `Output`.
            rendered: called in the device's callback after each block, with its frames.
            closed: called from the watching thread when a device was closed for being idle.
        """
        self.output = Output(self._render, self._ended, backend)
        self.mixer = Mixer(NO_RATE_YET)
        self.lock = threading.RLock()  # no play while the watcher closes an idle stream
        self._tell = tell
        self._lost = lost
        self._idle_seconds = idle_seconds
        self._rendered = rendered
        self._closed = closed
        self._wanted_device = ""
        self._channels: Channels = "stereo"
        self._last_failure = -_RETRY_SECONDS
        self._wake = threading.Event()
        self._over = False
        self._watcher: threading.Thread | None = None

    @property
    def problem(self) -> str:
        """Why there is no sound; empty when all is well."""
        return self.output.problem

    @property
    def device(self) -> str:
        """Name of the open device, empty when closed."""
        return self.output.device

    @property
    def sample_rate(self) -> int:
        """Rate of the open or last opened device in Hz; 0 before the first."""
        return self.output.sample_rate

    @property
    def running(self) -> bool:
        """A device is open and there."""
        return self.output.running

    @property
    def underruns(self) -> int:
        """Times that a device ran dry."""
        return self.output.underruns

    @property
    def ramps(self) -> Ramps:
        """Gain curves at the device's rate."""
        return self.mixer.ramps

    @property
    def stamp(self) -> Stamp | None:
        """What is heard."""
        return self.mixer.stamp

    @property
    def finished(self) -> int:
        """Serial of the last voice that reached its end by itself."""
        return self.mixer.finished

    def take_levels(self) -> Levels:
        """What left and right put out since the last call."""
        return self.mixer.take_levels()

    def devices(self) -> list[Device]:
        """The output devices there are."""
        return self.output.devices()

    @property
    def channels(self) -> Channels:
        """Which channels are heard, on every device."""
        return self._channels

    @channels.setter
    def channels(self, channels: Channels) -> None:
        self._channels = channels
        self.send(SetChannels(channels))

    def hold(self, data: FloatArray) -> None:
        """Have a sound's frames at hand before a voice plays them; here they are."""

    def send(self, command: Command) -> None:
        """Have the mixer obey at its next block."""
        self.mixer.send(command)

    def open(self, device: str) -> bool:
        """Open a device by its name (empty: the system's default), closing the one before."""
        with self.lock:
            self._wanted_device = device
            return self._open()

    def ready(self) -> bool:
        """A running stream, opened again if need be, but not at every key press in vain."""
        if self.output.running:
            return True
        if not self.output.problem:  # closed for being idle: the quick way first
            return self._open(fresh=False) or self._open()
        if time.monotonic() - self._last_failure < _RETRY_SECONDS:
            return False
        return self._open()

    def close(self) -> None:
        """Let the device go and end the watching thread."""
        self._over = True
        self._wake.set()
        watcher = self._watcher
        if watcher is not None and watcher is not threading.current_thread():
            watcher.join()
        self._watcher = None
        self.output.close()

    def _open(self, fresh: bool = True) -> bool:
        self.mixer = self._new_mixer(self.output.sample_rate or NO_RATE_YET)
        self.output.open(self._wanted_device, fresh)
        if not self.output.running:
            self._last_failure = time.monotonic()
            return False
        if self.output.sample_rate != self.mixer.sample_rate:
            self.mixer = self._new_mixer(self.output.sample_rate)
        self._over = False
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="player", daemon=True)
            self._watcher.start()
        return True

    def _new_mixer(self, sample_rate: int) -> Mixer:
        mixer = Mixer(sample_rate)
        mixer.send(SetChannels(self._channels))
        return mixer

    # --- the device's thread ----------------------------------------------------------------------

    def _render(self, out: FloatArray, heard_at: float) -> None:
        mixer = self.mixer
        before = mixer.finished
        mixer.render(out, heard_at)
        if self._rendered is not None:
            self._rendered(mixer, len(out))
        if mixer.finished != before:
            self._wake.set()

    def _ended(self) -> None:
        self._wake.set()

    # --- the watching thread ----------------------------------------------------------------------

    def _watch(self) -> None:
        """Tell of ends, notice a lost device, close a stream that nobody listens to."""
        told = self.mixer.finished
        while not self._over:
            self._wake.wait(_WATCH_SECONDS)
            self._wake.clear()
            with self.lock:
                if self.problem:  # another device could not be opened, which was said
                    self._watcher = None
                    return
            lost = not self._alive()
            finished = self.mixer.finished
            if lost or finished > told:
                told = max(told, finished)
                self._tell()
            if lost and self._comes_back():
                continue
            with self.lock:
                if lost or self.mixer.idle_for(self._idle_seconds):
                    self.output.close()
                    self._watcher = None
                    if self._closed is not None:
                        self._closed()
                    return

    def _alive(self) -> bool:
        """False, after cleaning up, when the device went away.

        A stream that only stalled, as ALSA's sometimes do after an underrun, is opened again and
        goes on where it was.
        """
        with self.lock:
            output = self.output
            if output.stalled and output.was_steady:
                output.open(self._wanted_device, fresh=False)
                if output.sample_rate == self.mixer.sample_rate:
                    return output.running
            if output.running and not output.stalled:
                return True
            self._lost()
            output.give_up()
            return False

    def _comes_back(self) -> bool:
        """Wait until the lost device is there again, or another one; False when none came."""
        for _try in range(_RETURN_TRIES):
            if self._over:
                return False
            self._wake.wait(_RETURN_SECONDS)
            self._wake.clear()
            with self.lock:
                if self._over:
                    return False
                if self.output.running:  # somebody chose another one
                    return True
                found = self._open()
                if not found:
                    self.output.give_up()
            if found:
                self._tell()
                return True
        return False
