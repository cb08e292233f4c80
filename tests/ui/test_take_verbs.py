import pytest

from tangostudio.ui.takes_panel import TakesPanel
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path) as made:
        made.panel = TakesPanel(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.panel)
        yield made


def trigger(stage, identifier):
    stage.actions[identifier].trigger()


def test_four_near_this_at_the_middle_distance(stage):
    stage.panel.select(1045)
    trigger(stage, "take.vary")
    trigger(stage, "take.vary_1")
    trigger(stage, "take.vary_5")
    distances = stage.studio.making.DISTANCES
    assert [call[:3] for call in stage.said("vary")] == [
        ("vary", 1045, distances[2]), ("vary", 1045, distances[0]), ("vary", 1045, distances[4]),
    ]  # fmt: skip


def test_what_a_model_cannot_do_says_why(stage):
    stage.studio._edit([1045], "", model="plain")
    stage.panel.select(1045)
    assert not stage.actions.enabled("take.vary")
    assert "prompts only" in stage.actions.tip("take.vary")
    assert stage.actions.enabled("take.again")


def test_a_recording_can_be_varied_and_not_made_again(stage):
    stage.studio._edit([1045], "", model="")
    stage.panel.select(1045)
    assert stage.actions.enabled("take.vary")
    assert not stage.actions.enabled("take.again")
    assert "recording" in stage.actions.tip("take.again")


def test_a_recording_is_read_behind_the_window_before_it_is_varied(qtbot, stage):
    stage.studio._edit([1045], "", model="")
    stage.panel.select(1045)
    trigger(stage, "take.vary_2")
    qtbot.waitUntil(lambda: bool(stage.said("vary")))
    assert stage.said("vary")[0][:3] == ("vary", 1045, stage.studio.making.DISTANCES[1])


def test_a_model_that_is_gone_makes_nothing(stage):
    stage.studio._edit([1045], "", model="lost", model_name="Lost 1")
    stage.panel.select(1045)
    assert not stage.actions.enabled("take.vary")
    assert "Lost 1 is not here" in stage.actions.tip("take.again")


def test_more_like_this_orders_by_likeness(stage):
    stage.panel.select(1044)
    trigger(stage, "take.like")
    assert (stage.panel.model.query.sort, stage.panel.model.query.like) == ("likeness", 1044)
    assert stage.panel.model.ids[0] == 1044
    assert stage.panel.selected_ids() == [1044]


def test_more_like_this_waits_until_it_was_heard(stage):
    stage.studio.likeness.reason = "Its embedding is being made."
    stage.panel.select(1044)
    assert not stage.actions.enabled("take.like")
    assert "being made" in stage.actions.tip("take.like")


def test_colours_are_given_to_all_that_are_selected(stage):
    stage.panel.select_many([1045, 1042])
    trigger(stage, "take.colour_red")
    assert [stage.studio.take(take).colour for take in (1045, 1042, 1041)] == ["red", "red", ""]
    trigger(stage, "take.colour_none")
    assert stage.studio.take(1045).colour == ""


def test_takes_move_to_another_project_and_leave_the_list(stage):
    stage.panel.select_many([1045, 1042])
    stage.panel.verbs.move_to("Space Station")
    assert stage.studio.take(1045).project == "Space Station"
    assert stage.panel.model.row_of(1042) == -1


def test_rejected_takes_are_selected_together(stage):
    stage.studio.reject([1043, 1046], True)
    trigger(stage, "take.select_rejected")
    assert stage.panel.selected_ids() == [1046, 1043]


def test_a_take_is_shown_wherever_it_is(stage):
    panel = stage.panel
    panel.search.set_query(stage.panel.search.query)
    panel.search.text.setText("glass")
    panel.search._take_text()
    panel.show_take(1041)
    assert (panel.selected_ids(), panel.search.filtered) == ([1041], False)
    stage.studio.trash([1042])
    panel.show_take(1042)
    assert (panel.selected_ids(), panel.search.query.trashed) == ([1042], True)
    panel.show_take(1041)
    assert (panel.selected_ids(), panel.search.query.trashed) == ([1041], False)
    stage.studio._edit([1044], "", project="Space Station")
    panel.show_take(1044)
    assert (panel.selected_ids(), stage.studio.project) == ([1044], "Space Station")


def test_a_take_that_is_gone_for_good_is_told(stage):
    stage.panel.show_take(999)
    assert "no take 999" in str(stage.problems[0])


def test_one_take_is_needed_for_what_is_done_with_one(stage):
    stage.panel.select_many([1045, 1042])
    for identifier in ("take.vary", "take.again", "take.like", "take.lineage"):
        assert not stage.actions.enabled(identifier)
        assert "Select one take first." in stage.actions.tip(identifier)
    assert stage.actions.enabled("take.colour_red")


def test_the_trash_says_how_long_it_keeps(stage):
    line = stage.panel.trash_line
    assert line.isHidden()
    stage.studio.trash([1045])
    stage.panel.search.trash.setChecked(True)
    assert not line.isHidden()
    assert line.text.text() == "Takes stay here for 30 days, then they are deleted for good."
    emptied = []
    stage.actions.bind("library.empty_trash", lambda: emptied.append(True))
    line.button.click()
    assert emptied == [True]
