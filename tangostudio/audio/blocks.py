"""Sounds of any length as blocks: cut, faded, converted and mixed without being in memory at once.

A sound here is its shape and a way to go through its samples, as often as somebody wants to. Each
function gives a new one and does nothing until that is gone through. Knows nothing of takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio.audio import edit, files
from tangostudio.audio.resample import converted_frames, resample_blocks
from tangostudio.errors import AudioFileError

FloatArray = NDArray[np.float32]

BLOCK = 1 << 16  # frames


@dataclass(frozen=True, eq=False)
class Blocks:
    """A sound of any length.

    Attributes:
        rate, channels, frames: its shape.
        again: goes through its samples from the beginning, float32 (frames, channels) a block;
            may raise AudioFileError where they come from a file.
    """

    rate: int
    channels: int
    frames: int
    again: Callable[[], Iterator[FloatArray]]

    def __iter__(self) -> Iterator[FloatArray]:
        return self.again()

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.rate


def of_array(samples: FloatArray, rate: int) -> Blocks:
    """A sound that is in memory: float32 (frames, channels)."""

    def again() -> Iterator[FloatArray]:
        for first in range(0, len(samples), BLOCK):
            yield samples[first : first + BLOCK]

    return Blocks(rate, samples.shape[1], len(samples), again)


def of_file(path: Path) -> Blocks:
    """A sound file of any length and kind that libsndfile reads.

    Raises:
        AudioFileError: as `files.read` says, but for the length; also while it is gone through.
    """
    path = Path(path)
    with files.opened(path) as file:
        rate, channels, frames = file.samplerate, file.channels, file.frames

    def again() -> Iterator[FloatArray]:
        missing = frames
        try:
            with files.opened(path) as file:
                while missing:
                    read = file.read(min(BLOCK, missing), "float32", always_2d=True)
                    block = np.asarray(read, np.float32)
                    if not len(block):
                        raise files.damaged(path.name)
                    if not np.isfinite(block).all():
                        raise AudioFileError(f"{path.name} holds values that are not numbers.")
                    missing -= len(block)
                    yield block
        except (soundfile.LibsndfileError, OSError) as error:
            raise files.damaged(path.name) from error

    return Blocks(rate, channels, frames, again)


def kept(sound: Blocks) -> FloatArray:
    """All of its samples in memory: float32 (frames, channels)."""
    return np.concatenate([*sound, np.zeros((0, sound.channels), np.float32)])


def sha256_of(sound: Blocks) -> str:
    """The hash that `files.sha256_of` gives for the same samples."""
    found = files.SampleHash(sound.rate, sound.channels)
    for block in sound:
        found.add(files.as_24_bits(block))
    return found.hexdigest()


def silence_bounds(sound: Blocks, threshold_db: float) -> tuple[int, int] | None:
    """First frame over the threshold and the one after the last; None when all is silent."""
    start, end, place = -1, 0, 0
    for block in sound:
        found = edit.silence_bounds(block, threshold_db)
        if found:
            start = place + found[0] if start < 0 else start
            end = place + found[1]
        place += len(block)
    return None if start < 0 else (start, end)


def cut(sound: Blocks, start: int, end: int) -> Blocks:
    """Frames `start` to `end` (exclusive), clipped to the sound; at least one frame stays."""
    start = max(0, min(start, sound.frames - 1))
    end = max(start + 1, min(end, sound.frames))

    def again() -> Iterator[FloatArray]:
        place = 0
        for block in sound:
            part = block[max(0, start - place) : max(0, end - place)]
            place += len(block)
            if len(part):
                yield part
            if place >= end:
                return

    return Blocks(sound.rate, sound.channels, end - start, again)


def faded(sound: Blocks, seconds_in: float, seconds_out: float) -> Blocks:
    """Rises from silence and falls to it, by "smooth" curves; a fade is cut to the sound."""
    risen = _fade(sound, seconds_in)
    fallen = _fade(sound, seconds_out)[::-1]
    if not len(risen) and not len(fallen):
        return sound

    def again() -> Iterator[FloatArray]:
        place = 0
        for block in sound:
            changed = block.copy()
            _multiply(changed, place, risen, 0)
            _multiply(changed, place, fallen, sound.frames - len(fallen))
            place += len(block)
            yield changed

    return Blocks(sound.rate, sound.channels, sound.frames, again)


def _fade(sound: Blocks, seconds: float) -> FloatArray:
    frames = max(0, min(round(seconds * sound.rate), sound.frames))
    return edit.fade_curve(frames, "smooth")


def _multiply(block: FloatArray, place: int, curve: FloatArray, at: int) -> None:
    """Multiply what of a block, which begins at `place`, lies under a curve that begins at `at`."""
    first, last = max(place, at), min(place + len(block), at + len(curve))
    if first < last:
        block[first - place : last - place] *= curve[first - at : last - at, None]


def with_tail(sound: Blocks, seconds: float) -> Blocks:
    """The same with silence behind it."""
    frames = max(0, round(seconds * sound.rate))

    def again() -> Iterator[FloatArray]:
        yield from sound
        for first in range(0, frames, BLOCK):
            yield np.zeros((min(BLOCK, frames - first), sound.channels), np.float32)

    return Blocks(sound.rate, sound.channels, sound.frames + frames, again) if frames else sound


def resampled(sound: Blocks, rate: int) -> Blocks:
    """The same at another rate; see `resample.resample`."""
    if rate == sound.rate:
        return sound

    def again() -> Iterator[FloatArray]:
        return resample_blocks(sound, sound.channels, sound.frames, sound.rate, rate)

    frames = converted_frames(sound.frames, sound.rate, rate)
    return Blocks(rate, sound.channels, frames, again)


def scaled(sound: Blocks, gain_db: float) -> Blocks:
    """The same at another level; nothing is clipped."""

    def again() -> Iterator[FloatArray]:
        for block in sound:
            yield edit.gain(block, gain_db)

    return Blocks(sound.rate, sound.channels, sound.frames, again) if gain_db else sound


def mixed(sound: Blocks, gains: FloatArray) -> Blocks:
    """Other channels out of those there are.

    Args:
        gains: float32 (channels of the sound, channels of the result).
    """

    def again() -> Iterator[FloatArray]:
        for block in sound:
            yield block @ gains

    return Blocks(sound.rate, gains.shape[1], sound.frames, again)


def watched(sound: Blocks, look: Callable[[], None]) -> Blocks:
    """The same; `look` is called before each block and may raise to stop the way through."""

    def again() -> Iterator[FloatArray]:
        for block in sound:
            look()
            yield block

    return Blocks(sound.rate, sound.channels, sound.frames, again)
