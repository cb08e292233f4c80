"""What the window knows of tunings outside Tune mode."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from tangostudio.ui.bridge import Bridge
from tangostudio.ui.tune_watch import TuneWatch
from tests.ui import fake_tunes


def notes(workspace):
    return workspace.window.notices.texts()


def press(notice, text):
    next(b for b in notice.findChildren(QAbstractButton) if b.text() == text).click()


def test_the_models_chip_shows_the_adapter_in_use(workspace, fake):
    header = workspace.window.header
    assert header.model.text() == "Starter · free ▾"
    fake.tunes.put_adapter(3, active=True, strength=0.8)
    assert header.model.text() == "Starter + My taste 3 · 80 % ▾"
    assert header.model.accessibleName() == (
        "Model Starter with My taste 3 · 80 %, licence Apache-2.0"
    )
    workspace.use_model("plain")
    assert "My taste" not in header.model.text()
    workspace.use_model("starter")
    fake.tunes.rollback()
    assert header.model.text() == "Starter · free ▾"


def test_a_long_name_does_not_fill_the_header(workspace, fake):
    fake.tunes.put_adapter(3, active=True, name="Doors, large and small, " * 4)
    assert workspace.window.header.model.sizeHint().width() < 340


def test_the_end_of_a_tuning_is_told_where_it_is_not_seen(workspace, fake):
    fake.tunes.put()
    fake.tunes.put(state="done")
    assert notes(workspace) == ["“My taste 4” is learned"]
    fake.tunes.tell("tunes")
    assert len(notes(workspace)) == 1
    press(workspace.window.notices.shown[0], "Listen")
    assert workspace.table.mode == "tune"


def test_a_failure_is_told_once_with_its_hint(workspace, fake):
    fake.tunes.put()
    error = fake_tunes.ended()
    fake.tunes.put(state="failed", error=error)
    fake.changes.tell("tunes", event=error)
    assert notes(workspace) == [error.message]


def test_in_tune_mode_nothing_is_told_twice(workspace, fake):
    workspace.open_mode("tune")
    fake.tunes.put()
    fake.tunes.put(state="done")
    assert notes(workspace) == []


@pytest.mark.parametrize("state", ["interrupted", "paused"])
def test_at_the_start_it_is_offered_to_go_on(window, fake, qtbot, state):
    fake.tunes.put(state=state)
    bridge, opened = Bridge(), []
    watch = TuneWatch(window, fake, bridge, opened.append)
    (notice,) = window.notices.shown
    assert notice.text == "“My taste 4” is not learned yet"
    press(notice, "Show")
    assert opened == ["tune"]
    watch._offer_to_resume()
    press(window.notices.shown[0], "Go on")
    assert ("running", "tune-1") in fake.calls
    bridge.close()


def question(workspace):
    return [box for box in workspace.window.findChildren(QMessageBox) if not box.isHidden()]


def test_closing_while_a_tuning_runs_asks(workspace, fake, qtbot):
    fake.tunes.put()
    closed = []
    workspace.window.closing.connect(lambda: closed.append(True))
    assert not workspace.window.close()
    (box,) = question(workspace)
    assert "Its checkpoint is kept and it can go on at the next start." in box.informativeText()
    assert {button.text() for button in box.buttons()} == {"Close", "Go on"}
    press(box, "Go on")
    assert closed == []
    assert workspace.window.isVisible()
    workspace.window.close()
    press(question(workspace)[0], "Close")
    assert closed == [True]
    assert not workspace.window.isVisible()


@pytest.mark.parametrize("state", ["paused", "done", None])
def test_closing_asks_nothing_while_none_runs(workspace, fake, state):
    if state is not None:
        fake.tunes.put(state=state)
    assert workspace.window.close()
    assert question(workspace) == []


def test_a_signal_closes_without_a_question(workspace, fake):
    fake.tunes.put()
    workspace.window.close_for_good()
    assert not workspace.window.isVisible()
    assert question(workspace) == []


def test_recordings_that_are_read_are_told_of_where_that_is_not_seen(workspace, fake):
    fake.corpora.put("new", state="building", total=44)
    assert notes(workspace) == []
    fake.corpora.put("new", clips=38, name="Old doors")
    assert notes(workspace) == ["“Old doors” is read"]
    fake.corpora.tell()
    assert len(notes(workspace)) == 1
    press(workspace.window.notices.shown[0], "Show")
    assert workspace.table.mode == "tune"
    fake.corpora.put("other", state="building", total=44)
    fake.corpora.put("other", clips=3, name="Other")
    assert len(notes(workspace)) <= 1


def test_recordings_that_could_not_be_read_are_told_with_what_helps(workspace, fake):
    error = fake_tunes.ended("StorageError")
    fake.corpora.put("new", state="building", total=44)
    fake.corpora.change("new", state="unfinished", error=error)
    assert notes(workspace) == [error.message]


def test_a_stop_or_a_removal_by_hand_is_not_told(workspace, fake):
    fake.corpora.put("new", state="building", total=44)
    fake.corpora.cancel("new")
    fake.corpora.put("new", state="building", total=44)
    fake.corpora.remove("new")
    assert notes(workspace) == []


def test_a_tuning_on_recordings_goes_on_from_its_checkpoint(window, fake):
    fake.tunes.put_view(fake_tunes.lora_view(state="interrupted"))
    bridge = Bridge()
    bridge.attach(fake)
    watch = TuneWatch(window, fake, bridge, lambda _mode: None)
    (notice,) = window.notices.shown
    assert notice.accessibleName().endswith("It goes on from its checkpoint.")
    watch.let_go()
    bridge.close()
