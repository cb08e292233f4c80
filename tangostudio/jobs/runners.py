"""Who runs jobs: `InlineRunner` here and now, `ProcessRunner` in a worker of its own.

The same request gives the same events in each. Jobs are done in the order they come. A runner
delivers events and keeps nothing: the stored queue is the studio's.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

from tangostudio.jobs import worker
from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    LAST_EVENTS,
    Cancelled,
    Event,
    Failed,
    Progress,
    Request,
    WorkerState,
)

Deliver = Callable[[Event], None]


class Runner(Protocol):
    """What the studio asks of a runner."""

    def submit(self, job: str, request: Request) -> None:
        """Do the job after those that were submitted before."""

    def cancel(self, job: str) -> None:
        """Stop the job; its last event is Cancelled unless it has ended already."""

    def close(self) -> None:
        """End everything; no event is delivered afterwards."""


class InlineRunner:
    """Runs a job inside `submit`, in the caller's process and thread."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._resident: dict[str, Any] = {}
        self._cancelled: set[str] = set()

    def submit(self, job: str, request: Request) -> None:
        """Run the job to its last event. An interrupt from the keyboard cancels it and goes on."""
        try:
            for event in run_job(job, request, self._resident, lambda: job in self._cancelled):
                self._deliver(event)
        except KeyboardInterrupt:
            self._deliver(Cancelled(job))
            raise
        finally:
            self._cancelled.discard(job)  # a tuning that was paused goes on under its id

    def cancel(self, job: str) -> None:
        """Stop the job at its next event."""
        self._cancelled.add(job)

    def close(self) -> None:
        """Let the models go."""
        self._resident.clear()


@dataclass
class _Running:
    """The job that the worker has."""

    job: str
    last_sent: bool = False  # its last event was delivered: later ones are dropped
    cancelled_at: float | None = None
    step_seconds: float = 0.0  # the longest step so far
    heard_at: float = field(default_factory=time.monotonic)


