"""iXML chunks: an XML document in a WAV file, with one element for each program's own notes.

The iXML specification 3.01 (Gallery). Other programs write such chunks too: what is read is
bounded, and a document that declares anything is refused. Knows nothing of takes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

CHUNK = b"iXML"
VERSION = "3.01"
MOST_BYTES = 1 << 20

_ROOT = "BWFXML"
_MOST_CHUNKS = 1000
_HEADER = struct.Struct("<4sI4s")
_CHUNK_HEADER = struct.Struct("<4sI")


def document(elements: Mapping[str, str]) -> bytes:
    """A whole document: the root, its version, and these elements in their order, in UTF-8."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{_ROOT}>"]
    for name, text in {"IXML_VERSION": VERSION, **elements}.items():
        parts.append(f"<{name}>{escape(text)}</{name}>")
    return "\n".join([*parts, f"</{_ROOT}>", ""]).encode("utf-8", "replace")


def elements(data: bytes) -> dict[str, str]:
    """The texts of a document's elements just below its root; empty for what cannot be trusted.

    That is a document over 1 MiB, not in UTF-8, not well formed, with another root, or with
    a DOCTYPE, by which a small document can grow without end.
    """
    if len(data) > MOST_BYTES:
        return {}
    try:
        text = data.rstrip(b"\0").decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return {}
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError):
        return {}
    if root.tag != _ROOT:
        return {}
    return {item.tag: item.text for item in root if item.text}


def read(path: Path) -> dict[str, str]:
    """The elements of a WAV file's iXML chunk; empty where there is none. Samples are not read.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            return {}
        for _ in range(_MOST_CHUNKS):
            head = file.read(_CHUNK_HEADER.size)
            if len(head) < _CHUNK_HEADER.size:
                break
            name, size = _CHUNK_HEADER.unpack(head)
            if name == CHUNK:
                return elements(file.read(size)) if size <= MOST_BYTES else {}
            file.seek(size + size % 2, 1)
    return {}
