"""Metadata blocks of FLAC files: Vorbis comments, and the chunks of a WAV file beside them.

RFC 9639. The chunks lie in application blocks called `riff`, one each, as the `flac` program keeps
them, so that a WAV file with all of its chunks can be made from the FLAC file again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tangostudio.export import vorbis_comment

MARK = b"fLaC"
RIFF = b"riff"
_STREAMINFO, _PADDING, _APPLICATION, _COMMENT = 0, 1, 2, 4
_LAST = 0x80
_MOST_BLOCKS = 1024
_MOST_BYTES = (1 << 24) - 1
_MOST_CHUNK_BYTES = 8 << 20  # of all chunks of a WAV file that are read


@dataclass(frozen=True)
class Facts:
    """What the blocks of a FLAC file say.

    Attributes:
        rate, channels, bits, frames: of its sound.
        md5: of its samples, little-endian and in turn.
        vendor, comments: see `vorbis_comment`.
        chunks: contents of the `riff` blocks: name, size and contents of a chunk each.
    """

    rate: int = 0
    channels: int = 0
    bits: int = 0
    frames: int = 0
    md5: bytes = b""
    vendor: str = ""
    comments: Mapping[str, str] | None = None
    chunks: tuple[bytes, ...] = ()


def write(
    encoded: BinaryIO, target: BinaryIO, comments: Mapping[str, str], chunks: Sequence[bytes] = ()
) -> None:
    """Copy a FLAC file with other comments, and chunks of a WAV file.

    Raises:
        ValueError: not a FLAC file. OSError: it cannot be written.
    """
    blocks, vendor = [], ""
    for kind, data in _blocks(encoded):
        if kind == _COMMENT:
            vendor, _ = vorbis_comment.parse(data)
        elif kind != _PADDING:
            blocks.append((kind, data))
    blocks.append((_COMMENT, vorbis_comment.pack(vendor, comments)))
    blocks += [(_APPLICATION, RIFF + chunk) for chunk in chunks]
    blocks = [block for block in blocks if len(block[1]) <= _MOST_BYTES]
    target.write(MARK)
    for place, (kind, data) in enumerate(blocks, 1):
        last = _LAST if place == len(blocks) else 0
        target.write(bytes([kind | last]) + len(data).to_bytes(3, "big") + data)
    shutil.copyfileobj(encoded, target, 1 << 20)


def read(path: Path) -> Facts:
    """What the blocks of a file say; none of its samples are read.

    Raises:
        ValueError: not a FLAC file. OSError: it cannot be read.
    """
    values, chunks, left = {}, [], _MOST_CHUNK_BYTES
    with open(path, "rb") as file:
        for kind, data in _blocks(file):
            if kind == _STREAMINFO and len(data) >= 34:
                values |= _stream(data)
            elif kind == _COMMENT:
                values["vendor"], values["comments"] = vorbis_comment.parse(data)
            elif kind == _APPLICATION and data.startswith(RIFF):
                left -= len(data)
                if left >= 0:
                    chunks.append(data[len(RIFF) :])
    return Facts(**values, chunks=tuple(chunks))


def _stream(data: bytes) -> dict[str, object]:
    packed = int.from_bytes(data[10:18], "big")  # 20 bits of rate, 3, 5 and 36
    return {
        "rate": packed >> 44,
        "channels": (packed >> 41 & 7) + 1,
        "bits": (packed >> 36 & 31) + 1,
        "frames": packed & (1 << 36) - 1,
        "md5": data[18:34],
    }


def _blocks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Kind and contents of each block; the file is at the first frame then."""
    if file.read(len(MARK)) != MARK:
        raise ValueError("no FLAC file")
    for _ in range(_MOST_BLOCKS):
        head = file.read(4)
        if len(head) < 4:
            raise ValueError("a FLAC file without its beginning")
        size = int.from_bytes(head[1:], "big")
        data = file.read(size)
        if len(data) < size:
            raise ValueError("a block of metadata is cut short")
        yield head[0] & ~_LAST, data
        if head[0] & _LAST:
            return
