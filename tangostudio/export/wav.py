"""WAV files: samples at 16, 24 or 32 bits with their texts, and reading them back for checking.

Samples go through libsndfile; checking them does not, so that a fault in one is seen by the other.
Knows nothing of takes, names or folders.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio.export import riff

FloatArray = NDArray[np.float32]
# What is written: int32 for 16 and 24 bits, float32 for 32.
Levels = NDArray[np.int32] | FloatArray

BITS = (16, 24, 32)  # 32 is floating point
_SUBTYPES = {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
# What libsndfile adds and no reader needs: a time stamp would make every file differ.
_DROPPED = {b"PEAK"}
_OWN = {b"fmt ", b"fact", b"data", b"LIST"}


@dataclass(frozen=True, eq=False)
class Wav:
    """A WAV file as its bytes say: levels (frames, channels), rate, bits, INFO texts.

    Attributes:
        others: all further chunks in their order.
    """

    levels: Levels
    sample_rate: int
    bits: int
    texts: dict[str, str]
    others: tuple[riff.Chunk, ...] = ()


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


def to_levels(samples: FloatArray, bits: int, seed: int) -> Levels:
    """Samples as they are written: integers of `bits` bits, or floats for 32.

    16 bits get triangular dither of two steps' width (TPDF), the same for the same seed; 24 bits
    are far below what dither could help.
    """
    if bits == 32:
        return samples
    scaled = samples.astype(np.float64) * 2.0 ** (bits - 1)
    if bits == 16:
        random = np.random.default_rng(seed)
        scaled += random.random(scaled.shape) - random.random(scaled.shape)
    limit = 2 ** (bits - 1)
    return np.clip(np.rint(scaled), -limit, limit - 1).astype(np.int32)


def encode(
    levels: Levels,
    sample_rate: int,
    bits: int,
    texts: Mapping[str, str],
    others: Sequence[riff.Chunk] = (),
) -> bytes:
    """A whole WAV file: format, samples, further chunks, LIST INFO."""
    file = io.BytesIO()
    # libsndfile takes the upper bits of 32.
    data = levels if bits == 32 else np.left_shift(levels.astype(np.int32), 32 - bits)
    soundfile.write(file, data, sample_rate, format="WAV", subtype=_SUBTYPES[bits])
    chunks = [chunk for chunk in riff.parse(file.getvalue()) if chunk.name not in _DROPPED]
    return riff.build([*chunks, *others, riff.info_chunk(texts)])


def decode(file: bytes) -> Wav:
    """Read a WAV file of 16, 24 or 32 (float) bits from its bytes alone.

    Raises:
        ValueError: not such a file, or one that contradicts itself.
    """
    chunks = riff.parse(file)
    header = _only(chunks, b"fmt ")
    if len(header) < 16:
        raise ValueError("the format chunk is cut short")
    tag, channels, rate, byte_rate, frame_bytes, bits = struct.unpack_from("<HHIIHH", header)
    if tag == _EXTENSIBLE and len(header) >= 26:
        (tag,) = struct.unpack_from("<H", header, 24)
    if (tag, bits) not in ((_PCM, 16), (_PCM, 24), (_FLOAT, 32)):
        raise ValueError(f"format {tag} at {bits} bits")
    if channels < 1 or frame_bytes != channels * bits // 8 or byte_rate != rate * frame_bytes:
        raise ValueError("the format chunk contradicts itself")
    data = _only(chunks, b"data")
    if len(data) % frame_bytes:
        raise ValueError("the last frame is cut short")
    others = tuple(
        riff.Chunk(chunk.name, bytes(chunk.data)) for chunk in chunks if chunk.name not in _OWN
    )
    levels = _levels(data, bits).reshape(-1, channels)
    return Wav(levels, rate, bits, riff.info_texts(chunks), others)


def _only(chunks: list[riff.Chunk], name: bytes) -> bytes:
    found = [chunk.data for chunk in chunks if chunk.name == name]
    if len(found) != 1:
        raise ValueError(f"{len(found)} chunks called {name.decode()}")
    return bytes(found[0])


def _levels(data: bytes, bits: int) -> Levels:
    if bits == 32:
        return np.frombuffer(data, "<f4").astype(np.float32)
    if bits == 16:
        return np.frombuffer(data, "<i2").astype(np.int32)
    low, middle, high = np.frombuffer(data, np.uint8).reshape(-1, 3).T.astype(np.int32)
    unsigned = low | middle << 8 | high << 16
    return unsigned - ((unsigned >= 1 << 23) << 24)
