"""How long a take will need on this machine: learned from every take that was made.

One number per model: seconds for a unit of its work. The newest takes weigh most, so the estimate
follows a machine that is busy. Before a model's first take its card's arithmetic and a short
measurement of the machine foretell the time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.messages import GenerateRequest

_NEWEST_WEIGHT = 0.3


@dataclass(frozen=True)
class Expected:
    """Seconds for all takes; `measured` once this model has made one here."""

    seconds: float
    measured: bool


@dataclass(frozen=True)
class Walk:
    """One walk of a model, of which a take needs one or more.

    Attributes:
        seconds: of sound that it works on.
        heard: whether a sound is encoded before it.
    """

    seconds: float
    heard: bool = False


def walks(
    card: ModelCard,
    seconds: float,
    *,
    start: bool = False,
    regions: Sequence[tuple[float, float]] = (),
    loop: bool = False,
) -> list[Walk]:
    """What a take needs: the whole sound, each of its regions, and the seam of a loop.

    Parts of a sound are made in windows of the model's longest take; a part of more than half a
    window is made in pieces.

    Args:
        start: whether it starts from a sound.
    """
    known = card.parameters.get("seconds")
    longest = seconds if known is None else known.maximum
    window = Walk(min(seconds, longest), heard=True)
    pieces = [
        1 if seconds <= longest else math.ceil((end - first) / (longest / 2))
        for first, end in regions
    ]
    parts = min(1, len(pieces)) if seconds <= longest else sum(pieces)
    whole = [] if start and (regions or loop) else [Walk(seconds, start)]
    return whole + [window] * (parts + loop)


def learn(
    rates: MutableMapping[str, float], card: ModelCard, request: GenerateRequest, spent: float
) -> None:
    """Take in that one take of `request` needed `spent` seconds."""
    start, regions = bool(request.init), request.regions
    needed = walks(card, request.seconds, start=start, regions=regions, loop=request.loop)
    work = sum(_work(card, walk, request.steps, request.guidance) for walk in needed)
    known = rates.get(card.id, spent / work)
    rates[card.id] = known + _NEWEST_WEIGHT * (spent / work - known)


def expect(
    rates: Mapping[str, float],
    profile: Mapping[str, float],
    card: ModelCard,
    *,
    seconds: float,
    steps: int,
    guidance: float,
    takes: int = 1,
    start: bool = False,
    regions: Sequence[tuple[float, float]] = (),
    loop: bool = False,
) -> Expected | None:
    """The time for all takes, or None while nothing is known.

    Args:
        profile: GFLOP/s of this machine, "net" and "codec"; empty before it was measured.
        start, regions, loop: what is asked beside a sound from words (see `walks`).
    """
    needed = walks(card, seconds, start=start, regions=regions, loop=loop)
    if rate := rates.get(card.id):
        work = sum(_work(card, walk, steps, guidance) for walk in needed)
        return Expected(rate * work * takes, True)
    if card.work is None or not profile:
        return None
    net = sum(card.work.net(walk.seconds, steps, guidance) for walk in needed)
    codec = sum(card.work.codec(walk.seconds) * (1 + walk.heard) for walk in needed)
    return Expected((net / profile["net"] + codec / profile["codec"]) * takes, False)


def asked(request: GenerateRequest) -> dict[str, Any]:
    """What `expect` is told of one take of a request."""
    return {
        "seconds": request.seconds,
        "steps": request.steps,
        "guidance": request.guidance,
        "start": bool(request.init),
        "regions": request.regions,
        "loop": request.loop,
    }


def _work(card: ModelCard, walk: Walk, steps: int, guidance: float) -> float:
    """In GFLOP where they were counted. Encoding a sound is taken to cost as much as decoding."""
    seconds, codecs = walk.seconds, 1 + walk.heard
    if card.work is not None:
        return card.work.net(seconds, steps, guidance) + codecs * card.work.codec(seconds)
    forwards = 1 if guidance == 1 else 2
    return seconds * (steps * forwards + 2 * codecs)  # decoding: about as much as two forwards
