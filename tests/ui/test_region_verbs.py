"""Redo, extend and loop by the model: what is asked, and what is greyed with its reason."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from PySide6.QtCore import Qt

from tangostudio.errors import AudioFileError
from tests.ui.stage import Stage

TAKE = 1042
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.put_editor()
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
    stage.qtbot.waitUntil(lambda: bool(stage.said("redo")))
    (said,) = stage.said("redo")
    assert said[1:3] == (TAKE, ((0.5, 1.0),))
    assert (said[3]["prompt"], said[3]["takes"]) == (None, 1)
    assert said[3]["start"].source == stage.studio.take(TAKE).sha256


def test_the_sound_of_an_edited_take_is_rendered_behind_the_window(stage):
    threads, read = [], stage.studio.making.prepare_take_start(TAKE)

    def render():
        threads.append(threading.current_thread())
        return read()

    stage.studio.making.prepare_take_start = lambda take: render
    stage.actions["take.loop"].trigger()
    form(stage).make.click()
    stage.qtbot.waitUntil(lambda: bool(stage.said("loop")))
    assert threads != []
    assert threading.main_thread() not in threads


def test_a_sound_that_cannot_be_read_is_said_and_nothing_is_made(stage):
    def prepare(take):
        def read():
            raise AudioFileError("It is damaged.", "")

        return read

    told = []
    stage.bridge.crashed.connect(told.append)
    stage.studio.making.prepare_take_start = prepare
    stage.actions["take.loop"].trigger()
    form(stage).make.click()
    stage.qtbot.waitUntil(lambda: bool(told))
    assert told[0].message == "It is damaged."
    assert stage.said("loop") == []


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
    stage.qtbot.waitUntil(lambda: bool(told))
    ((args, values),) = told
    assert args == (TAKE, 3.5)
    assert (values["prompt"], values["takes"]) == ("a longer echo", 3)
    assert values["start"].parent == TAKE


def test_a_loop_asks_for_takes_alone(stage):
    stage.actions["take.loop"].trigger()
    assert not form(stage).prompt.isVisible()
    told = []
    stage.studio.making.loop = lambda *args, **values: told.append((args, values))
    stage.qtbot.keyClick(form(stage).takes, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: bool(told))
    ((args, values),) = told
    assert (args, values["takes"], values["start"].parent) == ((TAKE,), 1, TAKE)


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
