"""Grips on the waveform, driven by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QMenu

from tangostudio.audio.edits import FadeIn, FadeOut, Reverse, Trim
from tests.ui.stage import Stage

TAKE = 1042
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.put_editor()
        show(made)
        yield made


def show(stage):
    stage.editor.show_take(TAKE)
    stage.qtbot.waitUntil(lambda: stage.audition.sound(TAKE) is not None)


@pytest.fixture
def grips(stage):
    return stage.editor.tools.handles.grips


def drag(stage, grip, pixels, *, modifier=Qt.KeyboardModifier.NoModifier, drop=True):
    at = grip.rect().center()
    stage.qtbot.mousePress(grip, LEFT, pos=at)
    there = grip.mapFromGlobal(grip.mapToGlobal(at) + QPoint(pixels, 0))
    stage.qtbot.mouseMove(grip, there)
    QApplication.processEvents()
    if grip._pressed_x is not None:
        grip.moved.emit(float(pixels))
    if drop:
        stage.qtbot.mouseRelease(grip, LEFT, modifier, pos=grip.rect().center())


def pixels_of(stage, seconds):
    return round(seconds / stage.editor.axis.span * stage.editor.waveform.width())


def test_grips_stand_at_the_ends_and_in_the_corners(stage, grips):
    width = stage.editor.waveform.width()
    assert grips["start"].x() == grips["fade in"].x() == 0
    assert grips["end"].geometry().right() == width - 1
    assert all(grip.isVisible() and grip.accessibleName() for grip in grips.values())


def test_dragging_an_end_inwards_dims_and_then_trims(stage, grips):
    drag(stage, grips["start"], pixels_of(stage, 0.5), drop=False)
    overlay = stage.editor.tools.handles.overlay
    assert overlay.isVisible()
    assert overlay.cut.kept == (pytest.approx(0.5, abs=0.01), pytest.approx(1.7))
    assert overlay.cut.picture is None
    stage.qtbot.mouseRelease(grips["start"], LEFT)
    ((_, take, start, end, snap),) = stage.said("trim heard")
    assert (take, snap) == (TAKE, True)
    assert (start, end) == (pytest.approx(0.5, abs=0.01), 1.7)
    assert overlay.cut is None


def test_ctrl_cuts_exactly_there(stage, grips):
    drag(stage, grips["end"], -pixels_of(stage, 0.5), modifier=CTRL)
    ((_, _, start, end, snap),) = stage.said("trim heard")
    assert (start, snap) == (0.0, False)
    assert end == pytest.approx(1.2, abs=0.01)


def test_escape_gives_a_drag_up(stage, grips):
    drag(stage, grips["start"], 50, drop=False)
    stage.qtbot.keyClick(grips["start"], Qt.Key.Key_Escape)
    stage.qtbot.mouseRelease(grips["start"], LEFT)
    assert stage.said("trim heard") == []
    assert stage.editor.tools.handles.overlay.cut is None


def test_a_press_without_a_move_changes_nothing(stage, grips):
    for grip in (grips["start"], grips["end"]):
        drag(stage, grip, 0)
    assert stage.said("trim heard") == stage.said("trim original") == []


def test_dragging_outwards_shows_the_original_and_brings_it_back(stage, grips):
    stage.studio.editing.set(TAKE, (Trim(0.5, 1.2, snap=False),))
    handles = stage.editor.tools.handles
    stage.qtbot.waitUntil(lambda: handles._original is not None)
    width = stage.editor.waveform.width()
    back = round(0.25 / 1.7 * width)
    drag(stage, grips["start"], -back, drop=False)
    cut = handles.overlay.cut
    assert cut.picture is not None
    assert cut.axis.seconds == pytest.approx(1.7)
    assert cut.kept == (pytest.approx(0.25, abs=0.01), pytest.approx(1.2))
    stage.qtbot.mouseRelease(grips["start"], LEFT)
    ((_, _, start, end, _),) = stage.said("trim original")
    assert (start, end) == (pytest.approx(0.25, abs=0.01), pytest.approx(1.2))


def test_outwards_on_a_reversed_take_brings_its_other_end_back(stage, grips):
    stage.studio.editing.set(TAKE, (Trim(0.5, 1.2, snap=False), Reverse()))
    handles = stage.editor.tools.handles
    stage.qtbot.waitUntil(lambda: handles._original is not None)
    drag(stage, grips["start"], -round(0.25 / 1.7 * stage.editor.waveform.width()))
    ((_, _, start, end, _),) = stage.said("trim original")
    assert (start, end) == (pytest.approx(0.5), pytest.approx(1.45, abs=0.01))


def test_dragging_a_ring_sets_a_fade_and_back_in_its_corner_takes_it_away(stage, grips):
    drag(stage, grips["fade in"], pixels_of(stage, 0.3))
    (fade,) = stage.studio.editing.edits(TAKE)
    assert isinstance(fade, FadeIn)
    assert fade.seconds == pytest.approx(0.3, abs=0.01)
    x = stage.editor.axis.x_of(0.3, stage.editor.waveform.width())
    assert grips["fade in"].geometry().center().x() == pytest.approx(x, abs=2)
    drag(stage, grips["fade in"], -pixels_of(stage, 1.0))
    assert stage.studio.editing.edits(TAKE) == ()


def test_a_fade_out_is_measured_from_the_end_and_keeps_its_shape(stage, grips):
    stage.studio.editing.set(TAKE, (FadeOut(0.2, "linear"),))
    drag(stage, grips["fade out"], -pixels_of(stage, 0.3))
    (fade,) = stage.studio.editing.edits(TAKE)
    assert fade.shape == "linear"
    assert fade.seconds == pytest.approx(0.5, abs=0.01)


def test_keys_move_a_grip_and_leaving_it_makes_one_edit(stage, grips):
    grip = grips["fade in"]
    for _ in range(3):
        stage.qtbot.keyClick(grip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert stage.studio.editing.edits(TAKE) == ()
    QApplication.sendEvent(grip, QFocusEvent(QEvent.Type.FocusOut))
    (fade,) = stage.studio.editing.edits(TAKE)
    scale = stage.editor.axis.span / stage.editor.waveform.width()
    assert fade.seconds == pytest.approx(30 * scale, abs=1e-3)


def test_the_other_mouse_button_chooses_the_shape(stage, grips):
    stage.studio.editing.set(TAKE, (FadeOut(0.2),))
    grips["fade out"].menu_wanted.emit(QPoint(5, 5))
    menu = stage.editor.waveform.findChild(QMenu)
    entries = {action.text(): action for action in menu.actions()}
    assert entries["Smooth"].isChecked()
    entries["Slow end"].trigger()
    assert stage.studio.editing.edits(TAKE) == (FadeOut(0.2, "slow end"),)
    menu.close()


def test_fades_are_drawn_as_curves(stage):
    before = stage.editor.waveform.grab().toImage()
    stage.studio.editing.set(TAKE, (FadeIn(0.4),))
    assert stage.editor.tools.handles.overlay.isVisible()
    assert stage.editor.waveform.grab().toImage() != before


def test_a_grip_out_of_sight_is_hidden(stage, grips):
    stage.editor.axis.set_range(0.5, 1.0)
    assert not grips["start"].isVisible()
    assert not grips["end"].isVisible()


def test_grips_stay_while_it_is_found_out_how_an_edit_is_heard(stage, grips, monkeypatch):
    monkeypatch.setattr(stage.studio.editing, "facts", lambda _take: None)
    stage.studio.editing.set(TAKE, (Trim(0.5, 1.2),))
    assert grips["start"].isVisible()
    drag(stage, grips["start"], -20, drop=False)
    assert stage.editor.tools.handles.overlay.cut.picture is None
    stage.qtbot.mouseRelease(grips["start"], LEFT)


def test_a_drag_goes_on_while_the_take_changes(stage, grips):
    drag(stage, grips["start"], 60, drop=False)
    stage.studio.rename(TAKE, "another name")
    assert stage.editor.tools.handles.overlay.cut is not None
    stage.qtbot.mouseRelease(grips["start"], LEFT)


def test_edits_that_cannot_be_read_have_no_grips(stage, grips):
    stage.studio._edit([TAKE], "x", edits='[{"edit": "spin", "version": 9}]')
    assert not any(grip.isVisible() for grip in grips.values())
