"""Loudness and peaks of a sound, and the gains that make several equally loud.

Loudness follows ITU-R BS.1770-4 with EBU R 128's momentary window of 400 ms and short-term window
of 3 s; loudness range is EBU Tech 3342, true peak BS.1770's four times oversampling. Knows nothing
of takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray

SILENCE_LUFS = -70.0
SILENCE_PEAK_DB = -120.0

_STEP_SECONDS = 0.1  # windows begin this far apart: BS.1770's overlap of 75 %
_MOMENTARY_STEPS = 4
_SHORT_TERM_STEPS = 30
_CHANNEL_WEIGHTS = (1.0, 1.0, 1.0, 1.41, 1.41)  # left, right, centre, surrounds
_OFFSET_DB = -0.691  # of a full-scale 997 Hz sine, so that it reads -3.01 LKFS
_GATE_LU = -10.0
_RANGE_GATE_LU = -20.0
_RANGE_PERCENTILES = (10, 95)
_CHUNK = 2**14  # frames measured at once: they stay in the processor's cache


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
        short_term_max_lufs: the loudest 3 s, the sound padded with silence; at least -70.
        range_lu: how far apart its soft and loud parts are; None under 3 s and for silence, where
            that is not defined.
    """

    integrated_lufs: float
    momentary_max_lufs: float
    short: bool
    true_peak_db: float
    sample_peak_db: float
    short_term_max_lufs: float = SILENCE_LUFS
    range_lu: float | None = None


def measure(samples: NDArray[np.float32], sample_rate: int) -> Loudness:
    """Measure float32 (frames, channels); of more than five channels the first five count."""
    sample_peak = float(np.abs(samples).max(initial=0.0))
    whole_steps = int(len(samples) / (_STEP_SECONDS * sample_rate) + 1e-9)
    power = _step_powers(samples[:, : len(_CHANNEL_WEIGHTS)], sample_rate)
    momentary = _windows(power, _MOMENTARY_STEPS)
    short_term = _windows(power, _SHORT_TERM_STEPS)
    momentary_max = _lufs(momentary.max())
    short = whole_steps < _MOMENTARY_STEPS
    inside = momentary[: max(0, whole_steps - _MOMENTARY_STEPS + 1)]
    return Loudness(
        integrated_lufs=momentary_max if short else _integrated(inside),
        momentary_max_lufs=momentary_max,
        short=short,
        true_peak_db=_decibels(max(sample_peak, true_peak(samples, sample_rate))),
        sample_peak_db=_decibels(sample_peak),
        short_term_max_lufs=_lufs(short_term.max()),
        range_lu=_range(short_term[: max(0, whole_steps - _SHORT_TERM_STEPS + 1)]),
    )


def true_peak(samples: NDArray[np.float32], sample_rate: int) -> float:
    """Highest magnitude of the four times oversampled sound, linear."""
    if len(samples) == 0 or not samples.any():
        return 0.0
    # Silence around it, so that a sound that starts or ends abruptly shows its overshoot.
    padded = np.pad(samples, ((64, 64), (0, 0)))
    stream = soxr.ResampleStream(
        sample_rate, 4 * sample_rate, samples.shape[1], dtype="float32", quality="HQ"
    )
    peak = 0.0
    for first in range(0, len(padded), _CHUNK):
        last = first + _CHUNK >= len(padded)
        oversampled = stream.resample_chunk(padded[first : first + _CHUNK], last=last)
        highest, lowest = oversampled.max(initial=0.0), oversampled.min(initial=0.0)
        peak = max(peak, float(highest), -float(lowest))
    return peak


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


@lru_cache(maxsize=8)
def k_weighting(sample_rate: int) -> NDArray[np.float64]:
    """BS.1770's two filters, the head's shelf and the high pass, as second-order sections (2, 6).

    The standard tabulates them for 48 kHz; these are the analogue filters behind that table (found
    by De Man), by the bilinear transform for any rate.
    """
    gain, step = 10.0 ** (3.999843853973347 / 20), 0.4996667741545416
    k, q = math.tan(math.pi * 1681.974450955533 / sample_rate), 0.7071752369554196
    middle = gain**step
    shelf = [gain + middle * k / q + k * k, 2 * (k * k - gain), gain - middle * k / q + k * k]
    shelf += [1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k]
    k, q = math.tan(math.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    scale = 1 + k / q + k * k  # the standard's numerator of the high pass is not normalised
    high = [scale, -2 * scale, scale, scale, 2 * (k * k - 1), 1 - k / q + k * k]
    return np.array([np.array(shelf) / shelf[3], np.array(high) / high[3]])


def _step_powers(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Mean weighted power of each 100 ms, (steps,); the last is padded with silence."""
    # It takes a third of a second to import: only a measurement pays for it.
    from scipy.signal import sosfilt

    step = _STEP_SECONDS * sample_rate
    steps = math.ceil(len(samples) / step - 1e-9)
    edges = np.round(np.arange(steps + 1) * step).astype(np.intp)
    total = np.zeros(steps)
    if not samples.any():
        return total
    at_once = max(1, int(_CHUNK / step))
    for wave, weight in zip(samples.T, _CHANNEL_WEIGHTS, strict=False):
        state = np.zeros((2, 2))
        for first in range(0, steps, at_once):
            part = edges[first : first + at_once + 1]
            heard = wave[part[0] : part[-1]].astype(np.float64)
            heard, state = sosfilt(k_weighting(sample_rate), heard, zi=state)
            np.square(heard, out=heard)
            total[first : first + at_once] += weight * np.add.reduceat(heard, part[:-1] - part[0])
    return total / step


def _windows(power: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """Mean power of every window of so many steps, at least one: silence follows the sound."""
    padded = np.pad(power, (0, max(0, steps - len(power))))
    return np.lib.stride_tricks.sliding_window_view(padded, steps).mean(axis=1)


def _integrated(blocks: NDArray[np.float64]) -> float:
    """BS.1770's gated mean: first what is over -70 LUFS, then what is over 10 LU below its mean."""
    heard = blocks[blocks > _power(SILENCE_LUFS)]
    if len(heard):
        heard = heard[heard > heard.mean() * 10 ** (_GATE_LU / 10)]
    return _lufs(heard.mean()) if len(heard) else SILENCE_LUFS


def _range(blocks: NDArray[np.float64]) -> float | None:
    """Tech 3342: between the 10th and 95th percentile of what is over 20 LU below the mean."""
    heard = blocks[blocks > _power(SILENCE_LUFS)]
    if not len(heard):
        return None
    heard = heard[heard >= heard.mean() * 10 ** (_RANGE_GATE_LU / 10)]
    low, high = np.percentile(10 * np.log10(heard), _RANGE_PERCENTILES)
    return float(high - low)


def _power(lufs: float) -> float:
    return 10 ** ((lufs - _OFFSET_DB) / 10)


def _lufs(power: float) -> float:
    if power <= 0.0:
        return SILENCE_LUFS
    return max(_OFFSET_DB + 10.0 * math.log10(power), SILENCE_LUFS)


def _decibels(magnitude: float) -> float:
    if magnitude <= 0.0:
        return SILENCE_PEAK_DB
    return max(20.0 * math.log10(magnitude), SILENCE_PEAK_DB)
