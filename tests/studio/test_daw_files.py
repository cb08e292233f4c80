"""The file of a DAW's project: what a delivery wrote, laid out, with the files beside it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tangostudio.errors import BadRequest, ExportError, StorageError
from tangostudio.export import dawproject
from tangostudio.export.metadata import Loop, Marker
from tangostudio.export.presets import Preset
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.export.spec import Spec
from tangostudio.studio import daw_files

PRESET = Preset("film", "Film/TV")
SPLIT = replace(PRESET, spec=Spec(layout="split"))
RATE = 48000


def _sound(path: Path) -> Path:
    """A file, which is only referred to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"samples")
    return path


def _delivered(path: Path | None, take: int = 1, **changes: Any) -> DeliveredFile:
    file = DeliveredFile(
        take, "Slam", path, cat_id="DOORWood", sample_rate=RATE, bits=16, channels=1, seconds=0.5
    )
    return replace(file, **changes)


def _report(folder: Path, *files: DeliveredFile, preset: Preset = PRESET) -> Report:
    return Report(preset, folder / "Media", files)


def _paths(text: str) -> list[str]:
    return re.findall(r'FILE "(.*)"', text)


def test_the_project_lies_beside_its_media_and_refers_to_it_from_there(tmp_path):
    file = _sound(tmp_path / "Media" / "DOORS" / "DOORWood_Slam.wav")
    made = daw_files.write(_report(tmp_path, _delivered(file)), tmp_path, "Castle", "reaper")
    assert made.path == tmp_path / "Castle.rpp"
    assert (made.sounds, made.notes) == (1, ())
    text = made.path.read_text(encoding="utf-8")
    assert _paths(text) == ["Media/DOORS/DOORWood_Slam.wav"]
    assert 'NAME "DOORS"' in text
    assert str(tmp_path) not in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Castle.rpp", "Media"]


def test_the_markers_and_the_loop_of_the_files_are_in_the_project(tmp_path):
    marks = (Marker(0.125, "hit"), Marker(0.25, "tail", 0.125))
    file = _sound(tmp_path / "Media" / "a.wav")
    report = _report(tmp_path, _delivered(file, markers=marks, loop=Loop(0.0, 0.25)))
    text = daw_files.write(report, tmp_path, "Castle", "reaper").path.read_text("utf-8")
    assert re.findall(r"TKM .*", text) == ['TKM 0.125 "hit" 0', 'TKM 0.25 "tail" 0 0.125']
    assert "LOOP 1" in text
    made = daw_files.write(report, tmp_path, "Castle", "dawproject")
    root = ElementTree.fromstring(zipfile.ZipFile(made.path).read("project.xml"))
    assert [each.get("time") for each in root.iter("Marker")] == ["0", "0.125", "0.25"]
    assert [each.get("loopEnd") for each in root.iter("Clip")] == ["0.25"]


def test_nothing_is_overwritten(tmp_path):
    report = _report(tmp_path, _delivered(_sound(tmp_path / "Media" / "a.wav")))
    (tmp_path / "Castle.rpp").write_text("mine")
    made = daw_files.write(report, tmp_path, "Castle", "reaper")
    assert made.path.name == "Castle 2.rpp"
    assert (tmp_path / "Castle.rpp").read_text() == "mine"


def test_what_failed_is_left_out_and_told(tmp_path):
    good = _delivered(_sound(tmp_path / "Media" / "a.wav"))
    lost = _delivered(None, 2, title="Creak", problem="Its sound file is missing.")
    full = [_delivered(None, n, problem="The disk is full.") for n in range(3, 60)]
    report = replace(_report(tmp_path, good, lost, *full), problem="The disk is full.")
    made = daw_files.write(report, tmp_path, "Castle", "reaper")
    assert made.sounds == 1
    assert made.notes == ("Creak: Its sound file is missing.", "57 sounds: The disk is full.")


def test_a_delivery_without_files_makes_no_project(tmp_path):
    report = _report(tmp_path, _delivered(None, problem="Its sound file is missing."))
    with pytest.raises(ExportError) as told:
        daw_files.write(report, tmp_path, "Castle", "reaper")
    assert told.value.hint == "Slam: Its sound file is missing."
    assert list(tmp_path.iterdir()) == []


