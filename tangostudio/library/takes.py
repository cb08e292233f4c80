"""The takes of a library: adding, finding, marking, the trash.

It owns the rows, their waveform overviews and their entries in the full-text index. It never reads
or writes a sound; it only removes the files of takes that are deleted for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now
from tangostudio.library.projects import Projects
from tangostudio.library.search import index_text, match_expression
from tangostudio.library.take import (
    NewTake,
    Take,
    TakeQuery,
    clean_tags,
    clean_title,
    default_title,
)

# The columns of a take under the names of its fields; the path follows from the hash.
_NAMES = tuple(field.name for field in fields(Take) if field.name != "path")
_RENAMED = {"index": "place"}  # a word of SQL
_COLUMNS = ", ".join(
    "p.name" if name == "project" else f"t.{_RENAMED.get(name, name)}" for name in _NAMES
)
_FROM = "FROM takes t JOIN projects p ON p.id = t.project"
_ORDERS = {
    "newest": "t.created DESC, t.id DESC",
    "oldest": "t.created, t.id",
    "stars": "t.stars DESC, t.id DESC",
    "length": "t.seconds DESC, t.id DESC",
    "loudness": "t.lufs DESC, t.id DESC",
    "name": "t.title COLLATE NOCASE, t.id",
}
_CHUNK = 500
_MAX_ID = 2**63 - 1
_HASH = re.compile("[0-9a-f]{64}")
_SILENT = float("-inf")
_EVERYTHING = TakeQuery()


class Takes:
    """The takes of one open library.

    Rows that were read are kept, since a list is asked for again at every key of a search; a change
    by this connection or by another process empties what it concerns.
    """

    def __init__(self, database: Database, projects: Projects, audio_dir: Path) -> None:
        self._database = database
        self._projects = projects
        self._audio_dir = audio_dir
        self._known: dict[int, Take] = {}
        self._known_at = (-1, -1, -1)

    # --- reading ----------------------------------------------------------------------------------

    def get(self, take: int) -> Take:
        """One take, trashed or not.

        Raises:
            NotFound: no such take.
        """
        return self.get_many([take])[0]

    def get_many(self, ids: Sequence[int]) -> list[Take]:
        """Takes in the order of their ids.

        Raises:
            NotFound: one of them does not exist.
        """
        self._forget_what_others_changed()
        if unknown := [take for take in ids if take not in self._known]:
            self._read(unknown)
        try:
            return [self._known[take] for take in ids]
        except KeyError as error:
            raise NotFound(
                f"There is no take {error.args[0]} in this library.",
                "It may have been deleted for good.",
            ) from error

    def find(self, query: TakeQuery = _EVERYTHING) -> list[Take]:
        """The takes that a query asks for. Any text may be searched for; none is an error."""
        where, values = _conditions(query)
        order = _ORDERS.get(query.sort, _ORDERS["newest"])
        limit = -1 if query.limit is None else max(0, query.limit)
        rows = self._database.rows(
            f"SELECT t.id FROM takes t WHERE {where} ORDER BY {order} LIMIT ?", [*values, limit]
        )
        return self.get_many([row[0] for row in rows])

    def count(self, query: TakeQuery = _EVERYTHING) -> int:
        """How many takes a query finds, its limit aside."""
        where, values = _conditions(query)
        return self._database.value(f"SELECT count(*) FROM takes t WHERE {where}", values)

    def exists(self, take: int) -> bool:
        """Whether there is such a take, trashed or not."""
        return self._database.value("SELECT 1 FROM takes WHERE id = ?", [take]) is not None

    def everything(self) -> list[Take]:
        """All takes by id, the trash included."""
        rows = self._database.rows("SELECT id FROM takes ORDER BY id")
        return self.get_many([row[0] for row in rows])

    def without_overview(self) -> set[str]:
        """The sounds whose waveform overview is empty or lost."""
        rows = self._database.rows(
            "SELECT t.sha256 FROM takes t LEFT JOIN overviews o ON o.sha256 = t.sha256 "
            "WHERE o.data IS NULL OR length(o.data) = 0"
        )
        return {row[0] for row in rows}

    def of_job(self, job: str) -> list[Take]:
        """What a job has made so far, in the order of its seeds, the trash included."""
        rows = self._database.rows("SELECT id FROM takes WHERE job = ? ORDER BY place, id", [job])
        return self.get_many([row[0] for row in rows])

    def hashes(self) -> set[str]:
        """The sounds that takes refer to, the trash included."""
        return {row[0] for row in self._database.rows("SELECT DISTINCT sha256 FROM takes")}

    def overview(self, sha256: str) -> bytes:
        """The packed waveform overview of a sound; empty when it is lost."""
        return self._database.value("SELECT data FROM overviews WHERE sha256 = ?", [sha256]) or b""

    def tags(self) -> list[str]:
        """All tags in use outside the trash, the most used first."""
        rows = self._database.rows(
            "SELECT min(j.value) FROM takes t, json_each(t.tags) j WHERE t.trashed IS NULL "
            "GROUP BY lower(j.value) ORDER BY count(*) DESC, 1"
        )
        return [row[0] for row in rows]

    # --- adding -----------------------------------------------------------------------------------

    def add(self, new: NewTake, overview: bytes = b"") -> Take:
        """Add a take whose audio file is already in place; it exists when this returns.

        Row, overview, search entry and the job's count are one transaction.

        Raises:
            NotFound: no such project or parent.
            BadRequest: the hash is none.
        """
        if not _HASH.fullmatch(new.sha256):
            raise BadRequest(f"{new.sha256!r} is not the hash of a sound.")
        if new.parent is not None:
            self.get(new.parent)
        row = _new_row(new, self._projects.id_of(new.project))
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
        for (sha256,) in self._database.rows("SELECT sha256 FROM discarded"):
            used = self._database.value("SELECT 1 FROM takes WHERE sha256 = ?", [sha256])
            if not used and _HASH.fullmatch(sha256):
                try:
                    self.path_of(sha256).unlink(missing_ok=True)
                except OSError:
                    continue
            self._database.execute("DELETE FROM discarded WHERE sha256 = ?", [sha256])

    def path_of(self, sha256: str) -> Path:
        """Where the audio of a hash lies."""
        return self._audio_dir / f"{sha256}.flac"

    # --- the search index -------------------------------------------------------------------------

    def index_faults(self) -> list[int]:
        """Takes that the search index does not hold as it should."""
        stored: dict[int, str] = dict(self._database.rows("SELECT rowid, words FROM takes_text"))
        faults = [
            take.id
            for take in self.everything()
            if stored.pop(take.id, None) != index_text(*_searched_texts(take))
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
                    self._index(self.get(take))
        return before

    def _index(self, take: Take) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO takes_text (rowid, words) VALUES (?, ?)",
            [take.id, index_text(*_searched_texts(take))],
        )

    def _discard_if_unused(self, sha256: str) -> None:
        if self._database.value("SELECT 1 FROM takes WHERE sha256 = ?", [sha256]):
            return
        self._database.execute("DELETE FROM overviews WHERE sha256 = ?", [sha256])
        self._database.execute("INSERT OR IGNORE INTO discarded VALUES (?)", [sha256])

    def _forget_what_others_changed(self) -> None:
        at = (self._database.data_version(), self._projects.changes, self._database.rollbacks)
        if at != self._known_at:
            self._known.clear()
            self._known_at = at

    def _read(self, ids: Sequence[int]) -> None:
        real = [take for take in ids if isinstance(take, int) and 0 < take <= _MAX_ID]
        for start in range(0, len(real), _CHUNK):
            chunk = real[start : start + _CHUNK]
            rows = self._database.rows(
                f"SELECT {_COLUMNS} {_FROM} WHERE t.id IN ({', '.join('?' * len(chunk))})",
                chunk,
            )
            for row in rows:
                self._known[row[0]] = self._take(row)

    def _take(self, row: tuple[Any, ...]) -> Take:
        values = dict(zip(_NAMES, row, strict=True))
        values["path"] = self.path_of(values["sha256"])
        for level in ("lufs", "peak_db"):
            if values[level] is None:
                values[level] = _SILENT
        values["rejected"] = bool(values["rejected"])
        values["favourite"] = bool(values["favourite"])
        values["adapters"] = _adapters(values["adapters"])
        values["tags"] = () if values["tags"] == "[]" else tuple(json.loads(values["tags"]))
        if values["flags"] is not None:
            values["flags"] = tuple(json.loads(values["flags"]))
        return Take(**values)


def _adapters(text: str) -> tuple[tuple[str, float], ...]:
    pairs = () if text == "[]" else json.loads(text)
    return tuple((sha256, float(strength)) for sha256, strength in pairs)


def _searched_texts(take: Take) -> tuple[str, ...]:
    return (take.title, take.prompt, " ".join(take.tags), take.notes, take.model_name)


def _new_row(new: NewTake, project: int) -> dict[str, Any]:
    row = {_RENAMED.get(f.name, f.name): getattr(new, f.name) for f in fields(NewTake)}
    return {
        **row,
        "project": project,
        "created": new.created or utc_now(),
        "title": new.title or default_title(new.prompt),
        "adapters": json.dumps(new.adapters),
        "flags": None if new.flags is None else json.dumps(new.flags),
    }


def _conditions(query: TakeQuery) -> tuple[str, list[Any]]:
    where = ["t.trashed IS NOT NULL" if query.trashed else "t.trashed IS NULL"]
    values: list[Any] = []
    if query.project is not None:
        where.append("t.project = (SELECT id FROM projects WHERE name = ?)")
        values.append(query.project)
    if query.min_stars > 0:
        where.append("t.stars >= ?")
        values.append(query.min_stars)
    if query.hide_rejected:
        where.append("t.rejected = 0")
    if query.favourites:
        where.append("t.favourite = 1")
    if expression := match_expression(query.text):
        where.append("t.id IN (SELECT rowid FROM takes_text WHERE takes_text MATCH ?)")
        values.append(expression)
    return " AND ".join(where), values
