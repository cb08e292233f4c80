"""Chunks of AIFF files beside the samples: texts, markers, a loop, iXML.

Apple's "Audio Interchange File Format", version 1.3; iXML lies there as it lies in WAV files.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from tangostudio.export.metadata import Metadata

MOST_BYTES = 0xFFFFFFFF
_HEAD = struct.Struct(">4sI4s")
_CHUNK = struct.Struct(">4sI")
_MARK = struct.Struct(">hI")
_INSTRUMENT = struct.Struct(">6bh6h")
_UNITY_NOTE, _HIGHEST, _FORWARD = 60, 127, 1
_MOST_MARKS = 1000
TEXTS = {"TITLE": b"NAME", "ARTIST": b"AUTH", "COPYRIGHT": b"(c) ", "COMMENT": b"ANNO"}


def write(
    encoded: BinaryIO,
    target: BinaryIO,
    *,
    metadata: Metadata,
    ixml: bytes,
    comments: Mapping[str, str],
    rate: int,
) -> None:
    """Copy an AIFF file with further chunks behind what it has.

    Raises:
        ValueError: not an AIFF file, or longer than one can be (4 GB).
        OSError: it cannot be written.
    """
    head = encoded.read(_HEAD.size)
    if len(head) < _HEAD.size or head[:4] != b"FORM":
        raise ValueError("no AIFF file")
    start = target.tell()
    target.write(head)
    shutil.copyfileobj(encoded, target, 1 << 20)
    target.write(bytes(target.tell() % 2))
    for name, data in _chunks(metadata, ixml, comments, rate):
        target.write(_CHUNK.pack(name, len(data)) + data + bytes(len(data) % 2))
    size = target.tell() - start - _CHUNK.size
    if size > MOST_BYTES:
        raise ValueError("longer than an AIFF file can be")
    target.seek(start)
    target.write(_CHUNK.pack(b"FORM", size))


def _chunks(
    metadata: Metadata, ixml: bytes, comments: Mapping[str, str], rate: int
) -> Iterator[tuple[bytes, bytes]]:
    for name, chunk in TEXTS.items():
        if comments.get(name):
            yield chunk, comments[name].encode("utf-8", "replace")
    marks = [(marker.seconds, marker.label) for marker in metadata.markers[:_MOST_MARKS]]
    loop = metadata.loop
    if loop is not None:
        first = len(marks) + 1
        marks += [(loop.start, "Loop start"), (loop.end, "Loop end")]
        yield b"INST", _instrument(first)
    if marks:
        yield (
            b"MARK",
            struct.pack(">H", len(marks))
            + b"".join(
                _MARK.pack(number, max(0, round(seconds * rate))) + _pascal(label)
                for number, (seconds, label) in enumerate(marks, 1)
            ),
        )
    if ixml:
        yield b"iXML", ixml


def _instrument(first: int) -> bytes:
    """An instrument with nothing but a loop between two marks."""
    whole = (_UNITY_NOTE, 0, 0, _HIGHEST, 1, _HIGHEST, 0)
    return _INSTRUMENT.pack(*whole, _FORWARD, first, first + 1, 0, 0, 0)


def _pascal(text: str) -> bytes:
    """A text with its length in front, an even number of bytes together."""
    data = text.encode("utf-8", "replace")[:254]
    return bytes([len(data)]) + data + bytes((len(data) + 1) % 2)
