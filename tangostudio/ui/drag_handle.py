"""A grip that drags files out of the window, for when the cards are out of sight.

It knows nothing of takes: what is dragged is who made it to begin.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tangostudio.ui import icons
from tangostudio.ui.texts import tr


class DragHandle(QPushButton):
    """A boxed grip; pressing and pulling it starts a drag of complete files."""

    def __init__(self, begin: Callable[[QWidget], object], parent: QWidget | None = None) -> None:
        """`begin` starts the drag from the widget that it is given."""
        super().__init__(parent)
        self._begin = begin
        self._pressed: QPoint | None = None
        self.setIcon(icons.icon("grip"))
        self.setFixedWidth(44)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag into your DAW or a folder"))
        self.setAccessibleName(tr("Drag the selected takes out as files"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click alone does nothing."""
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag once the pointer has moved far enough."""
        if self._pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        self._pressed = None
        self._begin(self)
