"""Sounds with odd names for the tests of projects."""

from __future__ import annotations

from tangostudio.export.arrangement import MediaFile, Sound
from tangostudio.export.metadata import Loop, Marker

ODD_NAMES = (
    'He said "go"',
    "it's a door",
    "both ' and \"",
    "all of `, ' and \"",
    "two\nlines\r\nof it",
    "a NUL\x00, a bell\x07, a half \ud83c, no sign \uffff",
    "a line\u2028and a paragraph\u2029",
    "<TRACK> & </Clip>",
    ">",
    "|pipe; #hash",
    "",
    "   ",
    "門の音 🚪 صوت",
    "x" * 300,
)
CATEGORIES = ("DOORS", "", "WATER & <ICE>", "ambience")


def whole(path: str = "Media/a.wav", seconds: float = 2.0, **changes: object) -> MediaFile:
    return MediaFile(path, **{"rate": 48000, "channels": 2, "seconds": seconds, **changes})  # pyright: ignore[reportArgumentType]


def split(name: str, *parts: str, seconds: float = 2.5) -> tuple[MediaFile, ...]:
    marker = Marker(0.5, "hit", 0.25)
    return tuple(
        whole(f"Media/{name}_{part}.wav", seconds, channels=1, part=part, markers=(marker,))
        for part in parts
    )


def many(count: int = 200) -> list[Sound]:
    """Odd names, four categories, three rates, whole and split files, some with a loop."""
    sounds = []
    for i in range(count):
        files = (
            whole(
                f"Media/{i} it's a sound.flac",
                0.1 + i / 7,
                rate=(44100, 96000, 48000)[i % 3],
                channels=1 + i % 2,
                loop=Loop(0.0, 0.05) if i % 5 == 1 else None,
                markers=(Marker(0.01, ODD_NAMES[i % len(ODD_NAMES)]),),
            ),
        )
        if i % 10 == 0:
            files = split(str(i), "L", "R")
        sounds.append(Sound(ODD_NAMES[i % len(ODD_NAMES)], CATEGORIES[i % 4], files))
    return sounds
