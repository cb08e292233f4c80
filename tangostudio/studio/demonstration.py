"""The demonstration project: a few takes, stored as requests, that this machine makes by itself.

They are made once, in a new library, one job at a time and only while nobody else's job waits, so
that what a person asks for is never behind more than the take that is being made. What is left to
make stands in the library: a closed program goes on at its next start, and what was cancelled or
deleted is not made again until somebody asks for it. It does not know how jobs run.
"""

from __future__ import annotations

import logging
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.errors import TangoStudioError
from tangostudio.library import TakeQuery
from tangostudio.messages import Cancelled, Failed, TakeReady
from tangostudio.studio.changes import Change

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

log = logging.getLogger(__name__)

FILE = "demonstration.toml"
MOST_FAILURES = 2
_META = "demonstration"
_JOB = "demonstration"


@dataclass(frozen=True)
class Script:
    """What the demonstration consists of.

    Attributes:
        project: the name that its project gets.
        model: the model that makes it.
        takes: the values of `Studio.plan`, one take each.
    """

    project: str
    model: str
    takes: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Part:
    """The take of the demonstration that is being made: its job, its project, "3 of 12"."""

    job: str
    project: str
    number: int
    total: int


def load(path: Path) -> Script:
    """Read a table; values above the takes hold for all that do not say otherwise."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    takes = tuple(_values({**document["all"], **take}) for take in document["take"])
    return Script(document["project"], document["model"], takes)


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    return {**{name: entry[name] for name in entry if name != "seed"}, "seeds": (entry["seed"],)}


class Demonstration:
    """Makes the demonstration with a studio's own verbs and listens to what becomes of it."""

    def __init__(self, studio: Studio, script: Script) -> None:
        self._studio = studio
        self._script = script
        self._going = False
        studio.changes.subscribe(self._hear)

    # --- verbs ------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """At the start of the program: begin in a new library, go on where it was cut off."""
        self._clear_cut_off()
        if self._state() is None and self._studio.settings.default_model == self._script.model:
            self._store(list(range(len(self._script.takes))) if self._is_new() else [])
        self._going = True
        self._quietly_go_on()

    def make(self) -> str:
        """Make what is missing of it, because somebody asked; the project's name.

        Raises:
            TangoStudioError: the first take cannot be queued.
        """
        project = self._project()
        have = self._studio.find(TakeQuery(project=project))
        keys = {(take.model, take.prompt, take.seed) for take in have}
        model = self._script.model
        missing = [
            index
            for index, take in enumerate(self._script.takes)
            if (model, take["prompt"], take["seeds"][0]) not in keys
        ]
        self._store(missing, project=project, failures=0)
        self._going = True
        self._go_on()
        return project

    def stop(self) -> None:
        """Make no more of it, not at the next start either."""
        if self._left():
            self._store([])

    def rename(self, old: str, new: str) -> None:
        """Its project may have another name now."""
        state = self._state()
        if state is not None and state["project"] == old:
            self._studio.library.meta.set(_META, {**state, "project": new})

    def close(self) -> None:
        """Take the job of this session out of the queue; the next session asks anew."""
        for job in self._studio.library.jobs.all(["queued"]):
            if _index(job.id) is not None:
                self._studio.library.jobs.remove(job.id)

    @property
    def part(self) -> Part | None:
        """What is being made, None while nothing is."""
        left = self._left()
        for view in self._studio.jobs() if left else ():
            index = _index(view.id)
            if index is not None and view.state in ("running", "queued"):
                total = (self._state() or {}).get("total", 1)
                number = total - len(left) + (index in left)
                return Part(view.id, view.project, max(1, number), total)
        return None

    # --- going on ---------------------------------------------------------------------------------

    def _hear(self, change: Change) -> None:
        event = change.event
        index = _index(getattr(event, "job", ""))
        if index is not None:
            match event:
                case TakeReady():
                    self._made(index)
                case Cancelled():
                    self.stop()
                case Failed():
                    self._failed()
        if change.kinds & {"jobs", "worker"}:
            self._quietly_go_on()

    def _made(self, index: int) -> None:
        left = self._left()
        if index in left:
            left.remove(index)
            self._store(left)
            if not left:
                self._studio.changes.announce("demonstration")

    def _failed(self) -> None:
        """Try again at the next start; what fails twice is left alone."""
        self._going = False
        failures = (self._state() or {}).get("failures", 0) + 1
        self._store(self._left() if failures < MOST_FAILURES else [], failures=failures)

    def _quietly_go_on(self) -> None:
        try:
            self._go_on()
        except TangoStudioError as error:  # nobody asked for it: nobody is told
            self._going = False
            log.info("the demonstration is not made: %s", error.message)

    def _go_on(self) -> None:
        """Queue the next take if nothing else is to be done."""
        left = self._left()
        if not self._going or not left or self._studio.queue_paused or self._studio.warming:
            return  # whoever asks while the model is loaded comes first
        running = any(view.state == "running" for view in self._studio.jobs(limit=1))
        if running or self._studio.waiting():
            return
        values = self._script.takes[left[0]]
        request = self._studio.plan(self._script.model, **values)
        job = f"{_JOB}-{left[0]}-{uuid.uuid4().hex[:8]}"
        self._studio.generate(request, self._project(), job=job)

    def _clear_cut_off(self) -> None:
        """After a crash: its job is no reason to hold the queue, but a reason to be careful."""
        jobs = self._studio.library.jobs
        cut_off = jobs.all(["interrupted"])
        own = [job for job in cut_off if _index(job.id) is not None]
        for job in own:
            jobs.remove(job.id)
        if own:
            self._failed()
            if len(own) == len(cut_off):
                self._studio.resume_queue()

    # --- what is stored ---------------------------------------------------------------------------

    def _is_new(self) -> bool:
        """Whether nothing was ever made in this library."""
        studio = self._studio
        used = studio.find(TakeQuery(limit=1)) or studio.find(TakeQuery(trashed=True, limit=1))
        return not used and not studio.library.jobs.all() and len(studio.projects()) == 1

    def _state(self) -> dict[str, Any] | None:
        return self._studio.library.meta.get(_META)

    def _left(self) -> list[int]:
        known = range(len(self._script.takes))
        return [index for index in (self._state() or {}).get("left", []) if index in known]

    def _store(self, left: list[int], **changes: Any) -> None:
        state = self._state() or {"project": self._script.project, "failures": 0, "left": []}
        begins = not state["left"]
        total = len(left) if begins else state["total"]
        self._studio.library.meta.set(_META, {**state, "total": total, **changes, "left": left})

    def _project(self) -> str:
        """The name of its project, which is made where it is missing."""
        wanted = (self._state() or {}).get("project", self._script.project)
        for project in self._studio.projects():
            if project.name.casefold() == wanted.casefold():
                return project.name
        return self._studio.library.projects.create(wanted)


def _index(job: str) -> int | None:
    """Which take of the script a job makes; None for any other job."""
    kind, _, rest = job.partition("-")
    number = rest.partition("-")[0]
    return int(number) if kind == _JOB and number.isdecimal() else None
