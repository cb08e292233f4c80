"""Real sound files of every kind, and what can go wrong with their bytes.

A mutation is a name and three numbers from 0 to 1 that say where and how much, so that a test may
draw them as it likes and any of them can be done again.
"""

from __future__ import annotations

import contextlib
import io
import json
import struct
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from tangostudio.audio import files
from tangostudio.errors import AudioFileError
from tangostudio.export import formats, ixml, provenance, reading, riff, wav
from tangostudio.export.spec import BITS, CONTAINERS
from tests.audio.signals import noise
from tests.export.wave_files import FULL, INFO, written

Mutation = tuple[str, float, float, float]
MOST_BYTES = 1 << 20
_RECIPE = json.dumps({"format": 1, "title": "Door", "prompt": "door creak", "seed": 7})
_SIZES = (0, 1, 3, 7, 0x7FFFFFFF, 0x80000000, *range(0xFFFFFFC0, 0x100000000, 4), 0xFFFFFFFF)
_FRAMES = 2000


@cache
def seeds() -> dict[str, bytes]:
    """Files that say all that they can: those that the program delivers, and others."""
    samples = noise(_FRAMES)
    metadata = replace(FULL, provenance=_RECIPE)
    document = ixml.document({"PROJECT": "Tür", "TANGOSTUDIO": _RECIPE})
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound"
        for container in CONTAINERS:
            bits = BITS[container][-1]
            form = formats.Form(container, 48000, 2, bits)
            with formats.begin(path, form, formats.Said(metadata, document, INFO)) as writer:
                writer.write(wav.to_levels(samples, bits, np.random.default_rng(1)))
            found[container] = path.read_bytes()
        for kind in ("CAF", "W64", "RF64", "WAVEX"):
            soundfile.write(path, samples, 48000, format=kind, subtype="PCM_16")
            found[kind] = path.read_bytes()
    file = io.BytesIO()
    with wav.Writer(
        file, rate=48000, channels=2, bits=24, metadata=metadata, ixml=document, limit=100
    ) as writer:
        writer.write(wav.to_levels(samples, 24, np.random.default_rng(1)))
    found["long"] = file.getvalue()
    found["plain"] = written(wav.to_levels(samples, 16, np.random.default_rng(1)), 16)
    return found


def mutated(data: bytes, mutations: Sequence[Mutation]) -> bytes:
    """A file after these mutations, one after another; at most 1 MiB of it."""
    for name, where, how, much in mutations:
        data = KINDS[name](data, where, how, much)[:MOST_BYTES]
    return data


def check(path: Path) -> bool:
    """Read a file in every way that the program does; whether it was understood.

    Anything but an error for people, or what the system says, comes out.
    """
    reading.foreign_chunks(path)
    provenance.read(path)
    with contextlib.suppress(AudioFileError):
        files.read(path)
    try:
        facts = reading.inspect(path)
    except AudioFileError as error:
        if not (error.message and error.hint):
            raise ValueError("an error that says nothing") from error
        return False
    json.dumps(facts.plain(), allow_nan=False, ensure_ascii=False).encode()
    return True


# --- mutations ------------------------------------------------------------------------------------


def _flip(data: bytes, where: float, how: float, _much: float) -> bytes:
    place = _at(data, where)
    return data[:place] + bytes([int(how * 255)]) + data[place + 1 :]


def _flip_in_head(data: bytes, where: float, how: float, _much: float) -> bytes:
    return _flip(data[:200], where, how, 0) + data[200:]


def _cut(data: bytes, where: float, _how: float, _much: float) -> bytes:
    return data[: _at(data, where)]


def _drop(data: bytes, where: float, _how: float, much: float) -> bytes:
    place = _at(data, where)
    return data[:place] + data[place + 1 + int(much * 64) :]


def _lie(data: bytes, where: float, how: float, much: float) -> bytes:
    """Another size for a chunk, or for whatever is there in a file without chunks."""
    places = [place.start - 4 for place in _chunks(data)]
    places += [place.start + 8 for place in _chunks(data) if place.name == b"LIST"]
    places = places or [_at(data, where)]
    place = places[int(where * (len(places) - 1))]
    size = _SIZES[int(how * (len(_SIZES) - 1))] if much < 0.7 else int(how * 2 * len(data))
    order = "<>"[how > 0.5]
    return data[:place] + struct.pack(f"{order}I", size) + data[place + 4 :]


def _double(data: bytes, where: float, how: float, much: float) -> bytes:
    """A chunk, or a stretch of bytes, several times."""
    first, last = _stretch(data, where, much)
    return data[:last] + data[first:last] * (1 + int(how * 200)) + data[last:]


def _nest(data: bytes, where: float, how: float, much: float) -> bytes:
    """A chunk inside of another, down to a depth; or the whole file in itself."""
    first, last = _stretch(data, where, much)
    inside = data if how > 0.9 else data[first:last]
    for _ in range(1 + int(how * 40)):
        kind = (b"INFO", b"adtl", b"")[int(much * 2.99)]
        inside = b"LIST" + struct.pack("<I", len(inside) + len(kind)) + kind + inside
    return data[:last] + inside + data[last:]


def _swap(data: bytes, where: float, how: float, much: float) -> bytes:
    """What is in the file's beginning goes to its end."""
    place = 12 + _at(data[12:], where) if len(data) > 12 else 0
    return data[:12] + data[place:] + data[12:place]


def _graft(data: bytes, where: float, how: float, _much: float) -> bytes:
    """The rest of a file of another kind."""
    others = list(seeds().values())
    other = others[int(how * (len(others) - 1))]
    return data[: _at(data, where)] + other[_at(other, where) :]


KINDS: dict[str, Callable[[bytes, float, float, float], bytes]] = {
    "flip": _flip,
    "flip in head": _flip_in_head,
    "cut": _cut,
    "drop": _drop,
    "lie": _lie,
    "double": _double,
    "nest": _nest,
    "swap": _swap,
    "graft": _graft,
}


def _at(data: bytes, where: float) -> int:
    return int(where * max(len(data) - 1, 0))


def _chunks(data: bytes) -> tuple[riff.Place, ...]:
    try:
        return riff.outline(io.BytesIO(data)).chunks
    except ValueError:
        return ()


def _stretch(data: bytes, where: float, much: float) -> tuple[int, int]:
    """From where to where a chunk is, or some bytes of a file without chunks."""
    chunks = [place for place in _chunks(data) if place.size < 4096]
    if not chunks:
        first = _at(data, where)
        return first, first + int(much * 256)
    chunk = chunks[int(where * (len(chunks) - 1))]
    return chunk.start - 8, chunk.start + chunk.size + chunk.size % 2
