"""What lies over the waveform while it is edited: curves of fades, and what a trim cuts.

It lets the mouse through and knows nothing of takes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from tangostudio.audio.edit import FADE_SHAPES
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis

DIMMED, SHADED = 190, 110
CURVE_POINTS = 49


@dataclass(frozen=True)
class Fade:
    """A fade as it is drawn: seconds, shape, and whether it is at the end."""

    seconds: float
    shape: str
    at_end: bool


@dataclass(frozen=True, eq=False)
class Cut:
    """A trim as it is drawn.

    Attributes:
        axis: what is under it: the canvas's own, or that of the whole original.
        kept: start and end in that axis's seconds.
        picture: the whole original, where the canvas shows less.
        text: beside the moving end.
        at_end: whether that is the right one.
    """

    axis: TimeAxis
    kept: tuple[float, float]
    picture: QPixmap | None
    text: str
    at_end: bool


class EditOverlay(QWidget):
    """Covers the whole canvas.

    Attributes:
        fades: drawn unless a trim is.
        cut: the trim that is being dragged, or None.
        shaded: what the fades take away is darkened, as it is not in the waveform yet.
    """

    def __init__(self, axis: TimeAxis, parent: QWidget) -> None:
        super().__init__(parent)
        self._axis = axis
        self.fades: tuple[Fade, ...] = ()
        self.cut: Cut | None = None
        self.shaded = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_parts(
        self, fades: tuple[Fade, ...], cut: Cut | None = None, *, shaded: bool = False
    ) -> None:
        """Draw these from now on; without any it is hidden, and costs nothing."""
        self.fades, self.cut, self.shaded = fades, cut, shaded
        self.setVisible(cut is not None or any(fade.seconds > 0 for fade in fades))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trim that is dragged, or the fades."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.cut is not None:
            self._paint_cut(painter, self.cut)
            return
        for fade in self.fades:
            self._paint_fade(painter, fade)

    def _paint_fade(self, painter: QPainter, fade: Fade) -> None:
        """The curve of the gain from bottom to top."""
        if fade.seconds <= 0:
            return
        width, height = self.width(), self.height()
        edge = self._axis.seconds if fade.at_end else 0.0
        sign = -1.0 if fade.at_end else 1.0
        share = np.linspace(0, 1, CURVE_POINTS, dtype=np.float32)
        gains = FADE_SHAPES[fade.shape](share)
        points = [
            QPointF(
                self._axis.x_of(edge + sign * float(t) * fade.seconds, width),
                (height - 1) * (1 - float(gain)) + 0.5,
            )
            for t, gain in zip(share, gains, strict=True)
        ]
        if max(p.x() for p in points) < 0 or min(p.x() for p in points) > width:
            return
        if self.shaded:
            shade = QColor(theme.CANVAS)
            shade.setAlpha(SHADED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF([*points, QPointF(points[0].x(), 0.0)]))
        painter.setPen(QPen(QColor(theme.QUIET), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _paint_cut(self, painter: QPainter, cut: Cut) -> None:
        if cut.picture is not None:
            painter.drawPixmap(self.rect(), cut.picture)
        left, right = (cut.axis.x_of(moment, self.width()) for moment in cut.kept)
        dim = QColor(theme.CANVAS)
        dim.setAlpha(DIMMED)
        painter.fillRect(QRectF(0, 0, left, self.height()), dim)
        painter.fillRect(QRectF(right, 0, self.width() - right, self.height()), dim)
        painter.setPen(QPen(QColor(theme.TEXT), 1))
        for x in (left, right):
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        self._paint_text(painter, cut, right if cut.at_end else left)

    def _paint_text(self, painter: QPainter, cut: Cut, x: float) -> None:
        """The moment, on the kept side of the line."""
        font = theme.number_font(11)
        painter.setFont(font)
        width = QFontMetricsF(font).horizontalAdvance(cut.text) + 10
        x = x - width - 5 if cut.at_end else x + 5
        x = min(max(x, 2.0), self.width() - width - 2)
        box = QRectF(x, self.height() - 22, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.RAISED))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cut.text)
