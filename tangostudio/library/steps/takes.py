"""Step 1: projects and takes."""

from __future__ import annotations

from tangostudio.library.database import Database

_PROJECTS = """CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL
)"""

# AUTOINCREMENT: the number of a deleted take is never given to another sound.
_TAKES = """CREATE TABLE takes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project INTEGER NOT NULL REFERENCES projects(id),
    created TEXT NOT NULL,
    title TEXT NOT NULL,
    prompt TEXT NOT NULL,
    negative TEXT NOT NULL,
    model TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    licence TEXT NOT NULL,
    commercial TEXT NOT NULL,
    app_version TEXT NOT NULL,
    seed INTEGER NOT NULL,
    seconds REAL NOT NULL,
    steps INTEGER NOT NULL,
    guidance REAL NOT NULL,
    sampler TEXT NOT NULL,
    request TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES overviews(sha256)
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    frames INTEGER NOT NULL,
    sample_rate INTEGER NOT NULL,
    channels INTEGER NOT NULL,
    gain_db REAL NOT NULL,
    lufs REAL,
    peak_db REAL,
    stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
    rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected IN (0, 1)),
    favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    tags TEXT NOT NULL DEFAULT '[]',
    notes TEXT NOT NULL DEFAULT '',
    job TEXT NOT NULL,
    place INTEGER NOT NULL,
    parent INTEGER REFERENCES takes(id) ON DELETE SET NULL,
    trashed TEXT,
    render_seconds REAL NOT NULL
)"""

# All that a list is filtered and sorted by, so that it need not read the rows themselves.
_LISTED = """CREATE INDEX takes_listed ON takes(
    trashed, created, project, stars, rejected, favourite, seconds, lufs, title
)"""


def takes_and_projects(database: Database) -> None:
    """Projects, takes, their waveform overviews, and small named values."""
    database.execute(_PROJECTS)
    database.execute("CREATE TABLE overviews (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)")
    database.execute(_TAKES)
    for column in ("sha256", "parent", "job"):
        database.execute(f"CREATE INDEX takes_by_{column} ON takes({column})")
    database.execute(_LISTED)
    # Sounds whose last row is gone and whose file is still to be removed.
    database.execute("CREATE TABLE discarded (sha256 TEXT PRIMARY KEY)")
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
