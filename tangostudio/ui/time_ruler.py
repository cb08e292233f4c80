"""The ruler above the canvases: moments, and which part of the sound is visible."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tangostudio.ui import theme
from tangostudio.ui.texts import tr
from tangostudio.ui.time_axis import TimeAxis, ticks

HEIGHT = 24


class TimeRuler(QWidget):
    """Labels in seconds; a click seeks. A thin bar shows where a zoomed view lies in the sound."""

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis = axis
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Time ruler"))
        axis.view_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks, labels and the bar of the visible part."""
        painter = QPainter(self)
        painter.setFont(theme.number_font(10))
        width = self.width()
        for tick in ticks(self._axis.start, self._axis.end, width):
            x = round(self._axis.x_of(tick.seconds, width))
            painter.setPen(QColor(theme.BORDER))
            painter.drawLine(x, HEIGHT - (6 if tick.label else 3), x, HEIGHT - 1)
            if tick.label:
                painter.setPen(QColor(theme.QUIET))
                self._label(painter, x, tick.label)
        if 0 < self._axis.span < self._axis.seconds:
            self._paint_part(painter)

    def _label(self, painter: QPainter, x: int, text: str) -> None:
        room = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(0, x - room // 2), self.width() - room)
        painter.drawText(left, 0, room + 2, HEIGHT - 7, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_part(self, painter: QPainter) -> None:
        axis, width = self._axis, self.width()
        painter.fillRect(QRectF(0, 0, width, 2), QColor(theme.HAIRLINE))
        left = axis.start / axis.seconds * width
        painter.fillRect(
            QRectF(left, 0, max(8.0, axis.span / axis.seconds * width), 2), QColor(theme.QUIET)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton and self._axis.seconds > 0:
            self._axis.seek_wanted.emit(self._axis.seconds_at(event.position().x(), self.width()))
