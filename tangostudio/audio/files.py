"""Sound files: reading any format that libsndfile knows, and the library's stored form.

A stored sound is a 24-bit FLAC named by the hash of what it holds, so that a file can be checked by
its name alone and the same sound is kept once. Knows nothing of takes, rows or exports.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio.audio import bare_wave, whole_files
from tangostudio.errors import AudioFileError

FloatArray = NDArray[np.float32]

MAX_SECONDS = 600.0
MAX_CHANNELS = 8
MIN_RATE, MAX_RATE = 4000, 384000
STORED_BITS = 24
_FULL_SCALE = 1 << (STORED_BITS - 1)
# soundfile takes files called .raw for bare samples, and asks for their rate by a TypeError.
_UNREADABLE = (soundfile.LibsndfileError, OSError, TypeError, ValueError)


@dataclass(frozen=True, eq=False)
class Sound:
    """Sound in memory.

    Attributes:
        samples: float32 (frames, channels), full scale is 1.
        sample_rate: frames per second.
    """

    samples: FloatArray
    sample_rate: int

    @property
    def frames(self) -> int:
        """Number of frames."""
        return self.samples.shape[0]

    @property
    def channels(self) -> int:
        """Number of channels."""
        return self.samples.shape[1]

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate


@dataclass(frozen=True)
class Stored:
    """A sound in the library's folder.

    Attributes:
        path, sha256: where it lies and what it holds (see `sha256_of`).
        frames, sample_rate, channels: its shape.
        gain_db: what was applied so that the peak fits full scale; 0 when it did.
    """

    path: Path
    sha256: str
    frames: int
    sample_rate: int
    channels: int
    gain_db: float


def read(path: Path | str, most_seconds: float | None = None) -> Sound:
    """Read a sound file as float32 (frames, channels).

    Args:
        most_seconds: read only so much from the beginning, of a sound of any length.

    Raises:
        AudioFileError: missing, empty, damaged, no sound file, longer than MAX_SECONDS, or with a
            rate or a number of channels that no sound effect has.
    """
    path = Path(path)
    if not path.is_file():
        raise _missing(path)
    try:
        with _sound_file(path) as file:
            _check_header(file, path.name, limited=most_seconds is not None)
            expected, rate, exact = file.frames, file.samplerate, file.format == "FLAC"
            wanted = -1
            if most_seconds is not None:
                wanted = expected = min(expected, round(most_seconds * rate))
            samples = np.asarray(file.read(wanted, "float32", always_2d=True), np.float32)
    except _UNREADABLE as error:
        raise damaged(path.name) from error
    if len(samples) == 0 or (exact and len(samples) != expected):
        raise damaged(path.name)
    if not np.isfinite(samples).all():
        raise AudioFileError(f"{path.name} holds values that are not numbers.")
    return Sound(samples, rate)


def shape_of(path: Path) -> tuple[int, int, int]:
    """Frames, sample rate and channels of a sound file, without reading its samples.

    Raises:
        AudioFileError: as `read` says, as far as the beginning of the file shows it.
    """
    try:
        with _sound_file(path) as file:
            _check_header(file, path.name, limited=False)
            return file.frames, file.samplerate, file.channels
    except _UNREADABLE as error:
        raise damaged(path.name) from error


@contextlib.contextmanager
def opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """A sound file of any length, open for reading.

    Raises:
        AudioFileError: as `read` says, as far as the beginning of the file shows it.
    """
    if not path.is_file():
        raise _missing(path)
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(_sound_file(path))
        except _UNREADABLE as error:
            raise damaged(path.name) from error
        _check_header(file, path.name, limited=True)
        yield file


@contextlib.contextmanager
def _sound_file(path: Path) -> Iterator[soundfile.SoundFile]:
    """A file as libsndfile reads it, of a broken WAV file only what is not broken."""
    with open(path, "rb") as file:
        source: Any = bare_wave.view_of(file) or path
        with soundfile.SoundFile(source) as sound:
            yield sound


def _check_header(file: soundfile.SoundFile, name: str, *, limited: bool) -> None:
    if file.frames <= 0:
        raise AudioFileError(f"{name} holds no sound.", "The file may have been cut short.")
    if not MIN_RATE <= file.samplerate <= MAX_RATE:
        raise AudioFileError(f"{name} has a sample rate of {file.samplerate} Hz.")
    if not 1 <= file.channels <= MAX_CHANNELS:
        raise AudioFileError(f"{name} has {file.channels} channels; at most {MAX_CHANNELS} do.")
    if not limited and file.frames / file.samplerate > MAX_SECONDS:
        raise AudioFileError(
            f"{name} is longer than {MAX_SECONDS / 60:.0f} minutes.", "Cut it into shorter files."
        )


def _missing(path: Path) -> AudioFileError:
    return AudioFileError(
        f"The sound file {path.name} is missing.", f"It was expected in {path.parent}."
    )


def damaged(name: str) -> AudioFileError:
    """What is said of a file that cannot be read."""
    return AudioFileError(
        f"{name} cannot be read as sound.", "The file is damaged or of an unknown kind."
    )


def store(samples: FloatArray, sample_rate: int, folder: Path) -> Stored:
    """Keep a sound as 24-bit FLAC `<sha256>.flac` in `folder`, whole or not at all.

    A peak over full scale is scaled down once; the gain is told. A file of that name that is sound
    is used again, a damaged one is written anew.

    Args:
        samples: float32 (frames, channels).

    Raises:
        AudioFileError: no frames, too many channels, or values that are not numbers.
        StorageError: the folder cannot be written or is full.
    """
    gain_db, integers = _to_24_bits(samples)
    sha256 = _hash(integers, sample_rate)
    path = Path(folder) / f"{sha256}.flac"
    frames, channels = integers.shape
    stored = Stored(path, sha256, frames, sample_rate, channels, gain_db)
    if path.exists() and _is_sound(path, sha256):
        return stored
    encoded = io.BytesIO()
    # libsndfile takes the upper 24 bits of 32.
    soundfile.write(encoded, integers << 8, sample_rate, format="FLAC", subtype="PCM_24")
    whole_files.replace_whole(whole_files.write_part(path, encoded.getvalue()), path)
    return stored


def sha256_of(samples: FloatArray, sample_rate: int) -> str:
    """Hash of rate, channels and the 24-bit samples, the same before storing and after reading.

    Over the little-endian bytes of rate and channels (32 bits each) and of the samples as 32-bit
    integers in the order of the file. `samples` must not exceed full scale.
    """
    return _hash(_to_24_bits(samples)[1], sample_rate)


class SampleHash:
    """What `sha256_of` gives, of a sound that comes in blocks."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._digest = hashlib.sha256(struct.pack("<II", sample_rate, channels))

    def add(self, integers: NDArray[np.int32]) -> None:
        """The next 24-bit samples, (frames, channels)."""
        self._digest.update(np.ascontiguousarray(integers, "<i4").data)

    def hexdigest(self) -> str:
        """In hexadecimal digits."""
        return self._digest.hexdigest()


