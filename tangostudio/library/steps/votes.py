"""Step 4: votes."""

from __future__ import annotations

from tangostudio.library.database import Database
from tangostudio.library.steps.append_only import forbid_changes

_VOTES = """CREATE TABLE votes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pair TEXT NOT NULL,
    prompt TEXT NOT NULL,
    seconds REAL NOT NULL,
    take_a INTEGER NOT NULL,
    take_b INTEGER NOT NULL,
    sha256_a TEXT NOT NULL,
    sha256_b TEXT NOT NULL,
    shown_left TEXT NOT NULL CHECK (shown_left IN ('a', 'b')),
    answer TEXT NOT NULL CHECK (answer IN ('a', 'b', 'tie', 'both_bad')),
    heard_a_ms INTEGER NOT NULL,
    heard_b_ms INTEGER NOT NULL,
    replays INTEGER NOT NULL,
    response_ms INTEGER NOT NULL,
    gain_a_db REAL NOT NULL,
    gain_b_db REAL NOT NULL,
    round INTEGER NOT NULL,
    repeat_of INTEGER REFERENCES votes(id),
    app_version TEXT NOT NULL,
    created TEXT NOT NULL
)"""

_WITHDRAWALS = """CREATE TABLE withdrawals (
    vote INTEGER PRIMARY KEY REFERENCES votes(id),
    created TEXT NOT NULL
)"""


def votes(database: Database) -> None:
    """Votes, which can only be added to. They outlive the takes, hence no references to them."""
    database.execute(_VOTES)
    database.execute(_WITHDRAWALS)
    database.execute("CREATE INDEX votes_by_repeat ON votes(repeat_of)")
    forbid_changes(database, "votes", "withdrawals")
