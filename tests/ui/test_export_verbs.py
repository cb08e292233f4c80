"""The verbs around the export sheet: again, projects, inspection, quiet trouble, drags."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from tangostudio.errors import ExportError
from tangostudio.ui import drag, export_memory
from tangostudio.ui.export_dialog import ExportDialog
from tangostudio.ui.export_question import LicenceQuestion


@pytest.fixture
def selected(workspace, fake, tmp_path):
    workspace.takes.view.selectAll()
    export_memory.keep(workspace.window.memory, fake.deliveries.preset("raw"), str(tmp_path / "x"))
    return workspace


def notes(workspace):
    return workspace.window.notices.texts()


def test_export_again_needs_no_sheet(selected, qtbot, fake, tmp_path):
    selected.table["take.export_again"].trigger()
    qtbot.waitUntil(lambda: "3 files exported to x" in notes(selected))
    ((plan, folder, _agreed),) = fake.deliveries.delivered
    assert (plan.preset.id, folder) == ("raw", tmp_path / "x")
    assert selected.window.findChildren(ExportDialog) == []


def test_export_again_asks_where_nothing_was_exported_yet(workspace):
    workspace.takes.view.selectAll()
    workspace.table["take.export_again"].trigger()
    assert len(workspace.window.findChildren(ExportDialog)) == 1


def test_export_again_asks_where_a_licence_wants_it(selected, fake):
    fake._edit([1041], "", commercial="no")
    export_memory.keep(selected.window.memory, fake.deliveries.preset("film"), "/x")
    selected.table["take.export_again"].trigger()
    assert fake.deliveries.delivered == []
    assert len(selected.window.findChildren(ExportDialog)) == 1


def test_a_file_that_fails_is_told_in_a_note(selected, qtbot, fake):
    fake.deliveries.broken = {1042}
    selected.table["take.export_again"].trigger()
    qtbot.waitUntil(lambda: "1 file could not be exported" in notes(selected))


def test_verbs_wait_for_a_selection(workspace):
    workspace.takes.view.clearSelection()
    for verb in ("export", "export_again", "export_reaper", "export_dawproject"):
        assert "Select a take first." in workspace.table.reason(f"take.{verb}")


@pytest.mark.parametrize("kind", ["reaper", "dawproject"])
def test_a_project_is_written_where_the_person_wants_it(
    selected, qtbot, fake, tmp_path, monkeypatch, kind
):
    monkeypatch.setattr(
        "tangostudio.ui.export_verbs.QFileDialog.getExistingDirectory", lambda *a: str(tmp_path)
    )
    selected.table[f"take.export_{kind}"].trigger()
    qtbot.waitUntil(lambda: any("with 3 sounds is written" in text for text in notes(selected)))
    assert fake.daw_projects.written == [(kind, 3, False)]
    assert len(notes(selected)) == 1


def test_a_project_of_restricted_takes_asks_first(selected, qtbot, fake, tmp_path):
    fake._edit([1041], "", commercial="no")
    export_memory.keep(selected.window.memory, fake.deliveries.preset("film"), "/x")
    selected.exports.write_project([1041, 1042], "reaper", tmp_path)
    (question,) = selected.window.findChildren(LicenceQuestion)
    question.leave_out.click()
    qtbot.waitUntil(lambda: bool(notes(selected)))
    assert fake.daw_projects.written == [("reaper", 1, False)]


def test_trouble_of_takes_that_export_themselves_is_told_quietly_and_once(workspace, fake):
    fake.auto_export.trouble = "“Door” was not exported. The folder is gone."
    for _time in range(2):
        fake.changes.tell("deliveries")
    assert notes(workspace) == ["“Door” was not exported. The folder is gone."]


def test_a_file_is_inspected(workspace, qtbot, fake, monkeypatch):
    path = fake.take(1041).path
    monkeypatch.setattr(
        "tangostudio.ui.export_verbs.QFileDialog.getOpenFileName", lambda *a: (str(path), "")
    )
    workspace.table["file.inspect"].trigger()
    dialog = workspace.window.findChildren(QDialog)[-1]
    qtbot.waitUntil(lambda: dialog.facts is not None)
    assert dialog.said.text() == "FLAC, 44.1 kHz, 24 bit, stereo, 1.00 s"


# --- drags and copies -----------------------------------------------------------------------------


@pytest.fixture
def dragged(monkeypatch):
    found = []
    monkeypatch.setattr(
        drag, "start_drag", lambda source, paths, picture: found.append((source, paths))
    )
    return found


def test_a_drag_of_files_that_are_ready_starts_at_once(selected, dragged):
    selected.inspector.handle._begin(selected.inspector.handle)
    ((source, paths),) = dragged
    assert source is selected.inspector.handle
    assert len(paths) == 3
    assert all(path.is_file() for path in paths)


def test_a_drag_waits_for_its_files_while_the_button_is_held(selected, dragged, fake, qtbot,
                                                             monkeypatch):  # fmt: skip
    fake.drags_ready = False
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    selected.takes.drag_selected()
    assert dragged == []
    qtbot.waitUntil(lambda: len(dragged) == 1)
    assert all(path.is_file() for path in dragged[0][1])


def test_files_that_come_too_late_for_a_drag_are_told(selected, dragged, fake, qtbot):
    fake.drags_ready = False
    selected.takes.drag_selected()
    qtbot.waitUntil(lambda: "3 files are ready: drag them again" in notes(selected))
    assert dragged == []


def test_a_copy_is_rendered_behind_the_window(selected, fake, qtbot):
    fake.drags_ready = False
    selected.table["take.copy"].trigger()
    qtbot.waitUntil(lambda: "3 files are on the clipboard" in notes(selected))
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert all(Path(url.toLocalFile()).is_file() for url in urls)
    assert len(urls) == 3


def test_what_cannot_be_rendered_is_told(selected, fake, qtbot, monkeypatch):
    def work(_ids):
        def fail():
            raise ExportError("The disk is full.")

        return fail

    fake.drags_ready = False
    monkeypatch.setattr(fake, "drag_work", work)
    selected.table["take.copy"].trigger()
    qtbot.waitUntil(lambda: "The disk is full." in notes(selected))
