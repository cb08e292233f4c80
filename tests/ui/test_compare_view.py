import pytest
from PySide6.QtCore import Qt

from tangostudio.errors import StorageError
from tangostudio.preference.intervals import wilson
from tangostudio.ui.compare_view import CompareView
from tangostudio.ui.editor import EditorPanel
from tests.ui.fake_studio import Pair
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


def pair(stage, left, right, repeat_of=None):
    takes = stage.studio.take(left), stage.studio.take(right)
    return Pair(f"{left}-{right}", "door", *takes, repeat_of)


def enabled(stage):
    return [stage.actions.enabled(f"compare.{answer}") for answer in stage.compare.keys]


def test_two_plain_canvases_tell_nothing_apart(stage):
    left, right = (stage.compare.panes[side].grab().toImage() for side in ("left", "right"))
    # Below the letter's own row they are the same picture.
    part = (0, 50, left.width(), left.height() - 50)
    assert left.copy(*part) == right.copy(*part)
    shown = " ".join(
        widget.text() + widget.accessibleName() + widget.toolTip()
        for widget in (
            *stage.compare.panes.values(),
            stage.compare.board.about,
            stage.compare.board.hint,
        )
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
    assert stage.compare.board.hint.text().startswith("Listen to B for")
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
    hint = "A is better · Space plays the next · Ctrl Z takes it back"
    assert stage.compare.board.hint.text() == hint
    assert enabled(stage) == [False] * 4
    stage.compare.vote("left")
    assert len(stage.said("vote")) == 1
    stage.compare.grab()
    stage.compare._after_reveal.timeout.emit()
    assert not stage.compare.revealing
    assert (pane.name, pane.reveal, pane.heard) == ("", 0.0, False)
    assert stage.compare.votes.text.text() == "1 useful vote of about 80"


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
    assert stage.compare.votes.text.text() == "0 useful votes of about 80"
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
        assert "cannot be played" in stage.compare.board.hint.text()
        stage.compare.grab()
        stage.actions["compare.skip"].trigger()
        assert stage.compare.panes["right"].trouble
        assert stage.problems == []


def test_a_pair_with_a_sound_that_is_gone_is_passed_over(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as stage:
        stage.studio.take(1042).path.write_bytes(b"nonsense")
        stage.studio.pairs = [pair(stage, 1041, 1042), pair(stage, 1042, 1043)]
        stage.studio.pairs += [pair(stage, 1043, 1044)]
        open_compare(stage)
        qtbot.waitUntil(lambda: stage.compare.round.take_ids == (1043, 1044))
        assert stage.compare.note.text() == "A sound that cannot be played was left out."
        assert not stage.compare.board.troubled
        hear_both(stage)
        stage.compare.vote("left")
        assert stage.compare.note.text() == ""


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


def test_skip_leaves_both_takes_or_one_where_there_are_no_others(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as stage:
        open_compare(stage)
        assert stage.compare.round.take_ids == (1041, 1042)
        stage.actions["compare.skip"].trigger()
        assert stage.compare.round.take_ids == (1043, 1044)
    with Stage(qtbot, tmp_path, takes=3) as stage:
        open_compare(stage)
        stage.actions["compare.skip"].trigger()
        assert stage.compare.round.take_ids == (1042, 1043)
    with Stage(qtbot, tmp_path, takes=2) as stage:
        open_compare(stage)
        stage.actions["compare.skip"].trigger()
        assert stage.compare.round.take_ids == (1041, 1042)
        assert stage.said("vote") == []


# --- the time of a vote ---


def vote_on(stage, first, following):
    """Vote on one pair while another one comes next."""
    stage.studio.pairs = [first, following]
    stage.compare.next_round()
    hear_both(stage)
    stage.compare.vote("left")
    assert stage.compare.revealing


def test_the_next_pair_is_chosen_and_decoded_at_the_vote(stage):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    assert stage.compare.round.take_ids == (1043, 1044)
    assert stage.compare.panes["left"].name.startswith("Footsteps, gravel")
    stage.qtbot.waitUntil(lambda: all(map(stage.audition.sound, (1043, 1044))))
    assert stage.compare.revealing


@pytest.mark.parametrize(
    ("action", "take_id"),
    [("play.toggle", 1043), ("compare.play_a", 1043), ("compare.play_b", 1044)],
)
def test_a_key_that_plays_goes_on_to_the_next_pair_at_once(stage, action, take_id):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    stage.actions[action].trigger()
    assert not stage.compare.revealing
    assert stage.compare.panes["left"].name == ""
    stage.qtbot.waitUntil(lambda: ("play", take_id, 0.0) in stage.player.calls)
    gains = stage.studio.pair_gains(pair(stage, 1043, 1044))
    assert stage.player.gain_db == gains[take_id - 1043]
    assert not stage.compare._after_reveal.isActive()


def test_a_click_on_a_canvas_goes_on_to_the_next_pair_too(stage):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    stage.qtbot.mouseClick(stage.compare.panes["right"], Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: ("play", 1044, 0.0) in stage.player.calls)


def test_skip_while_names_are_shown_goes_on_to_the_pair_that_waits(stage):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    stage.actions["compare.skip"].trigger()
    assert not stage.compare.revealing
    assert stage.compare.round.take_ids == (1043, 1044)


def test_the_clock_of_a_pair_starts_when_it_is_shown(stage):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    waiting = stage.compare.round
    waiting._began -= 60.0
    stage.compare.go_on()
    assert waiting.response_ms < 60_000


def test_the_programs_own_time_is_measured_per_vote(stage):
    assert stage.compare.own_ms == []
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    stage.qtbot.waitUntil(lambda: len(stage.compare.own_ms) == 1)
    stage.compare.go_on()
    stage.compare.play("left")
    assert len(stage.compare.own_ms) == 1


def test_a_vote_that_cannot_be_stored_leaves_the_pair(stage, monkeypatch):
    hear_both(stage)
    judged = stage.compare.round

    def refuse(*_args, **_facts):
        raise StorageError("The disk is full.")

    monkeypatch.setattr(stage.studio, "vote", refuse)
    stage.compare.vote("left")
    assert [str(problem) for problem in stage.problems] == ["The disk is full."]
    assert stage.compare.round is judged
    assert not stage.compare.revealing
    assert enabled(stage) == [True] * 4
    assert stage.compare.own_ms == []


def test_while_names_are_shown_the_pair_that_waits_may_be_lost(stage):
    vote_on(stage, pair(stage, 1041, 1042), pair(stage, 1043, 1044))
    stage.studio.pairs = [pair(stage, 1041, 1044)]
    stage.studio.trash([1043])
    assert stage.compare.revealing
    assert stage.compare.round.take_ids == (1041, 1044)


# --- undo ---


def take_back(stage, count=1):
    stage.studio._votes -= count
    stage.studio.changes.tell("votes")


def test_votes_are_taken_back_one_after_the_other(stage):
    pairs = [pair(stage, 1041, 1042), pair(stage, 1043, 1044), pair(stage, 1041, 1043)]
    stage.studio.pairs = list(pairs)
    stage.compare.next_round()
    for _vote in range(2):
        hear_both(stage)
        stage.compare.vote("left")
        stage.compare.go_on()
    take_back(stage)
    assert stage.compare.round.pair is pairs[1]
    take_back(stage)
    assert stage.compare.round.pair is pairs[0]


def test_undo_while_names_are_shown_brings_that_pair_back(stage):
    first = pair(stage, 1041, 1042)
    vote_on(stage, first, pair(stage, 1043, 1044))
    take_back(stage)
    assert not stage.compare.revealing
    assert stage.compare.round.pair is first
    assert not stage.compare.round.unlocked


def test_redo_goes_on(stage):
    first, second = pair(stage, 1041, 1042), pair(stage, 1043, 1044)
    vote_on(stage, first, second)
    take_back(stage)
    stage.studio.pairs = [second]
    take_back(stage, -1)
    assert stage.compare.round.pair is second


# --- what is told ---


def test_the_meter_says_how_many_votes_are_useful_and_how_steady(stage):
    votes = stage.compare.votes
    assert votes.steady.text() == "consistency shows after a few repeated pairs"
    stage.studio._votes, stage.studio.tasting.useful = 56, 47
    stage.studio.tasting.again = wilson(8, 10)
    stage.studio.changes.tell("votes")
    assert votes.text.text() == "47 useful votes of about 80"
    assert votes.steady.text() == "you agree with yourself 8 times in 10"
    assert votes.bar.accessibleName() == "Votes: 47 useful, 9 without a choice"
    stage.studio._votes, stage.studio.tasting.useful = 100, 90
    stage.studio.changes.tell("votes")
    assert votes.text.text() == "90 useful votes"


def test_the_bar_has_two_parts(stage):
    stage.studio._votes, stage.studio.tasting.useful = 60, 40
    stage.studio.changes.tell("votes")
    bar = stage.compare.votes.bar
    image = bar.grab().toImage()
    colours = [image.pixelColor(round(bar.width() * x), 4).name() for x in (0.25, 0.62, 0.9)]
    assert len(set(colours)) == 3


def test_the_line_below_says_honestly_what_is_known(stage):
    known = stage.compare.votes.known
    assert known.text() == "Nothing is known of your taste yet."
    stage.studio.tasting.learn(4, 3, 4)
    assert known.text() == "Not enough yet: 4 of the first 10 decided votes."
    stage.studio.tasting.learn(47, 38, 47)
    assert known.text() == (
        "Taste: bright and dry, fairly sure · foretells 81 % of votes that it has not seen."
    )


@pytest.mark.parametrize(
    ("after", "how"),
    [(wilson(4, 4), "as before"), (wilson(3, 4), "differently than before")],
)
def test_a_repeated_pair_is_told_only_after_its_vote(stage, monkeypatch, after, how):
    stage.studio.tasting.again = wilson(3, 3)
    stage.studio.changes.tell("votes")
    stage.studio.pairs = [pair(stage, 1041, 1042), pair(stage, 1041, 1042, repeat_of=3)]
    hints = []
    for _pair in range(2):
        stage.compare.next_round()
        hear_both(stage)
        hints.append(stage.compare.board.hint.text() + stage.compare.note.text())
    assert hints[0] == hints[1]
    vote = stage.studio.vote

    def answered(*args, **facts):
        stage.studio.tasting.again = after
        return vote(*args, **facts)

    monkeypatch.setattr(stage.studio, "vote", answered)
    stage.compare.vote("right")
    assert f"You answered this pair {how}" in stage.compare.board.hint.text()


def test_after_a_quarter_of_an_hour_a_break_is_suggested(stage):
    now = [0.0]
    stage.compare._voting._clock = lambda: now[0]
    for minute in range(16):
        now[0] = minute * 60.0
        hear_both(stage)
        stage.compare.vote("left")
        stage.compare.go_on()
        expected = "A break keeps ears honest." if minute >= 15 else ""
        assert stage.compare.note.text() == expected
    now[0] += 600.0
    hear_both(stage)
    stage.compare.vote("left")
    assert stage.compare.note.text() == ""


def of_one_prompt(stage, count, seconds=3.0, prompt="bell"):
    ids = []
    for number in range(count):
        take = stage.studio._add(f"Bell {number}", prompt, seed=70 + number)
        stage.studio._edit([take.id], "", seconds=seconds)
        ids.append(take.id)
    return ids


def test_votes_on_one_prompt_only_teach_little(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=0) as stage:
        of_one_prompt(stage, 2)
        open_compare(stage)
        text = "Votes on one prompt teach little: make takes of other prompts too."
        assert stage.compare.note.text() == text
        of_one_prompt(stage, 2, prompt="gong")
        stage.compare.next_round()
        assert stage.compare.note.text() == ""


def test_when_every_pair_is_judged_it_says_so(qtbot, tmp_path, monkeypatch):
    with Stage(qtbot, tmp_path, takes=0) as stage:
        of_one_prompt(stage, 2)
        open_compare(stage)
        monkeypatch.setattr(stage.studio, "next_pair", lambda _without: None)
        hear_both(stage)
        stage.compare.vote("left")
        assert stage.compare.revealing
        assert stage.compare.round is None
        assert not stage.actions.enabled("compare.play_a")
        stage.compare._after_reveal.timeout.emit()
        assert stage.compare.empty.head.text() == "Every pair is judged"
        assert stage.compare.own_ms == []
