"""Redo, extend and loop by the model: what is asked, and what is greyed with its reason."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt

from tangostudio.ui.editor import EditorPanel
from tests.ui.stage import Stage

TAKE = 1042
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.editor = EditorPanel(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.editor)
        made.editor.show_take(TAKE)
        yield made


def form(stage):
    return stage.editor.tools.regions.form


def test_redo_needs_a_region_and_asks_with_the_take_s_prompt(stage):
    assert not stage.actions.enabled("take.redo")
    stage.editor.axis.set_region(0.5, 1.0)
    stage.actions["take.redo"].trigger()
    assert form(stage).prompt.toPlainText() == stage.studio.take(TAKE).prompt
    form(stage).make.click()
    (said,) = stage.said("redo")
    assert said[1] == TAKE
    assert said[2] == ((0.5, 1.0),)
    assert said[3:] in ((), ({"prompt": None, "takes": 1},))


def test_extend_tells_prompt_takes_and_seconds(stage):
    stage.actions["take.extend"].trigger()
    made = form(stage)
    made.prompt.setPlainText("a longer echo")
    made.seconds.setValue(3.5)
    made.takes.setValue(3)
    assert made.make.text() == "Make 3 takes"
    told = []
    stage.studio.making.extend = lambda *args, **values: told.append((args, values))
    stage.qtbot.keyClick(made.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [((TAKE, 3.5), {"prompt": "a longer echo", "takes": 3})]


def test_a_loop_asks_for_takes_alone(stage):
    stage.actions["take.loop"].trigger()
    assert not form(stage).prompt.isVisible()
    told = []
    stage.studio.making.loop = lambda *args, **values: told.append((args, values))
    stage.qtbot.keyClick(form(stage).takes, Qt.Key.Key_Return)
    assert told == [((TAKE,), {"takes": 1})]


def test_what_the_model_cannot_do_is_greyed_with_its_reason(stage):
    stage.studio.making.reasons["inpaint"] = "It cannot make a part of a sound again."
    stage.editor.tools.regions.refresh()
    assert not stage.actions.enabled("take.extend")
    assert "cannot make a part" in stage.actions.tip("take.extend")
    assert stage.actions.enabled("take.loop")


def test_a_take_of_another_model_is_asked_by_that_model(stage):
    take = stage.studio.take(TAKE)
    stage.studio._takes[TAKE] = dataclasses.replace(take, model="plain")
    stage.editor.show_take(TAKE)
    assert "from prompts only" in stage.actions.tip("take.extend")


def test_without_a_take_the_reason_says_so(stage):
    stage.editor.show_take(None)
    assert "Select a take first." in stage.actions.tip("take.extend")
