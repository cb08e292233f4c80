"""A written file read back from the disk by other code than wrote it, before it counts.

Samples of WAV files are read by libsndfile, which did not write them; what libsndfile encoded is
read by it again, and what the file says of them by our own code: the MD5 of a FLAC file is that of
the samples that went in. Knows nothing of names and takes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio.audio import files
from tangostudio.audio.blocks import BLOCK
from tangostudio.audio.loudness import Meter
from tangostudio.errors import AudioFileError, ExportError
from tangostudio.export import flac_tags, reading, tags, wav
from tangostudio.export.formats import Form, Said
from tangostudio.export.wav import Levels

_MOST_ERROR = 1.1  # of a lossy encoding, against the sound: nothing at all would have 1
_SILENCE = 1e-4


class Sum:
    """A checksum of samples on their way into a file or out of it.

    Of 16 and 24 bits it is what `audio.files.sha256_of` gives for the file's sound.
    """

    def __init__(self, form: Form) -> None:
        self._bits = form.bits
        self._hash = files.SampleHash(form.rate, form.channels)
        self._md5 = hashlib.md5(usedforsecurity=False) if form.container == "flac" else None
        self.frames = 0

    def add(self, levels: Levels) -> None:
        """The next block, as the file has it: int32 of its bits, or float32."""
        self.frames += len(levels)
        if self._bits in (16, files.STORED_BITS):
            self._hash.add(np.left_shift(levels.astype("<i4"), files.STORED_BITS - self._bits))
        else:
            self._hash.add(np.ascontiguousarray(levels, "<f4").view("<i4"))
        if self._md5 is not None:
            self._md5.update(wav.packed(levels, self._bits))

    @property
    def sha256(self) -> str:
        """In hexadecimal digits."""
        return self._hash.hexdigest()

    @property
    def md5(self) -> bytes:
        """Of the samples alone, as FLAC files have it; empty for others."""
        return self._md5.digest() if self._md5 is not None else b""


@dataclass(frozen=True)
class Found:
    """What was read back: the checksum of the samples, and of lossy files their true peak."""

    sha256: str
    true_peak_db: float | None = None


def check(
    path: Path,
    name: str,
    form: Form,
    said: Said,
    written: Sum,
    heard: Iterable[NDArray[np.float32]],
) -> Found:
    """Read a file back, and compare it with what was written.

    Args:
        name: what the file will be called.
        written: of the samples that went in.
        heard: the same samples again, for lossy files, which are compared by ear, so to speak.

    Raises:
        ExportError: it is not what was written.
        OSError: it cannot be read.
    """
    path.stat()  # a folder that went away is not a damaged file
    try:
        if form.bits:
            found = _lossless(path, name, form, written)
        else:
            found = _lossy(path, name, form, heard)
        _check_said(path, name, form, said, written)
    except (soundfile.LibsndfileError, AudioFileError, ValueError) as error:
        raise ExportError(f"{name} reads back damaged: {error}.", "Try another folder.") from error
    return found


def _lossless(path: Path, name: str, form: Form, written: Sum) -> Found:
    read = Sum(form)
    for block in _read(path, form):
        read.add(block)
    _require(read.frames == written.frames, name, "its length")
    _require(read.sha256 == written.sha256, name, "its samples")
    return Found(read.sha256)


def _read(path: Path, form: Form) -> Iterator[Levels]:
    with soundfile.SoundFile(path) as file:
        shape = (file.samplerate, file.channels)
        _require(shape == (form.rate, form.channels), path.name, "its format")
        kind = "int32" if form.bits in (16, 24) else "float32"
        while len(block := file.read(BLOCK, kind, always_2d=True)):
            yield np.right_shift(block, 32 - form.bits) if kind == "int32" else block  # type: ignore[misc]


def _lossy(path: Path, name: str, form: Form, heard: Iterable[NDArray[np.float32]]) -> Found:
    """Nearly the same samples in number and shape; more cannot be asked."""
    total, meter = Sum(form), Meter(form.rate, form.channels)
    signal = error = decoded = 0.0
    with soundfile.SoundFile(path) as file:
        shape = (file.samplerate, file.channels)
        _require(shape == (form.rate, form.channels), name, "its format")
        for expected in heard:
            block = np.asarray(file.read(len(expected), "float32", always_2d=True), np.float32)
            _require(len(block) == len(expected), name, "its length")
            total.add(block)
            meter.feed(block)
            signal += float(np.square(expected, dtype=np.float64).sum())
            decoded += float(np.square(block, dtype=np.float64).sum())
            error += float(np.square(expected - block, dtype=np.float64).sum())
        _require(not len(file.read(1)), name, "its length")
    floor = _SILENCE * math.sqrt(total.frames * form.channels)
    near = math.sqrt(error) <= _MOST_ERROR * math.sqrt(signal) + floor
    _require(near and (decoded > 0.0 or math.sqrt(signal) <= floor), name, "its sound")
    return Found(total.sha256, meter.result().true_peak_db)


def _check_said(path: Path, name: str, form: Form, said: Said, written: Sum) -> None:
    """What our own code reads of a file's shape, its chunks and tags."""
    facts = reading.inspect(path)
    _require((facts.rate, facts.channels) == (form.rate, form.channels), name, "its format")
    _require(facts.bits == form.bits and facts.frames == written.frames, name, "its format")
    _require(not facts.problems, name, "its chunks")
    recipe = tags.provenance_text(path) or ""
    _require(recipe == said.metadata.provenance, name, "its recipe")
    if form.container == "flac":
        stream = flac_tags.read(path)
        _require(stream.md5 == written.md5 and stream.frames == written.frames, name, "its samples")
    if form.container == "wav":
        chunks = {chunk.name for chunk in facts.chunks}
        wanted = {
            "bext",
            *(["iXML"] if said.ixml else []),
            *(["smpl"] if said.metadata.loop else []),
        }
        _require(wanted <= chunks, name, "its chunks")
        _require(len(facts.markers) >= min(1, len(said.metadata.markers)), name, "its markers")


def _require(right: bool, name: str, what: str) -> None:
    if not right:
        raise ExportError(
            f"{name} reads back differently than it was written: {what}.",
            "Try again, or choose another folder.",
        )
