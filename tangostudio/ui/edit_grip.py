"""A grip on a canvas that is dragged, or moved by keys, along the time axis.

It tells how far it was moved; what that means is the business of who put it there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from tangostudio.ui import theme

KEY_PX, KEY_PX_FAST = 1.0, 10.0
KEYS_END_MS = 600  # a row of key presses is one edit


class Grip(QWidget):
    """A bar at a sound's end, or a ring at a fade's.

    Signals:
        began(): a drag or a row of key presses begins.
        moved(float): by so many pixels from where it began, negative to the left.
        dropped(bool): it is over; whether the edit snaps to zero crossings (Ctrl turns that off).
        given_up(): Escape, everything stays.
        menu_wanted(QPoint): the other mouse button, in screen coordinates.
    """

    began = Signal()
    moved = Signal(float)
    dropped = Signal(bool)
    given_up = Signal()
    menu_wanted = Signal(object)

    def __init__(self, name: str, tip: str, parent: QWidget, *, ring: bool) -> None:
        super().__init__(parent)
        self._ring = ring
        self._pressed_x: float | None = None
        self._by_keys = 0.0
        self._keys_end = QTimer(self, singleShot=True, interval=KEYS_END_MS)
        self._keys_end.timeout.connect(self._end_keys)
        self.setFixedSize(*((14, 14) if ring else (10, 36)))
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setToolTip(tip)

    @property
    def active(self) -> bool:
        """Whether it is being moved."""
        return self._pressed_x is not None or self._keys_end.isActive()

    # --- mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end_keys()
            self._pressed_x = event.globalPosition().x()
            self.began.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._pressed_x is not None:
            self.moved.emit(event.globalPosition().x() - self._pressed_x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        if self._pressed_x is not None:
            self._pressed_x = None
            self.dropped.emit(_snaps(event.modifiers()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu."""
        self.menu_wanted.emit(event.globalPos())

    # --- keys -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The arrow keys and Escape are its own, not shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move it, with Shift ten times as far; Escape gives up."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.active:
            self._pressed_x = None
            self._keys_end.stop()
            self._by_keys = 0.0
            self.given_up.emit()
        elif step is not None:
            if not self._keys_end.isActive():
                self._by_keys = 0.0
                self.began.emit()
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._by_keys += step * (KEY_PX_FAST if fast else KEY_PX)
            self.moved.emit(self._by_keys)
            self._keys_end.start()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was moved by keys counts at once."""
        super().focusOutEvent(event)
        self._end_keys()

    def _end_keys(self) -> None:
        if self._by_keys:
            self._keys_end.stop()
            self._by_keys = 0.0
            self.dropped.emit(False)  # keys move it exactly as far as they say

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet until it is pointed at, moved or focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        awake = self.underMouse() or self.hasFocus() or self.active
        ink = QColor(theme.TEXT if awake else theme.QUIET)
        painter.setPen(QPen(QColor(theme.CANVAS), 1))
        painter.setBrush(ink)
        if self._ring:
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(QColor(theme.CANVAS))
            painter.drawEllipse(QRectF(3, 3, 8, 8))
        else:
            painter.drawRoundedRect(QRectF(2.5, 2.5, 5, self.height() - 5), 2.5, 2.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.SECOND), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _snaps(modifiers: Qt.KeyboardModifier) -> bool:
    return not modifiers & Qt.KeyboardModifier.ControlModifier
