"""The line under the prompt, on the bundled model's table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.kinds_hint import PAUSE_MS, KindsHint
from tangostudio.ui.prompt_edit import PromptEdit
from tangostudio.ui.widgets import column, holder


@pytest.fixture
def asked():
    return []


@pytest.fixture
def hint(put, asked) -> KindsHint:
    prompt = PromptEdit()
    made = KindsHint(prompt, lambda: asked.append("all"))
    put(holder(column(prompt, made)))
    made.set_model(Catalogue.load(paths.models_dir()).get("starter"))
    return made


def write(hint: KindsHint, text: str) -> None:
    hint._prompt.set_text(text)
    hint.look()


def kinds(hint: KindsHint) -> list[str]:
    return [button.text() for button in hint.buttons]


def test_a_strange_word_is_named_and_kinds_are_offered(hint):
    write(hint, "a lion, far away")
    assert hint.isVisible()
    assert hint.text.text() == "Starter may not know “lion”."
    assert "wolf howl" in kinds(hint)
    assert all(button.accessibleName().endswith("instead of lion") for button in hint.buttons)


@pytest.mark.parametrize("text", ["rain on a roof", "", "loud", "Explosion!"])
def test_a_known_prompt_gets_no_line(hint, text):
    write(hint, "a lion")
    write(hint, text)
    assert not hint.isVisible()


def test_a_kind_takes_the_place_of_the_word_and_undo_brings_it_back(hint, qtbot):
    write(hint, "a lion, far away")
    hint.buttons[kinds(hint).index("wolf howl")].click()
    assert hint._prompt.text() == "a wolf howl, far away"
    assert not hint.isVisible()
    hint._prompt.undo()
    assert hint._prompt.text() == "a lion, far away"


def test_signs_beyond_the_first_plane_do_not_move_the_place(hint):
    write(hint, "😀🎺 a lion, 😀 near")
    hint.buttons[0].click()
    kind = kinds(hint)[0]
    assert hint._prompt.text() == f"😀🎺 a {kind}, 😀 near"


def test_where_nothing_is_near_everything_is_offered(hint, asked):
    write(hint, "zzyzx")
    assert kinds(hint) == ["See what it knows"]
    hint.buttons[0].click()
    assert asked == ["all"]


def test_nothing_is_said_in_the_middle_of_a_word(hint, qtbot):
    prompt = hint._prompt
    prompt.setFocus()
    qtbot.keyClicks(prompt, "an eleph")
    assert hint._timer.isActive()
    assert hint._timer.interval() == PAUSE_MS
    hint.look()
    assert not hint.isVisible()
    qtbot.keyClicks(prompt, "ant")
    hint.look()
    assert hint.isVisible()


def test_it_looks_by_itself_after_a_pause(hint, qtbot):
    hint._timer.setInterval(1)
    hint._prompt.set_text("a lion")
    qtbot.waitUntil(hint.isVisible)


def test_a_long_unknown_text_is_shortened(hint):
    write(hint, "democracy " * 20)
    assert len(hint.text.text()) < 80
    assert hint.text.text().endswith("…”.")


def test_a_model_without_a_table_says_nothing(hint):
    write(hint, "a lion")
    hint.set_model(Catalogue.load(paths.models_dir()).get("toy"))
    hint.look()
    assert not hint.isVisible()


def test_the_keyboard_reaches_the_kinds(hint, qtbot):
    write(hint, "a lion")
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in hint.buttons)


def test_the_panel_judges_by_the_model_in_use(fake, table, put):
    panel = put(GeneratePanel(fake, table))
    panel.set_model("starter")
    panel.prompt.set_text("zzyzx")
    panel.hint.look()
    assert not panel.hint.isVisible()  # the card of this studio names no table
    panel.hint.set_model(Catalogue.load(paths.models_dir()).get("starter"))
    panel.hint.look()
    assert panel.hint.isVisible()
