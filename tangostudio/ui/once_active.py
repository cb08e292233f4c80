"""Doing something once a window has the keyboard again, after a dialog over it was closed.

The system gives the keyboard back in its own time. Qt passes over that while a popup is open, so
that one which opens too early leaves the window without the keyboard after it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 200  # of somebody who waits; a system may keep the keyboard elsewhere


def once_active(window: QWidget, call: Callable[[], object]) -> None:
    """Call it when the window is active, at once if it is, and after a moment in any case."""
    window.activateWindow()
    if window.isActiveWindow():
        call()
    else:
        _Waiting(window, call)


class _Waiting(QObject):
    """Calls once."""

    def __init__(self, window: QWidget, call: Callable[[], object]) -> None:
        super().__init__(window)
        self._call = call
        self._timer = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._timer.timeout.connect(self._end)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the window has the keyboard; what belongs to that is done before."""
        if event.type() == QEvent.Type.WindowActivate:
            watched.removeEventFilter(self)
            self._timer.start(0)
        return False

    def _end(self) -> None:
        self.deleteLater()
        self._call()
