import pytest
from PySide6.QtCore import Qt

from tangostudio.errors import NotFound
from tangostudio.messages import Failed
from tangostudio.ui.tune_page import TunePage
from tests.ui import fake_tunes
from tests.ui.stage import Stage

ANSWERS = ("left", "right", "tie", "both_bad")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        made.tunes, made.trials = made.studio.tunes, made.studio.trials
        made.page = TunePage(made.studio, made.bridge, made.actions, made.audition)
        made.trial = made.page.trial
        made.show(made.page, 1200, 800)
        made.tunes.put_adapter(4)
        made.tunes.put(state="done", adapter=4, checked=made.tunes.checks(3))
        made.actions.set_mode("tune")
        made.page.open_trial(4)
        yield made


def begin(stage):
    stage.trials.put(4, state="open", rendered=28)
    stage.trial.refresh()
    stage.trial.rule.begin.click()


def hear(stage, side):
    pair = stage.trial.pair
    pair.play(side)
    stage.qtbot.waitUntil(
        lambda: stage.audition.playing and stage.audition.current == pair._ids[side]
    )
    for _step in range(30):
        stage.player.advance(0.1)
        stage.audition._tick()
        if not stage.audition.playing:
            break
    if stage.audition.playing:
        stage.audition.pause()


def hear_both(stage):
    for side in ("left", "right"):
        stage.audition.seek(0.0)
        hear(stage, side)


def answer(stage, what):
    hear_both(stage)
    stage.actions[f"compare.{what}"].trigger()


def enabled(stage):
    return [stage.actions.enabled(f"compare.{answer}") for answer in ANSWERS]


# --- the rule -------------------------------------------------------------------------------------


def test_the_rule_comes_first(stage):
    assert stage.trial.rule.isVisible()
    assert stage.trial.rule.heading.text() == "Is “My taste 4” better than the base?"
    lines = stage.trial.rule.rule_lines()
    assert lines[0] == "20 decided pairs, equal seeds, prompts that were never trained on."
    assert lines[1].startswith("15 or more for the tuned model")
    assert " ".join(lines) == fake_tunes.trial.RULE
    assert stage.said("begin_trial") == []
    assert enabled(stage) == [False] * 4


def test_pairs_are_made_and_then_shown(stage):
    stage.trial.rule.begin.click()
    assert stage.said("begin_trial") == [("begin_trial", 4)]
    assert stage.trial.rule.begin.isHidden()
    stage.trials.put(4, rendered=9)
    assert stage.trial.rule.progress.value() == 9
    assert stage.trial.rule.status.text().startswith("Pair 10 of 28 is made")
    stage.trials.put(4, state="open", rendered=28)
    assert stage.trial.pair.isVisible()
    assert stage.trial.pair.round is not None


def test_pairs_that_could_not_be_made_say_why(stage):
    stage.trial.rule.begin.click()
    error = Failed("trial-4", "OutOfMemory", "There was not enough memory.", "Close programs.")
    stage.trials.put(4, state="none", error=error)
    texts = stage.trial.rule.trouble.texts
    assert texts == ["There was not enough memory. Close programs."]
    assert not stage.trial.rule.begin.isHidden()


def test_a_test_that_was_begun_goes_on_after_its_rule(stage):
    verdict = fake_tunes.trial.verdict(["tuned", "base", "tie"])
    stage.trials.put(4, state="open", rendered=28, answered=3, verdict=verdict)
    assert stage.trial.rule.isVisible()
    assert stage.trial.rule.begin.text() == "Go on"
    assert stage.trial.rule.status.text() == "3 answers · 2 of 20 decided"


# --- the pairs ------------------------------------------------------------------------------------


def test_two_plain_canvases_tell_nothing_apart(stage):
    begin(stage)
    panes = stage.trial.pair.panes
    left, right = (panes[side].grab().toImage() for side in ("left", "right"))
    part = (0, 50, left.width(), left.height() - 50)
    assert left.copy(*part) == right.copy(*part)


def test_nothing_can_be_chosen_before_both_were_heard(stage):
    begin(stage)
    assert enabled(stage) == [False] * 4
    hear(stage, "left")
    assert enabled(stage) == [False] * 4
    stage.trial.pair.answer("left")
    assert stage.said("answer_trial") == []
    stage.audition.seek(0.0)
    hear(stage, "right")
    assert enabled(stage) == [True] * 4


@pytest.mark.parametrize("what", ANSWERS)
def test_the_keys_of_compare_are_the_answer(stage, what):
    begin(stage)
    first = stage.trial.pair.round.pair
    answer(stage, what)
    ((_call, pair, given, facts),) = stage.said("answer_trial")
    assert (pair, given) == (first.id, what)
    assert facts["heard_left_ms"] >= 500
    assert facts["heard_right_ms"] >= 500
    assert facts["gain_right_db"] == stage.trials.gains(first)[1]
    assert stage.trial.pair.round.pair.id != first.id
    assert enabled(stage) == [False] * 4
    assert all(not pane.name and not pane.heard for pane in stage.trial.pair.panes.values())


def test_large_keys_and_number_keys_work_too(stage):
    begin(stage)
    stage.actions["compare.play_b"].trigger()
    ids = stage.trial.pair._ids
    stage.qtbot.waitUntil(lambda: stage.audition.playing and stage.audition.current == ids["right"])
    stage.actions["play.toggle"].trigger()
    assert not stage.audition.playing
    hear_both(stage)
    stage.qtbot.mouseClick(stage.trial.pair.keys["tie"], Qt.MouseButton.LeftButton)
    assert stage.said("answer_trial")[0][2] == "tie"


