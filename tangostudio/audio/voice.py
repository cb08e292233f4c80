"""One sound being played: where in it, which part, how fast, and the frames that follow.

A voice plays forwards through its array; to hear a sound backwards, give it the array from its end
to its start. All positions are frames at the device's rate. Knows nothing of takes or devices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.varispeed import NORMAL, Speed

FloatArray = NDArray[np.float32]

# numpy lets other threads have the interpreter for every operation on more than 500 values, and
# getting it back can take 5 ms each time: a callback must never hand it over.
CHUNK_FRAMES = 240
_FAR = 2**31


@dataclass(frozen=True)
class Span:
    """Where a voice plays: start to end (exclusive), again and again when `loop`.

    Attributes:
        seam: of a loop, what its last frames are replaced by so that its start follows smoothly;
            float32 (frames, 2), None for a loop that fits as it is.
    """

    start: int
    end: int
    loop: bool = False
    seam: FloatArray | None = field(default=None, compare=False, repr=False)


@dataclass(eq=False)
class Voice:
    """One sound being played.

    Attributes:
        serial: tells this start from every other.
        data: float32 (frames, 2); a view from end to start when `backward`.
        position: the next frame to play; whole at normal speed.
        span: the part to play.
        gain: linear, reached smoothly when it changes.
        rise, fall: gains of the first frames, and of those after its release.
        speed: reached smoothly when it changes.
        age: frames of the device that it was heard for.
        wrapped: it has jumped back at least once.
    """

    serial: int
    data: FloatArray
    position: float
    span: Span
    gain: float
    rise: FloatArray
    fall: FloatArray | None = None
    speed: Speed = NORMAL
    backward: bool = False
    age: int = 0
    fallen: int = 0
    reached_gain: float = field(init=False)
    reached_speed: Speed = field(init=False)
    wrapped: bool = False
    done: bool = False

    def __post_init__(self) -> None:
        self.reached_gain = self.gain
        self.reached_speed = self.speed

    @property
    def place(self) -> float:
        """The position counted from the sound's own start, whichever way it plays."""
        return len(self.data) - self.position if self.backward else self.position

    def put(self, place: float) -> None:
        """Go to a place counted from the sound's own start, not past the end of the part."""
        position = len(self.data) - place if self.backward else place
        position = min(max(0.0, position), float(self.span.end))
        self.position = float(round(position)) if self.speed.kernel is None else position

    @property
    def frames_left(self) -> int:
        """Frames of the device until the part ends, at the speed it has."""
        if self.span.loop and self.span.end > self.span.start:
            return _FAR
        return max(0, math.ceil((self.span.end - self.position) / self.reached_speed.rate - 1e-9))

    def advance(self, frames: int, position: float) -> None:
        """So many frames of the device were played, up to a position, perhaps over a seam."""
        self.age += frames
        if self.fall is not None:
            self.fallen += frames
        start, end = self.span.start, self.span.end
        if self.span.loop and position >= end > start:
            position = start + (position - start) % (end - start)
            self.wrapped = True
        self.position = position


def read(voice: Voice, first: int, into: FloatArray) -> None:
    """Copy the frames that a voice plays from `first` on, over any seams, into (frames, 2).

    Before its sound and after it there is silence.
    """
    filled = 0
    while filled < len(into):
        source, start, length = _stretch(voice, first + filled)
        frames = min(length, len(into) - filled, CHUNK_FRAMES)
        part = into[filled : filled + frames]
        if source is None:
            part.fill(0.0)
        else:
            np.copyto(part, source[start : start + frames])
        filled += frames


def _stretch(voice: Voice, frame: int) -> tuple[FloatArray | None, int, int]:
    """Where a frame lies: the array (None for silence), its index, how many follow in a piece."""
    span, sound = voice.span, voice.data
    end = len(sound)
    if span.loop and span.end > span.start:
        if frame >= span.end or (voice.wrapped and frame < span.start):
            frame = span.start + (frame - span.start) % (span.end - span.start)
        end = span.end
        if span.seam is not None:
            end -= len(span.seam)
            if frame >= end:
                return span.seam, frame - end, span.end - frame
    if frame < 0:
        return None, 0, -frame
    if frame >= end:
        return None, 0, _FAR
    return sound, frame, end - frame


@dataclass(frozen=True)
class Stamp:
    """What the present voice was doing at the start of the last block.

    `heard_at` is when the block's first frame leaves the loudspeaker, on the clock of
    time.perf_counter, which all processes share.
    """

    serial: int
    position: float
    first: float
    span: Span
    wrapped: bool
    heard_at: float
    rate: float = 1.0


def heard_position(stamp: Stamp, now: float, sample_rate: int) -> float:
    """Frame of the voice's array that is heard at `now`, inside the part that it plays."""
    position = stamp.position + (now - stamp.heard_at) * sample_rate * stamp.rate
    start, end = stamp.span.start, stamp.span.end
    length = max(1, end - start)
    if stamp.wrapped and position < start:
        return end - (start - position) % length
    if position >= end:
        return start + (position - end) % length if stamp.span.loop else float(end)
    return max(position, float(start if stamp.wrapped else stamp.first))
