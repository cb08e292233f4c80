"""One set-up at a time in one checkout.

The lock is the operating system's and lies on `pyproject.toml`, which nothing else locks. pip
inherits it, so that a set-up whose parent was killed still holds it until its pip has ended.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bootstrapping.machine import Project
from bootstrapping.report import say

if sys.platform != "win32":
    import fcntl


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the lock; wait for another set-up to end. Windows has no such lock and goes on."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(project.pyproject, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        _acquire(descriptor)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up is under way in this folder; waiting for it to end ...")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
