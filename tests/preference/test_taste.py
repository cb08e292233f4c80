"""A taste learned from votes: what it orders, how sure it is, and what it makes of bad input."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tangostudio.errors import BadRequest
from tangostudio.preference import taste
from tangostudio.preference.opinions import Opinion
from tangostudio.preference.taste import Taste
from tests.preference.tastes import NET, embeddings, liking, sha256_of, votes


def _agreement(learned: Taste, vectors: dict[str, np.ndarray], liked: dict[str, float]) -> float:
    """Share of pairs of neighbours in a shuffled row that are ordered rightly."""
    names = np.random.default_rng(9).permutation(list(vectors))
    scores = learned.score(np.stack([vectors[name] for name in names]), NET).mean
    truth = np.array([liked[name] for name in names])
    return float(np.mean(np.sign(np.diff(scores)) == np.sign(np.diff(truth))))


def test_more_votes_teach_more() -> None:
    vectors = embeddings(400)
    liked = liking(vectors)
    found = votes(liked, 400)
    shares = [_agreement(taste.fit(found[:n], vectors, NET), vectors, liked) for n in (5, 50, 400)]
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.9
    certain = taste.fit(votes(liked, 1000, slope=np.inf), vectors, NET)
    assert _agreement(certain, vectors, liked) > 0.97


def test_a_taste_orders_sounds_that_nobody_voted_on() -> None:
    vectors = embeddings(300)
    liked = liking(vectors)
    asked = {name: liked[name] for name in list(vectors)[:150]}
    learned = taste.fit(votes(asked, 300), vectors, NET)
    unseen = {name: vectors[name] for name in list(vectors)[150:]}
    assert _agreement(learned, unseen, liked) > 0.85


def test_the_scale_of_a_value_does_not_matter() -> None:
    vectors = embeddings(100)
    found = votes(liking(vectors), 80)
    stretch = np.geomspace(1e-3, 1e3, 12)
    stretched = {name: row.astype(np.float64) * stretch + 5 for name, row in vectors.items()}
    one, other = taste.fit(found, vectors, NET), taste.fit(found, stretched, NET)
    rows, wide = np.stack(list(vectors.values())), np.stack(list(stretched.values()))
    np.testing.assert_allclose(one.score(rows, NET).mean, other.score(wide, NET).mean, atol=1e-3)


def test_votes_make_surer_where_they_were_given() -> None:
    vectors = embeddings(60)
    liked = liking(vectors)
    rows = np.stack(list(vectors.values()))
    few, many = (taste.fit(votes(liked, count), vectors, NET) for count in (10, 300))
    before = taste.fit([], vectors, NET)
    sure = [
        float(np.mean(fitted.score(rows, NET).sd / fitted.prior_sd))
        for fitted in (before, few, many)
    ]
    assert sure[0] > sure[1] > sure[2]


def test_the_chance_of_a_pair() -> None:
    vectors = embeddings(200)
    liked = liking(vectors)
    learned = taste.fit(votes(liked, 400), vectors, NET)
    ranked = np.stack([vectors[name] for name in sorted(liked, key=lambda name: liked[name])])
    worst, best = ranked[:20], ranked[-20:]
    chances = learned.beats(best, worst, NET)
    assert (chances > 0.9).all()
    assert (chances < 1).all()
    np.testing.assert_allclose(chances + learned.beats(worst, best, NET), 1)
    np.testing.assert_allclose(learned.beats(best, best, NET), 0.5)


def test_what_is_not_known_is_drawn_to_a_half() -> None:
    vectors = embeddings(50)
    learned = taste.fit(votes(liking(vectors), 30), vectors, NET)
    first, second = np.stack(list(vectors.values()))[:2]
    sure = dataclasses.replace(learned, covariance=np.zeros_like(learned.covariance))
    unsure = dataclasses.replace(learned, covariance=100 * learned.covariance)
    chances = [
        float(fitted.beats(first[None], second[None], NET)[0]) for fitted in (sure, learned, unsure)
    ]
    distances = [abs(chance - 0.5) for chance in chances]
    assert distances[0] > distances[1] > distances[2]


def test_no_votes_are_a_neutral_taste() -> None:
    vectors = embeddings(10)
    learned = taste.fit([], vectors, NET)
    scores = learned.score(np.stack(list(vectors.values())), NET)
    assert not scores.mean.any()
    assert (scores.sd > 0).all()
    assert learned.known.share == 0
    assert not learned.known.enough
    assert "0 of the first 10" in learned.known.sentence


@pytest.mark.parametrize("answer", [1.0, 0.5], ids=["decided", "tie"])
def test_one_vote(answer: float) -> None:
    vectors = embeddings(10)
    learned = taste.fit([Opinion(sha256_of(1), sha256_of(2), answer)], vectors, NET)
    first, second = (vectors[sha256_of(number)][None] for number in (1, 2))
    chance = float(learned.beats(first, second, NET)[0])
    assert chance > 0.55 if answer == 1.0 else chance == pytest.approx(0.5)
    assert not learned.known.enough


def test_ties_alone_teach_no_order_but_that_little_matters() -> None:
    vectors = embeddings(40)
    ties = [Opinion(v.a, v.b, 0.5) for v in votes(liking(vectors), 60)]
    learned = taste.fit(ties, vectors, NET)
    scores = learned.score(np.stack(list(vectors.values())), NET)
    np.testing.assert_allclose(scores.mean, 0, atol=1e-6)
    assert learned.prior_sd < taste.fit([], vectors, NET).prior_sd
    assert learned.known.votes == 0
    assert not learned.known.enough


def test_contradictions_teach_nothing() -> None:
    vectors = embeddings(40)
    found = votes(liking(vectors), 40)
    both = [*found, *(Opinion(v.b, v.a, v.share) for v in found)]
    learned = taste.fit(both, vectors, NET)
    np.testing.assert_allclose(learned.weights, 0, atol=1e-6)
    assert learned.known.votes == 0
    assert "Not enough yet" in learned.known.sentence


def test_sounds_with_one_and_the_same_embedding() -> None:
    alike = {sha256_of(number): np.full(6, 0.25, np.float32) for number in range(30)}
    found = [Opinion(sha256_of(number), sha256_of(number + 1), 1.0) for number in range(29)]
    learned = taste.fit(found, alike, NET)
    scores = learned.score(np.stack(list(alike.values())), NET)
    assert np.isfinite(scores.mean).all()
    assert not scores.mean.any()
    assert learned.known.foretold.share == 0.5
    assert not learned.known.enough


def test_votes_without_embeddings_are_left_out_and_counted() -> None:
    vectors = embeddings(30)
    found = votes(liking(vectors), 50)
    lost = [Opinion("f" * 64, sha256_of(1), 1.0), Opinion(sha256_of(2), "e" * 64, 0.0)]
    learned, whole = taste.fit([*found, *lost], vectors, NET), taste.fit(found, vectors, NET)
    assert learned.known.left_out == 2
    np.testing.assert_allclose(learned.weights, whole.weights)


def test_a_weak_opinion_weighs_less() -> None:
    vectors = embeddings(12)
    first, second = (vectors[sha256_of(number)][None] for number in (1, 2))
    chances = []
    for weight in (1.0, 0.25):
        learned = taste.fit([Opinion(sha256_of(1), sha256_of(2), 1.0, weight)], vectors, NET)
        chances.append(float(learned.beats(first, second, NET)[0]))
    assert chances[0] > chances[1] > 0.5


def test_the_order_of_votes_and_a_second_fit_change_nothing() -> None:
    vectors = embeddings(30)
    found = votes(liking(vectors), 60)
    one, again, back = (taste.fit(f, vectors, NET) for f in (found, found, found[::-1]))
    assert (one.weights == again.weights).all()
    np.testing.assert_allclose(one.weights, back.weights, atol=1e-6)


def test_a_taste_belongs_to_one_embedder() -> None:
    vectors = embeddings(10)
    learned = taste.fit([], vectors, NET)
    rows = np.stack(list(vectors.values()))
    with pytest.raises(BadRequest, match="clap-00000002") as caught:
        learned.score(rows, "clap-00000002")
    assert caught.value.hint
    with pytest.raises(BadRequest, match="clap-00000002"):
        learned.beats(rows, rows, "clap-00000002")


@pytest.mark.parametrize(
    "rows", [np.zeros((2, 11)), np.zeros(12), np.full((1, 12), np.nan)], ids=["d", "1d", "nan"]
)
def test_embeddings_that_cannot_be_scored(rows: np.ndarray) -> None:
    learned = taste.fit([], embeddings(10), NET)
    with pytest.raises(BadRequest, match="12 finite"):
        learned.score(rows, NET)


@pytest.mark.parametrize(
    "vectors",
    [
        {},
        {"a": np.zeros(3), "b": np.zeros(4)},
        {"a": np.zeros((2, 2))},
        {"a": np.zeros(0)},
        {"a": np.array([1.0, np.nan])},
    ],
    ids=["none", "unlike", "2d", "empty", "nan"],
)
def test_embeddings_that_cannot_be_fitted(vectors: dict[str, np.ndarray]) -> None:
    with pytest.raises(BadRequest, match="embedding"):
        taste.fit([], vectors, NET)


def test_what_tells_prompts_apart_does_not_hide_what_tells_takes_apart() -> None:
    rng = np.random.default_rng(6)
    rows = rng.normal(size=(300, 8))
    liked = rows[:, 0].copy()
    rows[:, 0] += np.repeat(rng.normal(size=60) * 40, 5)  # sixty prompts of five takes
    vectors = {sha256_of(number): row for number, row in enumerate(rows)}
    found = []
    for first in range(0, 250, 5):
        better, worse = (
            (first, first + 1) if liked[first] > liked[first + 1] else (first + 1, first)
        )
        found.append(Opinion(sha256_of(better), sha256_of(worse), 1.0))
    learned = taste.fit(found, vectors, NET)
    one, other = np.arange(250, 300, 5), np.arange(251, 300, 5)
    told = learned.beats(rows[one], rows[other], NET) > 0.5
    clear = np.abs(liked[one] - liked[other]) > 0.5
    assert clear.sum() > 4
    assert (told == (liked[one] > liked[other]))[clear].all()


def test_a_large_library_costs_no_more() -> None:
    vectors = embeddings(5000, width=3)
    rows = np.stack(list(vectors.values()))
    neutral = taste.fit([], vectors, NET)
    np.testing.assert_allclose(neutral.centre, rows.mean(0), atol=0.1)
    np.testing.assert_allclose(neutral.scale, rows.std(0), rtol=0.05)
    learned = taste.fit(votes(liking(vectors), 100), vectors, NET)
    assert _agreement(learned, vectors, liking(vectors)) > 0.85
    bad = {**vectors, **{sha256_of(number): np.full(3, np.inf) for number in (1, 2)}}
    with pytest.raises(BadRequest, match="finite"):
        taste.fit([Opinion(sha256_of(1), sha256_of(2), 1.0)], bad, NET)
