"""What a delivery will write, before it writes anything: names, sets, lengths, licences.

It goes by the rows of the takes alone; no sound is read, so that a plan of hundreds is there at
once and can be made anew with every letter that is typed.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tangostudio.audio import edits
from tangostudio.cards import ucs
from tangostudio.errors import BadRequest
from tangostudio.export import licence_guard, names, naming
from tangostudio.export.naming import NamingFields
from tangostudio.export.presets import Preset
from tangostudio.export.spec import Spec
from tangostudio.library import Take

if TYPE_CHECKING:
    from tangostudio.export.describe import House

_NO_CATEGORY = "Other"  # the folder of sounds that have none
_DATA_BYTES = 8_000  # of one file, beside its samples
_FLAC_SHARE = 0.6
_LOSSY_BYTES = {"ogg": 20_000, "opus": 16_000, "mp3": 24_000}  # in a second

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and the name of the next; on the writing thread."""


@dataclass(frozen=True)
class PlannedFile:
    """One file of a delivery that is not written yet.

    Attributes:
        take: its number. name: of the file, with folders below the delivery's own.
        title, cat_id, fx_name: as they go into the file; `category` in words.
        seconds: about how long it will be.
        licence, commercial: of the take's model.
        notes: what a person should know before, one sentence each.
        problem: why this file cannot be written; "" when it can.
        set: takes of one prompt have the same; number: its place in that, from 1, or 0.
        fields: what its name is made of.
    """

    take: int
    name: str
    title: str
    cat_id: str
    category: str
    fx_name: str
    seconds: float
    licence: str
    commercial: str
    notes: tuple[str, ...] = ()
    problem: str = ""
    set: int = 0
    number: int = 0
    fields: NamingFields | None = None


@dataclass(frozen=True)
class Plan:
    """What a delivery will write.

    Attributes:
        files: in the order of writing.
        estimated_bytes: of all of them.
        restricted: numbers of takes whose licence does not allow what the preset is meant for; they
            are written only when `run` is told that the user agreed.
        sources: sounds that are no takes of the library, by their number below 0.
    """

    preset: Preset
    files: tuple[PlannedFile, ...]
    estimated_bytes: int
    restricted: tuple[int, ...]
    sources: Mapping[int, Take] = field(default_factory=dict)


@dataclass(frozen=True)
class Wording:
    """What a person said of single files of a delivery, by the take's number.

    Attributes:
        names: of files, instead of what the template makes; folders are parted by "/".
        fx_names, cat_ids: of the UCS name.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    fx_names: Mapping[int, str] = field(default_factory=dict)
    cat_ids: Mapping[int, str] = field(default_factory=dict)


PLAIN = Wording()


def plan(
    takes: Sequence[Take],
    preset: Preset,
    house: House,
    wording: Wording,
    cat_id_of: Callable[[Take], str],
) -> Plan:
    """What a delivery of takes by a preset will write.

    Args:
        cat_id_of: the CatID of a take that nobody gave one; "" where there is none.

    Raises:
        BadRequest: a template that cannot be filled.
    """
    sets = _sets(takes)
    filled = [
        _fields(take, house, wording.cat_ids.get(take.id) or cat_id_of(take),
                wording.fx_names.get(take.id, ""))
        for take in takes
    ]  # fmt: skip
    if preset.variations:
        filled = _numbered(filled, preset)
    stems = naming.distinct(
        _typed(wording.names.get(take.id, ""), preset) or _stem(fields, preset)
        for take, fields in zip(takes, filled, strict=True)
    )
    files = tuple(
        _file(take, preset, fields, stem, place)
        for take, fields, stem, place in zip(takes, filled, stems, sets, strict=True)
    )
    restricted = tuple(
        file.take
        for file in files
        if licence_guard.restricts(file.commercial, for_sale=preset.commercial)
    )
    size = sum(
        _bytes(file.seconds, preset.spec, take)
        for take, file in zip(takes, files, strict=True)
        if not file.problem
    )
    return Plan(preset, files, size, restricted, {take.id: take for take in takes if take.id < 1})


def _sets(takes: Sequence[Take]) -> list[int]:
    """The number of each take's set: takes of one prompt belong together."""
    known: dict[str, int] = {}
    said = (" ".join(take.prompt.casefold().split()) or f"\0{take.id}" for take in takes)
    return [known.setdefault(words, len(known)) for words in said]


