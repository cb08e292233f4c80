"""The queue: jobs stored in the library, handed to a runner one at a time.

What is stored survives the program; what is shown while a job runs (step, time left) does not.
After a crash the queue comes back paused with the interrupted job marked, so that a job that kills
the program cannot do it again by itself.
"""

from __future__ import annotations

import dataclasses
import functools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tangostudio.jobs.runners import Runner
from tangostudio.library import Library
from tangostudio.library.jobs import PLAIN, JobAbout, NewJob, StoredJob
from tangostudio.messages import (
    Cancelled,
    Event,
    Failed,
    Finished,
    GenerateRequest,
    LastEvent,
    Loading,
    Progress,
    Request,
    request_from_json,
    request_to_json,
)

ENDED = ("interrupted", "failed")
"""States of jobs that neither run nor wait."""

Foretell = Callable[[GenerateRequest], float | None]


@dataclass(frozen=True)
class JobView:
    """A job as it is shown.

    Attributes:
        state: "queued", "running", "failed" or "interrupted".
        progress: of the running job, once it has made a step.
        what: what the worker is loading, while it loads.
        error: of a failed job.
        done: takes that exist already.
        estimate: seconds for the whole job, None while nothing is known.
        about: what its takes are.
    """

    id: str
    request: GenerateRequest
    project: str
    state: str
    progress: Progress | None = None
    what: str = ""
    error: Failed | None = None
    done: int = 0
    estimate: float | None = None
    about: JobAbout = PLAIN


