"""WAV files: how samples become levels of 16, 24 or 32 bits, and writing them block by block.

The bytes are this module's own, so that libsndfile, which did not write them, can check them. Knows
nothing of takes, names or folders.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from tangostudio.export import bext, markers, riff
from tangostudio.export.metadata import ForeignChunk, Metadata

FloatArray = NDArray[np.float32]
# What is written: int32 for 16 and 24 bits, float32 for 32.
Levels = NDArray[np.int32] | FloatArray

BITS = (16, 24, 32)  # 32 is floating point
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
# Behind the tag's two bytes, all formats of an extensible chunk have the same.
_GUID_REST = bytes.fromhex("000000001000800000aa00389b71")
IXML = b"iXML"
_WRITTEN = {b"fmt ", b"fact", b"data", b"bext", IXML, b"smpl", b"cue "}
_WRITTEN |= {b"JUNK", b"PAD ", b"ds64", b"PEAK"}
_WRITTEN_LISTS = {b"INFO", b"adtl"}


def fit(samples: FloatArray, bits: int) -> tuple[FloatArray, float]:
    """Samples whose peak fits full scale at this depth, and the gain in dB that it took.

    Lowered as a whole, never clipped; room for the dither is kept at 16 bits.
    """
    peak = float(np.abs(samples).max(initial=0.0))
    step = 2.0 ** (1 - bits)
    ceiling = {16: 1.0 - 2.5 * step, 24: 1.0 - step}.get(bits, 1.0)
    if peak <= ceiling:
        return samples, 0.0
    scale = ceiling / peak
    return samples * np.float32(scale), 20.0 * math.log10(scale)


def to_levels(samples: FloatArray, bits: int, random: np.random.Generator) -> Levels:
    """Samples as they are written: int32 of `bits` bits, or as they are for 32 and 0.

    16 bits get triangular dither of two steps' width (TPDF) from the generator; 24 bits are far
    below what dither could help.
    """
    if bits in (0, 32):
        return samples
    limit = 1 << (bits - 1)
    scaled = samples.astype(np.float64) * limit
    if bits == 16:
        scaled += random.random(scaled.shape) - random.random(scaled.shape)
    # Levels are made to fit before; the bounds only keep a rounding from wrapping around.
    return np.clip(np.rint(scaled), -limit, limit - 1).astype(np.int32)


class Writer:
    """Writes a Broadcast Wave file of any length, block by block.

    In this order: room for the long sizes, bext, format, samples, iXML, smpl, cue, labels, INFO,
    then chunks of an imported original that nothing of these replaces. Over 4 GB it is an RF64
    file. The same calls write the same bytes. Leaving it as a context manager closes it; after an
    error the file is left unfinished, and may be thrown away.
    """

    def __init__(
        self,
        target: Path | str | BinaryIO,
        *,
        rate: int,
        channels: int,
        bits: int,
        metadata: Metadata | None = None,
        ixml: bytes = b"",
        info: Mapping[str, str] | None = None,
        limit: int = riff.MAX_BYTES,
    ) -> None:
        """Begin a file.

        Args:
            target: a path, whose file is written over, or a seekable binary file, which stays open.
            bits: 16, 24, or 32 for floating point.
            metadata: for bext, markers, loop and foreign chunks; None writes none of them.
            ixml: a document of `ixml`; empty writes none.
            info: texts of LIST INFO by their names, such as INAM.
            limit: bytes from which the file is an RF64 file.

        Raises:
            OSError: the file cannot be written; so do all other calls.
        """
        self.rate, self.channels, self.bits = rate, channels, bits
        self.frames = 0
        self._metadata, self._info = metadata, info or {}
        # Some readers stumble over odd chunks that they do not know.
        self._ixml = ixml + b"\n" * (len(ixml) % 2)
        self._own_file = isinstance(target, str | Path)
        self._file = open(target, "w+b") if isinstance(target, str | Path) else target  # noqa: SIM115
        self._fact = 0
        try:
            self._chunks = riff.Writer(self._file, limit=limit)
            self._begin()
        except BaseException:
            self._let_go()
            raise

    def write(self, levels: Levels) -> None:
        """Append levels as `to_levels` makes them, (frames, channels)."""
        if levels.ndim != 2 or levels.shape[1] != self.channels:
            raise ValueError(f"{levels.shape} is no block of {self.channels} channels")
        self._chunks.append(packed(levels, self.bits))
        self.frames += len(levels)

    def close(self) -> None:
        """Write what follows the samples, and the sizes; a path's file is synced to the disk."""
        try:
            self._finish()
            self._file.flush()
            if self._own_file:
                os.fsync(self._file.fileno())
        finally:
            self._let_go()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._let_go()

    def _let_go(self) -> None:
        if self._own_file:
            self._file.close()

    def _finish(self) -> None:
        self._chunks.end_data()
        said = self._metadata or Metadata()
        for chunk in closing(said, self._ixml, self._info, self.rate, self.frames):
            self._chunks.chunk(chunk.name, chunk.data)
        if self._fact:
            self._chunks.mend(self._fact, struct.pack("<I", min(self.frames, riff.MAX_BYTES)))
        self._chunks.finish(self.frames)

    def _begin(self) -> None:
        if self._metadata is not None:
            said = bext.chunk(self._metadata, self.rate, self.bits, self.channels)
            self._chunks.chunk(bext.NAME, said)
        self._chunks.chunk(b"fmt ", format_chunk(self.rate, self.channels, self.bits))
        if self.bits == 32:
            self._fact = self._chunks.chunk(b"fact", bytes(4))
        self._chunks.begin_data()


def closing(
    metadata: Metadata, ixml: bytes, info: Mapping[str, str], rate: int, frames: int
) -> Iterator[riff.Chunk]:
    """The chunks that follow the samples, in their order; none that has nothing to say."""
    if ixml:
        yield riff.Chunk(IXML, ixml)
    yield from markers.chunks(metadata.markers, metadata.loop, rate, frames)
    if any(info.values()):
        yield riff.info_chunk(info)
    for foreign in metadata.foreign:
        if not is_replaced(foreign):
            yield riff.Chunk(foreign.name, foreign.data)


def is_replaced(chunk: ForeignChunk) -> bool:
    """Whether a chunk of an imported original is left out: a file has its own of the kind."""
    return chunk.name in _WRITTEN or (
        chunk.name == b"LIST" and bytes(chunk.data[:4]) in _WRITTEN_LISTS
    )


def format_chunk(rate: int, channels: int, bits: int) -> bytes:
    """The contents of `fmt `: plain for one and two channels, else extensible.

    What more than two channels are is not known, and so not said.
    """
    frame = channels * bits // 8
    tag = _FLOAT if bits == 32 else _PCM
    head = (channels, rate, rate * frame, frame, bits)
    if channels > 2:
        return struct.pack("<HHIIHHHHIH", _EXTENSIBLE, *head, 22, bits, 0, tag) + _GUID_REST
    return struct.pack("<HHIIHH", tag, *head) + (struct.pack("<H", 0) if tag == _FLOAT else b"")


def packed(levels: Levels, bits: int) -> bytes:
    """Levels as the bytes of a WAV file, little-endian, channels in turn."""
    if bits == 32:
        return np.ascontiguousarray(levels, "<f4").tobytes()
    if bits == 16:
        return levels.astype("<i2").tobytes()
    four = np.ascontiguousarray(levels, "<i4").view(np.uint8).reshape(-1, 4)
    return four[:, :3].tobytes()
