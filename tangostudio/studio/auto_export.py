"""Takes that reach enough stars are delivered by themselves into a folder that the settings name.

Each is delivered once, and again only when its sound has changed and it is given its stars anew.
What was delivered, and what still waits, is remembered in the library, so that a restart neither
repeats nor forgets a take. Trouble is announced quietly; a folder that is gone is tried again when
the next take comes, when the settings change and at the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.export.presets import FILM, Preset
from tangostudio.export.report import Report
from tangostudio.library import Take, TakeQuery
from tangostudio.messages import AutoExported, Event
from tangostudio.studio.changes import Change

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

log = logging.getLogger(__name__)

JOB = "auto export"  # no stored job
_WAITING = "auto_export_waiting"
_DONE = "auto_exported_{take}"
_FAULT = "A take could not be exported by itself, through a fault of the program."


class AutoExport:
    """Watches the stars of a studio's takes.

    Attributes:
        trouble: why the last take could not be delivered; "" while all goes well. A change of
            "deliveries" is announced with it.
    """

    def __init__(self, studio: Studio, deliver: Callable[[Event], None] | None) -> None:
        """Take over a studio; `start` begins to watch.

        Args:
            deliver: brings what was delivered to the studio's thread; without it takes are
                delivered where they are rated.
        """
        self._studio = studio
        self._deliver = deliver
        self._pool = ThreadPoolExecutor(1, "auto-export") if deliver else None
        self._enough: set[int] = set()
        self._chosen: tuple[str, int] | None = None
        self._running: int | None = None
        self._ended: AutoExported | None = None
        self._stop: Callable[[], None] = lambda: None
        self._closed = False
        self.trouble = ""

    def start(self) -> None:
        """Watch from now on, and deliver what an earlier session did not come to."""
        if self._studio.library.writable:
            self._stop = self._studio.changes.subscribe(self._hear)
            self._quietly(self._choose)

    def take_in(self, event: AutoExported) -> None:
        """Remember what was delivered and go on with the next."""
        self._running = None
        report: Report = event.report
        failed = report.failed
        trouble = f"“{failed[0].title}” was not exported. {failed[0].problem}" if failed else ""
        self._say(trouble or f"{report.problem} {report.hint}".strip())
        self._quietly(lambda: self._remember(event))
        if not report.problem:
            self._quietly(self._next)

    def close(self) -> None:
        """Stop the file that is being written and begin no other."""
        self._closed = True
        self._stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._ended is not None:  # the studio had closed before it heard of that
            ended = self._ended
            self._quietly(lambda: self._remember(ended))

    # --- watching ---------------------------------------------------------------------------------

    def _hear(self, change: Change) -> None:
        if "settings" in change.kinds:
            self._quietly(self._choose)
        if "takes" in change.kinds and self._chosen is not None:
            self._quietly(lambda: self._look(change.takes))

    def _quietly(self, call: Callable[[], None]) -> None:
        """Whoever rates a take or closes the window has nothing to do with what goes wrong here."""
        try:
            call()
        except TangoStudioError as error:
            self._say(f"{error.message} {error.hint}".strip())

    def _choose(self) -> None:
        """Take in the settings; takes that have their stars already are not delivered for that."""
        settings = self._studio.settings
        chosen = (settings.auto_export_folder, settings.auto_export_stars)
        if not settings.auto_export_folder:
            self._chosen = None
            return
        if chosen != self._chosen:
            self._chosen = chosen
            self._enough = self._all_with_enough()
        self._next()

    def _all_with_enough(self) -> set[int]:
        query = TakeQuery(min_stars=self._studio.settings.auto_export_stars)
        return set(self._studio.library.takes.find_ids(query))

    def _look(self, ids: Iterable[int]) -> None:
        """See which takes have reached their stars; no ids mean any take."""
        takes, stars = self._studio.library.takes, self._studio.settings.auto_export_stars
        if ids:
            there = takes.get_many([take for take in ids if takes.exists(take)])
            enough = {take.id for take in there if take.stars >= stars and not take.trashed}
            self._enough -= {take.id for take in there} - enough
        else:
            enough = self._all_with_enough()
            self._enough &= enough
        reached = sorted(enough - self._enough)
        self._enough |= enough
        if reached:
            waiting = self._waiting()
            self._wait_for([*waiting, *(take for take in reached if take not in waiting)])
            self._next()

    # --- delivering -------------------------------------------------------------------------------

    def _waiting(self) -> list[int]:
        found = self._studio.library.meta.get(_WAITING, [])
        return [take for take in found if isinstance(take, int)] if isinstance(found, list) else []

    def _wait_for(self, takes: list[int]) -> None:
        self._studio.library.meta.set(_WAITING, takes)

    def _next(self) -> None:
        """Deliver the first take that waits and was not delivered as it is."""
        waiting = self._waiting()
        if self._closed or self._chosen is None or self._running is not None or not waiting:
            return
        left = [take for take in waiting if self._is_due(take)]
        if left != waiting:
            self._wait_for(left)
        if left:
            self._running = left[0]
            self._begin(self._studio.take(left[0]))

    def _is_due(self, identifier: int) -> bool:
        try:
            take = self._studio.take(identifier)
        except NotFound:
            return False
        return self._studio.library.meta.get(_DONE.format(take=take.id)) != _content(take)

    def _begin(self, take: Take) -> None:
        from tangostudio.studio import delivery_run

        deliveries, settings = self._studio.deliveries, self._studio.settings
        plan = deliveries.plan([take.id], self._preset())
        order = deliveries.order(plan.files[0], plan)  # nobody is there to agree to anything
        folder, house = Path(settings.auto_export_folder).expanduser(), deliveries.house()
        run = delivery_run.Run(plan.preset, folder, [order], 0, house, lambda: self._closed)

        def work() -> None:
            try:
                report = run.safely()
            except Exception:
                # A fault of the program: it must not end the watching, and nobody waits for it.
                log.exception("A take could not be exported by itself")
                report = Report(plan.preset, folder, (), problem=_FAULT, hint="The log says more.")
            self._ended = AutoExported(JOB, take.id, _content(take), report)
            (self._deliver or self._studio.handle)(self._ended)

        if self._pool is not None:
            self._pool.submit(work)
        else:
            work()

    def _remember(self, event: AutoExported) -> None:
        """What is delivered, or cannot be, does not wait any more; a place may come back."""
        self._ended = None
        report: Report = event.report
        if report.cancelled or report.problem:
            return
        if report.written:
            self._studio.library.meta.set(_DONE.format(take=event.take), event.content)
        self._wait_for([take for take in self._waiting() if take != event.take])

    def _preset(self) -> Preset:
        deliveries = self._studio.deliveries
        try:
            return deliveries.preset(self._studio.settings.auto_export_preset)
        except NotFound:
            return deliveries.preset(FILM)

    def _say(self, trouble: str) -> None:
        if trouble:
            log.info("%s", trouble)
        if trouble or self.trouble:
            self.trouble = trouble
            self._studio.changes.announce("deliveries")


def _content(take: Take) -> str:
    """What tells a take's sound with its edits from others."""
    return f"{take.sha256}{take.edits}"
