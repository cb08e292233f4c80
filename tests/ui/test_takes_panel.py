import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tangostudio import messages
from tangostudio.errors import ExportError
from tangostudio.ui import drag
from tangostudio.ui.takes_panel import TakesPanel
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path) as made:
        made.panel = put_panel(made)
        yield made


def put_panel(stage):
    panel = TakesPanel(stage.studio, stage.bridge, stage.actions, stage.audition)
    stage.show(panel)
    return panel


def click(stage, take_id, modifier=Qt.KeyboardModifier.NoModifier):
    view = stage.panel.view
    place = view.visualRect(stage.panel.model.index(stage.panel.model.row_of(take_id))).center()
    stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def heard(stage, take_id):
    stage.qtbot.waitUntil(lambda: ("play", take_id, 0.0) in stage.player.calls)


def texts(stage):
    return [stage.panel.model.index(row).data() for row in range(stage.panel.model.rowCount())]


def arrive(stage, job="job1", project=None):
    take = stage.studio._add("Gong", "gong", seed=5, job=job)
    event = messages.TakeReady(job, take.id, str(take.path), take.sha256, 5, 1.0, 44100, 2)
    stage.studio.changes.tell("takes", "jobs", takes=(take.id,), event=event)
    return take.id


# --- selecting and hearing ---


def test_a_click_selects_and_plays(stage):
    with stage.qtbot.waitSignal(stage.panel.selection_changed) as told:
        click(stage, 1045)
    assert told.args == [[1045]]
    assert stage.panel.current_id() == 1045
    heard(stage, 1045)


def test_a_click_with_ctrl_adds_without_playing(stage):
    click(stage, 1045)
    heard(stage, 1045)
    count = len(stage.player.said("play"))
    click(stage, 1042, Qt.KeyboardModifier.ControlModifier)
    assert stage.panel.selected_ids() == [1045, 1042]
    assert stage.panel.current_id() == 1042
    assert len(stage.player.said("play")) == count


def test_next_and_previous_play_in_the_order_of_the_grid(stage):
    for by, expected in ((1, 1047), (1, 1046), (1, 1045), (-1, 1046)):
        stage.audition.step_wanted.emit(by)
        assert stage.panel.selected_ids() == [expected]
        heard(stage, expected)


def test_the_ends_of_the_grid_hold(stage):
    stage.panel.select(1041)
    stage.panel.step(1)
    assert stage.panel.selected_ids() == [1041]
    stage.panel.select(1047)
    stage.panel.step(-1)
    assert stage.panel.selected_ids() == [1047]


def test_neighbours_are_decoded_before_they_are_asked_for(stage):
    stage.panel.select(1045)
    stage.qtbot.waitUntil(lambda: all(map(stage.audition.sound, (1044, 1046))))


def test_selected_takes_are_rendered_ahead_for_a_drag(stage):
    stage.panel.select(1045)
    assert stage.said("prepare_drag")[-1] == ("prepare_drag", (1045,))


# --- changes ---


def test_a_new_take_is_first_and_takes_nothing_away(stage):
    stage.panel.select(1045)
    new = arrive(stage)
    assert texts(stage)[0].startswith("Gong")
    assert stage.panel.selected_ids() == [1045]
    assert stage.panel.model.row_of(new) == 0
    assert stage.player.said("play") == []


def test_the_first_take_is_shown_where_nothing_was(stage):
    assert stage.panel.selected_ids() == []
    new = arrive(stage)
    assert stage.panel.selected_ids() == [new]
    arrive(stage)
    assert stage.panel.selected_ids() == [new]


def test_new_takes_play_when_that_is_wished(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, play_new_takes=True) as stage:
        stage.panel = put_panel(stage)
        stage.panel.select(1045)
        new = arrive(stage)
        heard(stage, new)
        second = arrive(stage)
        assert stage.panel.selected_ids() == [new]
        assert second not in [call[1] for call in stage.player.said("play")]


def test_takes_of_the_demonstration_are_not_played_unasked(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, play_new_takes=True) as stage:
        stage.panel = put_panel(stage)
        stage.panel.select(1045)
        stage.studio.demonstration = SimpleNamespace(job="job1", project="Dungeon Doors")
        arrive(stage)
        assert stage.panel.selected_ids() == [1045]
        assert not stage.player.said("play")


def test_selection_lives_through_a_new_list(stage):
    stage.panel.select(1045)
    click(stage, 1042, Qt.KeyboardModifier.ControlModifier)
    told = []
    stage.panel.selection_changed.connect(told.append)
    stage.studio.changes.tell("takes")
    assert stage.panel.selected_ids() == [1045, 1042]
    assert stage.panel.current_id() == 1042
    assert told == []


