"""The output meter: peaks of left and right on a scale in decibels."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tangostudio.ui import theme

LOWEST_DB = -60.0
WARN_DB = -6.0
BAD_DB = -1.0
TICK_MS = 33
FALL_DB_PER_SECOND = 36.0
BAR_PX = 4
GAP_PX = 2


def to_db(peak: float) -> float:
    """A peak as decibels of full scale, not below the meter's end."""
    return max(LOWEST_DB, 20 * math.log10(peak)) if peak > 0 else LOWEST_DB


class Meter(QWidget):
    """Two bars that rise at once and fall slowly; asks for levels only while it is running."""

    def __init__(
        self, level: Callable[[], tuple[float, float]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._level = level
        self._running = False
        self.shown_db = [LOWEST_DB, LOWEST_DB]
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(48)
        self.setAccessibleName("Output level")

    def sizeHint(self) -> QSize:
        """As wide as a level needs to be read."""
        return QSize(150, 2 * BAR_PX + GAP_PX)

    def set_running(self, running: bool) -> None:
        """Follow the output; when it ends the bars fall and the timer stops by itself."""
        self._running = running
        if running:
            self._timer.start()

    @property
    def ticking(self) -> bool:
        """Whether the meter still moves."""
        return self._timer.isActive()

    def tick(self) -> None:
        """One step of the bars."""
        peaks = self._level() if self._running else (0.0, 0.0)
        fall = FALL_DB_PER_SECOND * TICK_MS / 1000
        before = list(self.shown_db)
        self.shown_db = [
            max(to_db(peak), shown - fall) for peak, shown in zip(peaks, before, strict=True)
        ]
        if self.shown_db != before:
            self.update()
        elif not self._running:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet to loud in good, warn and bad."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, level in enumerate(self.shown_db):
            box = QRectF(0, number * (BAR_PX + GAP_PX), self.width(), BAR_PX)
            painter.setBrush(QColor(theme.HAIRLINE))
            painter.drawRoundedRect(box, 2, 2)
            if level > LOWEST_DB:
                self._paint_level(painter, box, level)

    def _paint_level(self, painter: QPainter, box: QRectF, level: float) -> None:
        zones = ((LOWEST_DB, theme.GOOD), (WARN_DB, theme.WARN), (BAD_DB, theme.BAD))
        for start, colour in zones:
            if level > start:
                left, right = (self._x(db) for db in (start, level))
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(left, box.top(), right - left, box.height()), 2, 2)

    def _x(self, db: float) -> float:
        return (min(db, 0.0) - LOWEST_DB) / -LOWEST_DB * self.width()
