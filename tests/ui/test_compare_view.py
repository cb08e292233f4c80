import pytest
from PySide6.QtCore import Qt

from tangostudio.ui.compare_view import CompareView
from tangostudio.ui.editor import EditorPanel
from tests.ui.stage import Stage


def open_compare(stage):
    stage.editor = EditorPanel(stage.studio, stage.bridge, stage.actions, stage.audition)
    stage.qtbot.addWidget(stage.editor)
    stage.compare = CompareView(stage.studio, stage.bridge, stage.actions, stage.audition)
    stage.show(stage.compare, 1200, 760)
    stage.actions.set_mode("compare")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        open_compare(made)
        yield made


def hear(stage, side, seconds=2.1):
    stage.compare.play(side)
    wait_for(stage, side)
    for _step in range(round(seconds / 0.1)):
        stage.player.advance(0.1)
        stage.audition._tick()
        if not stage.audition.playing:
            break
    if stage.audition.playing:
        stage.audition.pause()


def wait_for(stage, side):
    take = stage.compare.round.take(side)
    stage.qtbot.waitUntil(lambda: stage.audition.playing and stage.audition.current == take.id)


def hear_both(stage):
    hear(stage, "left")
    stage.audition.seek(0.0)
    hear(stage, "right")


def enabled(stage):
    return [stage.actions.enabled(f"compare.{answer}") for answer in stage.compare.keys]


def test_two_plain_canvases_tell_nothing_apart(stage):
    left, right = (stage.compare.panes[side].grab().toImage() for side in ("left", "right"))
    # Below the letter's own row they are the same picture.
    part = (0, 50, left.width(), left.height() - 50)
    assert left.copy(*part) == right.copy(*part)
    shown = " ".join(
        widget.text() + widget.accessibleName() + widget.toolTip()
        for widget in (*stage.compare.panes.values(), stage.compare._about, stage.compare._hint)
    )
    for side in ("left", "right"):
        take = stage.compare.round.take(side)
        assert take.title not in shown
        assert str(take.id) not in shown
        assert f"seed {take.seed}" not in shown


def test_nothing_can_be_chosen_before_both_were_heard(stage):
    assert enabled(stage) == [False] * 4
    stage.compare.vote("left")
    hear(stage, "left")
    assert stage.compare.panes["left"].heard
    assert enabled(stage) == [False] * 4
    assert stage.compare._hint.text().startswith("Listen to B for")
    stage.audition.seek(0.0)
    hear(stage, "right")
    assert enabled(stage) == [True] * 4
    assert stage.said("vote") == []


@pytest.mark.parametrize(
    ("key", "answer"),
    [("Left", "left"), ("Up", "tie"), ("Down", "both_bad"), ("Right", "right")],
)
def test_an_arrow_key_is_the_vote(stage, key, answer):
    hear_both(stage)
    action = stage.actions[f"compare.{answer}"]
    assert action.shortcut().toString() == key
    action.trigger()
    (said,) = stage.said("vote")
    assert said[1] == answer
    facts = said[2]
    assert facts["heard_left_ms"] >= 500
    assert facts["heard_right_ms"] >= 500
    assert facts["gain_right_db"] == stage.studio.pair_gains(stage.studio.next_pair())[1]


def test_a_click_on_a_large_key_is_the_vote(stage):
    hear_both(stage)
    stage.qtbot.mouseClick(stage.compare.keys["tie"], Qt.MouseButton.LeftButton)
    assert stage.said("vote")[0][1] == "tie"


def test_names_are_shown_after_the_vote_and_then_the_next_pair(stage):
    hear_both(stage)
    stage.compare.vote("left")
    pane = stage.compare.panes["left"]
    assert stage.compare.revealing
    assert pane.name.startswith("Footsteps, gravel  #1041 · seed 70")
    assert pane.reveal == 1.0
    assert pane.chosen
    assert not stage.compare.panes["right"].chosen
    assert stage.compare._hint.text() == "A is better · Ctrl Z takes it back"
    assert enabled(stage) == [False] * 4
    stage.compare.vote("left")
    assert len(stage.said("vote")) == 1
    stage.compare.grab()
    stage.compare._after_reveal.timeout.emit()
    assert not stage.compare.revealing
    assert (pane.name, pane.reveal, pane.heard) == ("", 0.0, False)
    assert stage.compare.votes.text.text() == "1 vote"


