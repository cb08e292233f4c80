"""What the window remembers between sessions: sizes, folded panels, the prompt that was begun.

Stored beside the settings. What cannot be read is as if it had never been stored.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

LEAST_SEEN = 150  # less than this of a window cannot be caught with the pointer


def _size(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)


class WindowMemory:
    """Named values in one file of the configuration folder."""

    def __init__(self, path: Path) -> None:
        self._stored = QSettings(str(path), QSettings.Format.IniFormat)

    def value(self, name: str, default: Any) -> Any:
        """A stored value of the same kind as the default, or the default."""
        try:
            value = json.loads(str(self._stored.value(name, "")))
        except ValueError:
            return default
        return value if isinstance(value, type(default)) else default

    def store(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        self._stored.setValue(name, json.dumps(value))

    def sync(self) -> None:
        """Write the file now."""
        self._stored.sync()

    def keep_window(self, window: QMainWindow) -> None:
        """Remember where the window is."""
        self._stored.setValue("geometry", window.saveGeometry())

    def put_window(self, window: QMainWindow) -> None:
        """Put the window back where it was, or in the middle of a screen that has room for it."""
        geometry = self._stored.value("geometry")
        restored = isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)
        if restored and (window.isMaximized() or window.isFullScreen() or self._fit(window)):
            return
        area = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(min(1440, area.width()), min(900, area.height()))
        frame = window.frameGeometry()
        frame.moveCenter(area.center())
        window.move(frame.topLeft())

    @staticmethod
    def _fit(window: QMainWindow) -> bool:
        """Move and shrink the window into the screen that shows most of it; whether one does."""
        place = window.geometry()
        areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        area = max(areas, key=lambda area: _size(area.intersected(place)))
        seen = area.intersected(place)
        if seen.width() < LEAST_SEEN or seen.height() < LEAST_SEEN:
            return False
        place.setSize(place.size().boundedTo(area.size()))
        place.moveRight(min(place.right(), area.right()))
        place.moveBottom(min(place.bottom(), area.bottom()))
        place.moveTopLeft(QPoint(max(place.left(), area.left()), max(place.top(), area.top())))
        window.setGeometry(place)
        return True

    def keep_splitter(self, name: str, splitter: QSplitter) -> None:
        """Remember how a splitter divides its room."""
        self.store(f"splitter_{name}", splitter.sizes())

    def splitter(self, name: str, default: list[int]) -> list[int]:
        """The stored division, if it has as many parts and makes sense."""
        sizes = self.value(f"splitter_{name}", default)
        right = len(sizes) == len(default) and all(isinstance(size, int) for size in sizes)
        return sizes if right and sum(sizes) > 0 else default
