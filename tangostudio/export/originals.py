"""What the chunks of an imported WAV file say, as it is true of the sound that is delivered.

Moments are moved with the sound; measures and checksums of the original's samples are dropped;
chunks that the program does not understand go on as they are.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from xml.sax.saxutils import escape

from tangostudio.audio.timeline import Timeline
from tangostudio.export import bext, ixml, markers, provenance, riff
from tangostudio.export.metadata import ForeignChunk, Loop, Marker, Original
from tangostudio.export.provenance import Provenance

_SHORTEST = 0.001  # seconds of a region or a loop that is worth keeping
# Of the original's samples: a peak envelope, a playlist by frames, a checksum.
_STALE = frozenset((b"levl", b"plst", b"MD5 "))
_MOST_FRAMES = 1 << 64
_TIME_REFERENCE, _LONG = 338, struct.Struct("<Q")  # its place in a bext chunk
_DATE, _TIME = re.compile(r"(\d{4})\D(\d\d)\D(\d\d)"), re.compile(r"(\d\d)\D(\d\d)\D(\d\d)")
_NEEDLE = 24  # signs of a prompt that chunks are searched for
_LEAST_SECRET = 4


class Moved(Protocol):
    """A sound that was made from an original.

    Attributes:
        timeline: between the original's frames at `source_rate` and those of the sound before it
            came to `rate`.
    """

    @property
    def timeline(self) -> Timeline: ...  # noqa: D102
    @property
    def source_rate(self) -> int: ...  # noqa: D102
    @property
    def rate(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Edited:
    """A sound that was made from an original by edits alone."""

    timeline: Timeline
    rate: int

    @property
    def source_rate(self) -> int:
        """As it was."""
        return self.rate


@dataclass(frozen=True)
class Carried:
    """What an original gives to a delivered file.

    Attributes:
        original: what it said in chunks that the program writes itself.
        kept: chunks that go on as they are.
        markers, loop: in seconds of the delivered sound.
    """

    original: Original = field(default_factory=Original)
    kept: tuple[ForeignChunk, ...] = ()
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None


def carried(chunks: Sequence[ForeignChunk], sound: Moved) -> Carried:
    """What the chunks of an original say of the sound that was made from it."""
    known = [chunk for chunk in chunks if is_known(chunk)]
    found, loop = markers.parse(known, sound.source_rate)
    kept = tuple(c for c in chunks if c not in known and c.name not in _STALE)
    return Carried(_original(known, sound), kept, moved(found, sound), _moved(loop, sound))


def rewritten(
    chunks: Sequence[ForeignChunk], sound: Edited, frames: int
) -> tuple[ForeignChunk, ...]:
    """The chunks as an original would have them that held the edited sound instead.

    Args:
        frames: length of the edited sound.
    """
    found, loop = markers.parse(chunks, sound.source_rate)
    kept = [_later(c, sound) for c in chunks if not _tells_moments(c) and c.name not in _STALE]
    made = markers.chunks(moved(found, sound), _moved(loop, sound), sound.rate, frames)
    return (*kept, *(ForeignChunk(chunk.name, bytes(chunk.data)) for chunk in made))


def is_known(chunk: ForeignChunk) -> bool:
    """Whether the program writes such a chunk itself."""
    if chunk.name == b"LIST":
        return bytes(chunk.data[:4]) in (b"INFO", b"adtl")
    return chunk.name in (ixml.CHUNK, bext.NAME, b"cue ", b"smpl")


def provenance_in(chunks: Iterable[ForeignChunk]) -> Provenance | None:
    """What an original says of its making, if this program wrote it."""
    return provenance.parse(_elements(chunks).get(provenance.ELEMENT, ""))


def is_generated(chunks: Iterable[ForeignChunk]) -> bool:
    """Whether an original says that a model made it, or a part of it."""
    chunks = tuple(chunks)
    said = provenance_in(chunks)
    (told,) = ixml.texts_at(_document(chunks), ["ASWG/isGenerated"])
    return bool(said and said.model) or told.lower() in ("true", "1")


def without_prompt(chunks: Sequence[ForeignChunk]) -> tuple[ForeignChunk, ...]:
    """The chunks of an original without those that may say the prompt that it was made from.

    A file that this program did not write has none: what describes it is no prompt.
    """
    said = provenance_in(chunks)
    secrets = [text for text in (said.prompt, said.negative) if text.strip()] if said else []
    if not secrets:
        return tuple(chunks)
    # A text of a few letters is found in nearly every chunk, and says nothing there.
    telling = (text for text in secrets if len(text.strip()) >= _LEAST_SECRET)
    needles = {needle for text in telling for needle in _needles(text)}
    return tuple(c for c in chunks if not _describes(c) and not any(n in c.data for n in needles))


def moved(found: Iterable[Marker], sound: Moved) -> tuple[Marker, ...]:
    """Markers of the source where they are in the delivered sound, without those that were cut."""
    return tuple(there for marker in found if (there := _marker(marker, sound)) is not None)


def _marker(marker: Marker, sound: Moved) -> Marker | None:
    if marker.length <= 0:
        place = moment(sound, marker.seconds)
        return None if place is None else Marker(place, marker.label)
    span = _span(marker.seconds, marker.seconds + marker.length, sound)
    return None if span is None else Marker(span[0], marker.label, span[1] - span[0])


def _moved(loop: Loop | None, sound: Moved) -> Loop | None:
    """A loop that is there as a whole; half of one is none."""
    if loop is None:
        return None
    span = _span(loop.start, loop.end, sound)
    whole = span is not None and abs((span[1] - span[0]) - (loop.end - loop.start)) < _SHORTEST
    return Loop(*span) if span is not None and whole else None


def moment(sound: Moved, seconds: float) -> float | None:
    """Where a moment of the source is heard in the delivered sound; None where it was cut away.

    What was folded over a loop's beginning is heard there.
    """
    line = sound.timeline
    frame = line.to_edited(seconds * sound.source_rate)
    if line.frames <= frame < line.frames + line.fold:
        frame -= line.frames
    return frame / sound.source_rate if 0 <= frame < line.frames else None


def _span(start: float, end: float, sound: Moved) -> tuple[float, float] | None:
    """A stretch of the source as far as it is left in the delivered sound."""
    line, rate = sound.timeline, sound.source_rate
    first, last = sorted((line.to_edited(start * rate), line.to_edited(end * rate)))
    first, last = max(first, 0.0) / rate, min(last, line.frames) / rate
    return (first, last) if last - first >= _SHORTEST else None


def _original(known: Sequence[ForeignChunk], sound: Moved) -> Original:
    data = {chunk.name: bytes(chunk.data) for chunk in reversed(known)}
    said = bext.parse(data.get(bext.NAME, b""))
    document, info = data.get(ixml.CHUNK, b""), riff.info_texts(known)

    def told(*places: str) -> str:
        """What the first of these elements says."""
        texts = ixml.texts_at(document, places) if document else ()
        return next((text for text in texts if text), "")

    return Original(
        ixml=document,
        info=info,
        description=told("USER/DESCRIPTION") or said["description"] or info.get("ICMT", ""),
        designer=told("USER/DESIGNER", "ASWG/originator") or info.get("IART", ""),
        library=told("USER/LIBRARY", "ASWG/library") or info.get("IPRD", ""),
        manufacturer=told("USER/MANUFACTURER", "ASWG/originatorStudio"),
        created=_created(said["date"], said["time"]) or _created(info.get("ICRD", "")),
        originator=said["originator"],
        reference=said["originator_reference"],
        date=said["date"],
        time=said["time"],
        time_reference=_time_reference(said["time_reference"], sound),
        umid=bytes.fromhex(said["umid"]),
        coding_history=said["coding_history"],
    )


def _created(date: str, time: str = "") -> str:
    """A moment in ISO 8601; "" for what is no date. Writers part the numbers as they please."""
    day, hour = _DATE.match(date), _TIME.match(time)
    if not day:
        return ""
    text = "-".join(day.groups()) + (f"T{':'.join(hour.groups())}" if hour else "")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text


def _time_reference(frames: int, sound: Moved) -> int:
    """Frames since midnight of the delivered sound's first, by those of the original's first."""
    if frames <= 0:
        return 0
    since = (frames + sound.timeline.kept[0]) * sound.rate / sound.source_rate
    return min(math.floor(since + 0.5), _MOST_FRAMES - 1)


def _tells_moments(chunk: ForeignChunk) -> bool:
    labels = chunk.name == b"LIST" and chunk.data[:4] == b"adtl"
    return labels or chunk.name in (b"cue ", b"smpl")


def _later(chunk: ForeignChunk, sound: Moved) -> ForeignChunk:
    """A bext chunk with the time of the edited sound's beginning; any other chunk as it is."""
    if chunk.name != bext.NAME or len(chunk.data) < _TIME_REFERENCE + _LONG.size:
        return chunk
    data = bytearray(chunk.data)
    (since,) = _LONG.unpack_from(data, _TIME_REFERENCE)
    _LONG.pack_into(data, _TIME_REFERENCE, _time_reference(since, sound))
    return ForeignChunk(chunk.name, bytes(data))


def _document(chunks: Iterable[ForeignChunk]) -> bytes:
    return next((bytes(chunk.data) for chunk in chunks if chunk.name == ixml.CHUNK), b"")


def _elements(chunks: Iterable[ForeignChunk]) -> dict[str, str]:
    return ixml.elements(_document(chunks))


def _describes(chunk: ForeignChunk) -> bool:
    """Whether a chunk that the program writes too holds a description."""
    return is_known(chunk) and not _tells_moments(chunk)


def _needles(text: str) -> Iterable[bytes]:
    """The beginning of a text as a chunk may hold it; a long one is often cut."""
    for head in {text.strip()[:_NEEDLE], escape(text.strip()[:_NEEDLE])}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            yield head.encode(encoding, "replace")
