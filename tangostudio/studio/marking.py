"""The marks of takes and the trash, as verbs that can be undone: a part of the studio.

It knows the library's takes, who hears of changes, and what was done; no worker and no model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tangostudio.errors import TangoStudioError
from tangostudio.library import Library
from tangostudio.library.take import clean_tags
from tangostudio.studio.changes import Changes
from tangostudio.studio.history import Deed, History

log = logging.getLogger(__name__)

_LEARNED = ("rating", "rejecting")  # the marks that a taste is learned from


class Marking:
    """What a person says of takes, and the way back from all that was done.

    Attributes:
        library: the open library.
        changes: where views subscribe.
    """

    def __init__(self, library: Library, changes: Changes) -> None:
        self.library = library
        self.changes = changes
        self._history = History()

    # --- marks ------------------------------------------------------------------------------------

    def rate(self, ids: Sequence[int], stars: int) -> None:
        """Give 0 to 5 stars. Raises BadRequest."""
        self.write_takes("rating", self.library.takes.rate, dict.fromkeys(ids, stars))

    def reject(self, ids: Sequence[int], rejected: bool) -> None:
        """Mark as not wanted, or take the mark away."""
        self.write_takes("rejecting", self.library.takes.reject, dict.fromkeys(ids, rejected))

    def favourite(self, ids: Sequence[int], on: bool) -> None:
        """Mark as favourite, or take the mark away."""
        self.write_takes("favourite", self.library.takes.favourite, dict.fromkeys(ids, on))

    def rename(self, identifier: int, title: str) -> None:
        """Give a take another title. Raises BadRequest."""
        self.write_takes("renaming", self.library.takes.rename, {identifier: title})

    def set_tags(self, ids: Sequence[int], tags: Iterable[str]) -> None:
        """Replace the tags. Raises BadRequest."""
        self.write_takes("tags", self.library.takes.set_tags, dict.fromkeys(ids, tuple(tags)))

    def add_tags(self, ids: Sequence[int], tags: Iterable[str]) -> None:
        """Give takes further tags. Raises BadRequest."""
        further = tuple(tags)
        takes = self.library.takes.get_many(ids)
        values = {take.id: clean_tags((*take.tags, *further)) for take in takes}
        self.write_takes("tags", self.library.takes.set_tags, values)

    def remove_tags(self, ids: Sequence[int], tags: Iterable[str]) -> None:
        """Take tags away from takes, however they are capitalised."""
        unwanted = {tag.casefold() for tag in clean_tags(tags)}
        takes = self.library.takes.get_many(ids)
        values = {
            take.id: tuple(tag for tag in take.tags if tag.casefold() not in unwanted)
            for take in takes
        }
        self.write_takes("tags", self.library.takes.set_tags, values)

    def colour(self, ids: Sequence[int], name: str) -> None:
        """Give one of `library.take.COLOURS`, or "" for none. Raises BadRequest."""
        self.write_takes("colour", self.library.takes.colour, dict.fromkeys(ids, name))

    def categorise(self, ids: Sequence[int], category: str) -> None:
        """Give a category, such as a UCS CatID, or "" for none. Raises BadRequest."""
        self.write_takes("category", self.library.takes.categorise, dict.fromkeys(ids, category))

    def set_notes(self, identifier: int, text: str) -> None:
        """Replace the notes."""
        self.write_takes("notes", self.library.takes.set_notes, {identifier: text})

    # --- the trash --------------------------------------------------------------------------------

    def trash(self, ids: Sequence[int]) -> None:
        """Move takes to the trash."""
        takes = self.library.takes
        self._move("moving to trash", takes.trash, takes.restore, ids)

    def restore(self, ids: Sequence[int]) -> None:
        """Bring takes back from the trash."""
        takes = self.library.takes
        self._move("restoring", takes.restore, takes.trash, ids)

    def empty_trash(self) -> int:
        """Delete what is in the trash for good; how many takes that were. Cannot be undone."""
        count = len(self.library.takes.purge())
        self.changes.announce("takes", "projects")
        return count

    def _empty_old_trash(self, days: int) -> None:
        """Delete for good what has been in the trash for more than so many days; 0 is never."""
        if days <= 0 or not self.library.writable:
            return
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        try:
            gone = self.library.takes.purge(self.library.takes.trashed_before(before))
        except TangoStudioError as error:  # the next start tries again
            log.warning("the old trash could not be emptied: %s", error.message)
            return
        if gone:
            log.info("%d takes had been in the trash for %d days and are gone", len(gone), days)

    # --- undo -------------------------------------------------------------------------------------

    def remember(self, deed: Deed) -> None:
        """Something was done that can be undone."""
        self._history.add(deed)
        self.changes.announce("history")

    def undo(self) -> str | None:
        """Undo the last thing; its label, None when there is nothing."""
        return self._history.undo()

    def redo(self) -> str | None:
        """Do again what was undone."""
        return self._history.redo()

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._history.redo_label

    # --- inside -----------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Votes or marks changed: the taste is learned anew."""

    def write_takes(
        self,
        label: str,
        write: Callable[[Mapping[int, Any]], dict[int, Any]],
        values: dict[int, Any],
        *kinds: str,
    ) -> None:
        """Write values by take, and remember the way back.

        Args:
            kinds: what changes beside "takes".
        """

        def put(values: Mapping[int, Any]) -> dict[int, Any]:
            before = write(values)
            self.changes.announce("takes", *kinds, takes=values)
            if label in _LEARNED:
                self._learn()
            return before

        def put_again(values: Mapping[int, Any]) -> None:
            left = {k: v for k, v in values.items() if self.library.takes.exists(k)}
            put(left)

        if not values:
            return
        before = put(values)
        deed = Deed(label, undo=lambda: put_again(before), redo=lambda: put_again(values))
        self.remember(deed)

    def _move(
        self,
        label: str,
        forth: Callable[[Iterable[int]], list[int]],
        back: Callable[[Iterable[int]], list[int]],
        ids: Sequence[int],
    ) -> None:
        """Move takes into or out of the trash, and remember the way back."""

        moved = forth(ids)
        if not moved:
            return

        def move(where: Callable[[Iterable[int]], list[int]]) -> None:
            left = [take for take in moved if self.library.takes.exists(take)]
            where(left)
            self.changes.announce("takes", "projects", takes=left)

        self.changes.announce("takes", "projects", takes=moved)
        self.remember(Deed(label, undo=lambda: move(back), redo=lambda: move(forth)))
