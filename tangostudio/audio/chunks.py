"""The chunks of WAVE and AIFF files of any writer: where they lie, and what is wrong with them.

Microsoft's "Multimedia Programming Interface and Data Specifications 1.0"; EBU Tech 3306 for files
over 4 GB (RF64, and BW64 of ITU-R BS.2088, which is alike); Apple's AIFF, the same with big-endian
sizes. No size is trusted, and no more memory is taken than is said. Knows nothing of what the
chunks mean, and writes no files.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

MOST_CHUNKS = 1 << 14
MOST_READ = 1 << 20
"""More than any chunk but the samples has a use for."""

_HEADER = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_DS64 = struct.Struct("<QQQI")
_LONG_SIZE = struct.Struct("<4sQ")
_MOST_LONG_SIZES = 256
_UNKNOWN = 0xFFFFFFFF  # the size is in ds64, or the writer never came to its end

_LONG_FORMS = (b"RF64", b"BW64")
_FORMS = {
    (b"RIFF", b"WAVE"): "<",
    (b"RF64", b"WAVE"): "<",
    (b"BW64", b"WAVE"): "<",
    (b"RIFX", b"WAVE"): ">",
    (b"FORM", b"AIFF"): ">",
    (b"FORM", b"AIFC"): ">",
}


@dataclass(frozen=True)
class Chunk:
    """A chunk: four bytes of name, and what it holds."""

    name: bytes
    data: bytes | memoryview


@dataclass(frozen=True)
class Place:
    """Where a chunk's contents lie in a file; `size` ends where the file does.

    Attributes:
        said: the size that the file claims.
    """

    name: bytes
    start: int
    size: int
    said: int


@dataclass(frozen=True)
class Outline:
    """The chunks of a file.

    Attributes:
        form, kind: such as `RF64` and `WAVE`.
        order: of the bytes of its numbers, "<" for WAVE and ">" for AIFF, as `struct` writes it.
        frames: as ds64 says; None without one.
        problems: what is wrong with the file, one sentence each.
    """

    form: bytes
    kind: bytes
    order: str
    chunks: tuple[Place, ...]
    frames: int | None = None
    problems: tuple[str, ...] = ()

    def first(self, name: bytes) -> Place | None:
        """The first chunk of a name."""
        return next((place for place in self.chunks if place.name == name), None)


def outline(file: BinaryIO) -> Outline:
    """Find the chunks of a WAVE or AIFF file. What they hold is not read.

    Files that contradict themselves are read as far as they make sense: a chunk that claims more
    than there is ends with the file, and what is no chunk is passed over.

    Raises:
        ValueError: neither a WAVE nor an AIFF file.
    """
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEADER.size)
    form, kind = head[:4], head[8:]
    if (form, kind) not in _FORMS:
        raise ValueError("neither a WAVE nor an AIFF file")
    order = _FORMS[form, kind]
    (said,) = struct.unpack_from(f"{order}I", head, 4)
    sizes, frames = _long_sizes(file, form)
    claimed = sizes.get(form) or said
    end = _CHUNK.size + claimed
    walk = _Walk(file, order, length, min(end, length), sizes)
    walk.go()
    if frames is None and form in _LONG_FORMS:
        walk.problems.insert(0, "The long sizes are missing or cut short.")
    if end > length and claimed != _UNKNOWN:
        walk.problems.insert(0, f"The file is {end - length} bytes shorter than it says.")
    return Outline(form, kind, order, tuple(walk.found), frames, tuple(walk.problems))


def load(file: BinaryIO, place: Place, most: int = MOST_READ) -> bytes:
    """What a chunk holds, at most so many bytes of it."""
    file.seek(place.start)
    return file.read(min(place.size, most))


def items(data: bytes, order: str = "<") -> list[Chunk]:
    """The chunks inside a chunk, such as those behind the `INFO` of a list; the last may be cut."""
    found = []
    place = 0
    while place + _CHUNK.size <= len(data) and len(found) < MOST_CHUNKS:
        name, size = struct.unpack_from(f"{order}4sI", data, place)
        if not is_name(name):
            break
        place += _CHUNK.size
        found.append(Chunk(name, data[place : place + size]))
        place += size + size % 2
    return found


def packed(name: bytes, data: bytes | memoryview) -> bytes:
    """A chunk of a WAVE file as it lies there: name, size, contents, an even number of bytes."""
    return _CHUNK.pack(name, len(data)) + bytes(data) + bytes(len(data) % 2)


def is_name(name: bytes) -> bool:
    """Whether four bytes may be a chunk's name: printable signs of ASCII."""
    return len(name) == 4 and all(0x20 <= sign < 0x7F for sign in name)


