"""A taste in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tangostudio.audio import impressions
from tangostudio.preference.intervals import wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.studio import portrait

from .house import known_taste

TRAITS = {trait.high: trait for trait in impressions.TRAITS}


def sounds(count: int = 400, width: int = impressions.DIMENSION) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {f"{n:064x}": row for n, row in enumerate(rng.normal(size=(count, width)))}


def taste(right: float = 40.0, **liked: float):
    """A taste that likes (or dislikes) the high end of traits."""
    weights = np.zeros(impressions.DIMENSION)
    for word, value in liked.items():
        weights[TRAITS[word].index] = value
    known = Knowledge(40.0, wilson(right, 40.0))
    return dataclasses.replace(known_taste(), weights=weights, known=known)


@pytest.mark.parametrize(
    ("liked", "words"),
    [
        ({"bright": 1.0}, "bright"),
        ({"bright": -1.0}, "dark"),
        ({"bright": 1.0, "ringing": -0.7}, "bright and dry"),
        ({"long": 0.9, "bright": 1.0}, "bright and long"),
        ({"noisy": -1.0, "wide": -0.9, "busy": 0.1}, "tonal and narrow"),
    ],
)
def test_the_traits_that_a_taste_goes_by_most(liked: dict[str, float], words: str) -> None:
    assert portrait.words(taste(**liked), sounds()) == f"{words}, sure"


@pytest.mark.parametrize(
    ("right", "sure"), [(40, "sure"), (35, "sure"), (34, "fairly sure"), (24, "not sure yet")]
)
def test_how_sure_it_is(right: float, sure: str) -> None:
    assert portrait.words(taste(right, bright=1.0), sounds()) == f"bright, {sure}"


def test_nothing_is_said_where_nothing_shows() -> None:
    assert portrait.words(taste(), sounds()) == ""  # it likes all alike
    assert portrait.words(taste(bright=1.0), sounds(11)) == ""  # too few sounds
    assert portrait.words(taste(bright=1.0), {}) == ""
    assert portrait.words(taste(bright=1.0), sounds(40)) == "bright, sure"  # and nothing by chance
    alike = {name: np.ones(impressions.DIMENSION) for name in sounds()}
    assert portrait.words(taste(bright=1.0), alike) == ""
    # What it goes by has no word: a single band's level.
    weights = np.zeros(impressions.DIMENSION)
    weights[3] = 1.0
    assert portrait.words(dataclasses.replace(taste(), weights=weights), sounds()) == ""
    # Of another embedder nothing can be read.
    other = known_taste("starter-00000000", width=4)
    assert portrait.words(other, sounds(width=4)) == ""


def test_how_far_a_taste_leans_the_plainest_trait_first() -> None:
    found = portrait.traits(taste(bright=-1.0, ringing=0.5), sounds())
    assert [trait.high for trait, _ in found[:2]] == ["bright", "ringing"]
    assert found[0][1] == pytest.approx(-0.9, abs=0.1)
    assert found[1][1] == pytest.approx(0.45, abs=0.1)
    assert len(found) == len(impressions.TRAITS)
    assert portrait.traits(taste(bright=1.0), sounds(11)) == []
    assert portrait.traits(taste(), sounds()) == []
    silent = {name: row * (np.arange(len(row)) > 130) for name, row in sounds().items()}
    words = [trait.high for trait, _ in portrait.traits(taste(ringing=1.0), silent)]
    assert "bright" not in words  # it is alike in all
    assert "ringing" in words
