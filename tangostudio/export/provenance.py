"""What a file says of its own making, so that its recipe can be brought back from the file alone.

One JSON object: in an element of the iXML chunk of WAV and AIFF files, in a tag of others. What is
read back is checked value by value: the file may come from anybody.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Protocol

from tangostudio.export import ixml_fields, tags
from tangostudio.export.presets import Preset
from tangostudio.messages import GenerateRequest, request_from_json, request_to_json

ELEMENT = ixml_fields.PROVENANCE
FORMAT = 1

_HASH = re.compile("[0-9a-f]{64}")
_LONGEST = 20_000
_MOST = 64
_LARGEST = 2**63
_INT, _NUMBER, _STR = (int,), (int, float), (str,)
_VALUES = {"str": _STR, "bool": (bool,), "int": _INT, "float": _NUMBER}
_ROWS = {
    "tuple[tuple[float, float], ...]": (_NUMBER, _NUMBER),
    "tuple[tuple[int, float], ...]": (_INT, _NUMBER),
    "tuple[tuple[str, float], ...]": (_STR, _NUMBER),
}


class Recorded(Protocol):
    """What of a take is written down; the fields mean what they mean in `library.take.Take`."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def prompt(self) -> str: ...  # noqa: D102
    @property
    def negative(self) -> str: ...  # noqa: D102
    @property
    def model(self) -> str: ...  # noqa: D102
    @property
    def model_name(self) -> str: ...  # noqa: D102
    @property
    def model_hash(self) -> str: ...  # noqa: D102
    @property
    def adapters(self) -> tuple[tuple[str, float], ...]: ...  # noqa: D102
    @property
    def seed(self) -> int: ...  # noqa: D102
    @property
    def steps(self) -> int: ...  # noqa: D102
    @property
    def guidance(self) -> float: ...  # noqa: D102
    @property
    def sampler(self) -> str: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def relation(self) -> str: ...  # noqa: D102
    @property
    def parent(self) -> int | None: ...  # noqa: D102
    @property
    def request(self) -> str: ...  # noqa: D102
    @property
    def edits(self) -> str: ...  # noqa: D102
    @property
    def app_version(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def commercial(self) -> str: ...  # noqa: D102
    @property
    def created(self) -> str: ...  # noqa: D102
    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Provenance:
    """What a file says; the fields mean what they mean in `library.take.Take`.

    Attributes:
        parent: number of a take in the library that the file comes from, whichever that was.
        request: as JSON; "{}" where it is not there or not understood.
        sha256: of the take's original sound; the file may hold it edited or at another rate.
        delivery: key of the delivery that wrote the file, see `delivery_key`; "" for one alone.
        private: the take had prompts, and they were left out.
    """

    title: str = ""
    prompt: str = ""
    negative: str = ""
    model: str = ""
    model_name: str = ""
    model_hash: str = ""
    adapters: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    steps: int = 0
    guidance: float = 0.0
    sampler: str = ""
    seconds: float = 0.0
    relation: str = ""
    parent: int | None = None
    request: str = "{}"
    edits: str = "[]"
    app_version: str = ""
    licence: str = ""
    commercial: str = ""
    created: str = ""
    category: str = ""
    tags: tuple[str, ...] = field(default_factory=tuple)
    sha256: str = ""
    delivery: str = ""
    private: bool = False


_EMPTY = Provenance()
_OF_A_FILE = ("delivery", "private")
_OF_A_TAKE = tuple(item.name for item in fields(Provenance) if item.name not in _OF_A_FILE)


def text_of(take: Recorded, *, prompt: bool = True, delivery: str = "") -> str:
    """What is written into a file of a take: JSON in ASCII, so that no XML reader stumbles.

    Args:
        prompt: whether prompts are told; the rest of the recipe always is.
        delivery: key of the delivery, see `delivery_key`.
    """
    values = {name: getattr(take, name) for name in _OF_A_TAKE}
    values["private"] = getattr(take, "private", False)
    if not prompt:
        values["private"] = values["private"] or bool(take.prompt or take.negative)
        values |= {"prompt": "", "negative": "", "request": _without_prompt(take.request)}
    return json.dumps({"format": FORMAT, **values, "delivery": delivery})


def delivery_key(take: Recorded, preset: Preset, *others: str) -> str:
    """A text of 64 signs that is the same for the same take, delivered in the same way.

    Args:
        others: whatever else the file says, such as its name.
    """
    said = [text_of(take), asdict(preset), *others]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read(path: Path) -> Provenance | None:
    """What a file of any format says of its making; None for one that this program did not write.

    Raises:
        OSError: the file cannot be read.
    """
    text = tags.provenance_text(path)
    return None if text is None else parse(text)


def parse(text: str) -> Provenance | None:
    """What a text of `text_of` says; single values that make no sense are left out.

    A later format is read as far as it is understood. None where it is no such text at all.
    """
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or type(stored.get("format")) is not int:
        return None
    values = {}
    for item in fields(Provenance):
        value = _checked(item.name, stored.get(item.name))
        if value is not None:
            values[item.name] = value
    return Provenance(**values)


def _checked(name: str, value: Any) -> Any:
    """A value as its field wants it; None for one that cannot be used."""
    default = getattr(_EMPTY, name)
    if name == "adapters":
        return _adapters(value)
    if name == "tags":
        good = isinstance(value, list) and all(isinstance(tag, str) for tag in value)
        return tuple(tag[:_LONGEST] for tag in value[:_MOST]) if good else None
    if name == "request":
        return value if _is_request(value) else None
    if name in ("sha256", "delivery") and not (isinstance(value, str) and _HASH.fullmatch(value)):
        return None
    if isinstance(default, str):
        return value if isinstance(value, str) and len(value) <= _LONGEST else None
    if isinstance(default, bool) or isinstance(value, bool):
        return value if isinstance(default, bool) and isinstance(value, bool) else None
    if not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or abs(value) >= _LARGEST:
        return None
    if isinstance(default, float):
        return float(value)
    return value if isinstance(value, int) else None


def _without_prompt(request: str) -> str:
    """A request's JSON with its prompts left out; nothing of one that cannot be read."""
    try:
        asked = request_from_json(request)
    except (ValueError, TypeError, RecursionError):
        return "{}"
    if not isinstance(asked, GenerateRequest):
        return "{}"
    return request_to_json(replace(asked, prompt="", negative=""))


def _adapters(value: Any) -> tuple[tuple[str, float], ...] | None:
    try:
        pairs = tuple((str(sha256), float(strength)) for sha256, strength in value[:_MOST])
    except (TypeError, ValueError, OverflowError):
        return None
    right = all(_HASH.fullmatch(sha256) and math.isfinite(x) for sha256, x in pairs)
    return pairs if right else None


def _is_request(value: Any) -> bool:
    """Whether a value is the JSON of a request to generate, all of its fields of their types."""
    if not isinstance(value, str) or len(value) > 4 * _LONGEST:
        return False
    try:
        request = request_from_json(value)
    except (ValueError, TypeError, RecursionError):
        return False
    return isinstance(request, GenerateRequest) and all(
        _is_like(getattr(request, item.name), str(item.type)) for item in fields(GenerateRequest)
    )


def _is_like(value: Any, kind: str) -> bool:
    """Whether a value is of the type that a field of a request is declared with."""
    if kind in _VALUES:
        return _is_one_of(value, _VALUES[kind])
    if not isinstance(value, tuple):
        return False
    if kind in _ROWS:
        return all(_is_row(item, _ROWS[kind]) for item in value)
    return kind == "tuple[int, ...]" and all(_is_one_of(item, _INT) for item in value)


def _is_row(value: Any, types: tuple[tuple[type, ...], ...]) -> bool:
    return (
        isinstance(value, tuple) and len(value) == len(types) and all(map(_is_one_of, value, types))
    )


def _is_one_of(value: Any, types: tuple[type, ...]) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return type(value) in types
