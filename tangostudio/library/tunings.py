"""Tunings: what was asked for, how each stands, and what it told on its way.

It runs nothing. The working folder of a tuning lies in the library's `tunings` folder under its id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now

STATES = ("running", "paused", "interrupted", "failed", "done", "cancelled")

_COLUMNS = (
    "id, name, model, method, request, state, created, changed, votes, error_kind, error_message, "
    "error_hint, adapter"
)


@dataclass(frozen=True, slots=True)
class StoredTuning:
    """One tuning.

    Attributes:
        request: what to do, as JSON; its folder is left empty, since a library may move.
        state: one of `STATES`.
        created, changed: when it began, and when its state or adapter changed last.
        votes: that there were when it began.
        error_kind, error_message, error_hint: why it failed; empty otherwise.
        adapter: number of the adapter that came of it, or None.
    """

    id: str
    name: str
    model: str
    method: str
    request: str
    state: str
    created: str
    changed: str
    votes: int
    error_kind: str
    error_message: str
    error_hint: str
    adapter: int | None


class Tunings:
    """The tunings of one open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, identifier: str, *, name: str, model: str, method: str, request: str, votes: int
    ) -> StoredTuning:
        """Keep a new tuning, which runs.

        Raises:
            BadRequest: a tuning of this id exists.
        """
        now = utc_now()
        with self._database.transaction():
            if self._database.value("SELECT 1 FROM tunings WHERE id = ?", [identifier]):
                raise BadRequest(f"There is a tuning “{identifier}” already.", "Resume that one.")
            self._database.execute(
                "INSERT INTO tunings (id, name, model, method, request, state, created, changed, "
                "votes) VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)",
                [identifier, name, model, method, request, now, now, votes],
            )
        return self.get(identifier)

    def get(self, identifier: str) -> StoredTuning:
        """One tuning.

        Raises:
            NotFound: no such tuning.
        """
        found = self._read("WHERE id = ?", [identifier])
        if not found:
            raise NotFound(f"There is no tuning “{identifier}”.", "List the tunings to see them.")
        return found[0]

    def all(self) -> list[StoredTuning]:
        """All tunings, the newest first."""
        return self._read("ORDER BY created DESC, rowid DESC", [])

    def set_state(
        self, identifier: str, state: str, error: tuple[str, str, str] = ("", "", "")
    ) -> None:
        """How a tuning stands now, and why it failed if it did.

        Raises:
            NotFound, BadRequest: no such tuning or state.
        """
        if state not in STATES:
            raise BadRequest(f"A tuning cannot be “{state}”.", f"Known: {', '.join(STATES)}.")
        self.get(identifier)
        self._database.execute(
            "UPDATE tunings SET state = ?, changed = ?, error_kind = ?, error_message = ?, "
            "error_hint = ? WHERE id = ?",
            [state, utc_now(), *error, identifier],
        )

    def set_adapter(self, identifier: str, number: int) -> None:
        """Which adapter came of it.

        Raises:
            NotFound: no such tuning or adapter.
        """
        self.get(identifier)
        if not self._database.value("SELECT 1 FROM adapters WHERE number = ?", [number]):
            raise NotFound(f"There is no adapter {number}.", "The list of adapters shows them all.")
        self._database.execute(
            "UPDATE tunings SET adapter = ?, changed = ? WHERE id = ?",
            [number, utc_now(), identifier],
        )

    def append(self, identifier: str, news: Mapping[str, Any]) -> None:
        """Keep one of its news; what was kept before is neither read nor written again.

        Raises:
            NotFound: no such tuning.
        """
        self.get(identifier)
        self._database.execute(
            "INSERT INTO tuning_news (tuning, data) VALUES (?, ?)",
            [identifier, json.dumps(news, ensure_ascii=False)],
        )

    def history(self, identifier: str) -> list[dict[str, Any]]:
        """Its news in the order they came; one that cannot be read is left out."""
        rows = self._database.rows(
            "SELECT data FROM tuning_news WHERE tuning = ? ORDER BY id", [identifier]
        )
        found = []
        for (data,) in rows:
            try:
                found.append(json.loads(data))
            except ValueError:  # damaged
                continue
        return [item for item in found if isinstance(item, dict)]

    def mark_interrupted(self) -> int:
        """After a start: tunings that still count as running were cut off.

        Returns:
            How many there were.
        """
        cut_off = self._database.value("SELECT count(*) FROM tunings WHERE state = 'running'")
        if cut_off:
            self._database.execute(
                "UPDATE tunings SET state = 'interrupted', changed = ? WHERE state = 'running'",
                [utc_now()],
            )
        return cut_off

    def _read(self, rest: str, values: list[Any]) -> list[StoredTuning]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM tunings {rest}", values)
        return [StoredTuning(*row) for row in rows]
