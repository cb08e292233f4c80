"""Pairs of sound files become takes and votes: a list in TangoFlux's layout is taken in.

Everything is read and checked before anything is stored; files are written first and rows last, in
one transaction, and nothing is left of an import that fails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tangostudio import __version__
from tangostudio.audio import files, loudness, overview, whole_files
from tangostudio.audio.files import Sound, Stored
from tangostudio.errors import BadRequest
from tangostudio.library import Library, NewTake, Take, Vote, default_title
from tangostudio.studio import plan
from tangostudio.tuning.pairs import FilePair, read_pairs

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

PROJECT = "Imported pairs"
MODEL = "imported"

_BYTES_A_SAMPLE = 3
_LONGEST_PROMPT = 10_000


@dataclass(frozen=True)
class ImportedPairs:
    """What came of a file of pairs.

    Attributes:
        project: that holds the new takes.
        takes: new ones; sounds that the library had already are used again.
        votes: new ones; known: votes that an earlier import of the same pair had stored.
        alike: pairs left out, since both sides are one sound.
    """

    project: str
    takes: int
    votes: int
    known: int
    alike: int


def import_pairs(studio: Studio, path: Path) -> ImportedPairs:
    """Take in a list of pairs in TangoFlux's layout: its sounds become takes, its pairs votes.

    The same sound twice is one take.

    Raises:
        BadRequest: the file or one of its rows is broken; nothing is stored then.
        AudioFileError: one of its sounds cannot be read; nothing is stored then.
        StorageError: the library's folder is full or cannot be written.
    """
    pairs = [_checked(pair, path) for pair in read_pairs(path)]
    if not pairs:
        raise BadRequest(f"{path.name} holds no pair of two sounds.", "Choose another file.")
    library = studio.library
    sounds: dict[Path, FilePair] = {}
    for pair in pairs:
        sounds.setdefault(pair.chosen, pair)
        sounds.setdefault(pair.rejected, pair)
    _look_at(library, sounds)
    with new_files() as made:
        hashes: dict[Path, str] = {}
        new: dict[str, tuple[NewTake, bytes]] = {}
        present = {item.name for item in library.audio_dir.iterdir()}
        for sound_path, pair in sounds.items():
            sound = files.read(sound_path)
            one = files.store(sound.samples, sound.sample_rate, library.audio_dir)
            if one.path.name not in present:
                made.append(one.path)
            hashes[sound_path] = one.sha256
            new.setdefault(one.sha256, _take_of(one, sound, pair))
        with library.database.transaction():
            found = _add_pairs(library, pairs, hashes, new)
        taken = library.takes.hashes()
        made[:] = [item for item in made if item.stem not in taken]  # of pairs that were left out
        remove(made)
    studio.changes.announce("takes", "projects", "votes")
    return found


def _checked(pair: FilePair, path: Path) -> FilePair:
    """The pair with its prompt on one line. Raises BadRequest."""
    prompt = plan.clean(pair.prompt, _LONGEST_PROMPT, f"A prompt of {path.name}")
    if not prompt or pair.seconds > files.MAX_SECONDS:
        raise BadRequest(
            f"“{default_title(prompt)}” in {path.name} has no prompt, or asks for more than "
            f"{files.MAX_SECONDS:.0f} seconds.",
            "Remove the pair, or correct it.",
        )
    return replace(pair, prompt=prompt)


def _look_at(library: Library, sounds: Iterable[Path]) -> None:
    """Read every sound once, one at a time, so that a damaged one is found before any is stored."""
    needed = 0
    for path in sounds:
        sound = files.read(path)
        needed += sound.samples.size * _BYTES_A_SAMPLE
    whole_files.require_space(library.audio_dir, needed)


def _take_of(one: Stored, sound: Sound, pair: FilePair) -> tuple[NewTake, bytes]:
    samples = (sound.samples * 10 ** (one.gain_db / 20)).astype(np.float32)
    measured = loudness.measure(samples, one.sample_rate)
    take = NewTake(
        project=PROJECT,
        prompt=pair.prompt,
        model=MODEL,
        model_name="Imported",
        licence="unknown",
        commercial="no",
        app_version=__version__,
        seed=0,
        seconds=pair.seconds,
        sha256=one.sha256,
        frames=one.frames,
        sample_rate=one.sample_rate,
        channels=one.channels,
        gain_db=one.gain_db,
        lufs=measured.integrated_lufs,
        peak_db=measured.true_peak_db,
    )
    return take, overview.pack(samples, one.sample_rate)


def _add_pairs(
    library: Library,
    pairs: Sequence[FilePair],
    hashes: Mapping[Path, str],
    new: Mapping[str, tuple[NewTake, bytes]],
) -> ImportedPairs:
    project = _project(library)
    takes = {s: take for s, take in by_hash(library.takes.find()).items() if s in new}
    known = {vote.pair for vote in library.votes.all(withdrawn=True)}
    before, votes, again, alike = len(takes), 0, 0, 0
    for pair in pairs:
        chosen, rejected = hashes[pair.chosen], hashes[pair.rejected]
        if chosen == rejected:
            alike += 1
            continue
        vote = _vote_of(pair, chosen, rejected)
        if vote.pair in known:
            again += 1
            continue
        known.add(vote.pair)
        for sha256 in (chosen, rejected):
            if sha256 not in takes:
                take, drawn = new[sha256]
                takes[sha256] = library.takes.add(replace(take, project=project), drawn)
        first, second = takes[vote.sha256_a].id, takes[vote.sha256_b].id
        library.votes.add(replace(vote, take_a=first, take_b=second))
        votes += 1
    return ImportedPairs(project, len(takes) - before, votes, again, alike)


def _vote_of(pair: FilePair, chosen: str, rejected: str) -> Vote:
    """A vote without its takes; its pair's id is the same at every import."""
    first, second = sorted((chosen, rejected))
    told = "\n".join((pair.prompt, f"{pair.seconds:.3f}", chosen, rejected))
    mark = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    return Vote(
        pair=f"{MODEL}:{mark[:16]}",
        prompt=pair.prompt,
        seconds=pair.seconds,
        take_a=0,
        take_b=0,
        sha256_a=first,
        sha256_b=second,
        left="a" if int(mark[-1], 16) % 2 else "b",  # it was never shown
        answer="a" if chosen == first else "b",
        app_version=__version__,
    )


def _project(library: Library) -> str:
    for project in library.projects.all():
        if project.name.casefold() == PROJECT.casefold():
            return project.name
    return library.projects.create(PROJECT)


def by_hash(takes: Iterable[Take]) -> dict[str, Take]:
    """One take of each sound: the oldest that is not in the trash, else the oldest."""
    found: dict[str, Take] = {}
    for take in takes:
        known = found.get(take.sha256)
        if known is None or (known.trashed and not take.trashed):
            found[take.sha256] = take
    return found


@contextmanager
def new_files() -> Iterator[list[Path]]:
    """A list for new files; they are removed when it ends with an error."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        remove(made)
        raise


def remove(paths: Iterable[Path]) -> None:
    """Remove files, as far as that can be done."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
