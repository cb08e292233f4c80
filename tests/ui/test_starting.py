"""From files, takes, recordings and sheets to the panel that makes takes of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog

from tangostudio.audio.files import Sound
from tangostudio.errors import AudioFileError
from tangostudio.library.jobs import PLAIN
from tangostudio.messages import GenerateRequest
from tangostudio.studio.sheet import Sheet, SheetPlan, SheetProblem, SheetRow
from tangostudio.studio.starts import Start
from tests.ui.demo_generate import PRESETS


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


def test_the_selected_take_becomes_the_start(workspace, panel, qtbot):
    take = workspace.takes.model.takes[1]
    workspace.takes.select(take.id)
    workspace.table["generate.from_take"].trigger()
    qtbot.waitUntil(lambda: panel.origin.start is not None)
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


def test_what_is_asked_for_is_what_the_time_is_told_of(workspace, panel):
    told = []
    workspace.studio.estimate = lambda *_args, **values: told.append(values)
    panel._show_estimate()
    panel.set_start(Start("a" * 64, "x.wav", 1.25))
    panel._show_estimate()
    panel.loop.switch.click()
    panel._show_estimate()
    shown = [(values["start"], values["loop"]) for values in told]
    assert shown == [(False, False), (True, False), (True, True)]
    assert told[1]["seconds"] == panel.numbers()["seconds"] != 1.25
    assert told[2]["seconds"] == 1.25


REQUEST = GenerateRequest("starter", "rain", 2.0, (1, 2, 3), 8, 3.0, "euler")


def open_sheet(workspace, made, planned):
    workspace.studio.making.read_sheet = lambda path: made
    workspace.studio.making.planned = planned
    workspace.starting.show_sheet(Path("night.csv"))
    return workspace.window.findChildren(QDialog)[-1]


def rows(count: int) -> tuple[SheetRow, ...]:
    return tuple(SheetRow(n + 2, "rain", 2.0, 3) for n in range(count))


def test_a_sheet_is_tried_out_on_the_model_before_it_is_queued(workspace, qtbot):
    unread, unmade = SheetProblem(9, "Bad."), SheetProblem(4, "Too long for Starter.")
    made = Sheet(rows(3), (unread,), ("Ignored columns: mood.",))
    planned = SheetPlan(((REQUEST, PLAIN), (REQUEST, PLAIN)), 2, 6, 30.0, (unmade, unread))
    dialog = open_sheet(workspace, made, planned)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.summary.text() == "2 rows, 6 takes"
    assert dialog.problems.toPlainText() == "Line 4: Too long for Starter.\nLine 9: Bad."
    assert [dialog.table.model().index(n, 0).data() for n in range(2)] == ["2", "3"]
    assert dialog.table.model().rowCount() == 2
    assert dialog._detail.text().startswith("About 30 s")
    assert dialog._detail.text().endswith("2 lines cannot be used. Ignored columns: mood.")
    queued = []
    dialog.queued.connect(queued.append)
    assert ("queue_planned", planned) not in workspace.studio.calls
    dialog.queue.click()
    assert ("queue_planned", planned) in workspace.studio.calls
    assert queued == [2]


def test_a_sheet_of_which_no_row_can_be_made_cannot_be_queued(workspace, qtbot):
    problems = tuple(SheetProblem(line, "Bad.") for line in (2, 3))
    dialog = open_sheet(workspace, Sheet(rows(2), ()), SheetPlan((), 0, 0, None, problems))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert not dialog.queue.isEnabled()
    assert dialog.table.model().rowCount() == 0
