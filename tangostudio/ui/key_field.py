"""A button that records the next key: it asks for it, takes it from everybody else, and says it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.texts import tr

_NOT_ALONE = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
}


class KeyField(QPushButton):
    """Press it, then press a key; Escape leaves everything as it was, Tab goes on.

    Signals:
        recorded(str): a key was pressed, as its portable name.
    """

    recorded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recording = False
        self.setAutoDefault(False)
        self.setMinimumWidth(170)
        self.clicked.connect(self.record)
        self._say()

    def record(self) -> None:
        """Wait for a key."""
        self.recording = True
        self.setFocus()
        self._say()

    def stop(self) -> None:
        """Wait no longer."""
        self.recording = False
        self._say()

    def event(self, event: QEvent) -> bool:
        """While it records, no shortcut and no dialog takes a key."""
        if self.recording and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._take(event)
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere records nothing."""
        self.stop()
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.stop()
            return super().event(event)
        if key in _NOT_ALONE:
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and modifiers == Qt.KeyboardModifier.NoModifier:
            self.stop()
            return True
        if event.text().isprintable() and event.text() and not event.text().isalpha():
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # "?" is Shift and a key already
        text = QKeySequence(QKeyCombination(modifiers, key)).toString()
        self.stop()
        self.recorded.emit(text)
        return True

    def _say(self) -> None:
        text = tr("Press a key… (Escape: none)") if self.recording else tr("Record a key")
        self.setText(text)
        self.setAccessibleName(text)
        widgets.set_property(self, "recording", self.recording)