def _numbered(filled: Sequence[NamingFields], preset: Preset) -> list[NamingFields]:
    """The fields with numbers from 1 for sounds that would have one name."""
    stems = [_stem(fields, preset).casefold() for fields in filled]
    count, numbers = Counter(stems), Counter[str]()
    numbered = []
    for fields, stem in zip(filled, stems, strict=True):
        numbers[stem] += 1
        number = numbers[stem] if count[stem] > 1 else 0
        numbered.append(dataclasses.replace(fields, number=number))
    return numbered


def _file(take: Take, preset: Preset, fields: NamingFields, stem: str, place: int) -> PlannedFile:
    said = licence_guard.note(take.commercial, for_sale=preset.commercial)
    words = (fields.category, fields.subcategory)
    return PlannedFile(
        take=take.id,
        name=f"{stem}{preset.spec.suffix}",
        title=take.title,
        cat_id=fields.cat_id,
        category=", ".join(word.capitalize() for word in words if word),
        fx_name=fields.fx_name,
        seconds=_seconds(take) + preset.tail,
        licence=take.licence,
        commercial=take.commercial,
        notes=tuple(n for n in (said, *naming.notes(preset.name_template, fields)) if n),
        problem=_problem(take),
        set=place,
        number=fields.number,
        fields=fields,
    )


def _fields(take: Take, house: House, cat_id: str, fx_name: str) -> NamingFields:
    found = ucs.find(cat_id)
    return NamingFields(
        title=take.title,
        fx_name=fx_name or naming.fx_name(take.title, cat_id),
        cat_id=cat_id,
        category=found.category if found else "",
        subcategory=found.subcategory if found else "",
        creator_id=house.creator_id,
        source_id=house.source_id,
        project=take.project,
        library=house.library,
        designer=house.designer,
        model=take.model_name,
        seed=None if take.imported else take.seed,
        take=max(take.id, 0),
        stars=take.stars,
        date=take.created,
    )


def _stem(fields: NamingFields, preset: Preset) -> str:
    name = naming.fill(preset.name_template, fields)
    if not preset.folder_template:
        return name
    sorted_in = dataclasses.replace(fields, category=fields.category or _NO_CATEGORY)
    return f"{naming.fill(preset.folder_template, sorted_in)}/{name}"


def _typed(name: str, preset: Preset) -> str:
    """A name that a person typed, with its folders, as file systems take it."""
    parts = name.removesuffix(preset.spec.suffix).replace("\\", "/").split("/")
    return "/".join(names.file_stem(part) for part in parts if part.strip(". "))


def _problem(take: Take) -> str:
    try:
        edits.from_json(take.edits)
    except BadRequest as error:
        return error.message
    return "Its sound file is missing." if take.missing else ""


def _seconds(take: Take) -> float:
    """About how long a take is with its edits; what a trim of silence cuts is not known yet."""
    seconds = take.frames / take.sample_rate
    listed = edits.readable(take.edits)
    trim, loop = edits.find(listed, edits.Trim), edits.find(listed, edits.LoopCrossfade)
    if trim is not None:
        seconds = max(min(seconds, trim.end) - trim.start, 0.0)
    return max(seconds - loop.seconds, seconds / 2) if loop is not None else seconds


def _bytes(seconds: float, spec: Spec, take: Take) -> int:
    if (lossy := _LOSSY_BYTES.get(spec.container)) is not None:
        return int(seconds * lossy) + _DATA_BYTES
    channels = {"mono": 1, "stereo": 2}.get(spec.layout, take.channels)
    whole = seconds * (spec.rate or take.sample_rate) * channels * spec.bits / 8
    return int(whole * (_FLAC_SHARE if spec.container == "flac" else 1)) + _DATA_BYTES
