"""From files, takes, recordings and sheets to the panel that makes takes of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog

from tangostudio.audio.files import Sound
from tangostudio.errors import AudioFileError
from tests.ui.demo_generate import PRESETS
from tests.ui.fake_making import Start


@pytest.fixture
def panel(workspace):
    return workspace.generate


@pytest.fixture
def making(workspace, monkeypatch):
    """The fake making, with sounds that are kept at once."""
    made = workspace.studio.making
    made.read_start = lambda path: SimpleNamespace(name=path.name)
    made.keep_sound = lambda samples, rate, name: SimpleNamespace(name=name)
    made.start_from_kept = lambda kept, follow=0.0: Start("b" * 64, kept.name, 1.5, follow=follow)
    return made


def test_the_selected_take_becomes_the_start(workspace, panel):
    take = workspace.takes.model.takes[1]
    workspace.takes.select(take.id)
    workspace.table["generate.from_take"].trigger()
    assert panel.origin.start.parent == take.id
    assert panel.origin_fold.is_open()
    workspace.table["generate.start"].trigger()
    ((_, start, loop),) = [call for call in workspace.studio.calls if call[0] == "start"]
    assert (start.parent, start.strength, loop) == (take.id, 0.6, False)


def test_a_file_becomes_the_start(workspace, panel, making, qtbot):
    workspace.starting.from_file(Path("drums.wav"))
    qtbot.waitUntil(lambda: panel.origin.start is not None)
    assert panel.origin.start.name == "drums.wav"
    assert panel.origin.start.follow == 0.0


def test_a_recording_becomes_a_start_that_is_followed(workspace, panel, making, qtbot):
    workspace.starting.from_recording(Sound(np.ones((10, 1), np.float32), 8000))
    qtbot.waitUntil(lambda: panel.origin.start is not None)
    assert panel.origin.start.follow == 1.0


def test_a_file_that_cannot_be_read_is_said_and_nothing_changes(workspace, panel, making, qtbot):
    def read(path):
        raise AudioFileError("broken.wav cannot be read as sound.", "It is damaged.")

    making.read_start = read
    workspace.starting.from_file(Path("broken.wav"))
    told = workspace.window.notices
    qtbot.waitUntil(lambda: any("broken.wav" in text for text in _texts(told)))
    assert panel.origin.start is None


def _texts(widget):
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel)] + [
        label.text() for label in widget.parent().findChildren(QLabel)
    ]


def test_a_model_that_cannot_start_from_sounds_says_why(workspace, panel):
    panel.set_start(Start("a" * 64, "x.wav", 1.0))
    workspace.use_model("plain")
    assert not panel.origin_fold.head.isEnabled()
    assert panel.origin_fold.head.toolTip() == "This model makes sounds from prompts only."
    assert not panel.loop.switch.isEnabled()
    workspace.table["generate.start"].trigger()
    assert not [call for call in workspace.studio.calls if call[0] == "start"]
    workspace.use_model("starter")
    assert panel.origin.start.name == "x.wav"


def test_wildcards_are_shown_as_the_prompts_that_they_mean(panel):
    panel.prompt.set_text("{wood|metal} door")
    assert panel.wildcards.text() == "2 prompts: wood door · metal door"
    panel.prompt.set_text("{wood door")
    assert "brace" in panel.wildcards.text()
    panel.prompt.set_text("door")
    assert panel.wildcards.isHidden()


def test_presets_set_numbers_and_numbers_show_their_preset(panel):
    panel.quality.set_presets(PRESETS)
    panel.quality.buttons["best"].click()
    assert panel.numbers()["steps"] == 25
    assert panel.quality.buttons["best"].isChecked()
    panel.rows["steps"].field.setValue(9)
    assert not any(button.isChecked() for button in panel.quality.buttons.values())
    panel.rows["steps"].field.setValue(8)
    assert panel.quality.buttons["balanced"].isChecked()


def test_looping_is_asked_for_remembered_and_takes_longer(workspace, panel):
    panel._show_estimate()
    before = panel.start._under.text()
    panel.loop.switch.click()
    panel._show_estimate()
    assert panel.start._under.text() != before
    workspace.table["generate.start"].trigger()
    assert ("start", None, True) in workspace.studio.calls
    values = panel.values()
    panel.loop.set_on(False)
    panel.restore(values)
    assert panel.loop.is_on()


def sheet(rows: int, problems: int = 0):
    row = {"prompt": "rain", "seconds": 2.0, "takes": 3, "name": "", "category": ""}
    return SimpleNamespace(
        rows=tuple(SimpleNamespace(line=n + 2, **row) for n in range(rows)),
        problems=tuple(SimpleNamespace(line=n + 9, message="Bad.") for n in range(problems)),
    )


def open_sheet(workspace, made):
    workspace.studio.making.read_sheet = lambda path: made
    workspace.studio.making.estimate_sheet = lambda *_args, **_values: 30.0
    workspace.starting.show_sheet(Path("night.csv"))
    return workspace.window.findChildren(QDialog)[-1]


def test_a_sheet_is_shown_before_it_is_queued(workspace, qtbot):
    queued = []
    workspace.studio.making.queue_sheet = lambda *args, **values: queued.append(args) or ["a", "b"]
    dialog = open_sheet(workspace, sheet(2, problems=1))
    qtbot.waitUntil(lambda: dialog.sheet is not None)
    assert dialog.summary.text() == "2 rows, 6 takes"
    assert dialog.problems.toPlainText() == "Line 9: Bad."
    assert dialog.table.model().rowCount() == 2
    assert queued == []
    dialog.queue.click()
    ((given, model),) = queued
    assert (given, model) == (dialog.sheet, "starter")


def test_a_sheet_without_a_row_cannot_be_queued(workspace, qtbot):
    dialog = open_sheet(workspace, sheet(0, problems=3))
    qtbot.waitUntil(lambda: dialog.sheet is not None)
    assert not dialog.queue.isEnabled()
