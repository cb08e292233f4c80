"""What a recording is called: by whom it is trusted most, down to the name of its folder.

    1. a text file of its name or a table beside it     3. a name by UCS, in words
    2. what the file itself says                        4. its name      5. the folder's name

Sounds are not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio.cards import ucs
from tangostudio.corpora import tables, texts, words
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.sources import Source
from tangostudio.errors import AudioFileError
from tangostudio.export import naming, reading
from tangostudio.export.facts import FileFacts
from tangostudio.export.metadata import GENERATED

TOLD_BY = {
    "text file": "a text file beside it",
    "table": "a table of its folder",
    "metadata": "the file's own metadata",
    "name": "its name",
    "folder": "its folder's name",
    "take": "the take",
    "template": "the caption for all",
    "person": "by hand",
}
"""Where a caption was found, in words."""

_KEYED = re.compile(r"^\s*[sz]?[A-Z][A-Z0-9]{2,}\s*=")  # a recorder's notes, such as sTAKE=02
_ADDRESS = re.compile(r"(?i)https?://|www\.|\S@\S+\.\w")
_MAKERS = re.compile(
    r"(?i)^\W*(?:(?:recorded|created|encoded|made|exported|edited|processed)\s+(?:with|by|in|using)\b"
    r"|(?:lav[fc]\d.*|lame|libsndfile|audacity|adobe|pro ?tools|reaper|ableton|logic|soundminer)\b"
    r"|copyright\b|©|\(c\)|all rights\b)"
)


@dataclass(frozen=True)
class Caption:
    """What a recording is called; empty where nobody says it.

    Attributes:
        category: CatID of UCS, or "".
        told_by: one of `TOLD_BY`, or "".
    """

    text: str
    category: str = ""
    told_by: str = ""


class Captioner:
    """Finds the captions of the recordings of one folder.

    Args:
        root: that folder; None for takes.
        drop: words at the beginning of all names that are a vendor's mark.
    """

    def __init__(self, choices: Choices, root: Path | None = None, drop: int = 0) -> None:
        self._choices, self._root, self._drop = choices, root, drop
        tables.forget()

    def of(self, source: Source) -> Caption:
        """The caption of a recording, with the template and the trigger of the choices."""
        found = self._take(source) if self._root is None else self._file(source, self._root)
        return self._worded(found, self._folder_words(source))

    def _worded(self, found: Caption, folder: str) -> Caption:
        text, told_by = found.text, found.told_by
        if self._choices.caption.strip():
            values = {
                "name": found.text,
                "folder": folder,
                "category": words.of_category(found.category),
            }
            text = _filled(self._choices.caption, values)
            told_by = told_by if "{name}" in self._choices.caption and found.text else "template"
        if self._choices.trigger:
            told_by = told_by or "template"
            text = ", ".join(part for part in (self._choices.trigger, text) if part)
        text = texts.clean(text)
        return Caption(text, found.category, told_by) if text else Caption("", found.category)

    def _take(self, source: Source) -> Caption:
        words_of = words.of_category(source.category)
        said = texts.clean(source.caption) or words_of
        return Caption(said if texts.has_words(said) else "", source.category, "take")

    def _file(self, source: Source, root: Path) -> Caption:
        named, stem = ucs.split_name(source.path.stem)
        category = named.cat_id if named else ""
        if told := tables.beside(source.path):
            return Caption(told, category or self._folder_category(source), "text file")
        if told := tables.listed(source.path, root):
            return Caption(told, category or self._folder_category(source), "table")
        said = _metadata(source.path)
        category = category or said.category or self._folder_category(source)
        if said.text:
            return Caption(said.text, category, "metadata")
        if named:
            stem = naming.parse(source.path.stem).fx_name
        own = words.of_name(stem, 0 if named else self._drop)
        text = words.joined(own, words.of_category(category))
        if own or named or said.category:
            return Caption(text, category, "name" if own or named else "metadata")
        if folder := self._folder_words(source):
            return Caption(words.joined(folder, words.of_category(category)), category, "folder")
        return Caption(text, category, "folder" if text else "")

    def _folders(self, source: Source) -> Iterator[Path]:
        """The folders that a recording lies in, the nearest first, up to the root."""
        if self._root is None:
            return
        place = source.path.parent
        while True:
            yield place
            if place == self._root or place == place.parent:
                return
            place = place.parent

    def _folder_words(self, source: Source) -> str:
        for place in self._folders(source):
            if ucs.find(place.name):
                continue
            if said := words.of_name(place.name):
                return said
        return ""

    def _folder_category(self, source: Source) -> str:
        found = (ucs.find(place.name) for place in self._folders(source))
        return next((known.cat_id for known in found if known), "")


# --- metadata ---------------------------------------------------------------------------------


def _metadata(path: Path) -> Caption:
    """What the file says of itself; empty for one that says nothing or cannot be read."""
    try:
        facts = reading.inspect(path)
    except (AudioFileError, OSError, ValueError):
        return Caption("")
    found = (ucs.find(text.strip()) for text in _said(facts, _CAT_IDS))
    category = next((known.cat_id for known in found if known), "")
    for text in _said(facts, _DESCRIPTIONS):
        if described := _described(text):
            return Caption(described, category)
    for text in _said(facts, _TITLES):
        _, stem = ucs.split_name(text)
        if named := words.of_name(stem):
            return Caption(words.joined(named, words.of_category(category)), category)
    for text in _said(facts, _KEYWORDS):
        if described := _described(text.replace(";", ",")):
            return Caption(described, category)
    return Caption("", category)


_CAT_IDS = (("ixml", "USER", "CATID"), ("ixml", "ASWG", "catId"), ("tags", "CATID"))
_DESCRIPTIONS = (
    ("ixml", "USER", "DESCRIPTION"),
    ("bext", "description"),
    ("ixml", "BEXT", "BWF_DESCRIPTION"),
    ("tags", "DESCRIPTION"),
    ("info", "ICMT"),
    ("tags", "COMMENT"),
    ("tags", "annotation"),
    ("info", "ISBJ"),
)
_TITLES = (
    ("ixml", "USER", "FXNAME"),
    ("ixml", "ASWG", "fxName"),
    ("tags", "FXNAME"),
    ("ixml", "USER", "TRACKTITLE"),
    ("info", "INAM"),
    ("tags", "TITLE"),
    ("tags", "name"),
)
_KEYWORDS = (("ixml", "USER", "KEYWORDS"), ("tags", "KEYWORDS"), ("info", "IKEY"))


def _said(facts: FileFacts, places: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """What a file says in some places, those that say something."""
    for first, *rest in places:
        value: Any = getattr(facts, first)
        for name in rest:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            yield value


def _described(text: str) -> str:
    """A description as a caption; "" for notes of recorders and the marks of programs."""
    lines = [line for line in text.splitlines() if not _KEYED.match(line)]
    said = texts.clean(" ".join(lines).replace(GENERATED, " ")).strip("| ")
    if _MAKERS.match(said) or _ADDRESS.search(said) or not words.of_name(said):
        return ""
    return said


def _filled(template: str, values: dict[str, str]) -> str:
    """A template with its fields; what parts an empty field from its neighbours goes with it."""
    text = template
    for name, value in values.items():
        text = re.sub(rf"\{{\s*{name}\s*\}}", lambda _, value=value: value or "\0", text)
    text = re.sub(r"^[\s,;:-]*(?:\0[\s,;:-]*)+|(?:[\s,;:-]*\0)+[\s,;:-]*$", "", text)
    return re.sub(r"(?:[\s,;:-]*\0)+", "", text)
