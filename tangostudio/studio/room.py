"""Whether the disk has room for what is about to be made: a warning early, a refusal in time.

Work that would fill the disk is refused before it begins; a take needs its sound file, its row and
some air for the system and for other programs. It writes nothing.
"""

from __future__ import annotations

from pathlib import Path

from tangostudio import machine
from tangostudio.errors import StorageError
from tangostudio.messages import GenerateRequest

LITTLE = 2_000_000_000
"""Bytes: with less than that a person should know of it."""

LEAST = 300_000_000
"""Bytes that are never used up."""

_BYTES_PER_SECOND = 400_000  # of a sound file: 24 bit, two channels, 48 kHz, hardly compressed


def is_little(folder: Path) -> int | None:
    """The bytes that are free where a folder lies, if they are few; None where there is room."""
    free = machine.free_disk(folder)
    return free if free is not None and free < LITTLE else None


def needed(request: GenerateRequest) -> int:
    """Bytes that the takes of a request need at most."""
    return int(len(request.seeds) * (request.seconds * _BYTES_PER_SECOND + 100_000))


def check(folder: Path, bytes_needed: int) -> None:
    """Refuse what would leave less than LEAST.

    Raises:
        StorageError: there is not enough room.
    """
    free = machine.free_disk(folder)
    if free is None or free - bytes_needed >= LEAST:
        return
    raise StorageError(
        f"There is no room for that: {_size(free)} are free where the library lies, "
        f"{_size(LEAST + bytes_needed)} are needed.",
        "Empty the trash, delete other files, or make fewer or shorter takes.",
    )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
