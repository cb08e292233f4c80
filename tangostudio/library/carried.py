"""What imported files said beside their samples: raw chunks, kept with the takes they became.

They go with their take for good. What they mean is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

from tangostudio.library.database import Database

RawChunk = tuple[bytes, bytes]
"""Four bytes of name, and what it holds."""


class CarriedChunks:
    """The chunks of an open library's takes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, take: int) -> tuple[RawChunk, ...]:
        """The chunks of a take in their order; none for most takes and for one that is gone."""
        found = self._database.rows(
            "SELECT name, data FROM carried_chunks WHERE take = ? ORDER BY place", [take]
        )
        return tuple((bytes(name), bytes(data)) for name, data in found)

    def keep(self, take: int, chunks: Iterable[RawChunk]) -> None:
        """Give a take these chunks instead of what it had."""
        with self._database.transaction():
            self._database.execute("DELETE FROM carried_chunks WHERE take = ?", [take])
            for place, (name, data) in enumerate(chunks):
                self._database.execute(
                    "INSERT INTO carried_chunks VALUES (?, ?, ?, ?)", [take, place, name, data]
                )
