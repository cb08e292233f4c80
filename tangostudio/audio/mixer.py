"""What the sound card is given: voices with declick ramps, loops and crossfades, block by block.

`render` runs in the sound device's callback: it slices, interpolates and multiplies into the block
and never waits. Everything else hands it commands through a queue that it empties at each block's
start. All positions are frames at the device's rate. Knows nothing of devices, files or takes.
"""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import varispeed
from tangostudio.audio.bus import Bus, Channels, Levels
from tangostudio.audio.varispeed import Speed
from tangostudio.audio.voice import CHUNK_FRAMES, Span, Stamp, Voice, heard_position, read

__all__ = ["CHUNK_FRAMES", "Span", "Stamp", "Voice", "heard_position"]

FloatArray = NDArray[np.float32]

DECLICK_MS = 5.0
CROSSFADE_MS = 10.0
# A sound that starts at its first frame keeps its attack: just enough to hide a step.
ATTACK_MS = 1.0
# What a chunk at the highest speed is read from.
_MOST_SOURCE = 4 * CHUNK_FRAMES + 2 * varispeed.speed(4.0).reach + 2


@dataclass(frozen=True)
class Start:
    """Play a new voice; whatever plays falls silent along `fall` meanwhile."""

    voice: Voice
    fall: FloatArray


@dataclass(frozen=True)
class Follow:
    """Play a new voice from where the present one is, or not at all when none plays."""

    voice: Voice
    fall: FloatArray


@dataclass(frozen=True)
class Release:
    """Let everything fall silent along `fall`."""

    fall: FloatArray


@dataclass(frozen=True)
class SetGain:
    """Change the present voice's gain."""

    gain: float


@dataclass(frozen=True)
class SetSpan:
    """Change the present voice's part; a voice that is past its end starts over."""

    span: Span


@dataclass(frozen=True)
class SetSpeed:
    """Play the present voice at another rate from now on."""

    speed: Speed


@dataclass(frozen=True)
class SetChannels:
    """Hear both channels, their middle, or one of them."""

    channels: Channels


Command = Start | Follow | Release | SetGain | SetSpan | SetSpeed | SetChannels


class Ramps:
    """Gain curves at one sample rate, float32 (frames, 1), so that they multiply stereo blocks."""

    def __init__(self, sample_rate: int) -> None:
        self.attack = self._raised_cosine(sample_rate, ATTACK_MS)
        self.rise = self._raised_cosine(sample_rate, DECLICK_MS)
        self.fall = self.rise[::-1].copy()
        quarter = self._places(sample_rate, CROSSFADE_MS) * (math.pi / 2)
        self.cross_rise = np.sin(quarter).astype(np.float32)
        self.cross_fall = np.cos(quarter).astype(np.float32)

    @staticmethod
    def _places(sample_rate: int, length_ms: float) -> NDArray[np.float64]:
        frames = max(1, round(sample_rate * length_ms / 1000.0))
        return (np.arange(frames)[:, None] + 0.5) / frames

    @classmethod
    def _raised_cosine(cls, sample_rate: int, length_ms: float) -> FloatArray:
        places = cls._places(sample_rate, length_ms)
        return (0.5 - 0.5 * np.cos(places * math.pi)).astype(np.float32)


