"""How a tuning goes, in three or four small curves with what is sure about them.

`curves` turns the checks of a tuning into plain numbers; a card paints one of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.texts import tr

BAND = 70  # of 255: how much of its colour an interval keeps
HEIGHT, TALLEST = 146, 220
DOT_PX = 2.6


@dataclass(frozen=True)
class Point:
    """One check: its round, what was found, and the 95 % interval where there is one."""

    round: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """One thing that is watched.

    Attributes:
        points: by round, the base's (round 0) first.
        rounds: how many there will be.
        text: the latest, as figures.
        spoken: the same for a screen reader.
        span: least range of values that fills the card.
        zero: whether the base's level is marked.
        ends: words for the first and the last round in place of their numbers.
    """

    name: str
    colour: str
    points: tuple[Point, ...]
    rounds: int
    text: str
    spoken: str
    help: str
    span: float
    zero: bool = False
    ends: tuple[str, str] | None = None


def before_and_after(checked: Sequence[Any]) -> list[Curve]:
    """The curves of a tuning that is checked twice; what was not measured has none."""
    ends = (tr("before"), tr("after"))
    return [replace(curve, ends=ends) for curve in curves(checked, 1) if curve.points]


def curves(checked: Sequence[Any], rounds: int) -> list[Curve]:
    """Prompt match, taste where it judges, variety and quality flags."""
    judges = {name for check in checked for name in check.gains}
    made = [
        _gain(checked, rounds, "match", tr("Prompt match"), theme.GOOD, 0.06, 3,
              tr("How much nearer sounds are to their prompts than the base's were.")),
        _variety(checked, rounds),
        _flags(checked, rounds),
    ]  # fmt: skip
    if "taste" in judges:
        told = tr("How much more sounds are to your taste, as far as it was learned.")
        taste = _gain(checked, rounds, "taste", tr("Your taste"), theme.SECOND, 0.6, 2, told)
        made.insert(1, taste)
    return made


def _gain(
    checked: Sequence[Any], rounds: int, judge: str, name: str, colour: str, span: float,
    figures: int, told: str,
) -> Curve:  # fmt: skip
    points = tuple(
        Point(check.round, *check.gains[judge]) for check in checked if judge in check.gains
    )
    text = spoken = ""
    if points and points[-1].round > 0:
        last = points[-1]
        half = (last.high - last.low) / 2
        text = f"{last.value:+.{figures}f} ± {half:.{figures}f}".replace("-", "−")
        spoken = tr(
            "{value}, plus or minus {half}, against the base",
            value=f"{last.value:+.{figures}f}",
            half=f"{half:.{figures}f}",
        )
    return Curve(name, colour, points, rounds, text, spoken, told, span, zero=True)


def _variety(checked: Sequence[Any], rounds: int) -> Curve:
    known = [check for check in checked if math.isfinite(check.diversity)]
    points = tuple(_point(c.round, c.diversity, c.diversity_range) for c in known)
    text = _with_half(points[-1], 2) if points else ""
    spoken = (
        tr("{what}, the base had {value}", what=text, value=f"{points[0].value:.2f}")
        if points
        else ""
    )
    told = tr("How different the sounds of one prompt are from each other; it should not fall.")
    return Curve(tr("Variety"), theme.INFO, points, rounds, text, spoken, told, 0.3)


def _flags(checked: Sequence[Any], rounds: int) -> Curve:
    points = tuple(_point(check.round, check.flagged, check.flagged_range) for check in checked)
    text = f"{100 * points[-1].value:.1f} %" if points else ""
    spoken = (
        tr(
            "{what} of sounds, the base had {value} %",
            what=text,
            value=f"{100 * points[0].value:.1f}",
        )
        if points
        else ""
    )
    told = tr("How many sounds have a fault: silence, clipping, a hard end. It should not rise.")
    return Curve(tr("Quality flags"), theme.WARN, points, rounds, text, spoken, told, 0.15)


def _point(number: int, value: float, span: tuple[float, float]) -> Point:
    """A point whose interval may be unknown."""
    low, high = (end if math.isfinite(end) else value for end in span)
    return Point(number, value, low, high)


def _with_half(point: Point, figures: int) -> str:
    half = (point.high - point.low) / 2
    return f"{point.value:.{figures}f}" + (f" ± {half:.{figures}f}" if half else "")


class CurveCard(QFrame):
    """A card with a name, the latest figure and the curve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.name = widgets.label("", "small-title")
        self.figure = widgets.label("", "number-quiet")
        self.plot = Plot()
        box = widgets.column(widgets.row(self.name, None, self.figure), self.plot, spacing=6)
        box.setContentsMargins(12, 10, 12, 8)
        self.setLayout(box)
        self.setMinimumHeight(HEIGHT)
        self.setMaximumHeight(TALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(150)

    def show_curve(self, curve: Curve) -> None:
        """Show a curve as it is now."""
        self.name.setText(curve.name)
        self.figure.setText(curve.text)
        self.setToolTip(curve.help)
        self.setAccessibleName(f"{curve.name}: {curve.spoken or tr('not measured yet')}")
        self.plot.show_curve(curve)


class Plot(QWidget):
    """The curve itself, its interval as a band, rounds along the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: Curve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(300, 96)

    def show_curve(self, curve: Curve) -> None:
        """Another curve."""
        if curve != self.curve:
            self.curve = curve
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rounds, base line, band, line, dots."""
        curve = self.curve
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(10, 4, -10, -20)
        if curve is None or box.width() <= 0:
            return
        place = _place(curve, box)
        self._paint_rounds(painter, curve, box)
        if not curve.points:
            painter.setFont(theme.interface_font(12))
            painter.setPen(QColor(theme.QUIET))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("after the first check"))
            return
        if curve.zero:
            painter.setPen(QPen(QColor(theme.BORDER), 1, Qt.PenStyle.DashLine))
            y = place(0, 0.0).y()
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        self._paint_curve(painter, curve, place)

    def _paint_rounds(self, painter: QPainter, curve: Curve, box: QRectF) -> None:
        painter.setFont(theme.number_font(10))
        painter.setPen(QColor(theme.QUIET))
        step = max(1, math.ceil(curve.rounds / 8))
        for number in range(0, curve.rounds + 1, step):
            x = box.left() + box.width() * number / max(curve.rounds, 1)
            text = "base" if number == 0 else str(number)
            if curve.ends is not None:
                text = curve.ends[number]
            line = QRectF(x - 30, box.bottom() + 5, 60, 14)
            flags = Qt.AlignmentFlag.AlignCenter
            if number == 0:
                line, flags = line.translated(20, 0), Qt.AlignmentFlag.AlignLeft
            elif number == curve.rounds:
                line.moveRight(box.right() + 10)
                flags = Qt.AlignmentFlag.AlignRight
            painter.drawText(line, flags, text)

    def _paint_curve(
        self, painter: QPainter, curve: Curve, place: Callable[[float, float], QPointF]
    ) -> None:
        band, colour = QColor(curve.colour), QColor(curve.colour)
        band.setAlpha(BAND)
        ends = [place(point.round, point.high) for point in curve.points]
        ends += [place(point.round, point.low) for point in reversed(curve.points)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF(ends))
        middle = [place(point.round, point.value) for point in curve.points]
        pen = QPen(colour, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in middle:
            painter.drawEllipse(point, DOT_PX, DOT_PX)


def _place(curve: Curve, box: QRectF) -> Callable[[float, float], QPointF]:
    """Where a round and a value stand in a box; what is little stays little."""
    values = [value for point in curve.points for value in (point.low, point.high, point.value)]
    if curve.zero:
        values.append(0.0)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    missing = max(0.0, curve.span - (high - low)) / 2
    low, high = low - missing, high + missing
    if low < 0 <= min(values, default=0.0):  # what is never negative stands on the floor
        low, high = 0.0, high - low
    span = max(high - low, 1e-9)

    def place(number: float, value: float) -> QPointF:
        x = box.left() + box.width() * number / max(curve.rounds, 1)
        return QPointF(x, box.bottom() - (value - low) / span * box.height())

    return place
