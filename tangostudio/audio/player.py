"""Playing one sound at a time: start at once, loop a region, cross over to another sound, hear it
faster, slower, backwards or one channel of it.

The device is served by a process of its own, which nothing else can keep waiting (`remote_stream`).
All positions are frames at the sound's own rate. The methods belong to one thread; `prepare` may be
called from any. Devices come and go: without one, `problem` says so and nothing plays. No Qt.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from tangostudio.audio import prepared, varispeed
from tangostudio.audio.bus import Channels, Levels
from tangostudio.audio.files import Sound
from tangostudio.audio.mixer import Follow, Release, SetGain, SetSpan, SetSpeed, Start
from tangostudio.audio.output import SOUNDDEVICE, Device
from tangostudio.audio.prepared import Prepared
from tangostudio.audio.remote_stream import RemoteStream
from tangostudio.audio.stream import IDLE_SECONDS, Stream
from tangostudio.audio.voice import Span, Voice, heard_position

_T = TypeVar("_T")

LEAST_REGION_SECONDS = 0.001  # a shorter loop is no sound and too much work for the callback


class Player:
    """Owns the stream and what is loaded.

    Attributes:
        on_finished: called without arguments, from the stream's own thread, when a sound has
            played to its end, its device went away (then `problem` is set) or came back.
    """

    def __init__(self, backend: Any = SOUNDDEVICE, idle_seconds: float = IDLE_SECONDS) -> None:
        """Nothing is opened yet.

        Args:
            backend: the module that plays, by name: a process of its own imports it. An object
                that stands in for it plays in this process.
            idle_seconds: of silence, after which the device is closed.
        """
        self.on_finished: list[Callable[[], None]] = []
        self._backend = backend
        self._idle_seconds = idle_seconds
        make = RemoteStream if isinstance(backend, str) else Stream
        self._stream: RemoteStream | Stream = make(self._tell, self._lost, backend, idle_seconds)
        self._loaded: Prepared | None = None
        self._serials = itertools.count(1)
        self._serial = 0  # of the voice that plays; 0 for none
        self._rest = 0.0  # where playing begins or was paused
        self._region: tuple[int, int] | None = None
        self._loop = False
        self._gain_db = 0.0
        self._speed = varispeed.NORMAL
        self._reverse = False

    # --- the device -------------------------------------------------------------------------------

    @property
    def problem(self) -> str:
        """Why nothing can be played; empty when all is well."""
        return self._stream.problem

    @property
    def device(self) -> str:
        """Name of the open device; empty when none is."""
        return self._stream.device

    @property
    def sample_rate(self) -> int:
        """Rate of the open or last opened device in Hz; 0 before the first."""
        return self._stream.sample_rate

    @property
    def underruns(self) -> int:
        """Times that the device ran dry since the player was made (see `Output.underruns`)."""
        return self._stream.underruns

    @property
    def pid(self) -> int | None:
        """Id of the process that plays; None when there is none."""
        return self._stream.pid if isinstance(self._stream, RemoteStream) else None

    def devices(self) -> list[Device]:
        """The output devices there are. Playing goes on, but new ones show up only in silence."""
        return self._on_stream(lambda stream: stream.devices())

    def open(self, device: str = "") -> None:
        """Open a device by its name (empty: the system's default), closing the one before.

        A sound that plays is paused where it is. The first time this starts the process that plays
        and looks for devices, which may take a second: a thread of its own may call it.
        """
        with self._stream.lock:
            self.pause()
            self._on_stream(lambda stream: stream.open(device))

    def close(self) -> None:
        """Fall silent and let the device go; a later `open` or `play` begins again."""
        self._serial = 0
        self._stream.close()

    def _on_stream(self, call: Callable[[RemoteStream | Stream], _T]) -> _T:
        """What a call of the stream gives; this process plays where no other can be started."""
        try:
            return call(self._stream)
        except OSError:
            channels = self._stream.channels
            self._stream = Stream(self._tell, self._lost, self._backend, self._idle_seconds)
            self._stream.channels = channels
            return call(self._stream)

    # --- what is loaded ---------------------------------------------------------------------------

    @property
    def key(self) -> Hashable:
        """What `load` or `crossfade_to` was told that the sound is; None without a sound."""
        return self._loaded.key if self._loaded is not None else None

    def prepare(self, sound: Sound, key: Hashable = None) -> Prepared:
        """Bring a sound to the device's rate and to stereo; from any thread."""
        return prepared.prepare(sound, self._stream.sample_rate or sound.sample_rate, key)

    def load(self, sound: Sound | Prepared, key: Hashable = None) -> None:
        """Make a sound the one to play, from its start; what plays falls silent.

        The region goes, loop and gain stay.
        """
        self._silence()
        self._loaded = self._fitting(sound, key)
        self._stream.hold(self._loaded.data)
        self._region = None
        self._rest = 0.0

    def _fitting(self, sound: Sound | Prepared, key: Hashable = None) -> Prepared:
        """The sound prepared for the device as it is now."""
        if isinstance(sound, Sound):
            return self.prepare(sound, key)
        if self._stream.sample_rate in (0, sound.sample_rate):
            return sound
        return self.prepare(sound.sound, sound.key)

    # --- playing ----------------------------------------------------------------------------------

    def play(self, frame: float | None = None) -> None:
        """Play from a frame, or from where `pause` or `stop` left off; a playing sound restarts.

        With a region, playing stays inside it unless `frame` is outside. Without a device nothing
        happens but that `problem` is set.
        """
        with self._stream.lock:
            if self._loaded is not None and self._on_stream(lambda stream: stream.ready()):
                self._loaded = self._fitting(self._loaded)
                self._start(self._loaded.sound, frame)

    def _start(self, sound: Sound, frame: float | None) -> None:
        if frame is not None:
            self._rest = min(max(0.0, float(frame)), float(sound.frames))
        elif self._region and not self._region[0] <= self._rest < self._region[1]:
            self._rest = float(self._region[0])
        elif self._rest >= sound.frames:
            self._rest = 0.0
        voice = self._voice()
        ramps = self._stream.ramps
        voice.rise = ramps.attack if voice.position == 0 else ramps.rise
        self._stream.send(Start(voice, ramps.fall))
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
        self._stream.hold(self._loaded.data)
        rate = self._loaded.sound.sample_rate
        self._gain_db = self._gain_db if gain_db is None else gain_db
        self._rest = min(seconds * rate, float(self._loaded.sound.frames))
        self._region = self._clipped((region[0] * rate, region[1] * rate)) if region else None
        if playing:
            self._cross_over()

    def _cross_over(self) -> None:
        """Go on with a new voice from where the present one is, in 10 ms at equal power."""
        voice = self._voice()
        self._stream.send(Follow(voice, self._stream.ramps.cross_fall))
        self._serial = voice.serial

    @property
    def playing(self) -> bool:
        """Something is being played; False from its last frame on and without a device."""
        return self._serial > 0 and self._stream.running and self._stream.finished < self._serial

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
        self._stream.send(SetGain(_linear(gain_db)))

    @property
    def rate(self) -> float:
        """Speed of playing, 1/4 to 4; a change glides. The pitch follows, as with tape."""
        return self._speed.rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._speed = varispeed.speed(rate)
        self._stream.send(SetSpeed(self._speed))

    @property
    def reverse(self) -> bool:
        """Play towards the start; from the start itself, it begins at the end."""
        return self._reverse

    @reverse.setter
    def reverse(self, reverse: bool) -> None:
        if reverse == self._reverse:
            return
        playing, self._rest = self.playing, self.position
        self._reverse = reverse
        if playing:
            self._cross_over()

    @property
    def channels(self) -> Channels:
        """Hear both channels, their middle ("mono"), or one of them on both sides."""
        return self._stream.channels

    @channels.setter
    def channels(self, channels: Channels) -> None:
        self._stream.channels = channels

    def levels(self) -> Levels:
        """What left and right put out since the last call."""
        return self._stream.take_levels()

    # --- inside -----------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Device frames per frame of the loaded sound."""
        assert self._loaded is not None
        return self._loaded.sample_rate / self._loaded.sound.sample_rate

    def _heard(self) -> float:
        """Where the device is, as far as it told; where playing began before it did."""
        stamp = self._stream.stamp
        if self._loaded is None or stamp is None or stamp.serial != self._serial:
            return self._rest
        frame = heard_position(stamp, time.perf_counter(), self._stream.sample_rate)
        return (len(self._loaded.data) - frame if self._reverse else frame) / self._scale

    def _voice(self) -> Voice:
        """A voice of what is loaded, at the frame where playing begins."""
        assert self._loaded is not None
        data = self._loaded.data[::-1] if self._reverse else self._loaded.data
        span, gain = self._span(self._rest), _linear(self._gain_db)
        rise = self._stream.ramps.cross_rise
        voice = Voice(next(self._serials), data, 0.0, span, gain, rise,
                      speed=self._speed, backward=self._reverse)  # fmt: skip
        voice.put(round(self._rest * self._scale))
        if self._reverse and voice.position >= span.end:
            voice.position = float(span.start)
        return voice

    def _span(self, frame: float | None = None) -> Span:
        """The part to play; all of the sound when `frame` is outside the region."""
        assert self._loaded is not None
        region = self._region
        if region is not None and frame is not None:
            at_end = self._reverse and frame == region[1]
            region = region if region[0] <= frame < region[1] or at_end else None
        return self._loaded.span(region, loop=self._loop, backward=self._reverse)

    def _send_span(self) -> None:
        if self._loaded is not None and self.playing:
            self._stream.send(SetSpan(self._span()))

    def _clipped(self, region: tuple[float, float]) -> tuple[int, int] | None:
        """A region inside the sound; None when hardly anything is left of it."""
        if self._loaded is None:
            return None
        frames = self._loaded.sound.frames
        start, end = (min(frames, max(0, round(edge))) for edge in sorted(region))
        least = LEAST_REGION_SECONDS * self._loaded.sound.sample_rate
        return (start, end) if end > start and end - start >= least else None

    def _region_seconds(self) -> tuple[float, float] | None:
        if self._loaded is None or self._region is None:
            return None
        rate = self._loaded.sound.sample_rate
        return self._region[0] / rate, self._region[1] / rate

    def _silence(self) -> None:
        if self._serial:
            self._stream.send(Release(self._stream.ramps.fall))
            self._serial = 0

    # --- the stream's thread ----------------------------------------------------------------------

    def _lost(self) -> None:
        """The device went away: what played rests where it was."""
        self._rest = self._heard()
        self._serial = 0

    def _tell(self) -> None:
        for callback in tuple(self.on_finished):
            callback()


def _linear(gain_db: float) -> float:
    return 10.0 ** (gain_db / 20.0)
