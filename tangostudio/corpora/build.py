"""The job that makes a corpus: captions found, clips cleaned and stored, doubles dropped, a split.

A generator of events, which asks after every recording whether to go on. What is done is in the
journal; `corpus.json` is written last, so that there is a whole corpus or the one before.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import files, whole_files
from tangostudio.corpora import assembly, cleaning, corpus, fingerprints, sources, words
from tangostudio.corpora.captions import Captioner
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.corpus import LeftOut
from tangostudio.corpora.journal import Journal, Piece, Record
from tangostudio.corpora.sources import Source
from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.messages import CorpusBuilt, CorpusProgress, CorpusRequest, Event

NO_CAPTION = "Nothing says what it is: no text, no metadata, no name with words in it."

_CODED = (".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wma")
_HASHED = 1 << 20


def build(job: str, request: CorpusRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Build a corpus, or go on with it, or bring it up to date with its recordings.

    Raises:
        BadRequest: no folder, or nothing in it that a corpus can be made of.
        StorageError: a folder cannot be read or written, or the disk is full.
    """
    choices = Choices.from_json(request.options)
    folder = Path(request.folder)
    captioner, total = _looked_through(request, choices)
    if not total:
        raise nothing_found(request)
    made = assembly.Assembly()
    _sweep(folder)
    with closing(Journal(folder)) as journal:
        for done, source in enumerate(found(request)):
            yield CorpusProgress(job, done, max(total, done + 1), source.name)
            caption = captioner.of(source)
            if not caption.text:
                made.left_out.append(LeftOut(source.name, "no_caption", NO_CAPTION))
                continue
            made.add(source, caption, _done(source, choices, folder, journal))
        yield CorpusProgress(job, total, total, "")
        yield from _ended(job, request, choices, made, journal)


def found(request: CorpusRequest) -> Iterator[Source]:
    """The recordings of a request. Raises BadRequest, StorageError."""
    if request.takes:
        yield from sources.takes(request.takes)
        return
    sources.check(Path(request.source))
    yield from sources.below(Path(request.source))


def captioner_of(request: CorpusRequest, choices: Choices, shared: words.Shared) -> Captioner:
    """Who finds the captions of a request's recordings."""
    root = None if request.takes else Path(request.source)
    return Captioner(choices, root, shared.drop)


def nothing_found(request: CorpusRequest) -> BadRequest:
    """What is said where there are no recordings."""
    if request.source:
        return BadRequest(
            f"There are no sound files in {sources.shown(Path(request.source))}.",
            "WAV, FLAC, AIFF, OGG, Opus and MP3 can be read.",
        )
    return BadRequest("There are no takes to build a corpus from.", "Choose some, or a folder.")


def _looked_through(request: CorpusRequest, choices: Choices) -> tuple[Captioner, int]:
    """Who knows what all names have in common, and how many recordings there are."""
    shared, total = words.Shared(), 0
    for source in found(request):
        shared.add(source.path.stem)
        total += 1
    return captioner_of(request, choices, shared), total


def _done(source: Source, choices: Choices, folder: Path, journal: Journal) -> Record:
    """The record of a recording: as it is known, or of what is done now."""
    known = journal.records.get(source.name)
    key = choices.of_sound
    if known is not None and _is_there(known, folder):
        if known.is_of(source, key):
            return known
        if known.is_alike(source, key) and _hash_of(source) == known.sha256:
            return known
    record = _cleaned(source, choices, folder)
    journal.add(record)
    return record


def _is_there(record: Record, folder: Path) -> bool:
    return all((folder / corpus.file_of(piece.sha256)).is_file() for piece in record.pieces)


