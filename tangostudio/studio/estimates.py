"""How long a take will need on this machine: learned from every take that was made.

One number per model: seconds of work per step, forward and second of sound. The newest takes weigh
most, so the estimate follows a machine that is busy.
"""

from __future__ import annotations

from collections.abc import MutableMapping

from tangostudio.messages import GenerateRequest

_NEWEST_WEIGHT = 0.3


def learn(rates: MutableMapping[str, float], request: GenerateRequest, spent: float) -> None:
    """Take in that one take of `request` needed `spent` seconds."""
    rate = spent / _work(request.seconds, request.steps, request.guidance)
    known = rates.get(request.model, rate)
    rates[request.model] = known + _NEWEST_WEIGHT * (rate - known)


def estimate(
    rates: MutableMapping[str, float],
    model: str,
    *,
    seconds: float,
    steps: int,
    guidance: float,
    takes: int = 1,
) -> float | None:
    """Seconds for all takes, or None while nothing is known of this model here."""
    rate = rates.get(model)
    return None if rate is None else rate * _work(seconds, steps, guidance) * takes


def _work(seconds: float, steps: int, guidance: float) -> float:
    forwards = 1 if guidance == 1 else 2
    return seconds * (steps * forwards + 2)  # decoding costs about as much as two forwards
