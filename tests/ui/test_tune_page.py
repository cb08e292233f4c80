import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from tangostudio.errors import BadRequest
from tangostudio.messages import TuneNews
from tangostudio.preference.intervals import wilson
from tangostudio.ui.compare_view import CompareView
from tangostudio.ui.tune_page import TunePage
from tests.ui import fake_tunes
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        made.tunes = made.studio.tunes
        made.page = TunePage(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.page, 1200, 800)
        made.actions.set_mode("tune")
        yield made


def shows_setup(page):
    return page.setup.isVisible() and not page.running.isVisible()


def put(stage, /, **values):
    view = stage.tunes.put(**values)
    stage.page.refresh()
    return view


def main_text(page):
    return page.side.main.accessibleName(), page.side.main.isEnabled()


# --- before -------------------------------------------------------------------------------------


def test_without_votes_it_says_what_is_missing_and_still_offers_to_tune(stage):
    stage.tunes.readiness_now = fake_tunes.tune_views.readiness(0, 0, wilson(0, 0), ())
    stage.page.refresh()
    setup = stage.page.setup
    assert shows_setup(stage.page)
    assert setup.missing.head.text() == "Nothing voted yet"
    assert setup.missing.lacks.texts == list(stage.tunes.readiness_now.missing)
    assert setup.tiles.isHidden()
    assert not setup.blend.slider.isEnabled()
    assert main_text(stage.page) == ("Start tuning", True)
    done = []
    stage.actions.bind("mode.compare", lambda _on: done.append("compare"))
    setup.missing.button.click()
    assert done == ["compare"]


def test_few_votes_are_shown_against_what_is_wanted(stage):
    stage.tunes.readiness_now = fake_tunes.readiness(23, 3)
    stage.page.refresh()
    assert stage.page.setup.missing.head.text() == "Not enough votes yet"
    assert [tile.share >= 1 for tile in stage.page.setup.tiles._shown] == [False, False, True]


def test_ready_shows_the_outline_and_starts_with_the_studios_own_values(stage):
    setup = stage.page.setup
    assert setup.missing.isHidden()
    assert setup.sentence.text() == stage.tunes.outline_now.sentence
    assert setup.needs.time.text() == "about 12 minutes"
    assert setup.needs.facts.texts()["Memory"] == "1.1 of 9.2 GB free"
    assert setup.name.text() == "My taste 1"
    stage.page.side.main.click()
    assert stage.said("start") == [("start", "My taste 1", "crpo", {})]
    assert stage.page.running.isVisible()
    assert main_text(stage.page) == ("Blind test when done", False)


def test_what_was_chosen_is_asked_for_and_started(stage):
    stage.studio.tasting.learn(61, 52, 61)
    stage.page.refresh()
    setup = stage.page.setup
    setup.rows["prompts"].field.setValue(20)
    setup.rows["rank"].field.setValue(4)
    setup.blend.slider.setValue(75)
    setup.name.clear()
    stage.qtbot.keyClicks(setup.name, "Bright doors")
    setup.ask()
    chosen = {"prompts": 20, "rank": 4, "match_share": 0.25}
    assert stage.said("outline")[-1] == ("outline", chosen)
    assert setup.needs.facts.texts()["Weights"] == "LoRA rank 4, 1.2 MB"
    assert setup.blend.figure.text() == "match 25 % · taste 75 %"
    stage.page.refresh()
    assert setup.name.text() == "Bright doors"
    stage.actions["tune.main"].trigger()
    assert stage.said("start") == [("start", "Bright doors", "crpo", chosen)]
    assert setup.options() == {}


def test_values_are_asked_for_once_they_rest(stage):
    before = len(stage.said("outline"))
    for rounds in (4, 5, 6):
        stage.page.setup.rows["rounds"].field.setValue(rounds)
    stage.qtbot.waitUntil(lambda: len(stage.said("outline")) > before)
    assert stage.said("outline")[before:] == [("outline", {"rounds": 6})]


@pytest.mark.parametrize("lack", ["Too little memory: 0.4 GB are needed, 0.3 are free.",
                                  "Too little disk: 0.4 GB are needed, 0.1 are free."])  # fmt: skip
