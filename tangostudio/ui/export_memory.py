"""What the next export begins with: the last preset and folder, and who delivers.

The window remembers the first two, as values that may be of an older version; the settings have
the last.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.errors import BadRequest
from tangostudio.export import preset_files
from tangostudio.export.presets import Preset
from tangostudio.export.spec import Spec
from tangostudio.settings import Settings
from tangostudio.ui.memory import WindowMemory

if TYPE_CHECKING:
    from tangostudio.export.describe import House

PRESET, FOLDER = "export_preset", "export_folder"


@dataclass(frozen=True)
class Last:
    """How takes were exported last time."""

    preset: Preset
    folder: Path


def last(memory: WindowMemory) -> Last | None:
    """The last export; None where there was none, or it cannot be understood any more."""
    values: dict[str, Any] = dict(memory.value(PRESET, {}))
    folder = memory.value(FOLDER, "")
    try:
        values["spec"] = Spec(**values.get("spec", {}))
        preset = Preset(**values)
        preset_files.check(preset)
    except (TypeError, ValueError, AttributeError, BadRequest):
        return None
    return Last(preset, Path(folder).expanduser()) if folder else None


def keep(memory: WindowMemory, preset: Preset, folder: str) -> None:
    """Remember an export; the folder as it was typed."""
    memory.store(PRESET, dataclasses.asdict(preset))
    memory.store(FOLDER, folder)


def keep_house(studio: Any, house: House) -> None:
    """Let the settings say who delivers. Raises StorageError."""
    settings: Settings = studio.settings
    told = dataclasses.replace(
        settings,
        creator_id=house.creator_id,
        source_id=house.source_id,
        delivery_library=house.library,
        designer=house.designer,
    )
    if told != settings:
        studio.update_settings(told)
