"""Folders of recordings become takes; what is no sound says why."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import files
from tangostudio.errors import NotFound, StorageError
from tangostudio.library import TakeQuery
from tangostudio.messages import Embedded, EmbedRequest, Finished, SoundsRead
from tangostudio.studio import import_plan
from tests.audio.signals import noise, sine

from .house import Held, open_house

RATE = 48000


@pytest.fixture
def studio(tmp_path: Path):
    studio = open_house(tmp_path / "library")
    yield studio
    studio.close()


def _wav(path: Path, hz: float = 440.0, rate: int = RATE, channels: int = 1, **options) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.repeat(sine(hz, 0.2, rate)[:, :1], channels, axis=1)
    soundfile.write(path, samples, rate, **{"format": "WAV", "subtype": "PCM_24", **options})
    return path


def _names(plan) -> list[str]:
    return [recording.path.name for recording in plan.recordings]


# --- looking -----------------------------------------------------------------------------------


def test_a_folder_is_walked_and_hidden_things_are_passed_over(studio, tmp_path):
    root = tmp_path / "sounds"
    for name in ("b.wav", "a.wav", "deep/er/c.wav", ".hidden.wav", ".git/d.wav"):
        _wav(root / name)
    (root / "notes.txt").write_text("no sound")
    plan = studio.imports.plan([root])
    assert _names(plan) == ["a.wav", "b.wav", "c.wav"]
    assert (plan.refused, plan.others) == ((), 1)
    assert plan.seconds == pytest.approx(0.6)
    assert plan.stored_bytes == 3 * 9600 * 3
    assert _names(studio.imports.plan([root / ".hidden.wav"])) == [".hidden.wav"]


def test_what_cannot_be_imported_says_why(studio, tmp_path, monkeypatch):
    root = tmp_path / "sounds"
    root.mkdir()
    (root / "a corrupt.wav").write_bytes(b"RIFF but no more")
    (root / "b empty.wav").write_bytes(b"")
    soundfile.write(root / "c zero length.wav", np.zeros((0, 1)), RATE)
    _wav(root / "d nine channels.wav", channels=9)
    _wav(root / "e long.wav", rate=files.MIN_RATE)
    soundfile.write(root / "f large.wav", np.zeros((9000, 8)), RATE, subtype="PCM_16")
    soundfile.write(root / "g fine.wav", noise(100), RATE)
    monkeypatch.setattr(files, "MAX_SECONDS", 0.19)
    monkeypatch.setattr(import_plan, "MOST_VALUES", 9000 * 8 - 1)
    plan = studio.imports.plan([root, root / "nowhere.wav"])
    assert _names(plan) == ["g fine.wav"]
    reasons = {each.path.name[0]: each.reason for each in plan.refused}
    assert set(reasons) == set("abcdefn")
    for letter, words in {
        "a": "cannot be read as sound",
        "b": "is empty",
        "c": "holds no sound",
        "d": "9 channels",
        "e": "longer than",
        "f": "too large",
        "n": "missing",
    }.items():
        assert words in reasons[letter]


def test_a_wrongly_named_sound_is_one_all_the_same(studio, tmp_path):
    _wav(tmp_path / "in/really flac.mp3", format="FLAC")
    _wav(tmp_path / "in/really wav.txt")
    assert _names(studio.imports.plan([tmp_path / "in"])) == ["really flac.mp3", "really wav.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_that_lead_in_circles_or_to_the_same_file_count_once(studio, tmp_path):
    root = tmp_path / "sounds"
    path = _wav(root / "deep/a.wav")
    (root / "deep/back").symlink_to(root, target_is_directory=True)
    (root / "same.wav").symlink_to(path)
    (root / "broken.wav").symlink_to(tmp_path / "nowhere")
    plan = studio.imports.plan([root, root / "deep", path])
    assert len(plan.recordings) == 1
    assert [each.path.name for each in plan.refused] == ["broken.wav"]


def test_looking_can_be_stopped(studio, tmp_path):
    for number in range(5):
        _wav(tmp_path / f"in/{number}.wav")
    asked = iter([False, False, True])
    assert _names(studio.imports.plan([tmp_path / "in"], lambda: next(asked))) == ["0.wav", "1.wav"]


@pytest.mark.parametrize(
    ("name", "title", "category"),
    [
        ("DOORWood_Heavy Slam_JD_LIB.wav", "Heavy Slam_JD_LIB", "DOORWood"),
        ("plain name.wav", "plain name", ""),
        ("RAINMetl/drops.wav", "drops", "RAINMetl"),
        ("RAINMetl/deep/drops.wav", "drops", "RAINMetl"),
        ("RAINMetl/DOORWood_Knock.wav", "Knock", "DOORWood"),
        ("raw/drops.wav", "drops", ""),
        ("a\tb  c.wav", "a b c", ""),
    ],
)
def test_title_and_category_come_from_names(studio, tmp_path, name, title, category):
    _wav(tmp_path / "in" / name)
    (recording,) = studio.imports.plan([tmp_path / "in"]).recordings
    assert (recording.title, recording.category) == (title, category)


# --- importing ---------------------------------------------------------------------------------


def test_a_recording_becomes_a_take_at_its_own_rate_and_channels(studio, tmp_path):
    path = _wav(tmp_path / "in/DOORWood_Slam.wav", rate=96000, channels=2)
    told = []
    plan = studio.imports.plan([path])
    done = studio.imports.run(plan, lambda *news: told.append(news))
    assert (done.takes, done.duplicates, done.refused, done.cancelled) == (1, 0, (), False)
    assert told == [(0, 1, "DOORWood_Slam.wav"), (1, 1, "")]
    (take,) = studio.find(TakeQuery(origin="imported"))
    assert (take.title, take.category, take.model, take.prompt) == ("Slam", "DOORWood", "", "")
    assert (take.sample_rate, take.channels, take.frames) == (96000, 2, 19200)
    assert (take.licence, take.commercial) == ("Imported recording", "limited")
    assert take.imported
    assert take.lufs > -30
    assert take.momentary_lufs is not None
    assert take.flags == ("hard cut", "mono")
    assert studio.library.takes.overview(take.sha256)
    assert np.array_equal(files.read(take.path).samples, files.read(path).samples)


@pytest.mark.parametrize("rate", [8000, 192000])
def test_low_and_high_rates_and_eight_channels(studio, tmp_path, rate):
    path = _wav(tmp_path / "in/a.wav", rate=rate, channels=8)
    assert studio.imports.run(studio.imports.plan([path])).takes == 1
    (take,) = studio.find(TakeQuery())
    assert (take.sample_rate, take.channels) == (rate, 8)


def test_a_float_file_over_full_scale_is_brought_down_as_it_is_measured(studio, tmp_path):
    path = tmp_path / "hot.wav"
    soundfile.write(path, 4 * sine(440, 0.5), 44100, subtype="FLOAT")
    studio.imports.run(studio.imports.plan([path]))
    (take,) = studio.find(TakeQuery())
    assert take.gain_db == pytest.approx(-6.02, abs=0.01)
    assert np.abs(files.read(take.path).samples).max() == pytest.approx(1.0, abs=1e-3)
    assert take.peak_db == pytest.approx(0.0, abs=0.1)


def test_what_the_project_has_is_not_made_twice_but_another_project_may_have_it(studio, tmp_path):
    first = _wav(tmp_path / "in/a.wav", 440)
    shutil.copy(first, tmp_path / "in/copy of a.wav")
    _wav(tmp_path / "in/b.wav", 880)
    plan = studio.imports.plan([tmp_path / "in"])
    done = studio.imports.run(plan)
    assert (done.takes, done.duplicates) == (2, 1)
    again = studio.imports.run(plan)
    assert (again.takes, again.duplicates) == (0, 3)
    studio.create_project("Other")
    assert studio.imports.run(plan).takes == 2
    assert {take.project for take in studio.find(TakeQuery())} == {"First project", "Other"}
    with pytest.raises(NotFound):
        studio.imports.run(plan, project="None")


def test_a_file_that_is_damaged_inside_is_refused_and_the_others_are_taken(studio, tmp_path):
    bad = tmp_path / "in/a.flac"
    _wav(tmp_path / "in/b.wav")
    _wav(bad, format="FLAC")
    data = bytearray(bad.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    bad.write_bytes(data)
    plan = studio.imports.plan([tmp_path / "in"])
    assert _names(plan) == ["a.flac", "b.wav"]
    done = studio.imports.run(plan)
    assert done.takes == 1
    assert [each.path.name for each in done.refused] == ["a.flac"]


def test_one_undo_takes_a_whole_import_to_the_trash(studio, tmp_path):
    for number in range(20):
        _wav(tmp_path / f"in/{number}.wav", 200 + 50 * number)
    heard = []
    studio.changes.subscribe(
        lambda change: heard.append(len(change.takes)) if "takes" in change.kinds else None
    )
    studio.imports.run(studio.imports.plan([tmp_path / "in"]))
    assert heard == [16, 4]  # batches, so that the first are there early
    assert studio.undo() == "importing"
    assert studio.find(TakeQuery()) == []
    assert len(studio.find(TakeQuery(trashed=True))) == 20
    studio.redo()
    assert len(studio.find(TakeQuery())) == 20
    assert studio.undo_label == "importing"


def test_stopping_keeps_what_was_read(studio, tmp_path):
    for number in range(5):
        _wav(tmp_path / f"in/{number}.wav", 200 + 50 * number)
    plan = studio.imports.plan([tmp_path / "in"])
    asked = iter([False, False, True])
    done = studio.imports.run(plan, cancelled=lambda: next(asked))
    assert (done.takes, done.cancelled) == (2, True)
    assert len(studio.find(TakeQuery())) == 2
    assert len(list(studio.library.audio_dir.iterdir())) == 2


def test_without_room_nothing_begins(studio, tmp_path, monkeypatch):
    path = _wav(tmp_path / "in/a.wav")
    plan = studio.imports.plan([path])
    monkeypatch.setattr("tangostudio.machine.free_disk", lambda folder: 1000)
    with pytest.raises(StorageError, match="no room"):
        studio.imports.run(plan)
    assert list(studio.library.audio_dir.iterdir()) == []


def test_when_rows_cannot_be_added_their_sounds_are_not_left_behind(studio, tmp_path):
    plan = studio.imports.plan([_wav(tmp_path / "in/a.wav")])
    work = studio.imports.prepare(plan)
    studio.library.database.rows("PRAGMA query_only = ON")
    with pytest.raises(StorageError):
        work()
    studio.library.database.rows("PRAGMA query_only = OFF")
    assert list(studio.library.audio_dir.iterdir()) == []
    assert studio.undo_label is None
    assert studio.imports.run(plan).takes == 1


def test_a_take_whose_file_was_lost_gets_it_back(studio, tmp_path):
    plan = studio.imports.plan([_wav(tmp_path / "in/a.wav")])
    studio.imports.run(plan)
    (take,) = studio.find(TakeQuery())
    take.path.unlink()
    assert studio.imports.run(plan).duplicates == 1
    assert not take.missing


def test_reading_goes_on_beside_the_studio_and_rows_are_added_in_its_thread(tmp_path):
    waiting: list = []
    there = threading.Event()

    def deliver(event) -> None:
        if isinstance(event, SoundsRead):
            waiting.append(event)
            there.set()

    studio = open_house(tmp_path / "library", Held, deliver=deliver)
    work = studio.imports.prepare(studio.imports.plan([_wav(tmp_path / "in/a.wav")]))
    done: list = []
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    assert there.wait(30)
    assert studio.find(TakeQuery()) == []
    studio.handle(waiting.pop())
    thread.join(30)
    assert done[0].takes == 1
    assert len(studio.find(TakeQuery())) == 1
    studio.close()


def test_closing_meanwhile_ends_the_import_and_leaves_no_file(tmp_path):
    there = threading.Event()

    def deliver(event) -> None:
        if isinstance(event, SoundsRead):
            there.set()

    studio = open_house(tmp_path / "library", Held, deliver=deliver)
    work = studio.imports.prepare(studio.imports.plan([_wav(tmp_path / "in/a.wav")]))
    thread = threading.Thread(target=work)
    thread.start()
    assert there.wait(30)
    audio = studio.library.audio_dir
    studio.close()
    thread.join(30)
    assert list(audio.iterdir()) == []


def test_recordings_are_listened_to_but_never_put_up_for_a_vote(studio, tmp_path):
    for number in range(3):
        _wav(tmp_path / f"in/{number}.wav", 200 + 50 * number)
    studio.imports.run(studio.imports.plan([tmp_path / "in"]))
    runner = studio._runner
    assert isinstance(runner, Held)
    assert len(runner.last(EmbedRequest).sounds) == 3
    assert studio.next_pair() is None
    studio.handle(Embedded("listening", "impressions-1", ()))
    studio.handle(Finished("listening"))
