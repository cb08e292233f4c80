"""Names of delivered files: templates with fields, the blocks of UCS names, and the way back.

    CatID(-UserCategory)_(VendorCategory-)FXName_CreatorID_SourceID(_UserData)

An underscore parts the blocks of such a name and a hyphen the parts of a block; so neither stands
within a field. The convention is that of the Universal Category System 8.2.1. What is on the disk
is not known here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tangostudio.cards import stems, ucs
from tangostudio.errors import BadRequest
from tangostudio.export import names

FX_NAME_LENGTH = 25
"""Characters that the convention prefers an FXName to have at most."""

NONE = "NONE"
"""What stands in a UCS name for an unknown creator or source."""

FIELDS = {
    "CatID": "UCS category, such as DOORWood",
    "FXName": "short name of the sound, made from the title if there is none",
    "CreatorID": "who made it, from the settings",
    "SourceID": "the project or library it is for, from the settings",
    "NN": "number in a set of variations, such as 01; nothing for one alone",
    "UserCategory": "your own part of the category",
    "VendorCategory": "a part before the FXName",
    "UserData": "anything behind the source",
    "CatShort": "short category, such as DOOR",
    "Category": "category in words, such as Doors",
    "SubCategory": "subcategory in words, such as Wood",
    "Title": "the take's title",
    "Project": "the take's project",
    "Library": "library, from the settings",
    "Designer": "designer, from the settings",
    "Model": "the model that made it",
    "Seed": "the take's seed",
    "Take": "the take's number",
    "Stars": "the take's stars",
    "Date": "when it was made, such as 2026-03-01",
}
"""Fields of templates, with what they are."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_BY_NAME = {name.casefold(): name for name in FIELDS}
_BLOCKS = ("FXName", "CreatorID", "SourceID", "UserCategory", "VendorCategory")
_FIXED = ("CatID", "NN", "Take", "Seed", "Stars", "Date")  # never shortened
_NOT_IN_BLOCK = re.compile(r'[-_<>:"/\\|?*\s]+')
_NOT_IN_NAME = re.compile(r'[<>:"/\\|?*\s]+')
_NOTHING = "\0"  # stands for an empty field until its separators are gone
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_FILLERS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "off", "on", "onto",
    "or", "over", "the", "through", "to", "under", "up", "with",
})  # fmt: skip

_Part = tuple[tuple[str, str], ...]  # (text, field behind it or "")


@dataclass(frozen=True)
class NamingFields:
    """What names are made from; "" and 0 where there is nothing to say.

    Attributes:
        fx_name: made from the title when empty.
        category, subcategory: in words; taken from the table when empty and the CatID is known.
        number: in a set of variations, from 1; 0 for a sound alone.
        take: its number in the library. date: ISO 8601.
    """

    title: str = ""
    fx_name: str = ""
    cat_id: str = ""
    category: str = ""
    subcategory: str = ""
    user_category: str = ""
    vendor_category: str = ""
    creator_id: str = ""
    source_id: str = ""
    user_data: str = ""
    project: str = ""
    library: str = ""
    designer: str = ""
    model: str = ""
    seed: int | None = None
    number: int = 0
    take: int = 0
    stars: int = 0
    date: str = ""


# --- templates --------------------------------------------------------------------------------


def check(template: str) -> None:
    """Refuse a template that cannot be filled.

    Raises:
        BadRequest: it is empty, has an unknown field or a brace alone, or leads out of the folder.
    """
    if not template.strip():
        raise BadRequest(
            "The template of names is empty.", "Write fields such as {CatID}_{FXName}."
        )
    for name in _FIELD.findall(template):
        if name.strip().casefold() not in _BY_NAME:
            near = difflib.get_close_matches(name.strip().casefold(), _BY_NAME, 1)
            hint = f"Did you mean {{{_BY_NAME[near[0]]}}}?" if near else _known_fields()
            raise BadRequest(f"There is no field {{{name}}} for names.", hint)
    rest = _FIELD.sub("", template)
    if "{" in rest or "}" in rest:
        raise BadRequest("A brace in the template of names has no partner.", _known_fields())
    if ".." in (part.strip() for part in rest.replace("\\", "/").split("/")):
        raise BadRequest("A template of names cannot lead out of its folder.", "Leave out “..”.")


def fill(template: str, fields: NamingFields, *, number: int = 0) -> str:
    """A file's name without suffix, with folders before it where the template has "/".

    Every part can be made on Windows, macOS and Linux: illegal characters are replaced, reserved
    names get "_" in front, and what is too long is shortened, the longest field first. A field
    without a value takes a separator away with it.

    Args:
        number: in a set of variations, from 1; that of the fields when 0.

    Raises:
        BadRequest: see `check`.
    """
    values = _values(fields, number or fields.number)
    made = [_fitted(part, values) for part in _parts(template)]
    return "/".join(part for part in made if part) or "sound"


def notes(template: str, fields: NamingFields) -> tuple[str, ...]:
    """What a person should know of a name before it is used, one sentence each."""
    used = {field for part in _parts(template) for _, field in part}
    found = []
    if "FXName" in used and len(name := _values(fields, 0)["FXName"]) > FX_NAME_LENGTH:
        found.append(
            f"The FXName has {len(name)} characters; {FX_NAME_LENGTH} or fewer are preferred."
        )
    if "CatID" in used and not fields.cat_id:
        found.append("The take has no category.")
    elif "CatID" in used and ucs.find(fields.cat_id) is None:
        found.append(f"{fields.cat_id} is no CatID of UCS.")
    if "CreatorID" in used and not block(fields.creator_id):
        found.append("No creator ID is set.")
    return tuple(found)


