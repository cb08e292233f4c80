"""Samplers: free functions that walk a flow from noise to a sound, one step at a time.

Each is a generator over (velocity, x, sigmas) and knows neither models nor arrays' kinds. `x` is
what the velocity returns; who iterates decides when to stop.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from tangostudio.engines import schedules
from tangostudio.errors import BadRequest

Velocity = Callable[[Any, float], Any]


def euler(velocity: Velocity, x: Any, sigmas: list[float]) -> Iterator[Any]:
    """Euler steps of the rectified flow dx/dsigma = v: x after each step."""
    for sigma, following in itertools.pairwise(sigmas):
        x = x + (following - sigma) * velocity(x, sigma)
        yield x


_SAMPLERS = {"euler": (euler, schedules.linear)}


def sampler(name: str) -> tuple[Callable[..., Iterator[Any]], Callable[[int], list[float]]]:
    """The sampler and the schedule that goes with it.

    Raises:
        BadRequest: there is none of this name.
    """
    if name not in _SAMPLERS:
        raise BadRequest(
            f"There is no sampler {name!r}.", f"Known samplers: {', '.join(sorted(_SAMPLERS))}."
        )
    return _SAMPLERS[name]
