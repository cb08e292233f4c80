"""The three ways to tune, and what Tune mode shows of those that learn from recordings."""

import dataclasses

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from tangostudio.errors import BadRequest, NotFound
from tangostudio.messages import Failed
from tangostudio.tuning.events import Trained
from tangostudio.ui import tune_method_form, tune_method_words, tune_words
from tangostudio.ui.tune_curves import before_and_after
from tangostudio.ui.tune_losses import loss_curves, span
from tangostudio.ui.tune_method import WAYS
from tangostudio.ui.tune_method_cards import MethodCards
from tangostudio.ui.tune_page import TunePage
from tests.ui import fake_tunes, walk
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        made.tunes = made.studio.tunes
        made.studio.corpora.put(clips=38)
        made.page = TunePage(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.page, 1200, 800)
        made.actions.set_mode("tune")
        yield made


def main_text(page):
    return page.side.main.accessibleName(), page.side.main.isEnabled()


def needs(page):
    return page.setup.needs.facts.texts()


# --- the choice -----------------------------------------------------------------------------------


def test_each_way_says_what_comes_of_it_what_it_needs_and_how_long_it_takes(stage):
    cards = stage.page.setup.methods.cards
    assert [card.accessibleName() for card in cards.values()] == [
        "My taste. Makes more of what you would choose, for any prompt. "
        "Needs your votes · about 12 minutes.",
        "My recordings. Makes sounds like those in a folder of yours. "
        "Needs recordings · about 25 minutes.",
        "Few steps. Makes takes in 4 to 8 steps, so that they come sooner. "
        "Needs recordings · about 25 minutes.",
    ]


def test_arrow_keys_go_from_way_to_way(put, qtbot):
    cards = put(MethodCards(WAYS))
    qtbot.waitUntil(lambda: cards.cards["arc"].height() < cards.height())
    cards.cards["crpo"].setFocus()
    with qtbot.waitSignal(cards.chosen) as told:
        qtbot.keyClick(cards.cards["crpo"], Qt.Key.Key_Down)
    assert told.args == ["lora"]
    assert cards.method() == "lora"
    assert cards.cards["lora"].hasFocus()


def test_another_way_shows_its_own_form(stage):
    setup = stage.page.setup
    setup.methods.cards["lora"].click()
    assert setup.heading.text() == "Teach the Starter the sound of your recordings"
    assert setup.corpus_card.isVisible()
    assert not setup.tiles.isVisible()
    setup.methods.cards["crpo"].click()
    assert setup.tiles.isVisible()
    assert not setup.corpus_card.isVisible()


def test_without_recordings_no_time_is_promised(stage):
    stage.studio.corpora.remove("doors")
    stage.page.refresh()
    needs = stage.page.setup.methods.cards["lora"].needs.text()
    assert needs == "Needs recordings"


def test_a_model_that_cannot_says_why_and_which_can(stage):
    stage.studio.settings = dataclasses.replace(stage.studio.settings, default_model="plain")
    stage.page.refresh()
    setup = stage.page.setup
    assert {card.needs.text() for card in setup.methods.cards.values()} == {"Not with this model"}
    assert setup.unable.reason.text() == "Its network has no flow to be tuned."
    assert main_text(stage.page) == ("Start tuning", False)
    assert not setup.cards.isVisible()
    setup.choose_method("lora")
    stage.qtbot.wait(1)
    (button,) = (b for b in setup.unable.findChildren(type(setup.home)) if b.isVisible())
    assert button.text() == "Tune the Starter"
    button.click()
    assert setup.unable.isHidden()
    assert setup.heading.text() == "Teach the Starter the sound of your recordings"
    stage.page.side.main.click()
    (said,) = stage.said("start")
    assert said[3] == {"model": "starter", "corpus": "doors"}
    assert said[2] == "lora"


