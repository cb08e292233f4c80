import dataclasses

import pytest
from PySide6.QtWidgets import QLabel

from tangostudio.errors import ExportError
from tangostudio.settings import Settings, fields
from tangostudio.ui.about_dialog import PARTS, AboutDialog, installed_version
from tangostudio.ui.export_dialog import ExportDialog
from tangostudio.ui.settings_dialog import SettingsDialog, _show
from tangostudio.ui.shortcuts_dialog import ShortcutsDialog

MODELS = [("starter", "Starter"), ("plain", "Plain")]
OTHERS = {
    "library_folder": "/tmp/other",
    "audio_device": "Headphones",
    "play_new_takes": True,
    "default_model": "plain",
    "default_takes": 7,
    "worker_idle_minutes": 33,
    "weights_folder": "/tmp/models",
    "taste_embedder": "starter",
    "export_rate": 96000,
    "export_bits": 16,
    "spectrogram_colours": "grey",
    "reduced_motion": True,
    "trash_days": 7,
    "language": "en",
    "interface_scale": 150,
    "notifications": "off",
}


@pytest.fixture
def stored():
    return []


@pytest.fixture
def settings_dialog(qtbot, stored):
    made = SettingsDialog(Settings(), MODELS, ["Headphones"], stored.append)
    qtbot.addWidget(made)
    return made


def test_every_setting_has_a_control_with_a_name(settings_dialog):
    for name, _kind, _default, choice in fields():
        assert settings_dialog.editors[name].accessibleName() == choice.label


def test_the_form_gives_back_what_it_was_given(settings_dialog):
    assert settings_dialog.value() == Settings()


@pytest.mark.parametrize("name", [name for name, *_ in fields()])
def test_every_setting_can_be_changed(settings_dialog, stored, name):
    _show(settings_dialog.editors[name], OTHERS[name])
    settings_dialog.accept()
    assert stored == [dataclasses.replace(Settings(), **{name: OTHERS[name]})]


def test_a_setting_is_found_by_its_words_and_the_others_are_put_away(settings_dialog):
    settings_dialog.show()
    settings_dialog.search.setText("motion")
    shown = [name for name, editor in settings_dialog.editors.items() if editor.isVisible()]
    assert shown == ["reduced_motion"]
    settings_dialog.search.setText("no such thing")
    assert not any(editor.isVisible() for editor in settings_dialog.editors.values())
    settings_dialog.search.clear()
    assert all(editor.isVisible() for editor in settings_dialog.editors.values())


def test_every_setting_is_explained_beside_it(settings_dialog):
    for name, _kind, _default, choice in fields():
        assert settings_dialog.editors[name].accessibleDescription() == choice.help


def test_nothing_is_stored_when_nothing_changed_or_it_is_cancelled(settings_dialog, stored):
    settings_dialog.accept()
    _show(settings_dialog.editors["default_takes"], 9)
    settings_dialog.reject()
    assert stored == []


def test_defaults_come_back(qtbot):
    dialog = SettingsDialog(Settings(**OTHERS), MODELS, ["Headphones"], print)
    qtbot.addWidget(dialog)
    dialog._defaults()
    assert dialog.value() == Settings()


def test_a_device_that_is_not_there_is_kept(qtbot):
    current = Settings(audio_device="Studio interface")
    dialog = SettingsDialog(current, MODELS, ["Headphones"], print)
    qtbot.addWidget(dialog)
    assert dialog.value() == current


@pytest.fixture
def export(qtbot, fake, bridge, memory, tmp_path):
    memory.store("export_folder", str(tmp_path / "out"))
    made = ExportDialog(fake, bridge, [1041, 1042], memory)
    qtbot.addWidget(made)
    return made


def files(dialog):
    return [dialog.files.item(row).text() for row in range(dialog.files.count())]


def test_export_writes_the_takes_and_says_so(export, qtbot, tmp_path, memory):
    assert files(export)[0].startswith("Footsteps, gravel")
    assert "2 takes" in export.room.text()
    with qtbot.waitSignal(export.exported) as told:
        export.start.click()
    assert [result.take for result in told.args[0]] == [1041, 1042]
    assert all(result.path.is_file() for result in told.args[0])
    assert files(export)[0] == "✓ Footsteps, gravel_1041.wav"
    assert export.show_folder.isVisibleTo(export)
    assert memory.value("export_folder", "") == str(tmp_path / "out")


def test_an_export_that_fails_says_why_and_can_be_tried_again(export, fake, qtbot, monkeypatch):
    def fail(*args, **values):
        raise ExportError("The folder cannot be written.", "Choose another one.")

    with monkeypatch.context() as patch:
        patch.setattr(fake, "prepare_export", fail)
        export.start.click()
    assert export.problem.text() == "The folder cannot be written. Choose another one."
    assert export.start.isEnabled()
    with qtbot.waitSignal(export.exported):
        export.start.click()


def test_a_full_disk_is_said_before_anything_is_written(export, monkeypatch):
    monkeypatch.setattr("tangostudio.ui.export_dialog._free", lambda folder: 10)
    export._update()
    assert "not enough room" in export.problem.text()
    assert not export.start.isEnabled()


def test_no_folder_is_no_export(export):
    export.folder.setText("  ")
    assert export.problem.text() == "Choose a folder."
    assert not export.start.isEnabled()


def test_a_restricted_licence_and_a_lost_file_stand_in_the_list(fake, bridge, memory, qtbot):
    fake._edit([1041], "", commercial="no")
    fake.take(1042).path.unlink()
    dialog = ExportDialog(fake, bridge, [1041, 1042], memory)
    qtbot.addWidget(dialog)
    assert "research only" in files(dialog)[0]
    assert "missing" in files(dialog)[1]


def test_the_sheet_lists_every_shortcut_and_finds_one(qtbot, table):
    dialog = ShortcutsDialog(table)
    qtbot.addWidget(dialog)
    assert len(dialog.shown()) == sum(bool(spec.shortcuts) for spec in table)
    dialog.search.setText("favourite")
    assert [text.split()[0] for text in dialog.shown()] == ["Favourite"]


def test_about_names_every_part_with_its_licence(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    for _package, name, licence in PARTS:
        assert {name, licence} <= texts
    assert installed_version("numpy") in texts
    assert installed_version("no-such-package") == "–"
