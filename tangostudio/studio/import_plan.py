"""What there is to import below some paths: which files are sounds, and what is refused and why.

It opens every file as far as its header and stores nothing. Files go by what they hold, not by
their names; UCS names give categories.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tangostudio.audio import files
from tangostudio.cards import ucs
from tangostudio.errors import AudioFileError
from tangostudio.library.take import MAX_TITLE_LENGTH

MOST_VALUES = 120_000_000
"""Samples of all channels: 10 minutes of stereo at 96 kHz. More does not fit small memories."""

_STORED_BYTES = 3  # of a sample, hardly compressed at worst
_SOUNDS = frozenset(
    (
        *(".aif", ".aifc", ".aiff", ".au", ".bwf", ".caf", ".flac", ".m4a", ".mp3", ".oga"),
        *(".ogg", ".opus", ".rf64", ".snd", ".w64", ".wav", ".wave", ".wma", ".wv"),
    )
)


@dataclass(frozen=True)
class Recording:
    """A sound file that can be imported, and what its take will be called."""

    path: Path
    title: str
    category: str
    frames: int
    sample_rate: int
    channels: int

    @property
    def stored_bytes(self) -> int:
        """What it takes in the library at most."""
        return self.frames * self.channels * _STORED_BYTES


@dataclass(frozen=True)
class Refused:
    """A file that is not imported, and one sentence on why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import will do.

    Attributes:
        recordings: in the order of their paths.
        refused: files that call themselves sounds and cannot be used, or were named one by one.
        others: how many other files lie in the folders.
    """

    recordings: tuple[Recording, ...]
    refused: tuple[Refused, ...] = ()
    others: int = 0

    @property
    def seconds(self) -> float:
        """Length of all sounds together."""
        return sum(each.frames / each.sample_rate for each in self.recordings)

    @property
    def stored_bytes(self) -> int:
        """What they take in the library at most."""
        return sum(each.stored_bytes for each in self.recordings)


def plan(paths: Sequence[Path], cancelled: Callable[[], bool] = lambda: False) -> ImportPlan:
    """Look through files and folders; on any thread.

    Hidden files and folders are passed over unless they are named. A file that several paths or
    links lead to counts once.

    Args:
        cancelled: asked between files; the plan then holds what was found until then.
    """
    recordings: list[Recording] = []
    refused: list[Refused] = []
    others = 0
    for path, category, named in _files(paths):
        if cancelled():
            break
        try:
            recordings.append(_recording(path, category))
        except AudioFileError as error:
            if named or path.suffix.lower() in _SOUNDS:
                refused.append(Refused(path, error.message))
            else:
                others += 1
    return ImportPlan(tuple(recordings), tuple(refused), others)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Files, the category of the folder they lie in, and whether they were named themselves."""
    seen: set[str] = set()
    for path in dict.fromkeys(map(Path, paths)):
        if not path.is_dir():
            if _is_new(path, seen):
                yield path, "", True
            continue
        for place, folders, names in os.walk(path, followlinks=True):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            folder = Path(place)
            if not _is_new(folder, seen):  # a link that leads back
                folders.clear()
                continue
            category = _category(folder, path)
            for name in sorted(names):
                if not name.startswith(".") and _is_new(folder / name, seen):
                    yield folder / name, category, False


def _is_new(path: Path, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _category(folder: Path, root: Path) -> str:
    """The CatID that the nearest folder up to the root is named by."""
    for part in (folder, *folder.parents):
        if found := ucs.find(part.name):
            return found.cat_id
        if part == root:
            break
    return ""


def _recording(path: Path, category: str) -> Recording:
    """Raises AudioFileError for what cannot be imported."""
    if not path.is_file():
        raise AudioFileError(f"{path.name} is missing or is no file.")
    if path.stat().st_size == 0:
        raise AudioFileError(f"{path.name} is empty.")
    frames, sample_rate, channels = files.shape_of(path)
    if frames * channels > MOST_VALUES:
        raise AudioFileError(f"{path.name} is too large: cut it into shorter files.")
    own, rest = ucs.split_name(path.stem)
    title = " ".join(rest.split())[:MAX_TITLE_LENGTH].strip() or path.name
    named = own.cat_id if own else category
    return Recording(path, title, named, frames, sample_rate, channels)
