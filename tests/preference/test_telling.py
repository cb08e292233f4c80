"""The pair whose answer tells most, and pairs that come again."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest

from tangostudio.preference import taste
from tangostudio.preference.opinions import Opinion
from tangostudio.preference.telling import consistency, information, most_telling, telling_pair
from tests.preference.tastes import NET, embeddings, liking, sha256_of, votes


@dataclass(frozen=True)
class _Take:
    id: int
    prompt: str = "a door"
    seconds: float = 4.0
    rejected: bool = False
    trashed: str | None = None

    @property
    def sha256(self) -> str:
        return sha256_of(self.id)


@dataclass(frozen=True)
class _Vote:
    id: int
    take_a: int
    take_b: int
    answer: str = "a"
    repeat_of: int | None = None


class _Never(random.Random):
    """Chance that never repeats a pair."""

    getrandbits = random.Random.getrandbits  # else all choices are made with `random`

    def random(self) -> float:
        return 0.99


class _Always(random.Random):
    """Chance that repeats a pair wherever it can."""

    getrandbits = random.Random.getrandbits

    def random(self) -> float:
        return 0.0


def test_information_is_greatest_where_most_is_open() -> None:
    sure, open_, coin, clear = information(np.array([0.0, 0, 0, 6]), np.array([0.1, 4, 0, 1]))
    assert coin == 0  # a toss for certain: asking tells nothing
    assert sure < 0.01
    assert clear < 0.05
    assert 0.3 < open_ < np.log(2)


def test_information_by_drawing() -> None:
    rng = np.random.default_rng(0)
    chances = 1 / (1 + np.exp(-(0.7 + 1.6 * rng.normal(size=200_000))))

    def entropy(p: np.ndarray) -> np.ndarray:
        return -p * np.log(p) - (1 - p) * np.log1p(-p)

    drawn = float(entropy(chances.mean()) - entropy(chances).mean())
    assert information(np.array([0.7]), np.array([1.6]))[0] == pytest.approx(drawn, abs=2e-3)


def test_what_is_asked_is_what_no_vote_has_told() -> None:
    # Votes along the first value only; of the pairs left, one differs in the second alone.
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(40, 2)) * [1, 1]
    vectors = {sha256_of(number): row for number, row in enumerate(rows)}
    for number in range(40, 80, 2):
        vectors[sha256_of(number)] = np.array([1.0, 0.3])
        vectors[sha256_of(number + 1)] = np.array([-1.0, 0.3])
    along = [Opinion(sha256_of(n), sha256_of(n + 1), 1.0) for n in range(40, 80, 2)]
    learned = taste.fit(along, vectors, NET)
    places = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1], [0, 0.1], [0, 0]])
    pairs = np.array([[0, 1], [4, 5], [2, 3]])
    assert most_telling(learned, places, pairs) == 2


def test_the_pair_is_one_that_may_be_asked() -> None:
    takes = [
        *(_Take(number) for number in range(5)),
        _Take(5, rejected=True),
        _Take(6, trashed="x"),
        _Take(7, prompt="rain"),
        _Take(8, seconds=2.0),
    ]
    vectors = embeddings(9)
    learned = taste.fit(votes(liking(vectors), 30), vectors, NET)
    asked: list[_Vote] = []
    while pair := telling_pair(takes, asked, _Never(len(asked)), learned, vectors):
        assert pair.repeat_of is None
        asked.append(_Vote(len(asked) + 1, pair.left.id, pair.right.id))
    pairs = {frozenset((vote.take_a, vote.take_b)) for vote in asked}
    assert len(pairs) == len(asked) == 10
    assert set().union(*pairs) == set(range(5))


def test_the_first_pair_is_the_most_telling_of_all() -> None:
    takes = [_Take(number) for number in range(8)]
    vectors = embeddings(8)
    learned = taste.fit(votes(liking(vectors), 12), vectors, NET)
    pair = telling_pair(takes, [], _Never(3), learned, vectors)
    assert pair is not None
    every = np.array([(a, b) for a in range(8) for b in range(a + 1, 8)])
    rows = np.stack([vectors[sha256_of(number)] for number in range(8)])
    best = every[most_telling(learned, rows, every)]
    assert {pair.left.id, pair.right.id} == set(best.tolist())


def test_without_a_taste_or_embeddings_the_least_asked_comes_first() -> None:
    takes = [_Take(number) for number in range(4)]
    vectors = embeddings(2)
    learned = taste.fit([], vectors, NET)
    asked = [_Vote(1, 0, 1)]
    for known in ((None, None), (learned, {}), (None, vectors), (learned, vectors)):
        pair = telling_pair(takes, asked, _Never(1), *known)
        assert pair is not None
        assert {pair.left.id, pair.right.id} == {2, 3}


def test_nothing_to_compare() -> None:
    assert telling_pair([], [], _Always(1)) is None
    assert telling_pair([_Take(1), _Take(2)], [_Vote(1, 1, 2)], _Never(1)) is None


def test_one_in_ten_showings_repeats_a_pair() -> None:
    takes = [_Take(number) for number in range(80)]
    asked = [_Vote(n + 1, 2 * n, 2 * n + 1, "b" if n % 2 else "a") for n in range(20)]
    shown = [telling_pair(takes, asked, random.Random(seed)) for seed in range(400)]
    repeats = [pair for pair in shown if pair and pair.repeat_of is not None]
    assert 20 <= len(repeats) <= 60
    for pair in repeats:
        vote = asked[(pair.repeat_of or 0) - 1]
        assert {pair.left.id, pair.right.id} == {vote.take_a, vote.take_b}
    assert {pair.left.id % 2 for pair in repeats} == {0, 1}


def test_a_pair_is_repeated_once_and_not_at_once() -> None:
    takes = [_Take(number) for number in range(40)]
    asked = [_Vote(n + 1, 2 * n, 2 * n + 1) for n in range(7)]
    for seed in range(30):
        pair = telling_pair(takes, asked, _Always(seed))
        assert pair is not None
        assert pair.repeat_of in (1, 2)
    asked += [_Vote(8, 0, 1, repeat_of=1), _Vote(9, 2, 3, repeat_of=2)]
    pair = telling_pair(takes, asked, _Always(1))
    assert pair is not None
    assert pair.repeat_of in (3, 4)


def test_pairs_that_are_gone_or_were_both_bad_are_not_repeated() -> None:
    takes = [_Take(0, rejected=True), *(_Take(number) for number in range(1, 40))]
    asked = [_Vote(1, 0, 1), _Vote(2, 2, 3, "both_bad"), _Vote(3, 4, 99)]
    asked += [_Vote(n, 2 * n, 2 * n + 1) for n in range(4, 9)]
    pair = telling_pair(takes, asked, _Always(1))
    assert pair is not None
    assert pair.repeat_of is None


def test_equal_chance_gives_equal_pairs() -> None:
    takes = [_Take(number) for number in range(30)]
    vectors = embeddings(30)
    learned = taste.fit([], vectors, NET)
    one, again = (telling_pair(takes, [], random.Random(7), learned, vectors) for _ in range(2))
    assert one == again


def test_a_large_library_is_sampled() -> None:
    takes = [_Take(number, prompt=str(number // 100)) for number in range(9000)]
    vectors = {take.sha256: np.full(4, take.id % 7, np.float32) for take in takes}
    pair = telling_pair(takes, [], _Never(1), taste.fit([], vectors, NET), vectors)
    assert pair is not None
    assert pair.left.prompt == pair.right.prompt


def test_self_consistency() -> None:
    asked = [_Vote(1, 0, 1, "a"), _Vote(2, 2, 3, "tie"), _Vote(3, 4, 5, "b")]
    assert consistency(asked).cases == 0
    asked += [_Vote(4, 0, 1, "a", 1), _Vote(5, 2, 3, "a", 2), _Vote(6, 4, 5, "b", 3)]
    asked += [_Vote(7, 8, 9, "a", repeat_of=99)]  # its first vote was taken back
    found = consistency(asked)
    assert (found.right, found.cases) == (2, 3)
    assert 0 < found.low < 2 / 3 < found.high < 1
