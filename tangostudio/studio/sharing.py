"""What goes out of a library and comes in: pairs of votes as folders, and a taste as one file.

Functions on an open studio. Whatever comes in is checked whole before anything of it is kept: its
files are written first and its rows last, in one transaction, and nothing is left of an import that
fails. How pairs come in is told in `pairs_import`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio.audio import whole_files
from tangostudio.cards import licences
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.export import pairs as export_pairs
from tangostudio.export import taste_archive
from tangostudio.export.pairs import PairSound, Written
from tangostudio.export.taste_archive import AdapterParts, TasteContents
from tangostudio.library import Library, NewAdapter, StoredAdapter, Vote
from tangostudio.library.adapters import LONGEST_NAME, SUFFIXES
from tangostudio.preference import taste_file
from tangostudio.studio.pairs_import import ImportedPairs, by_hash, import_pairs, new_files

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

__all__ = [
    "LAYOUTS",
    "ExportedTaste",
    "ImportedPairs",
    "ImportedTaste",
    "export_taste",
    "import_pairs",
    "import_taste",
    "write_pairs",
]

LAYOUTS: dict[str, Callable[..., Written]] = {
    "tangoflux": export_pairs.write_tangoflux,
    "dataset": export_pairs.write_dataset,
}
"""Folders that pairs can be written as, by name."""


# --- pairs out ------------------------------------------------------------------------------------


def write_pairs(library: Library, folder: Path, layout: str) -> Written:
    """Write the pairs that the votes come to, with their sounds, as a folder.

    Raises:
        BadRequest: no such layout, no pair is left, or the folder holds something already.
        StorageError: the folder cannot be written or is full.
    """
    if layout not in LAYOUTS:
        raise BadRequest(f"There is no layout {layout!r}.", f"Known: {', '.join(LAYOUTS)}.")
    takes = by_hash(library.takes.everything())

    def sound_of(sha256: str) -> PairSound | None:
        take = takes.get(sha256)
        if take is None:
            return None
        return PairSound(take.path, take.model, take.model_hash, take.licence, take.commercial)

    return LAYOUTS[layout](folder, export_pairs.gather(library.votes.all(), sound_of))


# --- a taste out ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExportedTaste:
    """A finished file, and what it holds.

    Attributes:
        left_out: adapters whose files are not there, by number.
    """

    path: Path
    votes: int
    embeddings: int
    adapters: int
    left_out: tuple[int, ...]


def export_taste(studio: Studio, path: Path, *, adapters: bool = True) -> ExportedTaste:
    """Write votes, vectors of the sounds voted on, the taste and the adapters as one file.

    Adapters that were rejected stay here.

    Raises:
        BadRequest: there is nothing to write, the file exists, or an adapter is damaged.
        StorageError: the folder cannot be written or is full.
    """
    library = studio.library
    path = path if path.suffix else path.with_name(path.name + taste_archive.SUFFIX)
    votes = tuple(library.votes.all())
    wanted = dict.fromkeys(name for vote in votes for name in (vote.sha256_a, vote.sha256_b))
    vectors = {
        name: library.embeddings.get(name, wanted) for name in library.embeddings.embedders()
    }
    listed = [item for item in library.adapters.all() if adapters and item.state != "rejected"]
    listed.sort(key=lambda item: item.number)
    parts = {item.number: _parts(library, item) for item in listed}
    whole = tuple(item for item in parts.values() if item is not None)
    taste = studio.tasting.taste
    if not votes and not whole:
        raise BadRequest(
            "There is no taste to export yet.", "Vote on pairs of takes, in Compare mode or here."
        )
    packed = taste_file.pack(taste) if taste is not None else None
    taste_archive.write(path, TasteContents(votes, vectors, packed, whole))
    return ExportedTaste(
        path,
        len(votes),
        sum(map(len, vectors.values())),
        len(whole),
        tuple(number for number, item in parts.items() if item is None),
    )


def _parts(library: Library, item: StoredAdapter) -> AdapterParts | None:
    tensors, description = (library.adapters_dir / f"{item.sha256}{end}" for end in SUFFIXES)
    if not (tensors.is_file() and description.is_file()):
        return None
    names = ("sha256", "name", "model", "model_hash", "method", "licence", "commercial", "votes")
    facts = {name: getattr(item, name) for name in (*names, "strength", "about")}
    return AdapterParts(facts, tensors, description)


# --- a taste in -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportedTaste:
    """What came of a taste file.

    Attributes:
        votes: new ones; known: those that were there already, withdrawn or not.
        here: new votes of which both sounds are takes of this library.
        embeddings: new vectors.
        adapters: numbers of the new ones; they are not in use.
    """

    votes: int
    known: int
    here: int
    embeddings: int
    adapters: tuple[int, ...]


def import_taste(studio: Studio, path: Path) -> ImportedTaste:
    """Add a taste file's votes, vectors and adapters to what is here.

    The taste itself is learned anew from all votes. Tensors of adapters are checked when they are
    used.

    Raises:
        NotFound, BadRequest: no such file, or not a whole taste; nothing is kept then.
        StorageError: the library's folder is full or cannot be written.
    """
    contents = taste_archive.read(path)
    library = studio.library
    with new_files() as made:
        for item in contents.adapters:
            _write_adapter(library, item, made)
        with library.database.transaction():
            votes, known, here = _add_votes(library, contents.votes)
            vectors = _add_vectors(library, contents)
            numbers = [_add_adapter(studio, item) for item in contents.adapters]
    studio.tasting.read_again()
    studio.changes.announce("votes", "adapters")
    studio.tasting.learn()
    added = tuple(number for number in numbers if number is not None)
    return ImportedTaste(votes, known, here, vectors, added)


def _add_votes(library: Library, votes: Sequence[Vote]) -> tuple[int, int, int]:
    """How many are new, were there already, and are new and of takes that are here."""
    takes = by_hash(library.takes.everything())
    numbers = {(vote.pair, vote.created): vote.id for vote in library.votes.all(withdrawn=True)}
    mapped: dict[int, int] = {}
    new = known = here = 0
    for vote in votes:
        key = (vote.pair, vote.created)
        if key in numbers:
            known += 1
        elif vote.sha256_a != vote.sha256_b:  # of one sound nothing can be said
            sides = [takes.get(sha256) for sha256 in (vote.sha256_a, vote.sha256_b)]
            first, second = (
                side.id if side is not None else taste_archive.stand_in(sha256)
                for side, sha256 in zip(sides, (vote.sha256_a, vote.sha256_b), strict=True)
            )
            repeat = mapped.get(vote.repeat_of) if vote.repeat_of is not None else None
            numbers[key] = library.votes.add(
                replace(vote, take_a=first, take_b=second, repeat_of=repeat)
            )
            new += 1
            here += None not in sides
        else:
            continue
        mapped[vote.id] = numbers[key]
    return new, known, here


def _add_vectors(library: Library, contents: TasteContents) -> int:
    """Vectors of sounds that a vote or a take here names, where there are none yet."""
    named = library.takes.hashes()
    for vote in library.votes.all():
        named |= {vote.sha256_a, vote.sha256_b}
    added = 0
    for embedder, vectors in contents.embeddings.items():
        have = library.embeddings.get(embedder, vectors)
        new = {name: row for name, row in vectors.items() if name in named and name not in have}
        library.embeddings.add(embedder, new)
        added += len(new)
    return added


def _write_adapter(library: Library, item: AdapterParts, made: list[Path]) -> None:
    for suffix, data in zip(SUFFIXES, (item.tensors, item.description), strict=True):
        target = library.adapters_dir / f"{item.facts['sha256']}{suffix}"
        assert isinstance(data, bytes)
        if not target.exists():
            whole_files.replace_whole(whole_files.write_part(target, data), target)
            made.append(target)


def _add_adapter(studio: Studio, item: AdapterParts) -> int | None:
    """The number of an adapter that is new here, else None."""
    facts = item.facts
    if studio.library.adapters.by_hash(facts["sha256"]) is not None:
        return None
    licence = (facts["licence"], facts["commercial"])
    with suppress(TangoStudioError):  # a model that is not installed says nothing of its licence
        base = studio.card(facts["model"]).licence
        licence = licences.strictest((base.name, base.commercial), licence)
    name = " ".join(facts["name"].split())[:LONGEST_NAME] or facts["sha256"][:8]
    assert isinstance(item.tensors, bytes)
    made = studio.library.adapters.add(
        NewAdapter(
            sha256=facts["sha256"],
            name=name,
            model=facts["model"],
            model_hash=facts["model_hash"],
            method=facts["method"],
            licence=licence[0],
            commercial=licence[1],
            votes=facts["votes"],
            bytes=len(item.tensors),
            about=facts.get("about", {}),
        )
    )
    studio.library.adapters.set_strength(made.number, float(facts["strength"]))
    return made.number
