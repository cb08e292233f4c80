import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tangostudio.ui.shortcut_editor import KEYS, ShortcutEditor


@pytest.fixture
def stored():
    return []


@pytest.fixture
def editor(qtbot, table, stored):
    made = ShortcutEditor(table, {}, stored.append)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def keys_shown(editor):
    return editor.view.currentIndex().siblingAtColumn(KEYS).data()


def test_a_recorded_key_is_stored_and_shown(editor, stored, qtbot):
    editor.choose("take.favourite")
    editor.field.click()
    qtbot.keyClick(editor.field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert stored == [{"take.favourite": ("Ctrl+J",)}]
    assert keys_shown(editor) == "Ctrl+J"


def test_escape_records_nothing_and_the_dialog_stays(editor, stored, qtbot):
    editor.choose("take.favourite")
    editor.field.click()
    assert editor.field.recording
    qtbot.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not editor.field.recording
    assert editor.isVisible()
    assert stored == []


def test_a_key_of_another_action_is_named_and_can_be_taken(editor, stored, table, qtbot):
    editor.choose("take.favourite")
    editor.field.click()
    qtbot.keyClick(editor.field, Qt.Key.Key_X)
    assert editor.conflict.text() == "X belongs to “Reject”."
    assert stored == []
    editor.replace.click()
    assert stored == [{"take.favourite": ("X",), "take.reject": ()}]
    assert not editor.conflict.isVisible()


def test_a_conflict_can_be_left_as_it_is(editor, stored):
    editor.choose("take.favourite")
    editor.field.recorded.emit("X")
    editor.keep.click()
    assert stored == []
    assert not editor.replace.isVisible()


def test_one_action_and_all_can_be_reset(editor, stored):
    editor.choose("take.favourite")
    editor.field.recorded.emit("X")
    editor.replace.click()
    editor.reset.click()
    assert stored[-1] == {"take.reject": ()}
    editor._reset_all()
    assert stored[-1] == {}


def test_an_action_can_be_left_without_a_key(editor, stored):
    editor.choose("take.favourite")
    editor.remove.click()
    assert stored == [{"take.favourite": ()}]
    assert not editor.remove.isEnabled()


def test_an_action_is_found_by_its_name_and_by_its_key(editor):
    editor.search.setText("favourite")
    assert editor.chosen().id == "take.favourite"
    editor.search.setText("Ctrl+Shift+P")
    assert editor.chosen().id == "palette.open"
    editor.search.setText("no such action")
    assert editor.chosen() is None
    assert not editor.field.isEnabled()


def test_changed_keys_hold_at_once_and_are_shown_in_the_tips(workspace, fake, qtbot):
    settings = dataclasses.replace(fake.settings, shortcuts={"take.favourite": ("Ctrl+J",)})
    fake.update_settings(settings)
    action = workspace.table["take.favourite"]
    assert [key.toString() for key in action.shortcuts()] == ["Ctrl+J"]
    assert workspace.table.tip("take.favourite").startswith("Favourite  (Ctrl+J)")
    fake.update_settings(dataclasses.replace(settings, shortcuts={}))
    assert [key.toString() for key in action.shortcuts()] == ["F"]


def test_a_stored_key_that_cannot_be_used_is_ignored_with_a_note(workspace, fake):
    shortcuts = {"take.favourite": ("X",), "gone": ("Ctrl+9",), "take.reject": ("Ctrl+J",)}
    fake.update_settings(dataclasses.replace(fake.settings, shortcuts=shortcuts))
    assert workspace.window.notices.texts() == []
    broken = {"take.favourite": ("nonsense",)}
    fake.update_settings(dataclasses.replace(fake.settings, shortcuts=broken))
    assert workspace.window.notices.texts() == ["A stored shortcut is not used."]
    assert workspace.table.keys("take.favourite") == ("F",)
    QApplication.processEvents()
