"""Marks over a waveform: triangles where its tops are cut off, hatching where it is silent.

The shapes tell them apart; their colours only help.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPolygonF, QTransform

from tangostudio.audio.marks import Ranges
from tangostudio.ui import theme

TRIANGLE_PX = 4.0
TOGETHER_PX = 9
LEAST_SILENCE_PX = 6
HATCH_ALPHA = 110


def paint_clipping(
    painter: QPainter, box: QRect, ratio: float, clipped: Ranges, frames: tuple[float, float]
) -> None:
    """A triangle at the top of the lane for each cut off top, one for those close together."""
    places = triangle_places(clipped, frames, box.width(), TOGETHER_PX * ratio)
    half = TRIANGLE_PX * ratio
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.BAD))
    top = box.top() + ratio
    for x in places:
        corners = [QPointF(x - half, top), QPointF(x + half, top), QPointF(x, top + 1.7 * half)]
        painter.drawPolygon(QPolygonF(corners))


def triangle_places(
    clipped: Ranges, frames: tuple[float, float], width: int, together: float
) -> NDArray[np.float64]:
    """Pixels at which ranges of frames are marked, never closer than `together`."""
    first, last = frames
    seen = clipped[(clipped[:, 1] > first) & (clipped[:, 0] < last)]
    x = (seen.mean(axis=1) - first) / (last - first) * width
    cells = np.unique(np.floor(x / together), return_index=True)[1]
    kept = x[cells]
    return kept[np.concatenate(([True], np.diff(kept) >= together / 2))] if len(kept) else kept


def paint_silence(
    painter: QPainter, box: QRect, ratio: float, silent: Ranges, frames: tuple[float, float]
) -> None:
    """Hatching over each silent stretch that is wide enough to be seen."""
    first, last = frames
    colour = QColor(theme.HAIRLINE)
    colour.setAlpha(HATCH_ALPHA)
    brush = QBrush(colour, Qt.BrushStyle.BDiagPattern)
    brush.setTransform(QTransform.fromScale(ratio, ratio))
    painter.setPen(Qt.PenStyle.NoPen)
    for begin, end in silent:
        left = round(max(0.0, (begin - first) / (last - first) * box.width()))
        right = round(min(box.width(), (end - first) / (last - first) * box.width()))
        if right - left >= LEAST_SILENCE_PX * ratio:
            painter.fillRect(QRect(left, box.top(), right - left, box.height()), brush)