def test_both_sides_play_from_the_same_place_equally_loud(stage):
    begin(stage)
    pair = stage.trial.pair
    gains = stage.trials.gains(pair.round.pair)
    pair.play("left")
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert stage.player.gain_db == gains[0]
    right = pair._ids["right"]
    stage.qtbot.waitUntil(lambda: stage.audition.sound(right) is not None)
    stage.player.advance(0.4)
    pair.play("right")
    assert stage.player.said("crossfade") == [("crossfade", right, gains[1])]


def test_the_count_never_tells_the_score(stage):
    begin(stage)
    told = []
    for what in ("left", "tie", "right"):
        answer(stage, what)
        told.append(stage.trial.count.text())
    assert told == [
        "1 answer · 1 of 20 decided",
        "2 answers · 1 of 20 decided",
        "3 answers · 2 of 20 decided",
    ]
    assert stage.trial.bar.value() == 2
    assert not stage.trial.result.isVisible()


def test_an_answer_taken_back_shows_its_pair_again(stage):
    begin(stage)
    first = stage.trial.pair.round.pair
    answer(stage, "left")
    answer(stage, "right")
    stage.trials.take_back()
    stage.trials.take_back()
    assert stage.trial.pair.round.pair is first
    assert stage.trial.count.text() == "0 answers · 0 of 20 decided"
    assert enabled(stage) == [False] * 4


def test_a_sound_that_cannot_be_played_is_a_calm_state(stage):
    stage.tunes.sound("trial1_0", 1).path.write_bytes(b"nonsense")
    begin(stage)
    pane = stage.trial.pair.panes["right"]
    stage.qtbot.waitUntil(lambda: bool(pane.trouble))
    assert "cannot be played" in stage.trial.pair.hint.text()
    pane.grab()
    assert stage.problems == []


def test_leaving_and_coming_back_keeps_the_answers(stage):
    begin(stage)
    answer(stage, "left")
    stage.actions.set_mode("create")
    assert enabled(stage) == [False] * 4
    stage.actions.set_mode("tune")
    assert stage.trial.pair.isVisible()
    stage.trial.back.click()
    assert enabled(stage) == [False] * 4
    assert not stage.audition.playing
    stage.page.open_trial(4)
    assert stage.trial.rule.begin.text() == "Go on"
    stage.trial.rule.begin.click()
    assert stage.trial.pair.round.pair.id == "pair1"


# --- the result -----------------------------------------------------------------------------------


def finish(stage, wins, ties=0):
    verdict = fake_tunes.won(wins, ties)
    stage.trials.put(4, state="done", answered=20 + ties, verdict=verdict)
    stage.trial.refresh()
    return stage.trial.result


def test_the_twentieth_decided_pair_brings_the_result(stage):
    begin(stage)
    stage.trials.answers = ["tuned"] * 15 + ["base"] * 4
    answer(stage, "left")
    assert stage.trial.result.isVisible()
    assert "16 of 20" in stage.trial.result.sentence.text()
    assert enabled(stage) == [False] * 4


@pytest.mark.parametrize(
    ("wins", "heading", "main"),
    [
        (16, "✓ “My taste 4” is better than the base", "accept"),
        (14, "“My taste 4” is likely better than the base", "accept"),
        (12, "No clear difference between “My taste 4” and the base", "keep"),
        (5, "✕ “My taste 4” is worse than the base", "keep"),
    ],
)
def test_the_verdict_in_words_and_what_it_suggests(stage, wins, heading, main):
    result = finish(stage, wins)
    assert result.heading.text() == heading
    assert result.sentence.text() == fake_tunes.won(wins).sentence
    kinds = {name: getattr(result, name).property("kind") for name in ("accept", "keep", "later")}
    assert kinds.pop(main) == "primary"
    assert set(kinds.values()) == {""} | ({None} & set(kinds.values()))


def test_numbers_and_warnings_of_the_tuning_stand_beside_it(stage):
    stage.tunes.put(state="done", adapter=4, checked=stage.tunes.checks(3), warnings=("Doubt it.",))
    result = finish(stage, 16, ties=2)
    assert result.numbers.text().startswith("16 won · 4 lost · 2 without a choice · by chance")
    assert result.measured.text().startswith("Prompt match +0.036 ± 0.018")
    assert result.warnings.texts == ["Doubt it."]
    result.grab()


def test_an_adapter_whose_tuning_is_gone_has_a_result_too(stage):
    stage.tunes.views = []
    result = finish(stage, 16)
    assert result.measured.isHidden()
    assert result.warnings.texts == []


@pytest.mark.parametrize(
    ("button", "said"),
    [("accept", [("accept", 4)]), ("keep", [("reject", 4)]), ("later", [])],
)
def test_accept_keep_or_later(stage, button, said):
    result = finish(stage, 16)
    getattr(result, button).click()
    assert stage.said("accept") + stage.said("reject") == said
    assert not stage.trial.isVisible()
    assert stage.trial.number is None


def test_an_adapter_that_is_gone_leads_back(stage, monkeypatch):
    def gone(number):
        raise NotFound(f"There is no adapter {number}.")

    monkeypatch.setattr(stage.tunes, "adapter", gone)
    stage.trial.refresh()
    assert not stage.trial.isVisible()
