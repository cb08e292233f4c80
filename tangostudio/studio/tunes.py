"""Tunings: starting, pausing and following one.

A tuning runs in a process of its own and lives in a folder of the library; its row and its news
outlive the program. It belongs to the studio's thread. The blind test is the business of `trials`.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import shutil
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.library.tunings import StoredTuning
from tangostudio.messages import (
    Cancelled,
    Failed,
    Finished,
    LastEvent,
    TuneNews,
    TuneRequest,
    request_from_json,
    request_to_json,
)
from tangostudio.studio import tune_views
from tangostudio.studio.courses import AnyCourse, course_of
from tangostudio.studio.tune_planning import RATE, TunePlanning, rate_key
from tangostudio.studio.tune_views import TuneView
from tangostudio.tuning import methods
from tangostudio.tuning.events import Tuned

if TYPE_CHECKING:
    from tangostudio.jobs.runners import Runner
    from tangostudio.studio.studio import Studio

log = logging.getLogger(__name__)

WAITING = ("paused", "interrupted", "failed")

_PREFIX = "tune-"


@dataclass
class _Live:
    """A tuning that runs now: its course, and what its speed is told from."""

    id: str
    course: AnyCourse
    began: float = field(default_factory=time.monotonic)
    began_at: float = 0.0  # units that were done before
    fault: TangoStudioError | None = None  # of the library, which the tuning does not know of


class Tunes(TunePlanning):
    """The tunings of an open library, and the adapters that came of them."""

    def __init__(self, studio: Studio, runner: Runner) -> None:
        super().__init__(studio)
        self._runner = runner
        self._live: _Live | None = None
        self._wanted: dict[str, str] = {}  # state that a tuning which was told to stop shall get
        for stored in self._library.tunings.all() if self._library.writable else ():
            if stored.state == "cancelled":  # its process may have written on for a moment
                self._remove_folder(stored.id)

    # --- starting ---------------------------------------------------------------------------------

    def start(
        self,
        name: str = "",
        method: str = methods.CRPO,
        model: str = "",
        corpus: str = "",
        **options: Any,
    ) -> str:
        """Begin a tuning; its id.

        Args:
            name: of the adapter that shall come of it; empty numbers it.
            corpus: id of the corpus to learn from, for "lora" and "arc".
            options: see `tune_requests.plan_for` and `train_requests.plan_for`.

        Raises:
            BadRequest: a tuning runs already, or an option makes no sense.
            NotFound: there is no such corpus.
            StorageError: the library's folder cannot be written.
        """
        self._require_none()
        card = self._card(model)
        identifier = _PREFIX + uuid.uuid4().hex[:10]
        request = self._request_for(identifier, card, method, corpus, options)
        stored = {**json.loads(request_to_json(request)), "folder": ""}
        if request.corpus:
            stored["corpus"] = Path(request.corpus).name
        title = name.strip() or self._next_name(method)
        self._library.tunings.add(
            identifier,
            name=title,
            model=card.id,
            method=method,
            request=json.dumps(stored),
            votes=0 if request.corpus else self._studio.votes_count(),
        )
        self._run(identifier, request, course_of(request))
        return identifier

    def _run(self, identifier: str, request: TuneRequest, course: AnyCourse) -> None:
        self._live = _Live(identifier, course, began_at=course.units)
        self._library.tunings.set_state(identifier, "running")
        self._studio.changes.announce("tunes")
        self._runner.submit(identifier, request)

    # --- while it runs ----------------------------------------------------------------------------

    def pause(self, identifier: str) -> None:
        """Stop a tuning so that `resume` goes on with it from its last checkpoint."""
        self._stop(identifier, "paused")

    def cancel(self, identifier: str) -> None:
        """Give a tuning up and remove its folder.

        Raises:
            NotFound, BadRequest: there is none, or it is over.
        """
        if self._live is not None and self._live.id == identifier:
            self._stop(identifier, "cancelled")
            return
        stored = self._library.tunings.get(identifier)
        if stored.state not in WAITING:
            raise BadRequest(
                f"“{stored.name}” cannot be cancelled: it is {stored.state}.",
                "What came of it can be put aside in the list of adapters.",
            )
        self._library.tunings.set_state(identifier, "cancelled")
        self._remove_folder(identifier)
        self._studio.changes.announce("tunes")

    def resume(self, identifier: str) -> None:
        """Go on with a tuning that was paused, interrupted or failed.

        Raises:
            BadRequest: another one runs, or this one is over.
        """
        self._require_none()
        stored = self._library.tunings.get(identifier)
        if stored.state not in WAITING:
            raise BadRequest(f"“{stored.name}” cannot go on: it is {stored.state}.")
        request = self._request(stored)
        self._run(identifier, request, self._course(stored, request))

    def handle(self, event: TuneNews) -> None:
        """Take in what the tuning tells."""
        live = self._live
        if live is None or event.job != live.id:
            return
        news = event.news
        live.course.take_in(news)
        try:
            if tune_views.stored(news):
                kept = tune_views.to_values(live.course.told(news))
                self._library.tunings.append(live.id, kept)
            if isinstance(news, Tuned):
                self._adopt(live.id, news)
        except TangoStudioError as error:  # it can go on when there is room again
            live.fault = error
            self._runner.cancel(live.id)
        self._studio.changes.announce("tunes", event=event)

    def ended(self, event: LastEvent) -> None:
        """The tuning's job ended: keep how."""
        live, self._live = self._live, None
        wanted = self._wanted.pop(event.job, "paused")
        if live is not None and live.fault is not None and wanted != "cancelled":
            event = Failed(event.job, live.fault.kind, live.fault.message, live.fault.hint)
        match event:
            case Finished():
                self._library.tunings.set_state(event.job, "done")
                self._learn_speed(live)
            case Cancelled():
                self._library.tunings.set_state(event.job, wanted)
                if wanted == "cancelled":
                    self._remove_folder(event.job)
            case Failed():
                error = (event.kind, event.message, event.hint)
                self._library.tunings.set_state(event.job, "failed", error)
        self._studio.changes.announce("tunes", event=event)

    def close(self) -> None:
        """A tuning that runs comes back as paused at the next start."""
        if self._live is not None:
            self._library.tunings.set_state(self._live.id, "paused")
            self._live = None

    @staticmethod
    def owns(job: str) -> bool:
        """Whether a job's id is that of a tuning."""
        return job.startswith(_PREFIX)

    def _stop(self, identifier: str, state: str) -> None:
        if self._live is None or self._live.id != identifier:
            raise BadRequest("This tuning does not run.", "Resume it first.")
        self._wanted[identifier] = state
        self._runner.cancel(identifier)

    def _learn_speed(self, live: _Live | None) -> None:
        if live is None or (done := live.course.units - live.began_at) < 1:
            return
        rates = self._library.meta.get(RATE, {})
        stored = self._library.tunings.get(live.id)
        rates[rate_key(stored.model, stored.method)] = (time.monotonic() - live.began) / done
        self._library.meta.set(RATE, rates)

    # --- views ------------------------------------------------------------------------------------

    def running(self) -> TuneView | None:
        """The tuning that runs."""
        return self.view(self._live.id) if self._live is not None else None

    def current(self) -> TuneView | None:
        """The tuning that runs, else the newest that waits to go on."""
        if (view := self.running()) is not None:
            return view
        waiting = [item for item in self._library.tunings.all() if item.state in WAITING]
        return self._view(waiting[0]) if waiting else None

    def view(self, identifier: str) -> TuneView:
        """One tuning. Raises NotFound."""
        return self._view(self._library.tunings.get(identifier))

    def all(self) -> list[TuneView]:
        """All tunings, the newest first; those that cannot be read any more are left out."""
        found = []
        for stored in self._library.tunings.all():
            try:
                found.append(self._view(stored))
            except BadRequest as error:
                log.warning("tuning %s: %s", stored.id, error.message)
        return found

    def _view(self, stored: StoredTuning) -> TuneView:
        live = self._live if self._live is not None and self._live.id == stored.id else None
        request = self._request(stored)
        course = live.course if live else self._course(stored, request)
        error = None
        if stored.state == "failed":
            error = Failed(stored.id, stored.error_kind, stored.error_message, stored.error_hint)
        return TuneView(
            id=stored.id,
            name=stored.name,
            model=stored.model,
            method=stored.method,
            state=stored.state,
            votes=stored.votes,
            round=course.round,
            rounds=course.rounds,
            stage=course.stage,
            done=course.done,
            total=course.total,
            share=1.0 if stored.state == "done" else course.share,
            seconds_left=_seconds_left(live),
            checked=tuple(course.checked),
            steps=tuple(course.steps),
            warnings=tuple(course.warnings),
            error=error,
            adapter=stored.adapter,
            saved_seconds_ago=_age(Path(self._folder(stored.id)) / "checkpoint.pt"),
            plan=course.plan,
            blend=course.blend,
            corpus=Path(request.corpus).name if request.corpus else "",
        )

    def _course(self, stored: StoredTuning, request: TuneRequest) -> AnyCourse:
        return course_of(request, self._library.tunings.history(stored.id))

    def _request(self, stored: StoredTuning) -> TuneRequest:
        try:
            request = request_from_json(stored.request)
        except ValueError as error:
            raise BadRequest(f"“{stored.name}” cannot be read any more: {error}.") from error
        assert isinstance(request, TuneRequest)
        corpus = str(self._library.corpora_dir / request.corpus) if request.corpus else ""
        return dataclasses.replace(request, folder=str(self._folder(stored.id)), corpus=corpus)

    def _folder(self, identifier: str) -> Path:
        return self._library.tunings_dir / identifier

    # --- inside -----------------------------------------------------------------------------------

    def _require_none(self) -> None:
        if self._live is not None:
            name = self._library.tunings.get(self._live.id).name
            raise BadRequest(
                f"“{name}” is being tuned already.", "Wait for it, pause it, or cancel it."
            )

    def _next_name(self, method: str) -> str:
        names = {methods.LORA: "My sound", methods.ARC: "Few steps"}
        return f"{names.get(method, 'My taste')} {len(self._library.tunings.all()) + 1}"

    def _remove_folder(self, identifier: str) -> None:
        folder = self._folder(identifier)
        if folder.parent == self._library.tunings_dir and identifier.startswith(_PREFIX):
            shutil.rmtree(folder, ignore_errors=True)


def _seconds_left(live: _Live | None) -> float | None:
    if live is None or (done := live.course.units - live.began_at) < 2:
        return None
    rate = (time.monotonic() - live.began) / done
    return rate * max(0.0, live.course.whole - live.course.units)


def _age(path: Path) -> float | None:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return None
