from collections import defaultdict

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPushButton, QSlider, QWidget

from tangostudio.ui import actions, icons, menus
from tangostudio.ui.actions import MENUS, TABLE, Actions, belongs_to_focus

ALL_MODES = (actions.CREATE, actions.COMPARE, actions.TUNE, actions.MODELS)


def test_ids_are_unique_and_every_entry_is_complete(qapp):
    assert len({spec.id for spec in TABLE}) == len(TABLE)
    for spec in TABLE:
        assert spec.menu in MENUS, spec.id
        assert spec.text.strip(), spec.id
        assert spec.help.endswith("."), spec.id
        assert set(spec.modes) <= set(ALL_MODES), spec.id
        assert not spec.icon or not icons.pixmap(spec.icon).isNull()


@pytest.mark.parametrize("mode", ALL_MODES)
def test_no_shortcut_has_two_actions_in_one_mode(mode):
    owners = defaultdict(list)
    for spec in TABLE:
        if not spec.modes or mode in spec.modes:
            for keys in spec.shortcuts:
                assert not QKeySequence(keys).isEmpty(), keys
                owners[QKeySequence(keys).toString()].append(spec.id)
    doubled = {keys: ids for keys, ids in owners.items() if len(ids) > 1}
    assert doubled == {}


def test_an_action_works_when_it_is_bound_in_its_mode_and_not_disabled(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table, done = Actions(window), []
    assert not table.enabled("take.reject")
    table.bind("take.reject", lambda: done.append("reject"))
    table["take.reject"].trigger()
    assert done == ["reject"]
    table.set_enabled("take.reject", False, "Select a take first.")
    assert not table.enabled("take.reject")
    assert table["take.reject"].toolTip() == "Reject  (X)\nSelect a take first."
    table.set_enabled("take.reject", True)
    assert table.enabled("take.reject")
    table.set_mode(actions.COMPARE)
    assert not table.enabled("take.reject")


def test_binding_again_replaces_what_an_action_does(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table, done = Actions(window), []
    table.bind("edit.undo", lambda: done.append("old"))
    table.bind("edit.undo", lambda: done.append("new"))
    table["edit.undo"].trigger()
    assert done == ["new"]


def test_borrowed_actions_go_back_to_who_had_them(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table, done = Actions(window), []
    table.bind("edit.undo", lambda: done.append("owner"))
    give_back = table.borrow(
        {"edit.undo": lambda: done.append("guest"), "edit.redo": lambda: done.append("guest")}
    )
    table["edit.undo"].trigger()
    table["edit.redo"].trigger()
    give_back()
    table["edit.undo"].trigger()
    assert done == ["guest", "guest", "owner"]
    assert not table.enabled("edit.redo")


def test_what_was_bound_anew_meanwhile_is_not_taken_back(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table, done = Actions(window), []
    table.bind("edit.undo", lambda: done.append("owner"))
    give_back = table.borrow({"edit.undo": lambda: done.append("guest")})
    table.bind("edit.undo", lambda: done.append("heir"))
    give_back()
    table["edit.undo"].trigger()
    assert done == ["heir"]


def test_a_checkable_action_is_called_with_its_state(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table, states = Actions(window), []
    table.bind("play.loop", states.append)
    table["play.loop"].trigger()
    table["play.loop"].trigger()
    assert states == [True, False]


def test_the_menu_reaches_every_action(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table = Actions(window)
    menu = menus.main_menu(table, window)
    found = {
        action.objectName()
        for part in menu.actions()
        for action in part.menu().actions()  # pyright: ignore[reportAttributeAccessIssue]
        if not action.isSeparator()
    }
    assert found == {spec.id for spec in TABLE}


@pytest.mark.parametrize(
    ("control", "key", "text", "belongs"),
    [
        (QLineEdit, Qt.Key.Key_3, "3", True),
        (QLineEdit, Qt.Key.Key_X, "x", True),
        (QLineEdit, Qt.Key.Key_Question, "?", True),
        (QLineEdit, Qt.Key.Key_Space, " ", True),
        (QLineEdit, Qt.Key.Key_Return, "\r", True),
        (QLineEdit, Qt.Key.Key_Down, "", True),
        (QLineEdit, Qt.Key.Key_Delete, "\x7f", True),
        (QLineEdit, Qt.Key.Key_Escape, "\x1b", False),
        (QLineEdit, Qt.Key.Key_F2, "", False),
        (QPushButton, Qt.Key.Key_Space, " ", True),
        (QPushButton, Qt.Key.Key_Return, "\r", True),
        (QPushButton, Qt.Key.Key_3, "3", False),
        (QPushButton, Qt.Key.Key_Down, "", False),
        (QSlider, Qt.Key.Key_Up, "", True),
        (QSlider, Qt.Key.Key_Space, " ", False),
        (QWidget, Qt.Key.Key_Space, " ", False),
    ],
)
def test_a_focused_control_keeps_its_own_keys(qtbot, control, key, text, belongs):
    widget = control()
    qtbot.addWidget(widget)
    plain = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text)
    assert belongs_to_focus(widget, plain) is belongs
    control_held = Qt.KeyboardModifier.ControlModifier
    assert not belongs_to_focus(
        widget, QKeyEvent(QEvent.Type.ShortcutOverride, key, control_held, text)
    )
    assert not belongs_to_focus(None, plain)


def test_arrow_keys_on_the_stars_set_them_and_do_not_move_the_playhead(workspace, fake, qtbot):
    take_id = workspace.takes.model.ids[0]
    fake.rate([take_id], 2)
    workspace.takes.select(take_id)
    stars = workspace.inspector.one.stars
    stars.setFocus()
    qtbot.waitUntil(stars.hasFocus)
    qtbot.keyClick(stars, Qt.Key.Key_Right)
    assert fake.take(take_id).stars == 3
    assert workspace.editor.axis.playhead == 0.0
    qtbot.keyClick(stars, Qt.Key.Key_Left)
    assert fake.take(take_id).stars == 2


def test_typing_in_a_field_fires_no_shortcut(workspace, fake, qtbot):
    ids = [take.id for take in workspace.takes.model.takes]
    workspace.takes.select(ids[0])
    before = fake.take(ids[0])
    prompt = workspace.generate.prompt
    prompt.set_text("")
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    for key in (Qt.Key.Key_X, Qt.Key.Key_3, Qt.Key.Key_Space, Qt.Key.Key_F):
        qtbot.keyClick(prompt, key)
    assert prompt.text() == "x3 f"
    assert fake.take(ids[0]) == before
    workspace.takes.view.setFocus()
    qtbot.waitUntil(workspace.takes.view.hasFocus)
    qtbot.keyClick(workspace.takes.view, Qt.Key.Key_3)
    assert fake.take(ids[0]).stars == 3
