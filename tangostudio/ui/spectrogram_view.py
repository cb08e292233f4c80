"""The spectrogram of the editor: levels as colours, frequency labels, sharper when zoomed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from tangostudio.audio import colours
from tangostudio.audio.spectrum import Spectrogram
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis

FLOOR_DB = -85.0
LABEL_GAP_PX = 30
_MARKS = {
    "linear": tuple(range(2000, 48001, 2000)),
    "mel": (100, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000),
    "log": (30, 60, 125, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000),
}


class SpectrogramLayer:
    """Draws the spectrogram of a whole take, and a sharper one of its visible part if it has it.

    Attributes:
        scale: "mel", "log" or "linear".
        colour_table: "magma", "viridis" or "grey".
    """

    def __init__(self, colour_table: str) -> None:
        self.scale = "mel"
        self.colour_table = colour_table
        self._whole: Spectrogram | None = None
        self._part: Spectrogram | None = None
        self._part_start = 0.0
        self._images: dict[int, QImage] = {}

    def show(self, spectrogram: Spectrogram | None) -> None:
        """Draw this from now on; None: an empty canvas."""
        self._whole, self._part = spectrogram, None
        self._images.clear()

    def show_part(self, spectrogram: Spectrogram, start: float) -> None:
        """Draw this stretch, from `start` seconds on, where it covers what is visible."""
        if self._part is not None:
            self._images.pop(id(self._part), None)
        self._part, self._part_start = spectrogram, start

    def set_colours(self, colour_table: str) -> None:
        """Another table of colours."""
        self.colour_table = colour_table
        self._images.clear()

    def level_at(self, seconds: float, height: float) -> tuple[float, float] | None:
        """Frequency in Hz and level in dB at a moment and a height (0 top, 1 bottom)."""
        spectrogram, start = self._whole, 0.0
        part = self._part
        if part and self._part_start <= seconds <= self._part_start + part.seconds:
            spectrogram, start = part, self._part_start
        if spectrogram is None or spectrogram.seconds <= 0:
            return None
        rows, columns = spectrogram.db.shape
        row = min(rows - 1, max(0, int((1 - height) * rows)))
        column = int((seconds - start) / spectrogram.seconds * columns)
        level = spectrogram.db[row, min(columns - 1, max(0, column))]
        return float(spectrogram.frequencies_hz[row]), float(level)

    def picture(self, size: QSize, ratio: float, axis: TimeAxis) -> QPixmap:
        """Colours of the visible range, frequency labels over them."""
        width, height = round(size.width() * ratio), round(size.height() * ratio)
        pixmap = QPixmap(max(1, width), max(1, height))
        pixmap.setDevicePixelRatio(ratio)
        if self._whole is None or axis.span <= 0:
            pixmap.fill(QColor(theme.CANVAS))
            return pixmap
        pixmap.fill(QColor(*self._table()[0]))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        spectrogram, start = self._chosen(axis)
        columns = spectrogram.db.shape[1]
        per_second = columns / spectrogram.seconds
        source = QRectF(
            (axis.start - start) * per_second,
            0,
            axis.span * per_second,
            spectrogram.db.shape[0],
        )
        painter.drawImage(
            QRectF(0, 0, size.width(), size.height()), self._image(spectrogram), source
        )
        _paint_labels(painter, size, frequency_labels(spectrogram, self.scale, size.height()))
        painter.end()
        return pixmap

    def _chosen(self, axis: TimeAxis) -> tuple[Spectrogram, float]:
        assert self._whole is not None
        part, slack = self._part, axis.span * 0.001
        if part and self._part_start <= axis.start + slack:
            end = self._part_start + part.seconds
            # A part that shows far more than what is visible is no sharper than the whole.
            if end >= axis.end - slack and part.seconds < 4 * axis.span:
                return part, self._part_start
        return self._whole, 0.0

    def _image(self, spectrogram: Spectrogram) -> QImage:
        image = self._images.get(id(spectrogram))
        if image is None:
            image = self._images[id(spectrogram)] = level_image(spectrogram, self._table())
        return image

    def _table(self) -> NDArray[np.uint8]:
        return colours.TABLES[self.colour_table]


def level_image(spectrogram: Spectrogram, table: NDArray[np.uint8]) -> QImage:
    """One pixel per row and column, high frequencies on top."""
    place = (spectrogram.db[::-1] - FLOOR_DB) * (255 / -FLOOR_DB)
    levels = np.ascontiguousarray(np.clip(place, 0, 255).astype(np.uint8))
    rows, columns = levels.shape
    image = QImage(levels.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable([0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in table])
    # Converted once here, not at every paint; it also owns its memory then.
    return image.convertToFormat(QImage.Format.Format_RGB32)


def frequency_labels(
    spectrogram: Spectrogram, scale: str, height: float
) -> list[tuple[float, str]]:
    """Heights in pixels and texts of frequencies, far enough apart to be read."""
    frequencies = spectrogram.frequencies_hz
    rows = len(frequencies)
    labels: list[tuple[float, str]] = []
    for mark in _MARKS[scale]:
        if not frequencies[0] <= mark <= frequencies[-1]:
            continue
        row = float(np.interp(mark, frequencies, np.arange(rows)))
        y = (1 - (row + 0.5) / rows) * height
        if 10 <= y <= height - 8 and (not labels or labels[-1][0] - y >= LABEL_GAP_PX):
            labels.append((y, frequency_text(mark)))
    return labels


def frequency_text(hz: float) -> str:
    """A frequency for people: 250 Hz, 2 kHz, 2.4 kHz."""
    if hz < 1000:
        return f"{hz:.0f} Hz"
    return f"{hz / 1000:.1f}".removesuffix(".0") + " kHz"


def _paint_labels(painter: QPainter, size: QSize, labels: list[tuple[float, str]]) -> None:
    painter.setFont(theme.number_font(10))
    ground = QColor(theme.CANVAS)
    ground.setAlpha(150)
    metrics = painter.fontMetrics()
    for y, text in labels:
        box = QRect(6, round(y) - 7, metrics.horizontalAdvance(text) + 6, 14)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.SECOND))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
