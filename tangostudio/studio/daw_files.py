"""The file of a DAW's project: what a delivery wrote, laid out and referred to from where it lies.

Knows nothing of how the sound files came to be; a delivery's report says which there are.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from tangostudio.audio import whole_files
from tangostudio.cards import ucs
from tangostudio.errors import ExportError
from tangostudio.export import dawproject, rpp
from tangostudio.export.arrangement import Arrangement, MediaFile, Sound, lay_out, one_line
from tangostudio.export.names import file_stem, numbered
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.studio.daw_projects import UNNAMED, Kind, check

SUFFIXES: dict[Kind, str] = {"reaper": rpp.SUFFIX, "dawproject": dawproject.SUFFIX}


@dataclass(frozen=True)
class DawProject:
    """A project that was written.

    Attributes:
        path: of its file.
        sounds: how many it holds.
        notes: what a person should know, one sentence each: what failed, what is left out.
        report: of the delivery of its sound files.
    """

    path: Path
    sounds: int
    notes: tuple[str, ...]
    report: Report


def write(
    report: Report, folder: Path, name: str, kind: Kind, *, embed: bool = False
) -> DawProject:
    """Write the project of a delivery's files into a folder, whole or not at all.

    The files stay where they are; the project refers to them from the folder. A project of that
    name is not overwritten, the new one gets a number.

    Raises:
        BadRequest: an unknown kind.
        ExportError: none of the files is there.
        StorageError: the project cannot be written.
    """
    check(kind, embed=embed)
    sounds, notes = _sounds(report, folder)
    if not sounds:
        raise ExportError(
            "None of the sounds could be written, so there is no project.",
            " ".join(notes[:1]) or "Choose some takes first.",
        )
    arrangement = lay_out(one_line(name) or UNNAMED, sounds)
    stem = file_stem(name, UNNAMED)
    write_to = partial(_write_to, arrangement, kind, folder if embed else None)
    path = _write_whole(folder, stem, SUFFIXES[kind], write_to)
    return DawProject(path, len(sounds), tuple(notes), report)


# --- sounds ---------------------------------------------------------------------------------------


def _sounds(report: Report, folder: Path) -> tuple[list[Sound], list[str]]:
    """The sounds of a delivery, and what is said of those that are missing."""
    sounds: list[Sound] = []
    unnamed: list[str] = []
    for files in _by_sound(report):
        media = list(_media(files, folder, unnamed))
        if media:
            sounds.append(Sound(files[0].title, category_of(files[0].cat_id), tuple(media)))
    return sounds, [*_problems(report), *unnamed]


def _problems(report: Report) -> Iterator[str]:
    """Why files are not there; a reason that many share is said once."""
    titles: dict[str, list[str]] = {}
    for file in report.failed:
        titles.setdefault(file.problem, []).append(file.title)
    for problem, failed in titles.items():
        yield f"{failed[0] if len(failed) == 1 else f'{len(failed)} sounds'}: {problem}"


def _by_sound(report: Report) -> Iterator[Sequence[DeliveredFile]]:
    """Each sound's files: one, or one for each channel where the preset splits them."""
    if report.preset.spec.layout != "split":
        yield from ([file] for file in report.files)
        return
    for _, group in groupby(report.files, key=lambda file: file.take):
        yield list(group)


def _media(files: Sequence[DeliveredFile], folder: Path, unnamed: list[str]) -> Iterator[MediaFile]:
    """The files of one sound as the project refers to them; `unnamed` hears of those it cannot."""
    split = len(files) > 1
    for file in files:
        if file.path is None:
            continue
        path = relative(file.path, folder)
        if not _can_be_said(path):
            unnamed.append(f"{file.title}: no project can refer to the name {file.path.name!r}.")
            continue
        part = part_of(file.path) if split else ""
        yield MediaFile(
            path, file.sample_rate, file.channels, file.seconds, part, file.markers, file.loop
        )


def category_of(cat_id: str) -> str:
    """The category of a CatID in words; the text itself where it is no CatID."""
    found = ucs.find(cat_id)
    return found.category if found else cat_id


def part_of(path: Path) -> str:
    """Which channel a file of a split sound holds: "L", "R" or a number, as its name ends."""
    ending = max("_", ".", key=path.stem.rfind)
    return path.stem.rpartition(ending)[2]


def relative(path: Path, folder: Path) -> str:
    """A file's path from a folder, with "/"; the whole path on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # Windows: another drive
        return path.absolute().as_posix()


def _can_be_said(path: str) -> bool:
    return path.isprintable() and not all(quote in path for quote in "\"'`")


# --- the project's file ---------------------------------------------------------------------------


def _write_to(arrangement: Arrangement, kind: Kind, embed: Path | None, file: BinaryIO) -> None:
    if kind == "reaper":
        file.write(rpp.text(arrangement, int(time.time())).encode("utf-8"))
    else:
        dawproject.write(file, arrangement, embed=embed)


def _write_whole(
    folder: Path, stem: str, suffix: str, write_to: Callable[[BinaryIO], None]
) -> Path:
    """Write a file under the first of its numbered names that is free. Raises StorageError."""
    part = whole_files.part_path(folder / f"{stem}{suffix}")
    try:
        with open(part, "wb") as file:
            write_to(file)
            file.flush()
            os.fsync(file.fileno())
        for name in numbered(stem):
            path = folder / f"{name}{suffix}"
            if whole_files.name_whole(part, path):
                return path
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)  # it has its name by now, unless something went wrong
    raise AssertionError("numbers do not end")
