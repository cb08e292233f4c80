"""The takes of a library: adding, finding, marking, the trash.

It owns the rows, their waveform overviews and their entries in the full-text index. It never reads
or writes a sound; it only removes the files of takes that are deleted for good.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.library import rows
from tangostudio.library.database import Database, utc_now
from tangostudio.library.hashes import HASH
from tangostudio.library.projects import Projects
from tangostudio.library.search import index_text
from tangostudio.library.sources import Sources
from tangostudio.library.stored_takes import StoredTakes
from tangostudio.library.take import (
    COLOURS,
    NewTake,
    Take,
    TakeQuery,
    clean_category,
    clean_tags,
    clean_title,
)

_CHUNK = 500
_MAX_ID = 2**63 - 1
_EVERYTHING = TakeQuery()

Measures = tuple[float | None, float | None]
"""The loudest 400 ms in LUFS, and the loudness range in LU."""


class Takes(StoredTakes):
    """The takes of one open library."""

    def __init__(
        self, database: Database, projects: Projects, sources: Sources, audio_dir: Path
    ) -> None:
        super().__init__(database, projects, audio_dir)
        self._sources = sources

    # --- adding -----------------------------------------------------------------------------------

    def add(self, new: NewTake, overview: bytes = b"") -> Take:
        """Add a take whose audio file is already in place; it exists when this returns.

        Row, overview, search entry and the job's count are one transaction.

        Raises:
            NotFound: no such project or parent.
            BadRequest: the hash is none.
        """
        if not HASH.fullmatch(new.sha256):
            raise BadRequest(f"{new.sha256!r} is not the hash of a sound.")
        if new.parent is not None:
            self.get(new.parent)
        row = rows.row_of(new, self._projects.id_of(new.project))
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO overviews VALUES (?, ?) ON CONFLICT DO NOTHING",
                [new.sha256, overview],
            )
            number = self._database.execute(
                f"INSERT INTO takes ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                list(row.values()),
            )
            self._database.execute("DELETE FROM discarded WHERE sha256 = ?", [new.sha256])
            self._database.execute("UPDATE jobs SET takes = takes + 1 WHERE id = ?", [new.job])
            take = self.get(number)
            self._index(take)
        return take

    # --- marking ----------------------------------------------------------------------------------

    # Each verb is told the new value of every take and gives back the old ones, so that the same
    # call undoes it. All or none: an unknown take is NotFound and nothing changes.

    def rate(self, stars: Mapping[int, int]) -> dict[int, int]:
        """Set the stars of takes; give back what they had.

        Raises:
            BadRequest: not 0 to 5.
        """
        if any(not 0 <= value <= 5 for value in stars.values()):
            raise BadRequest("A take can have 0 to 5 stars.")
        return self._change("stars", stars, lambda take: take.stars)

    def reject(self, rejected: Mapping[int, bool]) -> dict[int, bool]:
        """Reject takes, or take that back; give back what they were."""
        return self._change("rejected", rejected, lambda take: take.rejected)

    def favourite(self, favourite: Mapping[int, bool]) -> dict[int, bool]:
        """Make takes favourites, or take that back; give back what they were."""
        return self._change("favourite", favourite, lambda take: take.favourite)

    def rename(self, titles: Mapping[int, str]) -> dict[int, str]:
        """Set the titles of takes; give back what they had.

        Raises:
            BadRequest: a title that is empty or too long.
        """
        clean = {take: clean_title(title) for take, title in titles.items()}
        return self._change("title", clean, lambda take: take.title, searched=True)

    def set_tags(self, tags: Mapping[int, Iterable[str]]) -> dict[int, tuple[str, ...]]:
        """Set the tags of takes; give back what they had.

        Raises:
            BadRequest: too many tags, or too long ones.
        """
        clean = {
            take: json.dumps(clean_tags(words), ensure_ascii=False) for take, words in tags.items()
        }
        return self._change("tags", clean, lambda take: take.tags, searched=True)

    def set_notes(self, notes: Mapping[int, str]) -> dict[int, str]:
        """Set the notes of takes; give back what they had."""
        return self._change("notes", notes, lambda take: take.notes, searched=True)

    def colour(self, colours: Mapping[int, str]) -> dict[int, str]:
        """Set the colours of takes; give back what they had.

        Raises:
            BadRequest: a colour that there is not.
        """
        if unknown := set(colours.values()) - {"", *COLOURS}:
            raise BadRequest(
                f"There is no colour “{min(unknown)}” for takes.", f"Use {', '.join(COLOURS)}."
            )
        return self._change("colour", colours, lambda take: take.colour)

    def categorise(self, categories: Mapping[int, str]) -> dict[int, str]:
        """Set the categories of takes; give back what they had.

        Raises:
            BadRequest: one that is too long.
        """
        clean = {take: clean_category(name) for take, name in categories.items()}
        return self._change("category", clean, lambda take: take.category, searched=True)

    def move(self, projects: Mapping[int, int]) -> dict[int, int]:
        """Put takes into projects, given by number; give back where they were."""
        number_of = functools.cache(self._projects.id_of)
        return self._change("project", projects, lambda take: number_of(take.project))

    def set_edits(self, edits: Mapping[int, str]) -> dict[int, str]:
        """Set the lists of edits of takes, as JSON; give back what they had."""
        return self._change("edits", edits, lambda take: take.edits)

    def set_flags(
        self, flags: Mapping[int, tuple[str, ...] | None]
    ) -> dict[int, tuple[str, ...] | None]:
        """Set what is wrong with takes; give back what was known."""
        packed = {take: rows.packed_flags(names) for take, names in flags.items()}
        return self._change("flags", packed, lambda take: take.flags)

    def set_measures(self, measures: Mapping[int, Measures]) -> dict[int, Measures]:
        """Set the momentary loudness and the range of takes; give back what was known."""
        with self._database.transaction():
            momentary = self._change(
                "momentary_lufs",
                {take: pair[0] for take, pair in measures.items()},
                lambda take: take.momentary_lufs,
            )
            ranges = self._change(
                "range_lu",
                {take: pair[1] for take, pair in measures.items()},
                lambda take: take.range_lu,
            )
        return {take: (momentary[take], ranges[take]) for take in momentary}

    # --- the trash --------------------------------------------------------------------------------

    def trash(self, ids: Iterable[int]) -> list[int]:
        """Put takes in the trash; give back those that were not there yet."""
        moved = [take.id for take in self.get_many(list(ids)) if take.trashed is None]
        self._change("trashed", dict.fromkeys(moved, utc_now()), lambda take: take.trashed)
        return moved

    def restore(self, ids: Iterable[int]) -> list[int]:
        """Take takes out of the trash; give back those that were in it."""
        moved = [take.id for take in self.get_many(list(ids)) if take.trashed is not None]
        self._change("trashed", dict.fromkeys(moved), lambda take: take.trashed)
        return moved

    def purge(self, ids: Iterable[int] | None = None) -> list[int]:
        """Delete trashed takes for good; None means the whole trash. Cannot be undone.

        A sound's file goes with the last take that refers to it. Takes that are not in the trash
        stay.

        Returns:
            The ids that are gone.
        """
        asked = self.find(TakeQuery(trashed=True)) if ids is None else self.get_many(list(ids))
        gone = [take for take in asked if take.trashed is not None]
        with self._database.transaction():
            for take in gone:
                self._database.execute("DELETE FROM takes_text WHERE rowid = ?", [take.id])
                self._database.execute("DELETE FROM takes WHERE id = ?", [take.id])
            for sha256 in {take.sha256 for take in gone}:
                self._discard_if_unused(sha256)
        self._known.clear()  # other takes may have lost their parent
        self.remove_discarded_files()
        return [take.id for take in gone]

    def remove_discarded_files(self) -> None:
        """Remove the files of deleted takes; one that is in use elsewhere is tried again later."""
        waiting = self._database.rows("SELECT sha256 FROM discarded")
        kept = self._sources.used() | self._sources.known() if waiting else set()
        for (sha256,) in waiting:
            if sha256 in kept:  # a take can still be made again from it
                continue
            used = self._database.value("SELECT 1 FROM takes WHERE sha256 = ?", [sha256])
            if not used and HASH.fullmatch(sha256):
                try:
                    self.path_of(sha256).unlink(missing_ok=True)
                except OSError:
                    continue
            self._database.execute("DELETE FROM discarded WHERE sha256 = ?", [sha256])

    # --- the search index -------------------------------------------------------------------------

    def index_faults(self) -> list[int]:
        """Takes that the search index does not hold as it should."""
        stored: dict[int, str] = dict(self._database.rows("SELECT rowid, words FROM takes_text"))
        faults = [
            take.id
            for take in self.everything()
            if stored.pop(take.id, None) != index_text(*rows.searched_texts(take))
        ]
        return sorted([*faults, *stored])

    def rebuild_index(self) -> None:
        """Make the search index anew from the takes."""
        with self._database.transaction():
            self._database.execute("DELETE FROM takes_text")
            for take in self.everything():
                self._index(take)

    # --- inside -----------------------------------------------------------------------------------

    def _change(
        self,
        column: str,
        values: Mapping[int, Any],
        old: Callable[[Take], Any],
        *,
        searched: bool = False,
    ) -> dict[int, Any]:
        before = {take.id: old(take) for take in self.get_many(list(values))}
        with self._database.transaction():
            for take, value in values.items():
                self._database.execute(f"UPDATE takes SET {column} = ? WHERE id = ?", [value, take])
                self._known.pop(take, None)
            if searched:
                for changed in self.get_many(list(values)):
                    self._index(changed)
        return before

    def _index(self, take: Take) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO takes_text (rowid, words) VALUES (?, ?)",
            [take.id, index_text(*rows.searched_texts(take))],
        )

    def _discard_if_unused(self, sha256: str) -> None:
        if self._database.value("SELECT 1 FROM takes WHERE sha256 = ?", [sha256]):
            return
        self._database.execute("DELETE FROM overviews WHERE sha256 = ?", [sha256])
        self._database.execute("INSERT OR IGNORE INTO discarded VALUES (?)", [sha256])
