"""What changed: every verb and event tells the kinds of things it touched; each view decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tangostudio.messages import Event

KINDS = frozenset(
    (
        *("takes", "jobs", "votes", "projects", "settings", "worker", "demonstration"),
        *("taste", "tunes", "adapters", "models", "lists", "history"),
        *("deliveries", "corpora"),
    )
)
"""What may change. "demonstration": its last take was made; "taste": it was learned anew; "tunes":
a tuning or a blind test went on; "adapters": one is new, or used otherwise; "models":
files of one came, went or are on their way, or its time is foretold otherwise; "lists": smart
lists; "history": there is something else to undo or redo; "deliveries": takes that are exported by
themselves could not be, or can again; "corpora": one is built, is new, is gone, or reads
otherwise."""


@dataclass(frozen=True)
class Change:
    """One announcement.

    Attributes:
        kinds: of `KINDS`.
        takes: ids of the takes that are new or different; empty with "takes" means any.
        event: the job event that caused it, if one did.
    """

    kinds: frozenset[str]
    takes: tuple[int, ...] = ()
    event: Event | None = None


class Changes:
    """Who wants to know, in the order of subscription."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` with every change from now on; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def announce(self, *kinds: str, takes: Iterable[int] = (), event: Event | None = None) -> None:
        """Tell every listener."""
        assert KINDS.issuperset(kinds), kinds
        change = Change(frozenset(kinds), tuple(takes), event)
        for listener in list(self._listeners):
            listener(change)
