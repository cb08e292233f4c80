"""From every earlier form of the tables to the present one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tangostudio.errors import LibraryDamaged, LibraryTooNew, StorageError
from tangostudio.library import Library, TakeQuery, check
from tangostudio.library.database import Database
from tangostudio.library.jobs import JobAbout
from tangostudio.library.steps import STEPS, Step
from tangostudio.library.steps.carried import carried_chunks
from tangostudio.library.steps.origins import origins_edits_and_lists
from tangostudio.library.steps.tunings import adapters_and_tunings
from tangostudio.library.upgrades import LATEST, upgrade, version

from .make import new_take


def _shape(database: Database) -> list[tuple]:
    return database.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")


def _open(folder: Path) -> Database:
    folder.mkdir(exist_ok=True)
    return Database.open_to_write(folder / "library.db", shared_memory=True)


def _add_old_take(database: Database) -> None:
    """A project and a take as the first step's tables hold them."""
    database.execute(
        "INSERT INTO projects (name, folded, created) VALUES ('Old', 'old', '2020-01-01')"
    )
    database.execute("INSERT INTO overviews VALUES (?, x'01')", ["a" * 64])
    database.execute(
        "INSERT INTO takes (project, created, title, prompt, negative, model, model_name, "
        "model_hash, licence, commercial, app_version, seed, seconds, steps, guidance, sampler, "
        "request, sha256, frames, sample_rate, channels, gain_db, lufs, peak_db, tags, job, place, "
        "render_seconds) VALUES (1, '2020-01-01', 'Knock', 'three knocks', '', 'toy', 'Toy', '', "
        "'', 'no', '', 1, 1.0, 1, 1.0, '', '{}', ?, 1, 44100, 1, 0, -20, -1, '[\"wood\"]', '', 0, "
        "0.1)",
        ["a" * 64],
    )


@pytest.mark.parametrize("made", range(1, LATEST + 1))
def test_every_older_library_upgrades_to_the_present_form(folder: Path, made: int) -> None:
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:1])
        _add_old_take(old)
        upgrade(old, steps=STEPS[:made])
        assert version(old) == made
    (folder / "audio").mkdir()
    (folder / "audio" / f"{'a' * 64}.flac").write_bytes(b"sound")
    with Library.open(folder, write=True) as library:
        assert version(library.database) == LATEST
        assert [take.title for take in library.takes.find(TakeQuery(text="wood kno"))] == ["Knock"]
        assert check(library) == []
        shape = _shape(library.database)
    with Library.open(folder.with_name("new"), write=True) as new:
        assert shape == _shape(new.database)


def test_a_library_of_before_adapters_keeps_its_takes_and_votes(folder: Path) -> None:
    before = STEPS.index(adapters_and_tunings)
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:before])
        _add_old_take(old)
        columns = [row[1] for row in old.rows("PRAGMA table_info(takes)")]
        rows = old.rows("SELECT * FROM takes")
        old.execute(
            "INSERT INTO votes VALUES (1, 'p', 'knock', 1, 1, 2, ?, ?, 'a', 'a', 0, 0, 0, 0, 0, 0, "
            "0, NULL, '', '2020-01-01')",
            ["a" * 64, "b" * 64],
        )
        cast = old.rows("SELECT * FROM votes")
    with Library.open(folder, write=True) as library:
        assert library.database.rows(f"SELECT {', '.join(columns)} FROM takes") == rows
        assert library.database.rows("SELECT * FROM votes") == cast
        assert library.takes.get(1).adapters == ()
        assert library.adapters.all() == library.tunings.all() == []
        assert library.adapters_dir.is_dir()
        assert library.tunings_dir.is_dir()
        made = library.takes.add(new_take(project="Old", adapters=(("c" * 64, 0.5),)))
        assert [take.id for take in library.takes.everything()] == [1, made.id]


def test_a_library_of_before_edits_keeps_every_row_and_gets_its_indexes(folder: Path) -> None:
    before = STEPS.index(origins_edits_and_lists)
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:before])
        _add_old_take(old)
        old.execute(
            "UPDATE takes SET stars = 4, favourite = 1, notes = 'n', trashed = '2020-02-02'"
        )
        old.execute(
            "INSERT INTO jobs (id, kind, request, project, state, position, created) "
            "VALUES ('j', 'generate', '{}', 1, 'queued', 0, '2020-01-01')"
        )
        columns = {
            table: ", ".join(row[1] for row in old.rows(f"PRAGMA table_info({table})"))
            for table in ("takes", "jobs", "projects", "overviews")
        }
        rows = {name: old.rows(f"SELECT {told} FROM {name}") for name, told in columns.items()}
    with Library.open(folder, write=True) as library:
        for name, told in columns.items():
            assert library.database.rows(f"SELECT {told} FROM {name}") == rows[name]
        take = library.takes.get(1)
        assert (take.relation, take.source, take.edits, take.colour) == ("", "", "[]", "")
        assert (take.flags, take.momentary_lufs, take.range_lu) == (None, None, None)
        assert library.jobs.get("j").about == JobAbout()
        library.takes.restore([1])
        assert library.takes.unexamined() == [1]
        indexes = library.database.rows("SELECT name FROM sqlite_master WHERE type = 'index'")
        names = {"takes_by_source", "takes_listed", "takes_heard", "takes_unexamined"}
        assert names <= {row[0] for row in indexes}