def test_with_too_little_of_something_it_cannot_start(stage, lack):
    stage.tunes.outline_now = fake_tunes.outline(problem=lack)
    stage.page.refresh()
    needs = stage.page.setup.needs
    assert needs.lacks.texts == [lack]
    assert needs.property("tone") == "bad"
    assert main_text(stage.page) == ("Start tuning", False)
    assert lack in stage.actions["tune.main"].toolTip()
    stage.page.side.main.click()
    assert stage.said("start") == []


def test_a_value_out_of_range_cannot_start(stage):
    stage.page.setup.rows["candidates"].field.setValue(40)
    assert stage.page.setup.rows["candidates"].problem() == "Choose 2 to 15."
    assert main_text(stage.page) == ("Start tuning", False)
    stage.page.setup.rows["candidates"].field.setValue(4)
    stage.page.setup.ask()
    assert main_text(stage.page) == ("Start tuning", True)


def test_a_model_that_cannot_be_tuned_says_why(stage):
    stage.tunes.outline_error = BadRequest("This model cannot be tuned.", "Choose the Starter.")
    stage.page.refresh()
    wanted = "This model cannot be tuned. Choose the Starter."
    assert stage.page.setup.needs.lacks.texts == [wanted]
    assert main_text(stage.page) == ("Start tuning", False)


def test_a_start_that_is_refused_is_told_and_nothing_is_lost(stage, monkeypatch):
    def refuse(*_values, **_options):
        raise BadRequest("A tuning runs already.", "Wait for it.")

    monkeypatch.setattr(stage.tunes, "start", refuse)
    stage.page.setup.rows["rounds"].field.setValue(2)
    stage.page.side.main.click()
    assert [str(problem) for problem in stage.problems] == ["A tuning runs already."]
    assert stage.page.setup.options() == {"rounds": 2}
    assert shows_setup(stage.page)


# --- while it runs --------------------------------------------------------------------------------


def test_running_shows_all_of_it(stage):
    put(stage, checked=stage.tunes.checks(3))
    page = stage.page
    assert page.running.heading.text() == "Learning “My taste 4” from 61 votes on the Starter"
    assert page.running.bar.value() == 440
    assert page.running.stage.text() == "learning · step 212 of 480"
    assert page.side.facts.texts()["Weights"] == "LoRA rank 16, 1.2 MB"
    assert page.side.facts.texts()["Checkpoint"] == "2 minutes ago"
    assert [card.name.text() for card in page.running.cards] == [
        "Prompt match", "Your taste", "Variety", "Quality flags"
    ]  # fmt: skip
    assert len(page.running.pairs.cells) == 4
    assert page.side.pause.text() == "Pause"


def test_before_the_base_was_heard_the_table_waits(stage):
    put(stage, checked=(), round=0, stage="check", total=0)
    assert stage.page.running.pairs.isHidden()
    assert stage.page.running.waiting.isVisible()


def test_pause_and_resume_by_button_and_key(stage):
    put(stage)
    stage.page.side.pause.click()
    assert stage.said("paused") == [("paused", "tune-1")]
    assert stage.page.running.heading.text() == "“My taste 4” is paused"
    assert stage.page.side.pause.text() == "Resume"
    assert stage.actions["tune.pause"].text() == "Resume tuning"
    stage.actions["tune.pause"].trigger()
    assert stage.page.side.pause.text() == "Pause"


def test_cancel_asks_first(stage):
    put(stage)
    stage.page.side.cancel.click()
    (question,) = stage.page.findChildren(QMessageBox)
    assert stage.said("cancelled") == []
    keep, throw = sorted(question.buttons(), key=lambda button: button.text(), reverse=True)
    assert (keep.text(), throw.text()) == ("Keep it", "Cancel tuning")
    throw.click()
    assert stage.said("cancelled") == [("cancelled", "tune-1")]
    assert shows_setup(stage.page)


def test_warnings_are_lines_with_a_sign(stage):
    put(stage, warnings=("The reward rises while variety falls.",) * 2)
    assert stage.page.running.warnings.texts == ["The reward rises while variety falls."]
    put(stage, warnings=())
    assert stage.page.running.warnings.isHidden()


