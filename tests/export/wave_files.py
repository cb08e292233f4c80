"""WAV and AIFF files for tests, right and wrong ones, byte by byte."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import numpy as np

from tangostudio.audio.loudness import Loudness
from tangostudio.export import wav
from tangostudio.export.metadata import ForeignChunk, Loop, Marker, Metadata
from tests.audio.signals import noise

FULL = Metadata(
    title="Door",
    description="Tür ächzt – “groß”",
    software="Tango Studio 1.2",
    identifier="0123456789abcdef0123456789abcdef",
    created="2025-03-01T10:20:30.125Z",
    loudness=Loudness(-23.456, -20.5, False, -1.02, -1.5, -21.25, 7.125),
    markers=(Marker(0.5, "Schläge"), Marker(0.25, "attack", 0.125)),
    loop=Loop(0.1, 0.9),
    foreign=(ForeignChunk(b"SMED", b"abc"),),
)
IXML = "<BWFXML><PROJECT>Tür</PROJECT></BWFXML>".encode()
INFO = {"INAM": "Tür", "ISFT": "Tango Studio 1.2"}
FORMAT = wav.format_chunk(48000, 1, 16)


def chunk(name: bytes, data: bytes, said: int | None = None, order: str = "<") -> bytes:
    """A chunk, which may lie about its size."""
    size = len(data) if said is None else said
    return struct.pack(f"{order}4sI", name, size) + data + bytes(len(data) % 2)


def wave(*chunks: bytes, form: bytes = b"RIFF", said: int | None = None) -> bytes:
    """A WAVE file of these chunks, which may lie about its size."""
    body = b"WAVE" + b"".join(chunks)
    return struct.pack("<4sI", form, len(body) if said is None else said) + body


def whole(
    bits: int = 24,
    channels: int = 2,
    seconds: float = 1.0,
    metadata: Metadata | None = FULL,
    ixml: bytes = IXML,
    info: Mapping[str, str] = INFO,
    rate: int = 48000,
) -> bytes:
    """A file of noise that says all that a file can."""
    levels = wav.to_levels(noise(round(seconds * rate), channels), bits, np.random.default_rng(1))
    return written(levels, bits, metadata, ixml, info, rate)


def written(
    levels: wav.Levels,
    bits: int,
    metadata: Metadata | None = None,
    ixml: bytes = b"",
    info: Mapping[str, str] | None = None,
    rate: int = 48000,
) -> bytes:
    """A file of these levels as the program writes it."""
    file = io.BytesIO()
    with wav.Writer(
        file, rate=rate, channels=levels.shape[1], bits=bits, metadata=metadata, ixml=ixml,
        info=info,
    ) as writer:  # fmt: skip
        writer.write(levels)
    return file.getvalue()


def aiff(*chunks: bytes, kind: bytes = b"AIFF") -> bytes:
    """An AIFF file of these chunks."""
    body = kind + b"".join(chunks)
    return struct.pack(">4sI", b"FORM", len(body)) + body


def common(channels: int = 1, frames: int = 4, bits: int = 16, rate: int = 48000) -> bytes:
    """The common chunk of an AIFF file; the rate is an extended float."""
    mantissa, exponent = np.frexp(float(rate))
    extended = struct.pack(">HQ", 16382 + int(exponent), int(mantissa * 2.0**64))
    return chunk(b"COMM", struct.pack(">hIh", channels, frames, bits) + extended, order=">")
