"""The chunks of the WAV file that a FLAC file stands for, as `flac --keep-foreign-metadata` has it.

The first is the beginning of the RIFF file, then each chunk with its name and size; of the samples'
chunk only these two. Readers that know the habit find bext, iXML, cue and smpl in a FLAC file.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tangostudio.export import bext, riff, wav
from tangostudio.export.metadata import Metadata

_CHUNK = struct.Struct("<4sI")
_DATA = b"data"


def chunks(
    metadata: Metadata,
    ixml: bytes,
    info: Mapping[str, str],
    *,
    rate: int,
    channels: int,
    bits: int,
    frames: int,
) -> tuple[bytes, ...]:
    """Name, size and contents of each chunk; none for a sound that is too long for a WAV file."""
    samples = frames * channels * bits // 8
    before = [
        riff.Chunk(bext.NAME, bext.chunk(metadata, rate, bits, channels)),
        riff.Chunk(b"fmt ", wav.format_chunk(rate, channels, bits)),
    ]
    after = list(wav.closing(metadata, ixml, info, rate, frames))
    size = 4 + _CHUNK.size + samples + samples % 2
    size += sum(len(_packed(chunk)) for chunk in (*before, *after))
    if size > riff.MAX_BYTES:
        return ()
    return (
        _CHUNK.pack(b"RIFF", size) + b"WAVE",
        *map(_packed, before),
        _CHUNK.pack(_DATA, samples),
        *map(_packed, after),
    )


def _packed(chunk: riff.Chunk) -> bytes:
    return riff.packed(chunk.name, chunk.data)
