"""The worker: a process that does jobs one after the other, one model resident. Never Qt.

It hears ("run", job, request), ("cancel", job), ("cores", n) and ("exit",) on its pipe and sends
events. When the pipe closes, the parent is gone, and so is the worker.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

from tangostudio.jobs.run import run_job

# The window, its sound and a DAW beside it come first.
_NICE = 5


def main(pipe: Connection) -> None:
    """Serve until told to exit; the target of the spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    if hasattr(os, "nice"):
        os.nice(_NICE)
    ear = _Ear(pipe)
    resident: dict[str, Any] = {}
    while (item := ear.inbox.get()) is not None:
        job, request = item
        ear.apply_cores()
        for event in run_job(job, request, resident, lambda job=job: ear.is_cancelled(job)):
            ear.apply_cores()
            pipe.send(event)


class _Ear:
    """Listens to the pipe on a thread of its own, so that a cancel is heard during work."""

    def __init__(self, pipe: Connection) -> None:
        self.inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._pipe = pipe
        self._cancelled: set[str] = set()
        self._cores = 0
        self._applied = 0
        threading.Thread(target=self._listen, name="ear", daemon=True).start()

    def is_cancelled(self, job: str) -> bool:
        """Whether this job was told to stop."""
        return job in self._cancelled

    def apply_cores(self) -> None:
        """Give torch the number of cores that was asked for last."""
        torch = sys.modules.get("torch")
        if torch is not None and self._cores != self._applied and hasattr(torch, "set_num_threads"):
            torch.set_num_threads(self._cores)
            self._applied = self._cores

    def _listen(self) -> None:
        while True:
            try:
                message = self._pipe.recv()
            except (EOFError, OSError):
                os._exit(0)  # the parent is gone: nobody waits for what is under way
            match message:
                case ("run", job, request):
                    self.inbox.put((job, request))
                case ("cancel", job):
                    self._cancelled.add(job)
                case ("cores", cores):
                    self._cores = cores
                case ("exit",):
                    self.inbox.put(None)
                    return
