"""The kinds of edits as values: what each of them is told, in which range.

What they do to a sound is in `edits`.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tangostudio.audio.edit import FADE_SHAPES
from tangostudio.errors import BadRequest

LONGEST_SECONDS = 600.0
CEILING_DB = -1.0  # true peak, as EBU R 128 and game audio ask for


def _number(default: float, low: float, high: float) -> Any:
    return field(default=default, metadata={"low": low, "high": high})


def _check(edit: Edit, item: dataclasses.Field[Any]) -> None:
    value = getattr(edit, item.name)
    if item.name == "shape":
        fits = value in FADE_SHAPES
    elif item.name == "snap":
        fits = isinstance(value, bool)
    else:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        low, high = item.metadata["low"], item.metadata["high"]
        fits = number and math.isfinite(value) and low <= value <= high
    if not fits:
        name = item.name.replace("_", " ")
        raise BadRequest(f"{value!r} is no {name} for the edit “{edit.kind}”.")


@dataclass(frozen=True)
class Edit:
    """What every edit is; numbers out of range are refused.

    Raises:
        BadRequest: when a value is no number, out of range or unknown.
    """

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        for item in dataclasses.fields(self):
            _check(self, item)


@dataclass(frozen=True)
class Trim(Edit):
    """Keep what lies between two positions in seconds, moved to zero crossings if `snap` is on."""

    kind: ClassVar[str] = "trim"
    start: float = _number(0.0, 0.0, LONGEST_SECONDS)
    end: float = _number(LONGEST_SECONDS, 0.0, LONGEST_SECONDS)
    snap: bool = True


@dataclass(frozen=True)
class TrimSilence(Edit):
    """Cut what is quieter than a threshold from both ends, but a little of it."""

    kind: ClassVar[str] = "trim silence"
    threshold_db: float = _number(-60.0, -120.0, -12.0)
    keep_ms: float = _number(10.0, 0.0, 5000.0)


@dataclass(frozen=True)
class FadeIn(Edit):
    """Rise from silence; `shape` is one of `edit.FADE_SHAPES`."""

    kind: ClassVar[str] = "fade in"
    seconds: float = _number(0.003, 0.0, LONGEST_SECONDS)
    shape: str = "smooth"


@dataclass(frozen=True)
class FadeOut(Edit):
    """Fall to silence at the end."""

    kind: ClassVar[str] = "fade out"
    seconds: float = _number(0.020, 0.0, LONGEST_SECONDS)
    shape: str = "smooth"


@dataclass(frozen=True)
class Gain(Edit):
    """Change the level; nothing is clipped."""

    kind: ClassVar[str] = "gain"
    db: float = _number(0.0, -60.0, 40.0)


@dataclass(frozen=True)
class PeakNormalise(Edit):
    """Bring the true peak to a level in dBTP; silence, up to -120 dB, stays as it is."""

    kind: ClassVar[str] = "normalise peak"
    db: float = _number(CEILING_DB, -60.0, 0.0)


@dataclass(frozen=True)
class LoudnessNormalise(Edit):
    """Bring the loudness to a level, as near as the true peak may go; never clipped.

    The integrated loudness, or the loudest 400 ms of a sound that is shorter.
    """

    kind: ClassVar[str] = "normalise loudness"
    lufs: float = _number(-18.0, -60.0, -5.0)
    ceiling_db: float = _number(CEILING_DB, -20.0, 0.0)


@dataclass(frozen=True)
class RemoveDC(Edit):
    """Take the mean away from every channel."""

    kind: ClassVar[str] = "remove dc"


@dataclass(frozen=True)
class Reverse(Edit):
    """Backwards."""

    kind: ClassVar[str] = "reverse"


@dataclass(frozen=True)
class LoopCrossfade(Edit):
    """A loop: the end is folded over the beginning at equal power; shorter by the fade."""

    kind: ClassVar[str] = "loop"
    seconds: float = _number(0.25, 0.001, 30.0)


@dataclass(frozen=True)
class Mono(Edit):
    """One channel: the mean of all."""

    kind: ClassVar[str] = "mono"


Edits = tuple[Edit, ...]

ORDER: tuple[type[Edit], ...] = (
    RemoveDC,
    Trim,
    TrimSilence,
    Reverse,
    LoopCrossfade,
    FadeIn,
    FadeOut,
    Mono,
    Gain,
    PeakNormalise,
    LoudnessNormalise,
)
"""Every kind of edit, in the order that `add` keeps."""
