"""How much is known of a taste, and when it is not enough."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.preference import taste
from tangostudio.preference.intervals import wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.opinions import Opinion
from tests.preference.tastes import NET, embeddings, liking, sha256_of, votes


def test_a_steady_designer_becomes_known() -> None:
    vectors = embeddings(300)
    found = votes(liking(vectors), 200)
    known = taste.fit(found, vectors, NET).known
    assert known.votes == 200
    assert known.enough
    assert 0.5 < known.share < 1
    assert "Foretells" in known.sentence


def test_coin_tosses_hardly_ever_become_known() -> None:
    vectors = embeddings(300)
    known = [
        taste.fit(votes(liking(vectors), 60, slope=0, seed=seed), vectors, NET).known
        for seed in range(60)
    ]
    assert 0.46 < np.mean([k.foretold.share for k in known]) < 0.54
    assert sum(k.enough for k in known) <= 5


def test_what_is_foretold_is_what_unseen_sounds_show() -> None:
    vectors = embeddings(900, width=30)
    liked = liking(vectors)
    names = list(vectors)
    asked = votes({name: liked[name] for name in names[:500]}, 150)
    learned = taste.fit(asked, vectors, NET)
    unseen = votes({name: liked[name] for name in names[500:]}, 1500, seed=8)
    chances = learned.beats(
        np.stack([vectors[v.a] for v in unseen]), np.stack([vectors[v.b] for v in unseen]), NET
    )
    right = float(np.mean((chances > 0.5) == np.array([v.share > 0.5 for v in unseen])))
    assert learned.known.foretold.low < right < learned.known.foretold.high


def test_many_votes_on_few_sounds_are_not_mistaken_for_knowledge() -> None:
    # Every pair of six sounds of random vectors, in an order that no vector tells: with 40 values
    # a fit can repeat all 15 answers, and foretells none.
    vectors = embeddings(6, width=40, seed=5)
    found = [
        Opinion(sha256_of(a), sha256_of(b), float((a * 7 + b * 5) % 3 > 0))
        for a in range(6)
        for b in range(a + 1, 6)
    ]
    learned = taste.fit(found, vectors, NET)
    assert learned.known.votes == 15
    assert not learned.known.enough


@pytest.mark.parametrize(
    ("votes_given", "right", "cases", "enough"),
    [(9, 9, 9, False), (10, 10, 10, True), (20, 14, 20, False), (20, 15, 20, True)],
)
def test_the_rule_for_enough(votes_given: float, right: float, cases: float, enough: bool) -> None:
    known = Knowledge(votes_given, wilson(right, cases))
    assert known.enough is enough
    assert known.sentence.startswith("Not enough yet") is not enough


def test_the_share_runs_from_a_guess_to_certainty() -> None:
    shares = [Knowledge(20, wilson(right, 20)).share for right in (8, 10, 15, 20)]
    assert shares == [0, 0, 0.5, 1]


def test_weak_opinions_count_as_their_part_of_a_vote() -> None:
    vectors = embeddings(100)
    liked = liking(vectors)
    weak = [Opinion(v.a, v.b, v.share, 0.25) for v in votes(liked, 20, slope=np.inf)]
    known = taste.fit(weak, vectors, NET).known
    assert known.votes == pytest.approx(5)
    assert not known.enough
