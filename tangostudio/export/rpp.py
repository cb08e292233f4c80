"""REAPER projects: an arrangement as the text of an `.rpp` file.

The format is nested blocks of lines, each a word and its values. What the lines mean is as in
"State Chunk Definitions" of the REAPER community's documentation. REAPER fills in what is not said.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import PurePosixPath

from tangostudio import __version__
from tangostudio.export.arrangement import Arrangement, Clip, Region, Track, decimal

SUFFIX = ".rpp"

_SCHEMA = "0.1"
_MADE_BY = f"TangoStudio/{__version__}"
_OWN_COLOUR = 0x1000000
_IS_REGION = 1
_SOURCES = {".flac": "FLAC", ".ogg": "VORBIS", ".opus": "OPUS", ".mp3": "MP3"}  # others are WAVE
_IDENTIFIERS = uuid.UUID("5b0c7f5e-95f1-4d0c-9a8c-0f4a4d7d6a11")


def text(arrangement: Arrangement, saved: int = 0) -> str:
    """The whole file, in lines that end in "\\n"; to be written in UTF-8 without a mark.

    The same arrangement gives the same text, its identifiers too.

    Args:
        saved: when, in seconds since 1970.
    """
    return "\n".join(_project(arrangement, saved)) + "\n"


def quoted(words: str) -> str:
    """A text as one value: in the first of the three quotes that it does not hold.

    A text that holds all three gets ' for its `, as REAPER does it.
    """
    for quote in "\"'`":
        if quote not in words:
            return f"{quote}{words}{quote}"
    return "`" + words.replace("`", "'") + "`"


def _project(arrangement: Arrangement, saved: int) -> Iterator[str]:
    yield f"<REAPER_PROJECT {_SCHEMA} {quoted(_MADE_BY)} {saved}"
    yield f"  SAMPLERATE {arrangement.rate} 1 0"
    yield f"  TEMPO {decimal(arrangement.tempo)} 4 4"
    for number, region in enumerate(arrangement.regions, 1):
        yield from _region(number, region)
    for number, track in enumerate(arrangement.tracks, 1):
        yield from _track(number, track)
    yield ">"


def _region(number: int, region: Region) -> Iterator[str]:
    """A pair of lines of one number: where it begins, with all about it, and where it ends."""
    identifier = _identifier("region", number, region.name)
    start, end = decimal(region.start), decimal(region.start + region.length)
    yield (
        f"  MARKER {number} {start} {quoted(region.name)} {_IS_REGION} {_colour(region.colour)}"
        f" 1 R {identifier} 0"
    )
    yield f'  MARKER {number} {end} "" {_IS_REGION}'


def _track(number: int, track: Track) -> Iterator[str]:
    identifier = _identifier("track", number, track.name)
    yield f"  <TRACK {identifier}"
    yield f"    NAME {quoted(track.name)}"
    yield f"    PEAKCOL {_colour(track.colour)}"
    yield f"    VOLPAN 1 {decimal(track.pan)} -1 -1 1"
    yield f"    NCHAN {max(2, track.channels + track.channels % 2)}"
    yield f"    TRACKID {identifier}"
    yield "    MAINSEND 1 0"
    for clip in track.clips:
        yield from _item(clip)
    yield "  >"


def _item(clip: Clip) -> Iterator[str]:
    loops = int(clip.file.loop is not None)
    yield "    <ITEM"
    yield f"      POSITION {decimal(clip.start)}"
    yield "      SNAPOFFS 0"
    yield f"      LENGTH {decimal(clip.length)}"
    yield f"      LOOP {loops}"
    yield "      ALLTAKES 0"
    yield f"      FADEIN 1 {decimal(clip.fade_in)} 0"
    yield f"      FADEOUT 1 {decimal(clip.fade_out)} 0"
    yield "      MUTE 0 0"
    yield "      SEL 0"
    yield f"      IGUID {_identifier('item', clip.file.path, clip.start)}"
    yield f"      NAME {quoted(clip.name)}"
    yield "      VOLPAN 1 0 1 -1"
    yield f"      SOFFS {decimal(clip.offset)}"
    yield "      PLAYRATE 1 1 0 -1 0 0.0025"
    yield "      CHANMODE 0"
    yield f"      GUID {_identifier('take', clip.file.path, clip.start)}"
    for marker in clip.file.markers:
        yield f"      {_take_marker(marker.seconds, marker.label, marker.length)}"
    yield f"      <SOURCE {_SOURCES.get(PurePosixPath(clip.file.path).suffix.lower(), 'WAVE')}"
    yield f"        FILE {quoted(clip.file.path)}"
    yield "      >"
    yield "    >"


def _take_marker(seconds: float, label: str, length: float) -> str:
    """A moment of the file; its length is known to REAPER since version 7.17."""
    line = f"TKM {decimal(seconds)} {quoted(label)} 0"
    return f"{line} {decimal(length)}" if length else line


def _colour(colour: str) -> int:
    """ "#rrggbb" as REAPER has its own colours: a flag, then blue, green and red."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return _OWN_COLOUR | blue << 16 | green << 8 | red


def _identifier(*of: object) -> str:
    return f"{{{uuid.uuid5(_IDENTIFIERS, '/'.join(map(str, of)))}}}".upper()
