from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tangostudio.errors import BadRequest
from tangostudio.messages import Failed
from tangostudio.ui.corpus_dialog import CorpusDialog, proposed_name
from tests.ui import fake_corpora, walk
from tests.ui.stage import Stage

FOLDER = Path("/home/ann/Sounds/Old doors")


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        yield made


def opened(stage, source=FOLDER, name="Old doors"):
    dialog = CorpusDialog(stage.studio, stage.bridge, source, name, stage.window)
    dialog.open()
    stage.qtbot.waitUntil(lambda: dialog.stage == "planned")
    return dialog


def values(dialog):
    return {name: text for name, text in dialog.facts.texts().items() if text}


def test_a_folder_is_looked_through_before_anything_is_read(stage):
    dialog = opened(stage)
    assert values(dialog) == {
        "Found": "44 files",
        "Clips": "41 clips, 3 min 52 s",
        "Kept aside": "4 clips",
        "Captions": "from the file's name (29) · the file's metadata (12)",
        "Left out": "2 silent · 1 too short",
        "Disk": "at most 42.0 MB",
    }
    assert dialog.list.count() == 9
    assert dialog.list.item(8).text() == "✕ \u2068misc/click.wav\u2069: too short"
    assert dialog.start.text() == "Read 41 clips"
    assert dialog.start.isEnabled()
    assert stage.said("build") == []
    assert walk.nameless(dialog) == []
    dialog.reject()


def test_other_options_are_looked_at_again_and_built_with(stage):
    dialog = opened(stage)
    dialog.form.word.setText("olddoor")
    dialog.form.template.setText("{name}, recorded outside")
    dialog.form.loudness.switch.click()
    dialog.form.longest.field.setValue(5)
    stage.qtbot.waitUntil(lambda: len(stage.said("look")) == 2)
    chosen = {
        "trigger": "olddoor", "caption": "{name}, recorded outside", "keep_loudness": True,
        "seconds": 5.0, "cut": True, "alike": True,
    }  # fmt: skip
    assert stage.said("look")[-1] == ("look", FOLDER, chosen)
    stage.qtbot.waitUntil(lambda: dialog.start.isEnabled())
    dialog.form.name.setText("  Doors,  old ")
    dialog.start.click()
    assert stage.said("build") == [("build", "Doors, old", FOLDER, chosen)]
    dialog.reject()


def test_a_length_that_nobody_touched_is_left_to_the_studio(stage):
    dialog = opened(stage)
    assert "seconds" not in stage.said("look")[0][2]
    dialog.reject()


def test_without_a_name_nothing_is_read(stage):
    dialog = opened(stage)
    dialog.form.name.clear()
    assert not dialog.start.isEnabled()
    dialog.build()
    assert stage.said("build") == []
    dialog.reject()


def test_a_name_that_is_used_is_told_and_the_form_stays(stage):
    stage.studio.corpora.put(name="Old doors")
    dialog = opened(stage)
    dialog.start.click()
    assert dialog.stage == "planned"
    wanted = "There is a corpus “Old doors” already. Choose another name."
    assert dialog.trouble.texts == [wanted]
    dialog.reject()


def test_a_folder_without_sounds_says_so(stage):
    stage.studio.corpora.look_now = fake_corpora.look(
        files=0, clips=0, examples=(), refused=(), left_out={}, told_by={},
        problem="There are no sound files in this folder.", hint="Choose another one.",
    )  # fmt: skip
    dialog = opened(stage)
    assert dialog.trouble.texts == ["There are no sound files in this folder. Choose another one."]
    assert not dialog.start.isEnabled()
    assert dialog.list.isHidden()
    dialog.reject()


def test_a_folder_that_is_gone_says_so(stage):
    stage.studio.corpora.look_error = BadRequest("The folder is gone.", "Choose another one.")
    dialog = opened(stage)
    assert dialog.trouble.texts == ["The folder is gone. Choose another one."]
    assert not dialog.start.isEnabled()
    assert stage.problems == []
    dialog.reject()


def test_reading_shows_how_far_it_is_and_ends_in_the_clips(stage):
    dialog = opened(stage)
    dialog.start.click()
    assert dialog.stage == "reading"
    stage.studio.corpora.change("new", done=12, current="a.wav")
    assert (dialog.bar.maximum(), dialog.bar.value()) == (44, 12)
    assert dialog.said.fullText() == "12 of 44 files · \u2068a.wav\u2069"
    stage.studio.corpora.put("new", clips=41, name="Old doors")
    assert dialog.stage == "over"
    assert dialog.head.text() == "“Old doors” is ready"
    assert dialog.list.count() == 3
    with stage.qtbot.waitSignal(dialog.look_wanted) as told:
        dialog.show_clips.click()
    assert told.args == ["new"]
    assert not dialog.isVisible()


def test_stopping_keeps_what_was_read_and_can_go_on(stage):
    dialog = opened(stage)
    dialog.start.click()
    stage.studio.corpora.change("new", done=12)
    dialog.cancel.click()
    assert stage.said("stop") == [("stop", "new")]
    assert dialog.head.text() == "“Old doors” is not finished"
    assert dialog.said.fullText() == "It was stopped after 12 of 44 files; nothing is lost."
    dialog.go_on.click()
    assert stage.said("resume") == [("resume", "new")]
    assert dialog.stage == "reading"
    dialog.reject()


def test_closing_leaves_the_reading_going(stage):
    dialog = opened(stage)
    dialog.start.click()
    dialog.background.click()
    assert not dialog.isVisible()
    assert stage.said("stop") == []
    assert stage.studio.corpora.running().id == "new"
    stage.studio.corpora.put("new", clips=41)  # nobody listens any more


def test_a_failure_is_told_with_what_helps(stage):
    dialog = opened(stage)
    dialog.start.click()
    error = Failed("new", "StorageError", "There is no room left on the disk.", "Make room.")
    stage.studio.corpora.change("new", state="unfinished", error=error)
    assert dialog.said.fullText() == "There is no room left on the disk."
    assert dialog.warnings.texts == ["Make room."]
    assert dialog.go_on.isVisible()
    dialog.reject()


def test_a_corpus_that_is_removed_meanwhile_closes_the_dialog(stage):
    dialog = opened(stage)
    dialog.start.click()
    stage.studio.corpora.remove("new")
    assert not dialog.isVisible()


def test_an_answer_that_comes_after_closing_is_not_heard(stage):
    dialog = CorpusDialog(stage.studio, stage.bridge, FOLDER, "Old doors", stage.window)
    dialog.open()
    dialog.reject()
    stage.bridge.wait(2000)
    stage.qtbot.wait(20)
    assert dialog.look is None


@pytest.mark.parametrize(("source", "name"), [(FOLDER, "Old doors"), ("project:Doors", "Doors"),
                                              (Path("/"), "/")])  # fmt: skip
def test_a_name_is_proposed(source, name):
    assert proposed_name(source) == name


def test_enter_in_a_field_does_not_read(stage):
    dialog = opened(stage)
    stage.qtbot.keyClick(dialog.form.word, Qt.Key.Key_Return)
    assert stage.said("build") == []
    dialog.reject()
