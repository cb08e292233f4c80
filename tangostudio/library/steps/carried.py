"""Step 8: what imported files said beside their samples."""

from __future__ import annotations

from tangostudio.library.database import Database

_CARRIED_CHUNKS = """CREATE TABLE carried_chunks (
    take INTEGER NOT NULL REFERENCES takes(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name BLOB NOT NULL CHECK (length(name) = 4),
    data BLOB NOT NULL,
    PRIMARY KEY (take, place)
)"""


def carried_chunks(database: Database) -> None:
    """Chunks of imported WAV files, which go with their takes and come back when they leave."""
    database.execute(_CARRIED_CHUNKS)
