"""A and B: which takes are heard against each other, and how loud each then is.

Two selected takes are A and B; otherwise those that were assigned are. It asks the audition to swap
and tells who shows takes nothing but that something changed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from tangostudio.errors import NotFound
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import tr

MOST_SLOTS = 9
MATCH_LU = 0.1  # what is said of matched takes; half of what is promised


class Slots(QObject):
    """What A and B stand for.

    Attributes:
        match: whether takes that are compared are made equally loud.

    Signals:
        changed(): A, B, the takes compared, or their loudness are others.
    """

    changed = Signal()

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._actions = actions
        self._audition = audition
        self._assigned: list[int | None] = [None, None]
        self._selected: tuple[int, ...] = ()
        self.match = True
        self._bind()
        bridge.changed.connect(self._on_change)
        audition.state_changed.connect(self._offer)
        audition.swapped.connect(lambda _take: self.changed.emit())
        self._refresh()

    # --- what is compared -------------------------------------------------------------------------

    @property
    def pair(self) -> tuple[int | None, int | None]:
        """A and B: two selected takes, otherwise the assigned ones."""
        if len(self._selected) == 2:
            return self._selected[0], self._selected[1]
        return self._assigned[0], self._assigned[1]

    @property
    def compared(self) -> tuple[int, ...]:
        """All takes that are made equally loud: several selected, otherwise A and B."""
        if len(self._selected) > 1:
            return self._selected[:MOST_SLOTS]
        known = tuple(take for take in self.pair if take is not None)
        return known if len(set(known)) == 2 else ()

    @property
    def partner(self) -> int | None:
        """The one of A and B that is not heard now, None where there is no such."""
        first, second = self.pair
        heard = self._audition.current
        return second if heard == first else first if heard == second else None

    @property
    def gap_lu(self) -> float | None:
        """How much louder B is than A as stored; None where one of them is not there or silent."""
        levels = [self._heard(take).lufs for take in self.pair if take is not None]
        if len(levels) < 2 or min(levels) <= -70.0:
            return None
        return levels[1] - levels[0]

    def set_selected(self, take_ids: Sequence[int]) -> None:
        """The takes that are selected, in the order that they are shown in."""
        if tuple(take_ids) != self._selected:
            self._selected = tuple(take_ids)
            self._refresh()

    # --- verbs ------------------------------------------------------------------------------------

    def assign(self, slot: int) -> None:
        """Let A (0) or B (1) be the take that is heard now."""
        self._assigned[slot] = self._audition.current
        if self._assigned[0] == self._assigned[1]:
            self._assigned[1 - slot] = None
        self._refresh()

    def hear(self, slot: int) -> None:
        """Hear A (0) or B (1) from the same moment; an empty one becomes the take heard now."""
        take = self.pair[slot]
        if take is None:
            self.assign(slot)
        else:
            self._go(take)

    def swap(self) -> None:
        """Hear the other of A and B from the same moment."""
        first, second = self.pair
        take = second if self._audition.current == first else first
        if take is not None:
            self._go(take)

    def hear_selected(self, number: int) -> None:
        """Hear the take that was selected as number (from 1) from the same moment."""
        if number <= len(self._selected):
            self._go(self._selected[number - 1])

    def set_match(self, on: bool) -> None:
        """Make compared takes equally loud, or hear them as they are."""
        self.match = on
        self._refresh()

    def _go(self, take: int) -> None:
        if take != self._audition.current or not self._audition.playing:
            self._audition.swap(take)

    # --- inside -----------------------------------------------------------------------------------

    def _bind(self) -> None:
        bind = self._actions.bind
        bind("ab.assign_a", functools.partial(self.assign, 0))
        bind("ab.assign_b", functools.partial(self.assign, 1))
        bind("ab.swap", self.swap)
        bind("ab.match", self.set_match)
        for number in range(1, MOST_SLOTS + 1):
            bind(f"ab.slot_{number}", functools.partial(self.hear_selected, number))

    def _heard(self, take_id: int) -> Any:
        """What a take measures as it is heard, with its edits."""
        return self._studio.editing.as_heard(self._studio.take(take_id))

    def _refresh(self) -> None:
        """Loudness, readiness and keys follow what is compared."""
        compared = self.compared
        gains = self._studio.gains([self._heard(take) for take in compared]) if self.match else ()
        self._audition.set_gains(dict(zip(compared, gains, strict=False)))
        self._audition.prefetch(compared)
        self._actions["ab.match"].setChecked(self.match)
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        offer = self._actions.set_enabled
        here = self._audition.current is not None
        for name in ("ab.assign_a", "ab.assign_b"):
            offer(name, here, tr("Select a take first."))
        two = None not in self.pair
        offer("ab.swap", two, tr("Select two takes, or make one A and another B."))
        for number in range(1, MOST_SLOTS + 1):
            offer(f"ab.slot_{number}", number <= len(self._selected),
                  tr("Select several takes first."))  # fmt: skip

    def _on_change(self, change: Any) -> None:
        if not change.kinds & {"takes", "projects"}:
            return
        self._assigned = [take if self._there(take) else None for take in self._assigned]
        self._selected = tuple(take for take in self._selected if self._there(take))
        if not change.takes or set(change.takes) & set(self.compared):
            self._refresh()
        else:
            self._offer()

    def _there(self, take_id: int | None) -> bool:
        if take_id is None:
            return False
        try:
            return not self._studio.take(take_id).trashed
        except NotFound:
            return False
