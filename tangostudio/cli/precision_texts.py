"""What `models precision` says to people: a row for each precision, and what the numbers mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]

_HEAD = ("precision", "a take", "times as fast", "net", "peak", "sounds differ", "match")


def precisions(values: Values) -> str:
    """All of a measurement."""
    rows = [_HEAD, *(_row(found, first=not place) for place, found in enumerate(values["found"]))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    table = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    errors = [_errors(found) for found in values["found"] if found["velocity"]]
    return "\n".join((*table, *errors, _meaning(values)))


def _row(found: Values, first: bool) -> tuple[str, ...]:
    peak = f"{found['peak_bytes'] / 1e6:.0f} MB" if found["peak_bytes"] else "?"
    told = (
        f"{found['seconds']:.2f} s",
        "1" if first else _interval(found["speed"], ".2f"),
        f"{found['net_bytes'] / 1e6:.1f} MB",
        peak,
        "-" if first else f"{_interval(found['spectral_db'], '.2f')} dB",
        f"{found['match']['value']:.3f}" + ("" if first else _change(found["match_change"])),
    )
    return (found["precision"], *told)


def _interval(values: Values, digits: str) -> str:
    """A value, and the ends of its interval where there is one."""
    value, low, high = values["value"], values["low"], values["high"]
    ends = f" ({low:{digits}} to {high:{digits}})" if math.isfinite(low) else ""
    return f"{value:{digits}}{ends}"


def _change(values: Values) -> str:
    return f" ({_interval(values, '+.3f').replace(' (', ', ').rstrip(')')})"


def _errors(found: Values) -> str:
    told = ", ".join(f"{error:.1%} at {time:.2f}" for time, error in found["velocity"])
    return f"{found['precision']}: the velocity differs by {told} of the way (1 is noise)."


def _meaning(values: Values) -> str:
    prompts = values["prompts"]
    load = f", load {values['load']:.1f}" if values["load"] else ""
    return (
        f"{prompts} prompts, threads: {values['threads']}{load}. Two seeds of one prompt differ by "
        f"{values['other_seed_db']:.1f} dB. Intervals of 95 %."
    )


LINES: dict[str, Callable[[Values], str]] = {"Precisions": precisions}
