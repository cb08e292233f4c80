import dataclasses
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from tangostudio.settings import Settings, fields
from tangostudio.ui.about_dialog import PARTS, AboutDialog, installed_version
from tangostudio.ui.settings_dialog import SettingsDialog, _show
from tangostudio.ui.shortcuts_dialog import ShortcutsDialog

MODELS = [("starter", "Starter"), ("plain", "Plain")]
PRESETS = [("film", "Film/TV"), ("game", "Game one-shot")]
OTHERS = {
    "library_folder": "/tmp/other",
    "audio_device": "Headphones",
    "play_new_takes": True,
    "default_model": "plain",
    "default_takes": 7,
    "worker_idle_minutes": 33,
    "precision": "int8",
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
    "default_preset": "game",
    "creator_id": "TS",
    "source_id": "DORY",
    "delivery_library": "Doors",
    "designer": "A. Person",
    "manufacturer": "A studio",
    "write_prompts": False,
    "auto_export_folder": "/tmp/best",
    "auto_export_stars": 5,
    "auto_export_preset": "game",
}


@pytest.fixture
def stored():
    return []


@pytest.fixture
def settings_dialog(qtbot, stored):
    made = SettingsDialog(Settings(), MODELS, ["Headphones"], stored.append, presets=PRESETS)
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
    dialog = SettingsDialog(Settings(**OTHERS), MODELS, ["Headphones"], print, presets=PRESETS)
    qtbot.addWidget(dialog)
    dialog._defaults()
    assert dialog.value() == Settings()


def test_what_was_measured_is_told_below_a_setting_and_found(qtbot):
    notes = {"precision": "Starter, measured here: int8 takes 1.3 times as long."}
    dialog = SettingsDialog(Settings(), MODELS, [], print, presets=PRESETS, notes=notes)
    qtbot.addWidget(dialog)
    editor = dialog.editors["precision"]
    assert editor.accessibleDescription().endswith("1.3 times as long.")
    dialog.search.setText("measured here")
    rows: dict[str, Any] = {name: each.parentWidget() for name, each in dialog.editors.items()}
    shown = {name for name, row in rows.items() if not row.isHidden()}
    assert shown == {"precision"}


def test_a_device_that_is_not_there_is_kept(qtbot):
    current = Settings(audio_device="Studio interface")
    dialog = SettingsDialog(current, MODELS, ["Headphones"], print, presets=PRESETS)
    qtbot.addWidget(dialog)
    assert dialog.value() == current


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
