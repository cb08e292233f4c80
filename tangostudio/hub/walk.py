"""All files below a folder, as a person would count them. Knows nothing of models."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Of the system's own, and what was thrown away.
_SYSTEM = frozenset(
    (
        *("$recycle.bin", "system volume information", "recovery", "lost+found"),
        *(".trash", ".trashes", ".spotlight-v100", ".fseventsd", ".documentrevisions-v100"),
    )
)
_NO_DISKS = frozenset(("/proc", "/sys", "/dev", "/run"))


def files_below(root: Path) -> Iterator[tuple[Path, int] | None]:
    """Every file with its size; None now and then, where there is none for a while.

    Links are followed to files below `root`, and to those that the cache of the hub's client links
    to; folders that are links are not entered, nor folders that cannot be read.
    """
    base, waiting = root.resolve(), [str(root)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if not _is_system(entry):
                            waiting.append(entry.path)
                    elif (size := _size(entry, base)) is not None:
                        yield Path(entry.path), size
        except OSError:
            continue  # a folder of somebody else's
        yield None


def _is_system(entry: os.DirEntry[str]) -> bool:
    name = entry.name.casefold()
    if name in _SYSTEM or name.startswith(".trash-"):
        return True
    if sys.platform == "win32":
        return entry.is_junction() if hasattr(entry, "is_junction") else False
    return entry.path in _NO_DISKS


def _size(entry: os.DirEntry[str], base: Path) -> int | None:
    """Bytes of a file; None for what is none, or is a link that leads out."""
    try:
        if entry.is_symlink():
            target = Path(entry.path).resolve(strict=True)
            if not (target.is_relative_to(base) or target.parent.name == "blobs"):
                return None
        return entry.stat().st_size if entry.is_file() else None
    except OSError:
        return None
