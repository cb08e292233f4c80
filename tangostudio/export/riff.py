"""RIFF files: chunks written one after another, and lists of named texts.

Microsoft's "Multimedia Programming Interface and Data Specifications 1.0"; EBU Tech 3306 for files
over 4 GB (RF64). Chunks are found again by `audio.chunks`. Knows nothing of what they mean.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Protocol

from tangostudio.audio.chunks import (
    MOST_CHUNKS,
    MOST_READ,
    Chunk,
    Outline,
    Place,
    is_name,
    items,
    load,
    outline,
    packed,
)

__all__ = [
    "MAX_BYTES",
    "MOST_CHUNKS",
    "MOST_READ",
    "Chunk",
    "Named",
    "Outline",
    "Place",
    "Writer",
    "info_chunk",
    "info_texts",
    "is_name",
    "items",
    "list_chunk",
    "load",
    "outline",
    "packed",
    "text_of",
]

MAX_BYTES = 0xFFFFFFFF
_HEADER = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_DS64 = struct.Struct("<QQQI")
_UNKNOWN = 0xFFFFFFFF  # the size is in ds64, or the writer never came to its end

# --- writing --------------------------------------------------------------------------------------


class Writer:
    """Writes a WAVE file into a seekable binary file, chunk after chunk, the samples in pieces.

    Room for the long sizes is kept in a JUNK chunk; a file whose samples or whole length go over
    `limit` bytes becomes an RF64 file when it is finished.
    """

    def __init__(self, file: BinaryIO, *, limit: int = MAX_BYTES) -> None:
        self._file = file
        self._limit = limit
        self._start = file.tell()
        self._data = self._data_size = 0
        file.write(_HEADER.pack(b"RIFF", 0, b"WAVE"))
        self.chunk(b"JUNK", bytes(_DS64.size))

    def chunk(self, name: bytes, data: bytes | memoryview) -> int:
        """Write a whole chunk; where its contents begin in the file."""
        self._file.write(_CHUNK.pack(name, len(data)))
        place = self._file.tell()
        self._file.write(data)
        self._file.write(bytes(len(data) % 2))
        return place

    def begin_data(self) -> None:
        """Begin the chunk of the samples."""
        self._data = self.chunk(b"data", b"")

    def append(self, samples: bytes | memoryview) -> None:
        """Write the next of the samples."""
        self._file.write(samples)
        self._data_size += len(samples)

    def end_data(self) -> None:
        """End the chunk of the samples; others may follow."""
        self._file.write(bytes(self._data_size % 2))

    def mend(self, place: int, data: bytes) -> None:
        """Write over something, and go on at the end."""
        self._file.seek(place)
        self._file.write(data)
        self._file.seek(0, os.SEEK_END)

    def finish(self, frames: int) -> None:
        """Write the sizes. The file stays open.

        Args:
            frames: samples of one channel, which an RF64 file says once more.
        """
        self._file.seek(0, os.SEEK_END)
        size = self._file.tell() - self._start - _CHUNK.size
        long = max(size, self._data_size) > self._limit
        head = (b"RF64", _UNKNOWN) if long else (b"RIFF", size)
        self.mend(self._start, _HEADER.pack(*head, b"WAVE"))
        if long:
            sizes = _DS64.pack(size, self._data_size, frames, 0)
            self.mend(self._start + _HEADER.size, _CHUNK.pack(b"ds64", len(sizes)) + sizes)
        shown = _UNKNOWN if long else self._data_size
        self.mend(self._data - _CHUNK.size, _CHUNK.pack(b"data", shown))


def list_chunk(kind: bytes, chunks: Iterable[Chunk]) -> Chunk:
    """A LIST chunk of a kind, such as `INFO`, with these chunks in it."""
    return Chunk(b"LIST", kind + b"".join(packed(chunk.name, chunk.data) for chunk in chunks))


def info_chunk(texts: Mapping[str, str]) -> Chunk:
    """A LIST INFO chunk: names such as INAM with their texts, in UTF-8; empty ones are left out."""
    return list_chunk(
        b"INFO",
        (
            Chunk(name.encode("ascii"), text.replace("\0", " ").encode("utf-8", "replace") + b"\0")
            for name, text in texts.items()
            if text
        ),
    )


# --- reading --------------------------------------------------------------------------------------


class Named(Protocol):
    """A chunk of any kind."""

    @property
    def name(self) -> bytes: ...  # noqa: D102
    @property
    def data(self) -> bytes | memoryview: ...  # noqa: D102


def info_texts(chunks: Iterable[Named]) -> dict[str, str]:
    """The texts of the LIST INFO chunks among `chunks`; of several of a name the first."""
    texts: dict[str, str] = {}
    for chunk in chunks:
        data = bytes(chunk.data)
        if chunk.name == b"LIST" and data[:4] == b"INFO":
            for item in items(data[4:]):
                texts.setdefault(item.name.decode("ascii"), text_of(bytes(item.data)))
    return texts


def text_of(data: bytes) -> str:
    """A text up to its zero: UTF-8, or else Windows' Western letters, as older programs write."""
    data = data.partition(b"\0")[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
