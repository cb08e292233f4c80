"""Chance: all that is random in a take, from its seed, or from other seeds and a distance to them.

Knows nothing of samplers, sounds and requests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.families import Family

Near = Sequence[tuple[int, float]]


class Chance:
    """The draws of one take.

    Each draw of noise blends those of all seeds on the way from the first one of `near` to the
    take's own. What else is random (in an encoder, in a decoder) is the first one's, so that at
    distance 0 that take is made again.
    """

    def __init__(
        self, net: Family, model: Any, seed: int, near: Near = (), distance: float = 1.0
    ) -> None:
        self._net, self._model = net, model
        self._way = [*near, (seed, distance)]
        self._generators: list[Any] = []

    @property
    def generator(self) -> Any:
        """That of the first seed; there once noise was drawn."""
        return self._generators[0]

    def noise(self, shape: tuple[int, int]) -> Any:
        """The next draw of noise (1, length, channels)."""
        if self._generators:
            draws = [self._net.noise(self._model, shape, each) for each in self._generators]
        else:
            begun = [self._net.start(self._model, shape, seed) for seed, _ in self._way]
            draws = [noise for noise, _ in begun]
            self._generators = [generator for _, generator in begun]
        noise = draws[0]
        for other, (_, distance) in zip(draws[1:], self._way[1:], strict=True):
            noise = blend(noise, other, distance)
        return noise


def blend(one: Any, other: Any, distance: float) -> Any:
    """From one draw of noise (0) to another (1) on a quarter circle, which keeps the variance."""
    angle = distance * math.pi / 2
    return math.cos(angle) * one + math.sin(angle) * other


def check(near: Near, distance: float) -> None:
    """Every distance is from 0 to 1. Raises BadRequest."""
    for each in (distance, *(each for _, each in near)):
        if not 0 <= each <= 1:
            raise BadRequest(
                f"A distance of {each:g} cannot be used.",
                "Choose 0, which changes nothing, to 1, which makes another take.",
            )
