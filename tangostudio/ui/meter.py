"""The output meter: peaks with hold, loudness of the moment as RMS, and a mark for clipping.

Peaks fall as IEC 60268-18 has it for digital meters, 20 dB in 1.7 s; RMS is taken over 300 ms, the
time that IEC 60268-17 gives a volume meter. It knows nothing of what plays.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tangostudio.audio.bus import Levels
from tangostudio.ui import theme
from tangostudio.ui.texts import tr

LOWEST_DB = -60.0
WARN_DB = -6.0
BAD_DB = -1.0
TICK_MS = 33
CALM_TICK_MS = 200
FALL_DB_PER_SECOND = 20.0 / 1.7
RMS_SECONDS = 0.3
HOLD_SECONDS = 1.5
BAR_PX = 5
GAP_PX = 3
CLIP_PX = 5
WIDTH = 112
ZONES = ((LOWEST_DB, theme.GOOD), (WARN_DB, theme.WARN), (BAD_DB, theme.BAD))


def to_db(magnitude: float) -> float:
    """A magnitude as decibels of full scale, not below the meter's end."""
    return max(LOWEST_DB, 20 * math.log10(magnitude)) if magnitude > 0 else LOWEST_DB


@dataclass
class Needle:
    """One channel's readings in decibels of full scale.

    Attributes:
        peak: rises at once, falls slowly.
        hold: the highest peak of the last moments.
        rms: mean power over 300 ms; a full-scale sine reads -3.
        clipped: something was over full scale since the meter was reset.
    """

    peak: float = LOWEST_DB
    hold: float = LOWEST_DB
    clipped: bool = False
    _power: float = 0.0
    _held: float = field(default=0.0, repr=False)

    @property
    def rms(self) -> float:
        """Level of the mean power."""
        return to_db(math.sqrt(self._power))

    def follow(self, peak: float, power: float, clipped: int, seconds: float) -> None:
        """What was put out in the last so many seconds."""
        level = to_db(peak)
        self.peak = max(level, self.peak - FALL_DB_PER_SECOND * seconds, LOWEST_DB)
        self._power += (power - self._power) * (1.0 - math.exp(-seconds / RMS_SECONDS))
        self._held += seconds
        if level >= self.hold:
            self.hold, self._held = level, 0.0
        elif self._held > HOLD_SECONDS:
            self.hold = max(self.peak, self.hold - FALL_DB_PER_SECOND * seconds)
        self.clipped = self.clipped or clipped > 0

    @property
    def rests(self) -> bool:
        """Whether nothing moves any more."""
        return max(self.peak, self.hold, self.rms) <= LOWEST_DB


class Meter(QWidget):
    """Two bars, left over right; asks for levels only while it is running.

    Attributes:
        needles: the readings of left and right.
    """

    def __init__(
        self, levels: Callable[[], Levels], calm: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._levels = levels
        self._running = False
        self.needles = (Needle(), Needle())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self.set_calm(calm)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Output level"))
        self._say()

    def sizeHint(self) -> QSize:
        """As wide as a level needs to be read."""
        return QSize(WIDTH, 2 * BAR_PX + GAP_PX + 2)

    def set_calm(self, calm: bool) -> None:
        """Move five times a second instead of thirty."""
        self._timer.setInterval(CALM_TICK_MS if calm else TICK_MS)

    def set_running(self, running: bool) -> None:
        """Follow the output; when it ends the bars fall and the timer stops by itself."""
        if running and not self._running:
            for needle in self.needles:
                needle.clipped = False
        self._running = running
        if running:
            self._timer.start()
        else:
            self._say()

    @property
    def ticking(self) -> bool:
        """Whether the meter still moves."""
        return self._timer.isActive()

    def tick(self) -> None:
        """One step of the bars."""
        levels = self._levels() if self._running else Levels()
        seconds = self._timer.interval() / 1000
        channels = zip(levels.peaks, levels.powers, levels.clipped, strict=True)
        for needle, (peak, power, clipped) in zip(self.needles, channels, strict=True):
            needle.follow(peak, power, clipped, seconds)
        self.update()
        if not self._running and all(needle.rests for needle in self.needles):
            self._timer.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the marks of clipping away."""
        for needle in self.needles:
            needle.clipped = False
        self._say()
        self.update()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Peaks pale, RMS full, the hold a line, clipping a block at the end."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, needle in enumerate(self.needles):
            box = QRectF(0, 1 + number * (BAR_PX + GAP_PX), self.width() - CLIP_PX - 2, BAR_PX)
            painter.fillRect(box, QColor(theme.HAIRLINE))
            self._paint_level(painter, box, needle.peak, 0.45)
            self._paint_level(painter, box, needle.rms, 1.0)
            if needle.hold > LOWEST_DB:
                x = min(_x(box, needle.hold), box.right() - 2)
                colour = QColor(_colour(needle.hold))
                painter.fillRect(QRectF(x, box.top(), 2, BAR_PX), colour)
            end = QRectF(box.right() + 2, box.top(), CLIP_PX, BAR_PX)
            painter.fillRect(end, QColor(theme.BAD if needle.clipped else theme.HAIRLINE))

    def _paint_level(self, painter: QPainter, box: QRectF, level: float, opacity: float) -> None:
        for number, (start, shade) in enumerate(ZONES):
            if level <= start:
                return
            end = min(level, ZONES[number + 1][0]) if number + 1 < len(ZONES) else level
            colour = QColor(shade)
            colour.setAlphaF(opacity)
            left, right = _x(box, start), _x(box, end)
            painter.fillRect(QRectF(left, box.top(), right - left, BAR_PX), colour)

    def _say(self) -> None:
        """What is read aloud, and the tool tip: the last highest peaks."""
        left, right = (f"{needle.hold:.1f}" for needle in self.needles)
        text = tr("Peaks: left {left} dB, right {right} dB", left=left, right=right)
        if any(needle.clipped for needle in self.needles):
            text = tr("{peaks}. Clipped; a click takes the mark away.", peaks=text)
        self.setToolTip(text)
        self.setAccessibleDescription(text)


def _colour(level: float) -> str:
    return next(shade for start, shade in reversed(ZONES) if level >= start)


def _x(box: QRectF, level: float) -> float:
    return box.left() + (min(level, 0.0) - LOWEST_DB) / -LOWEST_DB * box.width()
