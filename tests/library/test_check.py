"""Every kind of damage is found, told once, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tangostudio.errors import AudioFileError
from tangostudio.library import Library, check

from .make import fill, new_adapter, sha256_of


def _kinds(library: Library) -> list[tuple[str, int | None]]:
    return [(problem.kind, problem.take) for problem in check(library)]


@pytest.fixture
def filled(library: Library) -> Library:
    fill(library, 4, sounds=True)
    return library


def test_a_whole_library_has_no_problems(filled: Library) -> None:
    asked: list[Path] = []
    assert check(filled, verify=lambda path, _sha256: asked.append(path)) == []
    assert sorted(asked) == sorted(take.path for take in filled.takes.find())


def test_a_sound_that_is_gone(filled: Library) -> None:
    filled.takes.get(2).path.unlink()
    (problem,) = check(filled)
    assert (problem.kind, problem.take) == ("missing", 2)
    assert "take 2" in problem.message


def test_a_sound_that_was_altered(filled: Library) -> None:
    bad = filled.takes.get(3).path

    def verify(path: Path, sha256: str) -> None:
        assert path.stem == sha256
        if path == bad:
            raise AudioFileError("It was altered.")

    (problem,) = check(filled, verify)
    assert (problem.kind, problem.take) == ("altered", 3)
    assert "It was altered." in problem.message


def test_what_no_take_refers_to(filled: Library) -> None:
    filled.takes.path_of(sha256_of("stray")).write_bytes(b"x")
    (filled.audio_dir / "a.part").write_bytes(b"x")
    assert _kinds(filled) == [("orphan", None), ("leftover", None)]


def test_what_a_writer_is_about_to_add_is_no_problem_for_a_reader(filled: Library) -> None:
    filled.takes.path_of(sha256_of("new")).write_bytes(b"x")
    with Library.open(filled.folder, write=False) as reader:
        assert check(reader) == []
        filled.close()
        assert _kinds(reader) == [("orphan", None)]


def test_the_search_index(filled: Library) -> None:
    filled.database.execute("UPDATE takes_text SET words = 'wrong' WHERE rowid = 1")
    assert _kinds(filled) == [("search", 1)]


def test_a_lost_overview(filled: Library) -> None:
    sha256 = filled.takes.get(4).sha256
    filled.database.execute("UPDATE overviews SET data = x'' WHERE sha256 = ?", [sha256])
    assert _kinds(filled) == [("overview", 4)]


@pytest.mark.parametrize(
    "gone", [(".safetensors",), (".json",), (".safetensors", ".json")], ids="+".join
)
def test_an_adapter_whose_files_are_gone(filled: Library, gone: tuple[str, ...]) -> None:
    for name in ("Bright doors", "My taste 2"):
        adapter = filled.adapters.add(new_adapter(name))
        for suffix in (".safetensors", ".json"):
            (filled.adapters_dir / f"{adapter.sha256}{suffix}").write_bytes(b"x")
    assert check(filled) == []
    paths = [filled.adapters_dir / f"{adapter.sha256}{suffix}" for suffix in gone]
    for path in paths:
        path.unlink()
    (problem,) = check(filled)
    assert (problem.kind, problem.take) == ("adapter", None)
    assert "Adapter 2 “My taste 2”" in problem.message
    assert all(str(path) in problem.message for path in paths)


def test_a_broken_reference(filled: Library) -> None:
    filled.database.execute("PRAGMA foreign_keys = OFF")
    sha256 = filled.takes.get(4).sha256
    filled.database.execute("DELETE FROM overviews WHERE sha256 = ?", [sha256])
    assert _kinds(filled) == [("reference", None), ("overview", 4)]


def test_a_damaged_page(filled: Library) -> None:
    root = filled.database.value("SELECT rootpage FROM sqlite_master WHERE name = 'takes_by_job'")
    size = filled.database.value("PRAGMA page_size")
    filled.close()
    with open(filled.folder / "library.db", "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x0a" + bytes(size - 1))  # an index page without its entries
    with Library.open(filled.folder, write=False) as library:
        kinds = {problem.kind for problem in check(library)}
        assert kinds == {"database"}
