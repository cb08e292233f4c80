"""Loudness and peaks of a sound, and the gains that make several equally loud.

Loudness follows ITU-R BS.1770-4 with EBU R 128's momentary window of 400 ms; true peak is BS.1770's
four times oversampling. Knows nothing of takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

SILENCE_LUFS = -70.0
SILENCE_PEAK_DB = -120.0
_WINDOW_SECONDS = 0.4
_CHANNELS_MAX = 5


@dataclass(frozen=True)
class Loudness:
    """What a sound measures.

    Attributes:
        integrated_lufs: gated loudness of the whole; for a sound under 0.4 s, where that is not
            defined, its momentary maximum. Silence, and all that is below the gate, is -70.
        momentary_max_lufs: the loudest 400 ms, the sound padded with silence; at least -70.
        short: the sound is under 0.4 s.
        true_peak_db: peak between samples in dBTP, at least -120.
        sample_peak_db: highest sample in dBFS, at least -120.
    """

    integrated_lufs: float
    momentary_max_lufs: float
    short: bool
    true_peak_db: float
    sample_peak_db: float


def measure(samples: NDArray[np.float32], sample_rate: int) -> Loudness:
    """Measure float32 (frames, channels); of more than five channels the first five count."""
    sample_peak = float(np.abs(samples).max(initial=0.0))
    integrated, momentary = _lufs(samples[:, :_CHANNELS_MAX], sample_rate)
    return Loudness(
        integrated_lufs=integrated,
        momentary_max_lufs=momentary,
        short=len(samples) < _WINDOW_SECONDS * sample_rate,
        true_peak_db=_decibels(max(sample_peak, true_peak(samples, sample_rate))),
        sample_peak_db=_decibels(sample_peak),
    )


def true_peak(samples: NDArray[np.float32], sample_rate: int) -> float:
    """Highest magnitude of the four times oversampled sound, linear."""
    if len(samples) == 0 or not samples.any():
        return 0.0
    # Silence around it, so that a sound that starts or ends abruptly shows its overshoot.
    padded = np.pad(samples, ((64, 64), (0, 0)))
    oversampled = soxr.resample(padded, sample_rate, 4 * sample_rate, quality="HQ")
    return float(np.abs(oversampled).max())


def matching_gains_db(
    lufs: Sequence[float], peaks_db: Sequence[float], ceiling_db: float = 0.0
) -> list[float]:
    """Gains that make sounds equally loud, as loud as the loudest, no true peak over the ceiling.

    Silent sounds (at the floor of `measure`) get 0 and do not count.
    """
    heard = [i for i, level in enumerate(lufs) if level > SILENCE_LUFS]
    if not heard:
        return [0.0] * len(lufs)
    room = min(lufs[i] + ceiling_db - peaks_db[i] for i in heard)
    target = min(room, max(lufs[i] for i in heard))
    return [target - level if level > SILENCE_LUFS else 0.0 for level in lufs]


def _lufs(samples: NDArray[np.float32], sample_rate: int) -> tuple[float, float]:
    """Integrated and highest momentary loudness, both floored."""
    # It imports scipy.signal, which takes a third of a second: only a measurement pays for it.
    import pyloudnorm

    window = math.ceil(_WINDOW_SECONDS * sample_rate) + 1
    short = len(samples) < _WINDOW_SECONDS * sample_rate
    if not samples.any():
        return SILENCE_LUFS, SILENCE_LUFS
    padded = np.zeros((max(len(samples), window), samples.shape[1]))
    padded[: len(samples)] = samples
    # pyloudnorm's name for the filters that BS.1770 tabulates, computed for any rate.
    meter = pyloudnorm.Meter(sample_rate, filter_class="DeMan")
    integrated = _floored(float(meter.integrated_loudness(padded)))
    momentary = _floored(float(max(meter.blockwise_loudness)))
    return (momentary if short else integrated), momentary


def _floored(lufs: float) -> float:
    return max(lufs, SILENCE_LUFS) if not math.isnan(lufs) else SILENCE_LUFS


def _decibels(magnitude: float) -> float:
    if magnitude <= 0.0:
        return SILENCE_PEAK_DB
    return max(20.0 * math.log10(magnitude), SILENCE_PEAK_DB)
