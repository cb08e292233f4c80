"""A library folder that fills, goes away or cannot be written while a person works.

Every verb says it in a sentence with a hint, changes nothing, and works again when the disk does.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tangostudio import paths
from tangostudio.audio.edits import Reverse
from tangostudio.cards import Catalogue
from tangostudio.errors import StorageError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

from .house import Held, open_house

Verb = Callable[[Studio, int], Any]

VERBS: dict[str, Verb] = {
    "rate": lambda studio, take: studio.rate([take], 5),
    "reject": lambda studio, take: studio.reject([take], True),
    "favourite": lambda studio, take: studio.favourite([take], True),
    "rename": lambda studio, take: studio.rename(take, "Gong"),
    "set_tags": lambda studio, take: studio.set_tags([take], ["x"]),
    "add_tags": lambda studio, take: studio.add_tags([take], ["x"]),
    "remove_tags": lambda studio, take: studio.remove_tags([take], ["metal"]),
    "set_notes": lambda studio, take: studio.set_notes(take, "note"),
    "colour": lambda studio, take: studio.colour([take], "red"),
    "categorise": lambda studio, take: studio.categorise([take], "BELLHand"),
    "move_to_project": lambda studio, take: studio.move_to_project([take], "Other"),
    "edit": lambda studio, take: studio.editing.apply([take], Reverse()),
    "trash": lambda studio, take: studio.trash([take]),
    "empty_trash": lambda studio, take: studio.empty_trash(),
    "open_project": lambda studio, take: studio.open_project("Other"),
    "create_project": lambda studio, take: studio.create_project("Third"),
    "rename_project": lambda studio, take: studio.rename_project("Other", "Third"),
    "add a list": lambda studio, take: studio.lists.add("Mine", TakeQuery()),
    "change a list": lambda studio, take: studio.lists.change(1, TakeQuery(text="x")),
    "rename a list": lambda studio, take: studio.lists.rename(1, "Other list"),
    "remove a list": lambda studio, take: studio.lists.remove(1),
    "pause_queue": lambda studio, take: studio.pause_queue(),
    "generate": lambda studio, take: studio.generate(studio.plan("toy", "z", seconds=0.5)),
}


@pytest.fixture
def studio(tmp_path: Path):
    library = Library.open(tmp_path / "library", write=True)
    studio = Studio(library, Catalogue.load(paths.models_dir()), Settings(), InlineRunner)
    studio.generate(studio.plan("toy", "a bell", seeds=[1, 2], seconds=0.5))
    one, two = studio.find(TakeQuery(sort="oldest"))
    studio.set_tags([one.id], ["metal"])
    studio.create_project("Other")
    studio.open_project("First project")
    studio.lists.add("List", TakeQuery(min_stars=3))
    studio.trash([two.id])
    yield studio
    studio.close()


def _state(studio: Studio) -> list[Any]:
    """All that a person sees."""
    return [
        studio.find(TakeQuery()),
        studio.find(TakeQuery(trashed=True)),
        studio.find(TakeQuery(text="bell")),
        studio.projects(),
        studio.project,
        studio.lists.all(),
        studio.jobs(),
        studio.queue_paused,
        studio.undo_label,
    ]


def _fails(studio: Studio, verb: Verb) -> StorageError:
    before = _state(studio)
    with pytest.raises(StorageError) as caught:
        verb(studio, 1)
    assert _state(studio) == before
    return caught.value


@pytest.mark.parametrize("name", VERBS)
def test_a_folder_that_cannot_be_written(studio: Studio, name: str) -> None:
    database = studio.library.database
    database.rows("PRAGMA query_only = ON")
    error = _fails(studio, VERBS[name])
    assert "cannot be written" in error.message
    assert error.hint
    database.rows("PRAGMA query_only = OFF")
    before = _state(studio)
    VERBS[name](studio, 1)
    assert _state(studio) != before
    assert database.faults() == []
    assert studio.library.takes.index_faults() == []


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be moved")
@pytest.mark.parametrize("name", VERBS)
def test_a_folder_that_goes_away_and_comes_back(studio: Studio, name: str) -> None:
    folder = studio.library.folder
    away = folder.with_name("away")
    folder.rename(away)
    error = _fails(studio, VERBS[name])
    assert "not where it was" in error.message
    assert error.hint
    away.rename(folder)
    before = _state(studio)
    VERBS[name](studio, 1)
    assert _state(studio) != before
    assert studio.library.database.faults() == []


class _Dead:
    """The connection to a disk that was pulled out: every use of it fails, for ever."""

    in_transaction = False
    total_changes = 10**6

    def execute(self, *_: Any) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    def close(self) -> None:
        pass


def test_a_disk_that_was_pulled_out_and_is_plugged_in_again(studio: Studio) -> None:
    database = studio.library.database
    before = _state(studio)
    database._connection.close()
    folder, away = studio.library.folder, studio.library.folder.with_name("away")
    folder.rename(away)
    database._connection = _Dead()  # type: ignore[assignment]
    for verb in (VERBS["rate"], lambda studio, take: studio.find(TakeQuery())):
        with pytest.raises(StorageError):
            verb(studio, 1)
    folder.mkdir()  # an empty place where the disk is mounted is no library
    with pytest.raises(StorageError):
        studio.find(TakeQuery())
    assert list(folder.iterdir()) == []
    folder.rmdir()
    away.rename(folder)
    assert _state(studio) == before
    studio.rate([1], 5)
    assert studio.take(1).stars == 5


def test_rows_that_were_remembered_are_read_again_after_the_disk_was_away(studio: Studio) -> None:
    database = studio.library.database
    assert studio.take(1).stars == 0
    database._connection.close()
    with sqlite3.connect(database.path) as other:  # another machine had the disk meanwhile
        other.execute("UPDATE takes SET stars = 4 WHERE id = 1")
    other.close()
    database._connection = _Dead()  # type: ignore[assignment]
    with pytest.raises(StorageError):
        studio.rate([1], 1)
    assert studio.take(1).stars == 4
    assert [take.id for take in studio.find(TakeQuery(sort="stars"))] == [1]


def _write_much(studio: Studio) -> None:
    for number in range(500):
        studio.set_notes(1, f"{number} " * 2000)
        studio.rename(1, f"{number}" * 40)


def test_a_job_that_ends_while_the_disk_is_away_is_stored_later_and_the_next_one_starts(
    tmp_path: Path,
) -> None:
    studio = open_house(tmp_path / "library")
    runner = studio._runner
    assert isinstance(runner, Held)
    first, second = (studio.generate(studio.plan("toy", name)) for name in "ab")
    database = studio.library.database
    database.rows("PRAGMA query_only = ON")
    with pytest.raises(StorageError):
        runner.finish(first)
    with pytest.raises(StorageError):
        studio.resume_queue()
    database.rows("PRAGMA query_only = OFF")
    studio.resume_queue()
    assert [(job.id, job.state) for job in studio.jobs()] == [(second, "running")]
    assert studio.library.jobs.get(first).state == "done"
    studio.close()


def test_a_job_that_fails_on_a_full_disk_is_seen_so_and_can_be_tried_again_once_there_is_room(
    tmp_path: Path,
) -> None:
    studio = open_house(tmp_path / "library")
    runner = studio._runner
    assert isinstance(runner, Held)
    job = studio.generate(studio.plan("toy", "a"))
    told: list[frozenset[str]] = []
    studio.changes.subscribe(lambda change: told.append(change.kinds))
    database = studio.library.database
    database.rows("PRAGMA query_only = ON")
    runner.fail(job, "The disk is full.")
    (seen,) = studio.jobs()
    assert (seen.id, seen.state) == (job, "failed")
    assert seen.error is not None
    assert seen.error.message == "The disk is full."
    assert told == [{"jobs"}]
    with pytest.raises(StorageError):
        studio.retry(job)
    database.rows("PRAGMA query_only = OFF")
    studio.retry(job)
    assert [(each.id, each.state) for each in studio.jobs()] == [(job, "running")]
    assert [name for name, _ in runner.jobs] == [job, job]
    studio.close()


def test_a_full_disk_keeps_the_takes_that_there_are_and_the_queue_goes_on(studio: Studio) -> None:
    database = studio.library.database
    pages = database.value("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="is full"):
        _write_much(studio)
    kept = studio.take(1)
    database.rows("PRAGMA max_page_count = 1000000")
    assert studio.take(1) == kept
    assert database.faults() == []
    assert studio.library.takes.index_faults() == []
    studio.generate(studio.plan("toy", "after", seconds=0.5))
    assert len(studio.find(TakeQuery())) == 2
