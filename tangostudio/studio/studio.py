"""The application: one verb per thing a person can do, the state that views show, and its changes.

It belongs to one thread; worker events are handed to `handle` on that thread. No Qt, no torch. The
window and the command line are two faces of this class.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tangostudio import paths
from tangostudio.cards import Catalogue, embedders
from tangostudio.errors import StorageError, TangoStudioError
from tangostudio.jobs.queue import Queue
from tangostudio.jobs.runners import Runner
from tangostudio.library import Library, Take, TakeQuery
from tangostudio.messages import (
    LAST_EVENTS,
    AudioReady,
    AutoExported,
    CorpusBuilt,
    CorpusProgress,
    EditsHeard,
    Embedded,
    Event,
    Examined,
    Failed,
    Loading,
    ModelsNews,
    Notice,
    Profiled,
    Progress,
    SoundsRead,
    TakeReady,
    TasteFitted,
    TrialReady,
    TuneNews,
    WarmRequest,
    WorkerState,
)
from tangostudio.settings import Settings
from tangostudio.studio import demonstration, tasting
from tangostudio.studio.auto_export import AutoExport
from tangostudio.studio.categories import Categories
from tangostudio.studio.changes import Change, Changes
from tangostudio.studio.corpora import Corpora
from tangostudio.studio.daw_projects import DawProjects
from tangostudio.studio.delivering import Deliveries
from tangostudio.studio.drag_files import DragFiles
from tangostudio.studio.editing import Editing
from tangostudio.studio.examining import Examining
from tangostudio.studio.imports import Imports
from tangostudio.studio.likeness import Likeness
from tangostudio.studio.lineage import Lineage, change_of, lineage
from tangostudio.studio.lists import Lists
from tangostudio.studio.making import Making
from tangostudio.studio.models import Models
from tangostudio.studio.new_takes import new_take
from tangostudio.studio.queueing import PROFILE, Queueing
from tangostudio.studio.restoring import Recipe, recipe_in
from tangostudio.studio.tasting import Tasting
from tangostudio.studio.trials import BlindTests
from tangostudio.studio.tunes import Tunes

log = logging.getLogger(__name__)

_WARM = "warm"  # the job id of warming up; it is no stored job


class Studio(Queueing):
    """The application's state and verbs.

    Attributes:
        library: the open library.
        catalogue: the models.
        settings: the settings in force; `update_settings` replaces them.
        changes: where views subscribe.
        worker_state: "off", "starting", "ready" or "busy".
        warming: whether a model is being loaded ahead of the first take.
        tasting: what is known of the person's taste.
        tunes: tunings and adapters; trials: their blind tests.
        corpora: own recordings to learn from.
        models: the files of models.
        editing: edits of takes.
        lists: smart lists; likeness: which takes sound alike; categories: which they may be of.
        imports: recordings that become takes; examining: what is measured of them behind.
        making: what is made from prompts and sounds.
        deliveries: takes that leave the program; auto_export: those that do so by themselves;
        daw_projects: those that do so in a project of a DAW.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        settings: Settings,
        make_runner: Callable[[Callable[[Event], None]], Runner],
        *,
        deliver: Callable[[Event], None] | None = None,
        make_tuner: Callable[[Callable[[Event], None]], Runner] | None = None,
        make_builder: Callable[[Callable[[Event], None]], Runner] | None = None,
        session_only: bool = False,
        save_settings: Callable[[Settings], None] | None = None,
    ) -> None:
        """Take over an open library.

        Args:
            make_runner: called with the function that takes the runner's events.
            deliver: brings an event to this object's thread and there to `handle`; None when the
                runner delivers on that thread already.
            make_tuner: the same for the runner of tunings and blind tests, which are long work and
                get a process of their own; the first runner does them when it is left out.
            make_builder: the same for the runner that builds corpora, beside a tuning.
            session_only: leave jobs of earlier sessions alone.
            save_settings: stores changed settings.
        """
        super().__init__(library, Changes())
        self.catalogue = catalogue
        self.settings = settings
        self.worker_state = "off"
        self.warming = False
        self._save_settings = save_settings
        self._runner = make_runner(deliver or self.handle)
        self._tuner = make_tuner(self._from_tuner(deliver)) if make_tuner else self._runner
        self._builder = make_builder(self._from_tuner(deliver)) if make_builder else self._runner
        choice = settings.taste_embedder
        self.tasting = Tasting(library, self._runner, self.changes, choice, deliver)
        self.tunes = Tunes(self, self._tuner)
        self.trials = BlindTests(self, self._tuner)
        self.corpora = Corpora(self, self._builder)
        self.models = Models(catalogue, self.changes, deliver, is_used=self._uses)
        self.lists = Lists(self)
        self.likeness = Likeness(library, self.tasting)
        self.categories = Categories(self)
        self.making = Making(self)
        self._background = not session_only
        self._queue = Queue(
            library, self._runner, session_only=session_only, foretell=self.foretell
        )
        self.deliveries = Deliveries(self)
        self._drags = DragFiles(self)
        self.daw_projects = DawProjects(self)
        self.auto_export = AutoExport(self, deliver)
        self.editing = Editing(self, deliver)
        self.imports = Imports(self, deliver)
        self.examining = Examining(library, self.changes, deliver)
        self._closed = False
        script = demonstration.load(paths.resources_dir() / demonstration.FILE)
        self._demonstration = demonstration.Demonstration(self, script)
        if not session_only:
            self._empty_old_trash(settings.trash_days)
            self._queue.start_next()
            self.tasting.listen()
            self.examining.start()
            self.auto_export.start()

    def _from_tuner(self, deliver: Callable[[Event], None] | None) -> Callable[[Event], None]:
        """Events of another runner; what its process does is not the state of the worker."""
        take = deliver or self.handle

        def hear(event: Event) -> None:
            if not isinstance(event, WorkerState):
                take(event)

        return hear

    def close(self) -> None:
        """End the worker, keep the queue for the next session, close the library."""
        if self._closed:
            return
        self._closed = True
        self.imports.close()
        self.deliveries.close()
        self.auto_export.close()
        self.examining.close()
        self.models.close()
        self._queue.close()
        self.tunes.close()
        self.corpora.close()
        if self.library.writable:
            self._demonstration.close()
        self._runner.close()
        for runner in (self._tuner, self._builder):
            if runner is not self._runner:
                runner.close()
        self.tasting.close()
        self._drags.close()
        self.editing.close()
        self.library.close()

    # --- models -----------------------------------------------------------------------------------

    def _uses(self, model: str) -> bool:
        """Whether a job that waits or runs needs a model."""
        tuning = self.tunes.running()
        if tuning is not None and tuning.model == model:
            return True
        return any(
            view.request.model == model and view.state in ("queued", "running")
            for view in self.jobs()
        )

    def warm(self, model: str) -> None:
        """Load a model ahead of the first take."""
        self.warming = True
        profile = not self.library.meta.get(PROFILE, {})
        self._runner.submit(_WARM, WarmRequest(model, profile, self.settings.asked_precision))

    # --- the demonstration ------------------------------------------------------------------------

    @property
    def demonstration(self) -> demonstration.Part | None:
        """The take of the demonstration project that is being made."""
        return self._demonstration.part

    def prepare_demonstration(self) -> None:
        """Make the demonstration project in a new library, or go on making it; say nothing."""
        self._demonstration.prepare()

    def cancel_all(self) -> None:
        """Stop the running job, empty the queue and make no more of the demonstration."""
        self._demonstration.stop()
        super().cancel_all()

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
            case Progress(job=job) if BlindTests.owns(job):
                self.trials.handle(event)
            case Loading() | Progress():
                self._queue.note(event)
                self.changes.announce("jobs", event=event)
            case Notice():
                self.changes.announce("jobs", event=event)
            case AudioReady():
                self._keep(event)
            case Embedded():
                self.tasting.keep(event)
            case Profiled(net=net, codec=codec):
                self.library.meta.set(PROFILE, {"net": net, "codec": codec})
                self.changes.announce("models")
            case TasteFitted():
                self.tasting.take_in(event)
            case EditsHeard():
                self.editing.take_in(event)
            case SoundsRead():
                self.imports.take_in(event)
                self._listen()
            case Examined():
                self.examining.take_in(event)
            case AutoExported():
                self.auto_export.take_in(event)
            case ModelsNews():
                self.models.handle(event)
            case TuneNews():
                self.tunes.handle(event)
            case TrialReady():
                self.trials.handle(event)
            case CorpusProgress() | CorpusBuilt():
                self.corpora.handle(event)
            case _ if isinstance(event, LAST_EVENTS):
                self._end(event)

    def _keep(self, ready: AudioReady) -> None:
        request, project, about = self._queue.request_of(ready.job)
        new = new_take(
            self.library, self.catalogue.get(request.model), request, project, about, ready
        )
        try:
            take = self.library.takes.add(new, ready.overview)
        except StorageError as error:
            self._runner.cancel(ready.job)
            self._end(Failed(ready.job, error.kind, error.message, error.hint))
            return
        self._learn_time(request, ready.render_seconds)
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
        self._listen()

    def _end(self, event: Any) -> None:
        if event.job == _WARM:
            self.warming = False
            if isinstance(event, Failed):
                log.info("warming up failed: %s", event.message)
            self.changes.announce("worker", event=event)
            return
        if event.job == tasting.JOB:
            self.tasting.ended(event)
            return
        for part in (self.tunes, self.trials, self.corpora):
            if part.owns(event.job):
                part.ended(event)
                return
        try:
            self._queue.end(event)
        except StorageError as error:
            if not isinstance(event, Failed):  # that one is told itself
                raise
            log.info("the end of a job is not stored yet: %s", error.message)
        finally:
            self.changes.announce("jobs", event=event)

    # --- takes ------------------------------------------------------------------------------------

    def find(self, query: TakeQuery) -> list[Take]:
        """The takes that match; by taste the most liked ones first, by likeness the nearest."""
        if query.sort == "likeness" and query.like is not None:
            return self.library.takes.get_many(self.find_ids(query))
        if query.sort != "taste":
            return self.library.takes.find(query)
        found = self.library.takes.find(dataclasses.replace(query, limit=None))
        return self.tasting.ordered(found)[: query.limit]

    def find_ids(self, query: TakeQuery) -> list[int]:
        """The ids of the same takes in the same order."""
        if query.sort == "taste":
            return [take.id for take in self.find(query)]
        if query.sort != "likeness" or query.like is None:
            return self.library.takes.find_ids(query)
        found = self.library.takes.find_ids(dataclasses.replace(query, limit=None))
        return self.likeness.ordered(found, query.like)[: query.limit]

    def lineage(self, identifier: int) -> Lineage:
        """Which takes a take came from, and what came from those. Raises NotFound."""
        return lineage(self.library, identifier)

    def change_of(self, identifier: int) -> str:
        """How a take came from its parent, in words; "" for one without. Raises NotFound."""
        return change_of(self.library, identifier)

    def recipe_in(self, path: Path) -> Recipe | None:
        """What a file that this program wrote was made from; None for any other file.

        Raises:
            AudioFileError: the file cannot be read.
        """
        return recipe_in(self, path)

    def take(self, identifier: int) -> Take:
        """One take. Raises NotFound."""
        return self.library.takes.get(identifier)

    def overview(self, take: Take) -> bytes:
        """The packed waveform overview of a take as it is heard; empty when it is lost.

        That of the original until that of its edits is known.
        """
        facts = self.editing.facts(take)
        return facts.overview if facts else self.library.takes.overview(take.sha256)

    def rename_project(self, old: str, new: str) -> str:
        """Give a project another name; that as stored. Raises BadRequest, NotFound."""
        stored = super().rename_project(old, new)
        self._demonstration.rename(old, stored)
        return stored

    # --- out of the program -----------------------------------------------------------------------

    def drag_files(self, ids: Sequence[int]) -> list[Path]:
        """Complete files of these takes in the library's exports folder."""
        return self._drags.files(ids)

    def drag_work(self, ids: Sequence[int]) -> Callable[[], list[Path]]:
        """The same, its rows read now: call the result, on any thread, for the files."""
        return self._drags.work(ids)

    def ready_drag_files(self, ids: Sequence[int]) -> list[Path] | None:
        """These files if all of them are there already; it never waits for one."""
        return self._drags.ready(ids)

    def prepare_drag(self, ids: Sequence[int]) -> None:
        """Render the files of a coming drag on a thread of their own."""
        self._drags.prepare(ids)

    # --- learning ---------------------------------------------------------------------------------

    def _learn(self) -> None:
        if self._background and not self._closed:
            self.tasting.learn()

    def _listen(self) -> None:
        if self._background and not self._closed:
            self.tasting.listen()

    # --- settings ---------------------------------------------------------------------------------

    def update_settings(self, settings: Settings) -> None:
        """Put new settings in force and store them. Raises StorageError, BadRequest."""
        heard_by = settings.taste_embedder
        if another := heard_by != self.settings.taste_embedder:
            embedders.name_of(heard_by)  # refuses one that is not there before anything is stored
        if self._save_settings is not None:
            self._save_settings(settings)
        self.settings = settings
        if another:
            self.tasting.hear_by(heard_by)
        self._listen()
        if hasattr(self._runner, "idle_minutes"):
            self._runner.idle_minutes = settings.worker_idle_minutes  # pyright: ignore
        self.changes.announce("settings")


__all__ = ["Change", "Studio", "TangoStudioError"]
