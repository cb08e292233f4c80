"""Edits of a take as values: a list that is kept with it and rendered when it is heard or exported.

Edits are applied in order, each to the result of the ones before. `add` keeps the order in which
they make sense: the level of a trimmed sound, not a trim of a levelled one. Rendering is pure; the
original is never changed. Knows nothing of takes or files.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import edit as basic
from tangostudio.audio import loudness
from tangostudio.audio.edit_kinds import (
    ORDER,
    Edit,
    Edits,
    FadeIn,
    FadeOut,
    Gain,
    LoopCrossfade,
    LoudnessNormalise,
    Mono,
    PeakNormalise,
    RemoveDC,
    Reverse,
    Trim,
    TrimSilence,
)
from tangostudio.audio.loop_crossfade import fold_end
from tangostudio.audio.timeline import Timeline
from tangostudio.audio.zero_crossing import nearest_zero_crossing
from tangostudio.errors import BadRequest

__all__ = [
    "AUTO_FADES", "ORDER", "Edit", "Edited", "Edits", "FadeIn", "FadeOut", "Gain", "LoopCrossfade",
    "LoudnessNormalise", "Mono", "PeakNormalise", "RemoveDC", "Reverse", "Trim", "TrimSilence",
    "add", "describe", "find", "from_json", "named", "readable", "remove", "render",
    "render_mapped", "to_json", "with_auto_fades",
]  # fmt: skip

FloatArray = NDArray[np.float32]

VERSION = 1

# What a new edit takes the place of beside one of its own kind: there is one level; a trim by hand
# says both ends; a fade would be heard at the seam of a loop.
_REPLACES: dict[type[Edit], tuple[type[Edit], ...]] = {
    Trim: (TrimSilence,),
    LoopCrossfade: (FadeIn, FadeOut),
    FadeIn: (LoopCrossfade,),
    FadeOut: (LoopCrossfade,),
    Gain: (PeakNormalise, LoudnessNormalise),
    PeakNormalise: (Gain, LoudnessNormalise),
    LoudnessNormalise: (Gain, PeakNormalise),
}

AUTO_FADES: Edits = (FadeIn(0.003), FadeOut(0.020))
"""What a trim gets, so that it does not click."""


# --- lists of edits -------------------------------------------------------------------------------


def add(edits: Sequence[Edit], edit: Edit) -> Edits:
    """The edits with one more, in the order that makes sense; see `_REPLACES` for what goes."""
    gone = (type(edit), *_REPLACES.get(type(edit), ()))
    kept = [other for other in edits if type(other) not in gone]
    return tuple(sorted([*kept, edit], key=lambda one: ORDER.index(type(one))))


def remove(edits: Sequence[Edit], kind: type[Edit]) -> Edits:
    """The edits without those of a kind."""
    return tuple(edit for edit in edits if not isinstance(edit, kind))


def with_auto_fades(edits: Sequence[Edit]) -> Edits:
    """The edits with `AUTO_FADES`, unless there are fades or a loop already."""
    if any(isinstance(edit, FadeIn | FadeOut | LoopCrossfade) for edit in edits):
        return tuple(edits)
    for fade in AUTO_FADES:
        edits = add(edits, fade)
    return tuple(edits)


def find(edits: Sequence[Edit], kind: type[Edit]) -> Any:
    """The edit of a kind, or None."""
    return next((edit for edit in edits if isinstance(edit, kind)), None)


def named(name: str) -> Edit:
    """An edit with its usual values by its kind or class name, however that is written.

    Raises:
        BadRequest: no edit has this name.
    """
    letters = _letters(name)
    for cls in ORDER:
        if letters in (_letters(cls.kind), cls.__name__.lower()):
            return cls()
    raise BadRequest(f"There is no edit with the name {name!r}.")


def _letters(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalpha())


# --- as JSON --------------------------------------------------------------------------------------


def to_json(edits: Sequence[Edit]) -> str:
    """The edits as one line of JSON, "[]" for none."""
    return json.dumps(
        [
            {"edit": edit.kind, "version": VERSION, **dataclasses.asdict(edit)}
            for edit in edits
        ]
    )  # fmt: skip


def from_json(text: str) -> Edits:
    """The edits that `to_json` wrote.

    Raises:
        BadRequest: not such a list, or one of a newer version of the program.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
        raise _unreadable()
    return tuple(_edit(dict(item)) for item in values)


def readable(text: str) -> Edits:
    """The edits, or none where they cannot be read: the take is then heard as it was made."""
    try:
        return from_json(text)
    except BadRequest:
        return ()


def _edit(values: dict[str, Any]) -> Edit:
    kind, version = values.pop("edit", None), values.pop("version", None)
    cls = next((cls for cls in ORDER if cls.kind == kind), None)
    if cls is None or version != VERSION:
        raise BadRequest(
            "This take was edited by a newer version of the program.",
            "Update the program, or clear the take's edits to go on without them.",
        )
    try:
        return cls(**values)
    except (TypeError, OverflowError, BadRequest) as error:
        raise _unreadable() from error


def _unreadable() -> BadRequest:
    return BadRequest("The edits of this take cannot be read.", "Clear them to go on without them.")


