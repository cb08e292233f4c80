"""What a sound file says of itself, as one value for every container."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from tangostudio.export import riff
from tangostudio.export.metadata import Loop, Marker

MOST_ALTOGETHER = 8 << 20
"""Bytes of all chunks of one file that are read."""


@dataclass(frozen=True)
class ChunkFacts:
    """A part of a file: its name, where its contents begin, and how many bytes they have."""

    name: str
    start: int
    size: int


@dataclass(frozen=True)
class FileFacts:
    """Everything that a file says, but its samples; "", 0 and empty where it says nothing.

    Attributes:
        container: such as "WAV", "RF64", "AIFF", "FLAC".
        encoding: of the samples, such as "PCM", "floating point", "Vorbis".
        bytes: length of the file.
        rate, channels, bits, frames: in Hz; bits of a sample, 0 for lossy encodings.
        chunks: of WAV and AIFF files, or the blocks of a FLAC file.
        bext: see `bext.parse`. ixml: see `ixml.nested`.
        info: LIST INFO by names such as INAM.
        tags: Vorbis comments, ID3 frames, texts of an AIFF file.
        texts: other chunks that hold a text, such as Adobe's XMP.
        markers, loop: in seconds.
        provenance: the recipe that this program writes; see `provenance.Provenance`.
        problems: what is wrong with the file, one sentence each.
    """

    container: str = ""
    encoding: str = ""
    bytes: int = 0
    rate: int = 0
    channels: int = 0
    bits: int = 0
    frames: int = 0
    chunks: tuple[ChunkFacts, ...] = ()
    bext: dict[str, Any] | None = None
    ixml: dict[str, Any] | None = None
    info: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None
    provenance: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return self.frames / self.rate if self.rate > 0 else 0.0

    def plain(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {**asdict(self), "seconds": self.seconds}


class Source:
    """A file with its outline, of which no more than `MOST_ALTOGETHER` is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST_ALTOGETHER
        self.outline = riff.outline(file)

    def load(self, place: riff.Place) -> bytes:
        """What a chunk holds, up to 1 MiB of it."""
        data = riff.load(self._file, place, min(riff.MOST_READ, self._left))
        self._left -= len(data)
        return data

    def first(self, name: bytes) -> bytes:
        """What the first chunk of a name holds; empty where there is none."""
        place = self.outline.first(name)
        return b"" if place is None else self.load(place)

    def named(self, *names: bytes) -> Iterator[riff.Chunk]:
        """All chunks of some names."""
        for place in self.outline.chunks:
            if place.name in names:
                yield riff.Chunk(place.name, self.load(place))

    def places(self) -> tuple[ChunkFacts, ...]:
        """The chunks as facts."""
        return tuple(
            ChunkFacts(place.name.decode("ascii"), place.start, place.size)
            for place in self.outline.chunks
        )
