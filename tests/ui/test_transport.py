import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tangostudio.ui.hearing import Hearing
from tests.ui.stage import Stage

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=3) as made:
        made.put_editor()
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
    stage.audition.output.look()
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


# --- where there is little room ---


def overlaps(transport):
    """Pairs of shown parts that lie over each other, or parts that reach out of the row."""
    shown = [part for part in transport.findChildren(QWidget, options=DIRECT) if part.isVisible()]
    places = sorted((part.geometry() for part in shown), key=lambda place: place.left())
    over = [(a, b) for a, b in itertools.pairwise(places) if a.right() >= b.left()]
    return over + [place for place in places if place.right() >= transport.width()]


@pytest.mark.parametrize("width", [1200, 868, 700, 560, 420, 345])
def test_nothing_overlaps_at_any_width(stage, width):
    stage.editor.slots.set_selected([1042, 1043])
    stage.editor.show_take(1042)
    stage.editor.axis.set_region(0.25, 0.75)
    stage.audition.hear(Hearing(-12, True, "right"))
    stage.player.problem = "The sound device went away. Connect it again."
    stage.audition.output.look()
    stage.window.resize(width, 700)
    stage.qtbot.wait(1)
    assert overlaps(stage.transport) == []
    words = [*stage.transport.switch.segments, stage.transport.hearing, stage.transport.device]
    for button in words:
        assert button.isHidden() or button.width() >= button.sizeHint().width()
    assert stage.transport.play.isVisible()
    assert stage.transport.switch.isVisible()


def test_at_full_width_all_is_there(stage):
    stage.editor.slots.set_selected([1042, 1043])
    stage.editor.show_take(1042)
    stage.window.resize(1200, 700)
    stage.editor.axis.set_region(0.25, 0.75)
    stage.qtbot.wait(1)
    transport = stage.transport
    for part in (transport.region, transport.length, transport.match, transport.meter):
        assert part.isVisible()
    assert [segment.text() for segment in transport.switch.segments] == ["A #1042", "B #1043"]
    assert transport.match.text() == "matched ±0.1 LU"
    stage.window.resize(500, 700)
    stage.qtbot.wait(1)
    assert [segment.text() for segment in transport.switch.segments] == ["A", "B"]


# --- how takes are heard ---


def test_the_button_says_how_takes_are_heard(stage):
    button = stage.transport.hearing
    assert button.text() == ""
    stage.audition.hear(Hearing(-5, True, "mono", shuttle=-2))
    assert button.text() == "−5 st · reverse · mono · −2×"
    stage.actions["play.as_is"].trigger()
    assert button.text() == ""


def test_the_popup_changes_what_is_heard_and_nothing_else(stage):
    stage.editor.show_take(1042)
    before = stage.studio.take(1042)
    button = stage.transport.hearing
    button.open()
    popup = button.popup
    popup.speed.setValue(7)
    popup.channels.buttons["left"].click()
    popup.reverse.buttons[True].click()
    assert stage.audition.hearing == Hearing(7, True, "left")
    assert popup.value.text() == "+7 st · 150 %"
    assert stage.player.rate == pytest.approx(1.498, abs=0.001)
    assert (stage.player.reverse, stage.player.channels) == (True, "left")
    popup.reset.click()
    assert popup.speed.value() == 0
    assert not popup.reset.isEnabled()
    assert stage.studio.take(1042) == before
    popup.close()


def test_keys_change_speed_direction_and_channels(stage):
    trigger = [stage.actions[f"play.{name}"].trigger for name in
               ("faster", "faster", "octave_up", "slower", "reverse", "mono")]  # fmt: skip
    for press in trigger:
        press()
    assert stage.audition.hearing == Hearing(13, True, "mono")
    assert stage.actions["play.reverse"].isChecked()
    assert stage.actions["play.mono"].isChecked()
    for _press in range(5):
        stage.actions["play.octave_up"].trigger()
    assert stage.player.rate == 4.0


def test_keys_move_the_playhead(stage):
    stage.editor.show_take(1042)
    stage.editor.axis.set_range(0.0, 1.0)
    stage.actions["play.to_end"].trigger()
    assert stage.audition.cursor == pytest.approx(1.7)
    stage.actions["play.nudge_left"].trigger()
    assert stage.audition.cursor == pytest.approx(1.69)
    stage.actions["play.to_start"].trigger()
    stage.actions["play.nudge_left"].trigger()
    assert stage.audition.cursor == 0.0
    stage.actions["play.nudge_right"].trigger()
    assert stage.audition.cursor == pytest.approx(0.01)


def test_the_shuttle(stage):
    stage.editor.show_take(1042)
    stage.qtbot.waitUntil(lambda: stage.audition.sound(1042) is not None)
    for expected in (1.0, 2.0, 4.0, 4.0):
        stage.actions["play.forward"].trigger()
        assert (stage.audition.playing, stage.player.rate) == (True, expected)
    stage.actions["play.back"].trigger()
    assert (stage.player.rate, stage.player.reverse) == (1.0, True)
    stage.player.position = 22050.0
    stage.actions["play.pause"].trigger()
    assert not stage.audition.playing
    assert stage.audition.cursor == pytest.approx(0.5)
    assert (stage.player.rate, stage.player.reverse) == (1.0, False)
