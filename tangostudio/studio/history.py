"""Undo and redo: a list of things done, each with the way back and the way forth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tangostudio.errors import LibraryInUse, StorageError

_DEPTH = 200

Row = TypeVar("Row")


@dataclass(frozen=True)
class Deed:
    """Something that was done; `label` reads on from "Undo" ("rating", "moving to trash")."""

    label: str
    undo: Callable[[], object]
    redo: Callable[[], object]


def stored(
    label: str, store: Callable[[], Row], withdraw: Callable[[Row], object]
) -> tuple[Row, Deed]:
    """Store something that can be withdrawn; what was stored, and the deed.

    Rows of this kind are append-only: doing it again stores them anew.
    """
    standing = [store()]
    found = standing[0]
    deed = Deed(
        label,
        undo=lambda: withdraw(standing.pop()),
        redo=lambda: standing.append(store()),
    )
    return found, deed


class History:
    """The deeds of this session, newest last."""

    def __init__(self) -> None:
        self._done: list[Deed] = []
        self._undone: list[Deed] = []

    def add(self, deed: Deed) -> None:
        """Remember what was just done; what had been undone cannot be redone any more."""
        self._done = [*self._done[-_DEPTH + 1 :], deed]
        self._undone.clear()

    def undo(self) -> str | None:
        """Undo the newest deed and say its label; None when there is nothing.

        One that a disk or another process hinders stays and can be undone later.
        """
        return _turn(self._done, self._undone, lambda deed: deed.undo())

    def redo(self) -> str | None:
        """Do again what was undone last; see `undo`."""
        return _turn(self._undone, self._done, lambda deed: deed.redo())

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._undone[-1].label if self._undone else None


def _turn(source: list[Deed], target: list[Deed], turn: Callable[[Deed], object]) -> str | None:
    """Turn the last deed of one list and put it on the other."""
    if not source:
        return None
    deed = source.pop()
    try:
        turn(deed)
    except (StorageError, LibraryInUse):
        source.append(deed)
        raise
    target.append(deed)
    return deed.label
