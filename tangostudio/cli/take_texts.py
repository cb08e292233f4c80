"""Lines for people about takes, sheets, recipes and imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def _planned(values: Values) -> str:
    name = f"  {values['name']}" if values["name"] else ""
    category = f"  {values['category']}" if values["category"] else ""
    takes = _count(values["takes"], "take")
    return f"{takes:>8}  {values['seconds']:5.1f} s  {values['prompt']}{name}{category}"


def _sheet(values: Values) -> str:
    rows, takes = _count(values["rows"], "row"), _count(values["takes"], "take")
    spent = values["seconds"]
    about = "" if spent is None else f", about {long(spent)} on this computer"
    problems = values["problems"]
    left_out = f" {_count(problems, 'row')} cannot be used." if problems else ""
    return f"{rows}, {takes}{about}.{left_out}"


def _node(values: Values) -> str:
    mark = "▸" if values["asked"] else " "
    take = "a take that was deleted" if values["take"] is None else f"take {values['take']}"
    told = [part for part in (take, values["title"], values["change"]) if part]
    return f"{mark} {'  ' * values['depth']}{'  '.join(told)}"


def _recipe(values: Values) -> str:
    lines = [f"prompt      {values['prompt']}", f"model       {values['model_name']}",
             f"seed        {values['seed']}"]  # fmt: skip
    lines += [
        f"{name:11} {value:g}" if isinstance(value, float) else f"{name:11} {value}"
        for name, value in values["values"].items()
        if value not in ("", (), [], False, None)
    ]
    lines += [
        f"{word:11} {values[name]}"
        for word, name in (("title", "title"), ("category", "category"), ("licence", "licence"),
                           ("made", "created"), ("by version", "app_version"))
        if values[name]
    ]  # fmt: skip
    if values["edits"]:
        lines.append(f"edits       {', '.join(edit['edit'] for edit in values['edits'])}")
    if values["take"] is not None:
        lines.append(f"take        {values['take']} of this library")
    return "\n".join([*lines, *values["notes"]])


def _recording(values: Values) -> str:
    category = f"  {values['category']}" if values["category"] else ""
    return f"{values['seconds']:7.1f} s  {values['title']}{category}  {values['path']}"


def _imported(values: Values) -> str:
    told = [f"{_count(values['takes'], 'take')} imported"]
    if values["duplicates"]:
        told.append(f"{values['duplicates']} were there already")
    if values["refused"]:
        told.append(f"{_count(values['refused'], 'file')} cannot be used")
    return f"{', '.join(told)}."


def long(seconds: float) -> str:
    """A span of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


LINES: dict[str, Callable[[Values], str]] = {
    "Planned": _planned,
    "Sheet": _sheet,
    "SheetProblem": lambda v: f"Line {v['line']}: {v['message']}",
    "Node": _node,
    "Recipe": _recipe,
    "Recording": _recording,
    "Refused": lambda v: f"{v['path']}: {v['reason']}",
    "Imported": _imported,
}
