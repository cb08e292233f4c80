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
_SURROUNDING = 64  # frames of silence


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
    meter = Meter(sample_rate, samples.shape[1])
    meter.feed(samples)
    return meter.result()


def true_peak(samples: NDArray[np.float32], sample_rate: int) -> float:
    """Highest magnitude of the four times oversampled sound, linear."""
    if len(samples) == 0 or not samples.any():
        return 0.0
    peak = _TruePeak(sample_rate, samples.shape[1])
    for first in range(0, len(samples), _CHUNK):
        peak.feed(samples[first : first + _CHUNK])
    return peak.result()


class Meter:
    """Measures a sound that comes in blocks of any sizes, once from its beginning to its end."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._step = _STEP_SECONDS * sample_rate
        self._frames = 0
        self._sample_peak = 0.0
        self._power = _StepPowers(sample_rate, min(channels, len(_CHANNEL_WEIGHTS)))
        self._true_peak = _TruePeak(sample_rate, channels)
        self._over: float | None = None

    def feed(self, samples: NDArray[np.float32]) -> None:
        """The next block, float32 (frames, channels)."""
        for first in range(0, len(samples), _CHUNK):
            chunk = samples[first : first + _CHUNK]
            peak = float(max(chunk.max(), -chunk.min()))
            self._sample_peak = max(self._sample_peak, peak)
            self._power.feed(chunk, silent=peak == 0.0)
            self._true_peak.feed(chunk)
        self._frames += len(samples)

    def result(self, gain_db: float = 0.0) -> Loudness:
        """What all blocks together measure, as if so much gain were applied; feed no more then."""
        if self._over is None:
            self._over = self._true_peak.result()
        scale = 10.0 ** (gain_db / 20.0)
        power = self._power.result() * scale**2
        whole_steps = int(self._frames / self._step + 1e-9)
        momentary = _windows(power, _MOMENTARY_STEPS)
        short_term = _windows(power, _SHORT_TERM_STEPS)
        momentary_max = _lufs(momentary.max())
        short = whole_steps < _MOMENTARY_STEPS
        inside = momentary[: max(0, whole_steps - _MOMENTARY_STEPS + 1)]
        return Loudness(
            integrated_lufs=momentary_max if short else _integrated(inside),
            momentary_max_lufs=momentary_max,
            short=short,
            true_peak_db=_decibels(max(self._sample_peak, self._over) * scale),
            sample_peak_db=_decibels(self._sample_peak * scale),
            short_term_max_lufs=_lufs(short_term.max()),
            range_lu=_range(short_term[: max(0, whole_steps - _SHORT_TERM_STEPS + 1)]),
        )


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


class _TruePeak:
    """The highest magnitude of a four times oversampled sound that comes in blocks."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        # Silence around it, so that a sound that starts or ends abruptly shows its overshoot.
        self._silence = np.zeros((_SURROUNDING, channels), np.float32)
        self._stream = soxr.ResampleStream(
            sample_rate, 4 * sample_rate, channels, dtype="float32", quality="HQ"
        )
        self._peak = 0.0
        self.feed(self._silence)

    def feed(self, samples: NDArray[np.float32], *, last: bool = False) -> None:
        """The next frames, a few thousand at once."""
        over = self._stream.resample_chunk(np.ascontiguousarray(samples), last=last)
        self._peak = max(self._peak, float(over.max(initial=0.0)), -float(over.min(initial=0.0)))

    def result(self) -> float:
        """The magnitude, linear; feed no more then."""
        self.feed(self._silence, last=True)
        return self._peak


class _StepPowers:
    """Mean weighted power of each 100 ms of a sound that comes in blocks."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._rate = sample_rate
        self._step = _STEP_SECONDS * sample_rate
        self._frames = 0
        self._begun = False
        self._states = np.zeros((channels, 2, 2))
        self._totals: list[float] = [0.0]  # sums over each step; the last one goes on

    def feed(self, samples: NDArray[np.float32], *, silent: bool) -> None:
        """The next frames."""
        first = len(self._totals) - 1
        self._frames += len(samples)
        steps = math.ceil(self._frames / self._step - 1e-9)
        edges = np.round(np.arange(first, steps + 1) * self._step).astype(np.intp)
        starts = np.maximum(edges[:-1] - (self._frames - len(samples)), 0)
        starts = starts[starts < len(samples)]
        sums = np.zeros(len(starts))
        if self._begun or not silent:
            self._begun = True
            sums = self._sums(samples, starts)
        self._totals[-1] += sums[0]
        self._totals.extend(sums[1:])
        if edges[len(starts)] <= self._frames:
            self._totals.append(0.0)

    def _sums(self, samples: NDArray[np.float32], starts: NDArray[np.intp]) -> NDArray[np.float64]:
        # It takes a third of a second to import: only a measurement pays for it.
        from scipy.signal import sosfilt

        sums = np.zeros(len(starts))
        for place, (wave, weight) in enumerate(zip(samples.T, _CHANNEL_WEIGHTS, strict=False)):
            heard, self._states[place] = sosfilt(
                k_weighting(self._rate), wave.astype(np.float64), zi=self._states[place]
            )
            np.square(heard, out=heard)
            sums += weight * np.add.reduceat(heard, starts)
        return sums

    def result(self) -> NDArray[np.float64]:
        """(steps,); the last is padded with silence."""
        steps = math.ceil(self._frames / self._step - 1e-9)
        return np.array(self._totals[:steps]) / self._step


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
