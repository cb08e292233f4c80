"""The right to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tangostudio.errors import LibraryInUse, StorageError
from tangostudio.library.lock import WriteLock, holder, is_held

_HOLD = """
import sys
from pathlib import Path
from tangostudio.library.lock import WriteLock
lock = WriteLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_told_where_it_is_open(tmp_path: Path) -> None:
    lock = WriteLock.acquire(tmp_path)
    with pytest.raises(LibraryInUse, match="open in the window") as caught:
        WriteLock.acquire(tmp_path)
    assert str(os.getpid()) in caught.value.message
    assert caught.value.hint
    lock.release()
    WriteLock.acquire(tmp_path).release()


def test_released_twice_is_released_once(tmp_path: Path) -> None:
    lock = WriteLock.acquire(tmp_path)
    lock.release()
    other = WriteLock.acquire(tmp_path)
    lock.release()
    assert is_held(tmp_path)
    other.release()
    assert not is_held(tmp_path)
    assert holder(tmp_path) is None


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert is_held(tmp_path)
        with pytest.raises(LibraryInUse, match=f"process {process.pid}"):
            WriteLock.acquire(tmp_path)
        process.kill()
        process.wait()
        assert not is_held(tmp_path)
        WriteLock.acquire(tmp_path).release()


def test_a_child_process_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = WriteLock.acquire(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as child:
        lock.release()
        assert child.poll() is None
        assert not is_held(tmp_path)
        child.kill()


def test_asking_makes_no_file(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        WriteLock.acquire(tmp_path / "gone")
