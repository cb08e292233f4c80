"""A recording as clips: trimmed, cut at quiet places, at one rate and level, in stereo.

Silence is what is 50 dB softer than the loudest 10 ms of a recording, at its end 60 dB; 5 ms before
the sound and 50 ms behind it stay. Captions are not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import edit, loudness
from tangostudio.audio.marks import clipped_runs
from tangostudio.audio.resample import resample
from tangostudio.corpora import recordings
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.recordings import Recording, Scan

FloatArray = NDArray[np.float32]
Range = tuple[int, int]

SHORTEST = 0.1
"""Seconds of a clip."""

SILENT_DB = -70.0
"""No 10 ms of a silent recording are louder."""

CEILING_DB = -1.0
"""Of true peaks."""

MOST_GAIN_DB = 24.0
"""What is softer still is not made louder: that would be its noise."""

CLIPPED_SHARE = 0.001
"""Of the samples of a clip that may stand flat at its peak."""

_LEAD_DB, _TAIL_DB = -50.0, -60.0  # below the loudest 10 ms
_LEAD_SECONDS, _TAIL_SECONDS = 0.005, 0.05
_FADE_IN_SECONDS, _FADE_OUT_SECONDS = 0.002, 0.01  # of ends that were cut
_SMOOTH_WINDOWS = 7  # a place to cut at is quiet for 70 ms
_LAST_SHARE = 0.25  # of the longest clip that the last piece has at least
_CLIP_LEAST = 0.1  # a peak as low as that is no full scale


@dataclass(frozen=True, eq=False)
class Clip:
    """A cleaned sound.

    Attributes:
        samples: float32 (frames, 2) at the rate of the choices.
        start: where it begins in the recording, in seconds.
        gain_db: what was applied.
        loudness: in LUFS, with the gain; that of silence is -70.
    """

    samples: FloatArray
    start: float
    gain_db: float
    loudness: float


@dataclass(frozen=True)
class Refusal:
    """Why there is no clip of a recording, or of the piece that begins at `start` (seconds)."""

    reason: str
    sentence: str
    start: float = 0.0


def clips(path: Path, choices: Choices, edits: str = "[]") -> Iterator[Clip | Refusal]:
    """The clips of a recording in their order, and what is left out of it.

    Args:
        edits: of a take, as JSON.

    Raises:
        AudioFileError: it is damaged or no sound.
    """
    with recordings.opened(path, edits) as recording:
        found = recordings.scan(recording)
        if _db(found.power.max()) < SILENT_DB:
            yield Refusal("silent", f"No part of it is louder than {SILENT_DB:g} dB.")
            return
        size = recordings.window(recording.sample_rate)
        heard = _bounds(found.power, found.power.max())
        assert heard is not None
        most = max(2, int(choices.seconds * recording.sample_rate / size))
        if heard[1] - heard[0] > most and not choices.cut:
            seconds = (heard[1] - heard[0]) * recordings.WINDOW_SECONDS
            sentence = f"It lasts {seconds:.1f} s, longer than {choices.seconds:g} s."
            yield Refusal("too_long", sentence)
            return
        stretches = pieces(found.power, heard, most)
        nexts = [start * size for start, _ in stretches[1:]]
        for piece, limit in zip(stretches, [*nexts, found.frames], strict=True):
            yield _piece(recording, found, piece, limit, choices)


def pieces(power: NDArray[np.float64], heard: Range, most: int) -> list[Range]:
    """Stretches of at most so many windows, cut where it is quietest, without silent ones.

    A cut lies in the second half of what a piece may have, so that pieces are not too short.
    """
    quiet = np.convolve(power, np.ones(_SMOOTH_WINDOWS) / _SMOOTH_WINDOWS, "same")
    found = []
    start, end = heard
    while end - start > most:
        first = start + most // 2
        last = min(start + most, end - max(1, int(_LAST_SHARE * most)))
        cut = first + int(np.argmin(quiet[first : max(last, first + 1)]))
        found.append((start, cut))
        start = cut
    found.append((start, end))
    loudest = power[heard[0] : heard[1]].max()
    trimmed = ((a, _bounds(power[a:b], loudest)) for a, b in found)
    return [(a + heard[0], a + heard[1]) for a, heard in trimmed if heard is not None]


def _bounds(power: NDArray[np.float64], loudest: float) -> Range | None:
    """First and last window that are heard; None for silence."""
    begun = np.flatnonzero(power > loudest * 10 ** (_LEAD_DB / 10))
    if not len(begun):
        return None
    lasting = np.flatnonzero(power > loudest * 10 ** (_TAIL_DB / 10))
    return int(begun[0]), int(lasting[-1]) + 1


def _piece(
    recording: Recording, found: Scan, piece: Range, limit: int, choices: Choices
) -> Clip | Refusal:
    """The clip of a piece, which ends before the frame `limit`."""
    rate = recording.sample_rate
    size = recordings.window(rate)
    start = max(0, piece[0] * size - round(_LEAD_SECONDS * rate))
    end = min(limit, piece[1] * size + round(_TAIL_SECONDS * rate))
    end = min(end, start + int(choices.seconds * rate))
    where = start / rate
    part = recording.part(start, end)
    if len(part) < SHORTEST * rate:
        seconds = len(part) / rate
        return Refusal("short", f"It lasts {seconds:.2f} s; {SHORTEST:g} s are needed.", where)
    if (share := _clipped(part)) > CLIPPED_SHARE:
        return Refusal("clipped", f"{share:.1%} of it is cut off flat at its peak.", where)
    samples = resample(recordings.taken(part, found), rate, choices.sample_rate)
    if start > 0:
        frames = round(_FADE_IN_SECONDS * choices.sample_rate)
        samples = edit.fade_in(samples, frames, "linear")
    if end < found.frames:
        frames = round(_FADE_OUT_SECONDS * choices.sample_rate)
        samples = edit.fade_out(samples, frames, "linear")
    return _levelled(np.repeat(samples, 2 // samples.shape[1], axis=1), where, choices)


def _levelled(samples: FloatArray, where: float, choices: Choices) -> Clip | Refusal:
    heard = loudness.measure(samples, choices.sample_rate)
    if heard.integrated_lufs <= loudness.SILENCE_LUFS:
        return Refusal("silent", "Nothing is heard in it.", where)
    gain = 0.0 if choices.keep_loudness else choices.loudness - heard.integrated_lufs
    room = CEILING_DB - heard.true_peak_db
    if not choices.keep_loudness or heard.sample_peak_db > 0.0:
        gain = min(gain, room, MOST_GAIN_DB)
    return Clip(edit.gain(samples, gain), where, gain, heard.integrated_lufs + gain)


def _clipped(samples: FloatArray) -> float:
    """Share of the samples that stand flat at the peak."""
    peak = float(np.abs(samples).max())
    if peak < _CLIP_LEAST:
        return 0.0
    runs = [clipped_runs(wave, peak) for wave in samples.T]
    return max(float((run[:, 1] - run[:, 0]).sum()) for run in runs) / len(samples)


def _db(power: float) -> float:
    return float(10 * np.log10(max(power, 1e-20)))
