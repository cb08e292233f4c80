"""Projects."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library

from .make import new_take


def _names(library: Library) -> list[tuple[str, int]]:
    return [(project.name, project.takes) for project in library.projects.all()]


def test_a_new_library_has_one_project(library: Library) -> None:
    assert _names(library) == [("First project", 0)]


def test_projects_count_what_is_not_in_the_trash(library: Library) -> None:
    library.projects.create("B")
    takes = [library.takes.add(new_take(seed=seed, project="B")) for seed in (1, 2)]
    library.takes.trash([takes[0].id])
    assert _names(library) == [("First project", 0), ("B", 1)]
    assert library.projects.get("B").takes == 1


def test_renaming_reaches_the_takes(library: Library) -> None:
    take = library.takes.add(new_take())
    assert library.projects.rename("First project", "Film") == "Film"
    assert library.takes.get(take.id).project == "Film"
    library.projects.rename("Film", "FILM")
    assert _names(library) == [("FILM", 1)]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101, "first PROJECT", " First project "])
def test_names_that_cannot_be(library: Library, name: str) -> None:
    library.projects.create("B")
    with pytest.raises(BadRequest):
        library.projects.create(name)
    with pytest.raises(BadRequest):
        library.projects.rename("B", name)
    assert _names(library) == [("First project", 0), ("B", 0)]


def test_any_script_can_be_a_name(library: Library) -> None:
    for name in ("音 🎧", "l'été", "../up", "Straße"):
        assert library.projects.create(name) == name
    with pytest.raises(BadRequest):
        library.projects.create("STRASSE")


def test_unknown_projects(library: Library) -> None:
    with pytest.raises(NotFound):
        library.projects.get("B")
    with pytest.raises(NotFound):
        library.projects.rename("B", "C")