class Queue:
    """Stored jobs and the one that runs.

    `session_only` leaves jobs of earlier sessions alone; the command line works so.
    """

    def __init__(
        self,
        library: Library,
        runner: Runner,
        *,
        session_only: bool = False,
        foretell: Callable[[], Foretell] | None = None,
    ) -> None:
        """Take over the stored jobs; none is started yet.

        Args:
            foretell: gives what tells the seconds of a request, by what is known at the time.
        """
        self._library = library
        self._foretell = foretell or (lambda: lambda request: None)
        self._runner = runner
        self._session_only = session_only
        self._own: set[str] = set()
        self._ended: list[LastEvent] = []  # whose end is not stored yet
        self._running: str | None = None
        self._handing = False
        self._progress: Progress | None = None
        self._what = ""
        self._views: dict[int | None, list[JobView]] = {}  # by limit
        self._views_at = -1

    @property
    def paused(self) -> bool:
        """Whether jobs wait until they are told to go on."""
        return self._library.jobs.paused

    def pause(self) -> None:
        """Let the running job end and start no other."""
        self._library.jobs.paused = True

    def resume(self) -> None:
        """Go on with the next job."""
        self._library.jobs.paused = False
        self.start_next()

    def add(
        self,
        request: GenerateRequest,
        project: str,
        *,
        front: bool = False,
        job: str = "",
        about: JobAbout = PLAIN,
    ) -> str:
        """Store the job, under a new id or a given one, and start it at its turn; the id."""
        job = job or uuid.uuid4().hex[:12]
        self._own.add(job)
        self._library.jobs.enqueue(
            job, request.kind, request_to_json(request), project, front=front, about=about
        )
        self.start_next()
        return job

    def add_all(
        self,
        wanted: Sequence[tuple[GenerateRequest, JobAbout]],
        project: str,
        *,
        front: bool = False,
    ) -> list[str]:
        """Store several jobs at once, all or none, and start them in their turn; their ids."""
        new = [
            NewJob(uuid.uuid4().hex[:12], request.kind, request_to_json(request), about)
            for request, about in wanted
        ]
        self._library.jobs.enqueue_all(new, project, front=front)
        jobs = [job.id for job in new]
        self._own.update(jobs)
        self.start_next()
        return jobs

    def retry(self, job: str) -> None:
        """Put a failed or interrupted job back into the queue, in front."""
        self._store_ends()
        self._own.add(job)
        self._library.jobs.set_state(job, "queued")
        self._library.jobs.move(job, 0)
        self._library.jobs.paused = False
        self.start_next()

    def move(self, job: str, position: int) -> None:
        """Give a waiting job another place; 0 is next."""
        self._library.jobs.move(job, position)

    def remove(self, job: str) -> None:
        """Cancel the job wherever it is; a failed or interrupted one is put away."""
        if job == self._running:
            self._runner.cancel(job)
        else:
            self._store_ends()
            self._library.jobs.set_state(job, "cancelled")

    def clear(self) -> list[str]:
        """Cancel every job that waits, and the one that runs; those that waited."""
        waiting = self._library.jobs.cancel_waiting(self._own if self._session_only else None)
        if self._running is not None:
            self._runner.cancel(self._running)
        return waiting

    def put_back(self, jobs: Sequence[str]) -> None:
        """Let cancelled jobs wait again, where they waited."""
        self._library.jobs.put_back(jobs)
        self._own.update(jobs)
        self.start_next()

    def take_out(self, jobs: Sequence[str]) -> None:
        """Cancel those of these jobs that wait."""
        self._library.jobs.cancel_waiting(jobs)

    def waits(self, job: str) -> bool:
        """Whether a job waits for its turn. Raises NotFound."""
        return self._library.jobs.get(job).state == "queued"

    def note(self, event: Event) -> None:
        """Take in what the worker says of the running job."""
        match event:
            case Loading(job=job, what=what) if job == self._running:
                self._what = what
            case Progress(job=job) if job == self._running:
                self._progress, self._what = event, ""

    def end(self, event: LastEvent) -> None:
        """Store how the job ended and start the next one."""
        if event.job != self._running:
            return
        self._running, self._progress, self._what = None, None, ""
        self._own.discard(event.job)
        self._ended.append(event)
        self._views.clear()
        self._store_ends()
        self.start_next()

    def start_next(self) -> None:
        """Hand the runner the next job, unless one runs or the queue is paused.

        A runner that does a job at once ends it while it is being handed over: then this goes on
        in a loop, so that a long queue is no deep recursion.
        """
        if self._handing:
            return
        self._store_ends()
        self._handing = True
        try:
            while self._running is None and (self._session_only or not self.paused):
                stored = self._library.jobs.next(self._own if self._session_only else None)
                if stored is None:
                    return
                request = self._request(stored)
                if request is not None:
                    self._start(stored.id, request)
        finally:
            self._handing = False

    def _start(self, job: str, request: GenerateRequest) -> None:
        left = self._without_done(job, request)
        if not left.seeds:  # it was cut off between its last take and its end
            self._library.jobs.set_state(job, "done")
            return
        self._library.jobs.set_state(job, "running")
        self._running = job
        self._runner.submit(job, left)

    def _store_ends(self) -> None:
        """Store how jobs ended; one that the disk refuses now is stored when the next one starts.

        Raises:
            StorageError: the disk refuses it.
        """
        while self._ended:
            event = self._ended[0]
            match event:
                case Failed():
                    error = (event.kind, event.message, event.hint)
                    self._library.jobs.set_state(event.job, "failed", error)
                case Finished():
                    self._library.jobs.set_state(event.job, "done")
                case Cancelled():
                    self._library.jobs.set_state(event.job, "cancelled")
            del self._ended[0]

    def request_of(self, job: str) -> tuple[GenerateRequest, str, JobAbout]:
        """What a stored job asks for, its takes' project and what they are. Raises NotFound."""
        stored = self._library.jobs.get(job)
        request = request_from_json(stored.request)
        assert isinstance(request, GenerateRequest)
        return request, stored.project, stored.about

    def close(self) -> None:
        """Put the running job back in front, for the next session.

        What a session of its own did not end is nobody's: it is cancelled.
        """
        if self._running is not None:
            self._library.jobs.set_state(self._running, "queued")
            self._library.jobs.move(self._running, 0)
            self._running = None
        if self._session_only and self._own:
            self._library.jobs.cancel_waiting(self._own)

    def views(self, limit: int | None = None) -> list[JobView]:
        """The running job first, then those that wait in their order, then those that failed.

        Args:
            limit: at most so many that run or wait, and so many that failed; None means all.
        """
        if self._views_at != self._library.database.changes:
            self._views.clear()
            self._views_at = self._library.database.changes
        if limit not in self._views:
            stored = self._library.jobs.all(["running", "queued"], limit)
            stored += self._library.jobs.all(ENDED, limit)
            foretell = self._foretell()
            views = (self._view(job, foretell) for job in stored)
            # One that cannot be read is marked as failed by this, and then all are read again.
            there = [view for view in views if view is not None]
            self._views[limit] = sorted(there, key=lambda view: view.state in ENDED)
        shown = list(self._views[limit])
        if shown and shown[0].id == self._running:
            shown[0] = dataclasses.replace(shown[0], progress=self._progress, what=self._what)
        return shown

    def waiting(self) -> int:
        """How many jobs wait."""
        return self._library.jobs.count(["queued"])

    def _view(self, stored: StoredJob, foretell: Foretell) -> JobView | None:
        request = self._request(stored)
        if request is None:
            return None
        error = None
        if stored.state == "failed":
            error = Failed(stored.id, stored.error_kind, stored.error_message, stored.error_hint)
        ended = next((event for event in self._ended if event.job == stored.id), None)
        if isinstance(ended, Failed):
            error = ended
        elif ended is not None:
            return None
        return JobView(
            id=stored.id,
            request=request,
            project=stored.project,
            state="failed" if error else stored.state,
            error=error,
            done=stored.takes,
            estimate=foretell(request),
            about=stored.about,
        )

    def _request(self, stored: StoredJob) -> GenerateRequest | None:
        """The stored request; one that this version cannot read fails with a sentence."""
        try:
            request = _read(stored.request)
        except ValueError as error:
            message = f"This job cannot be read any more: {error}."
            self._library.jobs.set_state(stored.id, "failed", ("BadRequest", message, ""))
            return None
        return request if isinstance(request, GenerateRequest) else None

    def _without_done(self, job: str, request: GenerateRequest) -> GenerateRequest:
        """The request without the seeds whose takes exist, so that a resumed job repeats none."""
        done = {take.seed for take in self._library.takes.of_job(job)}
        left = tuple(seed for seed in request.seeds if seed not in done)
        return dataclasses.replace(
            request,
            seeds=left,
            out=str(self._library.audio_dir),
            # A bare name is a sound of the library, which may have moved since.
            init=str(self._library.audio_dir / request.init) if request.init else "",
            adapter_dir=str(self._library.adapters_dir) if request.adapters else "",
        )


@functools.lru_cache(maxsize=16384)
def _read(text: str) -> Request:
    """A stored request; a long queue is read again whenever one of its jobs changes."""
    return request_from_json(text)
