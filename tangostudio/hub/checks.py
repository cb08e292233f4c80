"""Whether a file is the published one: its size, its checksum, or at least its header.

A checksum of gigabytes takes a while, so reading tells how far it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tangostudio.cards import WeightFile

AT_ONCE = 1 << 20
_HEADER_BYTES = 100_000_000  # what the safetensors format allows
_JSON_BYTES = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT = re.compile(r"[0-9a-f]{40}")


class Sums:
    """SHA-256 of files, each read once as long as it is not written."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], str] = {}

    def reading(self, path: Path) -> Iterator[int]:
        """Read a file through; bytes that were read so far. Raises OSError."""
        key = _key(path)
        if key in self._known:
            return
        found, done = hashlib.sha256(), 0
        with path.open("rb", buffering=0) as file:
            while data := file.read(AT_ONCE):
                found.update(data)
                done += len(data)
                yield done
        self._known[key] = found.hexdigest()

    def of(self, path: Path) -> str:
        """The checksum of a file, in hexadecimal digits. Raises OSError."""
        for _ in self.reading(path):
            pass
        return self._known[_key(path)]


def _key(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns


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
    """What differs from the hub's own tag: SHA-256 of a large file, git's hash of a small one."""
    if _SHA256.fullmatch(etag):
        agrees = sha256 == etag
    elif _GIT.fullmatch(etag) and path.stat().st_size <= _JSON_BYTES:
        agrees = _git_hash(path.read_bytes()) == etag
    else:
        agrees = True
    return "" if agrees else f"{name} arrived altered: its checksum is not the hub's."


def fault_inside(path: Path) -> str:
    """What is wrong with a file of which nobody knows size and checksum; "" when it looks whole.

    Of a safetensors file the header must be readable and end where the file ends; a JSON file must
    be one.
    """
    try:
        size = path.stat().st_size
        if path.suffix == ".safetensors":
            whole = _tensors_end(path) == size
        elif path.suffix == ".json":
            whole = size <= _JSON_BYTES and json.loads(path.read_bytes()) is not None
        else:
            whole = size > 0
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        whole = False
    return "" if whole else f"{path.name} cannot be read as what it should be: it is damaged."


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
