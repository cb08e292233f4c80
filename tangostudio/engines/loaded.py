"""A model that is ready, as the engines hand it on. Knows nothing of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.engines import memory
from tangostudio.families import Family

Adapters = tuple[tuple[str, float], ...]
"""Hash and strength of each adapter that is added to a model."""


@dataclass(frozen=True)
class Loaded:
    """A model that is ready: its card, its adapters, its family's functions, and how it is held.

    Attributes:
        precision: that was asked for; the plan has the one that it is held in.
    """

    card: ModelCard
    adapters: Adapters
    family: Family
    model: Any
    plan: memory.Plan
    precision: str = ""
