"""Which clips are nearly the same as another: candidates by their prints, then by their waves.

Prints are compared as blocks of a matrix product, so that 50,000 of them take minutes; waves are
read for candidates only. Strokes of one bell or beeps of one device with hardly any noise can be so
alike that they count as one recording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tangostudio.corpora import fingerprints

FloatArray = NDArray[np.float32]

LEAST_PRINT = 0.94
"""Product of the vectors of two prints from which their waves are compared."""

LEAST_LIKENESS = 0.9
"""Likeness of two waves from which they are of one recording; see `fingerprints.likeness`."""

MOST_CANDIDATES = 8
"""Of one clip that are looked into, the nearest first."""

_ROWS = 1024
_WAVES_HELD = 256  # of up to 280 KiB


def near_duplicates(
    prints: NDArray[np.int8], wave: Callable[[int], FloatArray | None]
) -> Iterator[tuple[int, int | None]]:
    """For each clip in order the earlier one that it repeats, or None.

    Args:
        prints: (clips, fingerprints.SIZE), those that are kept rather first.
        wave: of a clip, as `fingerprints.wave_of` gives it; None where it cannot be read.
    """
    held = lru_cache(maxsize=_WAVES_HELD)(wave)
    repeated: dict[int, int] = {}
    for place, candidates in _candidates(prints):
        same = next((other for other in candidates if _same(held, place, other)), None)
        if same is not None:
            repeated[place] = repeated.get(same, same)
        yield place, repeated.get(place)


def _candidates(prints: NDArray[np.int8]) -> Iterator[tuple[int, list[int]]]:
    """Each place with earlier ones whose prints are near, the nearest first."""
    for first in range(0, len(prints), _ROWS):
        rows = fingerprints.vectors(prints[first : first + _ROWS])
        near = np.zeros((len(rows), 0), np.float32)
        places = np.zeros((len(rows), 0), np.intp)
        for begin in range(0, first + 1, _ROWS):
            columns = fingerprints.vectors(prints[begin : begin + _ROWS])
            found = rows @ columns.T
            if begin == first:
                found[np.triu_indices(len(rows))] = -1.0  # itself and later ones
            near, places = _nearest(near, places, found, begin)
        for row, (values, others) in enumerate(zip(near, places, strict=True)):
            order = np.argsort(-values, kind="stable")
            yield first + row, [int(others[i]) for i in order if values[i] >= LEAST_PRINT]


def _nearest(
    near: FloatArray, places: NDArray[np.intp], found: FloatArray, begin: int
) -> tuple[FloatArray, NDArray[np.intp]]:
    """The nearest so far and those of another block, the best of both."""
    if found.max(initial=-1.0) < LEAST_PRINT:
        return near, places
    most = min(MOST_CANDIDATES, found.shape[1])
    best = np.argpartition(-found, most - 1, axis=1)[:, :most]
    near = np.concatenate((near, np.take_along_axis(found, best, axis=1)), axis=1)
    places = np.concatenate((places, best + begin), axis=1)
    if near.shape[1] <= MOST_CANDIDATES:
        return near, places
    kept = np.argpartition(-near, MOST_CANDIDATES - 1, axis=1)[:, :MOST_CANDIDATES]
    return np.take_along_axis(near, kept, axis=1), np.take_along_axis(places, kept, axis=1)


def _same(wave: Callable[[int], FloatArray | None], place: int, other: int) -> bool:
    ours, theirs = wave(place), wave(other)
    if ours is None or theirs is None:
        return False
    return fingerprints.likeness(ours, theirs) >= LEAST_LIKENESS