class ProcessRunner:
    """A background thread that owns a spawned worker, hands it jobs and reads its events.

    Events are delivered on that thread. A worker that dies costs one job, which ends as
    Failed("WorkerDied"); the next job starts a new worker. A worker that does not obey a cancel
    within 5 s, or twice its longest step, is ended. After `idle_minutes` without a job it exits.
    """

    OBEY_SECONDS = 5.0

    def __init__(
        self,
        deliver: Deliver,
        idle_minutes: float = 10.0,
        *,
        work: str = "makes the sound",
        hint: str = "Finished takes are kept. Try again; if it happens again, make shorter takes.",
    ) -> None:
        """Start the thread; the worker starts with the first job.

        Args:
            work: what its process does, for the sentence that says that it died.
            hint: what to do then.
        """
        self.idle_minutes = idle_minutes
        self._work, self._hint = work, hint
        self._deliver = deliver
        self._lock = threading.Lock()
        self._commands: deque[tuple[Any, ...]] = deque()
        self._wake_in, self._wake_out = multiprocessing.Pipe(duplex=False)
        self._waiting: deque[tuple[str, Request]] = deque()
        self._running: _Running | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._memory_bytes = 0
        self._idle_since = time.monotonic()
        self._closing = False
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._thread.start()

    # --- called from any thread -------------------------------------------------------------------

    def submit(self, job: str, request: Request) -> None:
        """Do the job after those that were submitted before."""
        self._command("submit", job, request)

    def cancel(self, job: str) -> None:
        """Cancelled is delivered at once; the worker stops at its next step."""
        self._command("cancel", job)

    def close(self) -> None:
        """End the worker and the thread."""
        self._command("close")
        self._thread.join(timeout=10)

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None when there is no worker."""
        process = self._process
        return process.pid if process is not None else None

    def _command(self, *command: Any) -> None:
        with self._lock:
            self._commands.append(command)
            with contextlib.suppress(OSError):
                self._wake_out.send_bytes(b".")

    # --- the thread -------------------------------------------------------------------------------

    def _loop(self) -> None:
        while not self._closing:
            sources: list[Any] = [self._wake_in]
            if self._pipe is not None and self._process is not None:
                sources += [self._pipe, self._process.sentinel]
            ready = wait(sources, timeout=self._patience())
            if self._wake_in in ready:
                self._wake_in.recv_bytes()
                self._obey()
            if self._pipe is not None and self._pipe in ready:
                self._hear()
            elif self._process is not None and self._process.sentinel in ready:
                self._worker_died()
            self._end_the_disobedient()
            self._end_the_idle()
            self._start_next()
        self._stop_worker()

    def _obey(self) -> None:
        with self._lock:
            commands = list(self._commands)
            self._commands.clear()
        for command in commands:
            match command:
                case ("submit", job, request):
                    self._waiting.append((job, request))
                case ("cancel", job):
                    self._cancel(job)
                case ("close",):
                    self._closing = True

    def _cancel(self, job: str) -> None:
        for item in self._waiting:
            if item[0] == job:
                self._waiting.remove(item)
                self._deliver(Cancelled(job))
                return
        running = self._running
        if running is not None and running.job == job and not running.last_sent:
            running.last_sent = True
            running.cancelled_at = time.monotonic()
            self._tell("cancel", job)
            self._deliver(Cancelled(job))

    def _hear(self) -> None:
        assert self._pipe is not None
        try:
            event = self._pipe.recv()
        except (EOFError, OSError):
            self._worker_died()
            return
        running = self._running
        if running is None or event.job != running.job:
            return
        now = time.monotonic()
        if isinstance(event, Progress):
            running.step_seconds = max(running.step_seconds, now - running.heard_at)
            self._memory_bytes = _memory_of(self._process)
        running.heard_at = now
        if not running.last_sent:
            self._deliver(event)
        if isinstance(event, LAST_EVENTS):
            self._running = None
            self._idle_since = now
            self._deliver(WorkerState("ready"))

    def _start_next(self) -> None:
        if self._running is not None or not self._waiting or self._closing:
            return
        if self._process is None and not self._start_worker():
            return
        job, request = self._waiting.popleft()
        self._running = _Running(job)
        self._deliver(WorkerState("busy"))
        if not self._tell("run", job, request):
            self._worker_died()

    def _start_worker(self) -> bool:
        self._deliver(WorkerState("starting"))
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.main, args=(theirs,), name="worker", daemon=True)
        try:
            process.start()
        except OSError as error:
            job, _ = self._waiting.popleft()
            self._deliver(WorkerState("off"))
            self._deliver(
                Failed(
                    job,
                    "WorkerDied",
                    f"The process that {self._work} could not be started: {error.strerror}.",
                    "Close other programs and try again.",
                )
            )
            return False
        theirs.close()
        self._process, self._pipe = process, ours
        self._memory_bytes = 0
        return True

    def _tell(self, *message: Any) -> bool:
        if self._pipe is None:
            return False
        try:
            self._pipe.send(message)
        except (BrokenPipeError, OSError):
            return False
        return True

    def _worker_died(self) -> None:
        process, running = self._process, self._running
        self._drop_worker()
        self._deliver(WorkerState("off"))
        if process is None or running is None or running.last_sent:
            return
        held = f" It held {self._memory_bytes / 2**20:,.0f} MB." if self._memory_bytes else ""
        self._deliver(
            Failed(
                running.job,
                "WorkerDied",
                f"The process that {self._work} ended unexpectedly "
                f"(exit code {process.exitcode}).{held}",
                self._hint,
            )
        )

    def _end_the_disobedient(self) -> None:
        running = self._running
        if running is None or running.cancelled_at is None:
            return
        patience = max(self.OBEY_SECONDS, 2 * running.step_seconds)
        if time.monotonic() - running.cancelled_at >= patience:
            self._drop_worker()
            self._deliver(WorkerState("off"))

    def _end_the_idle(self) -> None:
        idle = self._process is not None and self._running is None and not self._waiting
        if idle and time.monotonic() - self._idle_since >= self.idle_minutes * 60:
            self._stop_worker()
            self._deliver(WorkerState("off"))

    def _patience(self) -> float | None:
        """How long the thread may sleep before something is due."""
        if self._running is not None:
            return 0.5 if self._running.cancelled_at is not None else None
        if self._process is not None:
            return max(0.1, self.idle_minutes * 60 - (time.monotonic() - self._idle_since))
        return None

    def _stop_worker(self) -> None:
        """Ask the worker to exit; end it when it is busy or slow."""
        if self._process is None:
            return
        if self._running is None and self._tell("exit"):
            self._process.join(timeout=2)
        self._drop_worker()

    def _drop_worker(self) -> None:
        """The worker is gone after this, however it takes that."""
        if self._process is not None:
            if self._process.is_alive():
                self._process.kill()
            self._process.join(timeout=5)
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = self._running = None


def _memory_of(process: BaseProcess | None) -> int:
    """Resident bytes of a process, 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{process.pid if process else 0}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError, AttributeError):
        return 0