def test_back_to_the_windows_model(stage):
    stage.studio.settings = dataclasses.replace(stage.studio.settings, default_model="plain")
    stage.page.refresh()
    setup = stage.page.setup
    setup.unable.wanted.emit("starter")
    setup.home.click()
    assert setup.unable.isVisible()
    assert setup.home.isHidden()


# --- own recordings -------------------------------------------------------------------------------


def test_own_recordings_are_set_up_and_started(stage):
    setup = stage.page.setup
    setup.choose_method("lora")
    assert needs(stage.page) == {
        "Recordings": "38 clips, 3 min 32 s",
        "Kept aside": "4 clips",
        "Memory": "1.4 of 9.2 GB free",
        "Disk": "64.0 MB of 210 GB free",
        "Weights": "LoRA rank 16, 1.2 MB",
    }
    setup.rows["steps"].field.setValue(900)
    setup.rows["rank"].field.setValue(8)
    controls = setup.forms["lora"].controls
    controls["targets"].widget.findChildren(type(setup.home))[1].click()
    field = controls["include"].widget.findChild(type(setup.name))
    stage.qtbot.keyClicks(field, "layers.[0, 3], attn")
    setup.ask()
    chosen = {"corpus": "doors", "steps": 900, "rank": 8, "targets": "attention",
              "include": ("layers.[0, 3]", "attn")}  # fmt: skip
    assert stage.said("outline")[-1] == ("outline", {"method": "lora", **chosen})
    stage.page.side.main.click()
    assert stage.said("start") == [("start", "My sound 1", "lora", chosen)]
    assert stage.page.running.isVisible()
    assert setup.form.options() == {}


def test_a_filter_that_cannot_be_read_is_told_where_it_is_typed(stage):
    setup = stage.page.setup
    setup.choose_method("lora")
    setup.forms["lora"].advanced.set_open(True)
    field = setup.forms["lora"].controls["exclude"].widget.findChild(type(setup.name))
    stage.qtbot.keyClicks(field, "layers.[5-2]")
    assert setup.problem.startswith("The filter “layers.[5-2]” cannot be read.")
    assert main_text(stage.page) == ("Start tuning", False)
    field.clear()
    stage.qtbot.keyClicks(field, "ff")
    setup.ask()
    assert main_text(stage.page) == ("Start tuning", True)


def test_a_filter_that_matches_nothing_is_told_by_the_studio(stage):
    stage.page.setup.choose_method("lora")
    stage.tunes.outline_error = BadRequest("The filter “x” matches no layer of this model.")
    stage.page.setup.ask()
    lacks = stage.page.setup.needs.lacks.texts
    assert lacks == ["The filter “x” matches no layer of this model."]


@pytest.mark.parametrize(("text", "patterns"), [
    ("", ()), ("attn", ("attn",)), ("a, b ,,c", ("a", "b", "c")),
    ("layers.[0, 3].ff, x", ("layers.[0, 3].ff", "x")),
])  # fmt: skip
def test_patterns_are_divided_by_commas_outside_of_ranges(text, patterns):
    assert tune_method_form.split(text) == patterns


def test_few_clips_are_warned_of(stage):
    stage.tunes.training_now = fake_tunes.train_outline(clips=5, held_out=1)
    stage.page.setup.choose_method("lora")
    assert len(stage.page.setup.few.texts) == 1
    stage.tunes.training_now = fake_tunes.train_outline(clips=20)
    stage.page.setup.ask()
    assert stage.page.setup.few.isHidden()


