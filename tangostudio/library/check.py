"""Looks a library over: database, sounds, adapters, search index. It changes nothing.

Whether a sound is what its hash says is asked of the caller, since reading sounds is no business of
the library.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tangostudio.errors import AudioFileError
from tangostudio.library.adapters import SUFFIXES
from tangostudio.library.library import Library
from tangostudio.library.lock import is_held
from tangostudio.library.take import Take

_YOUNG_SECONDS = 60.0


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be.

    Attributes:
        kind: "database", "reference", "missing", "altered", "overview", "search", "adapter",
            "orphan" or "leftover".
        take: the take that it concerns, if it is one's.
        message: one sentence.
    """

    kind: str
    take: int | None
    message: str


def check(library: Library, verify: Callable[[Path, str], object] | None = None) -> list[Problem]:
    """All problems of a library, which may be open for reading and in use elsewhere.

    Args:
        verify: told a sound's path and hash; raises AudioFileError if they do not fit.

    Raises:
        LibraryDamaged: so much is broken that the rows cannot be read.
    """
    return list(_problems(library, verify))


def _problems(library: Library, verify: Callable[[Path, str], object] | None) -> Iterator[Problem]:
    for fault in library.database.faults():
        yield Problem("database", None, f"The database is damaged: {fault}.")
    for table, row, parent in library.database.broken_references():
        yield Problem(
            "reference", None, f"Row {row} of {table} refers to one of {parent} that is missing."
        )
    takes = library.takes.everything()
    yield from _sounds(takes, verify)
    yield from _overviews(library, takes)
    yield from _adapters(library)
    for take in library.takes.index_faults():
        yield Problem("search", take, f"The search index does not fit take {take}.")
    yield from _strays(library)


def _sounds(takes: list[Take], verify: Callable[[Path, str], object] | None) -> Iterator[Problem]:
    heard: dict[str, str] = {}
    for take in takes:
        if take.missing:
            yield Problem("missing", take.id, f"The sound of take {take.id} is gone: {take.path}.")
        elif verify is not None:
            if take.sha256 not in heard:
                heard[take.sha256] = _complaint(verify, take)
            if heard[take.sha256]:
                yield Problem("altered", take.id, f"Take {take.id}: {heard[take.sha256]}")


def _complaint(verify: Callable[[Path, str], object], take: Take) -> str:
    try:
        verify(take.path, take.sha256)
    except AudioFileError as error:
        return error.message
    return ""


def _overviews(library: Library, takes: list[Take]) -> Iterator[Problem]:
    empty = library.takes.without_overview()
    for take in takes:
        if take.sha256 in empty:
            yield Problem("overview", take.id, f"The waveform picture of take {take.id} is lost.")


def _adapters(library: Library) -> Iterator[Problem]:
    for adapter in library.adapters.all():
        files = [library.adapters_dir / f"{adapter.sha256}{suffix}" for suffix in SUFFIXES]
        if gone := [str(path) for path in files if not path.is_file()]:
            text = f"Adapter {adapter.number} “{adapter.name}” lacks {' and '.join(gone)}."
            yield Problem("adapter", None, text)


def _strays(library: Library) -> Iterator[Problem]:
    busy = not library.writable and is_held(library.folder)
    for kind, text, paths in (
        ("orphan", "No take refers to the sound", library.orphans()),
        ("leftover", "A killed process left", library.leftovers()),
    ):
        for path in paths:
            # What another process writes at this moment has no row yet.
            if not (busy and _is_young(path)):
                yield Problem(kind, None, f"{text} {path}.")


def _is_young(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < _YOUNG_SECONDS
    except OSError:
        return True
