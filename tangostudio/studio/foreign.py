"""What imported files said beside their samples: read with them, kept, given to what is delivered.

The rows are the library's; what the chunks mean is the export's to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tangostudio.audio.timeline import Timeline
from tangostudio.cards import licences
from tangostudio.errors import AudioFileError
from tangostudio.export import ixml, originals, provenance, reading, tags
from tangostudio.export.metadata import ForeignChunk
from tangostudio.library import Library, NewTake, Take
from tangostudio.library.carried import RawChunk


def chunks_in(path: Path) -> tuple[ForeignChunk, ...]:
    """The chunks that an import keeps of a file; none where they cannot be read.

    What a file without chunks says of its making becomes one: it must not be lost.
    """
    try:
        chunks = reading.foreign_chunks(path)
        text = None if originals.provenance_in(chunks) else tags.provenance_text(path)
    except (AudioFileError, OSError):
        return ()
    if text is None or provenance.parse(text) is None:
        return chunks
    return (*chunks, ForeignChunk(ixml.CHUNK, ixml.document({provenance.ELEMENT: text})))


def keep(library: Library, take: int, chunks: Sequence[ForeignChunk]) -> None:
    """Keep chunks with a take that has its row."""
    if chunks:
        library.carried.keep(take, [_raw(chunk) for chunk in chunks])


def chunks_of(library: Library, take: Take) -> tuple[ForeignChunk, ...]:
    """The chunks of the file that a take was imported from; none for what a model made."""
    return tuple(ForeignChunk(name, data) for name, data in library.carried.of(take.id))


def with_rights(new: NewTake, chunks: Sequence[ForeignChunk]) -> NewTake:
    """A take of a file that this program delivered has the licence of the model that made it."""
    said = originals.provenance_in(chunks)
    if said is None or not said.model:
        return new
    commercial = licences.known(said.commercial)
    return replace(new, licence=said.licence or new.licence, commercial=commercial)


def keep_moved(library: Library, take: Take, new: Take, timeline: Timeline) -> None:
    """Give a take's chunks to the one that its edited sound became, its moments where they are now.

    Args:
        timeline: between the sound of `take` and that of `new`.
    """
    edited = originals.Edited(timeline, new.sample_rate)
    keep(library, new.id, originals.rewritten(chunks_of(library, take), edited, new.frames))


def _raw(chunk: ForeignChunk) -> RawChunk:
    return chunk.name, bytes(chunk.data)
