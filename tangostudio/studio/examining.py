"""Takes that nobody has examined are examined behind the window: flags, momentary loudness, range.

Those are takes of older versions of the program. One sound is read at a time on a thread that
gives way to all others; what was found is stored in batches, in the studio's thread.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tangostudio.errors import TangoStudioError
from tangostudio.library import Library, Take
from tangostudio.messages import Event, Examined
from tangostudio.studio import recipes

if TYPE_CHECKING:
    from tangostudio.studio.changes import Changes

log = logging.getLogger(__name__)

JOB = "examining"  # no stored job
AT_ONCE = 24
_NICE = 15
_REST_SECONDS = 0.05
"""Between two sounds, so that whatever the person does meanwhile has the processor."""


@dataclass(frozen=True)
class Finding:
    """What was measured of a take; None where its sound cannot be read."""

    take: int
    flags: tuple[str, ...] | None
    momentary_lufs: float | None
    range_lu: float | None


class Examining:
    """Examines the takes of a library until all are known."""

    def __init__(
        self, library: Library, changes: Changes, deliver: Callable[[Event], None] | None
    ) -> None:
        """Take over a library.

        Args:
            deliver: brings findings to the studio's thread; without it nothing is examined, since
                a command has no time for that.
        """
        self._library = library
        self._changes = changes
        self._deliver = deliver
        self._unreadable: set[int] = set()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Examine the next takes that need it, unless that is under way."""
        if self._deliver is None or self._thread is not None or not self._library.writable:
            return
        if not (takes := self._next()):
            return
        self._thread = threading.Thread(
            target=self._examine, args=(takes,), name="examining", daemon=True
        )
        self._thread.start()

    def take_in(self, event: Examined) -> None:
        """Store what was found and go on."""
        self._join()
        found = [each for each in event.found if self._library.takes.exists(each.take)]
        self._unreadable.update(each.take for each in found if each.momentary_lufs is None)
        known = [each for each in found if each.momentary_lufs is not None]
        try:
            self._keep(known)
        except TangoStudioError as error:  # the next session tries again
            log.warning("what was found of takes could not be kept: %s", error.message)
            return
        if known:
            self._changes.announce("takes", takes=[each.take for each in known])
        self.start()

    def close(self) -> None:
        """Stop after the sound that is being read."""
        self._stop.set()
        self._join()

    def _next(self) -> list[Take]:
        ids = self._library.takes.unexamined(AT_ONCE + len(self._unreadable))
        left = [take for take in ids if take not in self._unreadable][:AT_ONCE]
        return self._library.takes.get_many(left)

    def _keep(self, found: Sequence[Finding]) -> None:
        takes = self._library.takes
        with self._library.database.transaction():
            takes.set_flags({each.take: each.flags for each in found})
            takes.set_measures({e.take: (e.momentary_lufs, e.range_lu) for e in found})

    def _examine(self, takes: Sequence[Take]) -> None:
        found = []
        if sys.platform == "linux":  # elsewhere a thread's priority is not for its process to set
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        for take in takes:
            if self._stop.wait(_REST_SECONDS):
                return
            found.append(examine(take))
        assert self._deliver is not None
        self._deliver(Examined(JOB, tuple(found)))

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None


def examine(take: Take) -> Finding:
    """Read a take's sound and measure it; on any thread."""
    from tangostudio.audio import files, loudness, quality

    try:
        sound = files.read(take.path)
    except TangoStudioError:
        return Finding(take.id, None, None, None)
    measured = loudness.measure(sound.samples, sound.sample_rate)
    loops = take.relation == "loop" or recipes.request_of(take).loop
    flags = quality.examine(sound.samples, sound.sample_rate, loops=loops)
    return Finding(take.id, flags, measured.momentary_max_lufs, measured.range_lu)
