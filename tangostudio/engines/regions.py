"""Regions of a sound that are made again: which make sense, and in which passes they are made.

A model works on at most its longest take, so a region of a longer sound is made in a window around
it, and one that fills the window in pieces, each from what is there before it. Plain numbers: knows
nothing of models and samples.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from tangostudio.errors import BadRequest

FADE_SECONDS = 0.02
"""Of the cross-fade before and after a region, beyond which nothing changes."""

Span = tuple[int, int]
"""From a frame up to, and without, another."""


@dataclass(frozen=True)
class Pass:
    """One walk over a window of the sound.

    Attributes:
        wanted: what is taken from it.
        gaps: what is made in it: the wanted, and what is still to be made by later passes.
    """

    window: Span
    wanted: tuple[Span, ...]
    gaps: tuple[Span, ...]


def check(
    regions: Sequence[tuple[float, float]], source: float, result: float, least: float
) -> None:
    """Regions (start, end) must lie in a sound of `result` seconds and begin in its source.

    Args:
        least: length of the shortest region, in seconds.

    Raises:
        BadRequest: one does not, or is too short.
    """
    slack = FADE_SECONDS / 2  # lengths that people see are rounded
    for start, end in regions:
        inside = -slack <= start <= source + slack and start < end <= result + slack
        if not inside:
            raise BadRequest(
                f"There is nothing to make from {start:.2f} s to {end:.2f} s of a sound that has "
                f"{source:.2f} s.",
                "Choose a part of the sound, or one that goes on from its end.",
            )
        if end - start < least:
            raise BadRequest(
                f"A part of {end - start:.3f} s is too short to be made.",
                f"Choose at least {least:.2f} s.",
            )


def spans(regions: Sequence[tuple[float, float]], sample_rate: int, frames: int) -> list[Span]:
    """Regions in frames, in order; those whose cross-fades touch are one."""
    fade = round(FADE_SECONDS * sample_rate)
    found: list[Span] = []
    for start, end in sorted(regions):
        first = max(0, min(round(start * sample_rate), frames - 1))
        last = min(round(end * sample_rate), frames)
        if found and first - found[-1][1] <= 2 * fade:
            first, last = found[-1][0], max(last, found.pop()[1])
        found.append((first, last))
    return found


def plan(wanted: Sequence[Span], frames: int, longest: int) -> list[Pass]:
    """The passes that make the wanted spans of a sound, each of at most `longest` frames."""
    if frames <= longest:
        return [Pass((0, frames), tuple(wanted), tuple(wanted))]
    passes = []
    for piece in _pieces(wanted, longest // 2):
        middle = (piece[0] + piece[1]) // 2
        first = max(0, min(middle - longest // 2, frames - longest))
        window = (first, first + longest)
        ahead = ((max(a, piece[0]), min(b, window[1])) for a, b in wanted)
        gaps = tuple((a, b) for a, b in ahead if a < b)
        passes.append(Pass(window, (piece,), gaps))
    return passes


def _pieces(wanted: Sequence[Span], most: int) -> list[Span]:
    pieces = []
    for first, last in wanted:
        count = -(-(last - first) // most)
        cuts = [first + (last - first) * i // count for i in range(count + 1)]
        pieces += itertools.pairwise(cuts)
    return pieces
