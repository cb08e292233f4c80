"""The application: one verb per thing a person can do, the state that views show, and its changes.

It belongs to one thread; worker events are handed to `handle` on that thread. No Qt, no torch. The
window and the command line are two faces of this class.
"""

from __future__ import annotations

import dataclasses
import logging
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tangostudio import __version__, paths
from tangostudio.audio import loudness
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.errors import StorageError, TangoStudioError
from tangostudio.export import Exported, ExportOptions
from tangostudio.jobs.queue import JobView, Queue
from tangostudio.jobs.runners import Runner
from tangostudio.library import Library, NewTake, Project, Take, TakeQuery, Vote
from tangostudio.messages import (
    LAST_EVENTS,
    AudioReady,
    Event,
    Failed,
    GenerateRequest,
    Loading,
    Progress,
    TakeReady,
    WarmRequest,
    WorkerState,
    request_to_json,
)
from tangostudio.preference.pairs import Pair, next_pair
from tangostudio.settings import Settings
from tangostudio.studio import demonstration, estimates, plan
from tangostudio.studio.changes import Change, Changes
from tangostudio.studio.delivery import Delivery
from tangostudio.studio.history import Deed, History

log = logging.getLogger(__name__)

_WARM = "warm"  # the job id of warming up; it is no stored job
_RATES = "seconds_per_work"
_PROJECT = "project"


