"""The embedders that sounds can be heard by: their names, and what each is for.

A name tells the vectors of one net, or one way of computing, from those of any other. Who computes
them is not known here.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from tangostudio import paths
from tangostudio.cards.catalogue import Catalogue
from tangostudio.errors import BadRequest, WeightsError

IMPRESSIONS, STARTER, CLAP = "impressions", "starter", "clap"
CHOICES: dict[str, str] = {
    IMPRESSIONS: "How a sound is: spectrum, course, texture, width. Learns a taste fastest.",
    STARTER: "What a sound is of, as the bundled model's ear has it.",
    CLAP: "What a sound is of, in many more words; its weights are fetched in Models mode.",
}
"""Kinds of embedders by their short names, with a sentence each."""

_IMPRESSIONS = "impressions-1"
_FOLDER, _FILE = "starter", "embedder.safetensors"


def name_of(choice: str) -> str:
    """The full name of a kind of embedder, its version or the mark of its weights included.

    Raises:
        BadRequest: there is no such kind, or its weights are not there.
    """
    if choice == IMPRESSIONS:
        return _IMPRESSIONS
    if choice == STARTER:
        return f"{STARTER}-{_mark(paths.models_dir() / _FOLDER / _FILE)}"
    if choice == CLAP:
        return f"{CLAP}-{_fetched_mark(CLAP)}"
    raise BadRequest(f"There is no embedder {choice!r}.", f"Known: {', '.join(CHOICES)}.")


def choice_of(name: str) -> str:
    """The kind that a full name belongs to.

    Raises:
        BadRequest: no embedder of this name is installed.
    """
    for choice in CHOICES:
        if name.startswith(f"{choice}-") and name == name_of(choice):
            return choice
    raise BadRequest(
        f"The embedder {name} is not installed.", "Choose another one in the settings."
    )


def _fetched_mark(model: str) -> str:
    card = Catalogue.load(paths.models_dir()).get(model)
    try:
        card.verify_files()
    except WeightsError as error:
        raise BadRequest(
            f"The embedder {card.name} is not on this computer.", "Get it in Models mode."
        ) from error
    return card.weights_hash[:8]


@lru_cache(maxsize=4)
def _mark(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except OSError:
        raise BadRequest(
            f"The embedder's file {path.name} cannot be read.", "Reinstall the program."
        ) from None


def is_measured(name: str) -> bool:
    """Whether the values of an embedder of this name are measures, which are of many scales."""
    return name.startswith(f"{IMPRESSIONS}-")
