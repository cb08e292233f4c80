"""The settings: typed values in a TOML file, with numbered upgrades and the texts of their form.

It knows nothing of widgets: a form is built from `fields()`. A file that cannot be read is kept
beside as `.broken` and the defaults are used; a single bad value falls back to its default.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from tangostudio.errors import StorageError

FORMAT = 1


@dataclass(frozen=True)
class Choice:
    """How one setting is shown and checked.

    Attributes:
        group, label, help: texts of the form.
        options: allowed values, in the order of a drop-down; empty means free.
        words: how the options are shown, in the same order; empty means as they are.
        minimum, maximum: bounds of a number, inclusive.
        unit: shown behind a number.
        editor: "" for the type's own editor, else "folder", "device", "model" or "preset".
    """

    group: str
    label: str
    help: str = ""
    options: tuple[Any, ...] = ()
    words: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    editor: str = ""


def _setting(default: Any, **choice: Any) -> Any:
    return field(default=default, metadata={"choice": Choice(**choice)})


@dataclass(frozen=True)
class Settings:
    """All settings of the program; a change makes a new value (`dataclasses.replace`)."""

    library_folder: str = _setting(
        "",
        group="Library",
        label="Library folder",
        editor="folder",
        help="Takes, votes and exports live here. Empty: a folder in your home. "
        "Takes effect at the next start.",
    )
    trash_days: int = _setting(
        30,
        group="Library",
        label="Keep what is in the trash for",
        minimum=0,
        maximum=3650,
        unit="days",
        help="Takes that were trashed longer ago are deleted for good when the program starts. "
        "0 keeps them until the trash is emptied.",
    )
    audio_device: str = _setting(
        "",
        group="Sound",
        label="Output device",
        editor="device",
        help="Where takes are heard. The system's own follows what is plugged in.",
    )
    play_new_takes: bool = _setting(
        False,
        group="Sound",
        label="Play the first new take when it arrives",
        help="Only while nothing else plays.",
    )
    default_model: str = _setting(
        "starter",
        group="Generation",
        label="Model at start",
        editor="model",
        help="The model that stands ready when the program starts.",
    )
    default_takes: int = _setting(
        4,
        group="Generation",
        label="Takes per press",
        minimum=1,
        maximum=16,
        help="How many takes one press makes until another number is chosen in the prompt panel.",
    )
    worker_idle_minutes: int = _setting(
        10,
        group="Generation",
        label="Free the model's memory after",
        minimum=1,
        maximum=240,
        unit="min idle",
        help="The next take after that waits until the model is loaded again.",
    )
    precision: str = _setting(
        "auto",
        group="Generation",
        label="Precision on the processor",
        options=("auto", "float32", "bfloat16", "int8", "int8+text"),
        words=(
            "Automatic",
            "float32: exact",
            "bfloat16: half the memory",
            "int8: least memory",
            "int8, text encoder too",
        ),
        help="In how fine numbers a model computes where no graphics card does. Automatic is "
        "bfloat16 where the processor is made for it, else float32. Takes remember theirs, and the "
        "same seed sounds a little different in another.",
    )
    weights_folder: str = _setting(
        "",
        group="Models",
        label="Folder of models",
        editor="folder",
        help="Models that are downloaded are kept here. Empty: the program's own folder. Takes "
        "effect at the next start; models that are there already stay where they are.",
    )
    taste_embedder: str = _setting(
        "impressions",
        group="Taste",
        label="Sounds are heard by",
        options=("impressions", "starter", "clap"),
        words=("Impressions", "The starter's ear", "CLAP"),
        help="Impressions (spectrum, course, texture, width) learn a taste fastest; the starter's "
        "ear knows what a sound is of, CLAP in more words, once it is fetched in Models mode. "
        "Another choice learns the taste anew from the same votes.",
    )
    default_preset: str = _setting(
        "film",
        group="Delivery",
        label="Preset at first",
        editor="preset",
        help="What is dragged out of the window is made by it, and the export sheet begins with "
        "it.",
    )
    export_rate: int = _setting(
        48000,
        group="Delivery",
        label="Sample rate",
        options=(44100, 48000, 88200, 96000),
        unit="Hz",
        help="Of the presets for games and film; Podcast, Raw and your own have theirs. Film and "
        "games use 48 000.",
    )
    export_bits: int = _setting(
        24,
        group="Delivery",
        label="Bit depth",
        options=(16, 24, 32),
        help="Of the same presets. 32 is floating point.",
    )
    creator_id: str = _setting(
        "",
        group="Delivery",
        label="Creator ID",
        help="Who made the sounds, in few letters: the third part of UCS file names.",
    )
    source_id: str = _setting(
        "",
        group="Delivery",
        label="Source ID",
        help="The project or library that they are for: the fourth part of UCS file names.",
    )
    delivery_library: str = _setting(
        "",
        group="Delivery",
        label="Library",
        help="Name of the sound library, as it is written into the files.",
    )
    designer: str = _setting(
        "",
        group="Delivery",
        label="Designer",
        help="Your name, as it is written into the files.",
    )
    manufacturer: str = _setting(
        "",
        group="Delivery",
        label="Studio",
        help="The studio or company, as it is written into the files.",
    )
    write_prompts: bool = _setting(
        True,
        group="Delivery",
        label="Write the prompts into the files",
        help="Off: no delivered file says what was asked for; model, seed and licence are always "
        "written.",
    )
    auto_export_folder: str = _setting(
        "",
        group="Delivery",
        label="Export by itself to",
        editor="folder",
        help="Takes that you give enough stars are delivered there at once. Empty: none are.",
    )
    auto_export_stars: int = _setting(
        4,
        group="Delivery",
        label="Stars that are enough",
        minimum=1,
        maximum=5,
        unit="stars",
        help="A take is exported when it gets them: once, and again when its sound has changed.",
    )
    auto_export_preset: str = _setting(
        "film",
        group="Delivery",
        label="Preset of that",
        editor="preset",
        help="How the takes that are exported by themselves are delivered.",
    )
    spectrogram_colours: str = _setting(
        "magma",
        group="Appearance",
        label="Spectrogram colours",
        options=("magma", "viridis", "grey"),
        words=("Magma", "Viridis", "Grey"),
        help="All three grow evenly lighter with the level, also for eyes that see few colours.",
    )
    language: str = _setting(
        "system",
        group="Appearance",
        label="Language",
        options=("system", "en", "pseudo"),
        words=("As the system", "English", "Long texts, to test the layout"),
        help="Of the window's texts. Takes effect at the next start.",
    )
    interface_scale: int = _setting(
        100,
        group="Appearance",
        label="Interface size",
        options=(100, 125, 150, 175, 200),
        unit="%",
        help="On top of the system's own scaling. Takes effect at the next start.",
    )
    reduced_motion: bool = _setting(
        False,
        group="Appearance",
        label="Reduce motion",
        help="Nothing fades or slides. Where the system asks for that, it holds without this.",
    )
    notifications: str = _setting(
        "desktop",
        group="Notifications",
        label="When work ends out of sight",
        options=("desktop", "taskbar", "off"),
        words=("Desktop message", "Mark in the taskbar", "Nothing"),
        help="Only while another program's window is in front. It never takes the keyboard away.",
    )
    shortcuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys that differ from the table of actions, by the action's id; () for none."""

    @property
    def asked_precision(self) -> str:
        """The precision as requests have it: "" leaves it to the program."""
        return "" if self.precision == "auto" else self.precision


