"""What an AIFF or AIFF-C file of any program says.

Apple's "Audio Interchange File Format", versions 1.3 and AIFF-C. Programs put iXML there too.
"""

from __future__ import annotations

import struct

from tangostudio.export import markers, riff
from tangostudio.export.facts import FileFacts, Source
from tangostudio.export.metadata import Loop, Marker
from tangostudio.export.wave_facts import read_id3, read_ixml

_TEXTS = {b"NAME": "name", b"AUTH": "author", b"(c) ": "copyright", b"ANNO": "annotation"}
_ENCODINGS = {
    b"NONE": "PCM", b"twos": "PCM", b"sowt": "PCM, little-endian", b"in24": "PCM", b"in32": "PCM",
    b"fl32": "floating point", b"FL32": "floating point", b"fl64": "floating point",
    b"alaw": "A-law", b"ulaw": "µ-law", b"ima4": "IMA ADPCM",
}  # fmt: skip
_COMM = struct.Struct(">hIhHQ")
_MARK = struct.Struct(">hIB")
_INSTRUMENT = struct.Struct(">8xhhh6x")  # of which only the sustain loop counts here
_EXPONENT_BIAS = 16383 + 63
_HIGHEST_RATE = 1 << 32


def facts_of(source: Source) -> FileFacts:
    """The facts of a file; its length and its provenance are left to others."""
    outline = source.outline
    problems = list(outline.problems)
    common = source.first(b"COMM")
    channels = frames = bits = rate = 0
    if len(common) < _COMM.size:
        problems.append("The common chunk is missing or cut short.")
    else:
        channels, frames, bits, *extended = _COMM.unpack_from(common)
        rate = _rate(*extended)
        if channels < 1 or rate < 1:
            problems.append(f"The file says {channels} channels at {rate} Hz.")
    encoding = common[18:22] if outline.kind == b"AIFC" else b"NONE"
    tags = read_id3(source)
    for chunk in source.named(*_TEXTS):
        tags.setdefault(_TEXTS[chunk.name], riff.text_of(bytes(chunk.data)))
    document = read_ixml(source.first(b"iXML"), problems)
    marks = _marks(source.first(b"MARK")) if rate else {}
    loop = _loop(source.first(b"INST"), marks, rate)
    return FileFacts(
        container="AIFF-C" if outline.kind == b"AIFC" else "AIFF",
        encoding=_ENCODINGS.get(encoding, encoding.decode("latin-1")),
        rate=rate,
        channels=max(channels, 0),
        bits=max(bits, 0),
        frames=frames,
        chunks=source.places(),
        ixml=document,
        tags=tags,
        markers=tuple(Marker(place / rate, label) for place, label in sorted(marks.values())),
        loop=loop,
        problems=tuple(problems),
    )


def _rate(exponent: int, mantissa: int) -> int:
    """A sample rate in the 80 bits of an extended float; 0 for one that cannot be."""
    if exponent >= _EXPONENT_BIAS:
        return 0
    rate = round(mantissa * 2.0 ** (exponent - _EXPONENT_BIAS))
    return rate if rate < _HIGHEST_RATE else 0


def _marks(data: bytes) -> dict[int, tuple[int, str]]:
    """Frame and label of the points of the MARK chunk by their numbers."""
    found: dict[int, tuple[int, str]] = {}
    place = 2
    while place + _MARK.size <= len(data) and len(found) < markers.MOST:
        number, position, length = _MARK.unpack_from(data, place)
        place += _MARK.size
        found.setdefault(number, (position, riff.text_of(data[place : place + length])))
        place += length + (length + 1) % 2  # a counted text has an even length with its count
    return found


def _loop(data: bytes, marks: dict[int, tuple[int, str]], rate: int) -> Loop | None:
    """The sustain loop of the INST chunk; its two marks are taken out of `marks`."""
    if len(data) < _INSTRUMENT.size:
        return None
    mode, first, last = _INSTRUMENT.unpack_from(data)
    if not mode or first not in marks or last not in marks or marks[last] <= marks[first]:
        return None
    return Loop(marks.pop(first)[0] / rate, marks.pop(last)[0] / rate)
