"""The time axis that the waveform, the spectrogram and the ruler share.

It holds what part of a sound is visible, the selected region and the playhead, and turns seconds
into pixels and back. It knows nothing of sound or of painting: canvases follow its signals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

MINIMUM_FRAMES = 16
MINIMUM_REGION_SECONDS = 0.001
TICK_GAP_PX = 76
_TICK_STEPS = (1.0, 2.0, 5.0)


class TimeAxis(QObject):
    """Visible range, region and playhead of one sound, in seconds.

    Signals:
        view_changed(): another range or another sound is visible.
        region_changed(): the region was set, moved or cleared.
        playhead_changed(float): the playhead stands elsewhere, in seconds.
        seek_wanted(float): the person asked to hear from there, in seconds.
    """

    view_changed = Signal()
    region_changed = Signal()
    playhead_changed = Signal(float)
    seek_wanted = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seconds = 0.0
        self.sample_rate = 44100
        self.start = 0.0
        self.end = 0.0
        self.playhead = 0.0
        self._region: tuple[float, float] | None = None

    def show(self, seconds: float, sample_rate: int) -> None:
        """Begin with another sound: all of it visible, no region, playhead at its start."""
        self.seconds = max(0.0, seconds)
        self.sample_rate = max(1, sample_rate)
        self.start, self.end = 0.0, self.seconds
        had_region, self._region = self._region is not None, None
        self.view_changed.emit()
        if had_region:
            self.region_changed.emit()
        self.set_playhead(0.0)

    def exchange(self, seconds: float, sample_rate: int) -> None:
        """Go over to another sound: range, region and playhead stay as far as they fit."""
        whole, start, span = self.span >= self.seconds, self.start, self.span
        region, playhead = self._region, self.playhead
        self.seconds = max(0.0, seconds)
        self.sample_rate = max(1, sample_rate)
        span = self.seconds if whole else min(span, self.seconds)
        self.start = min(start, self.seconds - span)
        self.end = self.start + span
        self.view_changed.emit()
        if region is not None:
            self.set_region(*region)
        self.set_playhead(playhead)

    @property
    def span(self) -> float:
        """Visible seconds."""
        return self.end - self.start

    @property
    def region(self) -> tuple[float, float] | None:
        """Start and end of the selected region in seconds, or None."""
        return self._region

    # --- seconds and pixels -----------------------------------------------------------------------

    def x_of(self, seconds: float, width: float) -> float:
        """Where a moment stands on a canvas `width` pixels wide; may lie outside."""
        return (seconds - self.start) / self.span * width if self.span > 0 else 0.0

    def seconds_at(self, x: float, width: float) -> float:
        """The moment under a pixel, held within the sound."""
        if width <= 0:
            return self.start
        return min(max(self.start + x / width * self.span, 0.0), self.seconds)

    # --- what is visible --------------------------------------------------------------------------

    def set_range(self, start: float, end: float) -> None:
        """Show from `start` to `end`, held within the sound and above the finest zoom."""
        span = min(max(end - start, MINIMUM_FRAMES / self.sample_rate), self.seconds)
        middle = (start + end) / 2
        start = min(max(middle - span / 2, 0.0), self.seconds - span)
        if (start, start + span) != (self.start, self.end):
            self.start, self.end = start, start + span
            self.view_changed.emit()

    def zoom(self, factor: float, anchor: float | None = None) -> None:
        """Make the visible span `factor` times as long, the moment `anchor` staying in place."""
        if anchor is None:
            inside = self.start <= self.playhead <= self.end
            anchor = self.playhead if inside else (self.start + self.end) / 2
        span = min(max(self.span * factor, MINIMUM_FRAMES / self.sample_rate), self.seconds)
        share = (anchor - self.start) / self.span if self.span > 0 else 0.0
        start = min(max(anchor - share * span, 0.0), self.seconds - span)
        self.set_range(start, start + span)

    def pan(self, seconds: float) -> None:
        """Move the visible range, staying within the sound."""
        start = min(max(self.start + seconds, 0.0), self.seconds - self.span)
        self.set_range(start, start + self.span)

    def show_all(self) -> None:
        """Show the whole sound."""
        self.set_range(0.0, self.seconds)

    def show_region(self) -> None:
        """Show the region with a little air around it; without one, the whole sound."""
        if self._region is None:
            self.show_all()
            return
        start, end = self._region
        air = (end - start) * 0.04
        self.set_range(max(0.0, start - air), min(self.seconds, end + air))

    def reveal(self, seconds: float) -> None:
        """Turn the page when a moment leaves the visible range."""
        if not self.start <= seconds <= self.end:
            self.pan(seconds - self.start)

    # --- region and playhead ----------------------------------------------------------------------

    def set_region(self, start: float, end: float) -> None:
        """Select a region, either end first; too short a one clears."""
        low = min(max(min(start, end), 0.0), self.seconds)
        high = min(max(max(start, end), 0.0), self.seconds)
        region = (low, high) if high - low >= MINIMUM_REGION_SECONDS else None
        if region != self._region:
            self._region = region
            self.region_changed.emit()

    def clear_region(self) -> None:
        """Select nothing."""
        self.set_region(0.0, 0.0)

    def region_from_playhead(self) -> None:
        """Let the region begin at the playhead; without one it lasts to the end."""
        end = self._region[1] if self._region else self.seconds
        self.set_region(self.playhead, end if end > self.playhead else self.seconds)

    def region_to_playhead(self) -> None:
        """Let the region end at the playhead; without one it lasts from the beginning."""
        start = self._region[0] if self._region else 0.0
        self.set_region(start if start < self.playhead else 0.0, self.playhead)

    def set_playhead(self, seconds: float) -> None:
        """Move the playhead; nothing is heard by this."""
        self.playhead = min(max(seconds, 0.0), self.seconds)
        self.playhead_changed.emit(self.playhead)


@dataclass(frozen=True)
class Tick:
    """A mark of the ruler; small ones have no label."""

    seconds: float
    label: str


def ticks(start: float, end: float, width: float) -> list[Tick]:
    """Marks for a visible range: labels at least `TICK_GAP_PX` apart, five small ones between."""
    span = end - start
    if span <= 0 or width <= 0:
        return []
    step = tick_step(span * TICK_GAP_PX / width)
    small = step / 5
    marks = []
    for number in range(math.ceil(start / small - 1e-9), math.floor(end / small + 1e-9) + 1):
        seconds = number * small
        marks.append(Tick(seconds, tick_label(seconds, step) if number % 5 == 0 else ""))
    return marks


def tick_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `least` seconds."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-6)))
    for factor in (*_TICK_STEPS, 10.0):
        if factor * power >= least * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def tick_label(seconds: float, step: float) -> str:
    """A moment with as many digits as the step between marks needs."""
    digits = max(1, math.ceil(-math.log10(step) - 1e-9)) if step < 1 else 1
    return f"{seconds:.{digits}f}"


def clock(seconds: float) -> str:
    """A moment as minutes, seconds and milliseconds: 00:01.642."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes:02d}:{rest / 1000:06.3f}"
