from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from tangostudio.audio import whole_files
from tangostudio.corpora import build, cleaning, corpus, journal
from tangostudio.errors import BadRequest, StorageError
from tangostudio.messages import CorpusBuilt, CorpusProgress, CorpusRequest
from tests.corpora.recordings import (
    RATE,
    asked,
    built,
    captions,
    door,
    doors,
    events,
    rain,
    reasons,
    write,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return doors(tmp_path / "in", 6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the recordings that are cleaned, as they are."""
    found: list[str] = []
    clips = cleaning.clips

    def seen(path, choices, edits):
        found.append(path.name)
        return clips(path, choices, edits)

    monkeypatch.setattr(cleaning, "clips", seen)
    return found


def clip_files(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "audio").rglob("*") if path.is_file()}


def test_a_folder_becomes_a_corpus(source, folder):
    found = built(source, folder, held_out=0.2)
    assert (found.id, found.name, found.sample_rate) == ("corpus-1", "Doors", 44100)
    assert captions(found) == {f"door {c}.wav": f"door {c}" for c in "abcdef"}
    assert len(found.held_out) == 1
    assert len(found.train) == 5
    for item in found.items:
        samples = corpus.samples(found, item)
        assert samples.shape == (round(item.seconds * 44100), 2)
        assert item.file == f"audio/{item.sha256[:2]}/{item.sha256}.flac"
        assert item.told_by == "name"
    assert clip_files(folder) == {item.sha256 for item in found.items}


def test_a_build_tells_how_far_it_is_and_what_came_of_it(source, folder):
    told = list(events(source, folder))
    assert told[-1] == CorpusBuilt("corpus-1", "corpus-1")
    progress = [event for event in told if isinstance(event, CorpusProgress)]
    assert [event.done for event in progress[:6]] == list(range(6))
    assert {event.total for event in progress} == {6}
    assert progress[0].source == "door a.wav"


# --- what is left out -----------------------------------------------------------------------------


def test_every_recording_that_is_left_out_has_its_reason(source, folder):
    write(source / "0001.wav", rain(1))
    write(source / "silent room.wav", np.zeros((RATE, 1), np.float32))
    write(source / "tick.wav", door(1)[:500])
    write(source / "loud door.wav", np.clip(door(9) * 30, -1, 1))
    same, rate = soundfile.read(source / "door a.wav", dtype="int16")
    soundfile.write(source / "same door.flac", same, rate)
    write(source / "old copy.mp3", door(1) * 0.3, 22050)
    (source / "empty.wav").write_bytes(b"")
    (source / "broken.wav").write_bytes(b"nothing" * 99)
    (source / "0002").mkdir()
    root = shutil.move(source, source.parent / "01")
    found = built(Path(root), folder)
    assert reasons(found) == {
        "0001.wav": "no_caption",
        "silent room.wav": "silent",
        "tick.wav": "short",
        "loud door.wav": "clipped",
        "same door.flac": "duplicate",
        "old copy.mp3": "near_duplicate",
        "empty.wav": "corrupt",
        "broken.wav": "corrupt",
    }
    assert found.reasons["corrupt"] == 2
    assert all(left.sentence.endswith(".") for left in found.left_out)
    assert len(found.items) == 6


def test_three_files_are_few_and_are_taken(tmp_path, folder):
    found = built(doors(tmp_path / "in", 3), folder)
    assert len(found.items) == 3
    assert not found.held_out
    assert len(found.warnings) == 2
    assert "(3)" in found.warnings[0]


def test_captions_of_any_script_survive(tmp_path, folder):
    named = ["門が閉まる", "ضوضاء المطر", "Скрип двери", "🚪 тук", "धड़ाम"]
    for number, name in enumerate(named):
        write(tmp_path / "in" / f"{name}.wav", door(number))
    found = built(tmp_path / "in", folder)
    assert sorted(item.caption for item in found.items) == sorted(name.lower() for name in named)


def test_names_as_long_as_systems_take(tmp_path, folder):
    name = "門" * 80
    deep = tmp_path / "in" / Path(*["folder with a long name"] * 20)
    write(deep / f"{name}.wav", door(1))
    (item,) = built(tmp_path / "in", folder).items
    assert item.caption == name


def test_without_folder_sounds_or_words_there_is_no_corpus(tmp_path, folder):
    with pytest.raises(BadRequest, match="no folder"):
        built(tmp_path / "nothing", folder)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("a door")
    with pytest.raises(BadRequest, match="no sound files"):
        built(tmp_path / "in", folder)
    for number in range(3):
        (tmp_path / "in" / f"door {number}.wav").write_bytes(b"x" * 99)
    with pytest.raises(BadRequest, match="3 damaged or no sound"):
        built(tmp_path / "in", folder)
    write(tmp_path / "01" / "TAKE_1.wav", door(1))
    with pytest.raises(BadRequest, match="1 without words") as refused:
        built(tmp_path / "01", folder)
    assert "caption" in refused.value.hint
    assert not (folder / corpus.FILE).exists()


def test_a_file_that_may_not_be_read_is_left_out_and_tried_again(source, folder, monkeypatch):
    refused = source / "door b.wav"
    hash_of = build._hash_of

    def refuse(found):
        if found.path == refused:
            raise PermissionError(13, "Permission denied")
        return hash_of(found)

    with monkeypatch.context() as patch:
        patch.setattr(build, "_hash_of", refuse)
        found = built(source, folder)
    assert reasons(found) == {"door b.wav": "unreadable"}
    assert "Permission denied" in found.left_out[0].sentence
    assert not reasons(built(source, folder))


def test_a_file_that_changes_while_it_is_read_is_left_out_and_tried_again(
    source, folder, monkeypatch
):
    clips = cleaning.clips

    def written_to(path, choices, edits):
        yield from clips(path, choices, edits)
        if path.name == "door b.wav":
            write(path, rain(5))

    with monkeypatch.context() as patch:
        patch.setattr(cleaning, "clips", written_to)
        found = built(source, folder)
    assert reasons(found) == {"door b.wav": "changed"}
    assert len(clip_files(folder)) == 5
    assert not reasons(built(source, folder))


# --- stopped and built again ----------------------------------------------------------------------


def test_a_build_that_was_stopped_goes_on(source, folder, cleaned):
    begun: Any = events(source, folder)
    for event in begun:
        if isinstance(event, CorpusProgress) and event.done == 4:
            break
    begun.close()
    assert len(cleaned) == 4
    assert not (folder / corpus.FILE).exists()
    (folder / "audio" / "x.12-34.part").write_bytes(b"half")
    with open(folder / journal.FILE, "ab") as file:
        file.write(b'{"source": "door e.wav", "size": 12')
    whole = built(source, folder)
    assert len(cleaned) == 6
    assert len(whole.items) == 6
    assert not list(folder.rglob("*.part"))
    assert whole.mark == built(source, folder.parent / "at once").mark


def test_what_has_not_changed_is_kept(source, folder, cleaned):
    first = built(source, folder)
    cleaned.clear()
    assert built(source, folder).mark == first.mark
    os.utime(source / "door a.wav", ns=(1, 1))  # its contents are the same
    assert built(source, folder).mark == first.mark
    assert not cleaned
    write(source / "door b.wav", door(77))
    write(source / "gate.wav", door(78))
    (source / "door c.wav").unlink()
    again = built(source, folder)
    assert sorted(cleaned) == ["door b.wav", "gate.wav"]
    assert again.mark != first.mark
    assert set(captions(again)) == {*captions(first), "gate.wav"} - {"door c.wav"}
    assert clip_files(folder) == {item.sha256 for item in again.items}


def test_sides_stay_when_recordings_come_and_go(source, folder):
    first = {item.recording: item.held_out for item in built(source, folder).items}
    for number in range(10, 25):
        write(source / f"gate {number}.wav", door(number, seconds=0.3))
    (source / "door f.wav").unlink()
    again = built(source, folder)
    assert len(again.held_out) == 2
    assert all(first.get(i.recording, i.held_out) == i.held_out for i in again.items)


def test_clips_that_are_missing_are_made_again(source, folder, cleaned):
    first = built(source, folder)
    (folder / first.items[2].file).unlink()
    cleaned.clear()
    assert built(source, folder).mark == first.mark
    assert cleaned == [first.items[2].source]
    assert (folder / first.items[2].file).is_file()


def test_other_lengths_make_other_clips_and_other_captions_do_not(source, folder, cleaned):
    write(source / "rain.wav", rain(1, seconds=3.0))
    built(source, folder)
    cleaned.clear()
    assert set(captions(built(source, folder, trigger="zork")).values()) > {"zork, rain"}
    assert not cleaned
    found = built(source, folder, seconds=1.0)
    assert [item.source for item in found.items].count("rain.wav") > 3
    assert len({item.held_out for item in found.items if item.source == "rain.wav"}) == 1
    assert clip_files(folder) == {item.sha256 for item in found.items}


def test_captions_by_hand_outlive_a_build(source, folder):
    first = built(source, folder)
    wanted = first.items[0]
    corpus.write(corpus.with_caption(first, wanted.sha256, "an oak door"))
    again = built(source, folder, trigger="zork")
    assert captions(again)["door a.wav"] == "an oak door"
    assert captions(again)["door b.wav"] == "zork, door b"
    assert again.items[0].told_by == "person"


def test_a_near_duplicate_takes_over_when_the_kept_one_goes(source, folder, cleaned):
    write(source / "copy.mp3", door(0), RATE)
    assert reasons(built(source, folder)) == {"copy.mp3": "near_duplicate"}
    cleaned.clear()
    (source / "door a.wav").unlink()
    found = built(source, folder)
    assert "copy.mp3" in captions(found)
    assert not cleaned


def test_one_that_is_in_the_corpus_is_not_pushed_out_by_its_copy(source, folder):
    built(source, folder)
    write(source / "a copy.wav", np.concatenate((door(0), door(0)[-9000:] * 0.01)))
    assert reasons(built(source, folder)) == {"a copy.wav": "near_duplicate"}


def test_near_duplicates_that_are_kept_are_on_one_side(tmp_path, folder):
    source = tmp_path / "in"
    for number in range(12):
        write(source / f"door {number}.wav", door(number, seconds=0.3))
        write(source / f"door {number} soft.wav", door(number, seconds=0.3) * 0.3)
    found = built(source, folder, alike=False, held_out=0.3)
    sides = {item.source: item.held_out for item in found.items}
    # Brought to one level, most of them are even the same but for rounding.
    pairs = [n for n in range(12) if {f"door {n}.wav", f"door {n} soft.wav"} <= sides.keys()]
    assert len(pairs) > 6
    assert all(sides[f"door {n}.wav"] == sides[f"door {n} soft.wav"] for n in pairs)
    assert any(sides.values())


# --- disks ----------------------------------------------------------------------------------------


def test_a_full_disk_ends_the_build_and_nothing_is_lost(source, folder, cleaned, monkeypatch):
    built(source, folder)
    write(source / "gate.wav", door(78))
    cleaned.clear()
    with monkeypatch.context() as patch:
        full = SimpleNamespace(free=0)
        patch.setattr(whole_files.shutil, "disk_usage", lambda _: full)
        with pytest.raises(StorageError, match="full"):
            built(source, folder)
    before = corpus.read(folder)
    assert len(before.items) == 6
    assert all((folder / item.file).is_file() for item in before.items)
    assert not list(folder.rglob("*.part"))
    assert len(built(source, folder).items) == 7


def test_a_folder_that_cannot_be_written(source, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StorageError):
        built(source, tmp_path / "out")


# --- takes ----------------------------------------------------------------------------------------


def test_takes_become_a_corpus(tmp_path, folder):
    takes = []
    for number in range(5):
        path = write(tmp_path / f"{number}.flac", door(number))
        takes.append((f"take {number}", str(path), f"door {number}", "DOORWood", "[]"))
    takes.append(("take 9", str(tmp_path / "gone.flac"), "a door", "", "[]"))
    takes.append(("take 10", str(tmp_path / "0.flac"), "", "", "[]"))
    request = CorpusRequest("corpus-1", str(folder), "Mine", takes=tuple(takes))
    list(build.build("j", request, {}))
    found = corpus.read(folder)
    assert {item.category for item in found.items} == {"DOORWood"}
    assert captions(found)["take 3"] == "door 3"
    assert reasons(found) == {"take 9": "unreadable", "take 10": "no_caption"}


def test_unreadable_choices_are_refused(source, folder):
    import dataclasses

    request = dataclasses.replace(asked(source, folder), options="nonsense")
    with pytest.raises(BadRequest):
        list(build.build("j", request, {}))
    request = dataclasses.replace(request, options=json.dumps({"colour": "blue"}))
    with pytest.raises(BadRequest, match="colour"):
        list(build.build("j", request, {}))
