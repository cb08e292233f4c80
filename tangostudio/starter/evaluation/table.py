"""The table of an evaluation: as Markdown and as plain values for a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tangostudio.starter.evaluation.estimates import Estimate
from tangostudio.starter.evaluation.running import Line, Result

HEAD = (
    "| measure | found (95 %) | n | real clips | target | verdict | remarks |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def markdown(results: Sequence[Result]) -> str:
    """All lines of all rows."""
    lines = [_line(line) for result in results for line in result.lines]
    return "\n".join([*HEAD, *lines])


def _line(line: Line) -> str:
    verdict = {True: "yes", False: "**no**", None: ""}[line.passed]
    cells = (
        line.measure,
        _shown(line.found, line.digits),
        str(line.found.n) if line.found and line.found.n > 1 else "",
        _shown(line.real, line.digits),
        line.target,
        verdict,
        line.note,
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _shown(estimate: Estimate | None, digits: int) -> str:
    if estimate is None or math.isnan(estimate.value):
        return "-"
    return estimate.text(digits)


def plain(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Everything that was found, for JSON."""
    return [
        {
            "row": result.row,
            "seconds": round(result.seconds, 1),
            "lines": [asdict(line) for line in result.lines],
        }
        for result in results
    ]
