"""Markers, regions and loops of WAV files: the chunks `cue `, `LIST adtl` and `smpl`.

Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" for the first two;
"Standard Multimedia Data Types and Data Techniques" for the third. A region is a cue point with
a length in an `ltxt` of the purpose `rgn `. Moments are in seconds outside, in frames inside.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from tangostudio.export import riff
from tangostudio.export.metadata import Loop, Marker

MOST = 10_000
"""Markers of one file that are looked at."""

_CUE = struct.Struct("<II4sIII")
_LTXT = struct.Struct("<II4sHHHH")
_SMPL = struct.Struct("<9I")
_LOOP = struct.Struct("<6I")
_REGION = b"rgn "
_UNITY_NOTE = 60
_FORWARD, _ENDLESS = 0, 0


def chunks(
    markers: Sequence[Marker], loop: Loop | None, rate: int, frames: int
) -> list[riff.Chunk]:
    """The chunks of these markers and this loop; none where there is nothing to say.

    What lies outside of the sound is left out, what reaches out of it is cut; a moment that is
    rounded to its end is its last frame.

    Args:
        rate, frames: of the file that they go into, in Hz and in all.
    """
    made = []
    if loop is not None and (said := _smpl(loop, rate, frames)):
        made.append(riff.Chunk(b"smpl", said))
    places = [(_frame(marker.seconds, rate), marker) for marker in markers[:MOST]]
    inside = [(min(place, frames - 1), marker) for place, marker in places if 0 <= place <= frames]
    inside.sort(key=lambda each: each[0])
    if inside:
        made += [_cue([place for place, _ in inside]), _labels(inside, rate, frames)]
    return made


def parse(chunks: Iterable[riff.Named], rate: int) -> tuple[tuple[Marker, ...], Loop | None]:
    """The markers in the order of their moments, and the first loop, of a file's chunks.

    Counts that lie and texts that are cut are read as far as they make sense.

    Args:
        rate: of the file, in Hz; at 0 nothing can be said.
    """
    if rate <= 0:
        return (), None
    places: dict[int, int] = {}
    labels, texts, lengths = {}, {}, {}
    loop = None
    for chunk in chunks:
        data = bytes(chunk.data)
        if chunk.name == b"cue ":
            places |= _cue_places(data)
        elif chunk.name == b"LIST" and data[:4] == b"adtl":
            _read_labels(data[4:], labels, texts, lengths)
        elif chunk.name == b"smpl" and loop is None:
            loop = _first_loop(data, rate)
    found = [
        Marker(place / rate, labels.get(number) or texts.get(number, ""),
               lengths.get(number, 0) / rate)
        for number, place in places.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda marker: marker.seconds)), loop


# --- writing --------------------------------------------------------------------------------------


def _frame(seconds: float, rate: int) -> int:
    return round(seconds * rate)


def _smpl(loop: Loop, rate: int, frames: int) -> bytes:
    first = max(_frame(loop.start, rate), 0)
    last = min(_frame(loop.end, rate), frames) - 1  # the chunk's end is played
    if last < first:
        return b""
    period = round(1e9 / rate)
    head = _SMPL.pack(0, 0, period, _UNITY_NOTE, 0, 0, 0, 1, 0)
    return head + _LOOP.pack(0, _FORWARD, first, last, 0, _ENDLESS)


def _cue(places: Sequence[int]) -> riff.Chunk:
    points = (
        _CUE.pack(number, place, b"data", 0, 0, place) for number, place in enumerate(places, 1)
    )
    return riff.Chunk(b"cue ", struct.pack("<I", len(places)) + b"".join(points))


def _labels(inside: Sequence[tuple[int, Marker]], rate: int, frames: int) -> riff.Chunk:
    """Names of the points and lengths of the regions."""
    said = []
    for number, (place, marker) in enumerate(inside, 1):
        label = marker.label.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        said.append(riff.Chunk(b"labl", struct.pack("<I", number) + label))
        length = min(_frame(marker.length, rate), frames - place)
        if length > 0:
            said.append(riff.Chunk(b"ltxt", _LTXT.pack(number, length, _REGION, 0, 0, 0, 0)))
    return riff.list_chunk(b"adtl", said)


# --- reading --------------------------------------------------------------------------------------


def _cue_places(data: bytes) -> dict[int, int]:
    """The frame of each cue point by its number."""
    if len(data) < 4:
        return {}
    (count,) = struct.unpack_from("<I", data)
    count = min(count, (len(data) - 4) // _CUE.size, MOST)
    places = {}
    for index in range(count):
        number, position, _, _, _, offset = _CUE.unpack_from(data, 4 + index * _CUE.size)
        places[number] = offset or position  # some programs fill in only the second
    return places


def _read_labels(
    data: bytes, labels: dict[int, str], texts: dict[int, str], lengths: dict[int, int]
) -> None:
    for item in riff.items(data)[: 4 * MOST]:
        said = bytes(item.data)
        if item.name == b"ltxt" and len(said) >= _LTXT.size:
            number, length, *_ = _LTXT.unpack_from(said)
            lengths[number] = length
            texts[number] = riff.text_of(said[_LTXT.size :])
        elif item.name in (b"labl", b"note") and len(said) >= 4:
            (number,) = struct.unpack_from("<I", said)
            (labels if item.name == b"labl" else texts)[number] = riff.text_of(said[4:])


def _first_loop(data: bytes, rate: int) -> Loop | None:
    if len(data) < _SMPL.size + _LOOP.size or _SMPL.unpack_from(data)[7] == 0:
        return None
    _, _, first, last, _, _ = _LOOP.unpack_from(data, _SMPL.size)
    return Loop(first / rate, (last + 1) / rate) if last >= first else None
