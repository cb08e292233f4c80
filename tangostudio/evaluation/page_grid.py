"""The page's planes: guidance by steps as heat maps, and one measure set against another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from tangostudio.evaluation import charts, figures
from tangostudio.evaluation.charts import Axis, Line, Point
from tangostudio.evaluation.metrics import DIVERSITY, SCORE, SECONDS
from tangostudio.evaluation.results import Found, Metric, Report

_LEAST_POINTS = 3


# --- heat maps ------------------------------------------------------------------------------------


def heat_maps(report: Report) -> str:
    """A table of guidance by steps for each measure, the better the stronger."""
    if not report.grid:
        return ""
    whole = [metric for metric in report.metrics if not metric.of]
    maps = "".join(_heat_map(report, metric) for metric in whole)
    parts = "".join(_heat_map(report, metric) for metric in report.metrics if metric.of)
    more = (
        f'<details><summary>Their parts</summary><div class="cards">{parts}</div></details>'
        if parts
        else ""
    )
    return (
        '<section id="grid"><h2>Guidance by steps</h2><p class="quiet">The stronger a cell, the '
        'better (the larger, where no value is better). <span class="mark">◆</span> marks the best '
        f'value.</p><div class="cards">{maps}</div>{more}</section>'
    )


def _heat_map(report: Report, metric: Metric) -> str:
    steps = sorted({found.setting.steps for found in report.found})
    guidances = sorted({found.setting.guidance for found in report.found})
    values = [figures.value_of(found, metric).value for found in report.found]
    best = figures.best(metric, values)
    cells = {
        (found.setting.guidance, found.setting.steps): _cell(
            metric, found, _strength(metric, values[place], values), place in best
        )
        for place, found in enumerate(report.found)
    }
    empty = f"<td>{figures.NONE}</td>"
    heads = "".join(f'<th scope="col">{count}</th>' for count in steps)
    rows = "".join(
        f'<tr><th scope="row">{guidance:g}</th>'
        + "".join(cells.get((guidance, count), empty) for count in steps)
        + "</tr>"
        for guidance in guidances
    )
    unit = f", {metric.unit}" if metric.unit else ""
    return (
        f'<article class="card"><h3>{escape(figures.label_of(report, metric))}{unit}'
        f'<span class="hint">{figures.direction(metric)}</span></h3>'
        '<table class="heat"><thead><tr><th scope="col"><span class="said">Guidance</span></th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="axes"><span>↓ guidance</span><span>steps →</span></p>'
        f'<p class="quiet">{escape(metric.help)}</p></article>'
    )


def _cell(metric: Metric, found: Found, strength: float, best: bool) -> str:
    value = figures.value_of(found, metric)
    ends = figures.span(metric, value)
    told = f"{found.setting.name}: {figures.amount(metric, value.value)}"
    told += f", {ends}" if ends else ""
    mark = '<span class="mark">◆<span class="said"> best</span></span>' if best else ""
    kind = ' class="best"' if best else ""
    return (
        f'<td{kind} style="--heat-at:{strength:.2f}" title="{escape(told)}">'
        f"{mark}{figures.number(metric, value.value)}</td>"
    )


def _strength(metric: Metric, value: float, values: Sequence[float]) -> float:
    """How strongly a value is shown, 0 to 1."""
    told = [one for one in values if math.isfinite(one)]
    if not math.isfinite(value) or max(told) == min(told):
        return 0.0
    share = (value - min(told)) / (max(told) - min(told))
    return 1 - share if metric.better == "lower" else share


# --- one against another --------------------------------------------------------------------------


def trade_offs(report: Report) -> str:
    """The score against diversity, and against time."""
    score = figures.metric_of(report, SCORE)
    if score is None or len(report.found) < _LEAST_POINTS:
        return ""
    drawn = []
    for name, by_steps in ((DIVERSITY, True), (SECONDS, False)):
        if (other := figures.metric_of(report, name)) is not None:
            drawn.append(_trade_off(report, score, other, by_steps))
    if not drawn:
        return ""
    return (
        '<section id="trade"><h2>Trade-offs</h2><p class="quiet">Points with a ring '
        f'are beaten by no other in both.</p><div class="planes">{"".join(drawn)}</div></section>'
    )


def _trade_off(report: Report, score: Metric, other: Metric, by_steps: bool) -> str:
    """The plane of two measures; of a grid, lines of equal steps, or else of equal guidance."""
    if report.grid:
        lines, how = _lines(report, score, other, by_steps)
    else:
        lines, how = _lettered(report, score, other), ""
    drawn = charts.plane(
        lines,
        _axis(other, logarithmic=other.unit == "s"),
        _axis(score),
        f"{score.label} against {other.label}; all values are in the table of measures.",
    )
    return (
        f'<figure class="card"><figcaption><h3>{escape(score.label)} against '
        f'{escape(figures.inside(other.label))}</h3><p class="quiet">{how}</p></figcaption>'
        f"{drawn}</figure>"
    )


def _lines(report: Report, score: Metric, other: Metric, by_steps: bool) -> tuple[list[Line], str]:
    def group(one: Found) -> float:
        return one.setting.steps if by_steps else one.setting.guidance

    def along(one: Found) -> float:
        return one.setting.guidance if by_steps else one.setting.steps

    lines = []
    for value in sorted({group(found) for found in report.found}):
        row = sorted((one for one in report.found if group(one) == value), key=along)
        name = figures.counted(int(value), "step") if by_steps else f"guidance {value:g}"
        lines.append(Line(name, tuple(_point(one, score, other) for one in row)))
    ends = [along(found) for found in report.found]
    what, shared = ("guidance", "steps") if by_steps else ("steps", "guidance")
    return lines, (f"A line for equal {shared}, along {what} {min(ends):g} to {max(ends):g}.")


def _lettered(report: Report, score: Metric, other: Metric) -> list[Line]:
    points = (_point(one, score, other, letter) for one, letter in figures.lettered(report))
    return [Line("", tuple(points))]


def _point(found: Found, score: Metric, other: Metric, label: str = "") -> Point:
    x, y = (figures.value_of(found, metric).value for metric in (other, score))
    told = (
        f"{found.setting.name}: {score.label} {figures.amount(score, y)}, "
        f"{other.label} {figures.amount(other, x)}"
    )
    return Point(x, y, label, told)


def _axis(metric: Metric, *, logarithmic: bool = False) -> Axis:
    say: Callable[[float], str] = (
        (lambda value: f"{value:.3g}") if logarithmic else lambda value: _short(metric, value)
    )
    unit = f", {metric.unit}" if metric.unit else ""
    return Axis(f"{metric.label}{unit}", say, metric.better, logarithmic)


def _short(metric: Metric, value: float) -> str:
    """A round value without the noughts at its end."""
    text = figures.number(metric, value)
    return text.rstrip("0").rstrip(".") if "." in text else text
