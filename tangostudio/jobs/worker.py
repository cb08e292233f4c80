"""The worker: a process that does jobs one after the other, one model resident. Never Qt.

It hears ("run", job, request), ("cancel", job) and ("exit",) on its pipe and sends events. When the
pipe closes, the parent is gone, and so is the worker.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from multiprocessing.connection import Connection
from typing import Any

from tangostudio.hub.offline import go_offline
from tangostudio.jobs.run import run_job

# The window, its sound and a DAW beside it come first.
_NICE = 5


def main(pipe: Connection) -> None:
    """Serve until told to exit; the target of the spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    go_offline()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    ear = _Ear(pipe)
    resident: dict[str, Any] = {}
    while (item := ear.inbox.get()) is not None:
        job, request = item
        for event in run_job(job, request, resident, lambda job=job: ear.is_cancelled(job)):
            pipe.send(event)


class _Ear:
    """Listens to the pipe on a thread of its own, so that a cancel is heard during work."""

    def __init__(self, pipe: Connection) -> None:
        self.inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._pipe = pipe
        self._cancelled: set[str] = set()
        threading.Thread(target=self._listen, name="ear", daemon=True).start()

    def is_cancelled(self, job: str) -> bool:
        """Whether this job was told to stop."""
        return job in self._cancelled

    def _listen(self) -> None:
        while True:
            try:
                message = self._pipe.recv()
            except (EOFError, OSError):
                os._exit(0)  # the parent is gone: nobody waits for what is under way
            match message:
                case ("run", job, request):
                    self._cancelled.discard(job)  # a tuning that was paused goes on under its id
                    self.inbox.put((job, request))
                case ("cancel", job):
                    self._cancelled.add(job)
                case ("exit",):
                    self.inbox.put(None)
                    return
