"""One writer for each container, all with the same small interface.

WAV files are written by our own code. The others are encoded by libsndfile into a temporary file
beside the target, which is then copied with our own tags in it. Every writer is a context manager:
left without an error the file is whole and synced to the disk; after an error it is unfinished, and
its owner throws it away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self, cast

import numpy as np
import soundfile

from tangostudio.errors import ExportError
from tangostudio.export import aiff_chunks, flac_riff, flac_tags, id3, ogg_tags, tags, wav
from tangostudio.export.metadata import Metadata
from tangostudio.export.spec import Container
from tangostudio.export.wav import Levels

LOSSY: tuple[Container, ...] = ("ogg", "opus", "mp3")
_IN_MEMORY = 32 << 20  # bytes of an encoded file
_COPIED = 1 << 20
# The best that each encoder does: 320 kbit/s for MP3, quality 8 of 10 for Vorbis.
_FORMATS: dict[Container, dict[str, Any]] = {
    "flac": {"format": "FLAC"},
    "aiff": {"format": "AIFF"},
    "ogg": {"format": "OGG", "subtype": "VORBIS", "compression_level": 0.2},
    "opus": {"format": "OGG", "subtype": "OPUS", "compression_level": 0.0},
    "mp3": {
        "format": "MP3",
        "subtype": "MPEG_LAYER_III",
        "compression_level": 0.0,
        "bitrate_mode": "CONSTANT",
    },
}
_SUBTYPES = {16: "PCM_16", 24: "PCM_24"}


@dataclass(frozen=True)
class Form:
    """How one file lies on the disk; 0 bits where it is lossy, 32 is floating point."""

    container: Container
    rate: int
    channels: int
    bits: int


@dataclass(frozen=True)
class Said:
    """What is written beside the samples: iXML as a document, LIST INFO texts by their names."""

    metadata: Metadata = field(default_factory=Metadata)
    ixml: bytes = b""
    info: Mapping[str, str] = field(default_factory=dict)


class Writer(Protocol):
    """Writes one file in blocks."""

    def write(self, levels: Levels) -> None:
        """Append (frames, channels): int32 of the file's bits, or float32."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: object, *_: object) -> None: ...


def begin(path: Path, form: Form, said: Said) -> Writer:
    """Begin a file at a path, over whatever is there.

    Raises:
        OSError: it cannot be written; so do the writer's own calls.
        ExportError: the encoder refuses.
    """
    if form.container == "wav":
        return wav.Writer(
            path, rate=form.rate, channels=form.channels, bits=form.bits,
            metadata=said.metadata, ixml=said.ixml, info=said.info,
        )  # fmt: skip
    return _Encoder(path, form, said)


class _Encoder:
    """Encodes by libsndfile, then writes the file with its tags."""

    def __init__(self, path: Path, form: Form, said: Said) -> None:
        self._path, self._form, self._said = path, form, said
        self._frames = 0
        self._spool = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(path.parent))  # noqa: SIM115
        self._watched = _Watched(cast(BinaryIO, self._spool))
        options = {"subtype": _SUBTYPES.get(form.bits), **_FORMATS[form.container]}
        try:
            self._sound = soundfile.SoundFile(
                cast(BinaryIO, self._watched), "w", form.rate, form.channels, **options
            )
        except soundfile.LibsndfileError as error:
            self._spool.close()
            raise ExportError(
                f"{form.channels} channels at {form.rate} Hz cannot be written as "
                f"{form.container}.",
                "Choose another format.",
            ) from error

    def write(self, levels: Levels) -> None:
        # libsndfile takes the upper bits of 32.
        shifted = levels if not self._form.bits else np.left_shift(levels, 32 - self._form.bits)
        self._heeding(lambda: self._sound.write(shifted))
        self._frames += len(levels)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with self._spool:
            self._heeding(self._sound.close, quiet=kind is not None)
            if kind is None:
                self._copy()

    def _heeding(self, call: Callable[[], None], *, quiet: bool = False) -> None:
        """Call libsndfile, and raise what the system said when it could not write."""
        try:
            call()
        except (soundfile.LibsndfileError, AssertionError) as error:
            if not quiet and self._watched.error is None:
                raise ExportError(f"{self._path.name} cannot be encoded.", str(error)) from error
        if self._watched.error is not None and not quiet:
            raise self._watched.error

    def _copy(self) -> None:
        self._spool.seek(0)
        encoded = cast(BinaryIO, self._spool)
        with open(self._path, "w+b") as target:
            try:
                _TAGGED[self._form.container](encoded, target, self._form, self._said, self._frames)
            except ValueError as error:
                raise ExportError(
                    f"{self._path.name} cannot be written: {error}.", "Choose another format."
                ) from error
            target.flush()
            os.fsync(target.fileno())


class _Watched:
    """A file for libsndfile, which tells it no more than that something went wrong."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None
        self.seek, self.tell, self.read = file.seek, file.tell, file.read

    def write(self, data: bytes) -> int:
        if self.error is not None:
            return 0
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            return 0


def _flac(encoded: BinaryIO, target: BinaryIO, form: Form, said: Said, frames: int) -> None:
    chunks = flac_riff.chunks(
        said.metadata, said.ixml, said.info, rate=form.rate, channels=form.channels,
        bits=form.bits, frames=frames,
    )  # fmt: skip
    flac_tags.write(encoded, target, tags.comments(said.metadata, form.rate), chunks)


def _aiff(encoded: BinaryIO, target: BinaryIO, form: Form, said: Said, _frames: int) -> None:
    aiff_chunks.write(
        encoded, target, metadata=said.metadata, ixml=said.ixml,
        comments=tags.comments(said.metadata, form.rate), rate=form.rate,
    )  # fmt: skip


def _ogg(encoded: BinaryIO, target: BinaryIO, form: Form, said: Said, _frames: int) -> None:
    ogg_tags.write(encoded, target, tags.comments(said.metadata, form.rate))


def _mp3(encoded: BinaryIO, target: BinaryIO, form: Form, said: Said, _frames: int) -> None:
    target.write(id3.pack(tags.comments(said.metadata, form.rate)))
    shutil.copyfileobj(encoded, target, _COPIED)


_TAGGED: dict[Container, Callable[[BinaryIO, BinaryIO, Form, Said, int], None]] = {
    "flac": _flac,
    "aiff": _aiff,
    "ogg": _ogg,
    "opus": _ogg,
    "mp3": _mp3,
}
