"""A canvas on the time axis: a kept picture, the region over it, and the playhead before both.

What the picture shows is its layer's business. The playhead is a widget of its own, one pixel wide:
when it moves, only the strips that it leaves and enters are copied again from the kept picture.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis

HANDLE_PX = 5
DRAG_PX = 4
NOTCH = 120
ZOOM_PER_NOTCH = 0.8
PAN_PER_NOTCH = 0.1
NUDGE = 0.01
HEIGHT_STEP = 0.02
REGION_ALPHA = 30


class Layer(Protocol):
    """What a canvas shows."""

    def picture(self, size: QSize, ratio: float, axis: TimeAxis) -> QPixmap:
        """The visible range, `size` logical pixels at the screen's `ratio`."""
        ...


class Playhead(QWidget):
    """A line in the accent colour that lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it is the line."""
        QPainter(self).fillRect(event.rect(), QColor(theme.ACCENT))


class TimeCanvas(QWidget):
    """Shows one layer on a time axis and turns the mouse into seeks, regions, zoom and pan.

    Signals:
        pointed(float, float): the mouse is over a moment (seconds) and a height (0 top, 1 bottom).
        unpointed(): the mouse, or the keyboard, left.
        keyed(float, float): the same as `pointed`, after it, where keys moved there.
    """

    pointed = Signal(float, float)
    unpointed = Signal()
    keyed = Signal(float, float)

    def __init__(self, axis: TimeAxis, layer: Layer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        self.layer = layer
        self._picture: QPixmap | None = None
        self._drawn_for = (QSize(), 0.0)
        self._pressed_x: float | None = None
        self._anchor: float | None = None
        self._height = 0.5  # that keys point at
        self.pictures_made = 0
        self._playhead = Playhead(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(48)
        axis.view_changed.connect(self.refresh)
        axis.region_changed.connect(self.update)
        axis.playhead_changed.connect(self._move_playhead)

    def refresh(self) -> None:
        """The layer or the visible range is another: make the picture anew at the next paint."""
        self._picture = None
        self._move_playhead()
        self.update()

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy from the kept picture; make it first where there is none."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._drawn_for != (self.size(), ratio):
            self._picture = self.layer.picture(self.size(), ratio, self.axis)
            self._drawn_for = (self.size(), ratio)
            self.pictures_made += 1
        painter = QPainter(self)
        part = event.rect()
        source = QRect(
            round(part.x() * ratio),
            round(part.y() * ratio),
            round(part.width() * ratio),
            round(part.height() * ratio),
        )
        painter.drawPixmap(part, self._picture, source)
        self._paint_region(painter)
        if self.hasFocus():
            painter.setPen(QColor(theme.SECOND))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_region(self, painter: QPainter) -> None:
        region = self.axis.region
        if region is None:
            return
        left, right = (round(self.axis.x_of(moment, self.width())) for moment in region)
        fill = QColor(theme.ACCENT)
        fill.setAlpha(REGION_ALPHA)
        painter.fillRect(left, 0, right - left, self.height(), fill)
        painter.setPen(QPen(QColor(theme.ACCENT), 1))
        painter.drawLine(left, 0, left, self.height())
        painter.drawLine(right, 0, right, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the playhead where it belongs; the paint that follows makes the picture."""
        super().resizeEvent(event)
        self._move_playhead()

    def changeEvent(self, event: QEvent) -> None:
        """Follow fonts and enabled state."""
        super().changeEvent(event)
        self.update()

    def _move_playhead(self) -> None:
        if self.axis.seconds <= 0:
            self._playhead.hide()
            return
        x = round(self.axis.x_of(self.axis.playhead, self.width()))
        inside = 0 <= x <= self.width()
        self._playhead.setGeometry(min(x, self.width() - 1), 0, 1, self.height())
        self._playhead.setVisible(inside)

    # --- mouse and keys ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a seek, a region or the move of one of its ends."""
        if event.button() != Qt.MouseButton.LeftButton or self.axis.seconds <= 0:
            return
        self._pressed_x = event.position().x()
        self._anchor = self._other_end(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the region, or show what is under the mouse."""
        x = event.position().x()
        if self._pressed_x is not None:
            if self._anchor is None and abs(x - self._pressed_x) >= DRAG_PX:
                self._anchor = self.axis.seconds_at(self._pressed_x, self.width())
            if self._anchor is not None:
                self.axis.set_region(self._anchor, self.axis.seconds_at(x, self.width()))
        at_handle = self._other_end(event.position()) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if at_handle else Qt.CursorShape.ArrowCursor)
        share = event.position().y() / max(1, self.height())
        self.pointed.emit(self.axis.seconds_at(x, self.width()), min(max(share, 0.0), 1.0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag is a seek; outside the region it lets the region go."""
        if self._pressed_x is not None and self._anchor is None:
            moment = self.axis.seconds_at(self._pressed_x, self.width())
            region = self.axis.region
            if region is not None and not region[0] <= moment <= region[1]:
                self.axis.clear_region()
            self.axis.seek_wanted.emit(moment)
        self._pressed_x = self._anchor = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click lets the region go."""
        self.axis.clear_region()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms where the mouse is, everything else pans."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if not turn or self.axis.seconds <= 0:
            return
        notches = turn / NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            anchor = self.axis.seconds_at(event.position().x(), self.width())
            self.axis.zoom(ZOOM_PER_NOTCH**notches, anchor)
        else:
            self.axis.pan(-notches * PAN_PER_NOTCH * self.axis.span)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End move the playhead, Page Up and Down what is read there."""
        steps = {Qt.Key.Key_PageUp: -HEIGHT_STEP, Qt.Key.Key_PageDown: HEIGHT_STEP}
        if step := steps.get(Qt.Key(event.key())):
            self._height = min(max(self._height + step, 0.0), 1.0)
            self._point_at(self.axis.playhead)
            return
        nudge = self.axis.span * NUDGE
        moments = {
            Qt.Key.Key_Left: self.axis.playhead - nudge,
            Qt.Key.Key_Right: self.axis.playhead + nudge,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self.axis.seconds,
        }
        moment = moments.get(Qt.Key(event.key()))
        if moment is None:
            super().keyPressEvent(event)
            return
        moment = min(max(moment, 0.0), self.axis.seconds)
        self.axis.seek_wanted.emit(moment)
        self._point_at(moment)

    def _point_at(self, moment: float) -> None:
        self.pointed.emit(moment, self._height)
        self.keyed.emit(moment, self._height)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is pointed at by keys any more."""
        super().focusOutEvent(event)
        self.unpointed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self.unpointed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Begin with the arrow."""
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def _other_end(self, position: QPointF) -> float | None:
        """The far end of the region when the mouse is at the near one, else None."""
        region = self.axis.region
        if region is None:
            return None
        for near, far in (region, region[::-1]):
            if abs(self.axis.x_of(near, self.width()) - position.x()) <= HANDLE_PX:
                return far
        return None
