"""Comments of Ogg Vorbis and Opus files.

RFC 3533 for pages, the Vorbis I specification and RFC 7845 for the packets that begin a stream.
Another comment takes another number of pages, so all later ones get new numbers and checksums.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tangostudio.export import vorbis_comment

MARK = b"OggS"
_HEAD = struct.Struct("<4sBBqIIIB")
_CHECKSUM_AT, _MOST_SEGMENTS = 22, 255
_CONTINUED = 1
_OPUS_TAGS, _VORBIS_TAGS = b"OpusTags", b"\x03vorbis"
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True)
class _Page:
    flags: int
    granule: int
    stream: int
    number: int
    lacing: bytes
    body: bytes

    def packed(self, number: int) -> bytes:
        """The page's bytes with another number."""
        head = _HEAD.pack(
            MARK, 0, self.flags, self.granule, self.stream, number, 0, len(self.lacing)
        )
        page = head + self.lacing + self.body
        checksum = struct.pack("<I", _checksum(page))
        return page[:_CHECKSUM_AT] + checksum + page[_CHECKSUM_AT + 4 :]


def write(encoded: BinaryIO, target: BinaryIO, comments: Mapping[str, str]) -> None:
    """Copy an Ogg Vorbis or Opus file of one stream with other comments.

    Raises:
        ValueError: not such a file. OSError: it cannot be written.
    """
    pages = _pages(encoded)
    first = next(pages, None)
    if first is None:
        raise ValueError("no Ogg file")
    packets, used = _head_packets(pages, first)
    head, tail = _tags(packets[0])
    vendor, _ = vorbis_comment.parse(packets[0][len(head) :])
    packets[0] = head + vorbis_comment.pack(vendor, comments) + tail
    target.write(first.packed(first.number))
    number = first.number + 1
    for page in _paged(packets, first.stream):
        target.write(page.packed(number))
        number += 1
    moved = number - (first.number + 1 + used)
    for page in pages:
        target.write(page.packed(page.number + moved))


def read(path: Path) -> dict[str, str]:
    """The comments of a file by their names in capitals; empty for what is no such file.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        pages = _pages(file)
        first = next(pages, None)
        if first is None:
            return {}
        try:
            packets, _ = _head_packets(pages, first, most=1)
            head, _ = _tags(packets[0])
        except ValueError:
            return {}
    return vorbis_comment.parse(packets[0][len(head) :])[1]


def _head_packets(pages: Iterator[_Page], first: _Page, most: int = 2) -> tuple[list[bytes], int]:
    """The packets between the first page and the sound, and how many pages they took.

    Opus has one, Vorbis two: comments and set-up.
    """
    wanted = 1 if first.body.startswith(b"OpusHead") else most
    packets, begun, used = [], b"", 0
    while len(packets) < wanted:
        page = next(pages, None)
        if page is None or len(begun) > vorbis_comment.MOST_BYTES:
            raise ValueError("an Ogg file without its beginning")
        used += 1
        place = 0
        for size in page.lacing:
            begun += page.body[place : place + size]
            place += size
            if size < _MOST_SEGMENTS:
                packets.append(begun)
                begun = b""
    return packets, used


def _tags(packet: bytes) -> tuple[bytes, bytes]:
    """What is around the comments in their packet."""
    if packet.startswith(_OPUS_TAGS):
        return _OPUS_TAGS, b""
    if packet.startswith(_VORBIS_TAGS):
        return _VORBIS_TAGS, b"\x01"
    raise ValueError("an Ogg file of neither Vorbis nor Opus")


def _paged(packets: Sequence[bytes], stream: int) -> Iterator[_Page]:
    """Packets as pages of their own; no moment of the sound ends on them but the last one's 0."""
    lacing = bytearray()
    for packet in packets:
        lacing += bytes([_MOST_SEGMENTS]) * (len(packet) // _MOST_SEGMENTS)
        lacing.append(len(packet) % _MOST_SEGMENTS)
    body, place, continued = b"".join(packets), 0, False
    for start in range(0, len(lacing), _MOST_SEGMENTS):
        part = bytes(lacing[start : start + _MOST_SEGMENTS])
        ends = any(size < _MOST_SEGMENTS for size in part)
        held = sum(part)
        yield _Page(
            _CONTINUED if continued else 0, 0 if ends else -1, stream, 0, part,
            body[place : place + held],
        )  # fmt: skip
        place += held
        continued = part[-1] == _MOST_SEGMENTS


def _pages(file: BinaryIO) -> Iterator[_Page]:
    """The pages of a file up to its end or to the first that is none."""
    while True:
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(MARK):
            return
        _, _, flags, granule, stream, number, _, segments = _HEAD.unpack(head)
        lacing = file.read(segments)
        body = file.read(sum(lacing))
        if len(lacing) < segments or len(body) < sum(lacing):
            return
        yield _Page(flags, granule, stream, number, lacing, body)


def _checksum(page: bytes) -> int:
    """CRC 32 of a page, highest bit first, from 0, as RFC 3533 asks.

    zlib's has the lowest bit first, so bits are turned on the way in and out.
    """
    turned = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{turned:032b}"[::-1], 2)
