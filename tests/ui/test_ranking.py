"""Compare mode with several takes in an order."""

import pytest
from PySide6.QtCore import Qt

from tangostudio.errors import BadRequest
from tangostudio.ui.compare_view import CompareView
from tests.ui.stage import Stage
from tests.ui.test_compare_view import hear, of_one_prompt, open_compare, take_back


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=1, reduced_motion=True) as made:
        made.ids_of_bells = of_one_prompt(made, 5)
        open_compare(made)
        made.actions["compare.ranking"].trigger()
        yield made


def hear_all(stage):
    for key in stage.compare.round.keys:
        hear(stage, key)
        stage.audition.seek(0.0)


def shown(stage):
    """Letters from left to right, with their places."""
    stage.qtbot.wait(1)  # until they are laid out
    panes, places = stage.compare.panes, stage.compare.board.places
    keys = [key for key in panes if panes[key].isVisible()]
    keys.sort(key=lambda key: panes[key].mapTo(stage.compare, panes[key].rect().topLeft()).x())
    return [f"{panes[key].letter} {places[key].text()}" for key in keys]


def can(stage, *names):
    return [stage.actions.enabled(f"compare.{name}") for name in names]


def test_five_equal_canvases_with_nothing_but_a_letter(stage):
    assert shown(stage) == ["A 1 · best", "B 2", "C 3", "D 4", "E 5 · worst"]
    images = [pane.grab().toImage() for pane in stage.compare.panes.values()]
    widths = {image.width() for image in images}
    assert max(widths) - min(widths) <= 1
    for width in widths:
        alike = [image for image in images if image.width() == width]
        part = (0, 50, width, alike[0].height() - 50)
        assert all(image.copy(*part) == alike[0].copy(*part) for image in alike)
    words = " ".join(
        widget.text() + widget.accessibleName() + widget.toolTip()
        for widget in (*stage.compare.panes.values(), stage.compare.board.about,
                       stage.compare.board.hint)
    )  # fmt: skip
    assert "Bell 0" not in words
    assert str(stage.ids_of_bells[0]) not in words


def test_numbers_play_and_all_are_equally_loud(stage):
    takes = [stage.studio.take(take_id) for take_id in stage.ids_of_bells]
    loud = []
    for letter, take in zip("abcde", takes, strict=True):
        stage.actions[f"compare.play_{letter}"].trigger()
        stage.qtbot.waitUntil(lambda: stage.audition.playing)
        assert stage.audition.current == take.id
        loud.append(take.lufs + stage.player.gain_db)
        stage.audition.pause()
        stage.audition.seek(0.0)
    assert loud == pytest.approx([loud[0]] * 5)
    assert [stage.actions[f"compare.play_{c}"].shortcut().toString() for c in "abcde"] == [
        "1", "2", "3", "4", "5",
    ]  # fmt: skip


def test_a_sound_goes_on_where_the_other_was(stage):
    stage.compare.play(0)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    stage.qtbot.waitUntil(lambda: stage.audition.sound(stage.ids_of_bells[3]) is not None)
    stage.player.advance(0.4)
    stage.compare.play(3)
    assert stage.audition.position == pytest.approx(0.4)


def test_it_unlocks_when_all_were_heard(stage):
    assert can(stage, "left", "right", "tie", "both_bad", "rank") == [False] * 5
    for key in range(4):
        hear(stage, key)
        stage.audition.seek(0.0)
    assert can(stage, "left", "right", "tie", "both_bad", "rank") == [True] * 3 + [False] * 2
    stage.compare.rank()
    assert stage.said("rank_vote") == []
    hear(stage, 4)
    assert can(stage, "both_bad", "rank") == [True, True]


def test_arrows_move_the_one_that_was_heard_last(stage):
    hear(stage, 2)
    stage.actions["compare.left"].trigger()
    assert shown(stage) == ["A 1 · best", "C 2", "B 3", "D 4", "E 5 · worst"]
    stage.actions["compare.right"].trigger()
    stage.actions["compare.right"].trigger()
    assert shown(stage) == ["A 1 · best", "B 2", "D 3", "C 4", "E 5 · worst"]


