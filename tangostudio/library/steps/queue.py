"""Step 3: the stored queue."""

from __future__ import annotations

from tangostudio.library.database import Database


def stored_queue(database: Database) -> None:
    """Jobs, so that what waits survives the program."""
    database.execute(
        """CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            request TEXT NOT NULL,
            project INTEGER REFERENCES projects(id),
            state TEXT NOT NULL CHECK (
                state IN ('queued', 'running', 'interrupted', 'failed', 'done', 'cancelled')),
            position INTEGER NOT NULL,
            created TEXT NOT NULL,
            takes INTEGER NOT NULL DEFAULT 0,
            error_kind TEXT NOT NULL DEFAULT '',
            error_message TEXT NOT NULL DEFAULT '',
            error_hint TEXT NOT NULL DEFAULT ''
        )"""
    )
    database.execute("CREATE INDEX jobs_by_state ON jobs(state, position)")
    database.execute("CREATE INDEX jobs_by_project ON jobs(project)")
