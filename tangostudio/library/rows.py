"""Takes as rows of the database: the columns of their fields, both ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from tangostudio.library.database import utc_now
from tangostudio.library.take import NewTake, Take, default_title

# The columns of a take under the names of its fields; the path follows from the hash.
_NAMES = tuple(field.name for field in fields(Take) if field.name != "path")
_RENAMED = {"index": "place"}  # a word of SQL
COLUMNS = ", ".join(
    "p.name" if name == "project" else f"t.{_RENAMED.get(name, name)}" for name in _NAMES
)
FROM = "FROM takes t JOIN projects p ON p.id = t.project"
_SILENT = float("-inf")


def take_of(row: tuple[Any, ...], path_of: Callable[[str], Path]) -> Take:
    """The take that a row of `COLUMNS` holds.

    Args:
        path_of: where the sound of a hash lies.
    """
    values = dict(zip(_NAMES, row, strict=True))
    values["path"] = path_of(values["sha256"])
    for level in ("lufs", "peak_db"):
        if values[level] is None:
            values[level] = _SILENT
    values["rejected"] = bool(values["rejected"])
    values["favourite"] = bool(values["favourite"])
    values["adapters"] = _adapters(values["adapters"])
    values["tags"] = () if values["tags"] == "[]" else tuple(json.loads(values["tags"]))
    if values["flags"] is not None:
        values["flags"] = tuple(json.loads(values["flags"]))
    return Take(**values)


def row_of(new: NewTake, project: int) -> dict[str, Any]:
    """The columns of a take to add, with their values; `project` is the number of its row."""
    row = {_RENAMED.get(f.name, f.name): getattr(new, f.name) for f in fields(NewTake)}
    return {
        **row,
        "project": project,
        "created": new.created or utc_now(),
        "title": new.title or default_title(new.prompt),
        "adapters": json.dumps(new.adapters),
        "flags": packed_flags(new.flags),
    }


def packed_flags(flags: tuple[str, ...] | None) -> str | None:
    """Flags as the column holds them."""
    return None if flags is None else json.dumps(flags)


def searched_texts(take: Take) -> tuple[str, ...]:
    """What of a take a search looks through."""
    words = " ".join(take.tags)
    return (take.title, take.prompt, words, take.notes, take.model_name, take.category)


def _adapters(text: str) -> tuple[tuple[str, float], ...]:
    pairs = () if text == "[]" else json.loads(text)
    return tuple((sha256, float(strength)) for sha256, strength in pairs)
