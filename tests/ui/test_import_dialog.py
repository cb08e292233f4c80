from pathlib import Path
from types import SimpleNamespace

import pytest

from tangostudio.errors import StorageError
from tangostudio.ui.import_dialog import ImportDialog, _length
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def studio(tmp_path, qapp):
    return FakeStudio(tmp_path, 1)


def open_dialog(qtbot, studio, bridge, *names):
    dialog = ImportDialog(studio, bridge, [Path("/x") / name for name in names])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.stage == "ready")
    return dialog


def listed(dialog):
    return [dialog.problems.item(row).text() for row in range(dialog.problems.count())]


def test_the_plan_says_what_will_be_made_and_what_is_left_out(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "a.wav", "b.wav", "bad.mp3", "notes.txt")
    assert dialog.head.text() == "2 recordings to import"
    assert dialog.said.text() == "4 min 20 s · at most 34.0 MB\n1 other file is left alone."
    assert listed(dialog) == ["⚠ bad.mp3 is damaged."]
    assert dialog.go.text() == "Import 2 takes"
    assert dialog.project.currentData() == "Dungeon Doors"


def test_nothing_to_import_is_said(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "notes.txt")
    assert dialog.head.text() == "No sound was found there"
    assert not dialog.go.isEnabled()


def test_the_import_runs_into_the_chosen_project_and_reports(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "a.wav", "b.wav", "c.wav")
    dialog.project.setCurrentIndex(dialog.project.findData("Space Station"))
    with qtbot.waitSignal(dialog.imported) as told:
        dialog.go.click()
    assert told.args == [2]
    assert ("import", 3, "Space Station") in studio.calls
    assert (dialog.stage, dialog.head.text()) == ("over", "2 takes imported")
    assert dialog.said.text() == "1 was in the project already."
    assert dialog.cancel.text() == "Close"


def test_progress_is_shown(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "a.wav", "b.wav")
    dialog._show("running", "Importing…", " ")
    dialog._progress(1, 2, "b.wav")
    assert dialog.said.text() == "1 of 2 · b.wav"


def test_closing_stops_it_and_the_takes_that_are_made_stay(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "a.wav", "b.wav", "c.wav")
    studio.imports.steps.append(dialog._stop.set)
    with qtbot.waitSignal(dialog.imported) as told:
        dialog.go.click()
    assert told.args == [0]
    assert dialog.stage == "running"


def test_a_full_disk_is_a_sentence_and_a_hint(qtbot, studio, bridge):
    studio.imports.error = StorageError("There is no room.", "Free some space.")
    dialog = open_dialog(qtbot, studio, bridge, "a.wav")
    dialog.go.click()
    assert (dialog.stage, dialog.head.text(), dialog.said.text()) == (
        "over", "There is no room.", "Free some space.",
    )  # fmt: skip


def test_files_that_turn_out_damaged_are_listed(qtbot, studio, bridge):
    dialog = open_dialog(qtbot, studio, bridge, "a.wav")
    refused = tuple(SimpleNamespace(path=Path(f"/x/{n}.wav"), reason="cut short") for n in range(2))
    dialog._over(SimpleNamespace(takes=1, duplicates=0, refused=refused))
    assert dialog.said.text() == "2 could not be read."
    assert listed(dialog)[0] == "⚠ 0.wav: cut short"


@pytest.mark.parametrize(
    ("seconds", "text"), [(4.24, "4.2 s"), (260, "4 min 20 s"), (3900, "1 h 5 min")]
)
def test_lengths_in_words(seconds, text):
    assert _length(seconds) == text