def test_scroll_position_lives_through_a_new_list(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=40) as stage:
        panel = stage.panel = put_panel(stage)
        stage.window.resize(892, 400)
        panel.view.grab()
        panel.view.verticalScrollBar().setValue(200)
        stage.studio.changes.tell("takes")
        panel.view.grab()
        assert panel.view.verticalScrollBar().value() == 200


def test_a_selected_take_that_is_gone_is_told(stage):
    stage.panel.select(1045)
    with stage.qtbot.waitSignal(stage.panel.selection_changed):
        stage.studio.trash([1045])
    assert 1045 not in stage.panel.selected_ids()


def test_another_project_shows_its_own_takes(stage):
    stage.studio.open_project("Space Station")
    assert stage.panel.model.rowCount() == 0
    assert stage.panel.empty.head.text() == "No takes yet"
    stage.studio.open_project("Dungeon Doors")
    assert stage.panel.model.rowCount() == 7


# --- verbs ---


@pytest.mark.parametrize("stars", [0, 3, 5])
def test_stars(stage, stars):
    stage.panel.select(1045)
    stage.actions[f"take.rate_{stars}"].trigger()
    assert stage.studio.take(1045).stars == stars


def test_favourite_and_reject_toggle(stage):
    stage.panel.select(1045)
    click(stage, 1042, Qt.KeyboardModifier.ControlModifier)
    stage.studio.favourite([1042], True)
    for expected in (True, False):
        stage.actions["take.favourite"].trigger()
        stage.actions["take.reject"].trigger()
        takes = [stage.studio.take(take_id) for take_id in (1045, 1042)]
        assert [take.favourite for take in takes] == [expected] * 2
        assert [take.rejected for take in takes] == [expected] * 2


def test_the_trash_goes_on_to_the_next_take(stage):
    stage.panel.select(1045)
    stage.actions["take.trash"].trigger()
    assert stage.studio.take(1045).trashed
    assert stage.panel.selected_ids() == [1044]


def test_restore_from_the_trash(stage):
    stage.studio.trash([1045])
    assert not stage.actions.enabled("take.restore")
    stage.panel.search.trash.setChecked(True)
    assert texts(stage) == ["★★★★★ Footsteps, quick 3.8 s #1045"]
    stage.panel.select(1045)
    assert stage.actions.enabled("take.restore")
    assert not stage.actions.enabled("take.trash")
    stage.actions["take.restore"].trigger()
    assert stage.studio.take(1045).trashed is None
    assert stage.panel.empty.head.text() == "The trash is empty"
    stage.panel.empty.button.click()
    assert stage.panel.model.rowCount() == 7


def test_verbs_wait_for_a_selection(stage):
    assert not stage.actions.enabled("take.rate_3")
    assert "Select a take first." in stage.actions["take.rate_3"].toolTip()
    stage.panel.select(1045)
    assert stage.actions.enabled("take.rate_3")


# --- files ---


def test_copy_puts_the_exported_files_on_the_clipboard(stage):
    stage.panel.select(1045)
    click(stage, 1042, Qt.KeyboardModifier.ControlModifier)
    stage.actions["take.copy"].trigger()
    urls = QGuiApplication.clipboard().mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls]
    assert len(paths) == 2
    assert all(path.is_file() and path.parent.name == "exports" for path in paths)


def test_a_drag_carries_complete_files(stage, monkeypatch):
    dragged = []
    monkeypatch.setattr(
        drag,
        "start_drag",
        lambda source, paths, picture: dragged.append(
            ([path.is_file() for path in paths], picture.isNull())
        ),
    )
    stage.panel.select(1045)
    click(stage, 1042, Qt.KeyboardModifier.ControlModifier)
    stage.panel.view.drag_wanted.emit()
    assert dragged == [([True, True], False)]


def test_what_cannot_be_exported_is_told_and_not_dragged(stage, monkeypatch):
    def fail(_ids):
        raise ExportError("The disk is full.")

    dragged = []
    monkeypatch.setattr(stage.studio, "drag_files", fail)
    monkeypatch.setattr(drag, "start_drag", lambda *arguments: dragged.append(arguments))
    stage.panel.select(1045)
    stage.panel.drag_selected()
    stage.actions["take.copy"].trigger()
    assert [str(error) for error in stage.problems] == ["The disk is full."] * 2
    assert dragged == []


def test_a_damaged_sound_makes_a_calm_card(stage):
    stage.studio.take(1045).path.write_bytes(b"not a sound")
    click(stage, 1045)
    model = stage.panel.model
    stage.qtbot.waitUntil(
        lambda: model.overview(model.take_at(model.row_of(1045))) is None, timeout=3000
    )
    assert stage.audition.trouble(1045) is not None
    stage.panel.view.grab()


