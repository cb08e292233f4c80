"""Where the files of a checkpoint lie: in its own folder, or elsewhere as its record says.

A model that was fetched has a folder of its own with `files.json`, the record: size, SHA-256 and,
for a file that lies elsewhere (another program's cache, a folder that the person named), its place.
Who fetches writes the record when a file is whole and checked; nobody else does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

RECORD = "files.json"
FORMAT = 1


@dataclass(frozen=True)
class Held:
    """A file that is there.

    Attributes:
        name: within the model's folder, with forward slashes.
        bytes, sha256: of the whole file, as it was found when it was accepted.
        place: where it lies when that is not in the model's folder; "" when it is.
        made_from: SHA-256 of the file that this one was converted from; "" for one as published.
    """

    name: str
    bytes: int
    sha256: str
    place: str = ""
    made_from: str = ""


def read_record(folder: Path) -> dict[str, Held]:
    """The record of a model's folder by file name; empty when there is none or it is damaged."""
    try:
        document = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            return {}
        rows = [Held(**row) for row in document["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {row.name: row for row in rows if _is_sound(row)}


def _is_sound(row: Held) -> bool:
    texts = (row.name, row.sha256, row.place, row.made_from)
    sound = isinstance(row.bytes, int) and all(isinstance(text, str) for text in texts)
    return sound and is_inside(row.name)


def record_text(held: Mapping[str, Held]) -> str:
    """A record as the text of its file."""
    rows = [vars(held[name]) for name in sorted(held)]
    return json.dumps({"format": FORMAT, "files": rows}, indent=1, ensure_ascii=False) + "\n"


def locate(folder: Path, name: str) -> Path:
    """The path of a checkpoint's file, whether it is there or not."""
    inside = folder / name
    if not inside.exists() and (held := read_record(folder).get(name)) and held.place:
        return Path(held.place)
    return inside


def is_inside(name: str) -> bool:
    """Whether a file name stays within the folder that it is joined to, on any system.

    Backslashes and colons are refused: elsewhere they lead to other folders, drives and streams.
    """
    path = PurePosixPath(name)
    return bool(path.name) and not (path.is_absolute() or ".." in path.parts or {*name} & {*"\\:"})