@pytest.mark.parametrize(("values", "reason", "seen"), [
    ({"state": "building", "done": 12, "total": 44}, "“Old doors” is still being read.", "stop"),
    ({"state": "unfinished", "done": 12, "total": 44}, "“Old doors” is not finished.", "go_on"),
    ({"state": "damaged", "problem": "It cannot be read."}, "“Old doors” is damaged.", "again"),
])  # fmt: skip
def test_recordings_that_are_not_ready_cannot_be_learned_from(stage, values, reason, seen):
    stage.page.setup.choose_method("lora")
    stage.studio.corpora.change("doors", **values)
    stage.page.refresh()
    setup = stage.page.setup
    assert setup.problem == reason
    assert main_text(stage.page) == ("Start tuning", False)
    shown = {name for name in ("stop", "go_on", "again", "remove", "look")
             if getattr(setup.corpus, name).isVisible()}  # fmt: skip
    assert seen in shown
    assert "look" not in shown
    stage.studio.corpora.change("doors", state="ready")
    stage.qtbot.waitUntil(lambda: main_text(stage.page) == ("Start tuning", True))


def test_progress_of_reading_is_followed(stage):
    stage.page.setup.choose_method("lora")
    stage.studio.corpora.change("doors", state="building", done=3, total=44, current="x.wav")
    corpus = stage.page.setup.corpus
    stage.qtbot.waitUntil(lambda: corpus.bar.value() == 3)
    stage.studio.corpora.change("doors", done=9)
    stage.qtbot.waitUntil(lambda: corpus.bar.value() == 9)
    corpus.stop.click()
    assert stage.said("stop") == [("stop", "doors")]


def test_another_corpus_is_chosen_and_stays_chosen(stage):
    stage.studio.corpora.put("steps", name="Steps")
    setup = stage.page.setup
    setup.choose_method("lora")
    stage.page.refresh()
    assert setup.corpus.identifier() == "doors"
    setup.corpus.list.setCurrentIndex(0)
    setup.corpus.list.activated.emit(0)
    assert stage.said("outline")[-1][1]["corpus"] == "steps"
    stage.page.refresh()
    assert setup.corpus.identifier() == "steps"
    stage.studio.corpora.remove("steps")
    stage.page.refresh()
    assert setup.corpus.identifier() == "doors"


def test_a_corpus_that_is_gone_when_it_starts_is_told(stage, monkeypatch):
    stage.page.setup.choose_method("lora")

    def gone(*_values, **_options):
        raise NotFound("There is no corpus 'doors'.")

    monkeypatch.setattr(stage.tunes, "start", gone)
    stage.page.side.main.click()
    assert [str(problem) for problem in stage.problems] == ["There is no corpus 'doors'."]


def test_a_folder_is_chosen_looked_through_and_read(stage, monkeypatch, tmp_path):
    stage.studio.corpora.remove("doors")
    stage.page.setup.choose_method("lora")
    stage.page.refresh()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "Doors"))
    stage.page.setup.corpus.folder.click()
    dialog = stage.page.corpora.dialog
    stage.qtbot.waitUntil(lambda: dialog.stage == "planned")
    dialog.start.click()
    dialog.background.click()
    assert stage.page.setup.corpus.identifier() == "new"
    assert stage.page.setup.corpus.stop.isVisible()


def test_a_project_becomes_recordings(stage):
    menu = stage.page.setup.corpus.project.menu()
    menu.aboutToShow.emit()
    first = menu.actions()[0]
    assert first.text() == "Dungeon Doors · 4 takes"
    first.trigger()
    dialog = stage.page.corpora.dialog
    stage.qtbot.waitUntil(lambda: dialog.stage == "planned")
    assert stage.said("look")[-1][1] == "project:Dungeon Doors"
    assert dialog.form.name.text() == "Dungeon Doors"
    dialog.reject()


def test_a_name_that_is_used_gets_a_number(stage, tmp_path):
    stage.page.corpora.new(tmp_path / "Old doors")
    assert stage.page.corpora.dialog.form.name.text() == "Old doors 2"
    stage.page.corpora.dialog.reject()


