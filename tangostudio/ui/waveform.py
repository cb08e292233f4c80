"""The waveform of the editor: every channel in its lane, from the whole take to single samples."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from tangostudio.audio.colours import centroid_colours
from tangostudio.audio.marks import Marks
from tangostudio.audio.overview import Overview, Pyramid
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.wave_image import wave_image
from tangostudio.ui.wave_marks import paint_clipping, paint_silence
from tangostudio.ui.wave_scale import FLOOR_DB, GRID_DB, height_of

LINE_BELOW = 1.0
STEMS_BELOW = 0.15
LANE_GAP = 2
MARGIN_PX = 2  # above the highest and below the lowest sample that is drawn as a line
GRID_GAP_PX = 13
OUTLINE_ALPHA, STEM_ALPHA = 190, 130
NAME_PX = 16  # from the left edge, where the handles of edits end


@dataclass(frozen=True, eq=False)
class Wave:
    """A sound as it is drawn: its samples (frames, channels), their pyramid, marks and words."""

    samples: NDArray[np.float32]
    sample_rate: int
    pyramid: Pyramid
    marks: Marks | None = None
    description: str = ""


class WaveformLayer:
    """Draws a sound; nothing while there is none.

    Below one sample per pixel the bars give way to a line through the samples; below `STEMS_BELOW`
    every sample gets a stem from the middle and a dot.

    Attributes:
        decibels: the height is in decibels.
        other: a sound that can be compared with this one, from the same beginning, or None.
        outlined: its outline is drawn over this one.
    """

    def __init__(self) -> None:
        self.decibels = False
        self.other: Wave | None = None
        self.outlined = False
        self._wave: Wave | None = None

    def show(self, wave: Wave | None) -> None:
        """Draw this sound from now on; None: an empty canvas."""
        self._wave = wave

    @property
    def shown(self) -> bool:
        """Whether there is a sound."""
        return self._wave is not None

    @property
    def description(self) -> str:
        """What is seen, in words; "" until it is known."""
        return self._wave.description if self._wave is not None else ""

    def levels_at(self, seconds: float) -> list[float]:
        """The sample of each channel at a moment; none outside the sound."""
        wave = self._wave
        if wave is None:
            return []
        frame = round(seconds * wave.sample_rate)
        return wave.samples[frame].tolist() if 0 <= frame < len(wave.samples) else []

    def picture(self, size: QSize, ratio: float, axis: TimeAxis) -> QPixmap:
        """The lanes of all channels over the visible range."""
        width, height = round(size.width() * ratio), round(size.height() * ratio)
        pixmap = QPixmap(max(1, width), max(1, height))
        pixmap.fill(QColor(theme.CANVAS))
        if self._wave is not None and axis.span > 0:
            painter = QPainter(pixmap)
            self._paint(painter, self._wave, QSize(width, height), ratio, axis)
            painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _paint(
        self, painter: QPainter, wave: Wave, size: QSize, ratio: float, axis: TimeAxis
    ) -> None:
        frames = axis.start * wave.sample_rate, axis.end * wave.sample_rate
        channels = wave.pyramid.columns(*frames, size.width())
        over = self._outlines(axis, size.width(), len(channels))
        lane = size.height() // len(channels)
        for number, columns in enumerate(channels):
            box = QRect(0, number * lane, size.width(), lane - LANE_GAP)
            if wave.marks is not None:
                paint_silence(painter, box, ratio, wave.marks.silent, frames)
            self._paint_lines(painter, box, ratio, number)
            if frames[1] - frames[0] < LINE_BELOW * size.width():
                self._paint_samples(painter, box, ratio, frames, wave.samples[:, number], columns)
            else:
                self._paint_bars(painter, box, ratio, columns)
            if over:
                self._paint_outline(painter, box, ratio, over[number])
            if wave.marks is not None:
                paint_clipping(painter, box, ratio, wave.marks.clipped[number], frames)
            if len(channels) > 1:
                _paint_name(painter, box, ratio, "LR"[number] if len(channels) == 2 else number + 1)

    def _paint_lines(self, painter: QPainter, box: QRect, ratio: float, number: int) -> None:
        """The middle line, the one between lanes, and in decibels a grid with its levels."""
        thick, hairline = max(1, round(ratio)), QColor(theme.HAIRLINE)
        painter.fillRect(0, box.center().y(), box.width(), thick, hairline)
        if number:
            painter.fillRect(0, box.top() - LANE_GAP, box.width(), thick, hairline)
        if not self.decibels:
            return
        painter.setFont(theme.number_font(round(9 * ratio)))
        middle, half, last = box.top() + box.height() / 2, box.height() / 2, 0.0
        for level in GRID_DB:
            away = half * (1 - level / FLOOR_DB)
            if last and last - away < GRID_GAP_PX * ratio:
                continue
            last = away
            for y in (middle - away, middle + away):
                painter.fillRect(0, round(y), box.width(), thick, hairline)
            painter.setPen(QColor(theme.QUIET))
            room = QRect(
                0, round(middle - away), box.width() - round(NAME_PX * ratio), round(12 * ratio)
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, str(level))

    def _paint_bars(self, painter: QPainter, box: QRect, ratio: float, columns: Overview) -> None:
        image = wave_image(
            height_of(columns.minimum, self.decibels),
            height_of(columns.maximum, self.decibels),
            centroid_colours(columns.centroid_hz),
            box.width(),
            box.height(),
            thinnest=ratio,
        )
        painter.drawImage(box.topLeft(), image)

    def _paint_samples(
        self,
        painter: QPainter,
        box: QRect,
        ratio: float,
        frames: tuple[float, float],
        samples: NDArray[np.float32],
        columns: Overview,
    ) -> None:
        first, last = frames
        begin, end = max(0, int(first) - 1), min(len(samples), int(last) + 3)
        scale = box.width() / (last - first)
        x = (np.arange(begin, end) - first) * scale
        middle, y = box.top() + box.height() / 2, self._y(box, samples[begin:end])
        points = _points(x, y)
        colour = QColor(*(int(part) for part in centroid_colours(columns.centroid_hz).mean(axis=0)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.4 * ratio))
        painter.drawLines(_joined(points))
        if 1 / scale >= STEMS_BELOW:
            return
        stem = QColor(colour)
        stem.setAlpha(STEM_ALPHA)
        painter.setPen(QPen(stem, ratio))
        painter.drawLines([QLineF(point, QPointF(point.x(), middle)) for point in points])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, 2.5 * ratio, 2.5 * ratio)

    def _y(self, box: QRect, values: NDArray[np.floating]) -> NDArray[np.float32]:
        middle, half = box.top() + box.height() / 2, box.height() / 2 - MARGIN_PX
        return np.float32(middle) - height_of(values, self.decibels) * np.float32(half)

    # --- the other sound --------------------------------------------------------------------------

    def _outlines(self, axis: TimeAxis, width: int, channels: int) -> list[Overview]:
        """The other sound's extremes for each lane: its first channel where it has too few."""
        if self.other is None or not self.outlined:
            return []
        rate = self.other.sample_rate
        found = self.other.pyramid.columns(axis.start * rate, axis.end * rate, width)
        return [found[number] if number < len(found) else found[0] for number in range(channels)]

    def _paint_outline(
        self, painter: QPainter, box: QRect, ratio: float, columns: Overview
    ) -> None:
        """Its upper and lower edge; nothing where it would lie on the middle line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        colour = QColor(theme.TEXT)
        colour.setAlpha(OUTLINE_ALPHA)
        painter.setPen(QPen(colour, ratio))
        edges = [self._y(box, values) for values in (columns.maximum, columns.minimum)]
        middle = box.top() + box.height() / 2
        apart = np.maximum(np.abs(edges[0] - middle), np.abs(edges[1] - middle)) > ratio
        for begin, end in np.flatnonzero(np.diff(apart, prepend=0, append=0)).reshape(-1, 2):
            for y in edges:
                points = _points(np.arange(begin, end), y[begin:end])
                painter.drawLines(_joined(points))


def _points(x: NDArray[np.number], y: NDArray[np.number]) -> list[QPointF]:
    return [QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]


def _joined(points: list[QPointF]) -> list[QLineF]:
    """Lines from point to point: Qt draws them twenty times as fast as one polyline."""
    return [QLineF(*pair) for pair in pairwise(points)]


def _paint_name(painter: QPainter, box: QRect, ratio: float, name: str | int) -> None:
    painter.setFont(theme.number_font(round(10 * ratio)))
    painter.setPen(QColor(theme.QUIET))
    place = box.adjusted(round(NAME_PX * ratio), round(3 * ratio), 0, 0)
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(name))
