"""The stored queue: what was asked for, in which order, and what became of it.

It runs nothing and does not look into a request. After a killed process the job that was running is
marked as interrupted and the queue is paused, so that a job that kills the program cannot do it
again by itself.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now
from tangostudio.library.meta import Meta
from tangostudio.library.projects import Projects

STATES = ("queued", "running", "interrupted", "failed", "done", "cancelled")

_PAUSED = "queue paused"
_COLUMNS = (
    "j.id, j.kind, j.request, coalesce(p.name, ''), j.state, j.position, j.created, j.takes, "
    "j.error_kind, j.error_message, j.error_hint, j.about"
)
_FROM = "FROM jobs j LEFT JOIN projects p ON p.id = j.project"
_ORDER = (
    "ORDER BY CASE j.state WHEN 'running' THEN 0 WHEN 'queued' THEN 1 ELSE 2 END, "
    "j.position, j.created"
)


@dataclass(frozen=True, slots=True)
class JobAbout:
    """What the takes of a job are, beside what the request says.

    Attributes:
        parent, relation: the take that they come from, and how (see `take.RELATIONS`).
        source: hash of the sound that they are started from.
        title, category: of the takes; "" leaves the title to the prompt.
    """

    parent: int | None = None
    relation: str = ""
    source: str = ""
    title: str = ""
    category: str = ""


PLAIN = JobAbout()


@dataclass(frozen=True, slots=True)
class StoredJob:
    """One job of the queue.

    Attributes:
        kind, request: what to do; the request as JSON.
        project: where its takes go; may be empty.
        state: one of `STATES`.
        position: order in the queue; numbers may have gaps.
        takes: how many takes it has made so far.
        error_kind, error_message, error_hint: why it failed; empty otherwise.
        about: what its takes are.
    """

    id: str
    kind: str
    request: str
    project: str
    state: str
    position: int
    created: str
    takes: int
    error_kind: str
    error_message: str
    error_hint: str
    about: JobAbout = PLAIN


class Jobs:
    """The jobs of one open library."""

    def __init__(self, database: Database, projects: Projects) -> None:
        self._database = database
        self._projects = projects
        self._meta = Meta(database)

    @property
    def paused(self) -> bool:
        """Whether nothing new is to be started."""
        return bool(self._meta.get(_PAUSED, False))

    @paused.setter
    def paused(self, paused: bool) -> None:
        self._meta.set(_PAUSED, paused)

    def enqueue(
        self,
        job: str,
        kind: str,
        request: str,
        project: str = "",
        *,
        front: bool = False,
        about: JobAbout = PLAIN,
    ) -> StoredJob:
        """Put a job at the end of the queue, or before all that wait.

        Raises:
            NotFound: no such project.
            BadRequest: a job of this id exists.
        """
        number = self._projects.id_of(project) if project else None
        with self._database.transaction():
            if self._database.value("SELECT 1 FROM jobs WHERE id = ?", [job]):
                raise BadRequest(f"There is a job {job} already.")
            self._database.execute(
                "INSERT INTO jobs (id, kind, request, project, state, position, created, about) "
                "VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)",
                [job, kind, request, number, self._end(front), utc_now(), _packed(about)],
            )
        return self.get(job)

    def get(self, job: str) -> StoredJob:
        """One job.

        Raises:
            NotFound: no such job.
        """
        found = self._read("WHERE j.id = ?", [job])
        if not found:
            raise NotFound(f"There is no job {job}.", "It may have been removed.")
        return found[0]

    def all(self, states: Sequence[str] = STATES) -> list[StoredJob]:
        """Jobs in the given states: running, waiting in their order, then all others."""
        return self._read(f"WHERE j.state IN ({', '.join('?' * len(states))})", states)

    def next(self) -> StoredJob | None:
        """The first job that waits, whether or not the queue is paused."""
        waiting = self.all(["queued"])
        return waiting[0] if waiting else None

    def move(self, job: str, position: int) -> None:
        """Put a waiting job at a place among those that wait, counted from 0.

        Raises:
            NotFound: it does not wait.
        """
        with self._database.transaction():
            order = [waiting.id for waiting in self.all(["queued"])]
            if job not in order:
                raise NotFound(f"The job {job} does not wait in the queue.")
            order.remove(job)
            order.insert(max(0, position), job)
            first = self._database.value("SELECT min(position) FROM jobs WHERE state = 'queued'")
            for number, waiting in enumerate(order, start=first):
                self._database.execute(
                    "UPDATE jobs SET position = ? WHERE id = ?", [number, waiting]
                )

    def remove(self, job: str) -> None:
        """Forget a job that does not run.

        Raises:
            NotFound: no such job.
            BadRequest: it runs.
        """
        if self.get(job).state == "running":
            raise BadRequest("The job is running.", "Cancel it first.")
        self._database.execute("DELETE FROM jobs WHERE id = ?", [job])

    def set_state(
        self, job: str, state: str, error: tuple[str, str, str] = ("", "", "")
    ) -> StoredJob:
        """Say what became of a job; an error is its kind, sentence and hint.

        One that is queued again goes to the end of the queue.

        Raises:
            NotFound: no such job.
            BadRequest: no such state.
        """
        was = self.get(job)
        if state not in STATES:
            raise BadRequest(f"A job cannot be “{state}”.")
        with self._database.transaction():
            queued_anew = state == "queued" and was.state != "queued"
            position = self._end(front=False) if queued_anew else was.position
            self._database.execute(
                "UPDATE jobs SET state = ?, position = ?, error_kind = ?, error_message = ?, "
                "error_hint = ? WHERE id = ?",
                [state, position, *error, job],
            )
        return self.get(job)

    def mark_interrupted(self) -> int:
        """After a start: jobs that still count as running were cut off. Pauses the queue if any.

        Returns:
            How many there were.
        """
        cut_off = self._database.value("SELECT count(*) FROM jobs WHERE state = 'running'")
        if cut_off:
            with self._database.transaction():
                self._database.execute(
                    "UPDATE jobs SET state = 'interrupted' WHERE state = 'running'"
                )
                self.paused = True
        return cut_off

    def _end(self, front: bool) -> int:
        choice = "min(position) - 1" if front else "max(position) + 1"
        return self._database.value(f"SELECT coalesce({choice}, 0) FROM jobs")

    def _read(self, where: str, values: Sequence[Any]) -> list[StoredJob]:
        rows = self._database.rows(f"SELECT {_COLUMNS} {_FROM} {where} {_ORDER}", values)
        return [StoredJob(*row[:-1], about=_about(row[-1])) for row in rows]


def _packed(about: JobAbout) -> str:
    changed = {k: v for k, v in dataclasses.asdict(about).items() if v != getattr(PLAIN, k)}
    return json.dumps(changed, ensure_ascii=False)


def _about(text: str) -> JobAbout:
    known = {item.name for item in dataclasses.fields(JobAbout)}
    return JobAbout(**{k: v for k, v in json.loads(text).items() if k in known})
