"""Playing one sound at a time: start at once, loop a region, cross over to another sound.

All positions are frames at the sound's own rate. The methods belong to one thread; `prepare` may be
called from any. Devices come and go: without one, `problem` says so and nothing plays. No Qt.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.files import Sound
from tangostudio.audio.mixer import (
    Follow,
    Mixer,
    Release,
    SetGain,
    SetSpan,
    Span,
    Start,
    Voice,
    heard_position,
)
from tangostudio.audio.output import Device, Output
from tangostudio.audio.resample import resample

FloatArray = NDArray[np.float32]

IDLE_SECONDS = 180.0
_WATCH_SECONDS = 0.1
_RETRY_SECONDS = 10.0
_NO_RATE_YET = 44100


@dataclass(frozen=True, eq=False)
class Prepared:
    """A sound as a device wants it: float32 stereo `data` at `sample_rate`."""

    key: Hashable
    sound: Sound
    data: FloatArray
    sample_rate: int


class Player:
    """Owns the stream, what is loaded, and a thread that watches both.

    Attributes:
        on_finished: called without arguments, from the player's own thread, when a sound has
            played to its end or its device went away (then `problem` is set).
    """

    def __init__(self, backend: Any = None, idle_seconds: float = IDLE_SECONDS) -> None:
        self.on_finished: list[Callable[[], None]] = []
        self._output = Output(self._render, self._stream_ended, backend)
        self._mixer = Mixer(_NO_RATE_YET)
        self._idle_seconds = idle_seconds
        self._wanted_device = ""
        self._last_failure = -_RETRY_SECONDS
        self._loaded: Prepared | None = None
        self._serials = itertools.count(1)
        self._serial = 0  # of the voice that plays; 0 for none
        self._rest = 0.0  # where playing begins or was paused
        self._region: tuple[int, int] | None = None
        self._loop = False
        self._gain_db = 0.0
        self._lock = threading.RLock()  # no play while the watcher closes an idle stream
        self._wake = threading.Event()
        self._over = False
        self._watcher: threading.Thread | None = None

    # --- the device -------------------------------------------------------------------------------

    @property
    def problem(self) -> str:
        """Why nothing can be played; empty when all is well."""
        return self._output.problem

    @property
    def device(self) -> str:
        """Name of the open device; empty when none is."""
        return self._output.device

    @property
    def underruns(self) -> int:
        """Times that the device ran dry since the player was made."""
        return self._output.underruns

    def devices(self) -> list[Device]:
        """The output devices there are. Playing goes on, but new ones show up only in silence."""
        return self._output.devices()

    def open(self, device: str = "") -> None:
        """Open a device by its name (empty: the system's default), closing the one before.

        A sound that plays is paused where it is. The first time this imports sounddevice and looks
        for devices, which may take a third of a second: a thread of its own may call it.
        """
        with self._lock:
            self.pause()
            self._wanted_device = device
            self._open()

    def close(self) -> None:
        """Fall silent and let the device go; a later `open` or `play` begins again."""
        self._serial = 0
        self._over = True
        self._wake.set()
        watcher = self._watcher
        if watcher is not None and watcher is not threading.current_thread():
            watcher.join()
        self._watcher = None
        self._output.close()

    def _open(self, fresh: bool = True) -> bool:
        self._mixer = Mixer(self._output.sample_rate or _NO_RATE_YET)
        self._output.open(self._wanted_device, fresh)
        if not self._output.running:
            self._last_failure = time.monotonic()
            return False
        if self._output.sample_rate != self._mixer.sample_rate:
            self._mixer = Mixer(self._output.sample_rate)
        self._over = False
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="player", daemon=True)
            self._watcher.start()
        return True

    def _ready(self) -> bool:
        """A running stream, opened again if need be, but not at every key press in vain."""
        if self._output.running:
            return True
        if not self._output.problem:  # closed for being idle: the quick way first
            return self._open(fresh=False) or self._open()
        if time.monotonic() - self._last_failure < _RETRY_SECONDS:
            return False
        return self._open()

    # --- what is loaded ---------------------------------------------------------------------------

    @property
    def key(self) -> Hashable:
        """What `load` or `crossfade_to` was told that the sound is; None without a sound."""
        return self._loaded.key if self._loaded is not None else None

    def prepare(self, sound: Sound, key: Hashable = None) -> Prepared:
        """Bring a sound to the device's rate and to stereo; from any thread."""
        rate = self._output.sample_rate or sound.sample_rate
        data = _stereo(resample(sound.samples, sound.sample_rate, rate))
        return Prepared(key, sound, data, rate)

    def load(self, sound: Sound | Prepared, key: Hashable = None) -> None:
        """Make a sound the one to play, from its start; what plays falls silent.

        The region goes, loop and gain stay.
        """
        self._silence()
        self._loaded = self._fitting(sound, key)
        self._region = None
        self._rest = 0.0

    def _fitting(self, sound: Sound | Prepared, key: Hashable = None) -> Prepared:
        """The sound prepared for the device as it is now."""
        if isinstance(sound, Sound):
            return self.prepare(sound, key)
        if self._output.sample_rate in (0, sound.sample_rate):
            return sound
        return self.prepare(sound.sound, sound.key)

    # --- playing ----------------------------------------------------------------------------------

    def play(self, frame: float | None = None) -> None:
        """Play from a frame, or from where `pause` or `stop` left off; a playing sound restarts.

        With a region, playing stays inside it unless `frame` is outside. Without a device nothing
        happens but that `problem` is set.
        """
        with self._lock:
            if self._loaded is not None and self._ready():
                self._loaded = self._fitting(self._loaded)
                self._start(self._loaded.sound, frame)

    def _start(self, sound: Sound, frame: float | None) -> None:
        if frame is not None:
            self._rest = min(max(0.0, float(frame)), float(sound.frames))
        elif self._region and not self._region[0] <= self._rest < self._region[1]:
            self._rest = float(self._region[0])
        elif self._rest >= sound.frames:
            self._rest = 0.0
        ramps = self._mixer.ramps
        position = round(self._rest * self._scale)
        voice = self._voice(position, ramps.attack if position == 0 else ramps.rise)
        self._mixer.send(Start(voice, ramps.fall))
        self._serial = voice.serial

    def pause(self) -> None:
        """Fall silent; `play` goes on from here."""
        if self.playing:
            self._rest = self.position
        self._silence()

    def stop(self) -> None:
        """Fall silent; `play` begins at the start of the region or of the sound."""
        self._silence()
        self._rest = float(self._region[0]) if self._region else 0.0

    def seek(self, frame: float) -> None:
        """Go to a frame: playing goes on there, otherwise the next `play` begins there."""
        if self.playing:
            self.play(frame)
        elif self._loaded is not None:
            self._rest = min(max(0.0, float(frame)), float(self._loaded.sound.frames))

    def crossfade_to(
        self, sound: Sound | Prepared, key: Hashable = None, gain_db: float | None = None
    ) -> None:
        """Go over to another sound at the same position, in 10 ms at equal power.

        Region and loop stay, cut to the new sound. Without `gain_db` the gain stays. When nothing
        plays, the other sound is loaded at the same position.
        """
        seconds = self.position / self._loaded.sound.sample_rate if self._loaded else 0.0
        region = self._region_seconds()
        playing = self.playing
        self._loaded = self._fitting(sound, key)
        rate = self._loaded.sound.sample_rate
        self._gain_db = self._gain_db if gain_db is None else gain_db
        self._rest = min(seconds * rate, float(self._loaded.sound.frames))
        self._region = self._clipped((region[0] * rate, region[1] * rate)) if region else None
        if playing:
            ramps = self._mixer.ramps
            voice = self._voice(round(self._rest * self._scale), ramps.cross_rise)
            self._mixer.send(Follow(voice, ramps.cross_fall))
            self._serial = voice.serial

    @property
    def playing(self) -> bool:
        """Something is being played; False from its last frame on and without a device."""
        return self._serial > 0 and self._output.running and self._mixer.finished < self._serial

    @property
    def position(self) -> float:
        """The frame that is heard now, the device's delay taken into account."""
        return self._heard() if self.playing else self._rest

    @property
    def region(self) -> tuple[int, int] | None:
        """First frame and the one after the last of the part to play; None for all."""
        return self._region

    @region.setter
    def region(self, region: tuple[float, float] | None) -> None:
        self._region = self._clipped(region) if region else None
        self._send_span()

    @property
    def loop(self) -> bool:
        """Play the region, or all, again and again without a gap."""
        return self._loop

    @loop.setter
    def loop(self, loop: bool) -> None:
        self._loop = loop
        self._send_span()

    @property
    def gain_db(self) -> float:
        """Gain of the sound; a change is reached within one block."""
        return self._gain_db

    @gain_db.setter
    def gain_db(self, gain_db: float) -> None:
        self._gain_db = gain_db
        self._mixer.send(SetGain(_linear(gain_db)))

    def level(self) -> tuple[float, float]:
        """Peaks of left and right since the last call, linear, 1 is full scale."""
        return self._mixer.take_peaks()

    # --- inside -----------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Device frames per frame of the loaded sound."""
        assert self._loaded is not None
        return self._loaded.sample_rate / self._loaded.sound.sample_rate

    def _heard(self) -> float:
        """Where the device is, as far as it told; where playing began before it did."""
        stamp = self._mixer.stamp
        if self._loaded is None or stamp is None or stamp.serial != self._serial:
            return self._rest
        return heard_position(stamp, time.perf_counter(), self._mixer.sample_rate) / self._scale

    def _voice(self, position: int, rise: FloatArray) -> Voice:
        assert self._loaded is not None
        data, gain = self._loaded.data, _linear(self._gain_db)
        return Voice(next(self._serials), data, position, self._span(position), gain, rise)

    def _span(self, position: int | None = None) -> Span:
        """The part to play in device frames; all of it when `position` is outside the region."""
        assert self._loaded is not None
        frames = len(self._loaded.data)
        if self._region is not None:
            start, end = (min(frames, round(edge * self._scale)) for edge in self._region)
            if position is None or start <= position < end:
                return Span(start, end, self._loop)
        return Span(0, frames, self._loop)

    def _send_span(self) -> None:
        if self._loaded is not None and self.playing:
            self._mixer.send(SetSpan(self._span()))

    def _clipped(self, region: tuple[float, float]) -> tuple[int, int] | None:
        """A region inside the sound; None when nothing is left of it."""
        if self._loaded is None:
            return None
        frames = self._loaded.sound.frames
        start, end = (min(frames, max(0, round(edge))) for edge in sorted(region))
        return (start, end) if end > start else None

    def _region_seconds(self) -> tuple[float, float] | None:
        if self._loaded is None or self._region is None:
            return None
        rate = self._loaded.sound.sample_rate
        return self._region[0] / rate, self._region[1] / rate

    def _silence(self) -> None:
        if self._serial:
            self._mixer.send(Release(self._mixer.ramps.fall))
            self._serial = 0

    # --- the device's thread and the watcher ------------------------------------------------------

    def _render(self, out: FloatArray, heard_at: float) -> None:
        mixer = self._mixer
        before = mixer.finished
        mixer.render(out, heard_at)
        if mixer.finished != before:
            self._wake.set()

    def _stream_ended(self) -> None:
        self._wake.set()

    def _watch(self) -> None:
        """Tell of ends, notice a lost device, close a stream that nobody listens to."""
        told = self._mixer.finished
        while not self._over:
            self._wake.wait(_WATCH_SECONDS)
            self._wake.clear()
            lost = not self._alive()
            finished = self._mixer.finished
            if lost or finished > told:
                told = max(told, finished)
                self._tell_finished()
            with self._lock:
                if lost or self._mixer.idle_for(self._idle_seconds):
                    self._output.close()
                    self._watcher = None
                    return

    def _alive(self) -> bool:
        """False, after cleaning up, when the device went away.

        A stream that only stalled, as ALSA's sometimes do after an underrun, is opened again and
        goes on where it was.
        """
        with self._lock:
            if self._output.stalled and self._output.was_steady:
                self._output.open(self._wanted_device, fresh=False)
                if self._output.sample_rate == self._mixer.sample_rate:
                    return self._output.running
            if self._output.running and not self._output.stalled:
                return True
            self._rest = self._heard()
            self._serial = 0
            self._output.give_up()
            return False

    def _tell_finished(self) -> None:
        for callback in tuple(self.on_finished):
            callback()


def _stereo(samples: FloatArray) -> FloatArray:
    """Two channels: one is doubled, more than two are mixed."""
    if samples.shape[1] == 2:
        return np.ascontiguousarray(samples)
    mono = samples if samples.shape[1] == 1 else samples.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(np.repeat(mono, 2, axis=1), dtype=np.float32)


def _linear(gain_db: float) -> float:
    return 10.0 ** (gain_db / 20.0)
