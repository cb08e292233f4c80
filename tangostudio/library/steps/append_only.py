"""Tables whose rows can neither be changed nor removed."""

from __future__ import annotations

from tangostudio.library.database import Database


def forbid_changes(database: Database, *tables: str) -> None:
    """Have the database itself refuse to change or delete rows of these tables."""
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            database.execute(
                f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"""
            )