def test_a_library_of_before_carried_chunks_keeps_its_takes_and_can_carry_some(
    folder: Path,
) -> None:
    before = STEPS.index(carried_chunks)
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:1])
        _add_old_take(old)
        upgrade(old, steps=STEPS[:before])
    with Library.open(folder, write=True) as library:
        assert library.takes.get(1).title == "Knock"
        assert library.carried.of(1) == ()
        library.carried.keep(1, [(b"SMED", b"x")])
    with Library.open(folder, write=False) as library:
        assert library.carried.of(1) == ((b"SMED", b"x"),)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_each_step_is_recorded_and_says_what_it_is_for(folder: Path, step: Step) -> None:
    number = STEPS.index(step) + 1
    assert step.__doc__
    with closing(_open(folder)) as database:
        upgrade(database, steps=STEPS[:number])
        assert version(database) == number
        assert database.broken_references() == []
        names = database.rows("SELECT name FROM upgrades ORDER BY step")
        assert [name for (name,) in names] == [s.__name__ for s in STEPS[:number]]
        assert database.value("PRAGMA foreign_keys") == 1


def test_an_existing_library_is_copied_before_its_upgrade(folder: Path) -> None:
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:1])
        _add_old_take(old)
    with Library.open(folder, write=True):
        pass
    (copy,) = (folder / "backups").iterdir()
    with closing(Database.open_to_read(copy)) as database:
        assert version(database) == 1
        assert database.value("SELECT title FROM takes") == "Knock"
    with Library.open(folder, write=True):
        pass
    assert len(list((folder / "backups").iterdir())) == 1


def test_a_new_library_needs_no_copy(folder: Path, library: Library) -> None:
    assert not (folder / "backups").exists()


def test_a_step_that_fails_leaves_the_step_before_it(folder: Path) -> None:
    def broken(database: Database) -> None:
        database.execute("CREATE TABLE half (a)")
        raise StorageError("no")

    with closing(_open(folder)) as database:
        upgrade(database, steps=STEPS[:1])
        with pytest.raises(StorageError):
            upgrade(database, steps=(*STEPS[:1], broken))
        assert version(database) == 1
        assert "half" not in [name for _, name, _ in _shape(database)]
        assert database.value("PRAGMA foreign_keys") == 1


def test_a_new_library_is_made_whole_or_not_at_all(folder: Path) -> None:
    def broken(database: Database) -> None:
        raise StorageError("no")

    with closing(_open(folder)) as database:
        with pytest.raises(StorageError):
            upgrade(database, steps=(*STEPS[:2], broken))
        assert version(database) == 0
        assert _shape(database) == []
        upgrade(database)
        assert version(database) == LATEST


def test_a_step_that_breaks_references_is_refused(folder: Path) -> None:
    def breaks(database: Database) -> None:
        database.execute("DELETE FROM projects")

    with closing(_open(folder)) as database:
        upgrade(database, steps=STEPS[:1])
        _add_old_take(database)
        with pytest.raises(LibraryDamaged, match="refer"):
            upgrade(database, steps=(*STEPS[:1], breaks))
        assert database.value("SELECT count(*) FROM projects") == 1


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_library_is_refused_and_left_alone(
    folder: Path, library: Library, write: bool
) -> None:
    library.close()
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = (folder / "library.db").read_bytes()
    with pytest.raises(LibraryTooNew, match="newer version"):
        Library.open(folder, write=write)
    assert (folder / "library.db").read_bytes() == before
    assert not list(folder.glob("backups/*"))


def test_an_older_library_is_upgraded_for_reading_too(folder: Path) -> None:
    with closing(_open(folder)) as old:
        upgrade(old, steps=STEPS[:1])
        _add_old_take(old)
    with Library.open(folder, write=False) as library:
        assert [take.title for take in library.takes.find(TakeQuery(text="kno"))] == ["Knock"]
        assert not library.writable
