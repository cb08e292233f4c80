"""Edits in the words of the window: chips, and what the fields of an edit are called."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tangostudio.audio import edits
from tangostudio.audio.edits import Edit
from tangostudio.ui.texts import mark, tr, tr_marked


@dataclass(frozen=True)
class FieldWords:
    """A number of an edit as it is shown.

    Attributes:
        label, unit: beside it.
        scale: shown per stored one; a fade's seconds are shown in milliseconds.
        step, decimals: of what is shown.
    """

    label: str
    unit: str
    scale: float = 1.0
    step: float = 1.0
    decimals: int = 0


_SECONDS = FieldWords(mark("Length"), mark("ms"), scale=1000.0, step=5.0)
_START = FieldWords(mark("From"), mark("s"), step=0.01, decimals=3)
_END = FieldWords(mark("To"), mark("s"), step=0.01, decimals=3)
_LEVEL = FieldWords(mark("Level"), mark("dB"), step=0.5, decimals=1)

FIELDS: dict[tuple[type[Edit], str], FieldWords] = {
    (edits.Trim, "start"): _START,
    (edits.Trim, "end"): _END,
    (edits.TrimSilence, "threshold_db"): FieldWords(mark("Quieter than"), mark("dB")),
    (edits.TrimSilence, "keep_ms"): FieldWords(mark("Keep"), mark("ms"), step=5.0),
    (edits.FadeIn, "seconds"): _SECONDS,
    (edits.FadeOut, "seconds"): _SECONDS,
    (edits.LoopCrossfade, "seconds"): FieldWords(
        mark("Crossfade"), mark("ms"), scale=1000.0, step=10.0
    ),
    (edits.Gain, "db"): _LEVEL,
    (edits.PeakNormalise, "db"): FieldWords(mark("True peak"), mark("dBTP"), decimals=1),
    (edits.LoudnessNormalise, "lufs"): FieldWords(mark("Loudness"), mark("LUFS"), decimals=1),
    (edits.LoudnessNormalise, "ceiling_db"): FieldWords(
        mark("Peaks up to"), mark("dBTP"), step=0.5, decimals=1
    ),
}

NAMES: dict[type[Edit], str] = {
    edits.RemoveDC: mark("Remove DC"),
    edits.Trim: mark("Trim"),
    edits.TrimSilence: mark("Trim silence"),
    edits.Reverse: mark("Reverse"),
    edits.LoopCrossfade: mark("Make loop"),
    edits.FadeIn: mark("Fade in"),
    edits.FadeOut: mark("Fade out"),
    edits.Mono: mark("Mono"),
    edits.Gain: mark("Gain"),
    edits.PeakNormalise: mark("Normalise peak"),
    edits.LoudnessNormalise: mark("Normalise loudness"),
}

SHAPES: dict[str, str] = {
    "linear": mark("Linear"),
    "equal power": mark("Equal power"),
    "smooth": mark("Smooth"),
    "slow start": mark("Slow start"),
    "slow end": mark("Slow end"),
}


def name(kind: type[Edit]) -> str:
    """What an edit is called."""
    return tr_marked(NAMES[kind])


def chip(edit: Edit, seconds: float = math.inf) -> str:
    """An edit in the two or three words of a chip.

    Args:
        seconds: length of the original, so that a trim that keeps one end says only the other.
    """
    match edit:
        case edits.Trim(start=start, end=end) if end >= seconds:
            return tr("From {start:.2f} s", start=start)
        case edits.Trim(start=start, end=end) if start <= 0:
            return tr("Up to {end:.2f} s", end=end)
        case edits.Trim(start=start, end=end):
            return tr("{start:.2f} – {end:.2f} s", start=start, end=end)
        case edits.FadeIn(seconds=length):
            return tr("Fade in {length}", length=short_time(length))
        case edits.FadeOut(seconds=length):
            return tr("Fade out {length}", length=short_time(length))
        case edits.LoopCrossfade(seconds=length):
            return tr("Loop {length}", length=short_time(length))
        case edits.Gain(db=level):
            return tr("{level:+.1f} dB", level=level)
        case edits.PeakNormalise(db=level):
            return tr("Peak {level:g} dBTP", level=level)
        case edits.LoudnessNormalise(lufs=level):
            return tr("{level:g} LUFS", level=level)
        case edits.RemoveDC():
            return tr("DC removed")
        case edits.TrimSilence():
            return tr("Silence trimmed")
        case edits.Reverse():
            return tr("Reversed")
    return name(type(edit))


def short_time(seconds: float) -> str:
    """A length in milliseconds, or in seconds from one on."""
    if seconds >= 1.0:
        return tr("{seconds:.1f} s", seconds=seconds)
    return tr("{milliseconds:.0f} ms", milliseconds=seconds * 1000)
