"""Step 7: where takes came from, their edits, sources and smart lists."""

from __future__ import annotations

from tangostudio.library.database import Database

# As before, with the new columns; with `id` in its place it gives the newest without sorting.
_LISTED = """CREATE INDEX takes_listed ON takes(
    trashed, created, id, project, stars, rejected, favourite, seconds, lufs, title,
    colour, category, model, frames, sample_rate, flags, tags
)"""

# Sounds that takes are started from; their files lie among those of the takes.
_SOURCES = """CREATE TABLE sources (
    sha256 TEXT PRIMARY KEY
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    name TEXT NOT NULL,
    created TEXT NOT NULL
)"""

_LISTS = """CREATE TABLE lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    created TEXT NOT NULL
)"""

_COLUMNS = (
    "relation TEXT NOT NULL DEFAULT ''",
    "source TEXT NOT NULL DEFAULT ''",
    "edits TEXT NOT NULL DEFAULT '[]'",
    "colour TEXT NOT NULL DEFAULT ''",
    "category TEXT NOT NULL DEFAULT ''",
    "momentary_lufs REAL",
    "range_lu REAL",
    "flags TEXT",  # JSON
)


def origins_edits_and_lists(database: Database) -> None:
    """Where takes came from, how they are edited and what is wrong with them; lists by query."""
    for column in _COLUMNS:
        database.execute(f"ALTER TABLE takes ADD COLUMN {column}")
    database.execute("CREATE INDEX takes_by_source ON takes(source)")
    database.execute("DROP INDEX takes_listed")
    database.execute(_LISTED)
    # What has no embedding yet is looked for in the order of the hashes, as embeddings lie.
    database.execute("CREATE INDEX takes_heard ON takes(sha256) WHERE trashed IS NULL")
    database.execute(
        "CREATE INDEX takes_unexamined ON takes(id) "
        "WHERE trashed IS NULL AND (flags IS NULL OR momentary_lufs IS NULL)"
    )
    # JSON: which take the job's takes come from, and how they are to be called.
    database.execute("ALTER TABLE jobs ADD COLUMN about TEXT NOT NULL DEFAULT '{}'")
    database.execute(_SOURCES)
    database.execute(_LISTS)
