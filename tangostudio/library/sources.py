"""Sounds that takes are started from, beside the takes themselves: a recording, a dropped file.

Their files lie among those of the takes, under their hashes. A source is used as long as a take,
in the trash too, or a job that may still run names it. It never reads or writes a sound.
"""

from __future__ import annotations

from tangostudio.errors import BadRequest
from tangostudio.library.database import Database, utc_now
from tangostudio.library.hashes import HASH

# A job's request names its sound by the file's name, which is the hash and a suffix.
_USED = """SELECT source FROM takes UNION
    SELECT coalesce(substr(json_extract(request, '$.init'), 1, 64), '') FROM jobs
    WHERE state IN ('queued', 'running', 'interrupted', 'failed') AND json_valid(request)"""


class Sources:
    """The sources of one open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sha256: str, name: str) -> None:
        """Keep a sound whose file is in place, under a name that a person knows it by.

        Raises:
            BadRequest: the hash is none.
        """
        if not HASH.fullmatch(sha256):
            raise BadRequest(f"{sha256!r} is not the hash of a sound.")
        self._database.execute(
            "INSERT INTO sources VALUES (?, ?, ?) "
            "ON CONFLICT (sha256) DO UPDATE SET name = excluded.name",
            [sha256, name, utc_now()],
        )

    def name(self, sha256: str) -> str:
        """What a source is called; "" for one that is not known."""
        return self._database.value("SELECT name FROM sources WHERE sha256 = ?", [sha256]) or ""

    def known(self) -> set[str]:
        """All sources that have a name."""
        return {row[0] for row in self._database.rows("SELECT sha256 FROM sources")}

    def used(self) -> set[str]:
        """The sounds that takes were, or jobs will be, started from."""
        return {row[0] for row in self._database.rows(_USED) if row[0]}

    def tidy(self) -> None:
        """Forget those that nothing uses any more. Their files are then orphans."""
        self._database.execute(f"DELETE FROM sources WHERE sha256 NOT IN ({_USED})")
