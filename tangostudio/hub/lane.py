"""Work in a line on a thread of its own, each piece a generator that can be stopped between steps.

Knows nothing of what the work is.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
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
        stopped: called when it was stopped: on that thread, or by `stop` before it has begun.
        broke: called on that thread when it raised what nobody expected.
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
        self._changed = threading.Condition()  # guards what follows
        self._waiting: deque[Work] = deque()
        self._going: Work | None = None
        self._stopping = False  # the one that goes on
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, work: Work) -> None:
        """Do it after what was put before."""
        if not self._threaded:
            self._walk(work)
            return
        with self._changed:
            if self._closed:
                return
            self._waiting.append(work)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def stop(self, key: str) -> None:
        """Stop it at its next step, or take it out of the line before it begins."""
        with self._changed:
            if self._going is not None and self._going.key == key:
                self._stopping = True
            gone = [work for work in self._waiting if work.key == key]
            self._waiting = deque(work for work in self._waiting if work.key != key)
        for work in gone:
            work.stopped()

    def close(self) -> None:
        """Stop everything and wait for the thread; nothing is heard afterwards."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=5)

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        while (work := self._next()) is not None:
            self._walk(work)

    def _next(self) -> Work | None:
        """Wait for work; None once the line is closed."""
        with self._changed:
            self._going, self._stopping = None, False
            self._changed.wait_for(lambda: self._closed or self._waiting)
            self._going = self._waiting.popleft() if self._waiting else None
            return self._going

    def _walk(self, work: Work) -> None:
        try:
            finished = self._finished(work)
        except Exception as error:  # the line goes on whatever a piece of work does
            log.exception("%s: %s", self._name, work.key)
            if not self._closed:
                work.broke(error)
            return
        if not (finished or self._closed):
            work.stopped()

    def _finished(self, work: Work) -> bool:
        """Walk the work; False when it was stopped."""
        with closing(work.steps()) as steps:
            for step in steps:
                if self._stopping or self._closed:
                    return False
                work.hear(step)
        return True
