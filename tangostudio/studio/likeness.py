"""More like this: takes in the order of how near their sounds are to that of one of them.

Nearness is the cosine between embeddings, which takes get in the background. The measured ones
(impressions) have values of many scales: there each value counts in standard deviations from the
library's mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tangostudio.cards import embedders
from tangostudio.library import Library
from tangostudio.studio.tasting import Tasting

Vector = NDArray[np.floating]

_STALE_SHARE = 1.1
"""Growth of a library from which the mean and the deviation of its sounds are taken anew."""


class Likeness:
    """Which of the library's takes sound alike."""

    def __init__(self, library: Library, tasting: Tasting) -> None:
        self._library = library
        self._tasting = tasting
        self._directions = Directions()
        self._places: dict[int, int] = {}  # of takes; a take's sound never changes

    def ready(self, take_id: int) -> str:
        """Why takes like this one cannot be found; "" when they can. Raises NotFound."""
        take = self._library.takes.get(take_id)
        if take.sha256 in self._tasting.vectors:
            return ""
        if take.missing:
            return "Its sound file is missing."
        if take.trashed is not None:
            return "It is in the trash."
        if self._tasting.cannot_hear(take.sha256):
            return "Its sound cannot be read."
        return "Its embedding is being made."

    def ordered(self, ids: Sequence[int], like: int) -> list[int]:
        """Takes by id, the one itself first, then the most alike.

        Those without an embedding keep their order at the end; so do all if the one has none, or
        was deleted for good: a list may still ask for it.

        Raises:
            NotFound: one of the takes that are ordered does not exist.
        """
        if not self._library.takes.exists(like):
            return list(ids)
        measured = embedders.is_measured(self._tasting.embedder)
        if self._directions.follow(self._tasting.vectors, measured):
            self._places.clear()
        own = self._directions.place(self._library.takes.get(like).sha256)
        if own is None:
            return list(ids)
        wanted = np.array(ids, np.int64)
        near = self._directions.cosines(own)[self._places_of(ids)]
        near[wanted == like] = np.inf
        return wanted[np.argsort(-near, kind="stable")].tolist()

    def _places_of(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """The row of each take's sound among the directions; -1 for one that is not known yet."""
        known = self._places
        try:
            return np.fromiter(map(known.__getitem__, ids), np.int64, len(ids))
        except KeyError:
            unknown = [take for take in ids if take not in known]
        for take in self._library.takes.get_many(unknown):
            if (place := self._directions.place(take.sha256)) is not None:
                known[take.id] = place
        return np.fromiter((known.get(take, -1) for take in ids), np.int64, len(ids))


class Directions:
    """Unit vectors of sounds as one matrix, which grows as embeddings arrive."""

    def __init__(self) -> None:
        self._source: Mapping[str, Vector] | None = None
        self._places: dict[str, int] = {}
        self._rows = np.zeros((0, 0), np.float32)  # (room, values); the first len(_places) count
        self._mean = self._scale = np.zeros(0, np.float32)
        self._counted = 0

    def follow(self, vectors: Mapping[str, Vector], measured: bool) -> bool:
        """Take in what is new in a mapping that only grows; another mapping replaces all.

        Args:
            vectors: embedding of each sound, by hash.
            measured: whether its values are of many scales.

        Returns:
            Whether all places are new.
        """
        known = len(self._places)
        if vectors is self._source and len(vectors) == known:
            return False
        stale = measured and len(vectors) > _STALE_SHARE * self._counted
        if vectors is not self._source or len(vectors) < known or stale:
            self._start_anew(vectors, measured)
            return True
        fresh = [name for name in vectors if name not in self._places]
        self._append(fresh, np.stack([vectors[name] for name in fresh]))
        return False

    def place(self, sound: str) -> int | None:
        """The row of a sound; None for an unknown one."""
        return self._places.get(sound)

    def cosines(self, place: int) -> NDArray[np.float32]:
        """Cosine of each sound to the one of a place; a last value of -2 for unknown ones."""
        rows = self._rows[: len(self._places)]
        return np.append(rows @ rows[place], np.float32(-2.0))

    def towards(self, vector: Vector) -> NDArray[np.float32]:
        """Cosine of each sound to an embedding, which may be that of another one."""
        return self._rows[: len(self._places)] @ self._directions(vector).astype(np.float32)

    def _start_anew(self, vectors: Mapping[str, Vector], measured: bool) -> None:
        self._source, self._places, self._counted = vectors, {}, len(vectors)
        if not vectors:
            return
        values = np.stack(list(vectors.values())).astype(np.float32)
        self._mean = values.mean(0) if measured else np.zeros(values.shape[1], np.float32)
        deviation = values.std(0) if measured else np.ones(values.shape[1], np.float32)
        self._scale = np.where(deviation > 1e-6, deviation, 1.0).astype(np.float32)
        self._rows = np.zeros((0, values.shape[1]), np.float32)
        self._append(list(vectors), values)

    def _append(self, names: Sequence[str], values: Vector) -> None:
        known, count = len(self._places), len(self._places) + len(names)
        if count > len(self._rows):
            room = np.zeros((count + count // 4, values.shape[1]), np.float32)
            room[:known] = self._rows[:known]
            self._rows = room
        self._rows[known:count] = self._directions(values)
        self._places.update(zip(names, range(known, count), strict=True))

    def _directions(self, values: Vector) -> Vector:
        """Embeddings (..., values) as unit vectors."""
        centred = (values - self._mean) / self._scale
        lengths = np.linalg.norm(centred, axis=-1, keepdims=True)
        return centred / np.maximum(lengths, 1e-12)
