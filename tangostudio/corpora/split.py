"""Which clips are kept from training: whole recordings, drawn by what they hold.

A side once given stays, so that what a model was trained on is never what it is checked with.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

LEAST_CLIPS = 5
"""From so many on at least one is held out."""

MOST_HELD_OUT = 200


def held_out(
    recordings: Sequence[str], share: float, known: Mapping[str, bool] | None = None
) -> set[str]:
    """The recordings that are held out.

    Args:
        recordings: that of each clip, by a hash of its contents.
        share: of the clips.
        known: sides that recordings have already.
    """
    sizes = Counter(recordings)
    most = wanted(len(recordings), share)
    known = known or {}
    chosen = {name for name in sizes if known.get(name)}
    held = sum(sizes[name] for name in chosen)
    for name in sorted(sizes.keys() - known.keys(), key=_drawn):
        if held + sizes[name] <= most:
            chosen.add(name)
            held += sizes[name]
    return chosen or (_one(sizes, known) if most else set())


def wanted(clips: int, share: float) -> int:
    """How many of so many clips are to be held out."""
    if share <= 0.0 or clips < LEAST_CLIPS:
        return 0
    return min(max(1, round(share * clips)), MOST_HELD_OUT)


def _one(sizes: Mapping[str, int], known: Mapping[str, bool]) -> set[str]:
    """One recording where all are larger than what is wanted, if most clips are left then."""
    half = sum(sizes.values()) / 2
    small = [name for name in sizes.keys() - known.keys() if sizes[name] <= half]
    return {min(small, key=lambda name: (sizes[name], _drawn(name)))} if small else set()


def _drawn(recording: str) -> bytes:
    """A place in a fixed order that has nothing to do with names or dates."""
    return hashlib.sha256(f"held out {recording}".encode()).digest()
