"""Step 6: adapters, tunings and their blind tests."""

from __future__ import annotations

from tangostudio.library.database import Database
from tangostudio.library.steps.append_only import forbid_changes

_ADAPTERS = """CREATE TABLE adapters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE
        CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    method TEXT NOT NULL,
    licence TEXT NOT NULL,
    commercial TEXT NOT NULL,
    votes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    created TEXT NOT NULL,
    tuning TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'accepted', 'rejected')),
    strength REAL NOT NULL CHECK (strength BETWEEN 0 AND 1.5),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    about TEXT NOT NULL
)"""

_TUNINGS = """CREATE TABLE tunings (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    method TEXT NOT NULL,
    request TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('running', 'paused', 'interrupted', 'failed', 'done', 'cancelled')),
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    votes INTEGER NOT NULL,
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    error_hint TEXT NOT NULL DEFAULT '',
    adapter INTEGER REFERENCES adapters(number)
)"""

_NEWS = """CREATE TABLE tuning_news (
    id INTEGER PRIMARY KEY,
    tuning TEXT NOT NULL REFERENCES tunings(id),
    data TEXT NOT NULL
)"""

_TRIALS = """CREATE TABLE trials (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    adapter INTEGER NOT NULL REFERENCES adapters(number),
    pair TEXT NOT NULL,
    prompt TEXT NOT NULL,
    seconds REAL NOT NULL,
    seed INTEGER NOT NULL,
    model TEXT NOT NULL,
    sha256_base TEXT NOT NULL,
    sha256_tuned TEXT NOT NULL,
    shown_left TEXT NOT NULL CHECK (shown_left IN ('base', 'tuned')),
    answer TEXT NOT NULL CHECK (answer IN ('base', 'tuned', 'tie', 'both_bad')),
    heard_base_ms INTEGER NOT NULL,
    heard_tuned_ms INTEGER NOT NULL,
    replays INTEGER NOT NULL,
    response_ms INTEGER NOT NULL,
    gain_base_db REAL NOT NULL,
    gain_tuned_db REAL NOT NULL,
    app_version TEXT NOT NULL,
    created TEXT NOT NULL
)"""

_WITHDRAWALS = """CREATE TABLE trial_withdrawals (
    trial INTEGER PRIMARY KEY REFERENCES trials(id),
    created TEXT NOT NULL
)"""


def adapters_and_tunings(database: Database) -> None:
    """Adapters, the tunings that make them, and the blind tests that they must pass."""
    # JSON: hash and strength of each adapter that a take was made with.
    database.execute("ALTER TABLE takes ADD COLUMN adapters TEXT NOT NULL DEFAULT '[]'")
    database.execute(_ADAPTERS)
    database.execute(_TUNINGS)
    database.execute(_NEWS)
    database.execute("CREATE INDEX tuning_news_by_tuning ON tuning_news(tuning)")
    database.execute(_TRIALS)
    database.execute("CREATE INDEX trials_by_adapter ON trials(adapter)")
    database.execute(_WITHDRAWALS)
    forbid_changes(database, "trials", "trial_withdrawals")
