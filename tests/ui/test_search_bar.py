from typing import Any

import pytest
from PySide6.QtCore import Qt

from tangostudio.library import TakeQuery
from tangostudio.ui.search_bar import SearchBar


@pytest.fixture
def bar(qtbot):
    made: Any = SearchBar("Doors")
    qtbot.addWidget(made)
    made.asked = []
    made.query_changed.connect(made.asked.append)
    return made


def choose(button, text):
    next(action for action in button.menu().actions() if action.text() == text).trigger()


def test_typing_asks_once_when_it_rests(bar, qtbot):
    with qtbot.waitSignal(bar.query_changed):
        qtbot.keyClicks(bar.text, "door ")
    assert bar.asked == [TakeQuery(project="Doors", text="door")]


def test_return_asks_at_once_and_goes_on(bar, qtbot):
    bar.text.setText("creak")
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.text, Qt.Key.Key_Return)
    assert [query.text for query in bar.asked] == ["creak"]


def test_filters_and_order(bar):
    choose(bar.stars, "★★★ or more")
    choose(bar.stars, "Only favourites")
    choose(bar.stars, "Hide rejected")
    choose(bar.sort, "Loudness")
    assert bar.query == TakeQuery(
        project="Doors", min_stars=3, favourites=True, hide_rejected=True, sort="loudness"
    )
    assert bar.stars.text() == "★ 3+ · ♥ · no ✕"
    assert bar.sort.text().startswith("Loudness")
    assert bar.filtered


def test_clear_lets_go_of_everything_but_the_order(bar, qtbot):
    choose(bar.sort, "Name")
    choose(bar.stars, "★★★★★")
    bar.text.setText("x")
    bar.clear()
    assert bar.query == TakeQuery(project="Doors", sort="name")
    assert (bar.text.text(), bar.stars.text(), bar.filtered) == ("", "★ Any", False)
    qtbot.wait(120)
    assert bar.query.text == ""


def test_trash(bar, qtbot):
    qtbot.mouseClick(bar.trash, Qt.MouseButton.LeftButton)
    assert bar.asked[-1].trashed
    bar.leave_trash()
    assert not bar.asked[-1].trashed
    assert not bar.trash.isChecked()


def test_another_project_begins_unfiltered(bar):
    choose(bar.stars, "★★★★★")
    bar.set_project("Rain")
    assert bar.query == TakeQuery(project="Rain")
    count = len(bar.asked)
    bar.set_project("Rain")
    assert len(bar.asked) == count


def test_every_control_has_a_name(bar):
    for control in (bar.text, bar.stars, bar.sort, bar.trash):
        assert control.accessibleName()


def taste_entry(bar):
    return next(action for action in bar.sort.menu().actions() if action.data() == "taste")


def test_by_taste_only_once_it_is_known(bar):
    bar.offer_taste(False, "Not enough yet: 4 of the first 10 decided votes.")
    entry = taste_entry(bar)
    assert not entry.isEnabled()
    assert entry.toolTip() == "Not enough yet: 4 of the first 10 decided votes."
    assert bar.sort.menu().toolTipsVisible()
    bar.offer_taste(True, "Foretells 81 % of votes that it has not seen.")
    choose(bar.sort, "Taste")
    assert bar.query.sort == "taste"
    assert bar.sort.text() == "Taste ▾"


def test_a_taste_that_is_lost_orders_nothing(bar):
    bar.offer_taste(True, "")
    choose(bar.sort, "Taste")
    bar.offer_taste(False, "Not enough yet.")
    assert bar.query.sort == "newest"
    assert bar.asked[-1].sort == "newest"