def _cleaned(source: Source, choices: Choices, folder: Path) -> Record:
    """Clean a recording and store its clips. Raises StorageError."""
    pieces: list[Piece] = []
    refused: list[tuple[str, str, float]] = []
    sha256 = ""
    try:
        sha256 = _hash_of(source)
        if source.size == 0:
            raise AudioFileError("The file is empty.")
        for clip in cleaning.clips(source.path, choices, source.edits):
            if isinstance(clip, cleaning.Refusal):
                refused.append((clip.reason, clip.sentence, clip.start))
            else:
                pieces.append(_stored(clip, choices, folder))
    except AudioFileError as error:
        pieces.clear()
        refused = [("corrupt", error.message, 0.0)]
    except OSError as error:
        pieces.clear()
        refused = [("unreadable", f"It cannot be read: {error.strerror or error}.", 0.0)]
    if sha256 and sources.stamp(source.path) != (source.size, source.modified):
        pieces.clear()
        sentence = "It was written to while it was read; build the corpus again."
        refused = [("changed", sentence, 0.0)]
    return Record(
        source=source.name, size=source.size, modified=source.modified, sha256=sha256,
        rank=_rank(source, pieces), choices=choices.of_sound, edits=source.edits,
        pieces=tuple(pieces), refused=tuple(refused),
    )  # fmt: skip


def _stored(clip: cleaning.Clip, choices: Choices, folder: Path) -> Piece:
    """Keep a clip under its hash. Raises StorageError."""
    rate = choices.sample_rate
    sha256 = files.sha256_of(clip.samples, rate)
    stored = files.store(clip.samples, rate, (folder / corpus.file_of(sha256)).parent)
    wave = fingerprints.wave_of(clip.samples, rate)
    return Piece(
        sha256=stored.sha256,
        seconds=stored.frames / rate,
        start=clip.start,
        gain_db=clip.gain_db + stored.gain_db,
        loudness=clip.loudness + stored.gain_db,
        print=fingerprints.print_of(wave).tobytes(),
    )


def _rank(source: Source, pieces: list[Piece]) -> float:
    """Of near duplicates the one is kept that is not coded, then the longest."""
    coded = source.path.suffix.lower() in _CODED
    return 1e6 * coded - round(sum(piece.seconds for piece in pieces), 1)


def _hash_of(source: Source) -> str:
    """Of the file and its edits. Raises OSError."""
    digest = hashlib.sha256()
    with open(source.path, "rb") as file:
        while data := file.read(_HASHED):
            digest.update(data)
    if source.edits != "[]":
        digest.update(source.edits.encode())
    return digest.hexdigest()


def _ended(
    job: str, request: CorpusRequest, choices: Choices, made: assembly.Assembly, journal: Journal
) -> Iterator[Event]:
    folder = Path(request.folder)
    before = None
    with suppress(BadRequest):
        before = corpus.read(folder)
    for done, total in made.drop_doubles(choices, before, _waves(folder)):
        yield CorpusProgress(job, done, total, "")
    written = made.corpus(request, choices, before)
    if not written.items:
        raise nothing_left(written.reasons)
    corpus.write(written)
    journal.keep(made.sources)
    _remove_unknown(folder, journal)
    yield CorpusBuilt(job, request.corpus)


def _waves(folder: Path) -> Callable[[str], NDArray[np.float32] | None]:
    """Reads a stored clip as it is compared; None where it cannot be read."""

    def wave(sha256: str) -> NDArray[np.float32] | None:
        try:
            sound = files.read(folder / corpus.file_of(sha256))
        except AudioFileError:
            return None
        return fingerprints.wave_of(sound.samples, sound.sample_rate)

    return wave


def nothing_left(reasons: Mapping[str, int]) -> BadRequest:
    """What is said where all recordings are left out, so many for each reason."""
    counted = ", ".join(f"{count} {corpus.REASONS[reason]}" for reason, count in reasons.items())
    hint = "Choose other recordings."
    if "no_caption" in reasons:
        hint = "Give a caption or a trigger word for all, name the files, or add text files."
    return BadRequest(f"No recording is left for the corpus: {counted}.", hint)


def _sweep(folder: Path) -> None:
    """Remove what a killed build was writing."""
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(whole_files.PART):
                with suppress(OSError):
                    os.unlink(os.path.join(place, name))


def _remove_unknown(folder: Path, journal: Journal) -> None:
    """Remove clips of recordings that are gone or were cleaned otherwise."""
    known = {piece.sha256 for record in journal.records.values() for piece in record.pieces}
    for place, _, names in os.walk(folder / corpus.AUDIO):
        for name in names:
            if name.endswith(".flac") and name.removesuffix(".flac") not in known:
                with suppress(OSError):
                    os.unlink(os.path.join(place, name))
