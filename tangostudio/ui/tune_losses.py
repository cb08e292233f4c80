"""The losses of a training on a corpus, as a card with a line for each; lower is better.

`loss_curves` turns the records of a tuning into plain numbers; a card paints one stage of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.tune_curves import HEIGHT, TALLEST

NAMES = {
    "loss": mark("clips it learns"),
    "held_out": mark("clips kept aside"),
    "generator": mark("model"),
    "discriminator": mark("critic"),
    "contrastive": mark("critic on prompts"),
    "penalty": mark("critic's penalty"),
}
COLOURS = {
    "loss": theme.GOOD,
    "held_out": theme.INFO,
    "generator": theme.GOOD,
    "discriminator": theme.INFO,
    "contrastive": theme.WARN,
}
QUIET_ONES = ("penalty",)  # of another size than the rest, and of no use to the eye
WARMING = mark("How far one step of it is from where its longer way ends.")
TITLES = {"warm_up": mark("Warming up"), "train": mark("Learning")}
HELP = {
    "loss": mark("How far it is from the recordings; where the clips kept aside rise again, it "
                 "learns the others by heart."),
    "generator": mark("Model and critic hold each other: level lines are good, running away is "
                      "not."),
}  # fmt: skip
OTHERS = (theme.SECOND, theme.QUIET)
LINE_PX = 1.8
SHARE = 0.02  # of the values at either end may lie outside of what is shown


@dataclass(frozen=True)
class Line:
    """One loss: (step, value) in their order."""

    name: str
    colour: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class LossCurve:
    """One stage.

    Attributes:
        steps: how many there will be.
        help: what to look for.
    """

    title: str
    steps: int
    lines: tuple[Line, ...]
    help: str

    @property
    def spoken(self) -> str:
        """The latest values for a screen reader."""
        told = ", ".join(f"{line.name} {line.points[-1][1]:.3f}" for line in self.lines)
        return tr("{title}: {told}", title=self.title, told=told)


def loss_curves(steps: Sequence[Any]) -> list[LossCurve]:
    """A curve for each stage that was trained in, in their order; steps as `events.Trained`."""
    found = []
    for stage, title in TITLES.items():
        records = [each for each in steps if getattr(each, "stage", "") == stage]
        names = dict.fromkeys(name for each in records for name in each.losses)
        known = [name for name in NAMES if name in names]
        shown = [name for name in dict.fromkeys([*known, *names]) if name not in QUIET_ONES]
        lines = tuple(
            line for place, name in enumerate(shown) if (line := _line(name, place, records)).points
        )
        if stage == "warm_up":
            lines = tuple(replace(line, name=tr("model")) for line in lines[:1])
        if lines:
            help = next((tr_marked(text) for name, text in HELP.items() if name in names), "")
            help = tr_marked(WARMING) if stage == "warm_up" else help
            found.append(LossCurve(tr_marked(title), records[-1].steps, lines, help))
    return found


def _line(name: str, place: int, records: Sequence[Any]) -> Line:
    points = tuple(
        (each.step, each.losses[name])
        for each in records
        if math.isfinite(each.losses.get(name, math.nan))
    )
    colour = COLOURS.get(name, OTHERS[place % len(OTHERS)])
    return Line(tr_marked(NAMES.get(name, name.replace("_", " "))), colour, points)


def span(curve: LossCurve) -> tuple[float, float]:
    """The values that are shown; single ones that leap out do not flatten the rest."""
    values = sorted(value for line in curve.lines for _step, value in line.points)
    out = int(len(values) * SHARE)
    low, high = values[out], values[-1 - out]
    least = 0.05 * max(abs(high), 1e-6)
    missing = max(0.0, least - (high - low)) / 2
    return low - missing, high + missing


class LossCard(QFrame):
    """A card with the stage's name, what each line is, and the lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.name = widgets.label("", "small-title")
        self.legend = QWidget()
        self._flow = FlowLayout(self.legend, spacing=10)
        self._names: tuple[str, ...] = ()
        self.plot = LossPlot()
        box = widgets.column(self.name, self.legend, self.plot, spacing=4)
        box.setStretchFactor(self.plot, 1)
        box.setContentsMargins(12, 10, 12, 8)
        self.setLayout(box)
        self.setMinimumHeight(HEIGHT + 20)
        self.setMaximumHeight(TALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_curve(self, curve: LossCurve) -> None:
        """Show a stage as it is now."""
        self.name.setText(curve.title)
        told = tuple(f"{line.name} {line.points[-1][1]:.3f}" for line in curve.lines)
        if told != self._names:
            self._names = told
            widgets.clear_layout(self._flow)
            for line, text in zip(curve.lines, told, strict=True):
                label = widgets.label(f"● {text}", "number")
                label.setStyleSheet(f"color: {line.colour};")
                self._flow.addWidget(label)
            self.legend.updateGeometry()
        self.setToolTip(curve.help)
        self.setAccessibleName(f"{curve.spoken}. {curve.help}")
        self.plot.show_curve(curve)


class LossPlot(QWidget):
    """The lines over the steps of their stage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: LossCurve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As the other curves."""
        return QSize(300, 90)

    def show_curve(self, curve: LossCurve) -> None:
        """Another curve."""
        if curve != self.curve:
            self.curve = curve
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, numbers, lines."""
        curve = self.curve
        box = QRectF(self.rect()).adjusted(40, 6, -10, -18)
        if curve is None or box.width() <= 0 or box.height() <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = span(curve)
        self._paint_axis(painter, box, low, high, curve.steps)
        painter.setClipRect(box.adjusted(-2, -4, 2, 4))
        for line in curve.lines:
            places = [
                QPointF(box.left() + box.width() * step / max(curve.steps, 1),
                        box.bottom() - (value - low) / (high - low) * box.height())
                for step, value in line.points
            ]  # fmt: skip
            pen = QPen(QColor(line.colour), LINE_PX)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(places))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(line.colour))
            painter.drawEllipse(places[-1], 2.6, 2.6)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_axis(
        self, painter: QPainter, box: QRectF, low: float, high: float, steps: int
    ) -> None:
        painter.setPen(QPen(QColor(theme.HAIRLINE), 1))
        for y in (box.top(), box.bottom()):
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setFont(theme.number_font(10))
        painter.setPen(QColor(theme.QUIET))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y, value in ((box.top(), high), (box.bottom(), low)):
            painter.drawText(QRectF(0, y - 7, box.left() - 6, 14), right, f"{value:.2f}")
        foot = QRectF(box.left(), box.bottom() + 4, box.width(), 14)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, tr("step 0"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{steps:,}")
