"""Smart lists, queries for takes under a name, as verbs that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tangostudio.library import SmartList, TakeQuery
from tangostudio.studio.history import Deed

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio


class Lists:
    """The smart lists of the studio's library."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._stored = studio.library.lists

    def all(self) -> list[SmartList]:
        """All lists by name."""
        return self._stored.all()

    def get(self, identifier: int) -> SmartList:
        """One list. Raises NotFound."""
        return self._stored.get(identifier)

    def add(self, name: str, query: TakeQuery) -> int:
        """Keep a query under a name; the list's id. Raises BadRequest, NotFound."""
        identifier = self._stored.add(name, query)
        self._did(
            "a new list",
            lambda: self._stored.remove(identifier),
            lambda: self._stored.add(name, query, identifier),
        )
        return identifier

    def rename(self, identifier: int, name: str) -> None:
        """Give a list another name. Raises BadRequest, NotFound."""
        was = self._stored.rename(identifier, name)
        self._did(
            "renaming a list",
            lambda: self._stored.rename(identifier, was),
            lambda: self._stored.rename(identifier, name),
        )

    def change(self, identifier: int, query: TakeQuery) -> None:
        """Give a list another query. Raises NotFound."""
        was = self._stored.change(identifier, query)
        self._did(
            "changing a list",
            lambda: self._stored.change(identifier, was),
            lambda: self._stored.change(identifier, query),
        )

    def remove(self, identifier: int) -> None:
        """Forget a list; its takes stay. Raises NotFound."""
        query = self._stored.stored(identifier)
        was = self._stored.remove(identifier)
        self._did(
            "removing a list",
            lambda: self._stored.add(was.name, query, identifier),
            lambda: self._stored.remove(identifier),
        )

    def _did(self, label: str, back: Callable[[], object], forth: Callable[[], object]) -> None:
        def tell(change: Callable[[], object]) -> None:
            change()
            self._studio.changes.announce("lists")

        self._studio.changes.announce("lists")
        self._studio.remember(Deed(label, undo=lambda: tell(back), redo=lambda: tell(forth)))
