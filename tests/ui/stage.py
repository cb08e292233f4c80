"""The centre of the window on a fake studio and a fake player, for tests to act on."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.editor import EditorPanel
from tests.ui.fake_player import FakePlayer
from tests.ui.fake_studio import FakeStudio


class Stage:
    """A window that is not on the screen, with what every panel needs.

    Attributes:
        problems: errors that the bridge was told of.
        panel, editor, transport, compare, page, tunes, trials, trial: what a test puts on the
            stage.
    """

    panel: Any
    editor: Any
    transport: Any
    compare: Any
    page: Any
    tunes: Any
    trials: Any
    trial: Any

    def __init__(self, qtbot: Any, folder: Path, takes: int = 7, **settings: Any) -> None:
        self.qtbot = qtbot
        self.ids_of_bells: list[int] = []
        self.studio = FakeStudio(folder, takes)
        if settings:
            self.studio.settings = dataclasses.replace(self.studio.settings, **settings)
        self.window = QMainWindow()
        self.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(self.window)
        self.actions = Actions(self.window)
        self.bridge = Bridge()
        self.bridge.attach(self.studio)
        self.player = FakePlayer()
        self.audition = Audition(
            self.studio, self.bridge, self.window, make_player=lambda: self.player  # type: ignore[arg-type,return-value]
        )  # fmt: skip
        self.problems: list[Exception] = []
        self.bridge.crashed.connect(self.problems.append)

    def __enter__(self) -> Stage:
        self.qtbot.waitUntil(lambda: self.audition.player is not None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.audition.close()
        self.bridge.close()

    def show(self, widget: QWidget, width: int = 892, height: int = 700) -> None:
        """Lay a panel out as if it were seen."""
        self.window.setCentralWidget(widget)
        self.window.resize(width, height)
        self.window.show()
        self.qtbot.wait(1)

    def put_editor(self) -> None:
        """Show an editor, with its transport."""
        self.editor = EditorPanel(self.studio, self.bridge, self.actions, self.audition)
        self.transport = self.editor.transport
        self.show(self.editor)

    @property
    def ids(self) -> list[int]:
        """All takes, newest first."""
        return sorted(self.studio._takes, reverse=True)

    def said(self, what: str) -> list[tuple]:
        """The studio's calls of one kind."""
        return [call for call in self.studio.calls if call[0] == what]
