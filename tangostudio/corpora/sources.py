"""Where recordings are: found in a folder and below it, one after the other, in a fixed order.

Only the names of one folder at a time are held, so that it does not matter how many there are.
Nothing is opened here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tangostudio.errors import BadRequest, StorageError

SOUNDS = frozenset(
    (
        *(".aif", ".aifc", ".aiff", ".au", ".bwf", ".caf", ".flac", ".m4a", ".mp3", ".oga"),
        *(".ogg", ".opus", ".rf64", ".snd", ".w64", ".wav", ".wave", ".wma", ".wv"),
    )
)
"""Endings of files that call themselves sounds."""

_OWN = ("library.db", "corpus.json", "journal.jsonl")  # a folder with one of these is the program's


@dataclass(frozen=True)
class Source:
    """A recording that was found.

    Attributes:
        name: below the folder that was read, with "/", or "take 12"; any system can show it.
        size, modified: of the file, in bytes and in nanoseconds; -1 where nobody may look.
        caption, category: what is known of a take; "" for a file.
        edits: of a take, as JSON.
    """

    name: str
    path: Path
    size: int
    modified: int
    caption: str = ""
    category: str = ""
    edits: str = "[]"


def check(folder: Path) -> None:
    """Raises BadRequest or StorageError for a folder that cannot be read."""
    if not folder.exists():
        raise BadRequest(f"There is no folder {shown(folder)}.", "Check its name.")
    if not folder.is_dir():
        raise BadRequest(f"{shown(folder)} is no folder.", "Name the folder it lies in.")
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise StorageError(
            f"The folder {shown(folder)} cannot be read: {error.strerror}.",
            "Check that you may read it.",
        ) from error


def below(folder: Path) -> Iterator[Source]:
    """The sound files in a folder and below it, by name, folder after folder.

    Hidden files and folders are passed over, and so are folders of libraries and corpora. A folder
    that several links lead to counts once.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, "")]
    while waiting:
        place, before = waiting.pop()
        if not _is_new(place, seen):
            continue
        folders, names = _entries(place)
        for name in names:
            path = place / name
            size, modified = stamp(path)
            yield Source(before + shown(name), path, size, modified)
        waiting += [(place / name, f"{before}{shown(name)}/") for name in reversed(folders)]


def takes(told: tuple[tuple[str, str, str, str, str], ...]) -> Iterator[Source]:
    """The takes of a request; see `messages.CorpusRequest`."""
    for name, file, caption, category, edits in told:
        path = Path(file)
        yield Source(name, path, *stamp(path), caption, category, edits)


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of change of a file, by which it is known again; -1 where there is none."""
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns


def shown(path: Path | str) -> str:
    """A path with "/" as text; signs that no text knows are written as numbers."""
    text = path if isinstance(path, str) else path.as_posix()
    return os.fsencode(text).decode("utf-8", "backslashreplace")


def _entries(place: Path) -> tuple[list[str], list[str]]:
    """Names of the folders and of the sound files in a folder; none where nobody may look."""
    folders, names = [], []
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name in _OWN:
                return [], []
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                folders.append(entry.name)
            elif os.path.splitext(entry.name)[1].lower() in SOUNDS:
                names.append(entry.name)
    return sorted(folders), sorted(names)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_new(place: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        found = place.stat()
    except OSError:
        return False
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True