def test_both_sides_play_from_the_same_place_equally_loud(stage):
    gains = stage.studio.pair_gains(stage.studio.next_pair())
    stage.compare.play("left")
    wait_for(stage, "left")
    assert stage.player.gain_db == gains[0]
    right = stage.compare.round.take("right").id
    stage.qtbot.waitUntil(lambda: stage.audition.sound(right) is not None)
    stage.player.advance(0.4)
    stage.compare.play("right")
    assert stage.player.said("crossfade") == [("crossfade", right, gains[1])]
    assert stage.audition.position == pytest.approx(0.4)


def test_past_the_end_of_the_shorter_sound_it_begins_again(stage):
    stage.compare.play("right")
    wait_for(stage, "right")
    stage.player.advance(1.4)
    stage.compare.play("left")
    stage.qtbot.waitUntil(lambda: ("play", 1041, 0.0) in stage.player.calls)


def test_space_plays_and_pauses_the_side_that_was_heard(stage):
    stage.actions["play.toggle"].trigger()
    wait_for(stage, "left")
    stage.player.advance(0.3)
    stage.actions["play.toggle"].trigger()
    assert not stage.audition.playing
    assert stage.audition.position == pytest.approx(0.3)
    stage.actions["compare.play_b"].trigger()
    wait_for(stage, "right")
    assert stage.player.said("play")[-1][2] == pytest.approx(0.3 * 44100)
    stage.actions["play.toggle"].trigger()
    assert not stage.audition.playing
    assert stage.compare.round.side == "right"


def test_a_sound_heard_to_its_end_begins_again_at_the_start(stage):
    stage.compare.play("right")
    wait_for(stage, "right")
    stage.player.advance(0.9)
    stage.audition.pause()
    stage.compare.play("right")
    stage.player.advance(0.75)
    stage.audition._tick()
    stage.player.advance(0.2)
    stage.qtbot.waitUntil(lambda: stage.audition.position == 0.0)
    stage.compare.play("right")
    assert stage.player.said("play")[-1] == ("play", 1042, 0.0)


def test_undo_brings_the_pair_back(stage):
    hear_both(stage)
    first = stage.compare.round.pair
    stage.compare.vote("left")
    stage.compare._after_reveal.timeout.emit()
    stage.studio._votes -= 1
    stage.studio.changes.tell("votes")
    assert stage.compare.round.pair is first
    assert stage.compare.votes.text.text() == "0 votes"
    assert enabled(stage) == [False] * 4


def test_with_nothing_to_compare_it_teaches(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=1) as stage:
        open_compare(stage)
        assert stage.compare.round is None
        assert stage.compare.empty.head.text() == "Nothing to compare yet"
        gone = []
        stage.actions.bind("mode.create", lambda _on: gone.append(True))
        stage.compare.empty.button.click()
        assert gone == [True]
        assert not stage.actions.enabled("compare.play_a")


def test_new_takes_end_the_empty_state(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=1) as stage:
        open_compare(stage)
        take = stage.studio._add("Gong", "gong", seed=3)
        stage.studio.changes.tell("takes", takes=(take.id,))
        assert stage.compare.round is not None


def test_a_pair_whose_take_went_to_the_trash_is_left(stage):
    stage.studio.trash([1041])
    assert stage.compare.round.take("left").id == 1042


def test_a_sound_that_cannot_be_played_is_a_calm_state(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=2) as stage:
        stage.studio.take(1042).path.write_bytes(b"nonsense")
        open_compare(stage)
        qtbot.waitUntil(lambda: bool(stage.compare.panes["right"].trouble))
        assert "cannot be played" in stage.compare._hint.text()
        stage.compare.grab()
        stage.actions["compare.skip"].trigger()
        assert stage.problems == []


def test_leaving_the_mode_keeps_the_pair_but_not_what_was_heard(stage):
    hear_both(stage)
    pair = stage.compare.round.pair
    stage.actions.set_mode("create")
    assert enabled(stage) == [False] * 4
    stage.actions.set_mode("compare")
    assert stage.compare.round.pair is pair
    assert enabled(stage) == [False] * 4


def test_play_belongs_to_the_open_mode(stage):
    stage.actions.set_mode("create")
    stage.editor.show_take(1044)
    stage.actions["play.toggle"].trigger()
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert stage.audition.current == 1044


def test_names_of_controls(stage):
    assert [pane.accessibleName() for pane in stage.compare.panes.values()] == [
        "Sound A, not heard yet, play",
        "Sound B, not heard yet, play",
    ]
    names = [key.accessibleName() for key in stage.compare.keys.values()]
    assert names == ["A is better", "No difference", "Both bad", "B is better"]
