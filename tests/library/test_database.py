"""The connection: what survives, what is refused, what errors become."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tangostudio.errors import LibraryDamaged, LibraryInUse, StorageError
from tangostudio.library import Library
from tangostudio.library.database import Database, translated, utc_now

from .make import fill, new_take


def test_a_rolled_back_transaction_leaves_nothing(library: Library) -> None:
    class Stop(Exception):
        pass

    def add_and_stop() -> None:
        with library.database.transaction():
            library.takes.add(new_take())
            raise Stop

    with pytest.raises(Stop):
        add_and_stop()
    assert library.takes.find() == []
    assert library.takes.index_faults() == []


def test_what_was_undone_is_not_remembered(library: Library) -> None:
    take = library.takes.add(new_take())

    def rate_and_fail() -> None:
        with library.database.transaction():
            library.takes.rate({take.id: 5})
            assert library.takes.get(take.id).stars == 5
            raise KeyError

    with pytest.raises(KeyError):
        rate_and_fail()
    assert library.takes.get(take.id).stars == 0


def test_a_full_disk_is_said_and_changes_nothing(library: Library) -> None:
    first = library.takes.add(new_take())
    pages = library.database.value("PRAGMA page_count")
    library.database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="is full"):
        library.takes.add(new_take(seed=2), bytes(200_000))
    library.database.rows("PRAGMA max_page_count = 100000")
    assert [take.id for take in library.takes.find()] == [first.id]
    second = library.takes.add(new_take(seed=2), bytes(200_000))
    assert library.takes.get(second.id).seed == 2


def test_a_reader_beside_the_writer_sees_what_is_committed(folder: Path, library: Library) -> None:
    library.takes.add(new_take(seed=1))
    with Library.open(folder, write=False) as reader:
        assert [take.seed for take in reader.takes.find()] == [1]
        take = library.takes.add(new_take(seed=2))
        assert {take.seed for take in reader.takes.find()} == {1, 2}
        library.takes.rate({take.id: 4})
        assert reader.takes.get(take.id).stars == 4
        library.projects.rename("First project", "Second")
        assert reader.takes.get(take.id).project == "Second"


def test_a_reader_reads_while_the_writer_is_in_a_transaction(
    folder: Path, library: Library
) -> None:
    library.takes.add(new_take(seed=1))
    with library.database.transaction():
        library.takes.add(new_take(seed=2))
        with Library.open(folder, write=False) as reader:
            assert [take.seed for take in reader.takes.find()] == [1]


def test_a_reader_cannot_write(folder: Path, library: Library) -> None:
    take = library.takes.add(new_take())
    with Library.open(folder, write=False) as reader:
        with pytest.raises(LibraryInUse):
            reader.takes.rate({take.id: 1})
        with pytest.raises(LibraryInUse):
            reader.meta.set("a", 1)
    assert library.takes.get(take.id).stars == 0


def test_reading_leaves_a_closed_library_as_it_was(folder: Path, library: Library) -> None:
    fill(library, 5)
    library.close()
    before = (folder / "library.db").read_bytes()
    with Library.open(folder, write=False) as reader:
        assert len(reader.takes.find()) == 5
    assert (folder / "library.db").read_bytes() == before


def test_without_shared_memory_there_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database.open_to_write(path, shared_memory=True)) as database:
        database.execute("CREATE TABLE t (a)")
        assert database.value("PRAGMA journal_mode") == "wal"
    with closing(Database.open_to_write(path, shared_memory=False)) as database:
        assert database.value("PRAGMA journal_mode") == "delete"
        database.execute("INSERT INTO t VALUES (1)")
        with closing(Database.open_to_read(path)) as reader:
            assert reader.value("SELECT a FROM t") == 1


def test_every_commit_is_synced(library: Library) -> None:
    full = 2
    assert library.database.value("PRAGMA synchronous") == full
    assert library.database.value("PRAGMA foreign_keys") == 1


@pytest.mark.parametrize("damage", ["garbage", "truncated", "zeroed pages", "empty header"])
@pytest.mark.parametrize("write", [True, False])
def test_a_damaged_database_is_said_and_left_alone(
    folder: Path, library: Library, damage: str, write: bool
) -> None:
    ids = fill(library, 200, sounds=True)
    library.close()
    path = folder / "library.db"
    content = path.read_bytes()
    half = len(content) // 2
    damaged = {
        "garbage": b"not a database at all" * 500,
        "truncated": content[: half // 4096 * 4096],
        "zeroed pages": content[:8192] + bytes(len(content) - 8192),
        "empty header": bytes(100) + content[100:],
    }[damage]
    path.write_bytes(damaged)

    def use() -> None:
        with Library.open(folder, write=write) as opened:
            opened.takes.find()

    with pytest.raises(LibraryDamaged) as caught:
        use()
    assert caught.value.hint
    assert len(list((folder / "audio").glob("*.flac"))) == len(ids)
    path.write_bytes(content)
    with Library.open(folder, write=True) as opened:
        assert len(opened.takes.find()) == len(ids)


def test_another_programs_database_is_refused(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.commit()
    with pytest.raises(LibraryDamaged, match="another program"):
        Library.open(folder, write=True)
    with pytest.raises(LibraryDamaged, match="another program"):
        Library.open(folder, write=False)


@pytest.mark.skipif(os.name == "nt", reason="permissions of the POSIX kind")
def test_read_only_media_can_be_read(folder: Path, library: Library, tmp_path: Path) -> None:
    fill(library, 3)
    library.close()
    medium = tmp_path / "medium"
    shutil.copytree(folder, medium)
    path = medium / "library.db"
    path.chmod(0o444)
    medium.chmod(0o555)
    try:
        with Library.open(medium, write=False) as reader:
            assert len(reader.takes.find()) == 3
    finally:
        medium.chmod(0o755)


def test_errors_of_the_program_itself_are_not_hidden(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a UNIQUE)")
        with pytest.raises(sqlite3.IntegrityError), translated(tmp_path):
            connection.execute("INSERT INTO t VALUES (1), (1)")


def test_times_sort_as_text() -> None:
    first, second = utc_now(), utc_now()
    assert first <= second
    assert first.endswith("Z")
    assert len(first) == len("2026-01-01T00:00:00.000Z")
