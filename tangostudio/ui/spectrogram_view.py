"""The spectrogram of the editor: levels as colours, frequency labels, sharper when zoomed.

Also draws the difference of two takes, on a diverging map with a legend.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from tangostudio.audio import colours
from tangostudio.audio.spectrum import Spectrogram
from tangostudio.ui import theme
from tangostudio.ui.difference_legend import paint_legend
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.view_settings import View

LABEL_GAP_PX = 30
DIFFERENCE_DB = 30.0  # at the ends of the diverging map
_HEARD_MARKS = (100, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000)
_MARKS = {
    "linear": tuple(range(2000, 96001, 2000)),
    "mel": _HEARD_MARKS,
    "erb": _HEARD_MARKS,
    "log": (30, 60, 125, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000),
}


class Shown:
    """Levels of a whole take, and of a part of it with more columns, if there is one."""

    def __init__(self) -> None:
        self.whole: Spectrogram | None = None
        self.part: Spectrogram | None = None
        self.part_start = 0.0

    def show(self, whole: Spectrogram | None) -> None:
        """Another take, or other levels of it."""
        self.whole, self.part = whole, None

    def show_part(self, part: Spectrogram, start: float) -> None:
        """A stretch from `start` seconds on."""
        self.part, self.part_start = part, start

    def at(self, seconds: float) -> tuple[Spectrogram | None, float]:
        """What shows a moment best, and where that begins."""
        part = self.part
        if part and self.part_start <= seconds <= self.part_start + part.seconds:
            return part, self.part_start
        return self.whole, 0.0

    def over(self, axis: TimeAxis) -> tuple[Spectrogram | None, float]:
        """What shows the visible range best, and where that begins."""
        part, slack = self.part, axis.span * 0.001
        if part and self.part_start <= axis.start + slack:
            end = self.part_start + part.seconds
            # A part that shows far more than what is visible is no sharper than the whole.
            if end >= axis.end - slack and part.seconds < 4 * axis.span:
                return part, self.part_start
        return self.whole, 0.0


class SpectrogramLayer:
    """Draws the spectrogram of a take, or its difference to another.

    Attributes:
        view: spacing and range.
        colour_table: "magma", "viridis" or "grey".
        sound, difference: the levels of the take, and how far they are over another's.
        comparing: the difference is drawn, where there is one.
        names: what is louder where the difference is below and above 0.
    """

    def __init__(self, colour_table: str) -> None:
        self.view = View()
        self.colour_table = colour_table
        self.sound = Shown()
        self.difference = Shown()
        self.comparing = False
        self.names = ("", "")
        self._images: dict[int, QImage] = {}

    def show(self, spectrogram: Spectrogram | None) -> None:
        """Draw this from now on; None: an empty canvas."""
        self.sound.show(spectrogram)
        self.difference.show(None)
        self._images.clear()

    def show_part(self, spectrogram: Spectrogram, start: float) -> None:
        """Draw this stretch, from `start` seconds on, where it covers what is visible."""
        self._forget(self.sound.part)
        self.sound.show_part(spectrogram, start)

    def show_difference(self, levels: Spectrogram | None, names: tuple[str, str]) -> None:
        """How far the take is over another: see `names`."""
        self._forget(self.difference.whole, self.difference.part)
        self.difference.show(levels)
        self.names = names

    def show_difference_part(self, levels: Spectrogram, start: float) -> None:
        """The same of a stretch from `start` seconds on."""
        self._forget(self.difference.part)
        self.difference.show_part(levels, start)

    def set_view(self, view: View) -> None:
        """Another spacing or range; levels in another spacing follow."""
        self.view = view
        self._images.clear()

    def set_colours(self, colour_table: str) -> None:
        """Another table of colours."""
        self.colour_table = colour_table
        self._images.clear()

    @property
    def differs(self) -> bool:
        """Whether the difference is what is drawn."""
        return self.comparing and self.difference.whole is not None

    def level_at(self, seconds: float, height: float) -> tuple[float, float] | None:
        """Frequency in Hz and level (or difference) in dB at a moment and a height (0 top)."""
        spectrogram, start = (self.difference if self.differs else self.sound).at(seconds)
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
        shown = self.difference if self.differs else self.sound
        spectrogram, start = shown.over(axis)
        if spectrogram is None or axis.span <= 0:
            pixmap.fill(QColor(theme.CANVAS))
            return pixmap
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        per_second = spectrogram.db.shape[1] / spectrogram.seconds
        source = QRectF(
            (axis.start - start) * per_second, 0, axis.span * per_second, spectrogram.db.shape[0]
        )
        target = QRectF(0, 0, size.width(), size.height())
        painter.drawImage(target, self._image(spectrogram), source)
        labels = frequency_labels(spectrogram, self.view.scale, size.height())
        _paint_labels(painter, labels)
        if self.differs:
            paint_legend(painter, size, self.names, DIFFERENCE_DB)
        painter.end()
        return pixmap

    def _image(self, spectrogram: Spectrogram) -> QImage:
        image = self._images.get(id(spectrogram))
        if image is None:
            if self.differs:
                table, ends = colours.DIVERGING, (-DIFFERENCE_DB, DIFFERENCE_DB)
            else:
                table = colours.TABLES[self.colour_table]
                ends = (self.view.floor_db, self.view.ceiling_db)
            image = self._images[id(spectrogram)] = level_image(spectrogram, table, *ends)
        return image

    def _forget(self, *levels: Spectrogram | None) -> None:
        for one in levels:
            self._images.pop(id(one), None)


def level_image(
    spectrogram: Spectrogram, table: NDArray[np.uint8], floor_db: float, ceiling_db: float
) -> QImage:
    """One pixel per row and column, high frequencies on top; the levels are the table's ends."""
    place = (spectrogram.db[::-1] - np.float32(floor_db)) * np.float32(
        255 / (ceiling_db - floor_db)
    )
    np.clip(place + np.float32(0.5), 0, 255, out=place)
    levels = np.ascontiguousarray(place.astype(np.uint8))
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


def _paint_labels(painter: QPainter, labels: list[tuple[float, str]]) -> None:
    painter.setFont(theme.number_font(10))
    ground = QColor(theme.CANVAS)
    ground.setAlpha(150)
    metrics = painter.fontMetrics()
    for y, text in labels:
        box = QRect(6, round(y) - 7, metrics.horizontalAdvance(text) + 6, 14)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.SECOND))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
