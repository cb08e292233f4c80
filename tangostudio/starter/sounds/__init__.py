"""The sounds that the starter model learns from: one small synthesiser per family.

`FAMILIES` is the table of them. The package knows nothing of captions, files or training.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tangostudio.starter.sounds import (
    animals,
    body,
    chimes,
    fauna,
    games,
    household,
    impacts,
    machines,
    nature,
    people,
    scifi,
    signals,
    vehicles,
    water,
)
from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.toolkit import SAMPLE_RATE

Family = Callable[[np.random.Generator, float], Sound]

_MODULES = (
    nature,
    water,
    impacts,
    body,
    people,
    animals,
    fauna,
    signals,
    chimes,
    machines,
    vehicles,
    household,
    scifi,
    games,
)


def _rendering(recipe: Callable[[Draw], Sound]) -> Family:
    return lambda rng, seconds: recipe(Draw(rng, seconds))


def _collected(name: str) -> dict[str, Family]:
    table: dict[str, Callable[[Draw], Sound]] = {}
    for module in _MODULES:
        table |= getattr(module, name)
    return {family: _rendering(recipe) for family, recipe in sorted(table.items())}


_BEDS = _collected("BEDS")
_EVENTS = _collected("EVENTS")

FAMILIES: Mapping[str, Family] = _EVENTS | _BEDS
BEDS = frozenset(_BEDS)
"""Families that go on for as long as they are given; the others happen and die away."""


def render(family: str, rng: np.random.Generator, seconds: float) -> Sound:
    """One sound of a family, `seconds` long; everything random comes from `rng`."""
    return FAMILIES[family](rng, seconds)


__all__ = ["BEDS", "FAMILIES", "SAMPLE_RATE", "Family", "Sound", "render"]