def _drag(stage, kind, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    args = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    place = QPointF(100, 100)
    if kind is QDragEnterEvent:
        event = kind(place.toPoint(), Qt.DropAction.CopyAction, *args)
    else:
        event = kind(place, Qt.DropAction.CopyAction, *args)
    event.ignore()
    QApplication.sendEvent(stage.page, event)
    return event.isAccepted()


def test_a_folder_that_is_dropped_becomes_recordings(stage, tmp_path):
    assert _drag(stage, QDragEnterEvent, [tmp_path])
    assert _drag(stage, QDropEvent, [tmp_path])
    dialog = stage.page.corpora.dialog
    stage.qtbot.waitUntil(lambda: dialog.stage == "planned")
    dialog.start.click()
    assert stage.page.setup.method == "lora"
    dialog.reject()


def test_other_drops_and_other_times_are_left_to_the_window(stage, tmp_path):
    file = tmp_path / "a.wav"
    file.touch()
    assert not _drag(stage, QDragEnterEvent, [file])
    assert not _drag(stage, QDragEnterEvent, [tmp_path, tmp_path])
    stage.tunes.put_view(fake_tunes.lora_view())
    stage.page.refresh()
    assert not _drag(stage, QDragEnterEvent, [tmp_path])


def test_what_a_person_typed_for_one_way_is_not_asked_of_another(stage):
    setup = stage.page.setup
    setup.choose_method("lora")
    setup.rows["steps"].field.setValue(900)
    setup.choose_method("arc")
    assert stage.said("outline")[-1][1] == {"method": "arc", "corpus": "doors"}
    setup.choose_method("lora")
    assert stage.said("outline")[-1][1]["steps"] == 900


# --- few steps ------------------------------------------------------------------------------------


def test_few_steps_are_set_up(stage):
    setup = stage.page.setup
    setup.choose_method("arc")
    assert setup.heading.text() == "Make the Starter quick"
    controls = setup.forms["arc"].controls
    setup.rows["few_steps"].field.setValue(4)
    controls["warm_up"].widget.switch.click()
    controls["full"].widget.switch.click()
    setup.ask()
    chosen = {"few_steps": 4, "warm_up": 0, "full": True}
    assert stage.said("outline")[-1][1] == {"method": "arc", "corpus": "doors", **chosen}
    assert not setup.rows["rank"].isEnabled()
    controls["warm_up"].widget.switch.click()
    assert "warm_up" not in setup.form.options()


def test_more_than_eight_steps_are_not_few(stage):
    stage.page.setup.choose_method("arc")
    stage.page.setup.rows["few_steps"].field.setValue(12)
    assert stage.page.setup.problem == "Choose 1 to 8."
    assert main_text(stage.page) == ("Start tuning", False)


# --- while it runs, and after ---------------------------------------------------------------------


def learn(stage, view):
    stage.tunes.put_view(view)
    stage.page.refresh()
    return stage.page.running


def test_running_shows_stages_losses_and_facts(stage):
    running = learn(stage, fake_tunes.lora_view(checked=stage.tunes.checks(1, taste=False)))
    assert running.heading.text() == "Learning “Old doors 1” from recordings on the Starter"
    assert running.line.text().startswith("“Old doors”: 38 clips, 3 min 32 s · 600 steps · about")
    assert [each.text() for each in running.stages.labels] == [
        "✓ Reading the recordings", "✓ Before", "Learning", "After",
    ]  # fmt: skip
    assert running.stage.text() == "learning · step 260 of 600"
    assert [card.name.text() for card in running.losses] == ["Learning"]
    assert running.cards == []
    assert running.pairs.cells[0][1].strip.note == "when it is learned"
    assert stage.page.side.facts.texts()["Steps"] == "600, 8 clips each"
    assert stage.said("outline")[-1][1]["method"] == "lora"


@pytest.mark.parametrize(("values", "said"), [
    ({"stage": "encode", "done": 3, "total": 38}, "reading the recordings · clip 3 of 38"),
    ({"stage": "check", "round": 0}, "playing prompts as it is now · prompt 260 of 600"),
    ({"stage": "check", "round": 1}, "playing the same prompts again · prompt 260 of 600"),
    ({"stage": "warm_up"}, "warming up · step 260 of 600"),
    ({"stage": "train", "total": 0}, "learning"),
    ({"state": "paused"}, "learning · step 260 of 600"),
    ({"state": "done"}, ""),
])  # fmt: skip
def test_what_it_does_now(values, said):
    assert tune_words.stage(fake_tunes.lora_view(**values)) == said


def test_the_base_that_was_just_checked_is_still_before():
    view = fake_tunes.lora_view(stage="check", round=0, done=1, total=1, checked=("base",))
    assert tune_method_words.stage(view) == "before"


def test_a_warm_up_is_a_stage_only_where_there_is_one():
    with_it = fake_tunes.arc_view()
    without = fake_tunes.arc_view(plan=dataclasses.replace(with_it.plan, warm_up=0))
    assert "warm_up" in tune_method_words.stages(with_it)
    assert "warm_up" not in tune_method_words.stages(without)
    assert tune_method_words.stages(fake_tunes.tune_view()) == []
    lora = fake_tunes.lora_view()  # its plan has a warm-up of the rate, which is no stage
    assert lora.plan.warm_up > 0
    assert "warm_up" not in tune_method_words.stages(lora)


def test_done_shows_what_came_of_it(stage):
    stage.tunes.put_adapter(5, name="Old doors 1", method="lora")
    checks = stage.tunes.checks(2, taste=False)
    running = learn(stage, fake_tunes.lora_view(state="done", checked=checks, adapter=5))
    assert running.stages.isHidden()
    assert running.outcome.texts == [
        "On prompts that were kept aside: match with the prompt +0.018 (surely more); "
        "variety 0.59, was 0.60; quality flags 2 %, were 2 %."
    ]
    assert [card.name.text() for card in running.cards] == [
        "Prompt match", "Variety", "Quality flags",
    ]  # fmt: skip
    assert running.cards[0].plot.curve.ends == ("before", "after")
    assert running.pairs.heads[2].text() == "AFTER"
    assert main_text(stage.page) == ("Blind test", True)


@pytest.mark.parametrize(("low", "high", "said"), [
    (0.01, 0.05, "surely more"), (-0.05, -0.01, "surely less"),
    (-0.01, 0.02, "no clear difference"),
])  # fmt: skip
def test_how_sure_a_gain_is(stage, low, high, said):
    before, after = stage.tunes.checks(2, taste=False)
    after = dataclasses.replace(after, gains={"match": (0.018, low, high)}, diversity=float("nan"))
    told = tune_method_words.gains(before, after)
    assert said in told
    assert "variety" not in told


@pytest.mark.parametrize(("plan", "said"), [
    ({}, "asked 8 times for a take instead of 32 (16 steps with guidance): 4 times less work."),
    ({"few_steps": 4, "checked_guidance": 1.0},
     "asked 4 times for a take instead of 16 (16 steps): 4 times less work."),
    ({"few_steps": 8, "checked_steps": 8, "checked_guidance": 1.0}, "without guidance."),
])  # fmt: skip
def test_how_much_sooner_takes_come(plan, said):
    view = fake_tunes.arc_view()
    assert tune_method_words.sooner(dataclasses.replace(view.plan, **plan)).endswith(said)


def test_a_loss_that_is_no_number_stops_it_and_says_what_is_kept(stage):
    error = Failed("tune-1", "NotANumber", "The loss was no number at step 312.", "Go on.")
    steps = (*fake_tunes.trained("train", 300, 600, loss=0.8),
             Trained("train", 312, 600, {"loss": float("nan")}))  # fmt: skip
    running = learn(stage, fake_tunes.lora_view(state="failed", error=error, steps=steps))
    assert running.trouble.sentence.text() == "✕ The loss was no number at step 312."
    assert running.losses[0].plot.curve.lines[0].points[-1][0] == 300
    assert main_text(stage.page) == ("Try again", True)


def test_a_corpus_that_is_gone_leaves_the_tuning_to_be_seen(stage):
    stage.studio.corpora.remove("doors")
    stage.tunes.outline_error = NotFound("There is no corpus 'doors'.")
    running = learn(stage, fake_tunes.lora_view(state="paused"))
    assert running.line.text().startswith("600 steps · nothing is lost")
    assert "Memory" not in stage.page.side.facts.texts()
    assert stage.problems == []


# --- losses ---------------------------------------------------------------------------------------


def test_losses_are_lines_of_their_stage():
    warm, learned = loss_curves(fake_tunes.arc_view().steps)
    assert (warm.title, warm.steps, [line.name for line in warm.lines]) == (
        "Warming up", 300, ["model"],
    )  # fmt: skip
    assert [line.name for line in learned.lines] == ["model", "critic", "critic on prompts"]
    assert learned.lines[0].points[0][0] == 10


def test_a_loss_that_is_told_seldom_has_points_where_it_is():
    steps = [Trained("train", step, 100, {"loss": 1.0 - step / 200,
                                          **({"held_out": 0.9} if step % 50 == 0 else {})})
             for step in range(10, 101, 10)]  # fmt: skip
    (curve,) = loss_curves(steps)
    assert [step for step, _value in curve.lines[1].points] == [50, 100]
    assert curve.spoken == "Learning: clips it learns 0.500, clips kept aside 0.900"


def test_the_loss_of_what_is_learned_stands_first():
    steps = [Trained("train", 0, 10, {"held_out": 0.9}), Trained("train", 1, 10, {"loss": 0.8})]
    names = [line.name for line in loss_curves(steps)[0].lines]
    assert names == ["clips it learns", "clips kept aside"]


def test_what_was_not_measured_has_no_curve(stage):
    checks = stage.tunes.checks(2, taste=False)
    blind = tuple(dataclasses.replace(check, diversity=float("nan")) for check in checks)
    assert [curve.name for curve in before_and_after(blind)] == ["Prompt match", "Quality flags"]


def test_one_loss_that_leaps_out_does_not_flatten_the_rest():
    steps = [Trained("train", step, 100, {"loss": 40.0 if step == 3 else 1.0 + step / 100})
             for step in range(1, 101)]  # fmt: skip
    low, high = span(loss_curves(steps)[0])
    assert 0.9 < low < high < 2.1


def test_level_losses_have_a_height():
    low, high = span(loss_curves([Trained("train", 1, 10, {"loss": 0.7})])[0])
    assert low < 0.7 < high


def test_steps_of_votes_are_no_losses():
    assert loss_curves([object()]) == []


# --- adapters -------------------------------------------------------------------------------------


def test_a_few_step_adapter_says_how_takes_are_made_and_has_no_half_measure(stage):
    about = {"sampling": {"sampler": "pingpong", "steps": 8, "guidance": 1.0}}
    stage.tunes.put_adapter(4, name="Old doors 1", method="lora", active=True)
    stage.tunes.put_adapter(5, name="Quick", method="arc", about=about, active=True)
    stage.page.refresh()
    quick, doors = (stage.page.side.adapters.cards[number] for number in (5, 4))
    assert quick.how.text() == "8 steps, no guidance"
    assert quick.state.text() == "in use"
    assert quick.slider.isHidden()
    assert doors.how.text() == "From recordings"
    assert not doors.slider.isHidden()
    chip = tune_words.chip([quick.adapter, doors.adapter])
    assert chip == "Quick · 8 steps + Old doors 1 · 100 %"


# --- keys and screen readers ----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["crpo", "lora", "arc"])
def test_every_control_has_a_name_and_nothing_is_cut(stage, method):
    setup = stage.page.setup
    setup.choose_method(method)
    setup.form.advanced.set_open(True)
    stage.window.resize(1024, 640)
    stage.qtbot.wait(1)
    assert walk.nameless(setup) == []
    assert walk.cut(setup) == []
