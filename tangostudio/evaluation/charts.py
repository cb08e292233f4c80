"""Charts as inline SVG: dots with intervals, differences, bars, and one measure against another.

The narrow ones have no size of their own: their places are per cent of whatever width the page
gives them, so that text and dots keep theirs. Colours are the style sheet's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from tangostudio.evaluation.figures import has_ends
from tangostudio.evaluation.results import Interval

HUES = 8
"""Colours of lines that the style sheet has."""

_MARGIN = 0.06  # of a scale's width, on either side
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_STRIP, _AXIS = 22, 20  # pixels


@dataclass(frozen=True)
class Scale:
    """A range of values that places are measured on.

    Attributes:
        logarithmic: equal ratios are equally far apart; `low` is then above 0.
    """

    low: float
    high: float
    logarithmic: bool = False

    @classmethod
    def over(
        cls,
        values: Iterable[float],
        *,
        zero: bool = False,
        least: float = 0.0,
        logarithmic: bool = False,
    ) -> Scale:
        """A scale that holds all finite values with a margin.

        Args:
            zero: let it hold 0 too.
            least: how wide it is at least, or differences that are none would look large.
        """
        told = [value for value in values if math.isfinite(value)]
        told += [0.0] if zero else []
        if logarithmic and told and min(told) > 0:
            low, high = math.log(min(told)), math.log(max(told))
            spare = _MARGIN * (high - low) or 0.1
            return cls(math.exp(low - spare), math.exp(high + spare), logarithmic=True)
        if not told:
            return cls(0.0, 1.0)
        low, high = min(told), max(told)
        short = max(0.0, least - (high - low)) / 2
        low, high = low - short, high + short
        spare = _MARGIN * (high - low) or max(0.1 * abs(high), 0.01)
        return cls(low - spare, high + spare)

    def place(self, value: float) -> float:
        """Where a value is, from 0 to 1; values beyond the ends are put there."""
        low, high = self.low, self.high
        if self.logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(max(value, low))
        return min(1.0, max(0.0, (value - low) / (high - low)))

    def ticks(self, most: int = 4) -> list[float]:
        """Round values within the scale, about `most` of them."""
        if self.logarithmic:
            return self._powers(most)
        rough = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * step for step in _STEPS if power * step >= rough * (1 - 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(number * step, 12) for number in range(first, last + 1)]

    def _powers(self, most: int) -> list[float]:
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        for parts in ((1, 2, 5), (1, 3), (1,)):
            found = [part * 10.0**n for n in range(first, last + 1) for part in parts]
            within = [value for value in found if self.low <= value <= self.high]
            if len(within) <= most + 2:
                break
        return within if len(within) > 1 else [self.low, self.high]


# --- in a row -------------------------------------------------------------------------------------


def strip(scale: Scale, found: Interval, told: str, *, best: bool = False) -> str:
    """A value as a dot on its interval; the best one is a diamond.

    Args:
        told: what it shows, in words.
    """
    middle = _STRIP // 2
    drawn = [_line(0, 1, middle, "rail")]
    if has_ends(found):
        low, high = scale.place(found.low), scale.place(found.high)
        drawn += [_line(low, high, middle, "span"), _end(low, middle), _end(high, middle)]
    if math.isfinite(found.value):
        place = _percent(scale.place(found.value))
        drawn.append(
            f'<svg x="{place}" y="{middle}" overflow="visible">'
            '<path class="best" d="M0-6 6 0 0 6-6 0Z"/></svg>'
            if best
            else f'<circle class="dot" cx="{place}" cy="{middle}" r="4.5"/>'
        )
    return _drawing(drawn, told, _STRIP)


def difference(scale: Scale, found: Interval, told: str, kind: str = "") -> str:
    """A difference as a dot on its interval, beside a line at nothing.

    Args:
        kind: class of what is drawn, such as "good".
    """
    middle, zero = _STRIP // 2, _percent(scale.place(0.0))
    drawn = [
        _line(0, 1, middle, "rail"),
        f'<line class="zero" x1="{zero}" x2="{zero}" y1="2" y2="{_STRIP - 2}"/>',
    ]
    if has_ends(found):
        drawn.append(_line(scale.place(found.low), scale.place(found.high), middle, "span"))
    if math.isfinite(found.value):
        place = _percent(scale.place(found.value))
        drawn.append(f'<circle class="dot" cx="{place}" cy="{middle}" r="4.5"/>')
    return _drawing(drawn, told, _STRIP, f"chart {kind}".strip())


def bar(scale: Scale, found: Interval, told: str) -> str:
    """A value as a bar from 0, with its interval; the scale holds 0."""
    middle, zero = _STRIP // 2, scale.place(0.0)
    drawn = []
    if math.isfinite(found.value):
        start, end = sorted((zero, scale.place(found.value)))
        drawn.append(
            f'<rect class="bar" x="{_percent(start)}" width="{_percent(end - start)}" '
            f'y="{middle - 6}" height="12" rx="2"/>'
        )
    if has_ends(found):
        low, high = scale.place(found.low), scale.place(found.high)
        drawn += [_line(low, high, middle, "span"), _end(low, middle), _end(high, middle)]
    place = _percent(zero)
    drawn.append(f'<line class="zero" x1="{place}" x2="{place}" y1="1" y2="{_STRIP - 1}"/>')
    return _drawing(drawn, told, _STRIP)


def axis(scale: Scale, say: Callable[[float], str]) -> str:
    """Round values under a column of strips; who cannot see has them told by each strip."""
    drawn = []
    for value in scale.ticks(3):
        place = scale.place(value)
        anchor = "start" if place < 0.08 else "end" if place > 0.92 else "middle"
        drawn.append(
            f'<line class="tick" x1="{_percent(place)}" x2="{_percent(place)}" y1="0" y2="4"/>'
            f'<text x="{_percent(place)}" y="16" text-anchor="{anchor}">{escape(say(value))}</text>'
        )
    return f'<svg class="chart axis" height="{_AXIS}" aria-hidden="true">{"".join(drawn)}</svg>'


def _drawing(drawn: Iterable[str], told: str, height: int, kind: str = "chart") -> str:
    return (
        f'<svg class="{kind}" height="{height}" role="img" aria-label="{escape(told)}">'
        f"{''.join(drawn)}</svg>"
    )


def _line(start: float, end: float, y: int, kind: str) -> str:
    return f'<line class="{kind}" x1="{_percent(start)}" x2="{_percent(end)}" y1="{y}" y2="{y}"/>'


def _end(place: float, y: int) -> str:
    x = _percent(place)
    return f'<line class="span" x1="{x}" x2="{x}" y1="{y - 4}" y2="{y + 4}"/>'


def _percent(share: float) -> str:
    return f"{100 * share:.5g}%"


# --- one measure against another ------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One setting: what is measured of it, a label of few letters, and all of it in words."""

    x: float
    y: float
    label: str
    told: str


