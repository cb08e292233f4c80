"""Smart lists: kept queries, whatever becomes of what they name."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, TakeQuery

ALL = TakeQuery(
    project="First project",
    text="door",
    min_stars=3,
    hide_rejected=True,
    favourites=True,
    sort="length",
    colours=("red",),
    tags=("wood", "slam"),
    models=("starter",),
    categories=("DOORWood",),
    shortest=1.0,
    longest=2.5,
    flagged=False,
    origin="made",
    days=7,
)


def _stored(library: Library, text: str) -> None:
    library.database.execute("UPDATE lists SET query = ?", [text])


def test_a_list_comes_back_whole_after_closing(library: Library) -> None:
    number = library.lists.add("  Doors ", ALL)
    library.close()
    with Library.open(library.folder, write=False) as again:
        (found,) = again.lists.all()
    assert (found.id, found.name, found.query, found.note) == (number, "Doors", ALL, "")


def test_lists_are_in_the_order_of_their_names(library: Library) -> None:
    for name in ("rain", "Doors", "äpfel"):
        library.lists.add(name, TakeQuery())
    assert [each.name for each in library.lists.all()] == ["Doors", "rain", "äpfel"]


def test_a_name_is_taken_whatever_its_capitals(library: Library) -> None:
    first = library.lists.add("Straße", TakeQuery())
    second = library.lists.add("Other", TakeQuery())
    with pytest.raises(BadRequest, match="already"):
        library.lists.add("STRASSE", TakeQuery())
    with pytest.raises(BadRequest, match="already"):
        library.lists.rename(second, "strasse")
    assert library.lists.rename(first, "STRASSE") == "Straße"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb"])
def test_a_name_must_be_one_line(library: Library, name: str) -> None:
    with pytest.raises(BadRequest, match="1 to 100"):
        library.lists.add(name, TakeQuery())


def test_a_list_follows_its_project(library: Library) -> None:
    number = library.lists.add("Mine", TakeQuery(project="First project"))
    library.projects.rename("First project", "Castle")
    assert library.lists.get(number).query.project == "Castle"
    with pytest.raises(NotFound):
        library.lists.add("Other", TakeQuery(project="First project"))


def test_what_a_later_version_knows_is_left_out_and_named(library: Library) -> None:
    number = library.lists.add("Mine", TakeQuery())
    _stored(library, '{"text": "door", "moon": 1, "min_stars": "3", "tags": [1], "project": 77}')
    found = library.lists.get(number)
    assert found.query == TakeQuery(text="door")
    assert found.note == "This version cannot use: moon, min_stars, tags, project."


@pytest.mark.parametrize("text", ["{broken", "[]", "7", '"x"', ""])
def test_a_damaged_query_is_an_empty_one(library: Library, text: str) -> None:
    number = library.lists.add("Mine", ALL)
    _stored(library, text)
    found = library.lists.get(number)
    assert found.query == TakeQuery()
    assert found.note


def test_changing_and_removing_give_back_what_was(library: Library) -> None:
    number = library.lists.add("Mine", ALL)
    stored = library.lists.stored(number)
    assert library.lists.change(number, TakeQuery(text="x")) == stored
    assert library.lists.change(number, stored) == '{"text": "x"}'
    assert library.lists.get(number).query == ALL
    library.lists.change(number, TakeQuery(text="x"))
    was = library.lists.remove(number)
    assert (was.name, was.query) == ("Mine", TakeQuery(text="x"))
    assert library.lists.all() == []
    with pytest.raises(NotFound):
        library.lists.remove(number)
    assert library.lists.add("Mine", ALL, number) == number