def test_news_are_shown_without_reading_adapters_again(stage, monkeypatch):
    view = put(stage)
    read = []
    monkeypatch.setattr(stage.tunes, "adapters", lambda: read.append("adapters") or [])
    stage.tunes.views = [dataclasses.replace(view, done=300, share=0.6)]
    stage.studio.changes.tell("tunes", event=TuneNews("tune-1", None))
    stage.qtbot.waitUntil(lambda: stage.page.running.bar.value() == 600)
    assert stage.page.running.stage.text() == "learning · step 300 of 480"
    assert read == []


def test_the_time_left_goes_on_by_itself_only_while_it_runs_and_is_seen(stage):
    view = put(stage)
    assert stage.page._second.isActive()
    stage.tunes.views = [dataclasses.replace(view, seconds_left=59.0, saved_seconds_ago=190.0)]
    stage.page._second.timeout.emit()
    assert "about 59 seconds left" in stage.page.running.line.text()
    assert stage.page.side.facts.texts()["Checkpoint"] == "3 minutes ago"
    stage.actions.set_mode("create")
    assert not stage.page._second.isActive()
    stage.actions.set_mode("tune")
    assert stage.page._second.isActive()
    put(stage, state="paused")
    assert not stage.page._second.isActive()


def test_what_an_unseen_page_missed_is_shown_when_it_opens(stage):
    stage.actions.set_mode("create")
    stage.tunes.put()
    assert stage.page.view is None
    stage.actions.set_mode("tune")
    assert stage.page.running.isVisible()


@pytest.mark.parametrize(("state", "button"), [("failed", "Try again"), ("interrupted", "Go on")])
def test_what_stopped_can_go_on(stage, state, button):
    error = fake_tunes.ended() if state == "failed" else None
    put(stage, state=state, error=error, checked=stage.tunes.checks(2))
    trouble = stage.page.running.trouble
    assert trouble.isVisible() == (state == "failed")
    if error is not None:
        assert trouble.sentence.text() == f"✕ {error.message}"
        assert trouble.hint.text() == error.hint
    assert stage.page.side.pause.isHidden()
    assert main_text(stage.page) == (button, True)
    stage.page.side.main.click()
    assert stage.said("running") == [("running", "tune-1")]
    assert stage.page.view.state == "running"


def test_another_tuning_can_be_set_up_and_the_last_looked_at_again(stage):
    put(stage, state="paused", checked=stage.tunes.checks(2))
    stage.page.running.again.click()
    assert shows_setup(stage.page)
    assert main_text(stage.page) == ("Start tuning", True)
    stage.page.setup.back.click()
    assert stage.page.running.isVisible()


def test_done_leads_to_the_blind_test(stage):
    stage.tunes.put_adapter(4)
    put(stage, state="done", share=1.0, adapter=4, checked=stage.tunes.checks(4))
    assert stage.page.running.heading.text() == "“My taste 4” is learned"
    assert main_text(stage.page) == ("Blind test", True)
    stage.page.side.main.click()
    assert stage.page.trial.number == 4
    assert stage.page.trial.isVisible()
    assert not stage.actions.enabled("tune.main")
    stage.page.trial.back.click()
    assert not stage.page.trial.isVisible()
    assert stage.actions.enabled("tune.main")


def test_done_and_tested_makes_room_for_the_next(stage):
    stage.tunes.put_adapter(4, fake_tunes.won(16), state="accepted")
    put(stage, state="done", adapter=4, checked=stage.tunes.checks(4))
    assert shows_setup(stage.page)
    stage.page.setup.back.click()
    assert main_text(stage.page) == ("New tuning", True)


# --- sounds ---------------------------------------------------------------------------------------


def hear(stage, row, side):
    cell = stage.page.running.pairs.cells[row][side]
    cell.disc.click()
    stage.qtbot.waitUntil(lambda: stage.audition.playing and stage.audition.current == cell.sound)
    return cell


