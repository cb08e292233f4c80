"""Adapters: kept once, numbered for ever, used or not."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace
from typing import Any

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library

from .make import new_adapter, sha256_of


@pytest.fixture
def three(library: Library) -> Library:
    for name, model in (("a", "toy"), ("b", "starter"), ("c", "toy")):
        library.adapters.add(new_adapter(name, model=model))
    return library


def test_an_adapter_comes_back_whole(library: Library) -> None:
    new = new_adapter()
    kept = library.adapters.add(new)
    assert {name: asdict(kept)[name] for name in asdict(new)} == asdict(new)
    assert (kept.number, kept.state, kept.strength, kept.active) == (1, "new", 1.0, False)
    assert kept.created
    library.close()
    with Library.open(library.folder, write=False) as again:
        assert again.adapters.get(1) == kept
        assert again.adapters.by_hash(new.sha256) == kept
        assert again.adapters.all() == [kept]


def test_one_that_is_there_already_stays_as_it_is(library: Library) -> None:
    library.adapters.add(new_adapter("first"))
    library.adapters.set_active(1, True)
    library.adapters.set_state(1, "accepted")
    there = library.adapters.get(1)
    assert library.adapters.add(new_adapter("another", sha256=there.sha256)) == there
    assert library.adapters.all() == [there]
    assert library.adapters.add(new_adapter("next")).number == 2


def test_names_need_not_differ(library: Library) -> None:
    library.adapters.add(new_adapter("Bright", sha256=sha256_of("1")))
    assert library.adapters.add(new_adapter("Bright", sha256=sha256_of("2"))).number == 2


@pytest.mark.parametrize("sha256", ["", "a" * 63, "A" * 64, "../" + "a" * 61, "a" * 64 + "\n"])
def test_what_is_no_hash_names_no_file(library: Library, sha256: str) -> None:
    with pytest.raises(BadRequest, match="hash"):
        library.adapters.add(new_adapter(sha256=sha256))
    assert library.adapters.all() == []


def test_the_newest_is_first(three: Library) -> None:
    assert [adapter.number for adapter in three.adapters.all()] == [3, 2, 1]


def test_those_in_use_come_in_the_order_of_their_numbers(three: Library) -> None:
    assert three.adapters.active() == []
    for number in (3, 2, 1):
        three.adapters.set_active(number, True)
    assert [adapter.number for adapter in three.adapters.active()] == [1, 2, 3]
    assert [adapter.number for adapter in three.adapters.active({"toy"})] == [1, 3]
    assert [adapter.number for adapter in three.adapters.active(["none", "starter"])] == [2]
    assert three.adapters.active([]) == []
    three.adapters.set_active(1, False)
    assert [adapter.number for adapter in three.adapters.active(("toy",))] == [3]


@pytest.mark.parametrize(
    ("verb", "value", "field"),
    [
        ("set_state", "accepted", "state"),
        ("set_state", "rejected", "state"),
        ("set_strength", 0, "strength"),
        ("set_strength", 1.5, "strength"),
        ("set_active", True, "active"),
        ("rename", "Trocken 🎧", "name"),
    ],
)
def test_one_thing_of_one_adapter_changes(
    three: Library, verb: str, value: Any, field: str
) -> None:
    before = three.adapters.all()
    getattr(three.adapters, verb)(2, value)
    expected = [replace(a, **{field: value}) if a.number == 2 else a for a in before]
    assert three.adapters.all() == expected
    with pytest.raises(NotFound, match="no adapter 9"):
        getattr(three.adapters, verb)(9, value)
    assert three.adapters.all() == expected


@pytest.mark.parametrize(
    ("verb", "value"),
    [
        ("set_state", "liked"),
        ("set_strength", -0.01),
        ("set_strength", 1.51),
        ("set_strength", float("nan")),
        ("rename", " \n"),
        ("rename", "x" * 201),
    ],
)
def test_values_that_cannot_be(three: Library, verb: str, value: Any) -> None:
    before = three.adapters.all()
    with pytest.raises(BadRequest) as caught:
        getattr(three.adapters, verb)(2, value)
    assert caught.value.hint
    assert three.adapters.all() == before


def test_a_name_is_put_on_one_line(three: Library) -> None:
    three.adapters.rename(1, "  Bright\n and  dry ")
    assert three.adapters.get(1).name == "Bright and dry"


@pytest.mark.parametrize("number", [0, -1, 4])
def test_one_that_is_not_there(three: Library, number: int) -> None:
    with pytest.raises(NotFound, match=f"no adapter {number}") as caught:
        three.adapters.get(number)
    assert caught.value.hint
    assert three.adapters.by_hash(sha256_of("nothing")) is None


@pytest.mark.parametrize("damaged", ["{broken", "[1]", ""])
def test_damaged_facts_do_not_take_the_adapter_along(library: Library, damaged: str) -> None:
    kept = library.adapters.add(new_adapter())
    library.database.execute("UPDATE adapters SET about = ?", [damaged])
    assert library.adapters.all() == [replace(kept, about={})]


@pytest.mark.parametrize(
    "change", ["state = 'liked'", "strength = 1.6", "active = 2", "sha256 = 'x'"]
)
def test_the_database_refuses_what_cannot_be(library: Library, change: str) -> None:
    library.adapters.add(new_adapter())
    with pytest.raises(sqlite3.IntegrityError):
        library.database.execute(f"UPDATE adapters SET {change}")
