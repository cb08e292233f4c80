"""The keyboard and the screen reader reach everything, in every mode and every dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from tests.ui import fake_house, walk

MODES = ("create", "compare", "tune", "models")
DIALOGS = (
    "settings", "take.export", "help.shortcuts", "shortcuts.edit", "help.about",
    "help.diagnostics", "palette.open", "models.find_files", "models.shopping_list",
)  # fmt: skip


@pytest.fixture
def filled(workspace, fake):
    fake_house.complete(fake)
    fake.tunes.put_adapter(3, active=True)
    workspace.takes.select(next(iter(workspace.takes.model.takes)).id)
    return workspace


def open_dialog(workspace, action, qtbot):
    for mode in MODES:
        if not workspace.table.enabled(action):
            workspace.open_mode(mode)
    workspace.table[action].trigger()
    dialog = workspace.window.findChildren(QDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


@pytest.mark.parametrize("mode", MODES)
def test_every_control_of_a_mode_has_a_name(filled, mode, qtbot):
    filled.house.welcome()
    filled.open_mode(mode)
    qtbot.wait(1)
    assert walk.nameless(filled.window) == []


@pytest.mark.parametrize("action", DIALOGS)
def test_every_control_of_a_dialog_has_a_name(filled, action, qtbot):
    dialog = open_dialog(filled, action, qtbot)
    assert walk.nameless(dialog) == []
    dialog.close()


@pytest.mark.parametrize("mode", MODES)
def test_tab_reaches_every_control_of_a_mode(filled, mode, qtbot):
    filled.house.welcome()
    filled.open_mode(mode)
    qtbot.wait(1)
    reached = set(walk.stops(filled.window))
    missed = [
        f"{type(control).__name__} {control.accessibleName()}"
        for control in walk.shown(filled.window)
        if isinstance(control, QAbstractButton)
        and control.isEnabled()
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and control not in reached
    ]
    assert missed == []
    assert set(filled.window.header.tabs.values()) <= reached


@pytest.mark.parametrize("action", DIALOGS)
def test_a_dialog_begins_at_a_control_and_tab_stays_in_it(filled, action, qtbot):
    dialog = open_dialog(filled, action, qtbot)
    reached = walk.stops(dialog)
    assert reached
    assert all(dialog.isAncestorOf(control) for control in reached)
    dialog.close()


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("mode", MODES)
def test_whatever_has_the_focus_shows_a_ring(filled, mode, qtbot):
    filled.house.welcome()
    filled.open_mode(mode)
    qtbot.wait(1)
    unseen = []
    for control in walk.stops(filled.window):
        if not isinstance(control, walk.CONTROLS) or control.width() > 600:
            continue
        filled.window.setFocus()
        before = picture(control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if control.hasFocus() and picture(control) == before:
            unseen.append(f"{type(control).__name__} {control.accessibleName()}")
    assert unseen == []