def test_each_channel_of_a_split_sound_is_on_its_side(tmp_path):
    files = [
        _delivered(_sound(tmp_path / "Media" / f"Slam_{take}{end}.wav"), take)
        for take in (1, 2)
        for end in ("_L", "_R")
    ]
    surround = [_delivered(_sound(tmp_path / "Media" / f"Far.{n}.wav"), 3) for n in range(1, 5)]
    mono = _delivered(_sound(tmp_path / "Media" / "Near_1.wav"), 4)
    report = _report(tmp_path, *files, *surround, mono, preset=SPLIT)
    made = daw_files.write(report, tmp_path, "Castle", "reaper")
    assert made.sounds == 4
    names = re.findall(r'^    NAME "(.*)"', made.path.read_text("utf-8"), re.MULTILINE)
    assert names == ["DOORS", *(f"DOORS {part}" for part in (1, 2, 3, 4, "L", "R"))]


def test_a_take_that_is_delivered_twice_is_two_sounds(tmp_path):
    files = [_delivered(_sound(tmp_path / "Media" / f"{name}.wav")) for name in "ab"]
    made = daw_files.write(_report(tmp_path, *files), tmp_path, "Castle", "reaper")
    assert made.sounds == 2
    assert made.path.read_text("utf-8").count("POSITION") == 2


def test_a_name_that_no_project_can_say_is_told(tmp_path):
    named = [tmp_path / "Media" / name for name in ("it's.wav", "all`'\"of.wav", "two\nlines.wav")]
    files = [_delivered(path, n) for n, path in enumerate(named)]
    made = daw_files.write(_report(tmp_path, *files), tmp_path, "Castle", "reaper")
    assert made.sounds == 1
    assert len(made.notes) == 2
    assert all("no project can refer to the name" in note for note in made.notes)


def test_a_report_of_another_folder_is_referred_to_where_it_lies(tmp_path):
    file = _sound(tmp_path / "exports" / "a.wav")
    (tmp_path / "projects").mkdir()
    made = daw_files.write(_report(tmp_path, _delivered(file)), tmp_path / "projects",
                              "Castle", "reaper")  # fmt: skip
    assert _paths(made.path.read_text("utf-8")) == ["../exports/a.wav"]


def test_an_embedded_project_holds_its_sounds(tmp_path):
    file = _sound(tmp_path / "Media" / "a.wav")
    report = _report(tmp_path, _delivered(file))
    made = daw_files.write(report, tmp_path, "Castle", "dawproject", embed=True)
    archive = zipfile.ZipFile(made.path)
    assert archive.read("audio/Media/a.wav") == file.read_bytes()
    assert b"external" not in archive.read("project.xml")


def test_a_project_that_fails_leaves_no_half_file(tmp_path, monkeypatch):
    def torn(file: Any, *_: Any, **__: Any) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dawproject, "write", torn)
    report = _report(tmp_path, _delivered(_sound(tmp_path / "Media" / "a.wav")))
    with pytest.raises(StorageError) as told:
        daw_files.write(report, tmp_path, "Castle", "dawproject")
    assert "full" in told.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["Media"]


@pytest.mark.parametrize(
    ("kind", "embed", "said"), [("logic", False, "logic"), ("reaper", True, "REAPER")]
)
def test_what_is_not_offered_is_refused(tmp_path, kind, embed, said):
    with pytest.raises(BadRequest) as told:
        daw_files.write(_report(tmp_path), tmp_path, "Castle", kind, embed=embed)
    assert said in told.value.message


def test_names_for_people_are_mended_for_the_file(tmp_path):
    report = _report(tmp_path, _delivered(_sound(tmp_path / "Media" / "a.wav")))
    made = daw_files.write(report, tmp_path, 'A/B: "C"\n', "reaper")
    assert made.path.parent == tmp_path
    assert made.path.name == "A-B- -C-.rpp"
    assert daw_files.write(report, tmp_path, "", "reaper").path.name == "Sounds.rpp"


@pytest.mark.parametrize(
    ("cat_id", "category"), [("DOORWood", "DOORS"), ("my own", "my own"), ("", "")]
)
def test_a_track_is_named_by_the_category(cat_id, category):
    assert daw_files.category_of(cat_id) == category


@pytest.mark.parametrize(
    ("name", "part"), [("A_Slam_01_L.wav", "L"), ("A_1.5.3.wav", "3"), ("plain.wav", "plain")]
)
def test_the_end_of_a_name_tells_the_channel(name, part):
    assert daw_files.part_of(Path(name)) == part
