"""Votes are added, never changed."""

from __future__ import annotations

import dataclasses
import sqlite3
from dataclasses import dataclass

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, Vote


@dataclass
class _Take:
    id: int
    sha256: str
    seconds: float = 4.0


@dataclass
class _Pair:
    left: _Take
    right: _Take
    id: str = "pair"
    prompt: str = "a door"
    repeat_of: int | None = None


def _vote(**changes: object) -> Vote:
    vote = Vote.of(_Pair(_Take(8, "8" * 64), _Take(3, "3" * 64)), "left", app_version="1")
    return dataclasses.replace(vote, **changes)  # type: ignore[arg-type]


def test_sides_become_takes() -> None:
    pair = _Pair(left=_Take(8, "8" * 64), right=_Take(3, "3" * 64))
    vote = Vote.of(pair, "left", heard_left_ms=80, heard_right_ms=30, gain_left_db=-8.0)
    assert (vote.take_a, vote.take_b, vote.left, vote.answer) == (3, 8, "b", "b")
    assert (vote.sha256_a, vote.sha256_b) == ("3" * 64, "8" * 64)
    assert (vote.heard_a_ms, vote.heard_b_ms, vote.gain_a_db, vote.gain_b_db) == (30, 80, 0, -8.0)
    swapped = Vote.of(_Pair(left=pair.right, right=pair.left), "left")
    assert (swapped.take_a, swapped.left, swapped.answer) == (3, "a", "a")
    assert Vote.of(pair, "right").answer == "a"
    assert [Vote.of(pair, answer).answer for answer in ("tie", "both_bad")] == ["tie", "both_bad"]


def test_a_repeated_pair_says_which_vote_it_repeats() -> None:
    pair = _Pair(_Take(1, ""), _Take(2, ""), repeat_of=17)
    assert Vote.of(pair, "left").repeat_of == 17
    assert _vote().repeat_of is None


def test_an_answer_that_is_none() -> None:
    with pytest.raises(BadRequest):
        Vote.of(_Pair(_Take(1, ""), _Take(2, "")), "a")


def test_a_vote_comes_back_whole(library: Library) -> None:
    vote = _vote(heard_a_ms=1, heard_b_ms=2, replays=3, response_ms=4, gain_a_db=-5.5, round=6)
    number = library.votes.add(vote)
    kept = library.votes.get(number)
    assert kept.created
    assert kept == dataclasses.replace(vote, id=number, created=kept.created)
    assert library.votes.all() == [kept]
    repeat = library.votes.add(_vote(repeat_of=number))
    assert library.votes.get(repeat).repeat_of == number


def test_votes_survive_closing(library: Library) -> None:
    number = library.votes.add(_vote())
    library.close()
    with Library.open(library.folder, write=True) as again:
        assert [vote.id for vote in again.votes.all()] == [number]


def test_taking_back_adds_a_row_and_adding_again_counts_again(library: Library) -> None:
    first, second = library.votes.add(_vote()), library.votes.add(_vote(answer="tie"))
    library.votes.withdraw(first)
    library.votes.withdraw(first)
    assert [vote.id for vote in library.votes.all()] == [second]
    assert library.votes.count() == 1
    assert [v.withdrawn for v in library.votes.all(withdrawn=True)] == [True, False]
    third = library.votes.add(library.votes.get(first))
    assert [vote.id for vote in library.votes.all()] == [second, third]
    assert library.votes.count() == 2
    with pytest.raises(NotFound):
        library.votes.withdraw(99)


@pytest.mark.parametrize("table", ["votes", "withdrawals"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET created = ''",
        "DELETE FROM {}",
        "REPLACE INTO {} SELECT * FROM {}",
        "INSERT OR REPLACE INTO {} SELECT * FROM {}",
    ],
)
def test_the_database_refuses_to_change_or_delete(library: Library, table: str, sql: str) -> None:
    number = library.votes.add(_vote())
    library.votes.withdraw(number)
    before = library.votes.all(withdrawn=True)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        library.database.execute(sql.format(table, table))
    assert library.votes.all(withdrawn=True) == before


@pytest.mark.parametrize(
    "changes", [{"answer": "left"}, {"left": "left"}, {"take_a": 3, "take_b": 3}]
)
def test_votes_that_cannot_be(library: Library, changes: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        library.votes.add(_vote(**changes))
    assert library.votes.count() == 0
