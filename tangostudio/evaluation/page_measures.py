"""The page's measures: what was found in sentences, the table, and a chart for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tangostudio.evaluation import charts, figures
from tangostudio.evaluation.charts import Scale
from tangostudio.evaluation.results import Comparison, Interval, Metric, Report

_OPEN_PAIRS = 2
"""Pairs of settings whose comparisons are seen at once."""

_LEAST = 20
"""Steps of the last digit that a chart spans at least."""

_WORDS = {"good": "✓ better", "bad": "✕ worse", "even": "≈ not sure"}


# --- in sentences ---------------------------------------------------------------------------------


def findings(report: Report) -> str:
    """The comparisons, pair by pair, else what is best by each measure."""
    pairs: dict[tuple[str, str], list[Comparison]] = {}
    for row in report.comparisons:
        pairs.setdefault((row.first, row.second), []).append(row)
    many = report.grid or len(report.found) > figures.MOST_COLUMNS
    told = _best_values(report) if many else ""
    shown = [_pair(report, pair, rows) for pair, rows in pairs.items()]
    opened = 0 if many else len(shown) if len(shown) <= _OPEN_PAIRS + 1 else _OPEN_PAIRS
    told += "".join(shown[:opened])
    if rest := shown[opened:]:
        what = figures.counted(len(rest), "more pair" if opened else "pair")
        told += f"<details><summary>{what} of settings compared</summary>{''.join(rest)}</details>"
    return f'<section id="found"><h2>What was found</h2>{told}</section>' if told else ""


def _pair(report: Report, pair: tuple[str, str], rows: Sequence[Comparison]) -> str:
    names = {found.setting.name: letter for found, letter in figures.lettered(report)}
    first, second = (
        f"{badge(names[name])} <bdi>{escape(name)}</bdi>"
        if name in names
        else f"<bdi>{escape(name)}</bdi>"
        for name in pair
    )
    clear = [row for row in rows if figures.is_clear(row)]
    said = "".join(_comparison(report, row) for row in clear)
    said += _unclear(report, [row for row in rows if row not in clear])
    return (
        f'<h3 class="pair">{second} <span class="quiet">compared with</span> {first}</h3>'
        f'<ul class="findings">{said}</ul>'
    )


def _unclear(report: Report, rows: Sequence[Comparison]) -> str:
    """The measures that show no difference, by name; their intervals are folded."""
    if not rows:
        return ""
    metrics = [figures.metric_of(report, row.metric) for row in rows]
    names = [figures.label_of(report, metric) for metric in metrics if metric and not metric.of]
    told = ", ".join(map(figures.inside, names)) or "the parts of what is told above"
    inside = "".join(_comparison(report, row) for row in rows)
    return (
        f'<li class="unclear"><span class="verdict">{_WORDS["even"]}</span><details>'
        f"<summary>No difference that these prompts can show: {escape(told)}</summary>"
        f"<ul>{inside}</ul></details></li>"
    )


def _comparison(report: Report, row: Comparison) -> str:
    metric = figures.metric_of(report, row.metric)
    if metric is None:
        return f"<li><span></span><span></span><span>{escape(row.sentence)}</span></li>"
    kind = _kind(metric, row)
    ends = (row.difference.value, row.difference.low, row.difference.high)
    scale = Scale.over((*ends, *(-end for end in ends)))
    told = figures.amount(metric, row.difference.value, sign=True)
    spanned = figures.span(metric, row.difference, sign=True)
    chart = charts.difference(scale, row.difference, f"{metric.label}: {told}, {spanned}", kind)
    return (
        f'<li><span class="verdict {kind}">{_WORDS.get(kind, "")}</span>'
        f'<span class="what">{escape(figures.label_of(report, metric))}</span>'
        f'<span class="sentence">{escape(row.sentence)}</span>'
        f'<span class="delta">{chart}</span><span class="number">{told}</span></li>'
    )


def _kind(metric: Metric, row: Comparison) -> str:
    if not metric.better:
        return ""
    if not figures.is_clear(row):
        return "even"
    return "good" if row.sure > 0.5 else "bad"


def _best_values(report: Report) -> str:
    """The best setting by each measure, where there are too many to compare them by eye."""
    said = []
    for metric in figures.whole_metrics(report):
        values = [figures.value_of(found, metric).value for found in report.found]
        winners = sorted(figures.best(metric, values))
        if not winners:
            continue
        names = "; ".join(report.found[place].setting.name for place in winners[:3])
        more = f" and {len(winners) - 3} more" if len(winners) > 3 else ""
        said.append(
            f'<li><span class="quiet">{escape(metric.label)}</span> '
            f"<strong>{figures.amount(metric, values[winners[0]])}</strong>"
            f"<bdi>{escape(names)}{more}</bdi></li>"
        )
    if not said:
        return ""
    return (
        '<p class="quiet">The best setting by each measure.</p>'
        f'<ul class="bests" aria-label="Best settings">{"".join(said)}</ul>'
    )


# --- the table ------------------------------------------------------------------------------------


def table(report: Report) -> str:
    """Every measure of every setting with its interval."""
    metrics = figures.listed_metrics(report)
    if not metrics or not report.found:
        return ""
    tall = len(report.found) > figures.MOST_COLUMNS
    inside = (_settings_down if tall else _settings_across)(report, metrics)
    drawn = f'<div class="wide" tabindex="0" role="region" aria-label="Measures">{inside}</div>'
    if report.grid:  # the same values are in its maps
        drawn = f"<details><summary>All values with their intervals</summary>{drawn}</details>"
    return (
        '<section id="measures"><h2>Measures</h2>'
        '<p class="quiet">Below each value its interval of 95 %. '
        '<span class="mark">◆</span> marks the best value; whether a difference is more than '
        f"chance is told above.</p>{drawn}</section>"
    )


def _settings_across(report: Report, metrics: Sequence[Metric]) -> str:
    heads = "".join(
        f'<th scope="col">{badge(letter)} <bdi>{escape(found.setting.name)}</bdi></th>'
        for found, letter in figures.lettered(report)
    )
    rows = []
    for metric in metrics:
        found = [figures.value_of(one, metric) for one in report.found]
        counts = {one.count for one in found if one.count}
        over = str(max(counts)) if counts else figures.NONE
        best = figures.best(metric, [one.value for one in found])
        cells = "".join(_cell(metric, one, place in best) for place, one in enumerate(found))
        kind = ' class="part"' if metric.of else ""
        rows.append(
            f'<tr{kind}><th scope="row">{escape(metric.label)}'
            f'<span class="hint">{figures.direction(metric)}</span></th>{cells}'
            f'<td class="count">{over}</td></tr>'
        )
    return (
        f'<table class="measures"><thead><tr><th scope="col">Measure</th>{heads}'
        f'<th scope="col" class="count">Cases</th></tr></thead><tbody>{"".join(rows)}</tbody>'
        "</table>"
    )


def _settings_down(report: Report, metrics: Sequence[Metric]) -> str:
    heads = "".join(
        f'<th scope="col">{escape(metric.label)}'
        f'<span class="hint">{figures.direction(metric)}</span></th>'
        for metric in metrics
    )
    best = {
        metric.name: figures.best(
            metric, [figures.value_of(found, metric).value for found in report.found]
        )
        for metric in metrics
    }
    rows = []
    for place, (found, letter) in enumerate(figures.lettered(report)):
        cells = "".join(
            _cell(metric, figures.value_of(found, metric), place in best[metric.name])
            for metric in metrics
        )
        sign = "" if report.grid else f"{badge(letter)} "
        rows.append(
            f'<tr><th scope="row">{sign}<bdi>{escape(found.setting.name)}</bdi></th>{cells}</tr>'
        )
    return (
        f'<table class="measures down"><thead><tr><th scope="col">Setting</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(metric: Metric, found: Interval, best: bool) -> str:
    mark = '<span class="mark" title="best value">◆<span class="said"> best</span></span> '
    value = figures.amount(metric, found.value)
    said = f"{mark}<strong>{value}</strong>" if best else value
    return f'<td>{said}<span class="ends">{figures.span(metric, found)}</span></td>'


# --- charts ---------------------------------------------------------------------------------------


def cards(report: Report) -> str:
    """A card for each measure: a dot with its interval for each setting."""
    if report.grid:
        return ""
    drawn = "".join(_card(report, metric) for metric in figures.whole_metrics(report))
    if not drawn:
        return ""
    return f'<section id="charts"><h2>Side by side</h2><div class="cards">{drawn}</div></section>'


def _card(report: Report, metric: Metric) -> str:
    values = [figures.value_of(found, metric) for found in report.found]
    ends = (end for one in values for end in (one.value, one.low, one.high))
    scale = Scale.over(ends, least=_LEAST * figures.grain(metric))
    best = figures.best(metric, [one.value for one in values])
    rows = []
    for place, (found, letter) in enumerate(figures.lettered(report)):
        value = values[place]
        told = _told(found.setting.name, metric, value)
        chart = charts.strip(scale, value, told, best=place in best)
        rows.append(row(letter, found.setting.name, chart, figures.amount(metric, value.value)))
    ticks = charts.axis(scale, lambda value: figures.number(metric, value))
    rows.append(f'<li aria-hidden="true"><span></span>{ticks}<span></span></li>')
    return (
        f'<article class="card"><h3>{escape(metric.label)}'
        f'<span class="hint">{figures.direction(metric)}</span></h3>'
        f'<ul class="strips">{"".join(rows)}</ul><p class="quiet">{escape(metric.help)}</p>'
        "</article>"
    )


def events(report: Report) -> str:
    """Bars of the measures that are parts of another, such as scores by number of events."""
    groups = figures.by_events(report)
    if report.grid or not groups:
        return ""
    drawn = "".join(_group(report, name, parts) for name, parts in groups.items())
    return (
        '<section id="events"><h2>By number of events</h2>'
        f'<div class="cards one">{drawn}</div></section>'
    )


def _group(report: Report, name: str, parts: Sequence[Metric]) -> str:
    whole = figures.metric_of(report, name)
    told = [figures.value_of(found, part) for part in parts for found in report.found]
    scale = Scale.over((end for one in told for end in (one.value, one.low, one.high)), zero=True)
    blocks = []
    for part in parts:
        rows = []
        for found, letter in figures.lettered(report):
            value = figures.value_of(found, part)
            chart = charts.bar(scale, value, _told(found.setting.name, part, value))
            rows.append(row(letter, found.setting.name, chart, figures.amount(part, value.value)))
        drawn = f'<ul class="strips">{"".join(rows)}</ul>'
        blocks.append(f"<div><h4>{escape(part.label)}</h4>{drawn}</div>")
    head = whole or parts[0]
    return (
        f'<article class="card"><h3>{escape(whole.label if whole else name)}'
        f'<span class="hint">{figures.direction(head)}</span></h3>'
        f'<div class="groups">{"".join(blocks)}</div></article>'
    )


# --- pieces ---------------------------------------------------------------------------------------


def badge(letter: str) -> str:
    """The sign of a setting."""
    return f'<span class="badge">{letter}</span>'


def row(letter: str, name: str, chart: str, value: str) -> str:
    """A line of a card: whose it is, the drawing, the value."""
    return (
        f'<li><span class="badge" title="{escape(name)}">{letter}</span>{chart}'
        f'<span class="number">{value}</span></li>'
    )


def _told(name: str, metric: Metric, found: Interval) -> str:
    ends = figures.span(metric, found)
    return f"{name}: {figures.amount(metric, found.value)}" + (f", {ends}" if ends else "")
