import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tangostudio.ui import commands
from tangostudio.ui.command_palette import CommandPalette
from tangostudio.ui.commands import Command


@pytest.fixture
def done():
    return []


@pytest.fixture
def offered(done):
    def command(name, place="File", help="", keys=(), reason=""):
        return Command(name.lower(), name, place, lambda: done.append(name), help, keys, reason)

    return [
        command("Generate", help="Make takes from the prompt.", keys=("Ctrl+Enter",)),
        command("Export", "Take", "Write WAV files.", ("E",), "Select a take first."),
        command("Export taste", help="Write the votes."),
        command("Dungeon Doors", "Project"),
    ]


@pytest.fixture
def palette(qtbot, frame, memory, offered):
    frame.resize(900, 700)
    made = CommandPalette(lambda: offered, memory, frame)
    qtbot.addWidget(made)
    made.show()
    return made


def test_letters_find_a_name_a_menu_a_key_and_a_word_of_the_help(palette):
    for typed, first in (("expta", "Export taste"), ("project", "Dungeon Doors"),
                         ("ctrl+enter", "Generate"), ("votes", "Export taste")):  # fmt: skip
        palette.field.setText(typed)
        assert palette.shown()[0] == first, typed
    palette.field.setText("no such thing")
    assert palette.shown() == []


def test_what_works_comes_before_what_does_not_when_both_fit_alike(offered):
    found = commands.find("export", offered, [])
    assert [command.text for command in found] == ["Export", "Export taste"]
    found = commands.find("e", offered, [])
    assert {command.text for command in found} >= {"Export", "Export taste"}


def test_arrows_choose_and_enter_runs_after_it_closed(palette, done, qtbot):
    palette.field.setText("export")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: done == ["Export taste"])


def test_one_that_is_disabled_says_why_and_stays(palette, done, qtbot):
    palette.field.setText("export")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == []
    assert palette.isVisible()
    assert palette._count.text() == "Export: Select a take first."


def test_what_was_used_last_comes_first(palette, offered, memory, frame, qtbot):
    palette.field.setText("dungeon")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    again = CommandPalette(lambda: offered, memory, frame)
    qtbot.addWidget(again)
    assert again.shown()[0] == "Dungeon Doors"


def test_every_line_is_spoken_with_its_place_its_key_and_why_it_rests(palette):
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [palette.view.model().index(row, 0).data(role) for row in range(4)]
    assert spoken[0] == "Generate, File, Ctrl+Enter, Make takes from the prompt."
    assert spoken[1] == "Export, Take, E, Select a take first."


def test_the_window_offers_actions_projects_and_models(workspace, fake, qtbot):
    workspace.table["palette.open"].trigger()
    palette = workspace.window.findChildren(CommandPalette)[-1]
    palette.field.setText("space station")
    assert palette.shown()[0] == "Space Station"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert fake.project == "Space Station"
    offered = {command.id: command for command in workspace.house.offered()}
    assert offered["compare.left"].reason == "Works in Compare, Tune."
    offered["model:plain"].run()
    assert workspace.generate.card.id == "plain"
    QApplication.processEvents()
