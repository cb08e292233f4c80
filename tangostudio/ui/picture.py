"""Waiting until the window shows all it has, before a picture of it is taken."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

LONGEST_SECONDS = 15.0
CALM_ROUNDS = 8


def settle(app: QApplication, workspace: Any, *, select: bool = True) -> None:
    """Select the newest take and let events run until background work has long been done."""
    if workspace is None:
        app.processEvents()
        return
    workspace.generate.prompt.moveCursor(QTextCursor.MoveOperation.End)
    workspace.generate.prompt.clearFocus()
    takes = workspace.takes.model.takes
    if takes and select:
        workspace.takes.select(takes[0].id)
    end, calm = time.monotonic() + LONGEST_SECONDS, 0
    while calm < CALM_ROUNDS and time.monotonic() < end:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        calm = calm + 1 if workspace.bridge.wait(20) else 0
