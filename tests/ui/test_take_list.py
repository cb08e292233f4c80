import pytest
from PySide6.QtCore import Qt

from tangostudio.ui import announce
from tangostudio.ui.take_list import COLUMNS
from tangostudio.ui.takes_panel import TakesPanel
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path) as made:
        made.panel = TakesPanel(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.panel)
        made.panel.show_view("list")
        made.qtbot.wait(1)
        yield made


def click_heading(stage, name):
    head = stage.panel.list.head
    number = next(n for n, column in enumerate(COLUMNS) if column.name == name)
    place = head.rect().center()
    place.setX(head.sectionViewportPosition(number) + 12)
    stage.qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_list_has_the_selection_of_the_grid(stage):
    panel = stage.panel
    panel.select_many([1045, 1042])
    panel.show_view("grid")
    assert panel.selected_ids() == [1045, 1042]
    panel.show_view("list")
    assert panel.selected_ids() == [1045, 1042]
    assert (panel.view_name, panel.search.views["list"].isChecked()) == ("list", True)
    assert stage.actions["view.list"].isChecked()


def test_a_click_in_the_list_selects_and_plays(stage):
    view, model = stage.panel.list, stage.panel.model
    place = view.visualRect(model.index(model.row_of(1045))).center()
    stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.panel.selected_ids() == [1045]
    stage.qtbot.waitUntil(lambda: ("play", 1045, 0.0) in stage.player.calls)


@pytest.mark.parametrize(("key", "take"), [(Qt.Key.Key_End, 1041), (Qt.Key.Key_Home, 1047)])
def test_home_and_end_go_to_the_ends(stage, key, take):
    stage.panel.select(1044)
    stage.panel.focus()
    stage.qtbot.keyClick(stage.panel.list, key)
    assert stage.panel.selected_ids() == [take]


def test_letters_and_space_stay_shortcuts(stage):
    stage.panel.select(1044)
    for key in (Qt.Key.Key_B, Qt.Key.Key_T, Qt.Key.Key_Space):
        stage.qtbot.keyClick(stage.panel.list, key)
    assert stage.panel.selected_ids() == [1044]


@pytest.mark.parametrize(
    ("heading", "sort"), [("name", "name"), ("stars", "stars"), ("loudness", "loudness")]
)
def test_a_heading_puts_the_takes_in_order(stage, heading, sort):
    click_heading(stage, heading)
    assert stage.panel.model.query.sort == sort
    head = stage.panel.list.head
    assert COLUMNS[head.sortIndicatorSection()].name == heading


def test_the_time_can_be_turned_round(stage):
    assert COLUMNS[stage.panel.list.head.sortIndicatorSection()].name == "created"
    click_heading(stage, "created")
    assert stage.panel.model.query.sort == "oldest"
    click_heading(stage, "created")
    assert stage.panel.model.query.sort == "newest"


def test_a_heading_without_an_order_changes_nothing(stage):
    click_heading(stage, "wave")
    assert stage.panel.model.query.sort == "newest"
    assert COLUMNS[stage.panel.list.head.sortIndicatorSection()].name == "created"


def test_columns_that_have_no_room_go_the_least_needed_first(stage):
    def shown(width):
        stage.window.resize(width, 600)
        stage.qtbot.wait(1)
        head = stage.panel.list.head
        return {c.name for n, c in enumerate(COLUMNS) if not head.isSectionHidden(n)}

    everything, some, few = shown(1400), shown(800), shown(560)
    assert everything == {column.name for column in COLUMNS}
    assert "tags" not in some
    assert few == {"name", "wave", "stars", "length", "loudness"} < some < everything


def test_a_row_says_the_same_as_a_card(stage):
    index = stage.panel.model.index(0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Take 1 of 7, Rain, roof, ")


def test_the_selection_is_announced(stage, monkeypatch):
    said = []
    monkeypatch.setattr(
        "tangostudio.ui.takes_panel.announce", lambda _widget, text: said.append(text)
    )
    stage.panel.select(1041)
    stage.panel.select_many([1041, 1042])
    assert said[0].startswith("Take 7 of 7, Footsteps, gravel, 1.0 seconds, ")
    assert said[1:] == ["2 takes selected"]


def test_nothing_is_announced_where_nobody_listens(stage, monkeypatch):
    told = []
    monkeypatch.setattr(announce.QAccessible, "updateAccessibility", told.append)
    monkeypatch.setattr(announce.QAccessible, "isActive", lambda: False)
    announce.announce(stage.panel, "Take 1")
    assert told == []
    monkeypatch.setattr(announce.QAccessible, "isActive", lambda: True)
    announce.announce(stage.panel, "Take 1")
    assert [event.message() for event in told] == ["Take 1"]
