"""Faults of a sound that no designer would deliver, by name. It knows nothing of prompts or models.

`faults` is for sounds as a model gives them, before their peak is brought down to full scale;
`examine` is for finished takes, as they are stored. What it finds is for a person to judge: a
tone may be what was asked for. It cannot hear whether a sound is of what the prompt says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.marks import CLIPPED_RUN, SILENT_DB, clipped_runs
from tangostudio.audio.steadiness import steadiness

TOO_LOUD_DB = 6.0
DIRECT_CURRENT = 0.02
NAMES = ("silent", "too loud", "clipped", "direct current")

_WINDOW_SECONDS = 0.1


@dataclass(frozen=True)
class FlagText:
    """What a person is told of a flag.

    Attributes:
        title: a few words.
        explanation: one sentence.
        mend: the edit of `audio.edits` that mends it, "again" where only another take does, ""
            where there may be nothing to mend.
    """

    title: str
    explanation: str
    mend: str = ""


FLAGS: dict[str, FlagText] = {
    "silence": FlagText("Silence", "No part of it is louder than -60 dB.", "again"),
    "failed render": FlagText(
        "Likely a failed render",
        "It is the same noise or buzz from beginning to end, as a model makes it when it fails.",
        "again",
    ),
    "clipping": FlagText(
        "Clipping", "Its peaks are cut off flat, which is heard as a crackle.", "again"
    ),
    "dc": FlagText("DC offset", "The whole wave lies beside the zero line.", "RemoveDC"),
    "hard cut": FlagText(
        "Hard cut at the end",
        "It breaks off while it sounds, which is heard as a click.",
        "FadeOut",
    ),
    "hum": FlagText("Hum or tone only", "Nothing but a steady hum or tone from beginning to end."),
    "mono": FlagText("Mono in stereo", "Both channels are the same."),
}
"""In the order in which `examine` names them."""

_OFFSET = 0.005  # -46 dB: a cut then clicks
_EQUAL_DB = -60.0  # difference of channels that are one
_CUT_SECONDS = 0.002
_BEFORE_CUT_SECONDS = 0.1
_CUT_DB = -9.0  # a linear fade of 5 ms ends lower than this
_AUDIBLE_CUT_DB = -60.0
_AUDIBLE_UNDER_LOUDEST_DB = -40.0


def faults(audio: NDArray[np.floating], sample_rate: int) -> tuple[str, ...]:
    """What is wrong with a sound (frames, channels).

    "silent": no 100 ms are louder than -60 dB. "too loud": a peak more than 6 dB over full scale,
    which would take the whole sound down. "clipped": at least 4 equal samples in a row at the
    sound's own peak. "direct current": a channel's mean beyond 0.02.
    """
    wave = np.asarray(audio, np.float64).reshape(len(audio), -1)
    if _loudest_db(wave, sample_rate) < SILENT_DB:
        return ("silent",)
    found = []
    peak = float(np.abs(wave).max())
    if 20 * np.log10(peak) > TOO_LOUD_DB:
        found.append("too loud")
    if any(_longest_run(channel, peak) >= CLIPPED_RUN for channel in wave.T):
        found.append("clipped")
    if float(np.abs(wave.mean(0)).max()) > DIRECT_CURRENT:
        found.append("direct current")
    return tuple(found)


def examine(
    samples: NDArray[np.float32], sample_rate: int, *, loops: bool = False
) -> tuple[str, ...]:
    """Flags of a finished take (frames, channels), names of `FLAGS` in its order.

    "silence": no 100 ms are louder than -60 dB; then nothing else is looked for. "failed render":
    samples that are no numbers, or one noise or buzz throughout (see `steadiness`). "clipping": at
    least 4 equal samples in a row at the peak, with a corner before them. "dc": a median of the
    means of all 100 ms beyond 0.005. "hard cut": the last 2 ms are audible and hardly below the
    100 ms before them; not looked for where the sound `loops`. "hum": steady lines and nothing
    else. "mono": several channels that are the same.
    """
    waves = np.ascontiguousarray(samples.T)  # (channels, frames): along memory, four times as fast
    if not np.isfinite(waves).all():
        return ("failed render",)
    powers, means = _blocks(waves, sample_rate)
    loudest_db = _in_db(powers.max(initial=0.0))
    if loudest_db < SILENT_DB:
        return ("silence",)
    offsets = np.median(means, axis=1, keepdims=True).astype(np.float32)
    kind = steadiness(samples, sample_rate)
    peak = max(float(waves.max()), -float(waves.min()))
    found = {
        "failed render": kind in ("noise", "buzz"),
        "clipping": any(len(clipped_runs(wave, peak)) for wave in waves),
        "dc": np.abs(offsets).max() > _OFFSET,
        "hard cut": not loops and _breaks_off(waves, offsets, sample_rate, loudest_db),
        "hum": kind == "lines",
        "mono": _channels_equal(waves),
    }
    return tuple(name for name in FLAGS if found.get(name))


def _loudest_db(wave: NDArray[np.float64], sample_rate: int) -> float:
    size = max(1, round(_WINDOW_SECONDS * sample_rate))
    power = np.square(wave).mean(1)
    power = np.pad(power, (0, -len(power) % size)).reshape(-1, size).mean(1)
    return float(10 * np.log10(max(float(power.max(initial=0.0)), 1e-20)))


def _longest_run(channel: NDArray[np.float64], peak: float) -> int:
    """Equal samples in a row that stand at the peak, within a 16-bit step."""
    at_peak = np.abs(channel) >= peak - 2**-16 * max(peak, 1.0)
    same = at_peak[1:] & at_peak[:-1] & (channel[1:] == channel[:-1])
    edges = np.flatnonzero(np.diff(np.concatenate(([0], same.view(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0)) + 1 if at_peak.any() else 0


def _blocks(
    waves: NDArray[np.float32], sample_rate: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean power (blocks,) of each 100 ms, and its means (channels, blocks)."""
    size = max(1, round(_WINDOW_SECONDS * sample_rate))
    begins = np.arange(0, waves.shape[1], size)
    if not len(begins):
        return np.zeros(0), np.zeros((len(waves), 1))
    lengths = np.diff(np.append(begins, waves.shape[1]))
    sums = np.add.reduceat(waves, begins, axis=1, dtype=np.float64)
    squares = np.add.reduceat(np.square(waves).mean(axis=0), begins, dtype=np.float64)
    return squares / size, sums / lengths


def _breaks_off(
    waves: NDArray[np.float32], offsets: NDArray[np.float32], sample_rate: int, loudest_db: float
) -> bool:
    """Whether the end is audible and hardly softer than what is before it, offsets taken away."""
    cut = max(1, round(_CUT_SECONDS * sample_rate))
    before = max(1, round(_BEFORE_CUT_SECONDS * sample_rate))
    if waves.shape[1] < 2 * cut:
        return False
    tail = waves[:, -cut - before :] - offsets
    end_db = _level_db(tail[:, -cut:])
    audible_db = max(_AUDIBLE_CUT_DB, loudest_db + _AUDIBLE_UNDER_LOUDEST_DB)
    return end_db > audible_db and end_db - _level_db(tail[:, :-cut]) > _CUT_DB


def _channels_equal(waves: NDArray[np.float32]) -> bool:
    """Whether several channels are one, up to -60 dB."""
    if len(waves) < 2:
        return False
    return _level_db(waves[1:] - waves[:1]) - _level_db(waves[:1]) < _EQUAL_DB


def _level_db(waves: NDArray[np.float32]) -> float:
    return _in_db(float(np.square(waves).mean()))


def _in_db(power: float) -> float:
    return 10 * np.log10(max(power, 1e-20))
