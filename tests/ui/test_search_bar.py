from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from tangostudio.library import TakeQuery
from tangostudio.ui.search_bar import SearchBar
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def studio(tmp_path):
    made = FakeStudio(tmp_path, 3)
    made._edit([1041], "", category="DOORWood", tags=("wet", "close"))
    return made


@pytest.fixture
def bar(qtbot, studio):
    made: Any = SearchBar(studio)
    qtbot.addWidget(made)
    made.asked = []
    made.query_changed.connect(made.asked.append)
    return made


@pytest.fixture
def filters(bar):
    bar.open_filters()
    yield bar.filters
    bar.filters.hide()


def plain(**values):
    return TakeQuery(project="Dungeon Doors", **values)


def choose(menu, text):
    next(action for action in menu.actions() if action.text() == text).trigger()


def lists_menu(bar):
    bar.lists.menu.aboutToShow.emit()
    return bar.lists.menu


def entries(menu):
    return [action.text() for action in menu.actions() if action.text()]


def answer(monkeypatch, name):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: (name, bool(name)))


# --- typing, order, trash, view ---


def test_typing_asks_once_when_it_rests(bar, qtbot):
    with qtbot.waitSignal(bar.query_changed):
        qtbot.keyClicks(bar.text, "door ")
    assert bar.asked == [plain(text="door")]


def test_return_asks_at_once_and_goes_on(bar, qtbot):
    bar.text.setText("creak")
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.text, Qt.Key.Key_Return)
    assert [query.text for query in bar.asked] == ["creak"]


def test_an_order_is_chosen_and_said(bar):
    choose(bar.sort.menu(), "Loudness")
    assert bar.query == plain(sort="loudness")
    assert bar.sort.text() == "Loudness ▾"
    assert not bar.filtered


def test_trash(bar, qtbot):
    qtbot.mouseClick(bar.trash, Qt.MouseButton.LeftButton)
    assert bar.asked[-1].trashed
    bar.leave_trash()
    assert not bar.asked[-1].trashed
    assert not bar.trash.isChecked()


def test_the_view_is_asked_for_and_marked(bar, qtbot):
    with qtbot.waitSignal(bar.view_wanted) as told:
        bar.views["list"].click()
    assert told.args == ["list"]
    bar.show_view("list")
    assert bar.views["list"].isChecked()
    assert not bar.views["grid"].isChecked()


def test_every_control_has_a_name(bar):
    controls = (bar.text, bar.filter, bar.lists.button, bar.sort, bar.trash, *bar.views.values())
    assert all(control.accessibleName() for control in controls)


def test_another_project_begins_unfiltered(bar):
    bar.set_query(plain(min_stars=5, text="x"))
    bar.set_project("Rain")
    assert bar.query == TakeQuery(project="Rain")
    assert bar.text.text() == ""
    count = len(bar.asked)
    bar.set_project("Rain")
    assert len(bar.asked) == count


# --- filters ---


def test_each_control_of_the_popover_changes_its_part(filters, bar):
    filters.stars.chosen.emit(3)
    filters.marks.buttons["favourites"].click()
    filters.colours.dots["red"].click()
    filters.colours.dots["blue"].click()
    filters.tags.buttons["wet"].click()
    filters.categories.buttons["DOORWood"].click()
    filters.models.buttons["starter"].click()
    filters.longest.setValue(4.0)
    filters.checks.buttons[True].click()
    filters.origin.buttons["made"].click()
    filters.scope.buttons[True].click()
    assert bar.query == TakeQuery(
        project=None, min_stars=3, favourites=True, colours=("red", "blue"), tags=("wet",),
        categories=("DOORWood",), models=("starter",), longest=4.0, flagged=True, origin="made",
    )  # fmt: skip
    assert bar.filter.text() == "Filter · 11"


def test_the_popover_shows_what_is_in_force(filters, bar):
    bar.set_query(plain(min_stars=2, hide_rejected=True, colours=("green",), shortest=1.5))
    assert filters.stars.stars() == 2
    assert filters.marks.chosen() == ("hide_rejected",)
    assert filters.colours.chosen() == ("green",)
    assert (filters.shortest.value(), filters.longest.value()) == (1.5, 0.0)
    assert filters.scope.chosen() == (False,)


def test_a_time_is_chosen_and_let_go(filters, bar):
    filters.days.buttons[7].click()
    assert bar.query.days == 7
    assert filters.days.chosen() == (7,)
    filters.days.buttons[None].click()
    assert bar.query.days is None


def test_a_choice_that_nothing_has_is_not_offered(bar, studio):
    studio._edit([1041], "", category="")
    bar.open_filters()
    assert bar.filters.categories.isHidden()
    bar.filters.hide()