def test_t_ties_with_the_one_before(stage):
    hear(stage, 1)
    stage.actions["compare.tie"].trigger()
    assert shown(stage) == ["A 1 = · best", "B 1 = · best", "C 2", "D 3", "E 4 · worst"]
    assert "T" in [keys.toString() for keys in stage.actions["compare.tie"].shortcuts()]
    described = [pane.accessibleDescription() for pane in stage.compare.panes.values()]
    assert described[1:3] == ["place 1 of 4, tied", "place 2 of 4"]
    stage.actions["compare.tie"].trigger()
    assert shown(stage)[:2] == ["A 1 · best", "B 2"]


def test_return_gives_the_order_as_places(stage):
    hear_all(stage)
    stage.actions["compare.left"].trigger()  # E before D
    stage.compare.play(1)
    stage.actions["compare.tie"].trigger()  # B with A
    assert stage.actions["compare.rank"].shortcut().toString() == "Return"
    stage.actions["compare.rank"].trigger()
    ((_what, ranking, facts),) = stage.said("rank_vote")
    a, b, c, d, e = stage.ids_of_bells
    assert facts["places"] == {a: 1, b: 1, c: 2, e: 3, d: 4}
    assert not facts["all_bad"]
    assert all(heard >= 500 for heard in facts["heard_ms"].values())
    assert set(facts["gains_db"]) == {a, b, c, d, e}
    assert facts["replays"] == 1
    assert ranking.takes[0].id == a


def test_names_are_shown_after_it_and_playing_goes_on(stage):
    hear_all(stage)
    stage.compare.rank()
    assert stage.compare.revealing
    assert stage.compare.panes[0].name.startswith("Bell 0")
    assert [pane.chosen for pane in stage.compare.panes.values()] == [True] + [False] * 4
    assert stage.compare.board.hint.text().startswith("Order kept")
    stage.actions["compare.play_b"].trigger()
    assert not stage.compare.revealing
    assert stage.compare.panes[0].name == ""
    assert len(stage.compare.own_ms) == 1


def test_down_says_that_all_are_bad(stage):
    hear_all(stage)
    stage.actions["compare.both_bad"].trigger()
    assert stage.said("rank_vote")[0][2]["all_bad"]
    assert not any(pane.chosen for pane in stage.compare.panes.values())


def test_undo_brings_the_order_back_in_one_step(stage):
    hear_all(stage)
    stage.compare.move(-1)
    ranking = stage.compare.round.ranking
    stage.compare.rank()
    stage.compare.go_on()
    take_back(stage, 2)
    assert shown(stage)[3:] == ["D 4", "E 5 · worst"]
    take_back(stage, 2)
    assert stage.compare.round.ranking is ranking
    assert shown(stage)[3:] == ["E 4", "D 5 · worst"]
    assert not stage.compare.round.unlocked


def test_undo_of_a_pair_leads_back_from_ranking_to_pairs(stage):
    stage.actions["compare.ranking"].trigger()
    for side in ("left", "right"):
        hear(stage, side)
        stage.audition.seek(0.0)
    stage.compare.vote("left")
    judged = stage.compare.round.pair
    stage.actions["compare.ranking"].trigger()
    assert stage.compare.ranking
    take_back(stage)
    assert not stage.compare.ranking
    assert not stage.actions["compare.ranking"].isChecked()
    assert stage.compare.round.pair.left is judged.left


def test_an_order_that_cannot_be_stored_stays(stage, monkeypatch):
    hear_all(stage)

    def refuse(*_args, **_facts):
        raise BadRequest("A take has gone.")

    monkeypatch.setattr(stage.studio, "rank_vote", refuse)
    judged = stage.compare.round
    stage.compare.rank()
    assert [str(problem) for problem in stage.problems] == ["A take has gone."]
    assert stage.compare.round is judged
    assert not stage.compare.revealing


