import pytest
from PySide6.QtCore import Qt

from tangostudio.ui.category_chips import CategoryChips
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.inspector import Inspector

FOUND = (("DOORWood", "Doors, wood"), ("DOORCreak", "Doors, creak"))


@pytest.fixture
def inspector(fake, bridge, table, put):
    bridge.attach(fake)
    made = put(Inspector(fake, bridge, table))
    made.show_takes([1041])
    return made


@pytest.fixture
def panel(fake, table, put):
    made = put(GeneratePanel(fake, table))
    made.set_model("starter")
    return made


def typed(panel, text: str):
    panel.prompt.set_text(text)
    panel.category.look()
    return panel.category


def on(chips) -> list[str]:
    return [cat_id for cat_id, chip in chips.buttons.items() if chip.isChecked()]


# --- the chips ---


def test_chips_say_what_a_cat_id_means(put, frame):
    chips = put(CategoryChips(frame))
    chips.offer(FOUND, "DOORCreak")
    assert on(chips) == ["DOORCreak"]
    chip = chips.buttons["DOORWood"]
    assert chip.toolTip() == "Doors, wood"
    assert chip.accessibleName() == "Suggested category: DOORWood, Doors, wood"


def test_without_suggestions_there_are_no_chips(put, frame):
    chips = put(CategoryChips(frame))
    chips.offer(FOUND, "")
    assert chips.isVisible()
    chips.offer((), "")
    assert not chips.isVisible()


def test_the_same_suggestions_leave_the_chips_and_the_focus_alone(put, frame):
    chips = put(CategoryChips(frame))
    chips.offer(FOUND, "")
    before = dict(chips.buttons)
    chips.offer(FOUND, "DOORWood")
    assert chips.buttons == before
    assert on(chips) == ["DOORWood"]


# --- the right panel ---


def test_a_click_gives_a_take_the_category(inspector, fake):
    chips = inspector.one.suggested
    assert len(chips.buttons) == 4
    chips.buttons["FEETHmn"].click()
    assert fake.take(1041).category == "FEETHmn"
    assert inspector.one.category.text() == "FEETHmn"
    assert on(chips) == ["FEETHmn"]


def test_the_chips_follow_the_category_that_was_typed(inspector, fake):
    fake.categorise([1041], "FEETHmn")
    assert on(inspector.one.suggested) == ["FEETHmn"]
    fake.categorise([1041], "My own")
    assert on(inspector.one.suggested) == []


def test_chips_are_reached_and_pressed_by_keys(inspector, fake, qtbot):
    inspector.one.category.setFocus()
    qtbot.waitUntil(inspector.one.category.hasFocus)
    qtbot.keyClick(inspector.one.category, Qt.Key.Key_Tab)
    chip = inspector.focusWidget()
    assert chip in inspector.one.suggested.buttons.values()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert fake.take(1041).category == chip.text()


def test_several_takes_get_a_category_at_once(inspector, fake):
    inspector.show_takes([1041, 1042])
    chips = inspector.many.suggested
    cat_id = next(iter(chips.buttons))
    chips.buttons[cat_id].click()
    assert [fake.take(each).category for each in (1041, 1042)] == [cat_id, cat_id]


# --- the prompt ---


def test_a_prompt_offers_categories_and_the_takes_get_the_chosen_one(panel, fake):
    category = typed(panel, "a wooden door creaks")
    assert on(category.chips) == []
    category.chips.buttons["DOORCreak"].click()
    panel.generate()
    assert ("category", "DOORCreak") in fake.calls


def test_without_a_choice_takes_get_no_category(panel, fake):
    typed(panel, "a wooden door creaks")
    panel.generate()
    assert not [call for call in fake.calls if call[0] == "category"]


def test_a_second_click_takes_the_choice_back_and_another_one_changes_it(panel):
    category = typed(panel, "a wooden door creaks")
    category.chips.buttons["DOORCreak"].click()
    category.chips.buttons["DOORWood"].click()
    assert (category.category, on(category.chips)) == ("DOORWood", ["DOORWood"])
    category.chips.buttons["DOORWood"].click()
    assert (category.category, on(category.chips)) == ("", [])


def test_a_choice_stays_while_it_fits_the_prompt(panel):
    typed(panel, "a wooden door creaks").chips.buttons["DOORCreak"].click()
    assert typed(panel, "an old wooden door creaks").category == "DOORCreak"
    assert on(panel.category.chips) == ["DOORCreak"]
    assert typed(panel, "thunder").category == ""


def test_nothing_is_offered_for_nothing(panel):
    assert not typed(panel, "").isVisible()
    assert not typed(panel, "xyzzy").isVisible()
    assert typed(panel, "thunder").isVisible()


def test_typing_offers_after_a_moment(panel, qtbot):
    panel.prompt.set_text("rolling thunder")
    qtbot.waitUntil(lambda: "THUN" in panel.category.chips.buttons)


def test_the_choice_is_stored_and_comes_back_with_the_prompt(panel, fake, table, put):
    typed(panel, "a wooden door creaks").chips.buttons["DOORCreak"].click()
    values = panel.values()
    panel.restore({"prompt": "thunder", "category": ""})
    panel.category.look()
    panel.restore(values)
    panel.category.look()
    assert panel.category.category == "DOORCreak"


def test_a_reused_take_brings_its_category(panel, fake):
    fake._edit([1041], "", category="FEETHmn")
    panel.reuse(fake.take(1041))
    panel.category.look()
    assert on(panel.category.chips) == ["FEETHmn"]
