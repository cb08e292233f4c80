"""Editing from the grip to the ear: the real studio, its library and the editor together."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from tangostudio import paths
from tangostudio.audio.edits import FadeIn, FadeOut, Trim
from tangostudio.cards import Catalogue
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.editor import EditorPanel
from tests.ui.fake_player import FakePlayer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def studio(tmp_path):
    library = Library.open(tmp_path / "library", write=True)
    catalogue = Catalogue.load(paths.models_dir())
    studio = Studio(library, catalogue, Settings(), InlineRunner)
    studio.generate(studio.plan("toy", "a bell", takes=1, seconds=2.0))
    yield studio
    studio.close()


@pytest.fixture
def editor(qtbot, studio):
    window = QMainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(window)
    bridge, actions = Bridge(), Actions(window)
    bridge.attach(studio)
    audition = Audition(studio, bridge, window, make_player=FakePlayer)  # type: ignore[arg-type]
    made = EditorPanel(studio, bridge, actions, audition)
    window.setCentralWidget(made)
    window.resize(900, 700)
    window.show()
    qtbot.waitUntil(lambda: audition.player is not None)
    yield made
    audition.close()
    bridge.close()


def test_a_trim_by_its_grip_is_heard_seen_and_undone_and_the_file_stays(qtbot, studio, editor):
    (take,) = studio.find(TakeQuery())
    before = hashlib.sha256(take.path.read_bytes()).hexdigest()
    editor.show_take(take.id)
    qtbot.waitUntil(lambda: "waveform" in editor.painted)
    grip = editor.tools.handles.grips["end"]
    quarter = editor.waveform.width() // 4
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton)
    grip.moved.emit(-quarter)
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)
    trim, fade_in, fade_out = studio.editing.edits(take.id)
    assert isinstance(trim, Trim)
    assert (fade_in, fade_out) == (FadeIn(0.003), FadeOut(0.020))
    qtbot.waitUntil(lambda: editor.axis.seconds == pytest.approx(1.5, abs=0.03))
    sound = editor._audition.sound(take.id)
    assert sound.frames == studio.editing.sound(take.id).frames
    assert abs(sound.samples[-1]).max() < 1e-3
    studio.undo()
    qtbot.waitUntil(lambda: editor.axis.seconds == pytest.approx(2.0))
    assert not studio.take(take.id).edited
    assert hashlib.sha256(take.path.read_bytes()).hexdigest() == before
