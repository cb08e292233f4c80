"""Reading what a sound file says of itself, ours or any other program's; never its samples.

WAV, RF64, BW64 and AIFF are read by our own code, which trusts no size, count or nesting, and needs
little memory whatever a file claims; the shape of other containers is what libsndfile says.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

import soundfile

from tangostudio.errors import AudioFileError
from tangostudio.export import aiff_facts, flac_tags, provenance, riff, tags, wave_facts
from tangostudio.export.facts import ChunkFacts, FileFacts, Source
from tangostudio.export.metadata import ForeignChunk

__all__ = ["ChunkFacts", "FileFacts", "foreign_chunks", "inspect"]

MOST_FOREIGN = 1 << 20
MOST_FOREIGN_ALTOGETHER = 8 << 20
# The samples, how they lie, what they peak at, and room for nothing.
_NOT_KEPT = {b"fmt ", b"data", b"fact", b"PEAK", b"JUNK", b"junk", b"PAD ", b"FLLR", b"ds64"}
_ENCODINGS = {"VORBIS": "Vorbis", "OPUS": "Opus", "MPEG_LAYER_III": "MPEG layer 3",
              "FLOAT": "floating point", "DOUBLE": "floating point"}  # fmt: skip
_BITS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32}


def inspect(path: Path | str) -> FileFacts:
    """Everything that a file says.

    What contradicts itself is read as far as it makes sense, and told in `problems`.

    Raises:
        AudioFileError: it is missing, cannot be read, or is no sound file of a known kind.
    """
    path = Path(path)
    with _opened(path) as file:
        size = file.seek(0, os.SEEK_END)
        source = _source(file)
        if source is None:
            found = _by_libsndfile(path)
        elif source.outline.form == b"FORM":
            found = aiff_facts.facts_of(source)
        else:
            found = wave_facts.facts_of(source)
    return replace(found, bytes=size, provenance=_provenance(found))


def foreign_chunks(path: Path | str) -> tuple[ForeignChunk, ...]:
    """The chunks of a WAV file that are not its sound, as they are; none of other files.

    Empty chunks and those over 1 MiB are left out, and so is what goes over 8 MiB together, or is
    cut short.

    Raises:
        AudioFileError: the file is missing or cannot be read.
    """
    kept: list[ForeignChunk] = []
    left = MOST_FOREIGN_ALTOGETHER
    with _opened(Path(path)) as file:
        source = _source(file)
        if source is None or source.outline.order != "<":
            return ()
        for place in source.outline.chunks:
            whole = 0 < place.size == place.said and place.size <= min(MOST_FOREIGN, left)
            if place.name not in _NOT_KEPT and whole:
                kept.append(ForeignChunk(place.name, source.load(place)))
                left -= place.size
    return tuple(kept)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file; whatever the system refuses becomes an error for people."""
    try:
        if not path.is_file():
            raise AudioFileError(f"{path.name} is no file.", f"It was looked for in {path.parent}.")
        with open(path, "rb") as file:
            yield file
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AudioFileError(
            f"{path.name} cannot be read: {reason}.", "Check its name and that you may read it."
        ) from error


def _source(file: BinaryIO) -> Source | None:
    try:
        return Source(file)
    except ValueError:
        return None


def _by_libsndfile(path: Path) -> FileFacts:
    try:
        with soundfile.SoundFile(path) as sound:
            found = FileFacts(
                container=sound.format,
                encoding=_ENCODINGS.get(sound.subtype, "PCM"),
                rate=sound.samplerate,
                channels=sound.channels,
                bits=_BITS.get(sound.subtype, 0),
                frames=max(sound.frames, 0),
                tags=_strings(sound),
            )
    except (soundfile.LibsndfileError, TypeError) as error:  # the second one for names in .raw
        raise AudioFileError(
            f"{path.name} is no sound file that is understood.",
            "It may be damaged; WAV, FLAC, AIFF, OGG, Opus and MP3 can be read.",
        ) from error
    found = replace(found, tags=tags.read(path) or found.tags)
    return _with_chunks(found, path) if found.container == "FLAC" else found


def _strings(sound: soundfile.SoundFile) -> dict[str, str]:
    """Tags that libsndfile reads, of kinds that our own code does not know."""
    try:
        return {name.upper(): text for name, text in sound.copy_metadata().items() if text}
    except UnicodeDecodeError:
        return {}


def _with_chunks(found: FileFacts, path: Path) -> FileFacts:
    """The facts of a FLAC file with those of the WAV file whose chunks it keeps."""
    try:
        kept = flac_tags.read(path).chunks
    except ValueError as error:
        return replace(found, problems=(f"The file has no order: {error}.",))
    chunks = [riff.Chunk(data[:4], data[8:]) for data in kept if riff.is_name(data[:4])]
    return wave_facts.described(found, chunks)


def _provenance(found: FileFacts) -> dict[str, Any] | None:
    """The recipe in an iXML document or among the tags, wherever this program put it."""
    for told in (found.ixml or {}, found.tags):
        text = told.get(provenance.ELEMENT)
        if isinstance(text, str) and (recipe := provenance.parse(text)) is not None:
            return asdict(recipe)
    return None
