"""Files that appear whole or not at all: temporary name, fsync, rename.

Knows nothing of what the bytes are.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from pathlib import Path

from tangostudio.errors import StorageError

PART = ".part"
_SPARE_BYTES = 16 * 1024 * 1024


def require_space(folder: Path, needed_bytes: int) -> None:
    """Raise StorageError unless `folder` has room for that many bytes and a little more."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise storage_error(folder, error) from error
    if free < needed_bytes + _SPARE_BYTES:
        raise StorageError(
            f"The disk that holds {folder} is full.",
            "Free some space there and try again.",
            full=True,
        )


def part_path(target: Path) -> Path:
    """Where a file is written before it gets its name: beside it, one place for each thread."""
    return target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}{PART}")


def write_part(target: Path, data: bytes) -> Path:
    """Write the bytes beside `target` under a temporary name, synced to the disk.

    The folder is made when it is missing. Nothing is left behind when writing fails.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    part = part_path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        require_space(target.parent, len(data))
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise storage_error(target.parent, error) from error
    return part


def replace_whole(part: Path, target: Path) -> None:
    """Give a finished temporary file its name, over whatever had it before."""
    try:
        os.replace(part, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise storage_error(target.parent, error) from error
    sync_folder(target.parent)


def name_whole(part: Path, target: Path) -> bool:
    """Give a finished temporary file its name unless something has it; tells whether it did.

    A hard link makes this safe against another program's file of the same name; where the file
    system knows no links, the name is looked at just before the rename.
    """
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError:
        if target.exists():
            return False
        replace_whole(part, target)
        return True
    part.unlink()
    sync_folder(target.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can sync a folder."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def storage_error(folder: Path, error: OSError) -> StorageError:
    """An operating system's refusal as one sentence and a hint."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            f"The disk that holds {folder} is full.",
            "Free some space there and try again.",
            full=True,
        )
    reason = error.strerror or type(error).__name__
    return StorageError(
        f"{folder} cannot be written: {reason}.",
        "Check that the folder exists and that you may write there, or choose another one.",
    )
