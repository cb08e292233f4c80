"""The `bext` chunk of a Broadcast Wave file: what it is, who made it, how loud it is.

EBU Tech 3285, version 2, with the coding history of EBU R 98. Its texts are ASCII; what is not is
spelt in ASCII here, and in full in iXML.
"""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime
from typing import Any

from tangostudio.audio.loudness import SILENCE_LUFS, Loudness
from tangostudio.export import ascii_text, riff
from tangostudio.export.metadata import Metadata, Original

NAME = b"bext"
VERSION = 2
UNKNOWN = 0x7FFF
"""A loudness field that says nothing."""

_FIXED = struct.Struct("<256s32s32s10s8sQH64s5h180x")
_UMID_BYTES = 64
_MOST_FRAMES = (1 << 64) - 1
_MOST = 99.99  # dB, LU or LUFS that a field may hold
_MOST_HISTORY = 1 << 14
_MODES = {1: "mono", 2: "stereo"}
_LOUDNESS = ("loudness", "range", "true_peak", "momentary_max", "short_term_max")


def chunk(metadata: Metadata, rate: int, bits: int, channels: int) -> bytes:
    """The contents of the chunk: 602 bytes and the coding history.

    What an imported original says of its making stands: who, when, where in time; its history
    goes on.

    Args:
        bits: of the file, 32 is floating point.
    """
    original = metadata.original or Original()
    date, time = _moment(metadata.created)
    fixed = _FIXED.pack(
        _field(metadata.description or original.description or metadata.title, 256),
        _field(original.originator or metadata.software, 32),
        _field(original.reference or metadata.identifier, 32),
        _field(original.date or date, 10),
        _field(original.time or time, 8),
        max(0, min(original.time_reference, _MOST_FRAMES)),
        VERSION,
        original.umid[:_UMID_BYTES],
        *_loudness(metadata.loudness),
    )
    return fixed + _history(metadata, rate, bits, channels)


def parse(data: bytes) -> dict[str, Any]:
    """What a chunk says, also one of an earlier version or cut short.

    Texts, `time_reference` in samples since midnight, `umid` in hexadecimal digits, and the
    loudness in LUFS, LU and dBTP, None where it is unknown.
    """
    fixed = data[: _FIXED.size].ljust(_FIXED.size, b"\0")
    description, originator, reference, date, time, start, version, umid, *levels = (
        _FIXED.unpack(fixed)
    )  # fmt: skip
    says_loudness = version >= 2
    return {
        "description": riff.text_of(description),
        "originator": riff.text_of(originator),
        "originator_reference": riff.text_of(reference),
        "date": riff.text_of(date),
        "time": riff.text_of(time),
        "time_reference": start,
        "version": version,
        "umid": umid.hex() if version >= 1 and any(umid) else "",
        **{
            name: level / 100 if says_loudness and abs(level) <= 100 * _MOST else None
            for name, level in zip(_LOUDNESS, levels, strict=True)
        },
        "coding_history": riff.text_of(data[_FIXED.size :]),
    }


def _field(text: str, size: int) -> bytes:
    """A text in ASCII, cut to a field; control characters are spaces."""
    return ascii_text.spelt(text)[:size].encode("ascii")


def _moment(created: str) -> tuple[str, str]:
    """Date and time of a moment in ISO 8601, in UTC; empty for what is none."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return "", ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M:%S")


def _loudness(measured: Loudness | None) -> list[int]:
    if measured is None:
        return [UNKNOWN] * len(_LOUDNESS)
    # Integrated loudness is not defined under 0.4 s, and that of silence is not a number.
    integrated = None if measured.short else measured.integrated_lufs
    loudness = (integrated, measured.momentary_max_lufs, measured.short_term_max_lufs)
    heard = [None if level is None or level <= SILENCE_LUFS else level for level in loudness]
    return [
        UNKNOWN if level is None or abs(level) > _MOST or math.isnan(level) else round(100 * level)
        for level in (heard[0], measured.range_lu, measured.true_peak_db, heard[1], heard[2])
    ]


def _history(metadata: Metadata, rate: int, bits: int, channels: int) -> bytes:
    """What was done to the sound: lines of the imported original, and one of this program."""
    lines = metadata.original.coding_history.splitlines() if metadata.original else []
    mode = f"M={_MODES[channels]}," if channels in _MODES else ""
    made_by = ascii_text.spelt(metadata.software).replace(",", " ")
    lines.append(f"A=PCM,F={rate},W={bits},{mode}T={made_by}")
    said = "".join(f"{ascii_text.spelt(line)}\r\n" for line in lines if line.strip())
    return said[-_MOST_HISTORY:].encode("ascii")
