from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tangostudio.cards import Parameter
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.parameter_row import ParameterRow, decimals, tip
from tangostudio.ui.starters import add_words


@pytest.fixture
def panel(fake, table, put):
    made = put(GeneratePanel(fake, table))
    made.set_model("starter")
    made.prompt.set_text("door slam")
    return made


def requests(fake):
    return [call[1] for call in fake.calls if call[0] == "generate"]


def under(panel) -> str:
    panel._show_estimate()
    return panel.start.accessibleDescription()


def test_the_form_has_a_row_per_parameter_of_the_card(panel, fake):
    card = fake.catalogue.get("starter")
    assert set(panel.rows) == {*card.parameters, "takes"}
    for name, parameter in card.parameters.items():
        assert panel.rows[name].value() == parameter.default
        assert panel.rows[name].field.toolTip() == tip(parameter)


def test_generate_plans_what_is_shown(panel, fake):
    panel.rows["seconds"].set_value(2.5)
    panel.rows["steps"].set_value(12)
    panel.rows["takes"].set_value(3)
    panel.negative.set_text("music")
    panel.seed.field.setText("74")
    panel.generate()
    request = requests(fake)[-1]
    assert (request.prompt, request.negative) == ("door slam", "music")
    assert (request.seconds, request.steps, request.seeds) == (2.5, 12, (74, 75, 76))


def test_random_seeds_are_left_to_the_studio(panel, fake):
    panel.generate()
    assert len(set(requests(fake)[-1].seeds)) == 4


def test_the_button_says_how_many_takes_and_how_long(panel):
    panel.rows["takes"].slider.setValue(0)
    assert panel.start.accessibleName() == "Generate 1 take"
    panel.rows["takes"].field.setValue(8)
    assert panel.start.accessibleName() == "Generate 8 takes"
    assert under(panel) == "about 4 seconds · Ctrl Enter"


def test_the_button_is_silent_about_a_time_that_is_not_known(panel, fake):
    fake.estimate = lambda *args, **values: None
    assert under(panel) == "Ctrl Enter"


def test_a_wrong_number_is_said_by_its_field_and_nothing_is_lost(panel, fake):
    panel.rows["seconds"].field.setValue(77)
    assert panel.rows["seconds"].problem() == "Choose 0.5 to 10 s."
    panel.generate()
    assert requests(fake) == []
    assert panel.prompt.text() == "door slam"
    assert panel.rows["seconds"].field.value() == 77
    panel.rows["seconds"].field.setValue(7)
    assert panel.rows["seconds"].problem() == ""
    panel.generate()
    assert requests(fake)[-1].seconds == 7


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", str(2**32)])
def test_a_wrong_seed_is_said_by_its_field(panel, fake, text):
    panel.seed.field.setText(text)
    assert panel.seed.problem()
    panel.generate()
    assert requests(fake) == []
    panel.seed.die.click()
    assert panel.seed.field.text() == ""
    assert panel.seed.problem() == ""


def test_the_die_keeps_a_seed_and_gives_it_up(panel):
    panel.seed.die.click()
    assert panel.seed.seeds(2) == (int(panel.seed.field.text()), int(panel.seed.field.text()) + 1)
    assert panel.seed.die.accessibleName() == "Back to random seeds"
    panel.seed.die.click()
    assert panel.seed.seeds(2) is None


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 5000])
def test_a_prompt_that_cannot_be_used_is_said_below_it(panel, fake, text):
    panel.prompt.set_text(text)
    panel.generate()
    assert requests(fake) == []
    assert panel.problem.isVisibleTo(panel)
    assert panel.prompt.text() == text
    panel.prompt.set_text("door")
    assert not panel.problem.isVisibleTo(panel)


def test_a_model_that_cannot_avoid_says_why(panel, fake):
    panel.negative.set_text("music")
    panel.set_model("plain")
    assert not panel.negative_fold.head.isEnabled()
    reason = fake.catalogue.get("plain").cannot["negative"]
    assert panel.negative_fold.head.toolTip() == reason
    panel.generate()
    assert requests(fake)[-1].negative == ""
    panel.set_model("starter")
    assert panel.negative.text() == "music"


def test_numbers_are_kept_when_the_model_changes(panel):
    panel.rows["seconds"].set_value(6.0)
    panel.set_model("plain")
    assert panel.rows["seconds"].value() == 6.0


