"""ID3 tags at the beginning of MP3 files, version 2.3, which every player reads.

The informal standard of id3.org. What is read may be broken or lie: it is bounded, and what cannot
be read is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

MARK = b"ID3"
MOST_BYTES = 8 << 20
_HEAD = struct.Struct(">3sBBB4s")
_FRAME = struct.Struct(">4sI2s")
_LATIN, _UTF16, _UTF16_BE, _UTF8 = range(4)
_CODECS = {_LATIN: "latin-1", _UTF16: "utf-16", _UTF16_BE: "utf-16-be", _UTF8: "utf-8"}
_FRAMES = {
    "TITLE": "TIT2",
    "ARTIST": "TPE1",
    "ALBUM": "TALB",
    "GENRE": "TCON",
    "COPYRIGHT": "TCOP",
    "ENCODER": "TSSE",
    "ORGANIZATION": "TPUB",
}
_NAMES = {frame: name for name, frame in _FRAMES.items()}
_OWN, _COMMENT, _YEAR = "TXXX", "COMM", "TYER"


def pack(comments: Mapping[str, str]) -> bytes:
    """A tag of named texts: those with a frame of their own in it, all others as TXXX."""
    frames = []
    for name, text in comments.items():
        if not text:
            continue
        if name in _FRAMES:
            frames.append(_text_frame(_FRAMES[name], text))
        elif name == "COMMENT":
            frames.append(_described(_COMMENT, "", text, b"eng"))
        else:
            frames.append(_described(_OWN, name, text))
        if name == "DATE" and text[:4].isdigit():
            frames.append(_text_frame(_YEAR, text[:4]))
    body = b"".join(frames)
    return _HEAD.pack(MARK, 3, 0, 0, _syncsafe(len(body))) + body


def read(path: Path) -> dict[str, str]:
    """The texts of a file's tag by the names of Vorbis comments; empty where there is none.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        return parse(file)


def parse(file: BinaryIO) -> dict[str, str]:
    """The texts of a tag that begins where the file stands, as `read` says."""
    version, body = _body(file)
    texts: dict[str, str] = {}
    place = 0
    while place + _FRAME.size <= len(body):
        kind, size, _ = _FRAME.unpack_from(body, place)
        if version == 4:
            size = _from_syncsafe(body[place + 4 : place + 8])
        place += _FRAME.size
        if not kind.isalnum() or place + size > len(body):
            break
        name, text = _read_frame(kind.decode("latin-1"), body[place : place + size])
        if name:
            texts.setdefault(name, text)
        place += size
    return texts


def _body(file: BinaryIO) -> tuple[int, bytes]:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return 0, b""
    mark, version, _, flags, size = _HEAD.unpack(head)
    if mark != MARK or version not in (3, 4) or flags:
        return 0, b""
    return version, file.read(min(_from_syncsafe(size), MOST_BYTES))


def _read_frame(kind: str, data: bytes) -> tuple[str, str]:
    codec = _CODECS.get(data[0]) if data else None
    if codec is None or not (kind.startswith("T") or kind == _COMMENT):
        return "", ""
    data = data[1:]
    if kind not in (_OWN, _COMMENT):
        return _NAMES.get(kind, kind), _decoded(data, codec)
    about, text = _parted(data[3:] if kind == _COMMENT else data, codec)
    if kind == _OWN:
        return about.upper(), text
    return ("" if about else "COMMENT"), text


def _parted(data: bytes, codec: str) -> tuple[str, str]:
    """A description and the text behind it."""
    width = 2 if codec.startswith("utf-16") else 1
    for place in range(0, len(data) - width + 1, width):
        if not any(data[place : place + width]):
            return _decoded(data[:place], codec), _decoded(data[place + width :], codec)
    return _decoded(data, codec), ""


def _decoded(data: bytes, codec: str) -> str:
    return data.decode(codec, "replace").rstrip("\0").lstrip("\ufeff")


def _text_frame(kind: str, text: str) -> bytes:
    return _frame(kind, *_encoded(text))


def _described(kind: str, about: str, text: str, language: bytes = b"") -> bytes:
    encoding, said = _encoded(text)
    described = about.encode("utf-16") + b"\0\0" if encoding else about.encode("ascii") + b"\0"
    return _frame(kind, encoding, language + described + said)


def _encoded(text: str) -> tuple[int, bytes]:
    text = text.replace("\0", " ")
    if text.isascii():
        return _LATIN, text.encode("ascii")
    return _UTF16, text.encode("utf-16", "replace")


def _frame(kind: str, encoding: int, data: bytes) -> bytes:
    return _FRAME.pack(kind.encode("ascii"), len(data) + 1, b"\0\0") + bytes([encoding]) + data


def _syncsafe(size: int) -> bytes:
    """A size in four bytes of seven bits."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _from_syncsafe(size: bytes) -> int:
    value = 0
    for byte in size:
        value = value << 7 | byte & 0x7F
    return value
