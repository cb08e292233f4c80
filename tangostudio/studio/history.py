"""Undo and redo: a list of things done, each with the way back and the way forth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

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
        """Undo the newest deed and say its label; None when there is nothing."""
        if not self._done:
            return None
        deed = self._done.pop()
        deed.undo()
        self._undone.append(deed)
        return deed.label

    def redo(self) -> str | None:
        """Do again what was undone last."""
        if not self._undone:
            return None
        deed = self._undone.pop()
        deed.redo()
        self._done.append(deed)
        return deed.label

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._undone[-1].label if self._undone else None
