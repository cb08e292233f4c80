"""The takes of a library as they can be read: one, several, those that a query finds, and counts.

Rows that were read are kept. It never reads a sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tangostudio.errors import NotFound
from tangostudio.library import finding, rows
from tangostudio.library.database import Database
from tangostudio.library.hashes import sound_file
from tangostudio.library.projects import Projects
from tangostudio.library.take import Take, TakeQuery

_CHUNK = 500
_MAX_ID = 2**63 - 1
_EVERYTHING = TakeQuery()


class StoredTakes:
    """The takes of one open library, to be looked at.

    Rows that were read are kept, since a list is asked for again at every key of a search; a change
    by this connection or by another process empties what it concerns.
    """

    def __init__(self, database: Database, projects: Projects, audio_dir: Path) -> None:
        self._database = database
        self._projects = projects
        self._audio_dir = audio_dir
        self._known: dict[int, Take] = {}
        self._known_at = (-1, -1, -1)
        self._orders: dict[str, list[int]] = {}
        self._orders_at = (-1, -1)

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
        try:
            return list(map(self._known.__getitem__, ids))
        except KeyError:
            self._read([take for take in ids if take not in self._known])
        try:
            return list(map(self._known.__getitem__, ids))
        except KeyError as error:
            raise NotFound(
                f"There is no take {error.args[0]} in this library.",
                "It may have been deleted for good.",
            ) from error

    def find(self, query: TakeQuery = _EVERYTHING) -> list[Take]:
        """The takes that a query asks for. Any text may be searched for; none is an error."""
        return self.get_many(self.find_ids(query))

    def find_ids(self, query: TakeQuery = _EVERYTHING) -> list[int]:
        """The ids of the takes that a query asks for."""
        where, values = finding.conditions(query)
        if query.sort in finding.BY_MARK:
            # Tens of thousands are not sorted in SQL anew at every letter of a search.
            found = set(self._database.numbers(f"SELECT t.id FROM takes t WHERE {where}", values))
            ordered = list(filter(found.__contains__, self._in_order(query.sort)))
            return ordered if query.limit is None else ordered[: max(0, query.limit)]
        return self._database.numbers(
            f"SELECT t.id FROM takes t WHERE {where} ORDER BY {finding.order(query)} LIMIT ?",
            [*values, -1 if query.limit is None else max(0, query.limit)],
        )

    def count(self, query: TakeQuery = _EVERYTHING) -> int:
        """How many takes a query finds, its limit aside."""
        where, values = finding.conditions(query)
        return self._database.value(f"SELECT count(*) FROM takes t WHERE {where}", values)

    def exists(self, take: int) -> bool:
        """Whether there is such a take, trashed or not."""
        return self._database.value("SELECT 1 FROM takes WHERE id = ?", [take]) is not None

    def everything(self) -> list[Take]:
        """All takes by id, the trash included."""
        found = self._database.rows("SELECT id FROM takes ORDER BY id")
        return self.get_many([row[0] for row in found])

    def without_overview(self) -> set[str]:
        """The sounds whose waveform overview is empty or lost."""
        found = self._database.rows(
            "SELECT t.sha256 FROM takes t LEFT JOIN overviews o ON o.sha256 = t.sha256 "
            "WHERE o.data IS NULL OR length(o.data) = 0"
        )
        return {row[0] for row in found}

    def of_job(self, job: str) -> list[Take]:
        """What a job has made so far, in the order of its seeds, the trash included."""
        found = self._database.rows("SELECT id FROM takes WHERE job = ? ORDER BY place, id", [job])
        return self.get_many([row[0] for row in found])

    def of_sound(self, sha256: str) -> list[Take]:
        """The takes that are a sound: those outside the trash first, then the newest first."""
        found = self._database.numbers(
            "SELECT id FROM takes WHERE sha256 = ? ORDER BY trashed IS NOT NULL, id DESC", [sha256]
        )
        return self.get_many(found)

    def hashes(self) -> set[str]:
        """The sounds that takes are, the trash included."""
        return {row[0] for row in self._database.rows("SELECT DISTINCT sha256 FROM takes")}

    def hashes_in(self, project: str) -> set[str]:
        """The sounds of a project outside the trash; no take is read. Raises NotFound."""
        number = self._projects.id_of(project)
        found = self._database.rows(
            "SELECT sha256 FROM takes WHERE trashed IS NULL AND project = ?", [number]
        )
        return {row[0] for row in found}

    def branch(self, take: int) -> list[Take]:
        """A take and all that came from it, the trash included, by id."""
        return self.get_many(
            self._database.numbers(
                "WITH RECURSIVE after(id) AS (VALUES (?) UNION "
                "SELECT t.id FROM takes t JOIN after a ON t.parent = a.id) "
                "SELECT id FROM after ORDER BY id",
                [take],
            )
        )

    def trashed_before(self, moment: str) -> list[int]:
        """What has been in the trash since before a moment (ISO 8601)."""
        found = self._database.rows("SELECT id FROM takes WHERE trashed < ?", [moment])
        return [row[0] for row in found]

    def unexamined(self, limit: int | None = None) -> list[int]:
        """Takes outside the trash whose flags or momentary loudness is not known.

        The newest first; at most `limit`.
        """
        return self._database.numbers(
            "SELECT id FROM takes INDEXED BY takes_unexamined WHERE trashed IS NULL AND "
            "(flags IS NULL OR momentary_lufs IS NULL) ORDER BY id DESC LIMIT ?",
            [-1 if limit is None else max(0, limit)],
        )

    def overview(self, sha256: str) -> bytes:
        """The packed waveform overview of a sound; empty when it is lost."""
        return self._database.value("SELECT data FROM overviews WHERE sha256 = ?", [sha256]) or b""

    def tags(self) -> list[str]:
        """All tags in use outside the trash, the most used first."""
        found = self._database.rows(
            "SELECT min(j.value) FROM takes t, json_each(t.tags) j WHERE t.trashed IS NULL "
            "AND t.tags != '[]' GROUP BY lower(j.value) ORDER BY count(*) DESC, 1"
        )
        return [row[0] for row in found]

    def categories(self) -> list[str]:
        """All categories in use outside the trash, the most used first."""
        return self._used("category")

    def models(self) -> list[str]:
        """The ids of all models in use outside the trash, the most used first."""
        return self._used("model")

    def path_of(self, sha256: str) -> Path:
        """Where the audio of a hash lies."""
        return self._audio_dir / sound_file(sha256)

    # --- inside -----------------------------------------------------------------------------------

    def _in_order(self, sort: str) -> list[int]:
        """The ids of all takes in an order; kept until something changes."""
        at = (self._database.data_version(), self._database.changes)
        if at != self._orders_at:
            self._orders.clear()
            self._orders_at = at
        if sort not in self._orders:
            order = f"SELECT t.id FROM takes t ORDER BY {finding.ORDERS[sort]}"
            self._orders[sort] = self._database.numbers(order)
        return self._orders[sort]

    def _forget_what_others_changed(self) -> None:
        at = (self._database.data_version(), self._projects.changes, self._database.rollbacks)
        if at != self._known_at:
            self._known.clear()
            self._known_at = at

    def _read(self, ids: Sequence[int]) -> None:
        real = [take for take in ids if isinstance(take, int) and 0 < take <= _MAX_ID]
        for start in range(0, len(real), _CHUNK):
            chunk = real[start : start + _CHUNK]
            found = self._database.rows(
                f"SELECT {rows.COLUMNS} {rows.FROM} WHERE t.id IN ({', '.join('?' * len(chunk))})",
                chunk,
            )
            for row in found:
                self._known[row[0]] = rows.take_of(row, self.path_of)

    def _used(self, column: str) -> list[str]:
        found = self._database.rows(
            f"SELECT t.{column} FROM takes t WHERE t.trashed IS NULL AND t.{column} != '' "
            f"GROUP BY t.{column} ORDER BY count(*) DESC, 1"
        )
        return [row[0] for row in found]
