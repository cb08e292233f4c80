"""The parts that a prompt can be built from, by category, from a table in the resources.

It knows nothing of widgets.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PARTS = ("material", "source", "action", "space", "distance")
"""In the order in which a prompt names them."""


@dataclass(frozen=True)
class Category:
    """A kind of sounds and the parts that fit it; `choices` by the names of `PARTS`."""

    name: str
    choices: Mapping[str, tuple[str, ...]]


def load(path: Path) -> tuple[Category, ...]:
    """Read the table."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    common = {"space": tuple(document["spaces"]), "distance": tuple(document["distances"])}
    return tuple(
        Category(
            each["name"],
            {name: tuple(each[f"{name}s"]) for name in ("material", "source", "action")} | common,
        )
        for each in document["category"]
    )


def compose(chosen: Mapping[str, str]) -> str:
    """One prompt of the chosen parts: "metal door slamming, in a cave, distant".

    A material that says where something is ("on gravel") stands behind the action.
    """
    material = chosen.get("material", "")
    behind = material.startswith(("on ", "in "))
    first = ("" if behind else material, chosen.get("source", ""), chosen.get("action", ""))
    thing = " ".join(part for part in (*first, material if behind else "") if part)
    parts = (thing, chosen.get("space", ""), chosen.get("distance", ""))
    return ", ".join(part for part in parts if part)
