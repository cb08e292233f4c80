"""What was last measured of precisions on this machine, beside the settings.

By machine, since a folder of settings may travel; by model and precision. A file that cannot be
read is as if nothing had been measured.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from tangostudio import machine, paths
from tangostudio.audio import whole_files

FILE = "precisions.json"


@dataclass(frozen=True)
class Record:
    """Of one model in one precision, compared with float32.

    Attributes:
        speed: times faster; under 1 is slower. The ends of its interval may be NaN.
        smaller: times smaller in memory.
        differs_db: spectral distance of the sounds; other_seed_db: that of another seed.
        match: change of how well sounds match their prompts.
        made_at: ISO 8601.
    """

    model: str
    precision: str
    speed: float
    speed_low: float
    speed_high: float
    smaller: float
    differs_db: float
    other_seed_db: float
    match: float
    match_low: float
    match_high: float
    prompts: int
    made_at: str


def here() -> str:
    """What tells this machine's figures from another's."""
    try:
        torch = metadata.version("torch")
    except metadata.PackageNotFoundError:
        torch = "?"
    return f"{machine.processor()}, {machine.cores()} cores, torch {torch}"


def load(path: Path | None = None) -> tuple[Record, ...]:
    """The records of this machine, the newest last."""
    rows = _read(path or _file()).get(here())
    known = rows if isinstance(rows, list) else []
    found = [record for row in known if (record := _record(row)) is not None]
    return tuple(sorted(found, key=lambda record: record.made_at))


def keep(records: Sequence[Record], path: Path | None = None) -> None:
    """Remember records in place of older ones of the same models and precisions.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    path = path or _file()
    everything, known = _read(path), load(path)
    new = {(record.model, record.precision) for record in records}
    kept = [r for r in known if (r.model, r.precision) not in new]
    everything[here()] = [dataclasses.asdict(record) for record in (*kept, *records)]
    data = json.dumps(everything, indent=1, ensure_ascii=False).encode()
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def _file() -> Path:
    return paths.config_dir() / FILE


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _record(row: Any) -> Record | None:
    names = {item.name: item.type for item in dataclasses.fields(Record)}
    if not isinstance(row, dict) or row.keys() != names.keys():
        return None
    if not all(_fits(row[name], str(kind)) for name, kind in names.items()):
        return None
    record = Record(**row)
    figures = (record.speed, record.smaller, record.differs_db)
    return record if all(math.isfinite(value) and value >= 0 for value in figures) else None


def _fits(value: Any, kind: str) -> bool:
    if kind == "str":
        return isinstance(value, str)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) if kind == "int" else isinstance(value, int | float)
