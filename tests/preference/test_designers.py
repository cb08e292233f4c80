"""Simulated designers, and what a study of them finds."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.preference import taste
from tangostudio.preference.designers import Designer, Sounds, study

WIDTH = 6


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    rows = np.random.default_rng(0).normal(size=(160, WIDTH)).astype(np.float32)
    return Sounds(rows, np.repeat(np.arange(40), 4))


def test_pairs_are_of_one_group(sounds: Sounds) -> None:
    pairs = sounds.pairs([3, 5])
    assert len(pairs) == 12
    assert (sounds.groups[pairs[:, 0]] == sounds.groups[pairs[:, 1]]).all()
    assert set(sounds.groups[pairs].ravel()) == {3, 5}


def test_a_designer_errs_where_sounds_are_alike() -> None:
    designer = Designer(np.array([0.0, 0.1, 4.0]), slope=1.0)
    rng = np.random.default_rng(1)
    close = np.mean([designer.vote((1, 0), rng) for _ in range(600)])
    clear = np.mean([designer.vote((2, 0), rng) for _ in range(600)])
    assert close == pytest.approx(1 / (1 + np.exp(-0.1)), abs=0.06)
    assert clear == pytest.approx(1 / (1 + np.exp(-4)), abs=0.03)
    certain = Designer(designer.utilities, float("inf"))
    assert [certain.vote(pair, rng) for pair in ((1, 0), (0, 1), (2, 2))] == [1, 0, 0.5]


def test_certainty_is_the_usual_log_odds(sounds: Sounds) -> None:
    pairs = sounds.pairs(range(40))
    utilities = sounds.embeddings[:, 0].astype(np.float64) * 1000
    designer = Designer.of(utilities, pairs, certainty=4.0)
    odds = designer.slope * (utilities[pairs[:, 0]] - utilities[pairs[:, 1]])
    assert np.sqrt(np.square(odds).mean()) == pytest.approx(4.0)
    assert Designer.of(np.ones(160), pairs).slope == 0


def test_agreement(sounds: Sounds) -> None:
    pairs = sounds.pairs(range(40))
    vectors = {str(n): row for n, row in enumerate(sounds.embeddings)}
    neutral = taste.fit([], vectors, "study")
    designer = Designer(sounds.embeddings[:, 0].astype(np.float64), 1.0)
    assert designer.agreement(neutral, sounds, pairs) == 0.5
    assert Designer(np.ones(160), 1.0).agreement(neutral, sounds, pairs) == 0.5


@pytest.mark.parametrize("telling", [True, False])
def test_a_study_tells_what_can_be_learned_from_what_cannot(sounds: Sounds, telling: bool) -> None:
    rng = np.random.default_rng(4)
    utilities = {
        "plain": sounds.embeddings.astype(np.float64) @ rng.normal(size=WIDTH),
        "unheard": rng.normal(size=160),  # of something that no value tells
    }
    plain, unheard = study(sounds, utilities, counts=(5, 40), runs=2, telling=telling)
    assert (plain.name, unheard.name) == ("plain", "unheard")
    assert plain.expressible
    assert not unheard.expressible
    assert plain.accuracy[5][0] < plain.accuracy[40][0]
    assert plain.accuracy[40][0] > 0.8
    assert unheard.accuracy[40][0] < 0.65
    assert all(half >= 0 for _, half in plain.accuracy.values())


def test_a_study_repeats_itself(sounds: Sounds) -> None:
    utilities = {"first": sounds.embeddings[:, 0].astype(np.float64)}
    one, again = (study(sounds, utilities, counts=(10,), runs=2) for _ in range(2))
    assert one == again
