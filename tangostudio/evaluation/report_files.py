"""A report's files: all of it as JSON, two tables for spreadsheets, and the page.

Each appears whole or not at all. Knows nothing of how a report came to be.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest
from tangostudio.evaluation import figures
from tangostudio.evaluation.page import page
from tangostudio.evaluation.results import (
    Comparison,
    Found,
    Interval,
    Metric,
    Report,
    Setting,
    Sound,
)
from tangostudio.evaluation.spreadsheets import harmless

FORMAT = 1
REPORT, TABLE, PROMPTS, PAGE = "report.json", "table.csv", "prompts.csv", "index.html"

_SETTING = ("Setting", "Model", "Steps", "Guidance", "Sampler", "Adapters", "Precision")


def write(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write all files of a report, over those of an older one; the paths, the page last.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    texts = {
        REPORT: json.dumps(as_values(report), ensure_ascii=False, indent=1) + "\n",
        # A mark at the beginning lets spreadsheets read every script.
        TABLE: "\ufeff" + _csv(_table(report)),
        PROMPTS: "\ufeff" + _csv(_prompts(report)),
        PAGE: page(report, folder),
    }
    written = []
    for name, text in texts.items():
        path = folder / name
        data = text.encode("utf-8", errors="replace")  # half a surrogate is no character
        whole_files.replace_whole(whole_files.write_part(path, data), path)
        written.append(path)
    return tuple(written)


# --- JSON -----------------------------------------------------------------------------------------


def as_values(report: Report) -> dict[str, Any]:
    """The report as plain values; what is no number is None."""
    return {"format": FORMAT, **_plain(dataclasses.asdict(report))}


def of_values(values: Mapping[str, Any]) -> Report:
    """What `as_values` made of a report.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: the values are of something else.
    """
    texts = ("title", "made_at", "version", "machine", "command", "stopped")
    return Report(
        **{name: _text(values.get(name, "")) for name in texts},
        seeds=tuple(int(seed) for seed in values["seeds"]),
        prompts=tuple((_text(text), _number(seconds)) for text, seconds in values["prompts"]),
        metrics=tuple(Metric(**row) for row in values["metrics"]),
        found=tuple(map(_found, values["found"])),
        comparisons=tuple(map(_comparison, values["comparisons"])),
        sounds=tuple(
            Sound(**{**row, "values": _numbers(row["values"])}) for row in values["sounds"]
        ),
        grid=bool(values["grid"]),
        notes=tuple(map(_text, values["notes"])),
    )


def read(path: Path) -> Report:
    """The report of a `report.json`, or of the folder that holds one.

    Raises:
        BadRequest: there is none, it is damaged, or of a later version.
    """
    path = path / REPORT if path.is_dir() else path
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"The report {path.name} cannot be read: {error}.") from error
    if isinstance(values, dict) and values.get("format", FORMAT) != FORMAT:
        raise BadRequest(
            f"The report {path.name} is of another version.", "Evaluate again with this one."
        )
    try:
        return of_values(values)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadRequest(f"The report {path.name} is damaged.", "Evaluate again.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _found(row: dict[str, Any]) -> Found:
    about = row["setting"]
    adapters = tuple((_text(sha256), float(strength)) for sha256, strength in about["adapters"])
    return Found(
        Setting(**{**about, "adapters": adapters}),
        {name: _interval(one) for name, one in row["values"].items()},
        {name: tuple(map(_number, ones)) for name, ones in row["by_prompt"].items()},
    )


def _comparison(row: dict[str, Any]) -> Comparison:
    told = {"difference": _interval(row["difference"]), "sure": _number(row["sure"])}
    return Comparison(**{**row, **told})


def _interval(row: dict[str, Any]) -> Interval:
    value, low, high = (_number(row[end]) for end in ("value", "low", "high"))
    return Interval(value, low, high, int(row["count"]))


def _numbers(row: dict[str, Any]) -> dict[str, float]:
    return {name: _number(value) for name, value in row.items()}


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


# --- tables ---------------------------------------------------------------------------------------


def _table(report: Report) -> Iterator[list[Any]]:
    """A row for each setting: every measure's value, its interval and over how many cases."""
    ends = ("", " low", " high", " count")
    yield [*_SETTING, *(metric.name + end for metric in report.metrics for end in ends)]
    for found in report.found:
        told = [figures.value_of(found, metric) for metric in report.metrics]
        cells = ((_cell(a.value), _cell(a.low), _cell(a.high), a.count or "") for a in told)
        yield [*_setting(found.setting), *(cell for row in cells for cell in row)]


def _prompts(report: Report) -> Iterator[list[Any]]:
    """A row for each setting and prompt: what was measured prompt by prompt."""
    told = {name for found in report.found for name in found.by_prompt}
    names = [metric.name for metric in report.metrics if metric.name in told]
    yield ["Setting", "Prompt", "Seconds", *names]
    for found in report.found:
        for place, (text, seconds) in enumerate(report.prompts):
            rows = (found.by_prompt.get(name, ()) for name in names)
            cells = (_cell(row[place]) if place < len(row) else "" for row in rows)
            yield [found.setting.name, text, seconds, *cells]


def _setting(setting: Setting) -> list[Any]:
    adapters = " ".join(f"{sha256}:{strength:g}" for sha256, strength in setting.adapters)
    return [
        setting.name,
        setting.model,
        setting.steps,
        setting.guidance,
        setting.sampler,
        adapters,
        setting.precision,
    ]


def _cell(value: float) -> Any:
    return value if math.isfinite(value) else ""


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue()