def fields() -> Iterator[tuple[str, type, Any, Choice]]:
    """Name, type, default and form entry of every setting of the form, in its order."""
    for item in dataclasses.fields(Settings):
        if "choice" in item.metadata:
            yield item.name, type(item.default), item.default, item.metadata["choice"]


def load(path: Path) -> Settings:
    """Read the settings; a missing file gives the defaults.

    Unknown keys are ignored, so that a newer version's file can still be read.
    """
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        with contextlib.suppress(OSError):
            os.replace(path, path.with_suffix(".toml.broken"))
        return Settings()
    stored = _upgrade(stored)
    values = {
        name: stored[name]
        for name, kind, _default, choice in fields()
        if name in stored and _fits(stored[name], kind, choice)
    }
    return Settings(**values, shortcuts=_keys(stored.get("shortcuts")))


def save(settings: Settings, path: Path) -> None:
    """Write the settings: a temporary file, synced, then renamed over the old one.

    Raises:
        StorageError: the folder cannot be written.
    """
    keys = {action: list(keys) for action, keys in settings.shortcuts.items()}
    document = {"format": FORMAT, **dataclasses.asdict(settings), "shortcuts": keys}
    temporary = path.with_suffix(".toml.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            tomli_w.dump(document, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise StorageError(
            f"The settings could not be saved to {path}: {error.strerror}.",
            "Check that the folder exists and that there is free space.",
        ) from error


def _upgrade(stored: dict[str, Any]) -> dict[str, Any]:
    """Bring an older file's values to the present format, one numbered step at a time."""
    found = stored.get("format")
    if type(found) is not int or found < 1:
        return stored  # nobody's format; every value is checked by itself anyway
    for step in range(found, FORMAT):
        stored = _UPGRADES[step](stored)
    return stored


_UPGRADES: dict[int, Any] = {}


def _keys(stored: Any) -> dict[str, tuple[str, ...]]:
    """The entries that are lists of texts; what the keys mean is not known here."""
    if not isinstance(stored, dict):
        return {}
    return {
        action: tuple(keys)
        for action, keys in stored.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }


def _fits(value: Any, kind: type, choice: Choice) -> bool:
    if type(value) is not kind or (choice.options and value not in choice.options):
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        low = choice.minimum if choice.minimum is not None else value
        high = choice.maximum if choice.maximum is not None else value
        return low <= value <= high
    return True