def distinct(wanted: Iterable[str]) -> list[str]:
    """The names in order, with numbers where systems that ignore case would take two for one."""
    taken: set[str] = set()
    given = []
    for name in wanted:
        for free in names.numbered(name):
            key = unicodedata.normalize("NFC", free).casefold()
            if key not in taken:
                break
        taken.add(key)
        given.append(free)
    return given


# --- the blocks of UCS ------------------------------------------------------------------------


def block(text: str) -> str:
    """A text as it may stand within a block of a UCS name: without hyphens and underscores."""
    return _NOT_IN_BLOCK.sub(" ", text).strip()


def fx_name(title: str, cat_id: str = "", most: int = FX_NAME_LENGTH) -> str:
    """A short name of a sound: the title without what its category says, in title case.

    Args:
        most: characters that it has at most; a single word may have more.
    """
    known = ucs.find(cat_id)
    said = set(stems.stems(f"{known.category} {known.subcategory}")) if known else set()
    every = block(title.replace(",", " ").replace(".", " ")).split()
    own = [word for word in every if stems.stem(word.casefold()) not in said]
    left = _without_fillers(own) or _without_fillers(every) or every
    while len(left) > 1 and len(" ".join(left)) > most:
        left.pop()
    return " ".join(word[:1].upper() + word[1:] for word in left)


def parse(stem: str) -> NamingFields:
    """The fields of a UCS name; a stem without a CatID is all title."""
    head, _, rest = stem.partition("_")
    cat_id, _, user_category = head.partition("-")
    known = ucs.find(cat_id)
    if known is None:
        return NamingFields(title=stem)
    blocks = rest.split("_")
    name, creator, source = [*blocks, "", ""][:3]
    vendor, hyphen, own = name.partition("-")
    data = "_".join(blocks[3:])
    last = data.rpartition("_")[2]
    return NamingFields(
        title=own if hyphen else name,
        fx_name=own if hyphen else name,
        cat_id=cat_id,
        category=known.category,
        subcategory=known.subcategory,
        user_category=user_category,
        vendor_category=vendor if hyphen else "",
        creator_id=creator,
        source_id=source,
        user_data=data,
        number=int(last) if re.fullmatch(r"[0-9]{1,6}", last) else 0,
    )


def _without_fillers(words: list[str]) -> list[str]:
    return [word for word in words if word.casefold() not in _FILLERS]


# --- filling ----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _parts(template: str) -> tuple[_Part, ...]:
    """Folders and name of a template, each as texts with the field behind them."""
    check(template)
    parts = []
    for part in template.replace("\\", "/").split("/"):
        pieces = [*_FIELD.split(part), ""]
        fields = [_BY_NAME.get(name.strip().casefold(), "") for name in pieces[1::2]]
        parts.append(tuple(zip(pieces[::2], fields, strict=True)))
    return tuple(parts)


def _values(fields: NamingFields, number: int) -> dict[str, str]:
    known = ucs.find(fields.cat_id)
    values = {
        "CatID": fields.cat_id,
        "FXName": fields.fx_name or fx_name(fields.title, fields.cat_id),
        "CreatorID": fields.creator_id,
        "SourceID": fields.source_id,
        "NN": f"{number:02d}" if number else "",
        "UserCategory": fields.user_category,
        "VendorCategory": fields.vendor_category,
        "UserData": fields.user_data,
        "CatShort": known.short if known else "",
        "Category": fields.category or (known.category if known else ""),
        "SubCategory": fields.subcategory or (known.subcategory if known else ""),
        "Title": fields.title,
        "Project": fields.project,
        "Library": fields.library,
        "Designer": fields.designer,
        "Model": fields.model,
        "Seed": "" if fields.seed is None else str(fields.seed),
        "Take": str(fields.take) if fields.take else "",
        "Stars": str(fields.stars),
        "Date": fields.date[:10],
    }
    for name in ("Category", "SubCategory"):
        values[name] = values[name].capitalize() if values[name].isupper() else values[name]
    for name, value in values.items():
        values[name] = block(value) if name in _BLOCKS else _NOT_IN_NAME.sub(" ", value).strip()
    return values | {name: values[name] or NONE for name in ("CreatorID", "SourceID")}


def _fitted(part: _Part, values: dict[str, str]) -> str:
    """One part of a path, its longest fields cut until file systems take it."""
    values = {field: values[field] for _, field in part if field}
    while (over := _excess(text := _joined(part, values))) > 0:
        field = max(
            (f for f in values if f not in _FIXED), key=lambda f: len(values[f]), default=""
        )
        if not field or len(values[field]) < 2:
            break
        values[field] = values[field][: max(1, len(values[field]) - over)].rstrip()
    return names.file_stem(text, fallback="")


def _excess(text: str) -> int:
    """About how many characters a name is too long; 0 for one that fits."""
    characters = len(text) - names.MAX_CHARACTERS
    size = len(text.encode("utf-8", "ignore")) - names.MAX_BYTES
    return max(characters, -(-size // 4), 0)


def _joined(part: _Part, values: dict[str, str]) -> str:
    """Texts and values, without the separators around empty values and empty brackets."""
    text = "".join(before + (values[f] or _NOTHING if f else "") for before, f in part)
    if _NOTHING in text:
        for pattern in (r"\s*[- ]\s*\0", r"\0\s*[- ]\s*", r"_\0", r"^\0_", r"\0"):
            text = re.sub(pattern, "", text)
        text = _EMPTY_BRACKETS.sub("", text)
    return text.strip()


def _known_fields() -> str:
    return f"Fields are {', '.join(f'{{{name}}}' for name in FIELDS)}."