# --- rendering ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Edited:
    """A rendered sound: float32 (frames, channels), and where its moments were in the original."""

    samples: FloatArray
    timeline: Timeline


def render(samples: FloatArray, sample_rate: int, edits: Sequence[Edit]) -> FloatArray:
    """The sound with its edits, never empty; the input is not changed.

    Args:
        samples: float32 (frames, channels), at least one frame.
    """
    return render_mapped(samples, sample_rate, edits).samples


def render_mapped(samples: FloatArray, sample_rate: int, edits: Sequence[Edit]) -> Edited:
    """The same, with the way back to the original's moments."""
    edited = Edited(samples, Timeline.whole(len(samples)))
    for edit in edits:
        edited = _STEPS[type(edit)](edited, sample_rate, edit)
    return edited


def _trim(edited: Edited, sample_rate: int, edit: Any) -> Edited:
    start, end = round(edit.start * sample_rate), round(edit.end * sample_rate)
    if edit.snap:
        start = nearest_zero_crossing(edited.samples, sample_rate, start)
        end = nearest_zero_crossing(edited.samples, sample_rate, end)
    return _cut(edited, start, end)


def _trim_silence(edited: Edited, sample_rate: int, edit: Any) -> Edited:
    bounds = basic.silence_bounds(edited.samples, edit.threshold_db)
    if bounds is None:
        return edited
    keep = round(sample_rate * edit.keep_ms / 1000.0)
    return _cut(edited, bounds[0] - keep, bounds[1] + keep)


def _cut(edited: Edited, start: int, end: int) -> Edited:
    frames = len(edited.samples)
    start = max(0, min(start, frames - 1))
    end = max(start + 1, min(end, frames))
    return Edited(basic.trim(edited.samples, start, end), edited.timeline.cut(start, end))


def _reverse(edited: Edited, _sample_rate: int, _edit: Any) -> Edited:
    backwards = np.ascontiguousarray(edited.samples[::-1])
    return Edited(backwards, edited.timeline.reversed())


def _loop(edited: Edited, sample_rate: int, edit: Any) -> Edited:
    folded = fold_end(edited.samples, round(edit.seconds * sample_rate))
    return Edited(folded, edited.timeline.folded(len(edited.samples) - len(folded)))


def _same_time(
    change: Callable[[FloatArray, int, Any], FloatArray],
) -> Callable[[Edited, int, Any], Edited]:
    """A step that moves nothing in time."""

    def step(edited: Edited, sample_rate: int, edit: Any) -> Edited:
        return Edited(change(edited.samples, sample_rate, edit), edited.timeline)

    return step


def _normalise_peak(samples: FloatArray, sample_rate: int, edit: Any) -> FloatArray:
    peak = max(float(np.abs(samples).max()), loudness.true_peak(samples, sample_rate))
    if peak <= 10.0 ** (loudness.SILENCE_PEAK_DB / 20.0):
        return samples
    return basic.gain(samples, edit.db - 20.0 * math.log10(peak))


def _normalise_loudness(samples: FloatArray, sample_rate: int, edit: Any) -> FloatArray:
    heard = loudness.measure(samples, sample_rate)
    if heard.integrated_lufs <= loudness.SILENCE_LUFS:
        return samples
    room = edit.ceiling_db - heard.true_peak_db
    return basic.gain(samples, min(edit.lufs - heard.integrated_lufs, room))


_STEPS: dict[type[Edit], Callable[[Edited, int, Any], Edited]] = {
    Trim: _trim,
    TrimSilence: _trim_silence,
    Reverse: _reverse,
    LoopCrossfade: _loop,
    FadeIn: _same_time(lambda x, rate, e: basic.fade_in(x, round(e.seconds * rate), e.shape)),
    FadeOut: _same_time(lambda x, rate, e: basic.fade_out(x, round(e.seconds * rate), e.shape)),
    RemoveDC: _same_time(lambda x, _rate, _e: x - x.mean(axis=0, dtype=np.float64).astype(x.dtype)),
    Mono: _same_time(lambda x, _rate, _e: x.mean(axis=1, keepdims=True, dtype=x.dtype)),
    Gain: _same_time(lambda x, _rate, e: basic.gain(x, e.db)),
    PeakNormalise: _same_time(_normalise_peak),
    LoudnessNormalise: _same_time(_normalise_loudness),
}


# --- in words -------------------------------------------------------------------------------------

_WORDS: dict[type[Edit], str] = {
    RemoveDC: "DC removed",
    Trim: "Trimmed to {start:.2f}–{end:.2f} s",
    TrimSilence: "Silence below {threshold_db:g} dB trimmed",
    Reverse: "Reversed",
    LoopCrossfade: "Loop, {seconds:g} s crossfade",
    FadeIn: "Fade in {seconds:g} s, {shape}",
    FadeOut: "Fade out {seconds:g} s, {shape}",
    Mono: "Mono",
    Gain: "Gain {db:+g} dB",
    PeakNormalise: "Peak {db:g} dBTP",
    LoudnessNormalise: "Loudness {lufs:g} LUFS",
}


def describe(edit: Edit) -> str:
    """The edit in a few words."""
    return _WORDS[type(edit)].format(**dataclasses.asdict(edit))
