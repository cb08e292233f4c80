"""Room on the disk, asked before anything is written."""

from __future__ import annotations

from pathlib import Path

from tangostudio import machine
from tangostudio.hub import states
from tangostudio.hub.states import Problem

SPARE_BYTES = 1_000_000_000


def shortage(name: str, folder: Path, needed: int) -> Problem | None:
    """What the disk lacks for so many bytes and 1 GB more; None where it has room.

    Args:
        name: of the model, for the sentence.
        needed: bytes that are still to be written; for none, no room is asked for.
    """
    free = machine.free_disk(folder)
    if not needed or free is None or free >= needed + SPARE_BYTES:
        return None
    return Problem(
        states.NO_SPACE,
        f"{name} needs {size(needed)} more and {size(SPARE_BYTES)} to spare; "
        f"the disk of {folder.parent} has {size(free)} free.",
        "Free some space, or choose another folder of models in the settings, then press Try "
        "again.",
    )


def size(count: float) -> str:
    """A number of bytes in few letters: "820 KB", "1.2 GB"."""
    for unit in ("bytes", "KB", "MB"):
        if count < 999.5:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