class Mixer:
    """Renders the blocks of one device.

    Attributes:
        ramps: the gain curves at its rate.
        stamp: what is heard, None when nothing plays; replaced whole at each block.
        finished: serial of the last voice that reached its end by itself.
        quiet_frames: frames rendered since something was last heard.
    """

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.ramps = Ramps(sample_rate)
        self.stamp: Stamp | None = None
        self.finished = 0
        self.quiet_frames = 0
        self._commands: deque[Command] = deque()
        self._voices: list[Voice] = []
        self._first = 0.0
        self._bus = Bus()
        self._scratch = np.empty((CHUNK_FRAMES, 2), dtype=np.float32)
        self._source = np.empty((_MOST_SOURCE, 2), dtype=np.float32)
        self._envelope = np.empty((CHUNK_FRAMES, 1), dtype=np.float32)

    def send(self, command: Command) -> None:
        """Have a command obeyed at the start of the next block; never waits."""
        self._commands.append(command)

    def take_levels(self) -> Levels:
        """What left and right put out since the last call."""
        return self._bus.take_levels()

    def render(self, out: FloatArray, heard_at: float) -> None:
        """Fill the block `out`, float32 (frames, 2); `heard_at` as in Stamp."""
        while self._commands:
            self._obey(self._commands.popleft())
        present = self._present()
        if present is None:
            self.stamp = None
        else:
            self.stamp = Stamp(
                present.serial,
                present.position,
                self._first,
                present.span,
                present.wrapped,
                heard_at,
                present.speed.rate,
            )
        self.quiet_frames = 0 if self._voices else self.quiet_frames + len(out)
        for first in range(0, len(out), CHUNK_FRAMES):
            self._render_chunk(out[first : first + CHUNK_FRAMES])

    def idle_for(self, seconds: float) -> bool:
        """Nothing was heard for so long, and nothing is about to start."""
        return not self._commands and self.quiet_frames > seconds * self.sample_rate

    def _render_chunk(self, out: FloatArray) -> None:
        out.fill(0.0)
        if not self._voices:
            return
        for voice in self._voices:
            self._add(voice, out)
        self._voices = [voice for voice in self._voices if not voice.done]
        self._bus.put_out(out)

    def _present(self) -> Voice | None:
        """The voice that was started last and not released."""
        if self._voices and self._voices[-1].fall is None:
            return self._voices[-1]
        return None

    def _obey(self, command: Command) -> None:
        present = self._present()
        match command:
            case Start(voice, fall):
                self._begin(voice, fall)
            case Follow(voice, fall):
                self._follow(present, voice, fall)
            case Release(fall):
                self._release(fall)
            case SetGain(gain):
                if present is not None:
                    present.gain = gain
            case SetSpan(span):
                if present is not None:
                    self._respan(present, span)
            case SetSpeed(speed):
                if present is not None:
                    present.speed = speed
            case SetChannels(channels):
                self._bus.channels = channels

    def _begin(self, voice: Voice, fall: FloatArray, first: float | None = None) -> None:
        self._release(fall)
        self._first = voice.position if first is None else first
        self._voices.append(voice)

    def _follow(self, present: Voice | None, voice: Voice, fall: FloatArray) -> None:
        if present is None:  # it ended just before
            self.finished = voice.serial
            return
        voice.put(present.place)
        turned = voice.backward != present.backward
        voice.wrapped = present.wrapped and not turned
        # Backwards, sounds of different lengths count the same place differently.
        first = self._first + voice.position - present.position
        self._begin(voice, fall, first=None if turned else first)

    def _release(self, fall: FloatArray) -> None:
        # What was never heard needs no fall: keys pressed faster than blocks leave no trace.
        self._voices = [voice for voice in self._voices if voice.age > 0]
        for voice in self._voices:
            if voice.fall is None:
                voice.fall = fall

    def _respan(self, voice: Voice, span: Span) -> None:
        if voice.position >= span.end:
            again = dataclasses.replace(
                voice, position=float(span.start), span=span, rise=self.ramps.rise, age=0
            )
            again.wrapped = True
            self._begin(again, self.ramps.fall)
            return
        if voice.position < span.start:  # it plays on into the part
            voice.wrapped = False
            self._first = voice.position
        voice.span = span

    def _add(self, voice: Voice, out: FloatArray) -> None:
        """Add the voice's next frames to `out`, as many as it still has."""
        frames = min(len(out), voice.frames_left)
        if voice.fall is not None:
            frames = min(frames, len(voice.fall) - voice.fallen)
        if frames > 0:
            self._add_frames(voice, out[:frames])
        if voice.fall is not None and voice.fallen >= len(voice.fall):
            voice.done = True
        elif voice.frames_left == 0:
            voice.done = True
            if voice.fall is None:
                self.finished = voice.serial

    def _add_frames(self, voice: Voice, out: FloatArray) -> None:
        """Add frames with all gains applied."""
        frames = len(out)
        block = self._scratch[:frames]
        position = self._take_frames(voice, block)
        if self._shape(voice, frames):
            np.multiply(block, self._envelope[:frames], out=block)
        if voice.gain != voice.reached_gain:
            steps = np.linspace(voice.reached_gain, voice.gain, frames, dtype=np.float32)
            np.multiply(block, steps[:, None], out=block)
            voice.reached_gain = voice.gain
        elif voice.gain != 1.0:
            np.multiply(block, np.float32(voice.gain), out=block)
        np.add(out, block, out=out)
        voice.advance(frames, position)

    def _take_frames(self, voice: Voice, block: FloatArray) -> float:
        """Fill a block at the voice's speed; the position after it."""
        before, after = voice.reached_speed, voice.speed
        kernel = max(before, after, key=lambda speed: speed.reach).kernel
        if kernel is None:
            read(voice, int(voice.position), block)
            return voice.position + len(block)
        where, position = varispeed.places(voice.position, before.rate, after.rate, len(block))
        first = math.floor(where[0]) - kernel.shape[1] // 2 + 1
        frames = math.floor(where[-1]) - math.floor(where[0]) + kernel.shape[1]
        source = self._source[:frames]
        read(voice, first, source)
        varispeed.interpolate(source, first, where, kernel, block)
        voice.reached_speed = after
        return float(round(position)) if after.kernel is None else position

    def _shape(self, voice: Voice, frames: int) -> bool:
        """Write the voice's ramps into the envelope; False when all of them are 1."""
        envelope = self._envelope[:frames]
        envelope.fill(1.0)
        shaped = False
        if voice.age < len(voice.rise):
            part = voice.rise[voice.age : voice.age + frames]
            envelope[: len(part)] *= part
            shaped = True
        if voice.fall is not None:
            envelope *= voice.fall[voice.fallen : voice.fallen + frames]
            shaped = True
        # A part that ends inside the sound ends without a click; the sound's own end is its own.
        if not voice.span.loop and voice.span.end < len(voice.data):
            fall = self.ramps.fall
            offset = frames - voice.frames_left + len(fall)
            if offset > 0:
                tail = min(offset, frames)
                envelope[frames - tail :] *= fall[offset - tail : offset]
                shaped = True
        return shaped
