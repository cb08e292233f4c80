from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from tangostudio import settings
from tangostudio.errors import StorageError
from tangostudio.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_missing_file_gives_the_defaults_and_makes_nothing(file):
    assert settings.load(file) == Settings()
    assert not file.parent.exists()


def test_saved_settings_come_back(file):
    changed = Settings(
        library_folder="/tmp/Klänge/音 🎧 'quoted\"",
        default_takes=16,
        export_bits=32,
        reduced_motion=True,
    )
    settings.save(changed, file)
    assert settings.load(file) == changed


def test_saving_leaves_one_file(file):
    settings.save(Settings(), file)
    settings.save(Settings(default_takes=2), file)
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_the_file_names_its_format(file):
    settings.save(Settings(), file)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["format"] == settings.FORMAT


@pytest.mark.parametrize("text", ["default_takes = = 3", "\x00\x01", "[[["])
def test_a_broken_file_is_kept_beside(file, text):
    write(file, text)
    assert settings.load(file) == Settings()
    assert not file.exists()
    assert file.with_suffix(".toml.broken").read_text(encoding="utf-8") == text


def test_a_file_that_is_not_utf8_is_kept_beside(file):
    file.parent.mkdir()
    file.write_bytes(b'audio_device = "\xff\xfe"\n')
    assert settings.load(file) == Settings()
    assert file.with_suffix(".toml.broken").exists()


@pytest.mark.parametrize(
    "line",
    [
        "default_takes = 0",
        "default_takes = 17",
        "default_takes = 4.0",
        'default_takes = "4"',
        "default_takes = true",
        "export_rate = 44000",
        "reduced_motion = 1",
        'spectrogram_colours = "rainbow"',
        'precision = "int4"',
        "library_folder = 3",
    ],
)
def test_one_bad_value_falls_back_and_the_others_stay(file, line):
    write(file, f'format = 1\naudio_device = "USB"\n{line}\n')
    assert settings.load(file) == Settings(audio_device="USB")


def test_a_newer_versions_file_can_be_read(file):
    write(file, 'format = 99\naudio_device = "USB"\nunheard_of = [1, 2]\n')
    assert settings.load(file) == Settings(audio_device="USB")


def test_upgrades_run_one_numbered_step_at_a_time(file, monkeypatch):
    steps = []

    def step(number):
        def upgrade(stored):
            steps.append(number)
            return {**stored, "default_takes": stored["default_takes"] + 1}

        return upgrade

    monkeypatch.setattr(settings, "FORMAT", 3)
    monkeypatch.setattr(settings, "_UPGRADES", {1: step(1), 2: step(2)})
    write(file, "format = 1\ndefault_takes = 4\n")
    assert settings.load(file).default_takes == 6
    assert steps == [1, 2]


@pytest.mark.parametrize("value", ['"new"', "[]", "0", "-5", "1.5"])
def test_a_format_that_makes_no_sense_does_not_stop_the_program(file, value):
    write(file, f'format = {value}\naudio_device = "USB"\n')
    assert settings.load(file) in (Settings(), Settings(audio_device="USB"))


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="could not be saved") as caught:
        settings.save(Settings(), tmp_path / "config" / "settings.toml")
    assert caught.value.hint


def test_a_full_disk_keeps_the_old_settings(file, monkeypatch):
    settings.save(Settings(default_takes=2), file)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings.os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        settings.save(Settings(default_takes=3), file)
    assert settings.load(file).default_takes == 2


@pytest.mark.parametrize("entry", list(settings.fields()), ids=lambda entry: entry[0])
def test_every_setting_has_a_form_entry_that_its_default_fits(entry):
    name, kind, default, choice = entry
    assert choice.group
    assert choice.label
    assert settings._fits(default, kind, choice), name
    if choice.minimum is not None and choice.maximum is not None:
        assert choice.minimum < choice.maximum


def test_settings_are_values():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().default_takes = 3  # pyright: ignore[reportAttributeAccessIssue]


def test_shortcuts_are_a_table_of_their_own_and_come_back(file):
    changed = Settings(shortcuts={"take.export": ("Ctrl+E", "E"), "play.loop": ()})
    settings.save(changed, file)
    assert settings.load(file) == changed
    assert tomllib.loads(file.read_text("utf-8"))["shortcuts"]["take.export"] == ["Ctrl+E", "E"]


@pytest.mark.parametrize(
    "entry", ["shortcuts = 3", "[shortcuts]\nplay = 3", "[shortcuts]\na = [1]"]
)
def test_a_shortcut_that_is_no_list_of_texts_is_left_out(file, entry):
    write(file, f"format = 1\ndefault_takes = 7\n{entry}\n")
    assert settings.load(file) == Settings(default_takes=7)


def test_every_setting_of_the_form_is_explained_and_its_options_have_a_word_each():
    for name, _kind, default, choice in settings.fields():
        assert choice.help, name
        assert not choice.words or len(choice.words) == len(choice.options), name
        assert not choice.options or default in choice.options, name