def test_numbers_that_nobody_chose_are_the_new_model_s_own(panel, fake, monkeypatch):
    plain = fake.catalogue.get("plain")
    steps = replace(plain.parameters["steps"], minimum=1, maximum=8, default=4)
    quick = replace(plain, parameters={**plain.parameters, "steps": steps})
    usual = panel.rows["steps"].value()
    monkeypatch.setattr(fake, "card", lambda model: quick if model == "plain" else panel_card)
    panel_card = panel.card
    panel.set_model("plain")
    assert panel.rows["steps"].value() == 4
    panel.set_model("starter")
    assert panel.rows["steps"].value() == usual


def test_reuse_fills_in_everything_of_a_take(panel, fake):
    take = fake.take(1042)
    panel.reuse(take)
    assert panel.prompt.text() == take.prompt
    assert panel.seed.field.text() == str(take.seed)
    assert panel.rows["steps"].value() == take.steps


def test_chips_start_an_empty_prompt_and_add_words_to_a_begun_one(panel):
    panel.prompt.set_text("")
    chip = panel._chips.itemAt(0).widget()
    assert chip.accessibleName().startswith("Prompt: ")
    chip.click()
    begun = panel.prompt.text()
    assert begun
    panel._chips.itemAt(0).widget().click()
    assert panel.prompt.text() == f"{begun}, close"


@pytest.mark.parametrize(
    ("prompt", "words", "result"),
    [
        ("", "close", "close"),
        ("door", "close", "door, close"),
        ("door, ", "close", "door, close"),
        ("door, Close", "close", "door, Close"),
    ],
)
def test_words_are_added_once(prompt, words, result):
    assert add_words(prompt, words) == result


def test_up_in_an_empty_prompt_brings_back_earlier_ones(panel, qtbot):
    for text in ("first", "second"):
        panel.prompt.set_text(text)
        panel.generate()
    panel.prompt.set_text("")
    qtbot.keyClick(panel.prompt, Qt.Key.Key_Up)
    assert panel.prompt.text() == "second"
    qtbot.keyClick(panel.prompt, Qt.Key.Key_Up)
    assert panel.prompt.text() == "first"
    qtbot.keyClick(panel.prompt, Qt.Key.Key_Down)
    qtbot.keyClick(panel.prompt, Qt.Key.Key_Down)
    assert panel.prompt.text() == ""
    assert panel.history() == ["first", "second"]


def test_values_come_back_as_they_were_and_nonsense_is_left_out(panel):
    panel.rows["guidance"].set_value(4.5)
    stored = panel.values()
    panel.restore({"prompt": "other", "guidance": 1.0, "seconds": 10_000, "seed": "x", "odd": []})
    assert panel.prompt.text() == "other"
    assert panel.rows["seconds"].value() == 4.0
    panel.restore(stored)
    assert panel.values() == stored


def test_slider_and_field_tell_the_same_number(qtbot):
    row = ParameterRow(Parameter("s", "Seconds", 0.5, 10, 4.0, 0.1, "s"))
    qtbot.addWidget(row)
    row.slider.setValue(row.slider.maximum())
    assert row.value() == 10
    row.field.setValue(0.7)
    assert row.slider.value() == 2
    assert row.value() == 0.7
    row.field.stepBy(-5)
    assert row.value() == 0.5


def test_a_comma_is_a_decimal_point_too(qtbot):
    row = ParameterRow(Parameter("s", "Seconds", 0.5, 10, 4.0, 0.1, "s"))
    qtbot.addWidget(row)
    row.field.lineEdit().setText("")
    qtbot.keyClicks(row.field.lineEdit(), "2,5")
    assert row.value() == 2.5


@pytest.mark.parametrize(("step", "places"), [(1.0, 0), (0.5, 1), (0.1, 1), (0.05, 2), (0.01, 2)])
def test_figures_after_the_point_follow_the_step(step, places):
    assert decimals(Parameter("x", "X", 0, 1, 0, step)) == places


def test_tab_leaves_the_prompt(panel, qtbot):
    panel.prompt.setFocus()
    qtbot.keyClick(panel.prompt, Qt.Key.Key_Tab)
    assert not panel.prompt.hasFocus()
    assert panel.prompt.text() == "door slam"


def test_the_prompt_grows_with_its_text_up_to_a_limit(panel):
    small = panel.prompt.height()
    panel.prompt.set_text("\n".join("line" for _ in range(7)))
    grown = panel.prompt.height()
    panel.prompt.set_text("\n".join("line" for _ in range(100)))
    assert small < grown < panel.prompt.height()
    tallest = panel.prompt.height()
    panel.prompt.set_text("\n".join("line" for _ in range(1000)))
    assert panel.prompt.height() == tallest
