"""Votes are added, never changed."""

from __future__ import annotations

import dataclasses
import sqlite3
from dataclasses import dataclass

import numpy as np
import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, Vote, check

from .make import new_take


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


def test_votes_on_takes_of_another_library(library: Library) -> None:
    """Such a take has a negative number in place of one of this library's."""
    own = library.takes.add(new_take(), b"overview")
    library.takes.path_of(own.sha256).write_bytes(b"sound")
    away = _vote(take_a=-(2**52), take_b=-1)
    mixed = _vote(take_a=-1, take_b=own.id, sha256_b=own.sha256)
    numbers = [library.votes.add(vote) for vote in (away, mixed)]
    library.embeddings.add("net", {"3" * 64: np.ones(4), "c" * 64: np.ones(4)})
    library.close()
    with Library.open(library.folder, write=True) as again:
        kept = again.votes.all()
        assert [(vote.take_a, vote.take_b) for vote in kept] == [(-(2**52), -1), (-1, own.id)]
        assert list(again.embeddings.get("net")) == ["3" * 64]  # a vote names it, no take does
        assert again.embeddings.wanting("net") == [own.sha256]
        assert check(again) == []
        for verb in (again.takes.get, lambda take: again.takes.rate({take: 3})):
            with pytest.raises(NotFound, match="no take -1"):
                verb(-1)
        again.takes.trash([own.id])
        again.takes.purge()
        again.votes.withdraw(numbers[0])
        assert [vote.id for vote in again.votes.all()] == numbers[1:]


def test_a_shown_pair_may_have_a_take_of_another_library() -> None:
    vote = Vote.of(_Pair(left=_Take(3, "3" * 64), right=_Take(-8, "8" * 64)), "left")
    assert (vote.take_a, vote.take_b, vote.left, vote.answer) == (-8, 3, "b", "b")


def test_votes_that_were_rolled_back_are_not_remembered(library: Library) -> None:
    def add_and_fail() -> None:
        with library.database.transaction():
            library.votes.add(_vote(answer="a"))
            assert [vote.answer for vote in library.votes.all()] == ["a"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert library.votes.all() == []
    library.votes.add(_vote(answer="b"))
    assert [vote.answer for vote in library.votes.all()] == ["b"]


def test_what_was_read_is_kept_until_anything_changes(library: Library) -> None:
    first = library.votes.add(_vote(answer="a"))
    asked: list[str] = []
    rows = library.database.rows

    def counted(sql: str, values: object = ()) -> list[tuple]:
        asked.extend([sql] if "take_a" in sql else [])
        return rows(sql, values)  # type: ignore[arg-type]

    library.database.rows = counted  # type: ignore[method-assign]
    for _ in range(3):
        assert [vote.id for vote in library.votes.all()] == [first]
    assert len(asked) == 1
    library.votes.all().clear()  # what is handed out is the caller's
    assert [vote.id for vote in library.votes.all()] == [first]
    second = library.votes.add(_vote(answer="tie"))
    assert [vote.id for vote in library.votes.all()] == [first, second]
    library.votes.withdraw(second)
    assert [vote.id for vote in library.votes.all()] == [first]
    third = library.votes.add(_vote(answer="tie"))
    library.votes.withdraw(first)
    assert [vote.id for vote in library.votes.all()] == [third]
    fourth = library.votes.add(library.votes.get(first))
    assert [(vote.id, vote.answer) for vote in library.votes.all()] == [
        (third, "tie"),
        (fourth, "a"),
    ]
    assert len(library.votes.all(withdrawn=True)) == 4


def test_another_connection_sees_what_is_added_and_taken_back(library: Library) -> None:
    with Library.open(library.folder, write=False) as reader:
        seen: list[list[str]] = []

        def look() -> list[str]:
            seen.append([vote.answer for vote in reader.votes.all()])
            assert seen[-1] == [vote.answer for vote in library.votes.all()]
            assert reader.votes.count() == len(seen[-1])
            return seen[-1]

        assert look() == []
        first = library.votes.add(_vote(answer="a"))
        assert look() == ["a"]
        library.votes.withdraw(first)
        assert look() == []
        library.votes.add(library.votes.get(first))
        assert look() == ["a"]
        with library.database.transaction():
            library.votes.withdraw(library.votes.add(_vote(answer="b")))
            library.votes.add(_vote(answer="tie"))
        assert look() == ["a", "tie"]
