"""Every condition of a query for takes, alone and together, and every order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tangostudio.library import Library, Take, TakeQuery, finding

from .make import new_take


def _add(library: Library, prompt: str, **changes: Any) -> Take:
    return library.takes.add(new_take(prompt, **changes))


def _found(library: Library, **query: Any) -> set[str]:
    asked = TakeQuery(**query)
    found = library.takes.find(asked)
    assert library.takes.count(asked) == len(found)
    return {take.prompt for take in found}


def test_any_of_the_colours_models_and_categories(library: Library) -> None:
    red = _add(library, "red", model="starter", category="DOORWood")
    blue = _add(library, "blue", model="toy", category="RAINRoof")
    _add(library, "plain", model="tango")
    library.takes.colour({red.id: "red", blue.id: "blue"})
    assert _found(library, colours=("red", "blue")) == {"red", "blue"}
    assert _found(library, models=("toy", "tango")) == {"blue", "plain"}
    assert _found(library, categories=("RAINRoof",)) == {"blue"}
    assert _found(library, colours=("red",), models=("toy",)) == set()


def test_all_of_the_tags_however_they_are_capitalised(library: Library) -> None:
    both, one = _add(library, "both"), _add(library, "one")
    library.takes.set_tags({both.id: ("Metal", "door slam"), one.id: ("metal",)})
    assert _found(library, tags=("metal",)) == {"both", "one"}
    assert _found(library, tags=("METAL", "Door Slam")) == {"both"}
    assert _found(library, tags=("door",)) == set()


@pytest.mark.parametrize(
    "tag",
    ['say "door', 'door" she said', "door\\", '", "door', "tür", "門", "100 %", "a_b", "[door"],
)
def test_a_tag_is_found_whatever_its_signs_and_is_no_other(library: Library, tag: str) -> None:
    odd, plain = _add(library, "odd"), _add(library, "plain")
    library.takes.set_tags({odd.id: ("first", tag, "last"), plain.id: ("door",)})
    assert _found(library, tags=(tag,)) == {"odd"}
    assert _found(library, tags=("door",)) == {"plain"}


def test_the_length_is_that_of_the_sound(library: Library) -> None:
    _add(library, "tenth", frames=4410, sample_rate=44100)
    _add(library, "two", frames=96000, sample_rate=48000)
    assert _found(library, shortest=0.1) == {"tenth", "two"}
    assert _found(library, shortest=0.11) == {"two"}
    assert _found(library, longest=2.0, shortest=2.0) == {"two"}
    assert _found(library, longest=0.1) == {"tenth"}


def test_flags_and_where_nobody_looked(library: Library) -> None:
    _add(library, "bad", flags=("clipping", "dc"))
    _add(library, "good", flags=())
    _add(library, "unknown")
    assert _found(library, flagged=True) == {"bad"}
    assert _found(library, flagged=False) == {"good", "unknown"}


def test_made_here_or_imported(library: Library) -> None:
    _add(library, "made")
    _add(library, "recorded", model="")
    assert _found(library, origin="made") == {"made"}
    assert _found(library, origin="imported") == {"recorded"}
    assert _found(library) == {"made", "recorded"}


def test_the_last_days_are_counted_from_today(library: Library) -> None:
    now = datetime.now(UTC)
    for days in (0, 6, 9):
        moment = now - timedelta(days=days)
        _add(library, str(days), created=moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    assert _found(library, days=7) == {"0", "6"}
    assert _found(library, days=10**12) == {"0", "6", "9"}


def test_a_day_begins_at_midnight_where_this_computer_is() -> None:
    now = datetime(2026, 3, 3, 12, tzinfo=timezone(timedelta(hours=2)))
    assert finding.days_ago(0, now) == "2026-03-02T22:00:00.000Z"
    assert finding.days_ago(7, now) == "2026-02-23T22:00:00.000Z"


def test_a_family_is_what_it_came_from_and_what_came_from_it(library: Library) -> None:
    eldest = _add(library, "eldest")
    parent = _add(library, "parent", parent=eldest.id)
    _add(library, "uncle", parent=eldest.id)
    take = _add(library, "take", parent=parent.id)
    child = _add(library, "child", parent=take.id)
    _add(library, "grandchild", parent=child.id)
    _add(library, "stranger")
    family = {"eldest", "parent", "take", "child", "grandchild"}
    assert _found(library, family=take.id) == family
    library.takes.trash([child.id])
    assert _found(library, family=take.id) == family - {"child"}
    assert _found(library, family=99) == set()


def test_a_branch_is_a_take_and_all_that_came_from_it(library: Library) -> None:
    eldest = _add(library, "eldest")
    first = _add(library, "first", parent=eldest.id)
    second = _add(library, "second", parent=first.id)
    other = _add(library, "other", parent=eldest.id)
    library.takes.trash([second.id])
    branch = library.takes.branch(eldest.id)
    assert [take.id for take in branch] == [eldest.id, first.id, second.id, other.id]
    assert [take.id for take in library.takes.branch(other.id)] == [other.id]


def test_the_category_is_searched_too(library: Library) -> None:
    take = _add(library, "slam")
    library.takes.categorise({take.id: "DOORWood"})
    assert _found(library, text="doorw") == {"slam"}
    library.takes.categorise({take.id: ""})
    assert _found(library, text="doorw") == set()
    assert library.takes.index_faults() == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", "cba"),
        ("oldest", "abc"),
        ("stars", "bca"),
        ("length", "acb"),
        ("loudness", "cab"),
        ("name", "bca"),
        ("taste", "cba"),
        ("no such order", "cba"),
    ],
)
def test_orders_go_on_fitting_when_takes_change(library: Library, sort: str, expected: str) -> None:
    values = {"a": (9.0, -20.0, "zoo"), "b": (1.0, -30.0, "Ape"), "c": (5.0, -10.0, "bee")}
    ids = {}
    for name, (seconds, lufs, title) in values.items():
        ids[name] = _add(library, name, seconds=seconds, lufs=lufs, title=title).id
    library.takes.rate({ids["b"]: 5, ids["c"]: 3})

    def order(**query: Any) -> str:
        return "".join(t.prompt for t in library.takes.find(TakeQuery(sort=sort, **query)))

    assert order() == expected
    assert order(limit=2) == expected[:2]
    assert order(limit=0) == ""
    assert order(min_stars=1) == expected.replace("a", "")
    library.takes.rate({ids["a"]: 5, ids["b"]: 1})
    library.takes.rename({ids["a"]: "aaa"})
    changed = {"stars": "acb", "name": "abc"}
    assert order() == changed.get(sort, expected)
    last = _add(library, "d", seconds=99.0, lufs=0.0, title="aa")
    assert set(order()) == set("abcd")
    library.takes.trash([last.id])
    assert order() == changed.get(sort, expected)


def test_what_is_in_use_is_listed_most_used_first(library: Library) -> None:
    for number, (model, category) in enumerate([("a", "X"), ("b", "Y"), ("b", "X"), ("", "")]):
        _add(library, "p", seed=number, model=model, category=category)
    assert library.takes.models() == ["b", "a"]
    assert library.takes.categories() == ["X", "Y"]
