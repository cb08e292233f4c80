import pytest
from PySide6.QtCore import Qt

from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.put_editor()
        yield made


def start(stage, take_id):
    stage.editor.show_take(take_id)
    stage.audition.play(take_id)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)


def select(stage, *ids):
    stage.editor.slots.set_selected(ids)
    stage.qtbot.waitUntil(lambda: all(map(stage.audition.sound, ids)))


def levels(stage, *ids):
    return [stage.studio.take(take).lufs + stage.audition._gains[take] for take in ids]


def test_two_selected_takes_are_a_and_b_and_swap_at_the_same_moment(stage):
    start(stage, 1042)
    select(stage, 1042, 1043)
    stage.player.advance(0.4)
    stage.actions["ab.swap"].trigger()
    assert stage.audition.current == 1043
    assert stage.audition.position == pytest.approx(0.4)
    stage.actions["ab.swap"].trigger()
    assert stage.audition.current == 1042
    assert [key for _said, key, _gain in stage.player.said("crossfade")] == [1043, 1042]


def test_compared_takes_are_equally_loud_until_that_is_switched_off(stage):
    start(stage, 1042)
    select(stage, 1042, 1043)
    first, second = levels(stage, 1042, 1043)
    assert first == pytest.approx(second)
    assert stage.player.gain_db == stage.audition._gains[1042]
    stage.actions["ab.swap"].trigger()
    assert stage.player.gain_db == stage.audition._gains[1043]
    stage.actions["ab.match"].trigger()
    assert stage.player.gain_db == 0.0
    assert stage.transport.match.text() == "B +8.0 LU"
    stage.actions["ab.match"].trigger()
    first, second = levels(stage, 1042, 1043)
    assert first == pytest.approx(second)


def test_takes_can_be_assigned_one_after_the_other(stage):
    assert not stage.actions.enabled("ab.swap")
    start(stage, 1042)
    stage.actions["ab.assign_a"].trigger()
    assert not stage.actions.enabled("ab.swap")
    start(stage, 1044)
    stage.actions["ab.assign_b"].trigger()
    assert stage.editor.slots.pair == (1042, 1044)
    stage.actions["ab.swap"].trigger()
    assert stage.audition.current == 1042
    stage.actions["ab.assign_b"].trigger()  # what is B is A no longer
    assert stage.editor.slots.pair == (None, 1042)


def test_the_switch_lights_what_is_heard_and_a_press_swaps(stage):
    switch = stage.transport.switch
    start(stage, 1042)
    stage.qtbot.mouseClick(switch.segments[0], Qt.MouseButton.LeftButton)  # empty: it becomes A
    assert [segment.text() for segment in switch.segments] == ["A #1042", "B"]
    select(stage, 1042, 1043)
    assert [segment.isChecked() for segment in switch.segments] == [True, False]
    stage.qtbot.mouseClick(switch.segments[1], Qt.MouseButton.LeftButton)
    assert [segment.isChecked() for segment in switch.segments] == [False, True]
    stage.qtbot.mouseClick(switch.segments[1], Qt.MouseButton.LeftButton)
    assert [segment.isChecked() for segment in switch.segments] == [False, True]
    assert "take 1043" in switch.segments[1].accessibleName()


def test_each_of_several_selected_takes_has_a_number(stage):
    start(stage, 1041)
    assert not stage.actions.enabled("ab.slot_2")
    select(stage, 1041, 1042, 1043)
    stage.player.advance(0.2)
    stage.actions["ab.slot_3"].trigger()
    assert stage.audition.current == 1043
    assert stage.audition.position == pytest.approx(0.2)
    assert not stage.actions.enabled("ab.slot_4")
    assert len({round(level, 6) for level in levels(stage, 1041, 1042, 1043)}) == 1


def test_a_take_in_the_trash_is_neither(stage):
    start(stage, 1042)
    stage.actions["ab.assign_a"].trigger()
    stage.studio.trash([1042])
    assert stage.editor.slots.pair == (None, None)


def test_the_partner_is_what_the_picture_is_compared_with(stage):
    start(stage, 1042)
    select(stage, 1042, 1043)
    assert stage.editor.other_id == 1043
    stage.editor.slots.set_selected([1042])
    assert stage.editor.other_id is None


def test_in_the_window_a_swap_keeps_selection_view_and_region(workspace, fake, qtbot):
    ids = sorted(fake._takes)
    workspace.takes.select_many(ids[:2])
    audition, axis = workspace.audition, workspace.editor.axis
    qtbot.waitUntil(lambda: all(map(audition.sound, ids[:2])))
    heard = workspace.takes.current_id()
    other = next(take for take in ids[:2] if take != heard)
    axis.set_range(0.2, 0.8)
    axis.set_region(0.3, 0.6)
    audition.play()
    qtbot.waitUntil(lambda: audition.playing)
    workspace.table["ab.swap"].trigger()
    assert audition.playing
    assert workspace.editor.take_id == workspace.takes.current_id() == audition.current == other
    assert sorted(workspace.takes.selected_ids()) == ids[:2]
    assert (axis.start, axis.end) == pytest.approx((0.2, 0.8))
    assert axis.region == pytest.approx((0.3, 0.6))
    assert workspace.editor.other_id == heard


def test_in_the_window_an_assigned_take_that_is_swapped_in_is_selected(workspace, fake, qtbot):
    first, second, _third = sorted(fake._takes)
    audition = workspace.audition
    for take, key in ((first, "ab.assign_a"), (second, "ab.assign_b")):
        workspace.takes.select(take)
        workspace.table[key].trigger()
    qtbot.waitUntil(lambda: all(map(audition.sound, (first, second))))
    audition.play()
    qtbot.waitUntil(lambda: audition.playing)
    workspace.table["ab.swap"].trigger()
    assert workspace.takes.selected_ids() == [first]
    assert audition.playing


def test_typing_swaps_and_shuttles_nothing(workspace, fake, qtbot):
    workspace.takes.select(min(fake._takes))
    before = (workspace.editor.slots.pair, workspace.audition.hearing)
    prompt = workspace.generate.prompt
    prompt.set_text("")
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    qtbot.keyClicks(prompt, "abjkl`[")
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End):
        qtbot.keyClick(prompt, key)
    assert prompt.text() == "abjkl`["
    assert (workspace.editor.slots.pair, workspace.audition.hearing) == before
    assert workspace.audition.cursor == 0.0
    assert not workspace.audition.playing


def test_keys_of_playing_work_where_the_takes_have_the_focus(workspace, fake, qtbot):
    workspace.takes.select(min(fake._takes))
    view = workspace.takes.view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert workspace.audition.cursor == pytest.approx(workspace.editor.axis.seconds)
    qtbot.keyClick(view, Qt.Key.Key_A)
    qtbot.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert workspace.editor.slots.pair[0] == min(fake._takes)
    assert workspace.audition.hearing.reverse
