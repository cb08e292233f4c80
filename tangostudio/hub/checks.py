"""Whether a file is the published one: its size, its checksum, or at least its header.

A checksum of gigabytes takes a while, so reading tells how far it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator
from pathlib import Path

from tangostudio.cards import WeightFile
from tangostudio.cards.places import Held
from tangostudio.hub import caches

AT_ONCE = 1 << 20
_HEADER_BYTES = 100_000_000  # what the safetensors format allows
_JSON_BYTES = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT = re.compile(r"[0-9a-f]{40}")


class Sums:
    """SHA-256 of files, each read once as long as it is not written."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], str] = {}

    def reading(self, path: Path) -> Generator[int, None, str]:
        """The checksum of a file, in hexadecimal digits; on the way, bytes that were read so far.

        Raises:
            OSError: the file cannot be read.
        """
        stat = path.stat()
        key = str(path), stat.st_size, stat.st_mtime_ns
        if key not in self._known:
            found, done = hashlib.sha256(), 0
            with path.open("rb", buffering=0) as file:
                while data := file.read(AT_ONCE):
                    found.update(data)
                    done += len(data)
                    yield done
            self._known[key] = found.hexdigest()
        return self._known[key]


def examining(item: WeightFile, path: Path, sums: Sums) -> Generator[int, None, Held | str]:
    """The file's row for the record, or a sentence that says what is wrong with it.

    Of a file whose checksum the card does not know, its tag in a cache decides. On the way, bytes
    that were read so far.
    """
    try:
        size = path.stat().st_size
        if item.bytes and size != item.bytes:
            return fault(item, size, item.sha256)
        sha256 = yield from sums.reading(path)
        wrong = fault(item, size, sha256)
        if not (wrong or item.sha256):
            wrong = fault_by_tag(item.name, path, sha256, caches.tag_of(path))
    except OSError as error:
        return f"{item.name} cannot be read: {error.strerror}."
    return wrong or Held(item.name, size, sha256, str(path))


def fault(item: WeightFile, size: int, sha256: str) -> str:
    """What differs from the card, as a sentence; "" where nothing does."""
    if item.bytes and size != item.bytes:
        return f"{item.name} has {size:,} bytes instead of {item.bytes:,}."
    if not sha256.startswith(item.sha256):
        digits = 16
        return (
            f"{item.name} is not the published file: its SHA-256 begins with {sha256[:digits]}, "
            f"not {item.sha256[:digits]}."
        )
    return ""


def fault_by_tag(name: str, path: Path, sha256: str, etag: str) -> str:
    """What differs from the hub's own tag: SHA-256 of a large file, git's hash of a small one.

    Where the tag is neither, at least the inside must look right.
    """
    if _SHA256.fullmatch(etag):
        agrees = sha256 == etag
    elif _GIT.fullmatch(etag) and path.stat().st_size <= _JSON_BYTES:
        agrees = _git_hash(path.read_bytes()) == etag
    else:
        return fault_inside(path, name)
    return "" if agrees else f"{name} arrived altered: its checksum is not the hub's."


def fault_inside(path: Path, name: str) -> str:
    """What is wrong with a file of which nobody knows the checksum; "" when it looks whole.

    Of a safetensors file the header must be readable and end where the file ends; a JSON file must
    be one.

    Args:
        name: of the file within its model; it tells the kind.
    """
    try:
        size = path.stat().st_size
        if name.endswith(".safetensors"):
            whole = _tensors_end(path) == size
        elif name.endswith(".json"):
            whole = size <= _JSON_BYTES and json.loads(path.read_bytes()) is not None
        else:
            whole = size > 0
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        whole = False
    return "" if whole else f"{name} cannot be read as what it should be: it is damaged."


def _tensors_end(path: Path) -> int:
    """Where the last tensor of a safetensors file ends. Raises ValueError and the like."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > _HEADER_BYTES:
            raise ValueError("no header")
        header = json.loads(file.read(length))
    ends = [row["data_offsets"][1] for name, row in header.items() if name != "__metadata__"]
    return 8 + length + max(ends, default=0)


def _git_hash(data: bytes) -> str:
    """What git calls a file's content: SHA-1 of "blob", its length and itself."""
    head = f"blob {len(data)}\0".encode()
    return hashlib.sha1(head + data, usedforsecurity=False).hexdigest()
