"""A person's own presets: one TOML file each, beside the settings.

A file that cannot be understood is kept beside as `.broken`, since a preset with a wrong value
would deliver wrong files; the others stay.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import tomli_w

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest
from tangostudio.export import naming, spec
from tangostudio.export.presets import ANY_PEAK, BUILT_IN_IDS, LEVELS, Preset
from tangostudio.export.spec import Spec

FOLDER = "presets"
SUFFIX = ".toml"
FORMAT = 1
MOST = 200
LARGEST = 64 * 1024

_BOUNDS = {
    "level_db": (-60.0, 0.0),
    "ceiling_db": (-20.0, ANY_PEAK),
    "trim_db": (-120.0, -20.0),
    "fade_in": (0.0, 10.0),
    "fade_out": (0.0, 10.0),
    "tail": (0.0, 60.0),
}
LONGEST_NAME = 60
LONGEST_TEMPLATE = 300


def check(preset: Preset) -> None:
    """Refuse a preset with values that make no sense. Raises BadRequest."""
    name = preset.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequest(
            f"A preset's name needs 1 to {LONGEST_NAME} characters.", "Type a shorter one."
        )
    spec.check(preset.spec)
    if preset.level not in LEVELS:
        raise BadRequest(f"{preset.level!r} is no level.", f"Use {', '.join(LEVELS)}.")
    for field_name, (low, high) in _BOUNDS.items():
        value = getattr(preset, field_name)
        if value is not None and not low <= value <= high:
            words = field_name.replace("_db", "").replace("_", " ")
            raise BadRequest(
                f"A preset's {words} cannot be {value:g}.", f"Use {low:g} to {high:g}."
            )
    for template in (preset.name_template, preset.folder_template):
        if len(template) > LONGEST_TEMPLATE:
            raise BadRequest("The template of the names is too long.", "Use a shorter one.")
    naming.check(preset.name_template)
    if preset.folder_template:
        naming.check(preset.folder_template)


def id_of(name: str) -> str:
    """What a preset of this name is called in files and commands: letters, digits and "-"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    # A name in another script leaves nothing: then its code points tell it from others.
    found = found or "-".join(f"{ord(sign):x}" for sign in name.strip())[:LONGEST_NAME]
    return f"{found}-own" if found in BUILT_IN_IDS else found


def load_all(folder: Path) -> tuple[Preset, ...]:
    """The presets of a folder by name; files that cannot be understood are put aside."""
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))[:MOST]
    except OSError:
        return ()
    found = [preset for path in paths if (preset := _load(path)) is not None]
    return tuple(sorted(found, key=lambda preset: preset.name.casefold()))


def save(preset: Preset, folder: Path) -> None:
    """Write a preset whole, over the one with its id.

    Raises:
        BadRequest: a value that makes no sense, or the id of a preset that ships.
        StorageError: the folder cannot be written or is full.
    """
    check(preset)
    values = {
        name: value for name, value in dataclasses.asdict(preset).items() if value is not None
    }
    values["id"] = _checked_id(preset.id)
    path = folder / f"{preset.id}{SUFFIX}"
    data = tomli_w.dumps({"format": FORMAT, **values}).encode()
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def remove(identifier: str, folder: Path) -> None:
    """Take a preset away. Raises BadRequest, StorageError."""
    path = folder / f"{_checked_id(identifier)}{SUFFIX}"
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise BadRequest(f"There is no preset {identifier!r} of yours.") from error
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error


# --- inside ---------------------------------------------------------------------------------------


def _checked_id(identifier: str) -> str:
    if identifier in BUILT_IN_IDS:
        raise BadRequest(
            f"The preset {identifier!r} ships with the program and stays as it is.",
            "Save it under another name.",
        )
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,79}", identifier):
        raise BadRequest(f"{identifier!r} is no id of a preset.", "Use letters, digits and “-”.")
    return identifier


def _load(path: Path) -> Preset | None:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large")
        preset = _read(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
        check(preset)
    except (ValueError, TypeError, BadRequest):  # bad UTF-8 and bad TOML are ValueErrors
        with contextlib.suppress(OSError):
            os.replace(path, path.with_name(f"{path.name}.broken"))
        return None
    except OSError:
        return None
    return preset


def _read(stored: dict[str, Any], identifier: str) -> Preset:
    """A preset of stored values. Raises ValueError, TypeError."""
    values = _known(Preset, stored)
    values["spec"] = Spec(**_known(Spec, stored.get("spec", {})))
    return Preset(**values, id=_checked_id(identifier))


def _known(cls: Any, stored: dict[str, Any]) -> dict[str, Any]:
    """The values that a class has, of the right kinds; those of a later version are left out."""
    found = {}
    for item in dataclasses.fields(cls):
        if item.name in ("spec", "id") or item.name not in stored:
            continue
        value = stored[item.name]
        kind = _KINDS[str(item.type)]
        if type(value) is int and kind is float:
            value = float(value)
        if type(value) is not kind:
            raise TypeError(f"{item.name} is no {kind.__name__}")
        found[item.name] = value
    return found


_KINDS = {
    "str": str, "int": int, "bool": bool, "float": float, "float | None": float, "Level": str,
    "Container": str, "Layout": str,
}  # fmt: skip
