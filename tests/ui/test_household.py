import dataclasses
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tangostudio import machine, messages
from tangostudio.ui.desktop_notes import DESKTOP, OFF, TASKBAR, DesktopNotes
from tangostudio.ui.diagnostics_dialog import DiagnosticsDialog
from tangostudio.ui.ended_work import EndedWork
from tangostudio.ui.first_run import DONE
from tests.ui import fake_house


@pytest.fixture
def away(monkeypatch):
    """The person looks at another program."""
    state = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: state))


@pytest.fixture
def alerts(monkeypatch):
    found = []
    monkeypatch.setattr(QApplication, "alert", staticmethod(found.append))
    return found


def test_nothing_is_said_out_of_the_window_while_it_is_looked_at(window, alerts, monkeypatch):
    state = Qt.ApplicationState.ApplicationActive
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: state))
    assert DesktopNotes(window).say("Ready", "4 new takes") == ""
    assert alerts == []


def test_without_a_place_for_messages_the_taskbar_is_marked(window, away, alerts):
    assert DesktopNotes(window).say("Ready", "4 new takes") == TASKBAR
    assert alerts == [window]


def test_where_the_desktop_shows_messages_one_is_shown(window, away, alerts, monkeypatch):
    said = []
    notes = DesktopNotes(window)
    monkeypatch.setattr(notes, "_message", lambda *words: said.append(words) or True)
    assert notes.say("Ready", "4 new takes") == DESKTOP
    assert said == [("Ready", "4 new takes")]
    assert alerts == []


def test_it_can_be_turned_off(workspace, fake, away, alerts):
    fake.update_settings(dataclasses.replace(fake.settings, notifications=OFF))
    fake.changes.tell("jobs", event=messages.Failed("a", "OutOfMemory", "No memory.", ""))
    assert alerts == []
    fake.update_settings(dataclasses.replace(fake.settings, notifications=TASKBAR))
    fake.changes.tell("jobs", event=messages.Failed("a", "OutOfMemory", "No memory.", ""))
    assert alerts == [workspace.window]


def change(event, *kinds):
    return SimpleNamespace(event=event, kinds=frozenset(kinds or ("jobs",)))


def test_a_queue_is_told_once_when_nothing_is_left_to_do(fake):
    ended = EndedWork(fake)
    for _ in range(2):
        fake.generate(fake.plan("starter", "a bell", takes=1))
    take = messages.TakeReady("job1", 1, "", "", 1, 1.0, 44100, 2)
    assert ended.take_in(change(take, "takes", "jobs")) is None
    assert ended.take_in(change(messages.Finished("job1"))) is None
    fake.cancel_all()
    assert ended.take_in(change(messages.Finished("job2"))) == ("All takes are made", "1 new take")


def test_the_demonstration_is_not_told(fake):
    ended = EndedWork(fake)
    take = messages.TakeReady("demonstration-1-a", 1, "", "", 1, 1.0, 44100, 2)
    ended.take_in(change(take, "takes", "jobs"))
    assert ended.take_in(change(messages.Finished("demonstration-1-a"))) is None


def test_a_note_in_the_window_never_takes_the_keyboard(workspace, fake, qtbot):
    prompt = workspace.generate.prompt
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    fake.changes.tell("jobs", event=messages.Notice("a", "Memory ran short."))
    workspace.window.notices.bad("It failed.", hint="Try again.")
    QApplication.processEvents()
    assert prompt.hasFocus()
    assert len(workspace.window.notices.shown) == 2


def test_the_first_run_tells_the_machine_the_speed_and_three_keys(workspace, fake, monkeypatch):
    monkeypatch.setattr(machine, "cores", lambda: 8)
    monkeypatch.setattr(machine, "total_memory", lambda: 16_000_000_000)
    monkeypatch.setattr(machine, "graphics", lambda: "")
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 80_000_000_000)
    workspace.house.welcome()
    card = workspace.house.first_run
    assert card.machine_line.text() == "This computer: 8 cores, 16.0 GB, no GPU"
    assert "Starter: less than a second per take" in card.speed_line.text()
    assert "80.0 GB of disk free" in card.speed_line.text()
    assert [key.accessibleName().split(":")[0] for key in card._keys] == [
        "Ctrl+Enter", "Space", "Up Down",
    ]  # fmt: skip
    assert workspace.window.notices.texts() == []


def test_the_first_steps_are_put_away_for_good_and_come_back_when_asked(workspace, memory):
    workspace.house.welcome()
    workspace.house.first_run.close_button.click()
    assert workspace.house.first_run is None
    assert memory.value(DONE, False) is True
    workspace.house.welcome()
    assert workspace.house.first_run is None
    workspace.table["help.first_steps"].trigger()
    assert workspace.house.first_run is not None


def test_more_models_are_an_offer(workspace):
    workspace.house.welcome()
    workspace.house.first_run.more.click()
    assert workspace.table.mode == "models"


def test_little_disk_is_said_at_the_start(workspace, monkeypatch):
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 900_000_000)
    workspace.house.welcome()
    assert workspace.window.notices.texts() == ["Only 900 MB are free where the library lies."]


def test_diagnostics_are_shown_and_copied_as_one_text(workspace, fake):
    fake_house.complete(fake)
    workspace.table["help.diagnostics"].trigger()
    dialog = workspace.window.findChildren(DiagnosticsDialog)[-1]
    dialog.copy.click()
    copied = QApplication.clipboard().text()
    assert copied == dialog.report
    assert copied.startswith("Program\n  Tango Studio: ")
    assert fake.take(1041).prompt not in copied
    assert str(fake.folder) not in copied
    dialog.close()
