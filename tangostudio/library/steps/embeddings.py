"""Step 5: embeddings of sounds."""

from __future__ import annotations

from tangostudio.library.database import Database


def embeddings(database: Database) -> None:
    """Vectors of sounds by embedder. Those of voted sounds outlive the takes, as the votes do."""
    database.execute(
        """CREATE TABLE embedders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            length INTEGER NOT NULL
        )"""
    )
    database.execute(
        """CREATE TABLE embeddings (
            embedder INTEGER NOT NULL REFERENCES embedders(id),
            sha256 TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (embedder, sha256)
        ) WITHOUT ROWID"""
    )