def test_pairs_play_in_place_one_at_a_time(stage):
    put(stage, checked=stage.tunes.checks(3))
    before = hear(stage, 0, 0)
    stage.player.advance(0.3)
    stage.audition._tick()
    assert before.disc.picture == "pause"
    assert before.strip.share == pytest.approx(0.3 / stage.player.sound.seconds)
    assert before.disc.accessibleName() == "Stop bell, large hall, before"
    now = hear(stage, 0, 1)
    assert before.silent
    assert not now.silent
    now.disc.click()
    assert not stage.audition.playing
    assert now.disc.accessibleName() == "Play bell, large hall, now"


def test_a_click_into_the_waveform_plays_from_there(stage):
    put(stage, checked=stage.tunes.checks(2))
    cell = hear(stage, 1, 0)
    length = stage.player.sound.seconds
    cell.strip.pressed.emit(0.5)
    kind, key, frame = stage.player.said("play")[-1]
    assert (kind, key) == ("play", cell.sound)
    assert frame == pytest.approx(0.5 * length * fake_tunes.RATE)


def test_both_sounds_of_a_row_are_equally_loud(stage):
    put(stage, checked=stage.tunes.checks(2))
    cells = stage.page.running.pairs.cells[0]
    stage.qtbot.waitUntil(lambda: any(cell.gain_db for cell in cells))
    heard = hear(stage, 0, 0 if cells[0].gain_db else 1)
    assert stage.player.gain_db == heard.gain_db != 0.0


def test_space_plays_what_was_heard_last(stage):
    put(stage, checked=stage.tunes.checks(2))
    cell = hear(stage, 2, 0)
    stage.actions["play.toggle"].trigger()
    assert not stage.audition.playing
    stage.actions["play.toggle"].trigger()
    assert stage.audition.current == cell.sound
    assert stage.audition.playing


def test_a_new_check_takes_the_place_of_the_last_one(stage):
    put(stage, checked=stage.tunes.checks(1))
    pairs = stage.page.running.pairs
    assert not pairs.cells[0][1].disc.isEnabled()
    assert pairs.cells[0][1].strip.note == "after this round"
    put(stage, checked=stage.tunes.checks(2))
    first = pairs.cells[0][1].sound
    put(stage, checked=stage.tunes.checks(3))
    assert pairs.cells[0][1].sound != first
    assert pairs.heads[2].text() == "NOW, AFTER ROUND 2"


def test_a_sound_that_is_gone_is_a_calm_state(stage):
    checks = stage.tunes.checks(2)
    lost = dataclasses.replace(checks[1], sounds=("/nowhere/a.flac", *checks[1].sounds[1:]))
    put(stage, checked=(checks[0], lost))
    cell = stage.page.running.pairs.cells[0][1]
    stage.qtbot.waitUntil(lambda: cell.strip.wrong)
    assert not cell.disc.isEnabled()
    assert stage.problems == []


def test_many_prompts_are_folded(stage):
    checks = [
        dataclasses.replace(check, sounds=check.sounds * 3, prompts=check.prompts * 3)
        for check in stage.tunes.checks(2)
    ]
    put(stage, checked=tuple(checks))
    pairs = stage.page.running.pairs
    assert len(pairs.cells) == 4
    assert pairs.more.text() == "Show all 12"
    pairs.more.click()
    assert len(pairs.cells) == 12
    assert pairs.more.isHidden()


# --- adapters -------------------------------------------------------------------------------------


@pytest.fixture
def adapters(stage):
    stage.tunes.put_adapter(2, fake_tunes.won(12), state="rejected")
    stage.tunes.put_adapter(3, fake_tunes.won(16), state="accepted", active=True, strength=0.8)
    stage.page.refresh()
    return stage.page.side.adapters


def test_adapters_are_listed_with_their_blind_test(stage, adapters):
    assert list(adapters.cards) == [3, 2]
    card = adapters.cards[3]
    assert card.result.text() == "16 of 20 blind wins against the base, p = 0.006"
    assert card.state.text() == "in use · 80 %"
    assert card.slider.value() == 80
    assert card.slider.isVisible()
    assert not adapters.cards[2].slider.isVisible()
    assert adapters.base.version.text() == "Starter 1.0"


