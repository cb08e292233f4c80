import pytest
from PySide6.QtCore import Qt

from tangostudio.ui import meter
from tangostudio.ui.editor import EditorPanel
from tangostudio.ui.meter import LOWEST_DB, Meter
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=3) as made:
        made.editor = EditorPanel(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.editor)
        made.transport = made.editor.transport
        yield made


def test_without_a_take_nothing_can_be_played(stage):
    assert not stage.transport.play.isEnabled()
    assert stage.transport.time.text() == "00:00.000"


def test_play_and_stop(stage):
    stage.editor.show_take(1042)
    assert stage.transport.play.accessibleName() == "Play"
    stage.qtbot.mouseClick(stage.transport.play, Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert (stage.transport.play.picture, stage.transport.play.accessibleName()) == ("stop", "Stop")
    stage.qtbot.mouseClick(stage.transport.play, Qt.MouseButton.LeftButton)
    assert stage.transport.play.picture == "play"
    assert not stage.audition.playing


def test_time_length_and_region(stage):
    stage.editor.show_take(1042)
    stage.editor.axis.set_playhead(1.2345)
    stage.editor.axis.set_region(0.25, 0.75)
    transport = stage.transport
    assert transport.time.text() == "00:00.250"
    assert transport.length.text() == "/ 00:01.700"
    assert transport.region.text() == "region 0.500 s"
    stage.editor.axis.clear_region()
    assert transport.region.text() == ""


def test_loop_follows_its_action_both_ways(stage):
    stage.editor.show_take(1042)
    stage.transport.loop.click()
    assert stage.audition.loop
    assert stage.transport.loop.isChecked()
    stage.actions["play.loop"].trigger()
    assert not stage.audition.loop
    assert not stage.transport.loop.isChecked()


def test_next_and_previous_ask_for_takes(stage):
    asked = []
    stage.audition.step_wanted.connect(asked.append)
    stage.transport.next.click()
    stage.transport.previous.click()
    assert asked == [1, -1]


def test_a_device_problem_is_a_calm_line_with_a_way_out(stage):
    transport = stage.transport
    assert transport.trouble.isHidden()
    stage.player.problem = "No sound device was found. Connect one."
    stage.audition._tell_problem()
    assert transport.trouble.text() == "No sound device was found"
    assert "Connect one." in transport.trouble.toolTip()
    assert not transport.trouble.isHidden()
    assert transport.device.text() == "Choose device…"
    transport._fill_devices(transport.device.menu())
    names = [action.text() for action in transport.device.menu().actions()]
    assert names == ["System default", "Headphones", "Speakers"]
    stage.player.problem = ""
    transport.device.menu().actions()[2].trigger()
    assert stage.audition.device == "Speakers"
    assert transport.trouble.isHidden()


def test_every_control_has_a_name(stage):
    transport = stage.transport
    for control in (transport.previous, transport.play, transport.next, transport.loop,
                    transport.device, transport.meter, transport.time):  # fmt: skip
        assert control.accessibleName()


# --- the meter ---


def test_levels_rise_at_once_and_fall_slowly(qtbot):
    peaks = [(0.5, 0.0)]
    shown = Meter(lambda: peaks[0])
    qtbot.addWidget(shown)
    shown.set_running(True)
    shown.tick()
    assert shown.shown_db == [pytest.approx(-6.02, abs=0.01), LOWEST_DB]
    peaks[0] = (0.0, 1.0)
    shown.tick()
    assert -8 < shown.shown_db[0] < -6.1
    assert shown.shown_db[1] == pytest.approx(0.0)
    shown.grab()


def test_the_meter_rests_when_nothing_plays(qtbot):
    shown = Meter(lambda: (1.0, 1.0))
    qtbot.addWidget(shown)
    assert not shown.ticking
    shown.set_running(True)
    shown.tick()
    shown.set_running(False)
    for _step in range(round(60 / (meter.FALL_DB_PER_SECOND * meter.TICK_MS / 1000)) + 3):
        shown.tick()
    assert shown.shown_db == [LOWEST_DB, LOWEST_DB]
    assert not shown.ticking
