from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QWidget,
)

from tangostudio import messages
from tangostudio.errors import LibraryInUse
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.memory import WindowMemory

CONTROLS = (QAbstractButton, QSlider, QComboBox, QPlainTextEdit, QLineEdit, QAbstractSpinBox)


def test_every_control_has_a_name_that_can_be_spoken(workspace, fake):
    fake.tunes.put_adapter(3, active=True)
    for mode in ("compare", "tune", "models", "create"):
        workspace.open_mode(mode)
    nameless = [
        f"{type(control).__name__} {control.property('text')} in {control.parent()}"
        for control in workspace.window.findChildren(QWidget)
        if isinstance(control, CONTROLS)
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not control.isHidden()
        and not (control.accessibleName() or control.property("text"))
        and not isinstance(control.parent(), QAbstractSpinBox)
    ]
    assert nameless == []


def test_the_keyboard_reaches_the_main_controls(workspace):
    seen, at = set(), workspace.generate.prompt
    for _ in range(400):
        at = at.nextInFocusChain()
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisibleTo(workspace.window):
            seen.add(at)
    assert workspace.generate.start in seen
    assert workspace.takes.view in seen
    assert workspace.window.header.menu in seen
    assert {row.field for row in workspace.generate.rows.values()} <= seen


def test_selecting_a_take_shows_it_everywhere(workspace, fake):
    assert not workspace.table.enabled("take.reuse")
    workspace.takes.select(1042)
    assert workspace.inspector.one.title.text() == fake.take(1042).title
    assert workspace.table.enabled("take.reuse")
    workspace.table["take.reuse"].trigger()
    assert workspace.generate.prompt.text() == fake.take(1042).prompt
    workspace.inspector.reuse_seed.emit(1234)
    assert workspace.generate.seed.field.text() == "1234"


def test_generating_from_the_prompt_goes_on_at_the_takes(workspace, fake, qtbot):
    prompt = workspace.generate.prompt
    prompt.set_text("door slam")
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert fake.jobs()[0].request.prompt == "door slam"
    assert prompt.text() == "door slam"
    assert workspace.takes.view.hasFocus()


def test_modes_open_their_page_and_their_actions(workspace):
    window, table = workspace.window, workspace.table
    for mode, works, rests in (
        ("compare", "compare.left", "take.rate_3"),
        ("tune", "tune.main", "compare.skip"),
        ("models", "mode.create", "compare.left"),
        ("create", "generate.start", "compare.left"),
    ):
        table[f"mode.{mode}"].trigger()
        assert window.shell.page() == mode
        assert window.header.tabs[mode].isChecked()
        assert table[works].isEnabled() or mode == "compare"
        assert not table[rests].isEnabled()
    window.header.tabs["models"].click()
    assert window.shell.page() == "models"


def test_undo_says_what_it_undoes(workspace, fake):
    assert not workspace.table.enabled("edit.undo")
    fake.rate([1041], 5)
    assert workspace.table["edit.undo"].text() == "Undo rating"
    workspace.table["edit.undo"].trigger()
    assert ("undo", "rating") in fake.calls
    assert workspace.table["edit.redo"].text() == "Redo rating"


def test_the_header_tells_project_and_model(workspace, fake):
    header = workspace.window.header
    assert header.project.accessibleName() == "Project Dungeon Doors"
    assert header.model.accessibleName() == "Model Starter, licence Apache-2.0"
    workspace.use_model("plain")
    assert "research" in header.model.text()
    assert ("warm", "plain") in fake.calls
    fake.create_project("Another")
    assert header.project.accessibleName() == "Project Another"


def test_the_project_menu_lists_and_opens(workspace, fake):
    menu = workspace.window.header.project.menu()
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert texts[:2] == ["Dungeon Doors   ·   3 takes", "Space Station   ·   0 takes"]
    menu.actions()[1].trigger()
    assert fake.project == "Space Station"
    workspace.projects._try(lambda: fake.create_project("Space Station"))
    assert workspace.window.notices.texts() == ["There is a project Space Station already."]


def test_a_failure_in_another_mode_is_told(workspace, fake):
    workspace.open_mode("models")
    fake.changes.tell("jobs", event=messages.Failed("a", "OutOfMemory", "No memory.", "Shorter."))
    assert workspace.window.notices.texts() == ["No memory."]


def test_a_line_about_how_a_job_goes_on_is_shown(workspace, fake):
    text = "Memory ran short: takes are made one by one."
    fake.changes.tell("jobs", event=messages.Notice("a", text))
    assert workspace.window.notices.texts() == [text]


def test_side_panels_fold_and_are_remembered(workspace, window, memory):
    workspace.table["view.right"].trigger()
    assert not window.shell.right.isVisibleTo(window)
    window.keep()
    again = MainWindow(memory)
    assert not again.shell.right.isVisibleTo(again)
    assert again.shell.left.isVisibleTo(again)
    again.deleteLater()


def test_what_was_typed_comes_back_in_the_next_session(workspace, memory):
    workspace.generate.prompt.set_text("half a thought")
    workspace._keep()
    assert memory.value("draft", {})["prompt"] == "half a thought"


def test_a_library_that_cannot_be_opened_fills_the_window(window, qtbot):
    done = []
    error = LibraryInUse("The library is open in another window.", "Close it first.")
    window.show_problem(error, Path("/somewhere"), lambda: done.append("retry"), print)
    assert window.shell.page() == "problem"
    window.shell.pages.currentWidget().retry.click()
    assert done == ["retry"]


@pytest.mark.parametrize("text", ["", "[1, 2", '"text"', "[1]", "[0, 0, 0]", '["a", "b", "c"]'])
def test_a_damaged_memory_is_as_if_there_were_none(tmp_path, text):
    file = tmp_path / "window.ini"
    memory = WindowMemory(file)
    memory._stored.setValue("splitter_columns", text)
    assert memory.splitter("columns", [280, 890, 268]) == [280, 890, 268]


def test_a_stored_place_off_the_screen_is_not_used(window, memory, qtbot):
    window.move(-5000, -5000)
    memory.keep_window(window)
    memory.put_window(window)
    screen = window.screen().availableGeometry()
    assert window.geometry().intersects(screen)


def test_a_narrow_window_keeps_what_is_needed(workspace, qtbot):
    workspace.window.resize(920, 600)
    qtbot.waitUntil(lambda: not workspace.window.header.memory.isVisibleTo(workspace.window))
    assert workspace.window.header.model.isVisibleTo(workspace.window)
    assert workspace.generate.start.width() > 150


def test_the_menu_makes_the_demonstration(workspace, fake):
    workspace.open_mode("models")
    workspace.table["help.demonstration"].trigger()
    assert fake.calls[-1] == ("make_demonstration",)
    assert workspace.table.mode == "create"


def test_a_ready_demonstration_is_said_once_and_opened_by_a_click(workspace, fake, qtbot):
    fake.demonstration = SimpleNamespace(job="a", project="Space Station", number=12, total=12)
    fake.changes.tell("demonstration")
    assert workspace.window.notices.texts() == ["The demonstration project is ready"]
    (notice,) = workspace.window.notices.shown
    next(b for b in notice.findChildren(QAbstractButton) if b.text() == "Open it").click()
    assert fake.project == "Space Station"
    assert workspace.window.notices.texts() == []
    fake.changes.tell("demonstration")
    assert workspace.window.notices.texts() == []
