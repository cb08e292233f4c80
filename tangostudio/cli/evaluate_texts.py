"""What `evaluate` says to people: a compact table, and what was found in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tangostudio.cli.take_texts import long
from tangostudio.evaluation import figures, report_files
from tangostudio.evaluation.results import Comparison, Interval, Metric, Report

Values = Mapping[str, Any]

_ARROWS = {"higher": "↑", "lower": "↓"}
_MOST_PAIRS = 3
_DOWN = 6  # measures of many settings


def evaluated(values: Values) -> str:
    """How far it is."""
    left = values["seconds_left"]
    when = f", about {long(left)} left" if left > 0 else ""
    return f"{values['done']} of {values['total']}  {values['setting']}  {values['prompt']}{when}"


def report(found: Report) -> str:
    """The whole of it."""
    few = len(found.found) <= figures.MOST_COLUMNS
    parts = [
        f"{found.title}: {figures.counted(len(found.prompts), 'prompt')}, "
        f"{figures.counted(len(found.seeds), 'take')} of each",
        found.stopped,
        *(_legend(found) if few else ()),
        "",
        _table(_across(found) if few else _down(found)),
        "",
        *_sentences(found),
    ]
    return "\n".join(part for place, part in enumerate(parts) if part or place > 2).rstrip()


def _legend(found: Report) -> list[str]:
    return [
        f"{letter}  {one.setting.name}  ({figures.described(one.setting)})"
        for one, letter in figures.lettered(found)
    ]


def _across(found: Report) -> list[list[str]]:
    """A row for each measure."""
    rows = [["", "", *figures.letters(len(found.found))]]
    for metric in figures.listed_metrics(found):
        told = [figures.value_of(one, metric) for one in found.found]
        best = figures.best(metric, [one.value for one in told])
        label = f"  {metric.label}" if metric.of else metric.label
        cells = [_cell(metric, one, place in best) for place, one in enumerate(told)]
        rows.append([label, _ARROWS.get(metric.better, ""), *cells])
    return rows


def _cell(metric: Metric, found: Interval, best: bool) -> str:
    ends = figures.span(metric, found)
    mark = "*" if best else " "
    value = figures.amount(metric, found.value)
    return f"{mark}{value} ({ends})" if ends else f"{mark}{value}"


def _down(found: Report) -> list[list[str]]:
    """A row for each of many settings."""
    metrics = figures.whole_metrics(found)[:_DOWN]
    rows = [["", *(f"{one.label} {_ARROWS.get(one.better, '')}" for one in metrics)]]
    best = {
        one.name: figures.best(one, [figures.value_of(row, one).value for row in found.found])
        for one in metrics
    }
    for place, row in enumerate(found.found):
        cells = (
            ("*" if place in best[one.name] else " ")
            + figures.amount(one, figures.value_of(row, one).value)
            for one in metrics
        )
        rows.append([row.setting.name, *cells])
    return rows


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines)


def _sentences(found: Report) -> list[str]:
    """The comparisons of the first pairs; of measures without a difference the names alone."""
    pairs: dict[tuple[str, str], list[Comparison]] = {}
    for row in found.comparisons:
        pairs.setdefault((row.first, row.second), []).append(row)
    said = []
    for (first, second), rows in list(pairs.items())[:_MOST_PAIRS]:
        said.append(f"{second}, compared with {first}:")
        unsure = []
        for row in rows:
            metric = figures.metric_of(found, row.metric)
            label = metric.label if metric else row.metric
            if metric and metric.of and figures.is_by_events(metric):
                continue
            if not figures.is_clear(row):
                unsure.append(figures.inside(label))
            else:
                said.append(f"  {label}: {row.sentence}")
        if unsure:
            said.append(f"  No sure difference: {', '.join(unsure)}.")
    if more := len(pairs) - _MOST_PAIRS:
        said += [f"{more} more pairs are in the report."] if more > 0 else []
    return said


LINES: dict[str, Callable[[Values], str]] = {
    "Evaluated": evaluated,
    "Evaluation": lambda values: report(report_files.of_values(dict(values))),
    "Written": lambda values: f"Report: {values['path']}",
}
