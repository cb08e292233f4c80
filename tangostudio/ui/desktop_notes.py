"""Telling that work ended while the person looks elsewhere, without taking the keyboard.

A message of the desktop where there is a place for it, else a mark in the taskbar. It knows no
jobs.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

DESKTOP, TASKBAR, OFF = "desktop", "taskbar", "off"
SHOWN_MS = 8_000


class DesktopNotes(QObject):
    """Says something out of the window, as the settings want it.

    Attributes:
        how: "desktop", "taskbar" or "off".
    """

    def __init__(self, window: QWidget, how: str = DESKTOP) -> None:
        super().__init__(window)
        self._window = window
        self.how = how
        self._tray: QSystemTrayIcon | None = None
        self._away = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._away.timeout.connect(self.let_go)

    def say(self, title: str, text: str) -> str:
        """Say it unless the person looks at the program; how it was said, "" for not at all."""
        active = Qt.ApplicationState.ApplicationActive
        if self.how == OFF or QGuiApplication.applicationState() == active:
            return ""
        if self.how == DESKTOP and self._message(title, text):
            return DESKTOP
        QApplication.alert(self._window)
        return TASKBAR

    def let_go(self) -> None:
        """Take the sign out of the tray again: it stands there for a message only."""
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None

    def _message(self, title: str, text: str) -> bool:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip(self._window.windowTitle())
            self._tray.messageClicked.connect(self._window.activateWindow)
            self._tray.show()
        self._tray.showMessage(title, text, self._window.windowIcon(), SHOWN_MS)
        self._away.start()
        return True
