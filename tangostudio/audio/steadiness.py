"""Whether a sound is the same from beginning to end: one noise, one buzz, or steady lines alone.

Looks at power spectra only, on windows spread over the whole sound; beginnings and ends, where a
sound fades, do not count. Found on this program's own takes: rain, wind and engines are far from
every bound here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["", "noise", "buzz", "lines"]

LEAST_SECONDS = 0.5
STEADY_DB = 1.5  # between the 10th and 90th percentile of the windows' levels
ALIKE = 0.95  # likeness (cosine) of all but a fifth of the spectra to their mean: noise has 0.7
FLAT_DB = 1.5  # deviation of the third octaves' densities: rain has 5
BUZZ_SHARE = (0.25, 0.95)  # of the power over 4 kHz in steady lines: a square wave has 0.03
BUZZ_FROM_HZ = 4000.0

_WINDOW = 4096
_WINDOWS_MAX = 128
_THIRDS_FROM_HZ = 125.0
_BELOW_NYQUIST = 0.9


def steadiness(samples: NDArray[np.float32], sample_rate: int) -> Kind:
    """What a sound (frames, channels) is throughout: "noise", "buzz", "lines", or "".

    "noise": white, its level and spectrum constant. "lines": hum, or tones, that never change and
    little beside them; "buzz" where much of their power is treble, but not all, as no mains hum
    and no beep has it. Sounds under half a second are "".
    """
    if len(samples) < max(_WINDOW, LEAST_SECONDS * sample_rate):
        return ""
    power = _power_spectra(samples)
    levels = 10 * np.log10(np.maximum(power.sum(axis=1), 1e-20))
    low, high = np.percentile(levels, (10, 90))
    if high - low > STEADY_DB:
        return ""
    mean = power.mean(axis=0)
    if _third_octaves_db(mean, sample_rate).std() < FLAT_DB:
        return "noise"
    alike = power @ mean / (np.linalg.norm(power, axis=1) * np.linalg.norm(mean) + 1e-20)
    if np.percentile(alike, 20) < ALIKE:
        return ""
    treble = mean[round(BUZZ_FROM_HZ / sample_rate * _WINDOW) :].sum() / mean.sum()
    return "buzz" if BUZZ_SHARE[0] < treble < BUZZ_SHARE[1] else "lines"


def _power_spectra(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power of windows spread evenly over the sound (windows, bins), channels added."""
    room = len(samples) - _WINDOW
    count = min(_WINDOWS_MAX, 1 + 2 * room // _WINDOW)
    starts = np.linspace(0, room, count).astype(np.intp)
    taper = np.hanning(_WINDOW).astype(np.float32)
    power = np.zeros((count, _WINDOW // 2 + 1))
    for wave in samples.T:
        views = np.lib.stride_tricks.sliding_window_view(wave, _WINDOW)
        power += np.abs(np.fft.rfft(views[starts] * taper, axis=1)) ** 2
    return power


def _third_octaves_db(mean: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """Mean power of a bin in each third of an octave from 125 Hz on."""
    highest = _BELOW_NYQUIST * sample_rate / 2
    count = int(3 * np.log2(highest / _THIRDS_FROM_HZ))
    edges_hz = _THIRDS_FROM_HZ * 2 ** (np.arange(count + 1) / 3)
    edges = np.round(edges_hz / sample_rate * _WINDOW).astype(np.intp)
    pairs = [(a, b) for a, b in pairwise(edges) if b > a]
    return 10 * np.log10([max(mean[a:b].mean(), 1e-20) for a, b in pairs])
