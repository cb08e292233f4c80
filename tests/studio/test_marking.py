"""Marks in bulk, the trash and its age, and undo that a full disk cannot lose."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tangostudio.audio import edits
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.library import Library, TakeQuery
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

from .house import CATALOGUE, Held, add_take, open_house


@pytest.fixture
def studio(tmp_path: Path):
    studio = open_house(tmp_path / "library")
    yield studio
    studio.close()


def _ids(studio: Studio, count: int = 2) -> list[int]:
    return [add_take(studio.library, seed=seed).id for seed in range(count)]


def test_colour_and_category_of_several_takes_can_be_undone_and_done_again(studio):
    ids = _ids(studio)
    studio.colour([ids[0]], "red")
    studio.colour(ids, "blue")
    studio.categorise(ids, " DOORWood ")
    assert [(t.colour, t.category) for t in map(studio.take, ids)] == [("blue", "DOORWood")] * 2
    assert [studio.undo(), studio.undo()] == ["category", "colour"]
    assert [(t.colour, t.category) for t in map(studio.take, ids)] == [("red", ""), ("", "")]
    assert [studio.redo(), studio.redo()] == ["colour", "category"]
    assert {t.category for t in map(studio.take, ids)} == {"DOORWood"}
    with pytest.raises(BadRequest, match="pink"):
        studio.colour(ids, "pink")
    with pytest.raises(BadRequest, match="60"):
        studio.categorise(ids, "x" * 61)


def test_tags_are_added_to_and_taken_from_each_take_alone(studio):
    first, second = _ids(studio)
    studio.set_tags([first], ["wood", "Old"])
    studio.add_tags([first, second], ["WOOD", "new"])
    assert studio.take(first).tags == ("wood", "Old", "new")
    assert studio.take(second).tags == ("WOOD", "new")
    studio.remove_tags([first, second], ["Wood", "none"])
    assert (studio.take(first).tags, studio.take(second).tags) == (("Old", "new"), ("new",))
    studio.undo()
    studio.undo()
    assert (studio.take(first).tags, studio.take(second).tags) == (("wood", "Old"), ())


def test_too_many_tags_change_no_take(studio):
    first, second = _ids(studio)
    studio.set_tags([first], [f"tag {number}" for number in range(64)])
    with pytest.raises(BadRequest):
        studio.add_tags([second, first], ["one more"])
    assert studio.take(second).tags == ()


def test_takes_go_to_another_project_and_back(studio):
    ids = _ids(studio)
    studio.create_project("Castle")
    heard = []
    studio.changes.subscribe(heard.append)
    studio.move_to_project(ids, "Castle")
    assert [change.kinds for change in heard] == [{"takes", "projects"}, {"history"}]
    assert [take.id for take in studio.find(TakeQuery(project="Castle"))] == ids[::-1]
    assert studio.undo() == "moving to a project"
    assert studio.find(TakeQuery(project="Castle")) == []
    studio.rename_project("Castle", "Tower")
    with pytest.raises(NotFound):
        studio.move_to_project(ids, "Castle")


def test_undo_passes_over_takes_that_are_gone_for_good(studio):
    first, second = _ids(studio)
    studio.rate([first, second], 4)
    studio.trash([first])
    studio.empty_trash()
    assert studio.undo() == "moving to trash"
    assert studio.undo() == "rating"
    assert studio.take(second).stars == 0


def test_marking_nothing_is_nothing_to_undo(studio):
    studio.rate([], 3)
    studio.add_tags([], ["x"])
    assert studio.undo_label is None


def test_an_undo_that_the_disk_hinders_can_be_tried_again(studio):
    (take,) = _ids(studio, 1)
    studio.rate([take], 5)
    studio.library.database.rows("PRAGMA query_only = ON")
    with pytest.raises(StorageError):
        studio.undo()
    assert (studio.undo_label, studio.take(take).stars) == ("rating", 5)
    studio.library.database.rows("PRAGMA query_only = OFF")
    assert studio.undo() == "rating"
    assert (studio.redo_label, studio.take(take).stars) == ("rating", 0)


# --- the age of the trash ----------------------------------------------------------------------


def _trashed(folder: Path, days: float) -> int:
    with Library.open(folder, write=True) as library:
        take = add_take(library)
        take.path.write_bytes(b"sound")
        library.takes.trash([take.id])
        moment = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        library.database.execute("UPDATE takes SET trashed = ?", [moment])
        return take.id


def _open(folder: Path, days: int, **options) -> Studio:
    settings = dataclasses.replace(Settings(), trash_days=days)
    library = Library.open(folder, write=True)
    return Studio(library, CATALOGUE, settings, Held, **options)


@pytest.mark.parametrize(
    ("age", "days", "kept"), [(31, 30, False), (29, 30, True), (31, 0, True), (31, 40, True)]
)
def test_the_trash_is_kept_for_the_days_that_the_settings_say(tmp_path, age, days, kept):
    take = _trashed(tmp_path, age)
    studio = _open(tmp_path, days)
    assert studio.library.takes.exists(take) == kept
    assert (len(list(studio.library.audio_dir.iterdir())) == 1) == kept
    studio.close()


def test_a_command_leaves_the_trash_alone(tmp_path):
    take = _trashed(tmp_path, 400)
    studio = _open(tmp_path, 30, session_only=True)
    assert studio.library.takes.exists(take)
    studio.close()


def test_what_can_be_undone_is_known_as_soon_as_it_is_done(studio):
    first, second = _ids(studio)
    told = []
    studio.changes.subscribe(
        lambda change: told.append(studio.undo_label) if "history" in change.kinds else None
    )
    studio.rate([first], 3)
    studio.trash([second])
    studio.editing.apply([first], edits.Reverse())
    assert told == ["rating", "moving to trash", "reverse"]


def test_a_move_is_undone_and_done_again_after_its_projects_were_renamed(studio):
    ids, home = _ids(studio), studio.project
    studio.library.projects.create("Castle")
    studio.move_to_project(ids, "Castle")
    studio.rename_project(home, "Home")
    studio.rename_project("Castle", "Keep")
    assert studio.undo() == "moving to a project"
    assert {studio.take(take).project for take in ids} == {"Home"}
    studio.redo()
    assert {studio.take(take).project for take in ids} == {"Keep"}
