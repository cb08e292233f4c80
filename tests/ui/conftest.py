"""The whole window on a fake studio and a fake player."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tangostudio.ui import drag, theme
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.workspace import Workspace
from tests.ui.fake_player import FakePlayer
from tests.ui.fake_studio import FakeStudio


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen display says of some window hints that it has no use for them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """What a test copied is let go, as the program does at its end."""
    yield
    if isinstance(QApplication.instance(), QApplication):
        drag.let_go_of_clipboard()


@pytest.fixture
def fake(tmp_path: Path) -> FakeStudio:
    return FakeStudio(tmp_path, takes=3)


@pytest.fixture
def bridge(qtbot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.ini")


@pytest.fixture
def window(qtbot, qapp: QApplication, memory: WindowMemory) -> MainWindow:
    if not qapp.styleSheet():
        theme.apply(qapp)
    made = MainWindow(memory)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    return made


@pytest.fixture
def frame(qtbot, qapp: QApplication) -> QWidget:
    """A bare window that a single panel is put into with `put`."""
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def table(frame: QWidget) -> Actions:
    return Actions(frame)


@pytest.fixture
def put(qtbot, frame: QWidget) -> Callable[[QWidget], QWidget]:
    """Show a panel in a window that has the focus."""

    def show(panel: QWidget) -> QWidget:
        layout = frame.layout()
        assert layout is not None
        layout.addWidget(panel)
        frame.resize(300, 900)
        frame.show()
        frame.activateWindow()
        qtbot.waitUntil(frame.isActiveWindow)
        return panel

    return show


@pytest.fixture
def workspace(qtbot, window: MainWindow, fake: FakeStudio, bridge: Bridge) -> Iterator[Workspace]:
    player = FakePlayer()
    audition = Audition(fake, bridge, make_player=lambda: player)  # type: ignore[arg-type,return-value]
    made = Workspace(window, fake, bridge, audition)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: audition.player is not None)
    yield made
    made.close()