def test_the_switch_and_the_actions_say_what_they_do(stage):
    assert stage.compare.switch.text() == "Compare two"
    assert stage.actions["compare.left"].text() == "Better than the one before"
    assert "compare.rank" in [spec.id for spec in stage.actions]
    stage.qtbot.mouseClick(stage.compare.switch, Qt.MouseButton.LeftButton)
    assert not stage.compare.ranking
    assert stage.compare.switch.text() == "Rank several"
    assert stage.actions["compare.left"].text() == "A is better"
    assert can(stage, "rank", "play_c", "play_b") == [False, False, True]
    assert "only" not in stage.actions.tip("compare.play_c").lower()
    stage.actions["compare.ranking"].trigger()
    assert stage.compare.ranking


def test_three_takes_are_enough(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=0) as stage:
        of_one_prompt(stage, 3)
        open_compare(stage)
        stage.actions["compare.ranking"].trigger()
        assert shown(stage) == ["A 1 · best", "B 2", "C 3 · worst"]
        assert can(stage, "play_c", "play_d") == [True, False]


def test_two_takes_are_not(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=0) as stage:
        of_one_prompt(stage, 2)
        open_compare(stage)
        stage.actions["compare.ranking"].trigger()
        assert stage.compare.empty.head.text() == "No three takes of one prompt"
        stage.compare.empty.button.click()
        assert not stage.compare.ranking
        assert stage.compare.round is not None


def test_large_keys_do_the_same_as_the_keyboard(stage):
    hear_all(stage)
    stage.qtbot.mouseClick(stage.compare.keys["left"], Qt.MouseButton.LeftButton)
    assert shown(stage)[3] == "E 4"
    stage.qtbot.mouseClick(stage.compare.keys["rank"], Qt.MouseButton.LeftButton)
    assert len(stage.said("rank_vote")) == 1


def test_the_keys_reach_it_in_the_window(workspace, fake, qtbot):
    for number in range(3):
        take = fake._add(f"Bell {number}", "bell", seed=70 + number)
        fake._edit([take.id], "", seconds=3.0)
    workspace.open_mode("compare")
    compare = workspace.window.findChild(CompareView)
    qtbot.waitUntil(compare.hasFocus)
    qtbot.keyClick(compare, Qt.Key.Key_R)
    assert compare.ranking
    judged = compare.round
    for key, pressed in zip(judged.keys, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), strict=True):
        qtbot.keyClick(compare, pressed)
        assert judged.side == key
        for _step in range(3):
            judged.listened(key, 0.5)
    compare.board.progressed.emit()
    qtbot.keyClick(compare, Qt.Key.Key_Left)
    qtbot.keyClick(compare, Qt.Key.Key_Left)
    qtbot.keyClick(compare, Qt.Key.Key_T)
    assert judged.steps == [[2], [0], [1]]
    qtbot.keyClick(compare, Qt.Key.Key_Right)
    qtbot.keyClick(compare, Qt.Key.Key_T)
    assert judged.steps == [[0, 2], [1]]
    qtbot.keyClick(compare, Qt.Key.Key_Return)
    (said,) = [call for call in fake.calls if call[0] == "rank_vote"]
    assert list(said[2]["places"].values()) == [1, 1, 2]
    assert compare.revealing
    qtbot.keyClick(compare, Qt.Key.Key_S)
    assert not compare.revealing


def test_what_another_page_bound_is_taken_over_again(stage):
    stage.actions.set_mode("create")
    assert stage.actions["compare.left"].text() == "A is better"
    others = []
    stage.actions.bind("compare.play_a", lambda: others.append("a"))
    stage.actions.set_mode("compare")
    assert stage.actions["compare.left"].text() == "Better than the one before"
    stage.actions["compare.play_a"].trigger()
    assert others == []
    assert stage.compare.round.was_started(0)
