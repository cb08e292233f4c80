"""Captions that lie beside recordings: a text file of the same name, or a table for the folder.

A table is `captions.csv`, `metadata.csv` (a column of file names and one of captions) or
`metadata.jsonl`, `captions.jsonl` (an object a line). What cannot be read tells nothing.
"""

from __future__ import annotations

import csv
import json
import logging
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from tangostudio.corpora import texts

log = logging.getLogger(__name__)

NAMES = ("captions.csv", "metadata.csv", "captions.tsv", "captions.jsonl", "metadata.jsonl")

_FILE = ("file_name", "file", "filename", "path", "filepath", "audio", "location", "name")
_CAPTION = ("caption", "captions", "text", "prompt", "description", "title")
_MOST_TEXT = 64 << 10
_MOST_TABLE = 64 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t"


def beside(path: Path) -> str:
    """The caption in a text file of the recording's name: "a.txt" or "a.wav.txt" for "a.wav"."""
    for place in (path.with_suffix(".txt"), path.with_name(f"{path.name}.txt")):
        if found := texts.clean(_text(place, _MOST_TEXT)):
            return found
    return ""


def listed(path: Path, root: Path) -> str:
    """The caption in a table of the recording's folder, or of one above it up to the root."""
    folder = path.parent
    while True:
        table = _table(folder)
        if table:
            relative = path.relative_to(folder)
            for key in (relative.as_posix(), relative.with_suffix("").as_posix()):
                if found := table.get(_key(key)):
                    return found
        if folder == root or folder == folder.parent:
            return ""
        folder = folder.parent


@lru_cache(maxsize=16)
def _table(folder: Path) -> dict[str, str]:
    """Captions by file name of all tables of a folder; the first one to name a file wins."""
    found: dict[str, str] = {}
    for name in NAMES:
        text = _text(folder / name, _MOST_TABLE)
        if not text:
            continue
        rows = _objects(text) if name.endswith(".jsonl") else _rows(text)
        for file, caption in rows:
            if (said := texts.clean(caption)) and file.strip():
                found.setdefault(_key(file), said)
    return found


def forget() -> None:
    """Read tables again from now on."""
    _table.cache_clear()


def _text(path: Path, most: int) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)[:most]
    except (OSError, ValueError):  # there is none, or a name that no file can have
        return ""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[str, str]]:
    lines = text.replace("\0", "").splitlines()
    head = lines[0] if lines else ""
    separator = max(_SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(lines, delimiter=separator))
    except csv.Error as error:
        log.info("a table of captions cannot be read: %s", error)
        return
    if not rows:
        return
    heads = [name.strip().casefold() for name in rows[0]]
    file, caption = _column(heads, _FILE), _column(heads, _CAPTION)
    if file is None or caption is None:
        file, caption = 0, 1  # no head: the file, then its caption
    else:
        rows = rows[1:]
    for row in rows:
        if len(row) > max(file, caption):
            yield row[file], row[caption]


def _column(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _objects(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        try:
            told = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict):
            file = next((told[name] for name in _FILE if isinstance(told.get(name), str)), "")
            caption = next((told[n] for n in _CAPTION if isinstance(told.get(n), str)), "")
            yield file, caption


def _key(name: str) -> str:
    """Names that differ only in how they are typed are one."""
    name = unicodedata.normalize("NFC", name.strip().replace("\\", "/"))
    return name.removeprefix("./").casefold()