class _Walk:
    """Goes from chunk to chunk of a file, and notes what is wrong."""

    def __init__(
        self, file: BinaryIO, order: str, length: int, end: int, sizes: Mapping[bytes, int]
    ) -> None:
        self._file = file
        self._header = struct.Struct(f"{order}4sI")
        self._length, self._end, self._sizes = length, end, sizes
        self.found: list[Place] = []
        self.problems: list[str] = []

    def go(self) -> None:
        place = _HEADER.size
        while place + _CHUNK.size <= self._length:
            place = self._mended(place)
            name, said = self._at(place)
            start = place + _CHUNK.size
            if not is_name(name) or (place >= self._end and start + said > self._length):
                self.problems.append(f"What follows byte {place} is no chunk.")
                return
            if len(self.found) == MOST_CHUNKS:
                self.problems.append(f"Only the first {MOST_CHUNKS} chunks are looked at.")
                return
            place = self._note(name, start, said)
        if self.found and self.found[-1].start >= self._end:
            self.problems.append("Chunks follow after the end that the file says.")
        if 0 < self._length - place < _CHUNK.size:
            self.problems.append("The file ends in the middle of a chunk's name or size.")

    def _note(self, name: bytes, start: int, said: int) -> int:
        """Take a chunk in; where the next one begins."""
        if said == _UNKNOWN:
            said = self._sizes.get(name, said)
        if name == b"data" and said == 0 and self._is_unfinished(start):
            self.problems.append("The samples have no size: they are taken to be all that follows.")
            said = self._length - start
        size = min(said, self._length - start)
        if size < said:
            self.problems.append(
                f"The chunk “{name.decode('ascii')}” says {said} bytes and has {size}."
            )
        self.found.append(Place(name, start, size, said))
        return start + size + size % 2

    def _is_unfinished(self, start: int) -> bool:
        """Whether samples follow where their size is 0, as when a recorder lost its power."""
        return self._length - start >= _CHUNK.size and not is_name(self._at(start)[0])

    def _at(self, place: int) -> tuple[bytes, int]:
        self._file.seek(place)
        head = self._file.read(_CHUNK.size)
        return self._header.unpack(head) if len(head) == _CHUNK.size else (b"", 0)

    def _mended(self, place: int) -> int:
        """Where a chunk really begins: some programs leave the byte out that pads an odd one."""
        if not self.found or not self.found[-1].size % 2 or is_name(self._at(place)[0]):
            return place
        if not is_name(self._at(place - 1)[0]):
            return place
        name = self.found[-1].name.decode("ascii")
        self.problems.append(f"The odd chunk “{name}” is not padded.")
        return place - 1


def _long_sizes(file: BinaryIO, form: bytes) -> tuple[dict[bytes, int], int | None]:
    """The sizes that the ds64 chunk of an RF64 or BW64 file says, and its frames."""
    if form not in _LONG_FORMS:
        return {}, None
    file.seek(_HEADER.size)
    head = file.read(_CHUNK.size)
    if len(head) < _CHUNK.size or head[:4] != b"ds64":
        return {}, None
    (size,) = struct.unpack_from("<I", head, 4)
    data = file.read(min(size, _DS64.size + _MOST_LONG_SIZES * _LONG_SIZE.size))
    if len(data) < _DS64.size:
        return {}, None
    whole, samples, frames, count = _DS64.unpack_from(data)
    sizes = {form: whole, b"data": samples}
    rest = data[_DS64.size :]
    for number in range(min(count, len(rest) // _LONG_SIZE.size)):
        name, size = _LONG_SIZE.unpack_from(rest, number * _LONG_SIZE.size)
        sizes.setdefault(name, size)
    return sizes, frames
