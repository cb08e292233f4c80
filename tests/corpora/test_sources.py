from __future__ import annotations

import os
from pathlib import Path

import pytest

from tangostudio.corpora import sources
from tangostudio.errors import BadRequest, StorageError


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(folder: Path) -> list[str]:
    return [source.name for source in sources.below(folder)]


def test_sounds_are_found_in_a_fixed_order_and_hidden_ones_are_not(tmp_path):
    touch(tmp_path, "b.wav", "a.FLAC", "z/1.mp3", "c/d/2.ogg", "c/3.aiff", "notes.txt", "c/x.jpg",
          ".hidden.wav", ".git/4.wav", "._a.wav")  # fmt: skip
    assert names(tmp_path) == ["a.FLAC", "b.wav", "c/3.aiff", "c/d/2.ogg", "z/1.mp3"]


def test_folders_of_libraries_and_corpora_are_passed_over(tmp_path):
    touch(tmp_path, "a.wav", "lib/library.db", "lib/audio/b.flac", "old/corpus.json", "old/c.flac",
          "new/journal.jsonl", "new/audio/d.flac")  # fmt: skip
    assert names(tmp_path) == ["a.wav"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_circles_end(tmp_path):
    touch(tmp_path, "in/a.wav")
    (tmp_path / "in" / "back").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "in")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "gone.wav").symlink_to(tmp_path / "nothing.wav")
    found = list(sources.below(tmp_path))
    assert [source.name for source in found] == ["gone.wav", "again/a.wav"]
    assert (found[0].size, found[0].modified) == (-1, -1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept out")
def test_a_folder_that_may_not_be_read_is_passed_over_below_and_refused_itself(tmp_path):
    touch(tmp_path, "a.wav", "shut/b.wav")
    (tmp_path / "shut").chmod(0)
    try:
        assert names(tmp_path) == ["a.wav"]
        with pytest.raises(StorageError, match="cannot be read"):
            sources.check(tmp_path / "shut")
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_a_folder_that_the_system_refuses(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        sources.check(tmp_path)
    assert names(tmp_path) == []


def test_what_is_no_folder_is_refused(tmp_path):
    touch(tmp_path, "a.wav")
    with pytest.raises(BadRequest, match="no folder"):
        sources.check(tmp_path / "nothing")
    with pytest.raises(BadRequest, match="is no folder"):
        sources.check(tmp_path / "a.wav")


def test_many_files_are_not_held(tmp_path, monkeypatch):
    """Looking goes folder by folder: the second is not listed while the first is read."""
    touch(tmp_path, "a/1.wav", "b/1.wav", "c/1.wav")
    listed = []
    entries = sources._entries
    monkeypatch.setattr(sources, "_entries", lambda p: (listed.append(p.name), entries(p))[1])
    found = sources.below(tmp_path)
    assert next(found).name == "a/1.wav"
    assert listed == [tmp_path.name, "a"]


def test_takes_are_sources_with_what_is_known_of_them(tmp_path):
    touch(tmp_path, "a.flac")
    told = ("take 3", str(tmp_path / "a.flac"), "a bell", "BELLRing", "[]")
    (found,) = sources.takes((told,))
    assert (found.name, found.caption, found.category, found.size) == (
        "take 3", "a bell", "BELLRing", 1,
    )  # fmt: skip
