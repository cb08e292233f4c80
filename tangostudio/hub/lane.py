"""Work in a line on a thread of its own, each piece a generator that can be stopped between steps.

Knows nothing of what the work is.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """A piece of work.

    Attributes:
        key: names it, for stopping it.
        steps: makes the generator, on the thread that walks it.
        hear: takes what it yields, on that thread.
        stopped: called there when it was stopped.
        broke: called there when it raised what nobody expected.
    """

    key: str
    steps: Callable[[], Generator[Any, None, None]]
    hear: Callable[[Any], None]
    stopped: Callable[[], None] = lambda: None
    broke: Callable[[Exception], None] = lambda error: None


class Lane:
    """Does one piece of work after the other.

    Without a thread (a command) work is done when `put` returns.
    """

    def __init__(self, name: str, *, threaded: bool) -> None:
        self._name = name
        self._threaded = threaded
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._keys: list[str] = []  # those that wait or go on
        self._stopping: set[str] = set()
        self._thread: threading.Thread | None = None
        self._closed = False

    def put(self, work: Work) -> None:
        """Do it after what was put before."""
        if not self._threaded:
            self._walk(work)
            return
        with self._lock:
            if self._closed:
                return
            self._keys.append(work.key)
            self._queue.put(work)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def stop(self, key: str) -> None:
        """Stop it at its next step, or before it begins."""
        with self._lock:
            if key in self._keys:
                self._stopping.add(key)

    def close(self) -> None:
        """Stop everything and wait for the thread; nothing is heard afterwards."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            self._queue.put(None)
            thread.join(timeout=5)

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            if not self._closed:
                self._walk(work)

    def _walk(self, work: Work) -> None:
        try:
            if self._finished(work):
                self._forget(work.key)
                return
        except Exception as error:  # the line goes on whatever a piece of work does
            log.exception("%s: %s", self._name, work.key)
            self._forget(work.key)
            work.broke(error)
            return
        self._forget(work.key)
        if not self._closed:
            work.stopped()

    def _finished(self, work: Work) -> bool:
        """Walk the work; False when it was stopped."""
        if self._is_stopped(work.key):
            return False
        with closing(work.steps()) as steps:
            for step in steps:
                if self._is_stopped(work.key):
                    return False
                work.hear(step)
        return True

    def _is_stopped(self, key: str) -> bool:
        return self._closed or key in self._stopping

    def _forget(self, key: str) -> None:
        with self._lock:
            self._stopping.discard(key)
            if key in self._keys:
                self._keys.remove(key)
