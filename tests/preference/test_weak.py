"""What stars and rejects say of pairs that nobody compared."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tangostudio.preference.opinions import Opinion
from tangostudio.preference.weak import WEIGHT, weak_opinions


@dataclass(frozen=True)
class _Take:
    id: int
    stars: int = 0
    rejected: bool = False
    prompt: str = "a door"
    seconds: float = 4.0
    trashed: str | None = None
    same_as: int | None = None

    @property
    def sha256(self) -> str:
        return str(self.same_as or self.id)


@dataclass(frozen=True)
class _Vote:
    sha256_a: str
    sha256_b: str


def _said(*takes: _Take) -> set[tuple[str, str]]:
    found = weak_opinions(takes, [])
    assert all(opinion.share == 1 and 0 < opinion.weight <= WEIGHT for opinion in found)
    return {(opinion.a, opinion.b) for opinion in found}


def test_more_stars_are_better_and_equal_ones_say_nothing() -> None:
    assert _said(_Take(1, stars=2), _Take(2, stars=5), _Take(3, stars=5)) == {
        ("2", "1"),
        ("3", "1"),
    }


def test_anything_is_better_than_a_rejected_take() -> None:
    found = _said(_Take(1), _Take(2, rejected=True), _Take(3, stars=1), _Take(4, 5, rejected=True))
    assert found == {("1", "2"), ("3", "2"), ("1", "4"), ("3", "4")}


def test_a_take_without_a_mark_is_not_worse_than_a_starred_one() -> None:
    assert _said(_Take(1), _Take(2, stars=5), _Take(3)) == set()


def test_only_takes_of_one_prompt_and_length_are_set_against_each_other() -> None:
    bad = _Take(1, rejected=True)
    assert _said(bad, _Take(2, prompt="rain"), _Take(3, seconds=5.0)) == set()
    assert _said(bad, _Take(4, prompt=" a door")) == {("4", "1")}
    assert _said(bad, _Take(5, same_as=1)) == set()


def test_in_the_trash_only_marks_count() -> None:
    assert _said(_Take(1, rejected=True, trashed="x"), _Take(2)) == {("2", "1")}
    assert _said(_Take(1, rejected=True), _Take(2, trashed="x")) == set()


def test_a_vote_outdoes_what_is_inferred() -> None:
    takes = [_Take(1, stars=5), _Take(2, stars=1), _Take(3, stars=3)]
    found = weak_opinions(takes, [_Vote("2", "1")])
    assert {(opinion.a, opinion.b) for opinion in found} == {("1", "3"), ("3", "2")}


def test_one_pair_weighs_a_quarter_of_a_vote() -> None:
    assert weak_opinions([_Take(1, stars=5), _Take(2, stars=1)], []) == [Opinion("1", "2", 1, 0.25)]


def test_many_marks_of_one_prompt_do_not_outweigh_votes() -> None:
    takes = [_Take(n, rejected=n > 25) for n in range(1, 51)]
    found = weak_opinions(takes, [])
    assert sum(opinion.weight for opinion in found) == pytest.approx(25 * WEIGHT)
    assert len(found) == 75


def test_the_plainest_pairs_come_first() -> None:
    takes = [_Take(n, stars=1 + n % 5) for n in range(40)]
    levels = {str(take.id): take.stars for take in takes}
    found = weak_opinions(takes, [])
    gaps = [levels[opinion.a] - levels[opinion.b] for opinion in found]
    assert len(found) == 120
    assert gaps == sorted(gaps, reverse=True)
    assert set(gaps) == {4, 3}
