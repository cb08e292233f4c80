"""Sounds laid out in time on tracks, as a DAW's project holds them. Values and the layout.

Knows neither of takes nor of a program's file format: `rpp` and `dawproject` write those.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from tangostudio.export.metadata import Loop, Marker

GAP_SECONDS = 1.0
"""At least so much silence stands between two sounds."""

TEMPO = 120.0  # of the empty project; no sound is fitted to it
UNSORTED = "Uncategorised"
MOST_NAME = 200  # characters of a name

_LATE = 1e-6  # seconds: what rounding may put a length over a whole second
# Red and blue can change places, and the colours are still these: programs differ in the order.
_COLOURS = ("#b86a4b", "#4b6ab8", "#5a9a5a", "#b8a24b", "#4ba2b8", "#a05a96", "#7f8f7f", "#965aa0")


@dataclass(frozen=True)
class MediaFile:
    """A sound file as it lies beside the project.

    Attributes:
        path: relative to the project's folder, with "/".
        part: which channel of a sound that has a file for each, such as "L"; "" holds them all.
        markers: what the file marks, in its own seconds. loop: the part that plays again.
    """

    path: str
    rate: int
    channels: int
    seconds: float
    part: str = ""
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None


@dataclass(frozen=True)
class Sound:
    """One sound to lay out: its name, its category in words or "", and its files."""

    name: str
    category: str
    files: tuple[MediaFile, ...]

    @property
    def seconds(self) -> float:
        """Of its longest file."""
        return max(file.seconds for file in self.files)


@dataclass(frozen=True)
class Clip:
    """A file, or a part of it, at a moment of a track; all times in seconds.

    Attributes:
        offset: where in the file it begins.
        fade_in, fade_out: what the DAW fades; delivered files have their own fades in them.
    """

    file: MediaFile
    name: str
    start: float
    length: float
    offset: float = 0.0
    fade_in: float = 0.0
    fade_out: float = 0.0


@dataclass(frozen=True)
class Track:
    """A track: its colour as "#rrggbb", its place from -1 on the left to 1 on the right."""

    name: str
    colour: str
    clips: tuple[Clip, ...]
    pan: float = 0.0

    @property
    def channels(self) -> int:
        """As many as the widest of its files has."""
        return max((clip.file.channels for clip in self.clips), default=2)


@dataclass(frozen=True)
class Region:
    """A stretch of the project that has a name and the colour of its track."""

    name: str
    start: float
    length: float
    colour: str


@dataclass(frozen=True)
class Arrangement:
    """A whole project.

    Attributes:
        rate: in Hz, of the project; files of other rates are converted by the DAW.
        tempo: in beats per minute.
        regions: one for each sound, in the order of time.
    """

    name: str
    rate: int
    tracks: tuple[Track, ...]
    regions: tuple[Region, ...]
    tempo: float = TEMPO


def lay_out(name: str, sounds: Sequence[Sound]) -> Arrangement:
    """Put sounds one behind the other, each at a whole second, on one track for each category.

    Categories are in the order of their names, those without one last; sounds of a category keep
    their order. Where a sound has a file for each channel, all begin together on tracks of their
    own, left and right at their sides.

    Args:
        name: of the project; names and labels are brought to one line here.
        sounds: each with at least one file.
    """
    ordered = sorted(sounds, key=lambda sound: (not sound.category, sound.category.casefold()))
    categories = dict.fromkeys(sound.category for sound in ordered)
    colours = {each: _COLOURS[i % len(_COLOURS)] for i, each in enumerate(categories)}
    order = {each: i for i, each in enumerate(categories)}
    clips: dict[tuple[str, str], list[Clip]] = defaultdict(list)
    regions = []
    moment = 0.0
    for sound in ordered:
        label = one_line(sound.name) or PurePosixPath(sound.files[0].path).stem
        for file in map(_plain, sound.files):
            clips[sound.category, file.part].append(Clip(file, label, moment, file.seconds))
        regions.append(Region(label, moment, sound.seconds, colours[sound.category]))
        moment = float(math.ceil(moment + sound.seconds + GAP_SECONDS - _LATE))
    tracks = [
        Track(_track_name(category, part), colours[category], tuple(found), _pan(part))
        for (category, part), found in sorted(
            clips.items(), key=lambda item: (order[item[0][0]], len(item[0][1]), item[0][1])
        )
    ]
    return Arrangement(one_line(name), _rate(sounds), tuple(tracks), tuple(regions))


def one_line(text: str) -> str:
    """A name that every program's text format takes: no line ends, no control characters.

    Characters that XML does not allow, halves of surrogate pairs among them, are left out.
    """
    kept = "".join(" " if _breaks(sign) else sign for sign in text if not _is_refused(sign))
    return " ".join(kept.split())[:MOST_NAME].rstrip()


def decimal(value: float) -> str:
    """Without an exponent, to a hundredth of a microsecond, without zeros at the end."""
    return f"{value + 0.0:.8f}".rstrip("0").rstrip(".")


def _plain(file: MediaFile) -> MediaFile:
    markers = tuple(replace(marker, label=one_line(marker.label)) for marker in file.markers)
    return replace(file, markers=markers)


def _breaks(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp")


def _is_refused(sign: str) -> bool:
    return unicodedata.category(sign) == "Cs" or (ord(sign) & 0xFFFE) == 0xFFFE or sign == "\0"


def _track_name(category: str, part: str) -> str:
    name = one_line(category) or UNSORTED
    return f"{name} {part}" if part else name


def _pan(part: str) -> float:
    return {"L": -1.0, "R": 1.0}.get(part, 0.0)


def _rate(sounds: Iterable[Sound]) -> int:
    """The rate that most files have; the higher one where two are as frequent."""
    rates = Counter(file.rate for sound in sounds for file in sound.files)
    return max(rates, key=lambda rate: (rates[rate], rate), default=48000)
