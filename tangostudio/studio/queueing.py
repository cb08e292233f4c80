"""Requests and the queue, as verbs: a part of the studio. And how long all of it will take."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from tangostudio.cards import Catalogue, ModelCard, sampling
from tangostudio.errors import BadRequest
from tangostudio.jobs.queue import JobView, Queue
from tangostudio.library.jobs import PLAIN, JobAbout
from tangostudio.messages import GenerateRequest
from tangostudio.settings import Settings
from tangostudio.studio import estimates, plan, room
from tangostudio.studio.comparing import Comparing
from tangostudio.studio.history import Deed
from tangostudio.studio.tunes import Tunes

RATES = "seconds_per_work"
PROFILE = "machine_speed"


class Queueing(Comparing):
    """What is to be made, and in which order.

    Attributes:
        catalogue: the models.
        tunes: tunings and adapters.
        settings: the person's.
    """

    catalogue: Catalogue
    tunes: Tunes
    settings: Settings
    _queue: Queue

    def card(self, model: str) -> ModelCard:
        """The card of a model as it is with the adapters in use. Raises BadRequest.

        A few-step adapter changes sampler, steps, guidance and presets; the catalogue has the card
        without it.
        """
        card = self.catalogue.get(model)
        return self.driven(card, self.tunes.in_use(card))

    def driven(self, card: ModelCard, adapters: tuple[tuple[str, float], ...]) -> ModelCard:
        """A card as it is with adapters, on any thread. Raises BadRequest."""
        told = sampling.of_adapters(self.library.adapters_dir, adapters)
        return sampling.driven(card, told)

    def plan(self, model: str, prompt: str, **values: Any) -> GenerateRequest:
        """A checked request with defaults filled in; see `plan.plan`. Raises BadRequest.

        The adapters are those in use for this model, and the precision that of the settings, unless
        others are named.
        """
        card = self.catalogue.get(model)
        if "adapters" not in values:
            values["adapters"] = self.tunes.in_use(card)
        values.setdefault("precision", self.settings.asked_precision)
        return plan.plan(self.driven(card, values["adapters"]), prompt, **values)

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
        self._require_files([request])
        target = project or self.project
        job = self._queue.add(request, target, front=front, job=job, about=about)
        self.changes.announce("jobs")
        return job

    def generate_all(
        self,
        wanted: Sequence[tuple[GenerateRequest, JobAbout]],
        project: str | None = None,
        *,
        front: bool = False,
    ) -> list[str]:
        """Queue requests, each with what its takes are, all or none; the jobs' ids."""
        self._require_files([request for request, _ in wanted])
        jobs = self._queue.add_all(wanted, project or self.project, front=front)
        self.changes.announce("jobs")
        return jobs

    def _require_files(self, requests: Sequence[GenerateRequest]) -> None:
        room.check(self.library.folder, sum(map(room.needed, requests)))
        for model in dict.fromkeys(request.model for request in requests):
            if (card := self.catalogue.get(model)).files:
                card.verify_files()

    # --- the queue --------------------------------------------------------------------------------

    def jobs(self, limit: int | None = None) -> list[JobView]:
        """The running job, the waiting ones, the failed and interrupted ones.

        Args:
            limit: at most so many that run or wait, and so many that failed; None means all.
        """
        return self._queue.views(limit)

    def waiting(self) -> int:
        """How many jobs wait."""
        return self._queue.waiting()

    def cancel(self, job: str) -> None:
        """Stop a job; its finished takes stay. One that waited can be put back by undo."""
        waited = self._queue.waits(job)
        self._queue.remove(job)
        self.changes.announce("jobs")
        if waited:
            self._remember_removed([job])

    remove_job = cancel

    def cancel_all(self) -> None:
        """Stop the running job and empty the queue; those that waited can be put back by undo."""
        waited = self._queue.clear()
        self.changes.announce("jobs")
        if waited:
            self._remember_removed(waited)

    def retry(self, job: str) -> None:
        """Run a failed or interrupted job again; takes that exist are not made twice."""
        self._queue.retry(job)
        self.changes.announce("jobs")

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

    def _remember_removed(self, jobs: Sequence[str]) -> None:
        def put_back() -> None:
            self._queue.put_back(jobs)
            self.changes.announce("jobs")

        def remove() -> None:
            self._queue.take_out(jobs)
            self.changes.announce("jobs")

        label = "removing a job" if len(jobs) == 1 else "removing jobs"
        self.remember(Deed(label, undo=put_back, redo=remove))

    # --- times ------------------------------------------------------------------------------------

    def estimate(self, model: str, **values: Any) -> float | None:
        """Seconds that this machine will need; None while nothing is known. See `expect`."""
        expected = self.expect(model, **values)
        return expected and expected.seconds

    def expect(self, model: str, **values: Any) -> estimates.Expected | None:
        """The same, and whether it comes from takes of this model or from the machine's speed.

        Args:
            values: seconds, steps, guidance; takes, start, regions, loop (see `estimates.expect`).
        """
        meta = self.library.meta
        rates, profile = meta.get(RATES, {}), meta.get(PROFILE, {})
        return estimates.expect(rates, profile, self.catalogue.get(model), **values)

    def _learn_time(self, request: GenerateRequest, spent: float) -> None:
        rates = self.library.meta.get(RATES, {})
        estimates.learn(rates, self.catalogue.get(request.model), request, spent)
        self.library.meta.set(RATES, rates)

    def foretell(self) -> Callable[[GenerateRequest], float | None]:
        """What tells the seconds of a job, on any thread, by what is known now."""
        meta = self.library.meta
        rates, profile = meta.get(RATES, {}), meta.get(PROFILE, {})

        @functools.cache  # the jobs of a sheet are alike
        def one(model: str, **values: Any) -> float | None:
            try:
                expected = estimates.expect(rates, profile, self.catalogue.get(model), **values)
            except BadRequest:  # a job of a model that is gone
                return None
            return expected and expected.seconds

        def foretell(request: GenerateRequest) -> float | None:
            take = one(request.model, **estimates.asked(request))
            return take and take * len(request.seeds)

        return foretell
