"""Which pair comes next."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tangostudio.preference.pairs import Pair, next_pair


@dataclass(frozen=True)
class _Take:
    id: int
    prompt: str = "a door"
    seconds: float = 4.0
    sha256: str = ""
    rejected: bool = False
    trashed: str | None = None


@dataclass(frozen=True)
class _Vote:
    take_a: int
    take_b: int


def _take(number: int, **changes: object) -> _Take:
    return _Take(number, **{"sha256": f"{number:064}", **changes})  # type: ignore[arg-type]


def _ids(pair: Pair[_Take] | None) -> set[int]:
    assert pair is not None
    return {pair.left.id, pair.right.id}


def _all_pairs(takes: list[_Take], rng: random.Random) -> list[tuple[int, int]]:
    """Vote until nothing is left."""
    votes: list[_Vote] = []
    while pair := next_pair(takes, votes, rng):
        votes.append(_Vote(pair.left.id, pair.right.id))
    return [(vote.take_a, vote.take_b) for vote in votes]


def test_nothing_to_compare() -> None:
    rng = random.Random(1)
    assert next_pair([], [], rng) is None
    assert next_pair([_take(1)], [], rng) is None


def test_only_takes_of_one_prompt_and_length_meet() -> None:
    takes = [_take(1), _take(2, prompt="rain"), _take(3, seconds=5.0), _take(4, prompt=" a door ")]
    assert _ids(next_pair(takes, [], random.Random(1))) == {1, 4}
    assert next_pair(takes[:3], [], random.Random(1)) is None


def test_rejected_trashed_and_equal_sounds_are_left_out() -> None:
    takes = [
        _take(1),
        _take(2, rejected=True),
        _take(3, trashed="2026"),
        _take(4, sha256=f"{1:064}"),
    ]
    assert next_pair(takes, [], random.Random(1)) is None
    assert _ids(next_pair([*takes, _take(5)], [], random.Random(1))) in ({1, 5}, {4, 5})


def test_every_pair_is_asked_once() -> None:
    takes = [_take(number) for number in range(6)]
    takes += [_take(number, prompt="rain") for number in range(10, 13)]
    asked = [frozenset(pair) for pair in _all_pairs(takes, random.Random(3))]
    assert len(asked) == len(set(asked)) == 15 + 3


def test_votes_spread_evenly() -> None:
    takes = [_take(number) for number in range(8)]
    for seed in range(20):
        first = _all_pairs(takes, random.Random(seed))[:4]
        assert {take for pair in first for take in pair} == set(range(8))


def test_takes_without_votes_come_before_others() -> None:
    takes = [_take(1), _take(2), _take(3), _take(11, prompt="rain"), _take(12, prompt="rain")]
    votes = [_Vote(1, 2)]
    assert _ids(next_pair(takes, votes, random.Random(1))) == {11, 12}
    votes.append(_Vote(11, 12))
    assert 3 in _ids(next_pair(takes, votes, random.Random(1)))


def test_a_withdrawn_vote_is_asked_again() -> None:
    takes = [_take(1), _take(2)]
    assert next_pair(takes, [_Vote(2, 1)], random.Random(1)) is None
    assert _ids(next_pair(takes, [], random.Random(1))) == {1, 2}


def test_sides_are_random_and_the_generator_decides() -> None:
    takes = [_take(1), _take(2)]
    lefts = [next_pair(takes, [], random.Random(seed)).left.id for seed in range(200)]  # type: ignore[union-attr]
    assert 70 < lefts.count(1) < 130
    first, again = (next_pair(takes, [], random.Random(5)) for _ in range(2))
    assert first == again


def test_each_showing_has_an_id_of_its_own() -> None:
    rng = random.Random(1)
    pairs = [next_pair([_take(1), _take(2)], [], rng) for _ in range(50)]
    assert len({pair.id for pair in pairs if pair}) == 50


def test_many_takes_of_one_prompt() -> None:
    takes = [_take(number) for number in range(3000)]
    votes = [_Vote(number, number + 1) for number in range(0, 2998, 2)]
    assert _ids(next_pair(takes, votes, random.Random(1))) == {2998, 2999}
