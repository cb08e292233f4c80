"""Which changes of the studio mean that work came to its end, and how that is said.

A queue of many jobs is told once, when nothing is left to do; a failure at once.
"""

from __future__ import annotations

from typing import Any

from tangostudio.messages import Failed, Finished, TakeReady
from tangostudio.ui.texts import tr, tr_count


class EndedWork:
    """Listens to changes; `take_in` gives what is to be said.

    The demonstration and the warming up are nobody's work and are never told.
    """

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self._takes = 0

    def take_in(self, change: Any) -> tuple[str, str] | None:
        """Title and text, when work ended with this change."""
        event = change.event
        if isinstance(event, TakeReady):
            self._takes += not event.job.startswith("demonstration")
        if isinstance(event, Failed) and change.kinds & {"jobs", "tunes"}:
            return tr("A job failed"), event.message
        if not isinstance(event, Finished):
            return None
        if "tunes" in change.kinds:
            return tr("Tuning ended"), tr("What was learned can be heard and tested.")
        if "jobs" in change.kinds and self._takes and not self._busy():
            count, self._takes = self._takes, 0
            return tr("All takes are made"), tr_count(
                "{count} new take", "{count} new takes", count
            )
        return None

    def _busy(self) -> bool:
        first = self._studio.jobs(limit=1)
        return self._studio.waiting() > 0 or any(job.state == "running" for job in first)
