"""What a sound file says, as a tree of words."""

import json

import pytest
from PySide6.QtGui import QGuiApplication

from tangostudio.export.facts import ChunkFacts, FileFacts
from tangostudio.export.metadata import Loop, Marker
from tangostudio.ui import inspect_words
from tangostudio.ui.inspect_dialog import InspectDialog

FACTS = FileFacts(
    container="WAV",
    encoding="PCM",
    bytes=576_300,
    rate=48000,
    channels=1,
    bits=24,
    frames=192_000,
    chunks=(ChunkFacts("bext", 20, 602), ChunkFacts("data", 700, 576_000)),
    bext={"description": "Door", "umid": "", "loudness_value": None, "version": 2},
    ixml={"USER": {"CATID": "DOORWood"}, "TRACK": [{"NAME": "L"}, {"NAME": "R"}]},
    info={"INAM": "Door creak", "IXYZ": "odd"},
    markers=(Marker(0.5, "Latch"), Marker(1.0, "Creak", 0.25)),
    loop=Loop(0.0, 4.0),
    provenance={"model": "starter", "generated": True},
    problems=("The RIFF size is too large.",),
)


def flat(rows, path=()):
    for row in rows:
        here = (*path, row.name)
        if row.rows:
            yield from flat(row.rows, here)
        else:
            yield here, row.value


def test_everything_is_said_under_its_name():
    said = dict(flat(inspect_words.tree(FACTS)))
    assert said["Problems", ""] == "The RIFF size is too large."
    assert said["Sound", "Length"] == "4.000 s, 192,000 frames"
    assert said["Made with Tango Studio", "generated"] == "yes"
    assert said["Broadcast Wave (bext)", "Description"] == "Door"
    assert said["Texts (LIST INFO)", "Title"] == "Door creak"
    assert said["Texts (LIST INFO)", "IXYZ"] == "odd"
    assert said["iXML", "USER", "CATID"] == "DOORWood"
    assert said["iXML", "TRACK", "2", "NAME"] == "R"
    assert said["Markers and loop", "Loop"] == "0.000 to 4.000 s"
    assert said["Markers and loop", "Creak"] == "1.000 to 1.250 s"
    assert said["Parts of the file", "bext"] == "602 bytes at 20"


def test_what_says_nothing_is_left_out():
    names = {path for path, _value in flat(inspect_words.tree(FACTS))}
    assert ("Broadcast Wave (bext)", "UMID") not in names
    assert not any(path[0] in ("Tags", "Other texts") for path in names)


def test_thousands_of_parts_are_cut():
    many = FileFacts(chunks=tuple(ChunkFacts("junk", place, 4) for place in range(10_000)))
    parts = inspect_words.tree(many)[-1].rows
    assert len(parts) == inspect_words.MOST_ROWS + 1
    assert parts[-1].value == "and 8,000 more"


def test_a_summary_says_what_a_file_is():
    assert inspect_words.summary(FACTS) == "WAV, 48 kHz, 24 bit, mono, 4.00 s"
    lossy = FileFacts(container="OGG", encoding="Vorbis", rate=44100, channels=6, frames=44100)
    assert inspect_words.summary(lossy) == "OGG, 44.1 kHz, Vorbis, 6 channels, 1.00 s"


@pytest.fixture
def dialog(qtbot, bridge, fake):
    made = InspectDialog(bridge, fake.take(1041).path)
    qtbot.addWidget(made)
    return made


def test_a_file_is_read_behind_the_window_and_copied_as_json(dialog, qtbot):
    assert not dialog.copy.isEnabled()
    qtbot.waitUntil(lambda: dialog.facts is not None)
    dialog.copy.click()
    assert json.loads(QGuiApplication.clipboard().text())["container"] == "FLAC"
    assert dialog.tree.topLevelItem(0).text(0) == "Sound"


def test_a_file_that_cannot_be_read_says_why(qtbot, bridge, tmp_path):
    path = tmp_path / "noise.wav"
    path.write_bytes(b"no sound at all")
    dialog = InspectDialog(bridge, path)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.said.property("kind") == "bad")
    assert dialog.said.text()
    assert dialog.tree.topLevelItemCount() == 0
