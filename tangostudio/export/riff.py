"""RIFF files as lists of chunks, and the INFO texts that players show.

Microsoft's "Multimedia Programming Interface and Data Specifications 1.0". Knows nothing of takes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HEADER = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_MAX_BYTES = 0xFFFFFFFF


@dataclass(frozen=True)
class Chunk:
    """A chunk: four bytes of name, and what it holds."""

    name: bytes
    data: bytes | memoryview


def parse(file: bytes) -> list[Chunk]:
    """The chunks of a WAVE file.

    Raises:
        ValueError: not a RIFF WAVE file, or one whose sizes do not fit its length.
    """
    if len(file) < _HEADER.size:
        raise ValueError("too short for a RIFF file")
    name, size, form = _HEADER.unpack_from(file)
    if name != b"RIFF" or form != b"WAVE":
        raise ValueError("not a RIFF WAVE file")
    if size + _CHUNK.size != len(file):
        raise ValueError("the RIFF size is not that of the file")
    return _chunks(memoryview(file)[_HEADER.size :])


def build(chunks: Iterable[Chunk]) -> bytes:
    """A WAVE file of these chunks in this order.

    Raises:
        ValueError: longer than a RIFF file can be (4 GiB).
    """
    parts = [b"WAVE"]
    for chunk in chunks:
        parts += [_CHUNK.pack(chunk.name, len(chunk.data)), bytes(chunk.data)]
        parts += [b"\0"] * (len(chunk.data) % 2)
    body = b"".join(parts)
    if len(body) > _MAX_BYTES:
        raise ValueError("longer than a RIFF file can be")
    return _CHUNK.pack(b"RIFF", len(body)) + body


def info_chunk(texts: Mapping[str, str]) -> Chunk:
    """A LIST INFO chunk: names such as INAM with their texts, in UTF-8; empty ones are left out."""
    parts = [b"INFO"]
    for name, text in texts.items():
        data = text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        if text:
            parts += [_CHUNK.pack(name.encode("ascii"), len(data)), data, b"\0" * (len(data) % 2)]
    return Chunk(b"LIST", b"".join(parts))


def info_texts(chunks: Iterable[Chunk]) -> dict[str, str]:
    """The texts of the LIST INFO chunks among `chunks`."""
    texts = {}
    for chunk in chunks:
        if chunk.name == b"LIST" and bytes(chunk.data[:4]) == b"INFO":
            for item in _chunks(memoryview(chunk.data)[4:]):
                text = bytes(item.data).rstrip(b"\0").decode("utf-8", "replace")
                texts[item.name.decode("latin-1")] = text
    return texts


def _chunks(data: memoryview) -> list[Chunk]:
    chunks = []
    place = 0
    while place < len(data):
        if place + _CHUNK.size > len(data):
            raise ValueError("a chunk is cut short")
        name, size = _CHUNK.unpack_from(data, place)
        place += _CHUNK.size
        if place + size > len(data):
            raise ValueError(f"the chunk {name!r} is cut short")
        chunks.append(Chunk(bytes(name), data[place : place + size]))
        place += size + size % 2
    return chunks
