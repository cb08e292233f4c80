"""A recording of any length, read in blocks and in parts, as two channels or one.

Of more than two channels the first two are taken, which in every usual order are the front left
and right; where nothing is heard on them, all channels are folded into one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio.audio import edits, files
from tangostudio.errors import AudioFileError

FloatArray = NDArray[np.float32]

WINDOW_SECONDS = 0.01

_BLOCK_WINDOWS = 500
_UNHEARD_DB = -40.0  # below what is on all channels


class Recording(Protocol):
    """Sound that can be read from any place."""

    sample_rate: int

    def blocks(self, frames: int) -> Iterator[FloatArray]:
        """All of it, (frames, channels) each."""
        ...

    def part(self, start: int, end: int) -> FloatArray:
        """The frames from one to before another."""
        ...


@dataclass(frozen=True, eq=False)
class Scan:
    """What one pass through a recording found.

    Attributes:
        frames: that could be read.
        power: of the louder channel in each 10 ms without its mean, (windows,).
        means: of each channel that is taken.
        folded: whether all channels are folded into one.
    """

    frames: int
    power: NDArray[np.float64]
    means: NDArray[np.float64]
    folded: bool


@contextlib.contextmanager
def opened(path: Path, edited: str = "[]") -> Iterator[Recording]:
    """A recording; a take with its edits. Raises AudioFileError."""
    listed = edits.readable(edited)
    if listed:
        sound = files.read(path)
        yield _Held(edits.render(sound.samples, sound.sample_rate, listed), sound.sample_rate)
        return
    with files.opened(path) as file:
        yield _File(file, path.name)


def scan(recording: Recording) -> Scan:
    """Read all of a recording once.

    Raises:
        AudioFileError: it is damaged, or holds values that are not numbers.
    """
    size = window(recording.sample_rate)
    frames, found = 0, []
    for block in recording.blocks(size * _BLOCK_WINDOWS):
        if not np.isfinite(block).all():
            raise AudioFileError("It holds values that are not numbers.")
        found.append(_sums(block, size))
        frames += len(block)
    if not frames:
        raise AudioFileError("It holds no sound.")
    counts = np.full(-(-frames // size), size)
    counts[-1] = frames - size * (len(counts) - 1)
    sums, squares = (np.concatenate(parts) for parts in zip(*found, strict=True))
    means = sums.sum(axis=0) / frames
    power = (squares - 2 * means * sums) / counts[:, None] + means**2  # (windows, channels)
    channels = power.shape[1] - 1
    first, every = power[:, : min(2, channels)], power[:, :channels]
    if channels > 2 and first.max() < every.max() * 10 ** (_UNHEARD_DB / 10):
        return Scan(frames, np.maximum(power[:, -1], 0.0), means[-1:], True)
    return Scan(frames, np.maximum(first.max(axis=1), 0.0), means[: min(2, channels)], False)


def taken(samples: FloatArray, found: Scan) -> FloatArray:
    """The channels that are taken, without their means, float32 (frames, 1 or 2)."""
    chosen = samples.mean(axis=1, keepdims=True) if found.folded else samples[:, :2]
    return (chosen - found.means.astype(np.float32)).astype(np.float32)


def window(sample_rate: int) -> int:
    """Frames of 10 ms."""
    return max(1, round(WINDOW_SECONDS * sample_rate))


def _sums(block: FloatArray, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums and sums of squares in each window, (windows, channels and their fold)."""
    every = np.concatenate((block, block.mean(axis=1, keepdims=True)), axis=1, dtype=np.float64)
    begins = np.arange(0, len(every), size)
    return np.add.reduceat(every, begins, axis=0), np.add.reduceat(every**2, begins, axis=0)


class _Held:
    """A recording in memory."""

    def __init__(self, samples: FloatArray, sample_rate: int) -> None:
        self._samples = samples
        self.sample_rate = sample_rate

    def blocks(self, frames: int) -> Iterator[FloatArray]:
        """See `Recording`."""
        for first in range(0, len(self._samples), frames):
            yield self._samples[first : first + frames]

    def part(self, start: int, end: int) -> FloatArray:
        """See `Recording`."""
        return self._samples[start:end]


class _File:
    """A recording on the disk."""

    def __init__(self, file: soundfile.SoundFile, name: str) -> None:
        self._file, self._name = file, name
        self.sample_rate: int = file.samplerate

    def blocks(self, frames: int) -> Iterator[FloatArray]:
        """See `Recording`."""
        read, exact = 0, self._file.format == "FLAC"
        while len(block := self._read(frames)):
            read += len(block)
            yield block
        if exact and read != self._file.frames:
            raise files.damaged(self._name)

    def part(self, start: int, end: int) -> FloatArray:
        """See `Recording`."""
        try:
            self._file.seek(start)
        except (soundfile.LibsndfileError, RuntimeError, OSError) as error:
            raise files.damaged(self._name) from error
        return self._read(end - start)

    def _read(self, frames: int) -> FloatArray:
        try:
            return np.asarray(self._file.read(frames, "float32", always_2d=True), np.float32)
        except (soundfile.LibsndfileError, RuntimeError, OSError) as error:
            raise files.damaged(self._name) from error
