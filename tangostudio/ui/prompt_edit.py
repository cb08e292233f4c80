"""The prompt's text field: plain text that grows with what is written.

It knows nothing of models; Ctrl+Enter belongs to the window's table of actions.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LONGEST_PASTE = 100_000


class PromptEdit(QPlainTextEdit):
    """Plain text between a smallest and a greatest number of lines, then it scrolls.

    Tab leaves the field, so that the keyboard never gets caught in it.

    Signals:
        recalled(int): Up (-1) or Down (1) was pressed in an empty or recalled text.
    """

    recalled = Signal(int)

    def __init__(self, lines: tuple[int, int] = (4, 9), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._recalled = ""
        self.setProperty("kind", "prompt")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text in one step that undo can take back; the cursor goes to its end."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of some characters, in one step that undo can take back."""
        whole = self.text()
        cursor = self.textCursor()
        cursor.setPosition(_units(whole[:start]))
        cursor.setPosition(_units(whole[:end]), cursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def typing_at(self) -> int | None:
        """The character before which somebody types; None while the field has no focus."""
        if not self.hasFocus():
            return None
        data = self.text().encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(data.decode("utf-16-le", "replace"))

    def recall(self, text: str) -> None:
        """Show an earlier prompt; Up and Down go on from it while it is unchanged."""
        self.set_text(text)
        self._recalled = text

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text only, and no more than anybody writes."""
        self.insertPlainText(source.text()[:_LONGEST_PASTE])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down in an empty or recalled text go through earlier prompts."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if step is not None and plain and self.text() in ("", self._recalled):
            self.recalled.emit(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        lines = min(max(round(self.document().size().height()), self._lines[0]), self._lines[1])
        height = lines * metrics.lineSpacing() + 2 * 3 + 2 * 7 + 2
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


def _units(text: str) -> int:
    """How many of Qt's characters (UTF-16 units) a text has."""
    return len(text.encode("utf-16-le")) // 2
