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

from tangostudio.cards import places
from tangostudio.errors import BadRequest, CardError, WeightsError

FORMAT = 1
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_COMMERCIAL = ("yes", "limited", "no")

PRESETS = ("draft", "balanced", "best")
"""How finely a take is worked out, from the quickest; "balanced" is the card's defaults."""


@dataclass(frozen=True)
class Licence:
    """A licence in one plain line; `commercial` is "yes", "limited" or "no"."""

    name: str
    commercial: str
    summary: str
    url: str = ""


@dataclass(frozen=True)
class WeightFile:
    """One file of a checkpoint.

    Attributes:
        name: within the model's folder, with forward slashes.
        bytes: its size; 0 where it is not known before it is fetched.
        sha256: in full, its first 16 or more digits, or "" where it is not known.
        repo, path, revision: where the hub has it; `path` is `name` unless it is given.
        converts_to: name of the safetensors file that is made of this pickle, and then used.
    """

    name: str
    bytes: int = 0
    sha256: str = ""
    repo: str = ""
    path: str = ""
    revision: str = "main"
    converts_to: str = ""

    @property
    def used(self) -> str:
        """Name of the file that a family reads."""
        return self.converts_to or self.name

    @property
    def source(self) -> str:
        """Path within the hub's repository."""
        return self.path or self.name


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
class Work:
    """The arithmetic of one take in GFLOP, by which its time is foretold.

    Attributes:
        text: reading the prompt, once.
        step, step_second: one forward of the net: fixed, and more for each second of sound.
        decode, decode_second: the codec, likewise.
    """

    text: float = 0.0
    step: float = 0.0
    step_second: float = 0.0
    decode: float = 0.0
    decode_second: float = 0.0

    def net(self, seconds: float, steps: int, guidance: float) -> float:
        """GFLOP of all forwards; guidance other than 1 needs two a step."""
        forwards = steps * (1 if guidance == 1 else 2)
        return self.text + forwards * (self.step + self.step_second * seconds)

    def codec(self, seconds: float) -> float:
        """GFLOP of decoding."""
        return self.decode + self.decode_second * seconds


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
        presets: for each of `PRESETS`, or for none, values of parameters by name.
        options: the family's own table.
        folder: where the weights are, or will be once they are fetched; None without weights.
        bundled: whether the weights come with the program.
        gated: whether the hub hands them only to accounts that accepted the licence.
        about_bytes: size of all files, roughly, for cards that do not know every one's.
        order: the place in lists; the smallest comes first.
        memory_bytes: what the model needs while it works, in float32; 0 where nobody measured.
        notice: a line that must stand beside what is made with the model, or "".
        work: None where nobody counted.
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
    presets: dict[str, dict[str, float]] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    bundled: bool = False
    gated: bool = False
    about_bytes: int = 0
    order: int = 100
    memory_bytes: int = 0
    notice: str = ""
    work: Work | None = None
    hidden: bool = False

    @property
    def weights_hash(self) -> str:
        """One hash for all files of the checkpoint, or "" when it has none.

        Of files whose hash the card does not know in full, the one counts that was found when they
        were accepted.
        """
        if not self.files:
            return ""
        held = {} if self.bundled or self.folder is None else places.read_record(self.folder)
        found = {name: row.made_from or row.sha256 for name, row in held.items()}
        lines = "\n".join(
            f"{item.sha256 if len(item.sha256) == 64 else found.get(item.used, '')}  {item.name}"
            for item in self.files
        )
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def size(self) -> tuple[int, bool]:
        """Bytes of all files, 0 where nobody knows, and whether that is exact."""
        if all(item.bytes for item in self.files):
            return sum(item.bytes for item in self.files), True
        return self.about_bytes, False

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
                "Reinstall the program, or choose another model."
                if self.bundled
                else "Get them in Models mode, or choose another model.",
            )
        held = {} if self.bundled else places.read_record(self.folder)
        for item in self.files:
            path = places.locate(self.folder, item.used)
            if not path.is_file():
                raise WeightsError(
                    f"{self.name} lacks its file {item.used}.", f"It belongs into {self.folder}."
                )
            row = held.get(item.used)
            wanted = row.bytes if row else 0 if item.converts_to else item.bytes
            if wanted and (size := path.stat().st_size) != wanted:
                raise WeightsError(
                    f"{item.used} of {self.name} has {size:,} bytes instead of {wanted:,}: "
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
    parameters = {name: _parameter(name, values) for name, values in document["parameters"].items()}
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
        parameters=parameters,
        samplers=tuple(document["samplers"]),
        can=frozenset(document.get("can", ())),
        cannot=dict(document.get("cannot", {})),
        prompt_characters=int(document.get("prompt_characters", 2000)),
        files=tuple(_weight_file(item) for item in weights.get("files", ())),
        presets=_presets(document.get("presets", {}), parameters),
        options=dict(document.get("options", {})),
        folder=_inside(path.parent, folder) if folder else None,
        bundled=bool(folder),
        gated=bool(weights.get("gated", False)),
        about_bytes=int(weights.get("about_bytes", 0)),
        order=int(document.get("order", 100)),
        memory_bytes=int(weights.get("memory_bytes", 0)),
        notice=document.get("notice", ""),
        work=Work(**document["work"]) if "work" in document else None,
        hidden=bool(document.get("hidden", False)),
    )


def _parameter(name: str, values: dict[str, Any]) -> Parameter:
    item = Parameter(name=name, **values)
    if not float(item.minimum) <= float(item.default) <= float(item.maximum):
        raise ValueError(f"the default of {name!r} lies outside its range")
    return item


def _presets(
    tables: dict[str, dict[str, float]], parameters: dict[str, Parameter]
) -> dict[str, dict[str, float]]:
    if tables and set(tables) != set(PRESETS):
        raise ValueError(f"presets must be {', '.join(PRESETS)}, not {', '.join(tables)}")
    try:
        return {
            preset: {name: parameters[name].check(value) for name, value in tables[preset].items()}
            for preset in PRESETS
            if preset in tables
        }
    except BadRequest as error:
        raise ValueError(f"a preset's {error.message} {error.hint}") from error


def _weight_file(values: dict[str, Any]) -> WeightFile:
    item = WeightFile(**values)
    for name in (item.name, item.source, item.used):
        if not places.is_inside(name):
            raise ValueError(f"file {name!r} leaves the checkpoint's folder")
    if item.repo and not _REPO.fullmatch(item.repo):
        raise ValueError(f"file {item.name!r} is of no repository: {item.repo!r}")
    if not isinstance(item.bytes, int) or item.bytes < 0:
        raise ValueError(f"file {item.name!r} has no size")
    if item.sha256 and not re.fullmatch(r"[0-9a-f]{16,64}", item.sha256):
        raise ValueError(f"file {item.name!r} has no SHA-256")
    if not item.repo and not (item.bytes and len(item.sha256) == 64):
        raise ValueError(f"file {item.name!r} comes with the program and needs size and SHA-256")
    return item


def _inside(base: Path, name: str) -> Path:
    folder = (base / name).resolve()
    if not folder.is_relative_to(base.resolve()):
        raise ValueError(f"folder {name!r} leaves the folder of the cards")
    return folder
