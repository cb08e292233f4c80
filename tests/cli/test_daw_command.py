"""`daw`: real takes, delivered and laid out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile

from tangostudio import cli
from tangostudio.library import Library
from tests.cli.conftest import Run
from tests.studio.house import add_take

RATE = 44100
NAMES = ("DOORWood_Slam", "DOORWood_Creak", "Rain")


@pytest.fixture
def recorded(run: Run, folder: Path, tmp_path: Path) -> Path:
    """A library of three imported recordings, and a take whose sound is missing."""
    place = tmp_path / "recordings"
    place.mkdir()
    for i, name in enumerate(NAMES):
        noise = np.random.default_rng(i).normal(0, 0.05, (RATE // 4, 1 + i % 2))
        soundfile.write(place / f"{name}.wav", noise, RATE)
    assert run("import", place)[0] == 0
    with Library.open(folder, write=True) as library:
        add_take(library, title="Gone")
    return folder


def test_takes_become_a_reaper_project_with_their_files_beside_it(run, recorded, tmp_path):
    code, events = run("daw", 1, 2, 3, 3, "--to", tmp_path / "out", "--name", "Castle")
    assert code == 0
    assert (events[-1]["event"], events[-1]["sounds"]) == ("DawProject", 3)
    path = Path(events[-1]["path"])
    assert path == tmp_path / "out" / "Castle" / "Castle.rpp"
    text = path.read_text("utf-8")
    named = [line.split('"')[1] for line in text.splitlines() if "FILE" in line]
    assert len(named) == 3
    for name in named:
        with soundfile.SoundFile(path.parent / name) as sound:
            assert sound.frames == pytest.approx(sound.samplerate / 4, abs=1)
    assert 'NAME "DOORS"' in text


def test_a_take_that_fails_is_told_and_the_others_are_in_the_project(run, recorded, tmp_path):
    code, events = run("daw", 1, 4, "--to", tmp_path, "--kind", "dawproject", "--embed")
    assert code == 1
    note, made = events
    assert note["sentence"].startswith("Gone: ")
    assert made["sounds"] == 1
    archive = zipfile.ZipFile(made["path"])
    root = ElementTree.fromstring(archive.read("project.xml"))
    (file,) = root.iter("File")
    assert file.attrib["path"] in archive.namelist()


def test_people_are_told_where_it_is(recorded, tmp_path, capsys):
    arguments = ["daw", "1", "--to", str(tmp_path / "out"), "--name", "Castle"]
    assert cli.main([*arguments, "--library", str(recorded)]) == 0
    path = tmp_path / "out" / "Castle" / "Castle.rpp"
    assert capsys.readouterr().out == f"1 sound -> {path}\n"


@pytest.mark.parametrize(
    ("more", "code", "kind"),
    [((99,), 1, "NotFound"), ((1, "--preset", "none such"), 1, "NotFound"),
     ((4,), 1, "ExportError"), ((1, "--embed"), 2, "BadRequest")],
)  # fmt: skip
def test_what_cannot_be_done_says_why(run, recorded, tmp_path, more, code, kind):
    found, events = run("daw", *more, "--to", tmp_path / "out")
    assert (found, events[-1]["kind"]) == (code, kind)
    assert not list((tmp_path / "out").glob("*"))
