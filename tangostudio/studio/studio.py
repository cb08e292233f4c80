"""The application: one verb per thing a person can do, the state that views show, and its changes.

It belongs to one thread; worker events are handed to `handle` on that thread. No Qt, no torch. The
window and the command line are two faces of this class.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tangostudio import __version__, paths
from tangostudio.audio import loudness
from tangostudio.cards import Catalogue, ModelCard, embedders
from tangostudio.errors import StorageError, TangoStudioError
from tangostudio.export import Exported, ExportOptions
from tangostudio.jobs.queue import JobView, Queue
from tangostudio.jobs.runners import Runner
from tangostudio.library import Library, NewTake, Project, Take, TakeQuery, Vote
from tangostudio.library.jobs import PLAIN, JobAbout
from tangostudio.messages import (
    LAST_EVENTS,
    AudioReady,
    Embedded,
    Event,
    Failed,
    GenerateRequest,
    Loading,
    ModelsNews,
    Notice,
    Profiled,
    Progress,
    TakeReady,
    TasteFitted,
    TrialReady,
    TuneNews,
    WarmRequest,
    WorkerState,
    request_to_json,
)
from tangostudio.preference import rankings
from tangostudio.preference.pairs import Pair
from tangostudio.preference.rankings import Ranking
from tangostudio.settings import Settings
from tangostudio.studio import demonstration, estimates, history, licences, plan, tasting
from tangostudio.studio.changes import Change, Changes
from tangostudio.studio.delivery import Delivery
from tangostudio.studio.history import Deed, History
from tangostudio.studio.models import Models
from tangostudio.studio.tasting import Tasting
from tangostudio.studio.trials import BlindTests
from tangostudio.studio.tunes import Tunes

log = logging.getLogger(__name__)

_WARM = "warm"  # the job id of warming up; it is no stored job
_RATES = "seconds_per_work"
_PROFILE = "machine_speed"
_PROJECT = "project"
_MARKS = ("rating", "rejecting")  # that a taste is learned from


class Studio:
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
        models: the files of models.
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
        self._tuner = make_tuner(self._from_tuner(deliver)) if make_tuner else self._runner
        choice = settings.taste_embedder
        self.tasting = Tasting(library, self._runner, self.changes, choice, deliver)
        self.tunes = Tunes(self, self._tuner)
        self.trials = BlindTests(self, self._tuner)
        self.models = Models(catalogue, self.changes, deliver, is_used=self._uses)
        self._background = not session_only
        self._queue = Queue(library, self._runner, session_only=session_only)
        self._delivery = Delivery(library)
        self._closed = False
        script = demonstration.load(paths.resources_dir() / demonstration.FILE)
        self._demonstration = demonstration.Demonstration(self, script)
        if not session_only:
            self._queue.start_next()
            self.tasting.listen()

    def _from_tuner(self, deliver: Callable[[Event], None] | None) -> Callable[[Event], None]:
        """Events of the second runner; what its process does is not the state of the worker."""
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
        self.models.close()
        self._queue.close()
        self.tunes.close()
        if self.library.writable:
            self._demonstration.close()
        self._runner.close()
        if self._tuner is not self._runner:
            self._tuner.close()
        self.tasting.close()
        self._delivery.close()
        self.library.close()

    # --- generating -------------------------------------------------------------------------------

    def card(self, model: str) -> ModelCard:
        """The card of a model. Raises BadRequest."""
        return self.catalogue.get(model)

    def plan(self, model: str, prompt: str, **values: Any) -> GenerateRequest:
        """A checked request with defaults filled in; see `plan.plan`. Raises BadRequest.

        The adapters are those in use for this model unless others are named.
        """
        card = self.card(model)
        values.setdefault("adapters", self.tunes.in_use(card))
        return plan.plan(card, prompt, **values)

    def generate(
        self,
        request: GenerateRequest,
        project: str | None = None,
        *,
        front: bool = False,
        job: str = "",
        about: JobAbout = PLAIN,
    ) -> str:
        """Queue the request, under a new id or a given one; the job's id.

        Args:
            about: what its takes are.
        """
        card = self.card(request.model)
        if card.files:
            card.verify_files()
        target = project or self.project
        job = self._queue.add(request, target, front=front, job=job, about=about)
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
        expected = self.expect(model, seconds=seconds, steps=steps, guidance=guidance, takes=takes)
        return expected and expected.seconds

    def expect(
        self, model: str, *, seconds: float, steps: int, guidance: float, takes: int = 1
    ) -> estimates.Expected | None:
        """The same, and whether it comes from takes of this model or from the machine's speed."""
        meta = self.library.meta
        rates, profile = meta.get(_RATES, {}), meta.get(_PROFILE, {})
        values = {"seconds": seconds, "steps": steps, "guidance": guidance, "takes": takes}
        return estimates.expect(rates, profile, self.card(model), **values)

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
        profile = not self.library.meta.get(_PROFILE, {})
        self._runner.submit(_WARM, WarmRequest(model, profile))

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
                self.library.meta.set(_PROFILE, {"net": net, "codec": codec})
                self.changes.announce("models")
            case TasteFitted():
                self.tasting.take_in(event)
            case ModelsNews():
                self.models.handle(event)
            case TuneNews():
                self.tunes.handle(event)
            case TrialReady():
                self.trials.handle(event)
            case _ if isinstance(event, LAST_EVENTS):
                self._end(event)

    def _keep(self, ready: AudioReady) -> None:
        request, project, about = self._queue.request_of(ready.job)
        new = self._new_take(request, project, about, ready)
        try:
            take = self.library.takes.add(new, ready.overview)
        except StorageError as error:
            self._runner.cancel(ready.job)
            self._end(Failed(ready.job, error.kind, error.message, error.hint))
            return
        rates = self.library.meta.get(_RATES, {})
        estimates.learn(rates, self.card(request.model), request, ready.render_seconds)
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
        self._listen()

    def _new_take(
        self, request: GenerateRequest, project: str, about: JobAbout, ready: AudioReady
    ) -> NewTake:
        card = self.card(request.model)
        adapters = [self.library.adapters.by_hash(sha256) for sha256, _ in request.adapters]
        licence = licences.strictest(
            (card.licence.name, card.licence.commercial),
            *((item.licence, item.commercial) for item in adapters if item is not None),
        )
        return NewTake(
            project=project,
            prompt=request.prompt,
            negative=request.negative,
            model=request.model,
            model_name=card.name,
            model_hash=ready.model_hash,
            licence=licence[0],
            commercial=licence[1],
            adapters=request.adapters,
            app_version=__version__,
            seed=ready.seed,
            seconds=request.seconds,
            steps=request.steps,
            guidance=request.guidance,
            sampler=request.sampler,
            request=request_to_json(
                dataclasses.replace(request, seeds=(ready.seed,), out="", adapter_dir="")
            ),
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
            momentary_lufs=ready.momentary_lufs,
            range_lu=ready.range_lu,
            flags=ready.flags,
            parent=self._parent(about),
            relation=about.relation,
            source=about.source,
            title=about.title,
            category=about.category,
        )

    def _parent(self, about: JobAbout) -> int | None:
        """The take that a job's takes come from, unless it was deleted for good meanwhile."""
        known = about.parent is not None and self.library.takes.exists(about.parent)
        return about.parent if known else None

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
        for part in (self.tunes, self.trials):
            if part.owns(event.job):
                part.ended(event)
                return
        self._queue.end(event)
        self.changes.announce("jobs", event=event)

    # --- takes ------------------------------------------------------------------------------------

    def find(self, query: TakeQuery) -> list[Take]:
        """The takes that match; by taste, those that are liked most first."""
        if query.sort != "taste":
            return self.library.takes.find(query)
        found = self.library.takes.find(dataclasses.replace(query, limit=None))
        return self.tasting.ordered(found)[: query.limit]

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
            if label in _MARKS:
                self._learn()
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

    def remember(self, deed: Deed) -> None:
        """Something was done that can be undone."""
        self._history.add(deed)

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

    def next_pair(self, without: Collection[int] = ()) -> Pair[Take] | None:
        """Two takes of one prompt to judge next, sides at random; None when there are none.

        Args:
            without: ids of takes that are passed over this time.
        """
        return self.tasting.next_pair(self.project, without=without)

    def pair_gains(self, pair: Pair[Take]) -> tuple[float, float]:
        """Gains in dB that make both sides equally loud without any peak over full scale."""
        left, right = self.gains((pair.left, pair.right))
        return left, right

    def gains(self, takes: Sequence[Any]) -> list[float]:
        """Gains in dB that make takes, or sounds that have both measures, equally loud.

        No peak goes over full scale.
        """
        return loudness.matching_gains_db(
            [take.lufs for take in takes], [take.peak_db for take in takes]
        )

    def next_ranking(self, size: int, without: Collection[int] = ()) -> Ranking[Take] | None:
        """Three to five takes of one prompt to put in order; None without. Raises BadRequest."""
        return self.tasting.next_ranking(self.project, size, without=without)

    def rank_vote(
        self,
        ranking: Ranking[Take],
        places: Mapping[int, int],
        *,
        all_bad: bool = False,
        heard_ms: Mapping[int, int] | None = None,
        gains_db: Mapping[int, float] | None = None,
        replays: int = 0,
        response_ms: int = 0,
    ) -> list[int]:
        """Store the votes on neighbours that a ranking means; their ids. One undo takes all back.

        Args:
            places: by take id, 1 for the best; equal places are ties.
            heard_ms, gains_db: by take id.

        Raises:
            BadRequest: places that do not fit.
        """
        heard_ms, gains_db = heard_ms or {}, gains_db or {}
        votes = [
            Vote.of(
                item.pair,
                item.answer,
                heard_left_ms=heard_ms.get(item.pair.left.id, 0),
                heard_right_ms=heard_ms.get(item.pair.right.id, 0),
                gain_left_db=gains_db.get(item.pair.left.id, 0.0),
                gain_right_db=gains_db.get(item.pair.right.id, 0.0),
                replays=replays,
                response_ms=response_ms,
                app_version=__version__,
            )
            for item in rankings.judged(ranking, places, all_bad)
        ]
        return self._store_votes(votes, "ranking")

    def vote(self, pair: Pair[Take], answer: str, **heard: Any) -> int:
        """Store a vote; its id. Raises BadRequest for an answer that is none."""
        (identifier,) = self._store_votes(
            [Vote.of(pair, answer, app_version=__version__, **heard)], "vote"
        )
        return identifier

    def votes_count(self) -> int:
        """Votes that stand."""
        return self.library.votes.count()

    def _store_votes(self, votes: Sequence[Vote], label: str) -> list[int]:
        """Store votes and remember the way back, one for all of them."""

        def store() -> list[int]:
            with self.library.database.transaction():
                stored = [self.library.votes.add(vote) for vote in votes]
            self._voted()
            return stored

        def withdraw(stored: list[int]) -> None:
            for identifier in stored:
                self.library.votes.withdraw(identifier)
            self._voted()

        found, deed = history.stored(label, store, withdraw)
        self._history.add(deed)
        return found

    def _voted(self) -> None:
        self.changes.announce("votes")
        self._learn()

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
