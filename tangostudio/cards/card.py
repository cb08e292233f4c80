"""One model card: a TOML file that names a checkpoint's files, licence, ranges and abilities.

A new checkpoint of a known family is one card and no code. It knows nothing of how weights are
loaded; `options` is handed to the family as it stands.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest, CardError, WeightsError

FORMAT = 1
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_COMMERCIAL = ("yes", "limited", "no")


@dataclass(frozen=True)
class Licence:
    """A licence in one plain line; `commercial` is "yes", "limited" or "no"."""

    name: str
    commercial: str
    summary: str
    url: str = ""


@dataclass(frozen=True)
class WeightFile:
    """One file of a checkpoint: name within its folder, size in bytes, SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Parameter:
    """A number that the person may set: its range, default and the texts of its control.

    Attributes:
        step: resolution; 1 with `integer` makes whole numbers.
        help: one sentence; also the tool tip.
    """

    name: str
    label: str
    minimum: float
    maximum: float
    default: float
    step: float = 1.0
    unit: str = ""
    help: str = ""
    integer: bool = False

    def check(self, value: float) -> float:
        """The value, if it is a number within the range.

        Raises:
            BadRequest: it is not.
        """
        if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
            raise BadRequest(f"{self.label} must be a number, not {value!r}.", self._range())
        if not self.minimum <= value <= self.maximum:
            raise BadRequest(f"{self.label} {value:g} is out of range.", self._range())
        if self.integer and value != int(value):
            raise BadRequest(f"{self.label} must be a whole number.", self._range())
        return int(value) if self.integer else float(value)

    def _range(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"Choose a value from {self.minimum:g} to {self.maximum:g}{unit}."


@dataclass(frozen=True)
class ModelCard:
    """What the program knows of one checkpoint.

    Attributes:
        id: short stable name, used in requests and rows.
        family: name of the module that can load it.
        parameters: seconds, steps, guidance ... by name, in the form's order.
        can: abilities, for example "negative"; what is missing is greyed in the window.
        cannot: reason shown for an ability that is missing, by ability.
        samplers: names, the first is the default.
        files: the checkpoint's files, relative to `folder`.
        options: the family's own table.
        folder: where the bundled weights are; None when they must be fetched.
    """

    id: str
    name: str
    family: str
    summary: str
    licence: Licence
    sample_rate: int
    channels: int
    parameters: dict[str, Parameter]
    samplers: tuple[str, ...]
    good_at: str = ""
    limits: str = ""
    version: str = "1"
    can: frozenset[str] = frozenset()
    cannot: dict[str, str] = field(default_factory=dict)
    prompt_characters: int = 2000
    files: tuple[WeightFile, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    hidden: bool = False

    @property
    def weights_hash(self) -> str:
        """One hash for all files of the checkpoint, or "" when it has none."""
        if not self.files:
            return ""
        lines = "\n".join(f"{item.sha256}  {item.name}" for item in self.files)
        return hashlib.sha256(lines.encode()).hexdigest()

    def default(self, name: str) -> float:
        """The default of a parameter."""
        return self.parameters[name].default

    def verify_files(self) -> Path:
        """The weights' folder, after every file's presence and size is checked.

        Raises:
            WeightsError: a file is missing or cut short.
        """
        if self.folder is None or not self.folder.is_dir():
            raise WeightsError(
                f"The weights of {self.name} are not on this computer.",
                "Reinstall the program, or choose another model.",
            )
        for item in self.files:
            path = self.folder / item.name
            if not path.is_file():
                raise WeightsError(
                    f"{self.name} lacks its file {item.name}.", f"It belongs into {self.folder}."
                )
            if (size := path.stat().st_size) != item.bytes:
                raise WeightsError(
                    f"{item.name} of {self.name} has {size:,} bytes instead of {item.bytes:,}: "
                    "it is damaged or was cut short.",
                    "Fetch the file again, or reinstall the program.",
                )
        return self.folder


def load_card(path: Path) -> ModelCard:
    """Read and check a card.

    Raises:
        CardError: the file cannot be read, lacks something or holds a value that makes no sense.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardError(f"The model card {path.name} cannot be read: {error}.") from error
    if document.get("format") != FORMAT:
        raise CardError(
            f"The model card {path.name} is of format {document.get('format')!r}.",
            f"This version reads format {FORMAT}.",
        )
    try:
        return _build(document, path)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CardError(
            f"The model card {path.name} is not complete: {type(error).__name__}: {error}."
        ) from error


def _build(document: dict[str, Any], path: Path) -> ModelCard:
    identifier = document["id"]
    if not _ID.fullmatch(identifier):
        raise ValueError(f"id {identifier!r} may hold only a-z, 0-9, dot, dash and underscore")
    licence = Licence(**document["licence"])
    if licence.commercial not in _COMMERCIAL:
        raise ValueError(f"licence.commercial must be one of {', '.join(_COMMERCIAL)}")
    weights = document.get("weights", {})
    folder = weights.get("folder")
    return ModelCard(
        id=identifier,
        name=document["name"],
        family=document["family"],
        version=str(document.get("version", "1")),
        summary=document["summary"],
        good_at=document.get("good_at", ""),
        limits=document.get("limits", ""),
        licence=licence,
        sample_rate=int(document["audio"]["sample_rate"]),
        channels=int(document["audio"]["channels"]),
        parameters={
            name: _parameter(name, values) for name, values in document["parameters"].items()
        },
        samplers=tuple(document["samplers"]),
        can=frozenset(document.get("can", ())),
        cannot=dict(document.get("cannot", {})),
        prompt_characters=int(document.get("prompt_characters", 2000)),
        files=tuple(_weight_file(item) for item in weights.get("files", ())),
        options=dict(document.get("options", {})),
        folder=_inside(path.parent, folder) if folder else None,
        hidden=bool(document.get("hidden", False)),
    )


def _parameter(name: str, values: dict[str, Any]) -> Parameter:
    item = Parameter(name=name, **values)
    if not float(item.minimum) <= float(item.default) <= float(item.maximum):
        raise ValueError(f"the default of {name!r} lies outside its range")
    return item


def _weight_file(values: dict[str, Any]) -> WeightFile:
    item = WeightFile(**values)
    if Path(item.name).is_absolute() or ".." in Path(item.name).parts:
        raise ValueError(f"file {item.name!r} leaves the checkpoint's folder")
    if not re.fullmatch(r"[0-9a-f]{64}", item.sha256):
        raise ValueError(f"file {item.name!r} has no SHA-256")
    return item


def _inside(base: Path, name: str) -> Path:
    folder = (base / name).resolve()
    if not folder.is_relative_to(base.resolve()):
        raise ValueError(f"folder {name!r} leaves the folder of the cards")
    return folder
