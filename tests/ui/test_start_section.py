"""The start sound in the panel, and the dialog that records one."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio.files import Sound
from tangostudio.errors import AudioDeviceError
from tangostudio.studio.starts import Start
from tangostudio.ui.record_dialog import RecordDialog
from tangostudio.ui.start_section import StartSection, meaning


@pytest.fixture
def section(qtbot):
    made = StartSection()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_start_is_told_with_the_strength_and_following_that_are_set(section, qtbot):
    with qtbot.waitSignal(section.changed):
        section.set_start(Start("a" * 64, "loop.wav", 2.0, strength=0.3))
    section.strength.field.setValue(0.8)
    section.follow.switch.click()
    assert section.start == Start("a" * 64, "loop.wav", 2.0, strength=0.8, follow=1.0)
    section.remove.click()
    assert section.start is None


def test_words_say_what_a_strength_does(section):
    section.set_start(Start("a" * 64, "loop.wav", 2.0, strength=0.2))
    assert section._meaning.text() == meaning(0.2)
    section.strength.field.setValue(0.95)
    assert "hint" in section._meaning.text()
    assert len({meaning(value) for value in (0.1, 0.5, 0.9)}) == 3


class FakeRecorder:
    def __init__(self, refuse: bool = False) -> None:
        self.refuse, self.recording, self.seconds = refuse, False, 0.0
        self.closed = False

    def start(self) -> None:
        if self.refuse:
            raise AudioDeviceError("The microphone cannot be used: no.", "Allow it.")
        self.recording, self.seconds = True, 1.0

    def stop(self) -> Sound:
        self.recording = False
        return Sound(np.ones((10, 1), np.float32), 8000)

    def level(self) -> float:
        return 0.5

    def close(self) -> None:
        self.closed = True
        self.recording = False


def dialog(qtbot, recorder):
    made = RecordDialog(recorder)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_recording_is_used(qtbot):
    recorder = FakeRecorder()
    made = dialog(qtbot, recorder)
    assert not made.use.isEnabled()
    made.record.click()
    assert made.record.text() == "Stop"
    made.record.click()
    assert made.record.text() == "Record again"
    with qtbot.waitSignal(made.recorded) as told:
        made.use.click()
    assert told.args[0].frames == 10
    assert recorder.closed


def test_a_recording_that_is_full_stops_by_itself(qtbot):
    recorder = FakeRecorder()
    made = dialog(qtbot, recorder)
    made.record.click()
    recorder.recording = False
    made._look()
    assert made.use.isEnabled()
    assert made.record.text() == "Record again"


def test_a_refused_microphone_is_said_in_place(qtbot):
    made = dialog(qtbot, FakeRecorder(refuse=True))
    made.record.click()
    assert made._problem.text() == "The microphone cannot be used: no. Allow it."
    assert made._problem.isVisible()
    assert not made.use.isEnabled()


def test_closing_lets_the_microphone_go(qtbot):
    recorder = FakeRecorder()
    made = dialog(qtbot, recorder)
    made.record.click()
    made.reject()
    assert recorder.closed
