from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from tangostudio.errors import BadRequest
from tangostudio.preference.rankings import Ranking, judged, next_ranking


@dataclass(frozen=True)
class Take:
    id: int
    prompt: str = "rain"
    seconds: float = 2.0
    sha256: str = ""
    rejected: bool = False
    trashed: str | None = None


@dataclass(frozen=True)
class Vote:
    take_a: int
    take_b: int


def takes(*ids: int, prompt: str = "rain") -> list[Take]:
    return [Take(number, prompt, sha256=f"{number:064x}") for number in ids]


def chosen(some: list[Take], votes: list[Vote] | None = None, size: int = 5) -> set[int]:
    found = next_ranking(some, votes or [], random.Random(1), size)
    assert found is not None
    return {take.id for take in found.takes}


def test_it_takes_those_that_were_asked_about_least():
    some = takes(1, 2, 3, 4)
    assert chosen(some, [Vote(1, 2)], 3) >= {3, 4}
    assert chosen(some, size=5) == {1, 2, 3, 4}
    both = [*takes(1, 2, 3), *takes(11, 12, 13, prompt="bell")]
    assert chosen(both, [Vote(1, 2), Vote(2, 3)]) == {11, 12, 13}


def test_two_takes_of_a_prompt_are_no_ranking_nor_is_one_sound_three_times():
    assert next_ranking([*takes(1, 2), *takes(3, 4, prompt="bell")], [], random.Random(1)) is None
    same = [Take(n, sha256="a" * 64) for n in (1, 2, 3)]
    assert next_ranking(same, [], random.Random(1)) is None
    assert next_ranking([], [], random.Random(1)) is None


def test_the_order_of_showing_is_random():
    some = takes(1, 2, 3)
    seen = set()
    for seed in range(40):
        found = next_ranking(some, [], random.Random(seed))
        assert found is not None
        seen.add(tuple(take.id for take in found.takes))
    assert len(seen) == 6


def test_a_ranking_means_votes_on_neighbours_best_first():
    ranking = Ranking("r", "rain", tuple(takes(1, 2, 3, 4)))
    found = judged(ranking, {3: 1, 1: 2, 4: 3, 2: 4})
    assert [(item.pair.left.id, item.pair.right.id, item.answer) for item in found] == [
        (1, 3, "right"),
        (1, 4, "left"),
        (2, 4, "right"),
    ]
    assert len({item.pair.id for item in found}) == 3


def test_equal_places_are_ties_and_all_bad_says_nothing_of_the_order():
    ranking = Ranking("r", "rain", tuple(takes(1, 2, 3)))
    assert [item.answer for item in judged(ranking, {1: 1, 2: 1, 3: 2})] == ["tie", "left"]
    assert [item.answer for item in judged(ranking, {1: 1, 2: 2, 3: 3}, all_bad=True)] == [
        "both_bad",
        "both_bad",
    ]


@pytest.mark.parametrize("places", [{1: 1, 2: 2}, {1: 1, 2: 2, 9: 3}, {1: 0, 2: 1, 3: 2}])
def test_places_that_do_not_fit_are_refused(places):
    with pytest.raises(BadRequest, match="needs a place"):
        judged(Ranking("r", "rain", tuple(takes(1, 2, 3))), places)


@pytest.mark.parametrize("size", [2, 6])
def test_a_ranking_has_three_to_five_takes(size):
    with pytest.raises(BadRequest, match="cannot be ranked"):
        next_ranking(takes(1, 2, 3), [], random.Random(1), size)
