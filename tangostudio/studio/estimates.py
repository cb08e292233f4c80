"""How long a take will need on this machine: learned from every take that was made.

One number per model: seconds for a unit of its work. The newest takes weigh most, so the estimate
follows a machine that is busy. Before a model's first take its card's arithmetic and a short
measurement of the machine foretell the time.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from tangostudio.cards import ModelCard
from tangostudio.messages import GenerateRequest

_NEWEST_WEIGHT = 0.3


@dataclass(frozen=True)
class Expected:
    """Seconds for all takes; `measured` once this model has made one here."""

    seconds: float
    measured: bool


def learn(
    rates: MutableMapping[str, float], card: ModelCard, request: GenerateRequest, spent: float
) -> None:
    """Take in that one take of `request` needed `spent` seconds."""
    rate = spent / _work(card, request.seconds, request.steps, request.guidance)
    known = rates.get(card.id, rate)
    rates[card.id] = known + _NEWEST_WEIGHT * (rate - known)


def expect(
    rates: Mapping[str, float],
    profile: Mapping[str, float],
    card: ModelCard,
    *,
    seconds: float,
    steps: int,
    guidance: float,
    takes: int = 1,
) -> Expected | None:
    """The time for all takes, or None while nothing is known.

    Args:
        profile: GFLOP/s of this machine, "net" and "codec"; empty before it was measured.
    """
    if rate := rates.get(card.id):
        return Expected(rate * _work(card, seconds, steps, guidance) * takes, True)
    if card.work is None or not profile:
        return None
    spent = card.work.net(seconds, steps, guidance) / profile["net"]
    return Expected((spent + card.work.codec(seconds) / profile["codec"]) * takes, False)


def _work(card: ModelCard, seconds: float, steps: int, guidance: float) -> float:
    if card.work is not None:
        return card.work.net(seconds, steps, guidance) + card.work.codec(seconds)
    forwards = 1 if guidance == 1 else 2
    return seconds * (steps * forwards + 2)  # decoding costs about as much as two forwards
