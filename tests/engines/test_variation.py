"""Chance: draws that blend seeds, and what stays the first seed's."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.engines import variation
from tangostudio.engines.variation import Chance, blend
from tangostudio.errors import BadRequest
from tangostudio.families import toy

MODEL = toy.build(Catalogue.load(paths.models_dir()).get("toy"), None, "cpu")
SHAPE = (500, 4)


def chance(seed: int, *near: tuple[int, float], distance: float = 1.0) -> Chance:
    return Chance(toy, MODEL, seed, near, distance)  # pyright: ignore[reportArgumentType]


def draws(made: Chance, count: int = 3) -> list[np.ndarray]:
    """Draws, and what else its generator gives."""
    return [*(made.noise(SHAPE) for _ in range(count)), made.generator.random(5)]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_take_of_its_own_draws_what_the_family_draws():
    first, generator = toy.start(MODEL, SHAPE, 3)
    expected = [first, toy.noise(MODEL, SHAPE, generator), toy.noise(MODEL, SHAPE, generator)]
    assert same(draws(chance(3)), [*expected, generator.random(5)])


def test_at_distance_0_every_draw_is_the_other_take_s():
    assert same(draws(chance(9, (3, 1.0), distance=0.0)), draws(chance(3)))


def test_at_distance_0_of_a_variation_it_is_that_variation():
    variation_of_3 = chance(7, (3, 1.0), distance=0.4)
    assert same(draws(chance(9, (3, 1.0), (7, 0.4), distance=0.0)), draws(variation_of_3))


def test_a_draw_lies_between_both_by_the_distance_and_keeps_the_variance():
    for distance in (0.1, 0.5, 0.9):
        found = chance(9, (3, 1.0), distance=distance).noise(SHAPE)
        own, other = chance(9).noise(SHAPE), chance(3).noise(SHAPE)
        assert found.std() == pytest.approx(1.0, abs=0.05)
        angle = distance * np.pi / 2
        assert (found * own).mean() == pytest.approx(np.sin(angle), abs=0.08)
        assert (found * other).mean() == pytest.approx(np.cos(angle), abs=0.08)


def test_the_ends_of_a_blend_are_its_two_sides():
    one, other = chance(1).noise(SHAPE), chance(2).noise(SHAPE)
    np.testing.assert_array_equal(blend(one, other, 0.0), one)
    np.testing.assert_allclose(blend(one, other, 1.0), other, atol=1e-6)


@pytest.mark.parametrize("distance", [-0.1, 1.1, float("nan")])
def test_a_distance_beyond_both_ends_is_refused(distance):
    variation.check([(1, 1.0)], 0.3)
    with pytest.raises(BadRequest, match="distance"):
        variation.check([], distance)
    with pytest.raises(BadRequest, match="distance"):
        variation.check([(1, distance)], 0.5)
