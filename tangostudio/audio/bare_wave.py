"""Broken WAV files as libsndfile can read them: the format and the samples, and nothing else.

libsndfile 1.2.2 follows sizes inside of lists backwards, and goes round there for ever; it also
looks for chunks in what is none, and does not know BW64. So it gets a file whose other chunks are
whole, or only this view.
"""

from __future__ import annotations

import io
import os
import struct
from typing import BinaryIO

from tangostudio.audio import chunks

_CHUNK = struct.Struct("<4sI")
_DS64 = struct.Struct("<QQQI")
_LONG = 0xFFFFFFFF
_MOST_LIST = 8 << 20
_UNKNOWN_FORM = b"BW64"


def view_of(file: BinaryIO) -> BareWave | None:
    """A view of a broken WAV file, or of BW64; None for a whole one, and files of other kinds.

    Raises:
        ValueError: it is broken, and format or samples are not there.
        OSError: it cannot be read.
    """
    try:
        found = chunks.outline(file)
    except ValueError:
        return None
    known = found.form != _UNKNOWN_FORM and _is_whole(file, found)
    if found.kind != b"WAVE" or known:
        return None
    shape, samples = found.first(b"fmt "), found.first(b"data")
    if found.order != "<" or shape is None or samples is None:
        raise ValueError("neither format nor samples")
    kept = [shape, *(place for place in [found.first(b"fact")] if place is not None)]
    head = b"".join(chunks.packed(place.name, chunks.load(file, place)) for place in kept)
    return BareWave(file, _beginning(head, samples.size), samples)


class BareWave(io.RawIOBase):
    """A beginning in memory, and behind it a stretch of a file. It does not close the file."""

    def __init__(self, file: BinaryIO, beginning: bytes, samples: chunks.Place) -> None:
        self._file, self._beginning, self._samples = file, beginning, samples
        self._place = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go somewhere, not before the beginning."""
        length = len(self._beginning) + self._samples.size
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: length}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def tell(self) -> int:
        """Where it stands."""
        return self._place

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill a buffer as far as there is something."""
        data = self._beginning[self._place : self._place + len(buffer)]
        behind = self._place + len(data) - len(self._beginning)
        if behind >= 0:
            wanted = min(len(buffer) - len(data), max(self._samples.size - behind, 0))
            self._file.seek(self._samples.start + behind)
            data += self._file.read(wanted)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def _is_whole(file: BinaryIO, found: chunks.Outline) -> bool:
    return not found.problems and all(
        place.size <= _MOST_LIST
        and _is_whole_list(chunks.load(file, place, _MOST_LIST), found.order)
        for place in found.chunks
        if place.name == b"LIST"
    )


def _is_whole_list(data: bytes, order: str) -> bool:
    """Whether a list is made of chunks from its beginning to its end."""
    place = 4
    while place + _CHUNK.size <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, place)
        if not chunks.is_name(name):
            return False
        place += _CHUNK.size + size + size % 2
    return place - len(data) in (0, 1)  # the last one may lack its padding


def _beginning(head: bytes, samples: int) -> bytes:
    """All up to the samples, with the sizes that are true."""
    size = 4 + len(head) + _CHUNK.size + samples
    if size <= _LONG:
        return b"".join((_CHUNK.pack(b"RIFF", size), b"WAVE", head, _CHUNK.pack(b"data", samples)))
    sizes = chunks.packed(b"ds64", _DS64.pack(size + _CHUNK.size + _DS64.size, samples, 0, 0))
    parts = (_CHUNK.pack(b"RF64", _LONG), b"WAVE", sizes, head, _CHUNK.pack(b"data", _LONG))
    return b"".join(parts)