class Studio:
    """The application's state and verbs.

    Attributes:
        library: the open library.
        catalogue: the models.
        settings: the settings in force; `update_settings` replaces them.
        changes: where views subscribe.
        worker_state: "off", "starting", "ready" or "busy".
        warming: whether a model is being loaded ahead of the first take.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        settings: Settings,
        make_runner: Callable[[Callable[[Event], None]], Runner],
        *,
        deliver: Callable[[Event], None] | None = None,
        session_only: bool = False,
        save_settings: Callable[[Settings], None] | None = None,
    ) -> None:
        """Take over an open library.

        Args:
            make_runner: called with the function that takes the runner's events.
            deliver: brings an event to this object's thread and there to `handle`; None when the
                runner delivers on that thread already.
            session_only: leave jobs of earlier sessions alone.
            save_settings: stores changed settings.
        """
        self.library = library
        self.catalogue = catalogue
        self.settings = settings
        self.changes = Changes()
        self.worker_state = "off"
        self.warming = False
        self._save_settings = save_settings
        self._history = History()
        self._runner = make_runner(deliver or self.handle)
        self._queue = Queue(library, self._runner, session_only=session_only)
        self._delivery = Delivery(library)
        self._closed = False
        script = demonstration.load(paths.resources_dir() / demonstration.FILE)
        self._demonstration = demonstration.Demonstration(self, script)
        if not session_only:
            self._queue.start_next()

    def close(self) -> None:
        """End the worker, keep the queue for the next session, close the library."""
        if self._closed:
            return
        self._closed = True
        self._queue.close()
        self._demonstration.close()
        self._runner.close()
        self._delivery.close()
        self.library.close()

    # --- generating -------------------------------------------------------------------------------

    def card(self, model: str) -> ModelCard:
        """The card of a model. Raises BadRequest."""
        return self.catalogue.get(model)

    def plan(self, model: str, prompt: str, **values: Any) -> GenerateRequest:
        """A checked request with defaults filled in; see `plan.plan`. Raises BadRequest."""
        return plan.plan(self.card(model), prompt, **values)

    def generate(
        self,
        request: GenerateRequest,
        project: str | None = None,
        *,
        front: bool = False,
        job: str = "",
    ) -> str:
        """Queue the request, under a new id or a given one; the job's id."""
        card = self.card(request.model)
        if card.files:
            card.verify_files()
        job = self._queue.add(request, project or self.project, front=front, job=job)
        self.changes.announce("jobs")
        return job

    def cancel(self, job: str) -> None:
        """Stop a job; its finished takes stay."""
        self._queue.remove(job)
        self.changes.announce("jobs")

    remove_job = cancel

    def cancel_all(self) -> None:
        """Stop the running job and empty the queue."""
        self._demonstration.stop()
        for view in reversed(self.jobs()):
            if view.state in ("queued", "running"):
                self._queue.remove(view.id)
        self.changes.announce("jobs")

    def retry(self, job: str) -> None:
        """Run a failed or interrupted job again; takes that exist are not made twice."""
        self._queue.retry(job)
        self.changes.announce("jobs")

    def jobs(self) -> list[JobView]:
        """The running job, the waiting ones, the failed and interrupted ones."""
        return self._queue.views()

    @property
    def queue_paused(self) -> bool:
        """Whether waiting jobs wait."""
        return self._queue.paused

    def pause_queue(self) -> None:
        """Start no further job."""
        self._queue.pause()
        self.changes.announce("jobs")

    def resume_queue(self) -> None:
        """Go on with the queue."""
        self._queue.resume()
        self.changes.announce("jobs")

    def move_job(self, job: str, position: int) -> None:
        """Give a waiting job another place; 0 is next."""
        self._queue.move(job, position)
        self.changes.announce("jobs")

    def estimate(
        self,
        model: str,
        *,
        seconds: float,
        steps: int,
        guidance: float,
        takes: int = 1,
    ) -> float | None:
        """Seconds that this machine will need; None while nothing is known."""
        rates = self.library.meta.get(_RATES, {})
        return estimates.estimate(
            rates, model, seconds=seconds, steps=steps, guidance=guidance, takes=takes
        )

    def warm(self, model: str) -> None:
        """Load a model ahead of the first take."""
        self.warming = True
        self._runner.submit(_WARM, WarmRequest(model))

    # --- the demonstration ------------------------------------------------------------------------

    @property
    def demonstration(self) -> demonstration.Part | None:
        """The take of the demonstration project that is being made."""
        return self._demonstration.part

    def prepare_demonstration(self) -> None:
        """Make the demonstration project in a new library, or go on making it; say nothing."""
        self._demonstration.prepare()

    def make_demonstration(self) -> None:
        """Open the demonstration project and make what it lacks. Raises TangoStudioError."""
        self.open_project(self._demonstration.make())

    # --- events of the worker ---------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take in one event: commit the row, then tell the views."""
        if self._closed:
            return
        match event:
            case WorkerState(state=state):
                self.worker_state = state
                self.changes.announce("worker", event=event)
            case Loading() | Progress():
                self._queue.note(event)
                self.changes.announce("jobs", event=event)
            case AudioReady():
                self._keep(event)
            case _ if isinstance(event, LAST_EVENTS):
                self._end(event)

    def _keep(self, ready: AudioReady) -> None:
        request, project = self._queue.request_of(ready.job)
        new = self._new_take(request, project, ready)
        try:
            take = self.library.takes.add(new, ready.overview)
        except StorageError as error:
            self._runner.cancel(ready.job)
            self._end(Failed(ready.job, error.kind, error.message, error.hint))
            return
        rates = self.library.meta.get(_RATES, {})
        estimates.learn(rates, request, ready.render_seconds)
        self.library.meta.set(_RATES, rates)
        made = TakeReady(
            job=ready.job,
            take=take.id,
            path=str(take.path),
            sha256=take.sha256,
            seed=take.seed,
            seconds=take.frames / take.sample_rate,
            sample_rate=take.sample_rate,
            channels=take.channels,
        )
        self.changes.announce("takes", "jobs", "projects", takes=[take.id], event=made)

    def _new_take(self, request: GenerateRequest, project: str, ready: AudioReady) -> NewTake:
        card = self.card(request.model)
        return NewTake(
            project=project,
            prompt=request.prompt,
            negative=request.negative,
            model=request.model,
            model_name=card.name,
            model_hash=ready.model_hash,
            licence=card.licence.name,
            commercial=card.licence.commercial,
            app_version=__version__,
            seed=ready.seed,
            seconds=request.seconds,
            steps=request.steps,
            guidance=request.guidance,
            sampler=request.sampler,
            request=request_to_json(dataclasses.replace(request, seeds=(ready.seed,), out="")),
            sha256=ready.sha256,
            frames=ready.frames,
            sample_rate=ready.sample_rate,
            channels=ready.channels,
            gain_db=ready.gain_db,
            lufs=ready.lufs,
            peak_db=ready.peak_db,
            job=ready.job,
            index=request.seeds.index(ready.seed),
            render_seconds=ready.render_seconds,
        )

    def _end(self, event: Any) -> None:
        if event.job == _WARM:
            self.warming = False
            if isinstance(event, Failed):
                log.info("warming up failed: %s", event.message)
            self.changes.announce("worker", event=event)
            return
        self._queue.end(event)
        self.changes.announce("jobs", event=event)

    # --- takes ------------------------------------------------------------------------------------

    def find(self, query: TakeQuery) -> list[Take]:
        """The takes that match."""
        return self.library.takes.find(query)

    def take(self, identifier: int) -> Take:
        """One take. Raises NotFound."""
        return self.library.takes.get(identifier)

    def overview(self, take: Take) -> bytes:
        """The take's packed waveform overview; empty when it is lost."""
        return self.library.takes.overview(take.sha256)

    def rate(self, ids: Sequence[int], stars: int) -> None:
        """Give 0 to 5 stars."""
        self._set("rating", self.library.takes.rate, dict.fromkeys(ids, stars))

    def reject(self, ids: Sequence[int], rejected: bool) -> None:
        """Mark as not wanted, or take the mark away."""
        self._set("rejecting", self.library.takes.reject, dict.fromkeys(ids, rejected))

    def favourite(self, ids: Sequence[int], on: bool) -> None:
        """Mark as favourite, or take the mark away."""
        self._set("favourite", self.library.takes.favourite, dict.fromkeys(ids, on))

    def rename(self, identifier: int, title: str) -> None:
        """Give a take another title. Raises BadRequest."""
        self._set("renaming", self.library.takes.rename, {identifier: title})

    def set_tags(self, ids: Sequence[int], tags: Iterable[str]) -> None:
        """Replace the tags. Raises BadRequest."""
        self._set("tags", self.library.takes.set_tags, dict.fromkeys(ids, tuple(tags)))

    def set_notes(self, identifier: int, text: str) -> None:
        """Replace the notes."""
        self._set("notes", self.library.takes.set_notes, {identifier: text})

    def trash(self, ids: Sequence[int]) -> None:
        """Move takes to the trash."""
        takes = self.library.takes
        self._move("moving to trash", takes.trash, takes.restore, ids)

    def restore(self, ids: Sequence[int]) -> None:
        """Bring takes back from the trash."""
        takes = self.library.takes
        self._move("restoring", takes.restore, takes.trash, ids)

    def empty_trash(self) -> int:
        """Delete what is in the trash for good; how many takes that were."""
        count = len(self.library.takes.purge())
        self.changes.announce("takes", "projects")
        return count

    def _set(
        self,
        label: str,
        write: Callable[[Mapping[int, Any]], dict[int, Any]],
        values: dict[int, Any],
    ) -> None:
        """Write values by take, and remember the way back."""

        def put(values: Mapping[int, Any]) -> dict[int, Any]:
            before = write(values)
            self.changes.announce("takes", takes=values)
            return before

        before = put(values)
        self._history.add(Deed(label, undo=lambda: put(before), redo=lambda: put(values)))

    def _move(
        self,
        label: str,
        forth: Callable[[Iterable[int]], list[int]],
        back: Callable[[Iterable[int]], list[int]],
        ids: Sequence[int],
    ) -> None:
        """Move takes into or out of the trash, and remember the way back."""

        moved = forth(ids)
        if not moved:
            return

        def move(where: Callable[[Iterable[int]], list[int]]) -> None:
            where(moved)
            self.changes.announce("takes", "projects", takes=moved)

        self.changes.announce("takes", "projects", takes=moved)
        self._history.add(Deed(label, undo=lambda: move(back), redo=lambda: move(forth)))

    # --- undo -------------------------------------------------------------------------------------

    def undo(self) -> str | None:
        """Undo the last thing; its label, None when there is nothing."""
        return self._history.undo()

    def redo(self) -> str | None:
        """Do again what was undone."""
        return self._history.redo()

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._history.redo_label

    # --- projects ---------------------------------------------------------------------------------

    @property
    def project(self) -> str:
        """The project that new takes go to."""
        name = self.library.meta.get(_PROJECT, "")
        names = [project.name for project in self.projects()]
        return name if name in names else names[0]

    def projects(self) -> list[Project]:
        """All projects with the number of their takes."""
        return self.library.projects.all()

    def open_project(self, name: str) -> None:
        """Make a project the one that is worked in. Raises NotFound."""
        self.library.projects.id_of(name)
        self.library.meta.set(_PROJECT, name)
        self.changes.announce("projects", "takes")

    def create_project(self, name: str) -> None:
        """Make a project and work in it. Raises BadRequest."""
        self.open_project(self.library.projects.create(name))

    def rename_project(self, old: str, new: str) -> None:
        """Give a project another name. Raises BadRequest, NotFound."""
        current = self.project
        stored = self.library.projects.rename(old, new)
        if current == old:
            self.library.meta.set(_PROJECT, stored)
        self._demonstration.rename(old, stored)
        self.changes.announce("projects", "takes")

    # --- out of the program -----------------------------------------------------------------------

    def export(
        self,
        ids: Sequence[int],
        folder: Path,
        *,
        rate: int | None = None,
        bits: int | None = None,
    ) -> list[Exported]:
        """Write takes as WAV files. Raises ExportError, AudioFileError, StorageError, NotFound."""
        return self.prepare_export(ids, folder, rate=rate, bits=bits)()

    def prepare_export(
        self,
        ids: Sequence[int],
        folder: Path,
        *,
        rate: int | None = None,
        bits: int | None = None,
    ) -> Callable[[], list[Exported]]:
        """An export whose rows are read; calling it, on any thread, writes the files."""
        takes = [self.take(identifier) for identifier in ids]
        return partial(self._delivery.export, takes, folder, self._options(rate, bits))

    def drag_files(self, ids: Sequence[int]) -> list[Path]:
        """Complete files of these takes in the library's exports folder."""
        takes = [self.take(identifier) for identifier in ids]
        return self._delivery.drag_files(takes, self._options())

    def prepare_drag(self, ids: Sequence[int]) -> None:
        """Render the files of a coming drag on a thread of their own."""
        takes = [self.take(identifier) for identifier in ids]
        self._delivery.prepare(takes, self._options())

    def _options(self, rate: int | None = None, bits: int | None = None) -> ExportOptions:
        return ExportOptions(
            rate=rate or self.settings.export_rate, bits=bits or self.settings.export_bits
        )

    # --- comparing --------------------------------------------------------------------------------

    def next_pair(self) -> Pair[Take] | None:
        """Two takes of one prompt to judge next, sides at random; None when there are none."""
        takes = self.find(TakeQuery(project=self.project, hide_rejected=True))
        votes = self.library.votes.all()
        chance = random.Random()
        while pair := next_pair(takes, votes, chance):
            # The disk is asked about these two only: asking about thousands takes too long.
            missing = {take.id for take in (pair.left, pair.right) if take.missing}
            if not missing:
                return pair
            takes = [take for take in takes if take.id not in missing]
        return None

    def pair_gains(self, pair: Pair[Take]) -> tuple[float, float]:
        """Gains in dB that make both sides equally loud without any peak over full scale."""
        takes = (pair.left, pair.right)
        left, right = loudness.matching_gains_db(
            [take.lufs for take in takes], [take.peak_db for take in takes]
        )
        return left, right

    def vote(self, pair: Pair[Take], answer: str, **heard: Any) -> int:
        """Store a vote; its id. Raises BadRequest for an answer that is none."""
        vote = Vote.of(pair, answer, app_version=__version__, **heard)
        identifier = self.library.votes.add(vote)
        self._history.add(
            Deed(
                "vote",
                undo=partial(self._withdraw, identifier),
                redo=partial(self._vote_again, vote),
            )
        )
        self.changes.announce("votes")
        return identifier

    def votes_count(self) -> int:
        """Votes that stand."""
        return self.library.votes.count()

    def _withdraw(self, identifier: int) -> None:
        self.library.votes.withdraw(identifier)
        self.changes.announce("votes")

    def _vote_again(self, vote: Vote) -> None:
        self.library.votes.add(vote)
        self.changes.announce("votes")

    # --- settings ---------------------------------------------------------------------------------

    def update_settings(self, settings: Settings) -> None:
        """Put new settings in force and store them. Raises StorageError."""
        if self._save_settings is not None:
            self._save_settings(settings)
        self.settings = settings
        if hasattr(self._runner, "idle_minutes"):
            self._runner.idle_minutes = settings.worker_idle_minutes  # pyright: ignore
        self.changes.announce("settings")


__all__ = ["Change", "Studio", "TangoStudioError"]