def test_a_missing_sound_makes_a_calm_card(stage):
    os.remove(stage.studio.take(1045).path)
    stage.studio.changes.tell("takes")
    assert "(sound missing)" in texts(stage)[2]
    stage.panel.view.grab()


# --- search, menus, empty states ---


def test_a_search_that_finds_nothing_can_be_cleared(stage):
    with stage.qtbot.waitSignal(stage.panel.search.query_changed):
        stage.panel.search.text.setText("zzz")
    assert stage.panel.empty.head.text() == "No take matches “zzz”"
    assert stage.panel.view.isHidden()
    stage.panel.empty.button.click()
    assert stage.panel.model.rowCount() == 7
    assert stage.panel.search.text.text() == ""


def test_return_in_the_search_goes_to_the_first_take(stage):
    stage.panel.search.text.setText("glass")
    stage.qtbot.keyClick(stage.panel.search.text, Qt.Key.Key_Return)
    assert stage.panel.selected_ids() == [1042]


def test_an_empty_project_teaches(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=0) as stage:
        stage.panel = put_panel(stage)
        assert stage.panel.empty.head.text() == "No takes yet"
        pressed = []
        stage.actions.bind("prompt.focus", lambda: pressed.append(True))
        stage.panel.empty.button.click()
        assert pressed == [True]
        arrive(stage)
        assert stage.panel.view.isVisibleTo(stage.panel)


def test_the_menu_of_a_take_has_its_verbs(stage):
    model, view = stage.panel.model, stage.panel.view
    menu = stage.panel.menu_at(view.visualRect(model.index(2)).center())
    menus = [menu, *(action.menu() for action in menu.actions() if action.menu())]
    names = {action.objectName() for each in menus for action in each.actions()}
    assert {"take.export", "take.rate_5", "take.trash", "take.copy", "take.vary_5"} <= names
    assert {"take.colour_red", "take.like", "take.lineage", "take.again"} <= names
    assert stage.panel.selected_ids() == [1045]
    assert stage.panel.menu_at(view.viewport().rect().bottomRight()) is None


def test_the_menu_of_a_failed_job_tries_again(stage):
    job = stage.studio.generate(stage.studio.plan("starter", "door"))
    error = messages.Failed(job, "OutOfMemory", "Not enough memory.", "Make fewer.")
    stage.studio.set_job(job, state="failed", error=error)
    assert texts(stage)[0] == "door · Not enough memory. · Make fewer."
    place = stage.panel.view.visualRect(stage.panel.model.index(0)).center()
    menu = stage.panel.menu_at(place)
    assert [action.text() for action in menu.actions()] == ["Try again", "Dismiss"]
    menu.actions()[0].trigger()
    assert stage.studio.jobs()[0].state == "queued"


def test_the_playing_card_has_a_playhead(stage):
    click(stage, 1045)
    heard(stage, 1045)
    stage.player.advance(1.9)
    stage.audition._tick()
    assert stage.panel.view.cards.playing == 1045
    assert stage.panel.view.cards.share == pytest.approx(0.5, abs=0.01)
    stage.audition.stop()
    assert stage.panel.view.cards.playing is None


# --- taste ---


def taste_entry(stage):
    menu = stage.panel.search.sort.menu()
    return next(action for action in menu.actions() if action.data() == "taste")


def test_order_by_taste_is_offered_when_enough_is_known(stage):
    assert not taste_entry(stage).isEnabled()
    assert taste_entry(stage).toolTip() == "Nothing is known of your taste yet."
    stage.studio.tasting.learn(4, 3, 4)
    assert taste_entry(stage).toolTip() == "Not enough yet: 4 of the first 10 decided votes."
    stage.studio.tasting.tastes = {1043: (1.0, 0.2), 1041: (2.0, 0.2)}
    stage.studio.tasting.learn(47, 38, 47)
    taste_entry(stage).trigger()
    assert [take.id for take in stage.panel.model.takes][:2] == [1041, 1043]
    assert texts(stage)[0].endswith("taste +2.0")


def test_a_new_taste_moves_no_card_before_the_eyes(stage):
    stage.studio.tasting.tastes = {1043: (1.0, 0.2), 1041: (2.0, 0.2)}
    stage.studio.tasting.learn(47, 38, 47)
    taste_entry(stage).trigger()
    stage.panel.select(1043)
    stage.studio.tasting.tastes = {1043: (3.0, 0.2), 1041: (2.0, 0.2)}
    stage.studio.tasting.learn(48, 39, 48)
    assert [take.id for take in stage.panel.model.takes][:2] == [1041, 1043]
    stage.panel.hide()
    stage.studio.tasting.learn(49, 40, 49)
    assert [take.id for take in stage.panel.model.takes][:2] == [1043, 1041]
    assert stage.panel.selected_ids() == [1043]