@dataclass(frozen=True)
class Line:
    """Points that belong together, in their order, under one name; "" draws no line."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Axis:
    """One side of a plane: its title, how its values are said, and which are better."""

    title: str
    say: Callable[[float], str]
    better: str = ""
    logarithmic: bool = False


_WIDTH, _HEIGHT = 560, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 92, 14, 46
_LABEL = 14  # pixels between the names of lines


def plane(lines: Sequence[Line], x: Axis, y: Axis, told: str) -> str:
    """Points on a plane, some joined by lines; points that none beats in both have a ring.

    Args:
        told: what it shows, in words.
    """
    kept = [_finite(line) for line in lines]
    points = [point for line in kept for point in line.points]
    across = Scale.over([point.x for point in points], logarithmic=x.logarithmic)
    up = Scale.over([point.y for point in points])

    def at(point: Point) -> tuple[float, float]:
        return (
            _LEFT + across.place(point.x) * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - up.place(point.y) * (_HEIGHT - _TOP - _BOTTOM),
        )

    unbeaten = _unbeaten(points, x.better, y.better)
    drawn = [*_frame(across, x, up, y)]
    drawn += [_joined(line, at, _hue(place, kept)) for place, line in enumerate(kept) if line.name]
    for place, line in enumerate(kept):
        hue = _hue(place, kept)
        drawn += [_point(point, at(point), hue, point in unbeaten) for point in line.points]
    drawn += _names(kept, at)
    return (
        f'<svg class="plane" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(told)}">{"".join(drawn)}</svg>'
    )


def _finite(line: Line) -> Line:
    kept = (point for point in line.points if math.isfinite(point.x) and math.isfinite(point.y))
    return Line(line.name, tuple(kept))


def _unbeaten(points: Sequence[Point], x_better: str, y_better: str) -> list[Point]:
    """The points that no other is as good as in both, and better in one (Pareto)."""
    if not x_better or not y_better:
        return []
    x_sign, y_sign = (1 if better == "higher" else -1 for better in (x_better, y_better))

    def beats(one: Point, other: Point) -> bool:
        gains = (x_sign * (one.x - other.x), y_sign * (one.y - other.y))
        return min(gains) >= 0 and max(gains) > 0

    return [point for point in points if not any(beats(other, point) for other in points)]


def _frame(across: Scale, x: Axis, up: Scale, y: Axis) -> list[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    drawn = []
    for value in across.ticks(5):
        at = _LEFT + across.place(value) * (right - _LEFT)
        drawn.append(f'<line class="mesh" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{bottom}"/>')
        drawn.append(_text(at, bottom + 16, x.say(value), "middle"))
    for value in up.ticks(5):
        at = bottom - up.place(value) * (bottom - _TOP)
        drawn.append(f'<line class="mesh" x1="{_LEFT}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}"/>')
        drawn.append(_text(_LEFT - 8, at + 4, y.say(value), "end"))
    drawn.append(_text((_LEFT + right) / 2, _HEIGHT - 6, _titled(x, "→", "←"), "middle", "title"))
    middle = (_TOP + bottom) / 2
    drawn.append(
        f'<text class="title" transform="translate(12 {middle:g}) rotate(-90)" '
        f'text-anchor="middle">{escape(_titled(y, "→", "←"))}</text>'
    )
    return drawn


def _titled(side: Axis, more: str, less: str) -> str:
    """The title, with an arrow towards the better values."""
    if side.better == "lower":
        return f"{less} better   {side.title}"
    return f"{side.title}   better {more}" if side.better else side.title


def _hue(place: int, lines: Sequence[Line]) -> int:
    """The colour of a line, so that all of them spread over those there are."""
    return round((HUES - 1) * place / max(1, len(lines) - 1))


def _joined(line: Line, at: Callable[[Point], tuple[float, float]], hue: int) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(at, line.points))
    return f'<polyline class="joined hue{hue}" points="{places}"/>'


def _point(point: Point, at: tuple[float, float], hue: int, ringed: bool) -> str:
    x, y = at
    ring = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="8"/>' if ringed else ""
    label = _text(x, y - 11, point.label, "middle", "label") if point.label else ""
    return (
        f"<g><title>{escape(point.told)}</title>{ring}"
        f'<circle class="point hue{hue}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>{label}</g>'
    )


def _names(lines: Sequence[Line], at: Callable[[Point], tuple[float, float]]) -> list[str]:
    """The names of lines in the right margin, pushed apart, each tied to its rightmost point."""
    ends = [
        (max(map(at, line.points)), line.name, _hue(place, lines))
        for place, line in enumerate(lines)
        if line.name and line.points
    ]
    ends.sort(key=lambda end: end[0][1])
    drawn, free = [], float(_TOP)
    lowest = _HEIGHT - _BOTTOM - _LABEL * (len(ends) - 1)
    for number, ((x, y), name, hue) in enumerate(ends):
        shown = max(free, min(y, lowest + _LABEL * number))
        free = shown + _LABEL
        drawn.append(
            f'<path class="tie hue{hue}" d="M{x + 8:.1f} {y:.1f}L{_WIDTH - _RIGHT + 10} '
            f'{shown:.1f}"/>' + _text(_WIDTH - _RIGHT + 14, shown + 4, name, "start", "name")
        )
    return drawn


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
