"""The page's prompts: how each of them does, and the players of what was kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from tangostudio.evaluation import figures, waves
from tangostudio.evaluation.page_measures import badge
from tangostudio.evaluation.results import Metric, Report, Sound

_FEW = 5
"""Prompts that are seen at either end."""

_MOST_PICTURES = 400
"""Waveforms on one page; more would make it slow."""

_Row = tuple[int, float]


# --- prompt by prompt -----------------------------------------------------------------------------


def prompts(report: Report) -> str:
    """The best and the worst prompts, and all of them folded away."""
    metric = figures.main_metric(report)
    if metric is None:
        return ""
    ordered = _ordered(report, metric)
    if not ordered:
        return ""
    what, key = ("Change", "change") if _is_pair(report) else ("Mean", "mean")
    hint = figures.direction(metric)
    told = f"{metric.label} ({hint})" if hint else metric.label
    intro = f'<p class="quiet">{escape(told)}, ordered by {key}.</p>'
    if len(ordered) <= 2 * _FEW:
        shown = _table(report, metric, ordered, what, "All prompts")
    else:
        weak, strong = ordered[:_FEW], ordered[-_FEW:][::-1]
        names = ("Most gained", "Most lost") if _is_pair(report) else ("Best", "Worst")
        shown = (
            _table(report, metric, strong, what, names[0])
            + _table(report, metric, weak, what, names[1])
            + f"<details><summary>All {len(ordered)} prompts, in their order</summary>"
            + _table(report, metric, sorted(ordered), what, "")
            + "</details>"
        )
    return f'<section id="prompts"><h2>Prompt by prompt</h2>{intro}{shown}</section>'


def _is_pair(report: Report) -> bool:
    return len(report.found) == 2


def _ordered(report: Report, metric: Metric) -> list[_Row]:
    """Places of prompts with what they are ordered by, the worst first."""
    rows = [(place, _key(report, metric, place)) for place in range(len(report.prompts))]
    told = [row for row in rows if math.isfinite(row[1])]
    sign = -1 if metric.better == "lower" else 1
    return sorted(told, key=lambda row: sign * row[1])


def _key(report: Report, metric: Metric, place: int) -> float:
    values = _values(report, metric, place)
    return values[1] - values[0] if _is_pair(report) else figures.mean(values)


def _values(report: Report, metric: Metric, place: int) -> list[float]:
    rows = (found.by_prompt.get(metric.name, ()) for found in report.found)
    return [row[place] if place < len(row) else math.nan for row in rows]


def _table(report: Report, metric: Metric, rows: Sequence[_Row], what: str, caption: str) -> str:
    few = len(report.found) <= figures.MOST_COLUMNS
    heads = (
        "".join(
            f'<th scope="col" title="{escape(found.setting.name)}">{badge(letter)}</th>'
            for found, letter in figures.lettered(report)
        )
        if few
        else '<th scope="col">Lowest</th><th scope="col">Highest</th>'
    )
    body = "".join(_prompt(report, metric, place, key, few) for place, key in rows)
    last = f'<th scope="col">{what}</th>' if len(report.found) > 1 else ""
    return (
        f'<table class="prompts">{f"<caption>{caption}</caption>" if caption else ""}<thead><tr>'
        f'<th scope="col">Prompt</th><th scope="col">Seconds</th>{heads}{last}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _prompt(report: Report, metric: Metric, place: int, key: float, few: bool) -> str:
    text, seconds = report.prompts[place]
    values = _values(report, metric, place)
    best = figures.best(metric, values)
    if few:
        cells = "".join(_value(metric, one, at in best) for at, one in enumerate(values))
    else:
        told = [one for one in values if math.isfinite(one)]
        cells = "".join(_value(metric, end(told)) for end in (min, max))
    if len(report.found) > 1:
        cells += f'<td class="key">{figures.number(metric, key, sign=_is_pair(report))}</td>'
    return (
        f'<tr><th scope="row" dir="auto">{escape(text)}</th>'
        f'<td class="quiet">{seconds:g}</td>{cells}</tr>'
    )


def _value(metric: Metric, value: float, best: bool = False) -> str:
    text = figures.number(metric, value)
    return f"<td><strong>{text}</strong></td>" if best else f"<td>{text}</td>"


# --- players --------------------------------------------------------------------------------------


def players(report: Report, folder: Path) -> str:
    """A player for each kept sound: a row for each prompt and seed, a column for each setting."""
    rows: dict[tuple[str, int], dict[str, Sound]] = {}
    for sound in report.sounds:
        rows.setdefault((sound.prompt, sound.seed), {})[sound.setting] = sound
    if not rows:
        return ""
    heard = {sound.setting for sound in report.sounds}
    kept = [
        (found.setting.name, letter)
        for found, letter in figures.lettered(report)
        if found.setting.name in heard
    ]
    drawn = [0]

    def draw(sound: Sound) -> str:
        drawn[0] += 1
        return waves.picture(folder / sound.file) if drawn[0] <= _MOST_PICTURES else ""

    inside = (_wrapped if len(kept) > figures.MOST_COLUMNS else _columns)(report, rows, kept, draw)
    return (
        '<section id="sounds"><h2>Listen</h2><p class="quiet">Sounds of a row have the same seed. '
        "Space plays and pauses; the arrow keys go to a neighbour, and what plays goes on there "
        f"at the same place.</p>{inside}</section>"
    )


_Rows = dict[tuple[str, int], dict[str, Sound]]
_Names = list[tuple[str, str]]


def _columns(report: Report, rows: _Rows, kept: _Names, draw: Callable[[Sound], str]) -> str:
    heads = "".join(
        f'<th scope="col">{badge(letter)} <bdi>{escape(name)}</bdi></th>' for name, letter in kept
    )
    body = []
    for place, ((prompt, seed), sounds) in enumerate(rows.items()):
        cells = "".join(
            f"<td>{_player(report, sounds[name], draw, place, column)}</td>"
            if name in sounds
            else f"<td>{figures.NONE}</td>"
            for column, (name, _) in enumerate(kept)
        )
        body.append(f"<tr>{_head(prompt, seed)}{cells}</tr>")
    return (
        '<div class="wide"><table class="sounds"><thead><tr><th scope="col">Prompt</th>'
        f"{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _wrapped(report: Report, rows: _Rows, kept: _Names, draw: Callable[[Sound], str]) -> str:
    body = []
    for place, ((prompt, seed), sounds) in enumerate(rows.items()):
        cells = "".join(
            f'<div class="named"><bdi>{escape(name)}</bdi>'
            f"{_player(report, sounds[name], draw, place, column)}</div>"
            for column, (name, _) in enumerate(kept)
            if name in sounds
        )
        body.append(f'<tr>{_head(prompt, seed)}<td><div class="many">{cells}</div></td></tr>')
    return (
        '<table class="sounds"><thead><tr><th scope="col">Prompt</th><th scope="col">Settings</th>'
        f"</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def _head(prompt: str, seed: int) -> str:
    return (
        f'<th scope="row"><span dir="auto">{escape(prompt)}</span>'
        f'<span class="hint">seed {seed}</span></th>'
    )


def _player(
    report: Report, sound: Sound, draw: Callable[[Sound], str], row: int, column: int
) -> str:
    told = escape(f"{sound.prompt}, {sound.setting}, seed {sound.seed}")
    about = f'preload="none" src="{quote(sound.file)}" aria-label="{told}"'
    values = "".join(
        f"<span>{escape(metric.label)} {figures.amount(metric, sound.values[metric.name])}</span>"
        for metric in report.metrics
        if metric.name in sound.values and metric.unit != "%"  # a share of one sound says little
    )
    return (
        f'<div class="player" data-row="{row}" data-column="{column}">'
        f'<div class="wave">{draw(sound)}</div>'
        f"<audio {about}></audio>"
        # Controls that the script would take away again make a long page slow.
        f"<noscript><audio controls {about}></audio></noscript>"
        f'<p class="values">{values}</p></div>'
    )