def test_the_slider_goes_from_nothing_to_150_percent(stage, adapters):
    slider = adapters.cards[3].slider
    assert (slider.minimum(), slider.maximum(), slider.singleStep()) == (0, 150, 5)
    slider.setFocus()
    stage.qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert adapters.cards[3].state.text() == "in use · 85 %"
    assert stage.said("set_strength") == []
    stage.qtbot.waitUntil(lambda: stage.said("set_strength") != [])
    assert stage.said("set_strength") == [("set_strength", 3, 0.85)]
    stage.page.refresh()
    assert slider.value() == 85


def test_switch_judge_and_roll_back(stage, adapters):
    adapters.cards[2].switch.click()
    assert stage.said("set_active") == [("set_active", 2, True)]
    adapters.cards[2].accept.click()
    adapters.cards[3].reject.click()
    assert stage.said("accept") == [("accept", 2)]
    assert stage.said("reject") == [("reject", 3)]
    stage.page.refresh()
    assert stage.actions.enabled("tune.rollback")
    adapters.base.back.click()
    assert stage.said("rollback") == [("rollback",)]
    stage.page.refresh()
    assert adapters.base.version.text() == "in use"
    assert adapters.base.back.isHidden()
    assert not stage.actions.enabled("tune.rollback")


def test_an_adapter_is_added_from_a_file(stage, adapters, monkeypatch, tmp_path):
    chosen = iter(["", str(tmp_path / "rust.safetensors")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (next(chosen), ""))
    adapters.add.click()
    assert stage.said("bring_in") == []
    adapters.add.click()
    assert stage.said("bring_in") == [("bring_in", tmp_path / "rust.safetensors")]


def test_what_was_not_tested_offers_the_test_and_no_acceptance(stage):
    stage.tunes.put_adapter(4)
    stage.page.refresh()
    card = stage.page.side.adapters.cards[4]
    assert not card.test.isHidden()
    assert card.accept.isHidden()
    card.test.click()
    assert stage.page.trial.number == 4


def test_cards_are_kept_while_their_numbers_are(stage, adapters):
    card = adapters.cards[3]
    stage.tunes.set_strength(3, 1.2)
    stage.page.refresh()
    assert adapters.cards[3] is card
    assert card.slider.value() == 120
    stage.tunes.put_adapter(5)
    stage.page.refresh()
    assert list(adapters.cards) == [5, 3, 2]


def test_the_tab_key_goes_from_the_sounds_to_the_column_and_down(stage, adapters):
    put(stage, checked=stage.tunes.checks(2))
    at, seen = stage.page.running.again, []
    while at is not stage.page.side.main:
        at = at.nextInFocusChain()
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.isEnabled():
            seen.append(at.accessibleName())
    assert seen[:2] == ["Play bell, large hall, before", "Play bell, large hall, now"]
    assert seen[8:] == [
        "Pause this tuning",
        "Cancel this tuning",
        "Strength of My taste 3, percent",
        "Use My taste 3",
        "Reject My taste 3",
        "Use My taste 2",
        "Accept My taste 2",
        "Roll back to the base model",
        "Add from a file…",
    ]


def test_a_narrow_page_takes_fewer_columns(stage):
    put(stage, checked=stage.tunes.checks(2))
    assert stage.page.running.curves.columns == 2
    stage.window.resize(1600, 800)
    stage.qtbot.waitUntil(lambda: stage.page.running.curves.columns == 4)
    stage.window.resize(700, 800)
    stage.qtbot.waitUntil(lambda: stage.page.running.curves.columns == 1)


# --- keys -----------------------------------------------------------------------------------------


def test_keys_of_comparing_do_nothing_here_without_a_test(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as stage:
        compare = CompareView(stage.studio, stage.bridge, stage.actions, stage.audition)
        qtbot.addWidget(compare)
        page = TunePage(stage.studio, stage.bridge, stage.actions, stage.audition)
        stage.show(page, 1200, 800)
        for _ in range(2):
            stage.actions.set_mode("compare")
            assert stage.actions.enabled("compare.play_a")
            stage.actions.set_mode("tune")
            for name in ("left", "right", "tie", "both_bad", "play_a", "play_b"):
                assert not stage.actions.enabled(f"compare.{name}"), name
        stage.actions.set_mode("compare")
        stage.actions["compare.play_a"].trigger()
        qtbot.waitUntil(lambda: stage.audition.playing)
        assert (stage.audition.current or 0) > 0
