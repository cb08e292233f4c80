"""Embeddings of sounds: vectors that say which sounds are alike, by sound and by embedder.

They are kept as long as a take or a vote names the sound: votes outlive takes, and a taste is
fitted to them. What a vector means and how it is computed is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from tangostudio.errors import BadRequest
from tangostudio.library.database import Database

LONGEST = 4096
_STORED = np.dtype("<f2")  # unit vectors lose less than a thousandth of a value
_HASH_LENGTH = 64
_CHUNK = 500
_PRESENT = "FROM takes t INDEXED BY takes_heard WHERE t.trashed IS NULL"
_VOTED = """FROM takes t WHERE t.trashed IS NOT NULL
    AND t.sha256 IN (SELECT sha256_a FROM votes UNION SELECT sha256_b FROM votes)"""


class Embeddings:
    """The embeddings of one open library.

    An embedder is named with a mark of its weights ("starter-3fa92c01"), so that vectors of other
    weights are never mistaken for its own; all its vectors are of one length.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, embedder: str, vectors: Mapping[str, NDArray[np.floating]]) -> None:
        """Keep vectors (d,) by the hash of their sound, all or none; a known one is replaced.

        Raises:
            BadRequest: no vector, of another length than the embedder's others, not finite, too
                large for 16 bits, or the hash of no sound.
        """
        if not vectors:
            return
        with self._database.transaction():
            number, length = self._embedder(embedder, len(next(iter(vectors.values()))))
            for sha256, vector in vectors.items():
                self._database.execute(
                    "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
                    [number, sha256, _packed(sha256, vector, length)],
                )

    def get(
        self, embedder: str, sounds: Iterable[str] | None = None
    ) -> dict[str, NDArray[np.float32]]:
        """The vectors that are known, by hash; of some sounds or of all."""
        row = self._database.row("SELECT id, length FROM embedders WHERE name = ?", [embedder])
        if row is None:
            return {}
        number, length = row
        query = "SELECT sha256, data FROM embeddings WHERE embedder = ?"
        if sounds is None:
            rows = self._database.rows(query, [number])
        else:
            wanted = list(dict.fromkeys(sounds))
            rows = []
            for start in range(0, len(wanted), _CHUNK):
                some = wanted[start : start + _CHUNK]
                marks = ", ".join("?" * len(some))
                rows += self._database.rows(f"{query} AND sha256 IN ({marks})", [number, *some])
        # One that does not fit was damaged: it is as if it were missing, and is made again.
        fitting = [row for row in rows if len(row[1]) == length * _STORED.itemsize]
        data = np.frombuffer(b"".join(row[1] for row in fitting), _STORED)
        values = data.reshape(-1, length).astype(np.float32)
        return {row[0]: vector for row, vector in zip(fitting, values, strict=True)}

    def wanting(self, embedder: str, limit: int | None = None) -> list[str]:
        """Sounds of takes that this embedder has no vector of, newest first; at most `limit`.

        Of the trash only those that were voted on.
        """
        number, length = self._database.row(
            "SELECT id, length FROM embedders WHERE name = ?", [embedder]
        ) or (-1, 0)
        most = -1 if limit is None else max(0, limit)
        newest: dict[str, int] = {}
        for takes in (_PRESENT, _VOTED):
            rows = self._database.rows(
                f"SELECT t.sha256, max(t.id) {takes} AND NOT EXISTS (SELECT 1 FROM embeddings e "
                "WHERE e.embedder = ? AND e.sha256 = t.sha256 AND length(e.data) = ?) "
                "GROUP BY t.sha256 ORDER BY 2 DESC LIMIT ?",
                [number, length * _STORED.itemsize, most],
            )
            for sha256, take in rows:
                newest[sha256] = max(take, newest.get(sha256, 0))
        return sorted(newest, key=lambda sha256: -newest[sha256])[: None if most < 0 else most]

    def embedders(self) -> dict[str, int]:
        """How many sounds each embedder has vectors of."""
        return dict(
            self._database.rows(
                "SELECT n.name, count(e.sha256) FROM embedders n "
                "LEFT JOIN embeddings e ON e.embedder = n.id GROUP BY n.id ORDER BY n.id"
            )
        )

    def forget(self, embedder: str) -> None:
        """Drop all vectors of an embedder, such as one whose weights were replaced."""
        with self._database.transaction():
            number = self._database.value("SELECT id FROM embedders WHERE name = ?", [embedder])
            self._database.execute("DELETE FROM embeddings WHERE embedder = ?", [number])
            self._database.execute("DELETE FROM embedders WHERE id = ?", [number])

    def tidy(self) -> None:
        """Drop vectors of sounds that neither a take nor a vote names any more."""
        if self._database.value("SELECT 1 FROM embeddings LIMIT 1"):
            self._database.execute(
                "DELETE FROM embeddings WHERE sha256 NOT IN (SELECT sha256 FROM takes "
                "UNION SELECT sha256_a FROM votes UNION SELECT sha256_b FROM votes)"
            )

    def _embedder(self, name: str, length: int) -> tuple[int, int]:
        if not name or not 0 < length <= LONGEST:
            raise BadRequest(f"An embedding must have a named embedder and 1 to {LONGEST} values.")
        self._database.execute(
            "INSERT INTO embedders (name, length) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [name, length],
        )
        row = self._database.row("SELECT id, length FROM embedders WHERE name = ?", [name])
        assert row is not None
        return row[0], row[1]


def _packed(sha256: str, vector: NDArray[np.floating], length: int) -> bytes:
    if len(sha256) != _HASH_LENGTH or set(sha256) - set("0123456789abcdef"):
        raise BadRequest(f"{sha256!r} is not the hash of a sound.")
    largest = float(np.abs(vector).max()) if np.shape(vector) == (length,) else float("nan")
    if not largest <= float(np.finfo(_STORED).max):  # nan is not
        raise BadRequest(
            f"An embedding of this embedder must be {length} finite numbers.",
            "Compute the embedding of this sound again.",
        )
    return np.asarray(vector).astype(_STORED).tobytes()
