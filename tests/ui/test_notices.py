import sys

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tangostudio.errors import ExportError
from tangostudio.ui import crash
from tangostudio.ui.notices import Choice, Notices


@pytest.fixture
def host(qtbot):
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def notices(host):
    return Notices(host)


def test_notes_stand_above_each_other_inside_the_window(notices, host):
    first, second = notices.good("One"), notices.bad("Two", hint="Do something about it. " * 8)
    assert first.geometry().bottom() < second.geometry().top()
    assert host.rect().contains(first.geometry())
    assert host.rect().contains(second.geometry())
    host.resize(700, 500)
    QApplication.processEvents()
    assert host.rect().contains(second.geometry())


def test_a_note_never_takes_the_focus(notices, host, qtbot):
    field = QLineEdit()
    host.layout().addWidget(field)
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    notices.bad("Something", Choice("Fix", print))
    assert field.hasFocus()


def test_a_choice_is_done_and_closes_the_note(notices):
    done = []
    notice = notices.good("Exported", Choice("Show", lambda: done.append(1)))
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == "Show")
    button.click()
    assert done == [1]
    assert notices.shown == []


def test_the_same_trouble_is_told_once_and_old_notes_make_room(notices):
    for _ in range(3):
        notices.bad("No sound device.")
    assert notices.texts() == ["No sound device."]
    for number in range(6):
        notices.bad(f"Trouble {number}")
    assert notices.texts() == [f"Trouble {number}" for number in (2, 3, 4, 5)]


def test_an_expected_error_is_a_sentence_and_a_hint(notices):
    crash.show(notices, ExportError("It could not be written.", "Choose another folder."), None)
    assert notices.shown[0].accessibleName() == "It could not be written. Choose another folder."


def test_an_unexpected_error_can_be_copied_and_the_program_goes_on(notices, caplog):
    try:
        raise RuntimeError("odd")
    except RuntimeError as error:
        crash.show(notices, error, error.__traceback__)
    notice = notices.shown[0]
    assert "RuntimeError: odd" in notice.accessibleName()
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == "Copy details")
    button.click()
    assert "test_notices.py" in QApplication.clipboard().text()
    assert "unexpected error" in caplog.text


def test_the_hook_is_the_last_net(notices, monkeypatch, caplog):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(notices)
    sys.excepthook(ValueError, ValueError("odd"), None)
    assert "ValueError: odd" in notices.shown[0].accessibleName()
