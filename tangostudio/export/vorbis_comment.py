"""Vorbis comments: named texts, as FLAC, Ogg Vorbis and Opus files hold them.

The Ogg Vorbis I specification, section 5. What is read may be broken or lie: it is bounded, and
what cannot be read is left out.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

MOST_BYTES = 8 << 20
_MOST_COMMENTS = 4096
_NAME = re.compile(r"[ -<>-}]+")  # ASCII without "="
_SIZE = struct.Struct("<I")


def pack(vendor: str, comments: Mapping[str, str]) -> bytes:
    """The comments without anything around them; empty ones are left out."""
    lines = [f"{name}={text}" for name, text in comments.items() if text and _NAME.fullmatch(name)]
    encoded = [line.encode("utf-8", "replace") for line in lines]
    said = vendor.encode("utf-8", "replace")
    parts = [_SIZE.pack(len(said)), said, _SIZE.pack(len(encoded))]
    for line in encoded:
        parts += [_SIZE.pack(len(line)), line]
    return b"".join(parts)


def parse(data: bytes) -> tuple[str, dict[str, str]]:
    """The vendor, and the texts by their names in capitals; of equal names the first counts."""
    comments: dict[str, str] = {}
    vendor, place = _text(data, 0)
    if place + _SIZE.size > len(data):
        return vendor, comments
    (count,) = _SIZE.unpack_from(data, place)
    place += _SIZE.size
    for _ in range(min(count, _MOST_COMMENTS)):
        line, end = _text(data, place)
        if end == place:
            break
        name, _, text = line.partition("=")
        comments.setdefault(name.upper(), text)
        place = end
    return vendor, comments


def _text(data: bytes, place: int) -> tuple[str, int]:
    """The text at a place and where it ends; there, and empty, where there is none."""
    if place + _SIZE.size > len(data):
        return "", place
    (size,) = _SIZE.unpack_from(data, place)
    start = place + _SIZE.size
    if start + size > len(data):
        return "", place
    return data[start : start + size].decode("utf-8", "replace"), start + size
