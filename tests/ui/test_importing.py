from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QFileDialog

from tangostudio.errors import AudioFileError
from tangostudio.ui.import_dialog import ImportDialog


def recipe(**values):
    found = {
        "model": "starter", "model_name": "Starter", "prompt": "a bell in a hall", "seed": 77,
        "values": {"seconds": 2.5, "steps": 12, "guidance": 4.0, "negative": "hum", "loop": False},
        "notes": ("An adapter that it was made with is not here.",),
    }  # fmt: skip
    return SimpleNamespace(**(found | values))


def test_an_exported_file_brings_its_settings_back(workspace, fake, monkeypatch):
    monkeypatch.setattr(fake, "recipe_in", lambda _path: recipe())
    workspace.open_mode("compare")
    workspace.importing.drops.settings_wanted.emit(Path("/x/bell.wav"))
    panel = workspace.generate
    values = panel.values()
    assert (values["prompt"], values["negative"], values["seed"]) == (
        "a bell in a hall", "hum", "77",
    )  # fmt: skip
    assert (values["seconds"], values["steps"], values["guidance"]) == (2.5, 12, 4.0)
    assert workspace.table.mode == "create"
    assert workspace.window.notices.texts()[-1].startswith("The settings of bell.wav are back")


def test_a_model_that_is_gone_is_said(workspace, fake, monkeypatch):
    monkeypatch.setattr(fake, "recipe_in", lambda _path: recipe(model="lost", model_name="Lost 1"))
    workspace.importing.use_settings(Path("/x/bell.wav"))
    assert any("Lost 1 is not here" in text for text in workspace.window.notices.texts())
    assert workspace.generate.prompt.text() == "a bell in a hall"


def test_a_file_without_settings_says_so(workspace):
    workspace.importing.use_settings(Path("/x/other.wav"))
    assert workspace.window.notices.texts()[-1].startswith("other.wav does not say how it was made")


def test_a_file_that_cannot_be_read_is_told(workspace, fake, monkeypatch):
    def fail(_path):
        raise AudioFileError("gone.wav cannot be read.", "Check that it is still there.")

    monkeypatch.setattr(fake, "recipe_in", fail)
    workspace.importing.use_settings(Path("/x/gone.wav"))
    assert workspace.window.notices.texts()[-1].startswith("gone.wav cannot be read.")


@pytest.mark.parametrize(
    ("action", "asks", "answer"),
    [
        ("library.import", "getOpenFileNames", (["/x/a.wav", "/x/b.wav"], "")),
        ("library.import_folder", "getExistingDirectory", "/x/a.wav"),
    ],
)
def test_the_actions_ask_and_show_the_plan(workspace, monkeypatch, qtbot, action, asks, answer):
    monkeypatch.setattr(QFileDialog, asks, lambda *_args: answer)
    workspace.table[action].trigger()
    dialog = workspace.window.findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: dialog.stage == "ready")
    assert dialog.go.isEnabled()
    dialog.reject()


def test_a_recording_has_no_settings_to_use(workspace, fake):
    fake._edit([1042], "", model="")
    workspace.takes.select(1042)
    before = workspace.generate.values()
    workspace.table["take.reuse"].trigger()
    assert workspace.generate.values() == before
    assert workspace.window.notices.texts()[-1].startswith("A recording was not made")


def test_the_view_is_remembered(workspace, memory):
    workspace.takes.show_view("list")
    workspace._keep()
    assert memory.value("takes_view", "grid") == "list"


def test_where_a_take_came_from_is_shown_among_the_takes(workspace, fake):
    fake._edit([1043], "", parent=1041, relation="variation")
    workspace.takes.select(1043)
    workspace.inspector.one.parent_link.click()
    assert workspace.takes.selected_ids() == [1041]
