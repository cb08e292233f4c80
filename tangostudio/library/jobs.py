"""The stored queue: what was asked for, in which order, and what became of it.

It runs nothing and does not look into a request. After a killed process the job that was running is
marked as interrupted and the queue is paused, so that a job that kills the program cannot do it
again by itself.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Collection, Sequence
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
_ABOUT = tuple(item.name for item in dataclasses.fields(JobAbout))


@dataclass(frozen=True, slots=True)
class NewJob:
    """What a job is stored from; the fields mean what they mean in `StoredJob`."""

    id: str
    kind: str
    request: str
    about: JobAbout = PLAIN


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
        self.enqueue_all([NewJob(job, kind, request, about)], project, front=front)
        return self.get(job)

    def enqueue_all(self, new: Sequence[NewJob], project: str = "", *, front: bool = False) -> None:
        """Put jobs, in their order, at the end of the queue or before all that wait; all or none.

        Raises:
            NotFound: no such project.
            BadRequest: a job of one of these ids exists.
        """
        number = self._projects.id_of(project) if project else None
        now = utc_now()
        with self._database.transaction():
            first = self._end(front) - (len(new) - 1 if front else 0)
            for position, job in enumerate(new, start=first):
                if self._database.value("SELECT 1 FROM jobs WHERE id = ?", [job.id]):
                    raise BadRequest(f"There is a job {job.id} already.")
                values = [job.id, job.kind, job.request, number, position, now, _packed(job.about)]
                self._database.execute(
                    "INSERT INTO jobs (id, kind, request, project, state, position, created, about)"
                    " VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)",
                    values,
                )

    def get(self, job: str) -> StoredJob:
        """One job.

        Raises:
            NotFound: no such job.
        """
        found = self._read("WHERE j.id = ?", [job])
        if not found:
            raise NotFound(f"There is no job {job}.", "It may have been removed.")
        return found[0]

    def all(self, states: Sequence[str] = STATES, limit: int | None = None) -> list[StoredJob]:
        """Jobs in the given states: running, waiting in their order, then all others.

        Args:
            limit: at most so many; None means all.
        """
        where = f"WHERE j.state IN ({', '.join('?' * len(states))})"
        order = _ORDER if limit is None else f"{_ORDER} LIMIT {int(limit)}"
        return self._read(where, states, order)

    def next(self, among: Collection[str] | None = None) -> StoredJob | None:
        """The first job that waits, whether or not the queue is paused.

        Args:
            among: only jobs of these ids; None means all.
        """
        where, values = "WHERE j.state = 'queued'", []
        if among is not None:
            where += " AND j.id IN (SELECT value FROM json_each(?))"
            values = [json.dumps(list(among))]
        found = self._read(where, values, "ORDER BY j.position, j.created LIMIT 1")
        return found[0] if found else None

    def count(self, states: Sequence[str]) -> int:
        """How many jobs are in these states."""
        marks = ", ".join("?" * len(states))
        return self._database.value(f"SELECT count(*) FROM jobs WHERE state IN ({marks})", states)

    def move(self, job: str, position: int) -> None:
        """Put a waiting job at a place among those that wait, counted from 0.

        Raises:
            NotFound: it does not wait.
        """
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT id, position FROM jobs WHERE state = 'queued' ORDER BY position, created"
            )
            places = dict(rows)
            if job not in places:
                raise NotFound(f"The job {job} does not wait in the queue.")
            if position <= 0:
                self._place(job, min(places.values()) - 1)
                return
            order = [waiting for waiting in places if waiting != job]
            order.insert(position, job)
            for place, waiting in enumerate(order, start=min(places.values())):
                if places[waiting] != place:
                    self._place(waiting, place)

    def remove(self, job: str) -> None:
        """Forget a job that does not run.

        Raises:
            NotFound: no such job.
            BadRequest: it runs.
        """
        if self.get(job).state == "running":
            raise BadRequest("The job is running.", "Cancel it first.")
        self._database.execute("DELETE FROM jobs WHERE id = ?", [job])

    def cancel_waiting(self, among: Collection[str] | None = None) -> list[str]:
        """Cancel all jobs that wait, or those of the given ids; which they were.

        They keep their places, for `put_back`.
        """
        rows = self._database.rows("SELECT id FROM jobs WHERE state = 'queued'")
        wanted = None if among is None else set(among)
        waiting = [row[0] for row in rows if wanted is None or row[0] in wanted]
        self._set_states(waiting, "queued", "cancelled")
        return waiting

    def put_back(self, jobs: Sequence[str]) -> None:
        """Let cancelled jobs wait again, where they waited before."""
        self._set_states(jobs, "cancelled", "queued")

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

    def _set_states(self, jobs: Sequence[str], old: str, new: str) -> None:
        self._database.execute(
            "UPDATE jobs SET state = ? WHERE state = ? AND id IN (SELECT value FROM json_each(?))",
            [new, old, json.dumps(list(jobs))],
        )

    def _place(self, job: str, position: int) -> None:
        self._database.execute("UPDATE jobs SET position = ? WHERE id = ?", [position, job])

    def _end(self, front: bool) -> int:
        choice = "min(position) - 1" if front else "max(position) + 1"
        return self._database.value(f"SELECT coalesce({choice}, 0) FROM jobs")

    def _read(self, where: str, values: Sequence[Any], order: str = _ORDER) -> list[StoredJob]:
        rows = self._database.rows(f"SELECT {_COLUMNS} {_FROM} {where} {order}", values)
        return [StoredJob(*row[:-1], about=_about(row[-1])) for row in rows]


def _packed(about: JobAbout) -> str:
    values = ((name, getattr(about, name)) for name in _ABOUT)
    changed = {name: value for name, value in values if value != getattr(PLAIN, name)}
    return json.dumps(changed, ensure_ascii=False)


@functools.lru_cache(maxsize=16384)  # a long queue is read again and again
def _about(text: str) -> JobAbout:
    return JobAbout(**{k: v for k, v in json.loads(text).items() if k in _ABOUT})
