"""The waveform of the editor: every channel in its lane, from the whole take to single samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from tangostudio.audio.colours import centroid_colours
from tangostudio.audio.overview import Overview, Pyramid
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.wave_image import wave_image

LINE_BELOW = 1.0
DOTS_BELOW = 0.15
LANE_GAP = 2


class WaveformLayer:
    """Draws a sound's pyramid; nothing while there is none.

    Below one sample per pixel the bars give way to a line through the samples, below
    `DOTS_BELOW` every sample gets a dot.
    """

    def __init__(self) -> None:
        self._pyramid: Pyramid | None = None
        self._samples: NDArray[np.float32] | None = None
        self._rate = 44100

    def show(
        self, pyramid: Pyramid | None, samples: NDArray[np.float32] | None, sample_rate: int
    ) -> None:
        """Draw this sound from now on; None: an empty canvas."""
        self._pyramid, self._samples, self._rate = pyramid, samples, sample_rate

    def picture(self, size: QSize, ratio: float, axis: TimeAxis) -> QPixmap:
        """The lanes of all channels over the visible range."""
        width, height = round(size.width() * ratio), round(size.height() * ratio)
        pixmap = QPixmap(max(1, width), max(1, height))
        pixmap.fill(QColor(theme.CANVAS))
        if self._pyramid is not None and self._samples is not None and axis.span > 0:
            painter = QPainter(pixmap)
            self._paint(painter, width, height, ratio, axis)
            painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _paint(
        self, painter: QPainter, width: int, height: int, ratio: float, axis: TimeAxis
    ) -> None:
        assert self._pyramid is not None
        first, last = axis.start * self._rate, axis.end * self._rate
        channels = self._pyramid.columns(first, last, width)
        per_pixel = (last - first) / width
        lane = height // len(channels)
        for number, columns in enumerate(channels):
            box = QRect(0, number * lane, width, lane - LANE_GAP)
            painter.fillRect(
                0, box.center().y(), width, max(1, round(ratio)), QColor(theme.HAIRLINE)
            )
            if per_pixel < LINE_BELOW:
                self._paint_samples(painter, box, ratio, (first, last), number, columns)
            else:
                self._paint_bars(painter, box, ratio, columns)
            if len(channels) > 1:
                self._paint_name(painter, box, ratio, number, len(channels))
            if number:
                painter.fillRect(
                    0, box.top() - LANE_GAP, width, max(1, round(ratio)), QColor(theme.HAIRLINE)
                )

    @staticmethod
    def _paint_bars(painter: QPainter, box: QRect, ratio: float, columns: Overview) -> None:
        rgb = centroid_colours(columns.centroid_hz)
        image = wave_image(
            columns.minimum, columns.maximum, rgb, box.width(), box.height(), thinnest=ratio
        )
        painter.drawImage(box.topLeft(), image)

    def _paint_samples(
        self,
        painter: QPainter,
        box: QRect,
        ratio: float,
        frames: tuple[float, float],
        channel: int,
        columns: Overview,
    ) -> None:
        assert self._samples is not None
        first, last = frames
        begin, end = max(0, int(first) - 1), min(len(self._samples), int(last) + 3)
        values = np.clip(self._samples[begin:end, channel], -1, 1)
        scale = box.width() / (last - first)
        middle, half = box.top() + box.height() / 2, box.height() / 2 - 2
        points = [
            QPointF((begin + n - first) * scale, middle - float(value) * half)
            for n, value in enumerate(values)
        ]
        colour = QColor(*(int(part) for part in centroid_colours(columns.centroid_hz).mean(axis=0)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.4 * ratio))
        painter.drawPolyline(QPolygonF(points))
        if 1 / scale < DOTS_BELOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for point in points:
                painter.drawEllipse(point, 2.5 * ratio, 2.5 * ratio)

    @staticmethod
    def _paint_name(
        painter: QPainter, box: QRect, ratio: float, channel: int, channels: int
    ) -> None:
        font = theme.number_font(round(10 * ratio))
        painter.setFont(font)
        painter.setPen(QColor(theme.FAINT))
        name = "LR"[channel] if channels == 2 else str(channel + 1)
        place = box.adjusted(round(6 * ratio), round(3 * ratio), 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
