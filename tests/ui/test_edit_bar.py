"""The row of edits: buttons, gain, chips and the windows in which numbers are filled in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox

from tangostudio.audio import edits
from tangostudio.audio.edits import FadeIn, FadeOut, Gain, LoudnessNormalise, Trim
from tangostudio.ui import edit_words
from tangostudio.ui.edit_form import EditForm
from tangostudio.ui.edit_list import EditList
from tangostudio.ui.edit_tools import EditTools
from tests.ui.stage import Stage

TAKE, OTHER = 1042, 1043
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.put_editor()
        made.editor.show_take(TAKE)
        yield made


@pytest.fixture
def tools(stage) -> EditTools:
    return stage.editor.tools


def of(stage, take=TAKE):
    return stage.studio.editing.edits(take)


def texts(tools):
    return [chip.words.text() for chip in tools.bar.list.chips]


# --- verbs ---


@pytest.mark.parametrize(
    ("action", "edit"),
    [
        ("sound.trim_silence", edits.TrimSilence()),
        ("sound.normalise_peak", edits.PeakNormalise()),
        ("sound.reverse", edits.Reverse()),
        ("sound.remove_dc", edits.RemoveDC()),
        ("sound.mono", edits.Mono()),
    ],
)
def test_a_verb_adds_its_edit_to_all_selected_takes(stage, tools, action, edit):
    tools.select([TAKE, OTHER])
    stage.actions[action].trigger()
    assert of(stage) == of(stage, OTHER) == (edit,)


@pytest.mark.parametrize("action", ["sound.reverse", "sound.remove_dc", "sound.mono"])
def test_a_switch_goes_back_when_it_is_used_again(stage, action):
    stage.actions[action].trigger()
    stage.actions[action].trigger()
    assert of(stage) == ()


def test_trimming_needs_a_region_and_says_so(stage, tools):
    assert not stage.actions.enabled("sound.trim")
    assert "drag over the waveform" in tools.bar.buttons["sound.trim"].toolTip()
    stage.editor.axis.set_region(0.5, 1.0)
    stage.actions["sound.trim"].trigger()
    assert stage.said("trim heard") == [("trim heard", TAKE, 0.5, 1.0, True)]


def test_without_a_take_nothing_can_be_edited(stage, tools):
    stage.editor.show_take(None)
    assert not any(
        stage.actions.enabled(spec.id) for spec in stage.actions if spec.id.startswith("sound.")
    )
    assert not tools.bar.gain.isEnabled()


def test_edits_are_cleared_and_saved_as_a_take_when_there_are_any(stage):
    assert not stage.actions.enabled("sound.bake")
    stage.actions["sound.reverse"].trigger()
    stage.actions["sound.bake"].trigger()
    stage.qtbot.waitUntil(lambda: bool(stage.said("bake")))
    stage.actions["sound.clear"].trigger()
    assert of(stage) == ()


def test_a_verb_that_fails_is_told(stage):
    stage.studio._edit([TAKE], "x", edits="damaged")
    stage.actions["sound.reverse"].trigger()
    assert "cannot be read" in str(stage.problems[0])


def test_edits_of_a_newer_version_are_said_in_place_of_chips(stage, tools):
    stage.studio._edit([TAKE], "x", edits='[{"edit": "spin", "version": 9}]')
    assert "newer version" in tools.bar._trouble.fullText()
    assert not tools.bar.list.isVisible()
    stage.actions["sound.clear"].trigger()
    assert tools.bar.list.isVisible()


# --- gain ---


def test_a_typed_gain_is_an_edit_and_zero_takes_it_away(stage, tools):
    field = tools.bar.gain
    stage.actions["sound.gain"].trigger()
    field.selectAll()
    stage.qtbot.keyClicks(field, "-4.5")
    assert of(stage) == ()
    stage.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert of(stage) == (Gain(-4.5),)
    assert field.text().startswith("-4.5")
    field.setValue(0.0)
    assert of(stage) == ()


def test_another_take_shows_its_own_gain_without_editing_it(stage, tools):
    stage.studio.editing.apply([OTHER], Gain(3.0))
    stage.editor.show_take(OTHER)
    assert tools.bar.gain.text().startswith("+3.0")
    assert of(stage, OTHER) == (Gain(3.0),)
    assert of(stage) == ()


# --- chips ---


def test_chips_say_what_was_done_in_order(stage, tools):
    stage.studio.editing.set(TAKE, (Trim(0.3, 1.2), FadeIn(0.003), FadeOut(1.25), Gain(-4.5)))
    assert texts(tools) == ["0.30 – 1.20 s", "Fade in 3 ms", "Fade out 1.2 s", "-4.5 dB"]


def test_a_cross_takes_its_edit_away_from_the_selected_takes(stage, tools):
    tools.select([TAKE, OTHER])
    stage.studio.editing.apply([TAKE, OTHER], Gain(3.0))
    stage.qtbot.mouseClick(tools.bar.list.chips[0].cross, Qt.MouseButton.LeftButton)
    assert of(stage) == of(stage, OTHER) == ()


def test_a_trim_that_keeps_one_end_says_only_the_other():
    assert edit_words.chip(Trim(0.5, 2.0), 2.0) == "From 0.50 s"
    assert edit_words.chip(Trim(0.0, 1.5), 2.0) == "Up to 1.50 s"


@pytest.mark.parametrize("cls", edits.ORDER)
def test_every_edit_has_a_name_a_chip_and_words_for_its_fields(cls, qtbot, frame):
    assert edit_words.name(cls)
    assert edit_words.chip(cls())
    form = EditForm(cls(), frame, new=True)
    qtbot.addWidget(form)
    assert form.value() == cls()
    assert all(field.accessibleName() or isinstance(field, QCheckBox)
               for field in form.fields.values())  # fmt: skip


def test_chips_without_room_are_in_a_menu(qtbot):
    row = EditList()
    qtbot.addWidget(row)
    row.resize(260, 24)
    row.show_edits((Trim(0.3, 1.2), FadeIn(), FadeOut(), Gain(1.0)))
    row.show()
    shown = [chip for chip in row.chips if chip.isVisible()]
    assert 0 < len(shown) < 4
    assert row.more.text() == f"+{4 - len(shown)}"
    assert shown[-1].geometry().right() < row.more.geometry().left()
    with qtbot.waitSignal(row.opened) as told:
        row.more.menu().actions()[-1].trigger()
    assert told.args[0] == Gain(1.0)
    row.resize(900, 24)
    assert not row.more.isVisible()


# --- filling in ---


def test_a_chip_opens_its_numbers_and_applies_what_was_filled_in(stage, tools):
    stage.studio.editing.set(TAKE, (FadeOut(0.4, "linear"),))
    tools.bar.list.chips[0].words.click()
    form = tools.bar.form
    length, shape = form.fields["seconds"], form.fields["shape"]
    assert isinstance(length, QDoubleSpinBox)
    assert isinstance(shape, QComboBox)
    assert length.value() == 400.0
    length.setValue(250.0)
    shape.setCurrentIndex(shape.findData("slow end"))
    form.apply_button.click()
    assert of(stage) == (FadeOut(0.25, "slow end"),)


def test_a_form_can_take_its_edit_away(stage, tools):
    stage.studio.editing.set(TAKE, (FadeOut(0.4),))
    stage.actions["sound.fade_out"].trigger()
    tools.bar.form._remove()
    assert of(stage) == ()


def test_a_loudness_is_chosen_by_a_preset_and_enter(stage, tools):
    stage.actions["sound.normalise_loudness"].trigger()
    form = tools.bar.form
    form.fields["lufs"].setValue(-23.0)
    stage.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert of(stage) == (LoudnessNormalise(-23.0),)


def test_a_loudness_from_the_menu(stage, tools):
    entries = {action.text(): action for action in tools.bar.normalise.menu().actions()}
    entries["-16 LUFS"].trigger()
    assert of(stage) == (LoudnessNormalise(-16.0),)


# --- the seam ---


def test_the_seam_is_heard_over_the_end_and_the_loop_switch_comes_back(stage, tools):
    stage.qtbot.waitUntil(lambda: stage.audition.sound(TAKE) is not None)
    stage.editor.axis.set_region(0.2, 0.4)
    seconds = stage.audition.sound(TAKE).seconds
    stage.actions["sound.seam"].trigger()
    seam = tools.verbs._seam
    assert seam.listening
    assert stage.audition.loop
    assert stage.editor.axis.region is None
    assert stage.audition.position == pytest.approx(seconds - seconds / 2, abs=0.01)
    seam._end.timeout.emit()
    assert not seam.listening
    assert not stage.audition.loop
    assert not stage.audition.playing


def test_stopping_the_seam_by_hand_gives_the_loop_switch_back(stage, tools):
    stage.qtbot.waitUntil(lambda: stage.audition.sound(TAKE) is not None)
    stage.audition.loop = True
    stage.actions["sound.seam"].trigger()
    stage.audition.stop()
    assert not tools.verbs._seam.listening
    assert stage.audition.loop


def test_a_narrow_row_puts_buttons_into_its_menu_and_takes_them_out_again(stage, tools):
    bar = tools.bar
    stage.window.resize(420, 700)
    stage.qtbot.waitUntil(lambda: bar.width() < 420)
    assert bar.buttons["take.extend"].isHidden()
    assert not bar.buttons["sound.trim"].isHidden()
    stage.qtbot.waitUntil(lambda: bar.list.geometry().right() < bar.width())
    bar.more.menu().aboutToShow.emit()
    assert stage.actions["take.extend"] in bar.more.menu().actions()
    stage.window.resize(892, 700)
    stage.qtbot.waitUntil(lambda: bar.width() > 700)
    assert not any(button.isHidden() for button in bar.buttons.values())
