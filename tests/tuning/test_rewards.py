"""Rewards: standardised, blended and checked; diversity by hand."""

import math

import numpy as np
import pytest

from tangostudio.errors import BadRequest, TuneError
from tangostudio.tuning import rewards


def test_scores_are_standardised_over_the_candidates():
    assert rewards.standardise(np.array([1.0, 2.0, 3.0])).tolist() == pytest.approx(
        [-math.sqrt(1.5), 0, math.sqrt(1.5)]
    )
    assert rewards.standardise(np.full(4, 0.3)).tolist() == [0, 0, 0, 0]


def test_a_blend_does_not_depend_on_a_judge_s_scale():
    match, taste = np.array([0.1, 0.2, 0.3]), np.array([5.0, 1.0, 3.0])
    once = rewards.blend({"match": match, "taste": taste}, {"match": 1, "taste": 1})
    scaled = rewards.blend({"match": 100 * match, "taste": taste - 9}, {"match": 2, "taste": 2})
    assert once.tolist() == pytest.approx(scaled.tolist())
    half = math.sqrt(1.5) / 2
    assert once.tolist() == pytest.approx([0, -half, half])
    only = rewards.blend({"match": match, "taste": taste}, {"match": 1, "taste": 0})
    assert int(np.argmax(only)) == 2


@pytest.mark.parametrize("weights", [{}, {"match": 0.0}, {"match": -1.0}, {"match": math.nan}])
def test_weights_that_make_no_sense_are_refused(weights):
    with pytest.raises(BadRequest, match="at least one judge"):
        rewards.blend({"match": np.ones(2)}, weights)


def test_a_missing_judge_and_a_score_that_is_no_number_are_told():
    with pytest.raises(BadRequest, match="Nothing judges taste"):
        rewards.blend({"match": np.ones(2)}, {"taste": 1.0})
    with pytest.raises(TuneError, match="judge match"):
        rewards.blend({"match": np.array([1.0, np.nan])}, {"match": 1.0})


def test_diversity_is_one_minus_the_mean_cosine():
    same, turned = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert rewards.diversity(np.stack([same, same])) == pytest.approx(0)
    assert rewards.diversity(np.stack([same, turned])) == pytest.approx(1)
    # Pairs: one alike, two at right angles.
    assert rewards.diversity(np.stack([same, same, turned])) == pytest.approx(2 / 3)
    assert math.isnan(rewards.diversity(same[None]))


def test_a_judge_from_an_embedder_scores_match_taste_and_faults():
    class Embedder:
        def text(self, texts):
            return np.array([[0.6, 0.8]])

        def audio(self, sounds):
            return np.stack([sound[0] for sound in sounds])

    sounds = [np.array([[1.0, 0.0]], np.float32), np.array([[0.0, 1.0]], np.float32)]
    judge = rewards.judge_with(
        Embedder(),
        taste=lambda heard: np.array([sound[0, 0] for sound in heard]),
        flags=lambda s: ["low"] if s[0, 0] < 1 else [],
    )
    told = judge("rain", sounds)
    assert told.scores["match"].tolist() == pytest.approx([0.6, 0.8])
    assert told.scores["taste"].tolist() == [1, 0]
    assert told.flags == ((), ("low",))
    assert rewards.judge_with(Embedder())("rain", sounds).scores.keys() == {"match"}
