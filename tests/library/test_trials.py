"""Answers of blind tests are added, never changed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, Trial
from tangostudio.library.trials import ANSWERS

from .make import new_adapter


@pytest.fixture
def tested(library: Library) -> Library:
    for name in ("first", "second"):
        library.adapters.add(new_adapter(name))
    return library


def _trial(**changes: Any) -> Trial:
    trial = Trial(
        adapter=1,
        pair="1-0-abc",
        prompt="a heavy door slams",
        seconds=4.0,
        seed=17,
        model="toy",
        sha256_base="a" * 64,
        sha256_tuned="b" * 64,
        shown_left="tuned",
        answer="base",
        heard_base_ms=1,
        heard_tuned_ms=2,
        replays=3,
        response_ms=4,
        gain_base_db=-5.5,
        gain_tuned_db=-6.5,
        app_version="7",
    )
    return replace(trial, **changes)


def test_an_answer_comes_back_whole(tested: Library) -> None:
    number = tested.trials.add(_trial())
    tested.close()
    with Library.open(tested.folder, write=False) as again:
        (kept,) = again.trials.all(1)
        assert kept.created
        assert kept == _trial(id=number, created=kept.created)


def test_a_time_that_is_known_is_kept(tested: Library) -> None:
    tested.trials.add(_trial(created="2026-01-02T03:04:05.678Z"))
    assert tested.trials.all(1)[0].created == "2026-01-02T03:04:05.678Z"


def test_each_adapter_has_its_own_the_oldest_first(tested: Library) -> None:
    numbers = [tested.trials.add(_trial(adapter=adapter)) for adapter in (1, 2, 1)]
    assert [trial.id for trial in tested.trials.all(1)] == [numbers[0], numbers[2]]
    assert [trial.id for trial in tested.trials.all(2)] == [numbers[1]]
    assert tested.trials.all(3) == []


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("shown_left", ["base", "tuned"])
def test_every_answer_and_side(tested: Library, answer: str, shown_left: str) -> None:
    tested.trials.add(_trial(answer=answer, shown_left=shown_left))
    (kept,) = tested.trials.all(1)
    assert (kept.answer, kept.shown_left) == (answer, shown_left)


def test_taking_back_adds_a_row_and_adding_again_counts_again(tested: Library) -> None:
    first, second = tested.trials.add(_trial()), tested.trials.add(_trial(answer="tie"))
    tested.trials.withdraw(first)
    tested.trials.withdraw(first)
    assert [trial.id for trial in tested.trials.all(1)] == [second]
    everything = tested.trials.all(1, withdrawn=True)
    assert [(trial.id, trial.withdrawn) for trial in everything] == [
        (first, True),
        (second, False),
    ]
    third = tested.trials.add(everything[0])
    assert third not in (first, second)
    assert [(t.id, t.withdrawn) for t in tested.trials.all(1)] == [(second, False), (third, False)]
    with pytest.raises(NotFound, match="no answer 99"):
        tested.trials.withdraw(99)


@pytest.mark.parametrize("table", ["trials", "trial_withdrawals"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET created = ''",
        "DELETE FROM {}",
        "REPLACE INTO {} SELECT * FROM {}",
        "INSERT OR REPLACE INTO {} SELECT * FROM {}",
    ],
)
def test_the_database_refuses_to_change_or_delete(tested: Library, table: str, sql: str) -> None:
    number = tested.trials.add(_trial())
    tested.trials.withdraw(number)
    before = tested.trials.all(1, withdrawn=True)
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} are only ever added"):
        tested.database.execute(sql.format(table, table))
    assert tested.trials.all(1, withdrawn=True) == before


@pytest.mark.parametrize(
    "changes", [{"answer": "left"}, {"answer": ""}, {"shown_left": "left"}, {"shown_left": "tie"}]
)
def test_answers_that_cannot_be(tested: Library, changes: dict[str, str]) -> None:
    with pytest.raises(BadRequest) as caught:
        tested.trials.add(_trial(**changes))
    assert caught.value.hint
    assert tested.trials.all(1, withdrawn=True) == []


def test_an_adapter_that_is_not_there(tested: Library) -> None:
    with pytest.raises(NotFound, match="no adapter 3"):
        tested.trials.add(_trial(adapter=3))
    assert tested.trials.all(3, withdrawn=True) == []
