"""Opening, tidying up, and being in use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tangostudio.errors import LibraryDamaged, LibraryInUse, NotFound, StorageError
from tangostudio.library import Library
from tangostudio.library.lock import is_held

from .make import fill, new_take, sha256_of


def test_the_first_open_makes_the_folders(folder: Path) -> None:
    nested = folder / "a" / "b"
    with Library.open(nested, write=True) as library:
        assert library.folder == nested
        assert library.audio_dir.is_dir()
        assert library.exports_dir.is_dir()
        assert library.adapters_dir == nested / "adapters"
        assert library.adapters_dir.is_dir()
        assert library.tunings_dir == nested / "tunings"
        assert library.tunings_dir.is_dir()
        assert library.corpora_dir == nested / "corpora"
        assert library.corpora_dir.is_dir()
        assert library.writable


def test_a_second_writer_is_refused_and_readers_are_not(folder: Path, library: Library) -> None:
    with pytest.raises(LibraryInUse, match="open in the window"):
        Library.open(folder, write=True)
    with Library.open(folder, write=False) as reader, Library.open(folder, write=False) as other:
        assert reader.projects.all() == other.projects.all()
    library.takes.add(new_take())
    library.close()
    library.close()
    assert not is_held(folder)
    with Library.open(folder, write=True) as again:
        assert len(again.takes.find()) == 1


def test_closing_leaves_one_database_file(folder: Path, library: Library) -> None:
    fill(library, 10)
    library.close()
    assert [path.name for path in folder.glob("library.db*")] == ["library.db"]


@pytest.mark.parametrize("content", [None, b""])
def test_reading_where_there_is_no_library(folder: Path, content: bytes | None) -> None:
    if content is not None:
        folder.mkdir()
        (folder / "library.db").write_bytes(content)
    with pytest.raises(NotFound, match="no library"):
        Library.open(folder, write=False)
    assert folder.exists() == (content is not None)


def test_a_start_that_was_killed_at_once_is_started_again(folder: Path) -> None:
    folder.mkdir()
    (folder / "library.db").write_bytes(b"")
    with Library.open(folder, write=True) as library:
        assert library.projects.all()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        Library.open(tmp_path / "file" / "library", write=True)
    with pytest.raises(StorageError):
        Library.open(tmp_path / "file", write=True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(StorageError):
        Library.open(tmp_path / "library", write=True)


def test_a_failed_open_gives_the_lock_back(folder: Path, library: Library) -> None:
    library.close()
    good = (folder / "library.db").read_bytes()
    (folder / "library.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryDamaged):
        Library.open(folder, write=True)
    assert not is_held(folder)
    (folder / "library.db").write_bytes(good)
    Library.open(folder, write=True).close()


def _orphan(library: Library, name: str) -> Path:
    path = library.takes.path_of(sha256_of(name))
    path.write_bytes(b"sound")
    return path


def test_what_a_kill_leaves_is_removed_at_the_next_start(folder: Path, library: Library) -> None:
    fill(library, 3, sounds=True)
    trashed = library.takes.find()[0]
    library.takes.trash([trashed.id])
    orphan = _orphan(library, "orphan")
    part = library.audio_dir / "abc.flac.12-34.part"
    exported = library.exports_dir / "First project" / "door.wav.12-34.part"
    exported.parent.mkdir()
    kept = [library.audio_dir / "my own.flac", exported.with_name("song.part")]
    for path in (part, exported, *kept):
        path.write_bytes(b"x")
    assert library.orphans() == [orphan]
    assert sorted(library.leftovers()) == sorted([part, exported])
    library.close()
    with Library.open(folder, write=False) as reader:
        assert reader.orphans() == [orphan]
    with Library.open(folder, write=True) as again:
        assert again.orphans() == again.leftovers() == []
        assert not any(take.missing for take in again.takes.everything())
    assert all(path.exists() for path in kept)
    assert not trashed.missing


def test_what_a_kill_leaves_of_adapters_and_tunings_is_removed(
    folder: Path, library: Library
) -> None:
    tuning = library.tunings_dir / "tune-1" / "round 0"
    tuning.mkdir(parents=True)
    parts = [
        library.adapters_dir / f"{'a' * 64}.safetensors.12-34.part",
        library.tunings_dir / "tune-1" / "state.pt.12-34.part",
        tuning / "take.wav.12-34.part",
    ]
    kept = [
        library.adapters_dir / f"{'a' * 64}.safetensors",
        tuning / "take.wav",
        tuning / "my.part",
    ]
    for path in (*parts, *kept):
        path.write_bytes(b"x")
    assert sorted(library.leftovers()) == sorted(parts)
    library.close()
    with Library.open(folder, write=True) as again:
        assert again.leftovers() == []
    assert not any(path.exists() for path in parts)
    assert all(path.exists() for path in kept)


def test_a_reader_does_without_the_folders(folder: Path, library: Library) -> None:
    library.close()
    library.adapters_dir.rmdir()
    library.tunings_dir.rmdir()
    with Library.open(folder, write=False) as reader:
        assert reader.leftovers() == []
    assert not (folder / "adapters").exists()


def test_sounds_whose_database_is_gone_are_kept(folder: Path, library: Library) -> None:
    fill(library, 4, sounds=True)
    library.close()
    (folder / "library.db").unlink()
    with Library.open(folder, write=True) as again:
        assert len(again.orphans()) == 4


def test_sounds_beside_an_old_copy_of_the_database_are_kept(folder: Path, library: Library) -> None:
    fill(library, 2, sounds=True)
    library.database.copy_to(folder / "copy.db")
    fill(library, 100, sounds=True)
    library.close()
    (folder / "copy.db").replace(folder / "library.db")
    with Library.open(folder, write=True) as again:
        assert len(again.orphans()) == 98
