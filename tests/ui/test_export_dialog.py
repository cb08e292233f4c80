"""The export sheet, from the selection to the files, by keys alone and with the pointer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit

from tangostudio.ui.export_dialog import ExportDialog
from tangostudio.ui.export_question import LicenceQuestion
from tangostudio.ui.export_table import CATEGORY, FILE, FX_NAME, LICENCE, NOTES

IDS = [1041, 1042, 1043]


@pytest.fixture
def folder(tmp_path, memory):
    memory.store("export_folder", str(tmp_path / "out"))
    return tmp_path / "out"


@pytest.fixture
def sheet(qtbot, fake, bridge, memory, folder):
    made = ExportDialog(fake, bridge, IDS, memory)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isVisible)
    return made


def names(sheet):
    return [sheet.model.index(row, FILE).data() for row in range(sheet.model.rowCount())]


def over(qtbot, sheet):
    qtbot.waitUntil(lambda: sheet.pages.currentIndex() == 1)


def test_five_takes_are_delivered_by_keys_alone(qtbot, workspace, fake, tmp_path):
    fake._add("Door", "a wooden door", seed=1)
    fake._add("Bell", "a hand bell", seed=2)
    fake.changes.tell("takes")
    workspace.takes.view.selectAll()
    workspace.takes.focus()
    workspace.window.memory.store("export_folder", str(tmp_path / "out"))
    qtbot.keyClick(workspace.window, Qt.Key.Key_E)
    sheet = workspace.window.findChildren(QDialog)[-1]
    qtbot.waitUntil(sheet.form.presets.list.hasFocus)
    qtbot.keyClick(sheet.form.presets.list, Qt.Key.Key_Home)
    assert sheet.form.preset().name == "Game one-shot"
    qtbot.keyClick(sheet.form.presets.list, Qt.Key.Key_Return)
    over(qtbot, sheet)
    assert sheet.outcome.head.text() == "5 files written and checked"
    assert all(path.is_file() for path in sheet.outcome.paths())
    assert {path.parent.parent for path in sheet.outcome.paths()} == {tmp_path / "out"}
    qtbot.waitUntil(sheet.cancel.hasFocus)


def test_names_follow_what_is_typed(sheet, qtbot):
    sheet.form.names.creator.setText("")
    qtbot.keyClicks(sheet.form.names.creator, "ABC")
    sheet.form.names.name.line.setText("{CreatorID} {Title}")
    sheet._plan_now()
    assert names(sheet)[0] == "ABC Footsteps, gravel.wav"


def test_a_wrong_template_keeps_the_names_and_stops_the_export(sheet):
    before = names(sheet)
    sheet.form.names.name.line.setText("{FxNam}")
    sheet._plan_now()
    assert names(sheet) == before
    assert "There is no field {FxNam}" in sheet.said.fullText()
    assert not sheet.start.isEnabled()


def test_enter_in_a_field_ends_the_entry_and_ctrl_enter_exports(sheet, qtbot, fake):
    field = sheet.form.content.designer
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not sheet.run.running
    assert sheet.pages.currentIndex() == 0
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    over(qtbot, sheet)
    assert len(fake.deliveries.delivered) == 1


def test_cells_are_typed_in_place(sheet, qtbot):
    sheet.table.setFocus()
    sheet.table.setCurrentIndex(sheet.model.index(1, FX_NAME))
    qtbot.keyClick(sheet.table, Qt.Key.Key_F2)
    editor = sheet.table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Bottle Drop")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.model.index(1, FX_NAME).data() == "Bottle Drop")
    assert "Bottle Drop" in names(sheet)[1]
    assert "Bottle Drop" not in names(sheet)[0] + names(sheet)[2]


def test_a_category_is_completed_and_stays_with_its_take(sheet, qtbot, fake):
    sheet.table.setCurrentIndex(sheet.model.index(0, CATEGORY))
    sheet.table.edit(sheet.model.index(0, CATEGORY))
    editor = sheet.table.findChild(QLineEdit)
    editor.setText("metlimpt  ·  Metal, impact")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.model.index(0, CATEGORY).data() == "METLImpt")
    assert fake.take(1041).category == ""
    sheet.export()
    over(qtbot, sheet)
    assert fake.take(1041).category == "METLImpt"


def test_a_name_of_ones_own_stands_instead_of_the_template(sheet):
    sheet.model.setData(sheet.model.index(2, FILE), "Reel 3/Thunder.wav")
    assert names(sheet)[2] == "Reel 3/Thunder.wav"
    sheet.model.setData(sheet.model.index(2, FILE), "")
    assert names(sheet)[2] != "Reel 3/Thunder.wav"


def test_fields_of_the_selected_rows_are_set_together(sheet, fake):
    sheet.table.selectRow(1)
    assert sheet.selected.head.text() == "1 SELECTED"
    assert sheet.selected.fx_name.text() == sheet.plan.files[1].fx_name
    sheet.table.selectAll()
    assert sheet.selected.fx_name.placeholderText() == "several"
    sheet.selected.fx_name.setText("Door Set")
    sheet.selected.fx_name.editingFinished.emit()
    assert [file.fx_name for file in sheet.plan.files] == ["Door Set"] * 3
    sheet.selected.chips.buttons["FEETHmn"].click()
    assert {file.cat_id for file in sheet.plan.files} == {"FEETHmn"}
    assert [Path(name).stem[-3:] for name in names(sheet)] == ["_01", "_02", "_03"]


def test_keywords_are_the_tags_of_the_takes(sheet, fake):
    sheet.selected.keywords.changed.emit(("dungeon",))
    assert all("dungeon" in fake.take(take).tags for take in IDS)


def test_a_lost_sound_is_said_and_the_others_are_written(qtbot, fake, bridge, memory, folder):
    fake.take(1042).path.unlink()
    sheet = ExportDialog(fake, bridge, IDS, memory)
    qtbot.addWidget(sheet)
    assert sheet.model.index(1, NOTES).data().startswith("Its sound file is missing.")
    assert "1 cannot be written" in sheet.said.fullText()
    assert sheet.start.text() == "Export 2 files"


# --- licences -------------------------------------------------------------------------------------


@pytest.fixture
def restricted(qtbot, fake, bridge, memory, folder):
    fake._edit([1042], "", commercial="no", licence="Research 1.0")
    sheet = ExportDialog(fake, bridge, IDS, memory)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.export()
    (question,) = sheet.findChildren(LicenceQuestion)
    return sheet, question


def test_a_research_licence_is_asked_about_once(restricted, qtbot, fake):
    sheet, question = restricted
    assert sheet.model.index(1, LICENCE).data() == "Research only"
    assert question.head.text() == "1 of 3 takes may not be used commercially"
    assert fake.deliveries.delivered == []
    question.anyway.click()
    over(qtbot, sheet)
    ((plan, _folder, agreed),) = fake.deliveries.delivered
    assert (len(plan.files), agreed) == (3, True)


def test_takes_can_be_left_out(restricted, qtbot, fake):
    sheet, question = restricted
    question.leave_out.click()
    over(qtbot, sheet)
    ((plan, _folder, agreed),) = fake.deliveries.delivered
    assert ([file.take for file in plan.files], agreed) == ([1041, 1043], False)


def test_no_answer_writes_nothing(restricted, fake):
    sheet, question = restricted
    question.reject()
    assert fake.deliveries.delivered == []
    assert sheet.start.isEnabled()


def test_where_all_are_restricted_nothing_can_be_left_out(qtbot, fake):
    files = fake.deliveries.plan([1041], fake.deliveries.preset("game")).files
    question = LicenceQuestion(files, 1, "Game one-shot")
    qtbot.addWidget(question)
    assert not question.leave_out.isEnabled()


# --- writing --------------------------------------------------------------------------------------


def test_progress_is_shown_and_stopping_keeps_what_is_written(sheet, qtbot, fake):
    fake.deliveries.gate.clear()
    sheet.export()
    qtbot.waitUntil(lambda: "File 1 of 3" in sheet.said.fullText())
    assert not sheet.form.isEnabled()
    assert sheet.progress.isVisible()
    sheet.reject()
    assert sheet.isVisible()
    assert sheet.said.fullText() == "Stopping…"
    fake.deliveries.gate.set()
    over(qtbot, sheet)
    assert sheet.outcome.head.text() == "Stopped: 0 files written"
    assert not sheet.outcome.copy.isEnabled()


def test_failures_come_first_with_their_sentence_and_hint(sheet, qtbot, fake):
    fake.deliveries.broken = {1043}
    fake.deliveries.notes = {1041: "Lowered by 2 dB."}
    sheet.export()
    over(qtbot, sheet)
    table = sheet.outcome.model
    assert sheet.outcome.head.text() == "1 file could not be written, 2 are there"
    first = [table.index(0, column).data() for column in (0, 6)]
    assert first == ["Thunder, rolling", "The sound file is damaged. Make it again."]
    assert table.index(1, 6).data() == "Lowered by 2 dB."
    assert table.index(1, 2).data() == "48 kHz 24 bit stereo"


def test_a_full_disk_is_said_and_the_sheet_stays(sheet, fake):
    fake.deliveries.full_disk = True
    sheet.export()
    assert sheet.pages.currentIndex() == 0
    assert "There is no room for that." in sheet.said.fullText()
    assert sheet.form.isEnabled()


def test_one_goes_back_to_the_sheet_with_what_was_typed(sheet, qtbot):
    sheet.model.setData(sheet.model.index(0, FX_NAME), "Kept")
    sheet.export()
    over(qtbot, sheet)
    sheet.back.click()
    assert sheet.pages.currentIndex() == 0
    assert sheet.plan.files[0].fx_name == "Kept"
    assert sheet.start.isEnabled()


def test_written_files_are_copied_and_the_report_is_opened(sheet, qtbot, folder, monkeypatch):
    opened = []
    monkeypatch.setattr("tangostudio.ui.export_report.open_file", opened.append)
    sheet.export()
    over(qtbot, sheet)
    sheet.outcome.copy.click()
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == sheet.outcome.paths()
    for action in sheet.outcome.open_report.menu().actions():
        action.trigger()
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert {path.suffix for path in opened} == {".html", ".csv"}
    assert all(path.is_file() and path.parent == folder for path in opened)


def test_who_delivers_and_the_preset_are_known_next_time(sheet, qtbot, fake, bridge, memory):
    sheet.form.names.creator.setText("TSTU")
    sheet.form.level.ceiling.setValue(-3)
    sheet.export()
    over(qtbot, sheet)
    assert fake.settings.creator_id == "TSTU"
    again = ExportDialog(fake, bridge, IDS, memory)
    qtbot.addWidget(again)
    assert again.form.preset().ceiling_db == -3
    assert again.form.names.creator.text() == "TSTU"
    assert again.place.line.text() == sheet.place.line.text()


def test_no_folder_and_no_room_stop_the_export(sheet, qtbot, monkeypatch):
    sheet.place.line.setText(" ")
    assert sheet.said.fullText() == "Choose a folder."
    assert not sheet.start.isEnabled()
    monkeypatch.setattr("tangostudio.ui.export_place.free_room", lambda folder: 10)
    sheet.place.line.setText("/somewhere")
    qtbot.waitUntil(lambda: "not enough room" in sheet.said.fullText())
    assert not sheet.start.isEnabled()
