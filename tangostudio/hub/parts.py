"""A file that grows on the disk, with its checksum, across breaks and processes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from tangostudio.audio import whole_files
from tangostudio.hub.checks import AT_ONCE


class Part:
    """The part of a file that has arrived.

    Attributes:
        path: where it lies.
        size: bytes that are there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._sum = hashlib.sha256()

    def __enter__(self) -> Self:
        """Open it, or begin it. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Without a buffer: what has arrived outlives a process that is killed.
        self._file = open(self.path, "r+b" if self.path.exists() else "w+b", buffering=0)
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def read_again(self) -> Iterator[int]:
        """Take in what an earlier process left; bytes that were read so far."""
        while data := self._file.read(AT_ONCE):
            self._sum.update(data)
            self.size += len(data)
            yield self.size

    def append(self, data: bytes) -> None:
        """Add what arrived. Raises OSError, with everything kept that could be written."""
        left = memoryview(data)
        while left:
            written = self._file.write(left)
            self._sum.update(left[:written])
            self.size += written
            left = left[written:]

    def restart(self) -> None:
        """Forget everything."""
        self._file.seek(0)
        self._file.truncate()
        self.size, self._sum = 0, hashlib.sha256()

    def sha256(self) -> str:
        """Of what is there."""
        return self._sum.hexdigest()

    def name(self, target: Path) -> None:
        """Give the file its name, over what had it before, in a way that lasts. Raises OSError."""
        os.fsync(self._file.fileno())
        self._file.close()  # some systems rename no open file
        os.replace(self.path, target)
        whole_files.sync_folder(target.parent)
