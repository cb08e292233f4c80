"""An action that is on only while its key is held; from a menu it stays as it is set."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class HeldKey(QObject):
    """Turns a checkable action off when the key that turned it on is let go.

    Watches the keys that reach the window: those that a text field needs do not.
    """

    def __init__(self, action: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._action = action
        self._down = 0
        action.setAutoRepeat(False)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the key goes down and up, and that the window loses the keyboard."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not event.isAutoRepeat() and self._belongs(event) and not self._action.isChecked():
                self._down = event.key()
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == self._down and not event.isAutoRepeat():
                self._let_go()
        elif kind == QEvent.Type.WindowDeactivate:
            self._let_go()
        return False

    def _belongs(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        return pressed in self._action.shortcuts()

    def _let_go(self) -> None:
        held, self._down = self._down, 0
        if held and self._action.isChecked():
            self._action.trigger()