def test_the_popover_says_how_many_are_found(filters, bar):
    bar.set_found(12)
    assert filters.found.text() == "12 takes"


def test_chips_say_what_is_in_force_and_let_it_go(bar, qtbot):
    bar.set_query(plain(min_stars=3, tags=("wet",)))
    assert bar.chips.texts() == ["★ 3+", "Tag wet"]
    chips = [chip for chip in bar.chips.findChildren(type(bar.trash)) if not chip.isHidden()]
    qtbot.mouseClick(chips[0], Qt.MouseButton.LeftButton)
    assert bar.query == plain(tags=("wet",))
    assert chips[0].accessibleName() == "Filter ★ 3+, remove"


def test_clear_lets_go_of_everything_but_the_order(bar, qtbot):
    bar.set_query(plain(sort="name", min_stars=5))
    bar.text.setText("x")
    bar.clear()
    assert bar.query == plain(sort="name")
    assert (bar.text.text(), bar.filtered, bar.chips.isHidden()) == ("", False, True)
    qtbot.wait(120)
    assert bar.query.text == ""


def test_likeness_is_an_order_with_a_chip(bar):
    bar.like(1041)
    assert bar.query == plain(sort="likeness", like=1041)
    assert bar.chips.texts() == ["Like #1041"]
    choose(bar.sort.menu(), "Newest")
    assert bar.query == plain()


# --- taste ---


def taste_entry(bar):
    return next(action for action in bar.sort.menu().actions() if action.data() == "taste")


def test_by_taste_only_once_it_is_known(bar):
    bar.offer_taste(False, "Not enough yet: 4 of the first 10 decided votes.")
    entry = taste_entry(bar)
    assert not entry.isEnabled()
    assert entry.toolTip() == "Not enough yet: 4 of the first 10 decided votes."
    bar.offer_taste(True, "Foretells 81 % of votes that it has not seen.")
    choose(bar.sort.menu(), "Taste")
    assert bar.query.sort == "taste"


def test_a_taste_that_is_lost_orders_nothing(bar):
    bar.offer_taste(True, "")
    choose(bar.sort.menu(), "Taste")
    bar.offer_taste(False, "Not enough yet.")
    assert bar.asked[-1].sort == "newest"


# --- smart lists ---


def test_without_a_filter_there_is_nothing_to_keep(bar):
    menu = lists_menu(bar)
    assert entries(menu) == ["No lists yet", "Keep these filters as a list…"]
    assert not any(action.isEnabled() for action in menu.actions() if action.text())


def test_filters_are_kept_and_opened_again(bar, studio, monkeypatch):
    answer(monkeypatch, "Keepers")
    bar.set_query(plain(min_stars=4, text="door"))
    choose(lists_menu(bar), "Keep these filters as a list…")
    assert bar.lists.button.text() == "Keepers ▾"
    bar.clear()
    assert bar.lists.button.text() == "Lists ▾"
    choose(lists_menu(bar), "Keepers")
    assert bar.query == plain(min_stars=4, text="door")
    assert bar.text.text() == "door"


def test_a_list_is_changed_renamed_and_forgotten(bar, studio, monkeypatch):
    studio.lists.add("Keepers", plain(min_stars=4))
    choose(lists_menu(bar), "Keepers")
    bar.set_query(plain(min_stars=5))
    assert bar.lists.button.text() == "Keepers * ▾"
    choose(lists_menu(bar), "Update “Keepers”")
    assert studio.lists.all()[0].query == plain(min_stars=5)
    answer(monkeypatch, "Best")
    choose(lists_menu(bar), "Rename “Keepers”…")
    assert bar.lists.button.text() == "Best ▾"
    choose(lists_menu(bar), "Delete “Best”")
    assert studio.lists.all() == []
    assert bar.lists.button.text() == "Lists ▾"
    assert bar.query == plain(min_stars=5)


def test_a_name_that_is_taken_is_told(bar, studio, monkeypatch, qtbot):
    studio.lists.add("Keepers", plain(min_stars=4))
    answer(monkeypatch, "Keepers")
    bar.set_query(plain(min_stars=1))
    with qtbot.waitSignal(bar.failed) as told:
        choose(lists_menu(bar), "Keep these filters as a list…")
    assert "already" in told.args[0].message


def test_a_list_of_another_project_opens_it(bar, studio):
    studio.lists.add("Hums", TakeQuery(project="Space Station", min_stars=1))
    choose(lists_menu(bar), "Hums")
    assert studio.project == "Space Station"
    assert bar.query == TakeQuery(project="Space Station", min_stars=1)