def as_24_bits(samples: FloatArray, scale: float = 1.0) -> NDArray[np.int32]:
    """Samples up to full scale as 24-bit integers; full scale itself is one step lower."""
    scaled = np.rint(samples.astype(np.float64) * (scale * _FULL_SCALE))
    return np.minimum(scaled, _FULL_SCALE - 1).astype("<i4")


def verify(path: Path, sha256: str) -> None:
    """Read a stored file and compare it with its hash.

    Raises:
        AudioFileError: missing, damaged, or not the sound that the hash names.
    """
    sound = read(path)
    if sha256_of(sound.samples, sound.sample_rate) != sha256:
        raise AudioFileError(
            f"{Path(path).name} does not hold the sound that was stored.",
            "It was altered or damaged; generate the take again from its recipe.",
        )


def _is_sound(path: Path, sha256: str) -> bool:
    try:
        verify(path, sha256)
    except AudioFileError:
        return False
    return True


def _to_24_bits(samples: FloatArray) -> tuple[float, NDArray[np.int32]]:
    """Gain in dB that full scale asked for, and the samples as 24-bit integers."""
    if samples.ndim != 2 or samples.shape[0] == 0 or not 1 <= samples.shape[1] <= MAX_CHANNELS:
        raise AudioFileError(f"A sound of shape {samples.shape} cannot be stored.")
    peak = float(np.abs(samples).max())
    if not math.isfinite(peak):
        raise AudioFileError(
            "The sound holds values that are not numbers.", "Try again with other settings."
        )
    scale = 1.0 if peak <= 1.0 else 1.0 / peak
    return 20.0 * math.log10(scale), as_24_bits(samples, scale)


def _hash(integers: NDArray[np.int32], sample_rate: int) -> str:
    found = SampleHash(sample_rate, integers.shape[1])
    found.add(integers)
    return found.hexdigest()
