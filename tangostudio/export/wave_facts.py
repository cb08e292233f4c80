"""What a WAV, RF64 or BW64 file of any program says.

Nothing that the file claims is trusted: what contradicts itself becomes a problem, in one sentence.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tangostudio.export import bext, id3, ixml, markers, riff
from tangostudio.export.facts import FileFacts, Source

_CONTAINERS = {b"RIFF": "WAV", b"RIFX": "WAV, big-endian", b"RF64": "RF64", b"BW64": "BW64"}
_EXTENSIBLE = 0xFFFE
_PCM, _FLOAT = 1, 3
_ENCODINGS = {
    _PCM: "PCM",
    _FLOAT: "floating point",
    2: "MS ADPCM",
    6: "A-law",
    7: "µ-law",
    0x11: "IMA ADPCM",
    0x31: "GSM 6.10",
    0x50: "MPEG layer 1 or 2",
    0x55: "MP3",
}
_FIXED_FRAMES = {_PCM, _FLOAT, 6, 7}
_TEXTS = (b"_PMX", b"axml")
_DESCRIBING = (bext.NAME, ixml.CHUNK, b"cue ", b"smpl", b"LIST")


@dataclass(frozen=True)
class _Format:
    """The `fmt ` chunk; zeros where it says nothing."""

    tag: int = 0
    channels: int = 0
    rate: int = 0
    frame_bytes: int = 0
    bits: int = 0


def facts_of(source: Source) -> FileFacts:
    """The facts of a file; its length and its provenance are left to others."""
    outline = source.outline
    problems = list(outline.problems)
    said = _format_of(source.first(b"fmt "), outline.order, problems)
    known = {"container": _CONTAINERS[outline.form], "encoding": _encoding(said),
             "rate": said.rate, "channels": said.channels,
             "bits": said.bits if said.tag in _FIXED_FRAMES else 0,
             "frames": _frames(source, said, problems), "chunks": source.places()}  # fmt: skip
    facts = FileFacts(**known, problems=tuple(problems))
    if outline.order != "<":
        return facts
    texts = {
        chunk.name.decode("ascii"): riff.text_of(bytes(chunk.data))
        for chunk in source.named(*_TEXTS)
    }
    facts = replace(facts, texts=texts, tags=read_id3(source))
    return described(facts, tuple(source.named(*_DESCRIBING)))


def described(facts: FileFacts, chunks: Sequence[riff.Chunk]) -> FileFacts:
    """The facts with what the describing chunks of a WAV file say, wherever they were found."""
    problems = list(facts.problems)
    first = {chunk.name: bytes(chunk.data) for chunk in reversed(chunks)}
    found, loop = markers.parse(chunks, facts.rate)
    return replace(
        facts,
        bext=bext.parse(first[bext.NAME]) if bext.NAME in first else None,
        ixml=read_ixml(first.get(ixml.CHUNK, b""), problems),
        info=riff.info_texts(chunks),
        markers=found,
        loop=loop,
        problems=tuple(problems),
    )


def read_id3(source: Source) -> dict[str, str]:
    """The texts of the first ID3 tag that a WAV or AIFF file holds in a chunk."""
    found = next(source.named(b"id3 ", b"ID3 "), None)
    return id3.parse(io.BytesIO(found.data)) if found else {}


def read_ixml(data: bytes, problems: list[str]) -> dict[str, Any] | None:
    """An iXML document as nested values; None where there is none, or none that can be read."""
    document = ixml.nested(data) if data else None
    if data and document is None:
        problems.append("The iXML chunk cannot be read.")
    return document


def _format_of(data: bytes, order: str, problems: list[str]) -> _Format:
    if len(data) < 16:
        problems.append("The format chunk is missing or cut short.")
        return _Format()
    tag, channels, rate, _, frame_bytes, bits = struct.unpack_from(f"{order}HHIIHH", data)
    if tag == _EXTENSIBLE and len(data) >= 26:
        (tag,) = struct.unpack_from(f"{order}H", data, 24)
    if not channels or not rate:
        problems.append(f"The format says {channels} channels at {rate} Hz.")
    expected = channels * ((bits + 7) // 8)
    if tag in _FIXED_FRAMES and frame_bytes != expected:
        problems.append(
            f"The format says {frame_bytes} bytes a frame where {channels} channels of {bits} bits "
            f"have {expected}."
        )
        frame_bytes = expected
    return _Format(tag, channels, rate, frame_bytes, bits)


def _encoding(said: _Format) -> str:
    return _ENCODINGS.get(said.tag, f"format {said.tag}") if said.channels else ""


def _frames(source: Source, said: _Format, problems: list[str]) -> int:
    """The length of the sound in frames, from the samples that are there where that can be."""
    place = source.outline.first(b"data")
    if place is None:
        problems.append("The file holds no samples.")
        return 0
    if said.tag in _FIXED_FRAMES and said.frame_bytes:
        if place.size % said.frame_bytes:
            problems.append("The last frame is cut short.")
        return place.size // said.frame_bytes
    counted = source.first(b"fact")
    if len(counted) >= 4:
        return struct.unpack_from(f"{source.outline.order}I", counted)[0]
    return source.outline.frames or 0
