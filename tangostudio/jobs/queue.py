"""The queue: jobs stored in the library, handed to a runner one at a time.

What is stored survives the program; what is shown while a job runs (step, time left) does not.
After a crash the queue comes back paused with the interrupted job marked, so that a job that kills
the program cannot do it again by itself.
"""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass

from tangostudio.jobs.runners import Runner
from tangostudio.library import Library
from tangostudio.library.jobs import PLAIN, JobAbout, StoredJob
from tangostudio.messages import (
    Cancelled,
    Event,
    Failed,
    Finished,
    GenerateRequest,
    LastEvent,
    Loading,
    Progress,
    request_from_json,
    request_to_json,
)


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

    def __init__(self, library: Library, runner: Runner, *, session_only: bool = False) -> None:
        self._library = library
        self._runner = runner
        self._session_only = session_only
        self._own: set[str] = set()
        self._running: str | None = None
        self._progress: Progress | None = None
        self._what = ""

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

    def retry(self, job: str) -> None:
        """Put a failed or interrupted job back into the queue, in front."""
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
            self._library.jobs.set_state(job, "cancelled")

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
        match event:
            case Failed():
                error = (event.kind, event.message, event.hint)
                self._library.jobs.set_state(event.job, "failed", error)
            case Finished():
                self._library.jobs.set_state(event.job, "done")
            case Cancelled():
                self._library.jobs.set_state(event.job, "cancelled")
        self.start_next()

    def start_next(self) -> None:
        """Hand the runner the next job, unless one runs or the queue is paused."""
        if self._running is not None or (self.paused and not self._session_only):
            return
        for stored in self._library.jobs.all(["queued"]):
            if self._session_only and stored.id not in self._own:
                continue
            request = self._request(stored)
            if request is None:
                continue
            self._running = stored.id
            self._library.jobs.set_state(stored.id, "running")
            self._runner.submit(stored.id, self._without_done(stored.id, request))
            return

    def request_of(self, job: str) -> tuple[GenerateRequest, str, JobAbout]:
        """What a stored job asks for, its takes' project and what they are. Raises NotFound."""
        stored = self._library.jobs.get(job)
        request = request_from_json(stored.request)
        assert isinstance(request, GenerateRequest)
        return request, stored.project, stored.about

    def close(self) -> None:
        """Put the running job back in front, for the next session."""
        if self._running is not None:
            self._library.jobs.set_state(self._running, "queued")
            self._library.jobs.move(self._running, 0)
            self._running = None

    def views(self) -> list[JobView]:
        """The running job first, then those that wait in their order, then those that failed."""
        stored = self._library.jobs.all(["running", "queued", "interrupted", "failed"])
        return [view for job in stored if (view := self._view(job)) is not None]

    def _view(self, stored: StoredJob) -> JobView | None:
        request = self._request(stored)
        if request is None:
            return None
        running = stored.id == self._running
        failed = stored.state == "failed"
        error = Failed(stored.id, stored.error_kind, stored.error_message, stored.error_hint)
        return JobView(
            id=stored.id,
            request=request,
            project=stored.project,
            state=stored.state,
            progress=self._progress if running else None,
            what=self._what if running else "",
            error=error if failed else None,
            done=stored.takes,
            about=stored.about,
        )

    def _request(self, stored: StoredJob) -> GenerateRequest | None:
        """The stored request; one that this version cannot read fails with a sentence."""
        try:
            request = request_from_json(stored.request)
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
