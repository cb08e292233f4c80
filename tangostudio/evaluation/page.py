"""A report as one page that opens offline: nothing is fetched but the sounds beside it.

Its style sheet and its script are resources, written into it. Every text from outside is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from string import Template

from tangostudio import paths
from tangostudio.audio.colours import DARKEST, VIRIDIS
from tangostudio.evaluation import charts, figures, page_grid, page_measures, page_prompts
from tangostudio.evaluation.page_measures import badge
from tangostudio.evaluation.results import Report

STYLE, SCRIPT = "evaluation.css", "evaluation.js"


def page(report: Report, folder: Path) -> str:
    """The page as HTML.

    Args:
        folder: where the page will lie; the report's sounds are told from there.
    """
    script = (paths.resources_dir() / SCRIPT).read_text(encoding="utf-8")
    style = (paths.resources_dir() / STYLE).read_text(encoding="utf-8")
    parts = (
        _header(report),
        page_measures.findings(report),
        page_grid.heat_maps(report),
        page_grid.trade_offs(report) if report.grid else "",
        page_measures.table(report),
        page_measures.cards(report),
        "" if report.grid else page_grid.trade_offs(report),
        page_measures.events(report),
        page_prompts.players(report, folder),
        page_prompts.prompts(report),
        _footer(report),
    )
    return _PAGE.substitute(
        title=escape(report.title),
        policy=_policy(script),
        style=style + _hues(),
        script=script,
        body="\n".join(part for part in parts if part),
    )


# --- head and foot --------------------------------------------------------------------------------


def _header(report: Report) -> str:
    takes = len(report.seeds)
    rows = [
        ("Prompts", f"{figures.counted(len(report.prompts), 'prompt')}, "
                    f"{figures.counted(takes, 'take')} of each"),
        ("Seeds", f"{figures.listed(report.seeds)}, the same for every prompt and setting"),
        ("Machine", report.machine),
        ("Program", f"Tango Studio {report.version}" if report.version else ""),
    ]  # fmt: skip
    facts = "".join(
        f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in rows if text
    )
    stopped = (
        f'<p class="stopped" role="note"><strong>⚠ Not whole.</strong> {escape(report.stopped)}</p>'
        if report.stopped
        else ""
    )
    when = f'<time datetime="{escape(report.made_at)}">{escape(figures.day(report.made_at))}</time>'
    return (
        f'<header><p class="label">Evaluation · {when}</p>'
        f'<h1 dir="auto">{escape(report.title)}</h1>{stopped}{_settings(report)}'
        f'<dl class="facts">{facts}</dl></header>'
    )


def _settings(report: Report) -> str:
    """What was compared; of many settings the list is folded."""
    rows = "".join(
        f'<li>{badge(letter)}<span><bdi class="name">{escape(found.setting.name)}</bdi>'
        f'<span class="quiet">{escape(figures.described(found.setting))}</span></span></li>'
        for found, letter in figures.lettered(report)
    )
    made = f'<ol class="settings" aria-label="What was compared">{rows}</ol>'
    if len(report.found) <= figures.MOST_COLUMNS:
        return made
    count = figures.counted(len(report.found), "setting")
    return f"<details><summary>{count} compared</summary>{made}</details>"


def _footer(report: Report) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    told = f'<ul class="notes">{notes}</ul>' if notes else ""
    command = (
        f'<p class="quiet">Made with</p><pre tabindex="0"><code>{escape(report.command)}</code>'
        "</pre>"
        if report.command
        else ""
    )
    return (
        f'<footer><h2>Notes</h2>{told}{command}<p class="quiet">All values are in '
        '<a href="table.csv">table.csv</a> and <a href="prompts.csv">prompts.csv</a>, everything '
        'is in <a href="report.json">report.json</a>.</p></footer>'
    )


# --- the document ---------------------------------------------------------------------------------


def _policy(script: str) -> str:
    """What the page may do: run its own script, and nothing from anywhere else."""
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    refused = ("connect", "font", "frame", "img", "object", "worker")
    rules = [f"script-src 'sha256-{mark}'", *(f"{name}-src 'none'" for name in refused)]
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _hues() -> str:
    """Colours of lines: viridis, its light part on dark and its dark part on light."""
    dark, light = (
        "".join(f"--hue{place}:{_colour(low + (high - low) * place / (charts.HUES - 1))};"
                for place in range(charts.HUES))
        for low, high in ((DARKEST, 1.0), (0.0, 0.75))
    )  # fmt: skip
    rules = "".join(f".hue{place}{{--hue:var(--hue{place})}}" for place in range(charts.HUES))
    return (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{rules}"
    )


def _colour(share: float) -> str:
    return "#" + bytes(VIRIDIS[round(share * 255)]).hex()


_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>$title</title>
<style>
$style
</style>
</head>
<body>
<main>
$body
</main>
<script>$script</script>
</body>
</html>
""")
