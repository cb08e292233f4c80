"""The right to write in a library: a lock of the operating system that dies with its process.

It knows nothing of the database. The file stays after the lock is given back, since removing it
would let two processes lock two different files of one name.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

from tangostudio.errors import LibraryInUse, StorageError

if sys.platform == "win32":
    import msvcrt

    # Windows forbids reading what is locked, so a byte far behind the holder's number is locked.
    _LOCKED_BYTE = 1 << 20

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_NAME = "library.lock"


class WriteLock:
    """The lock while it is held; `release` or the end of the process gives it back."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, folder: Path) -> WriteLock:
        """Take the lock of a library folder, at once or not at all.

        Raises:
            LibraryInUse: another process (or another part of this one) holds it.
            StorageError: the folder cannot be written, or its file system cannot lock.
        """
        path = folder / _NAME
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StorageError(
                f"The library folder {folder} cannot be written: {error.strerror}.",
                "Check the folder's permissions, or choose another library folder.",
            ) from error
        try:
            _take_patiently(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise _refusal(folder, error) from error
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        return cls(descriptor)

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def _take_patiently(descriptor: int) -> None:
    """Try for a tenth of a second: `is_held` elsewhere has the lock for an instant."""
    for _ in range(5):
        try:
            return _take(descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                raise
        time.sleep(0.02)
    _take(descriptor)


def is_held(folder: Path) -> bool:
    """Whether some process has the library open for writing; makes no file."""
    try:
        descriptor = os.open(folder / _NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        _take(descriptor)
    except OSError as error:
        return error.errno in _HELD
    finally:
        os.close(descriptor)
    return False


def holder(folder: Path) -> int | None:
    """The process id that the holder wrote down, or None."""
    try:
        return int((folder / _NAME).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _refusal(folder: Path, error: OSError) -> LibraryInUse | StorageError:
    if error.errno not in _HELD:
        return StorageError(
            f"Files in {folder} cannot be locked: {error.strerror}.",
            "Choose a library folder on a disk of this machine.",
        )
    process = holder(folder)
    named = f" (process {process})" if process else ""
    return LibraryInUse(
        f"The library {folder} is open in the window or in another command{named}.",
        "Close it there, or name another folder. Commands that only read work beside it.",
    )
