"""Where the events of a sound begin: a knock, a step, a drop.

Spectral flux after Bello et al., "A Tutorial on Onset Detection in Music Signals" (2005): how much
louder each band became since the frame before, summed; its peaks that stand out of their
neighbourhood are onsets. Good for what begins abruptly; swells and drones have none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

_WINDOW_SECONDS = 0.023
_HOP_SECONDS = 0.0107
_BANDS = 24
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 16000.0
_QUIETEST = 1e-3  # of the loudest frame; what is below counts as silence
_APART_SECONDS = 0.060
_AROUND_SECONDS = 0.25  # whose mean a peak must stand out of
_STANDS_OUT = 1.6
_SHARE = 0.12  # of the highest flux that an onset has at least
_NEAR_SECONDS = 0.035
_RISE = 0.4  # nepers, 3.5 dB, that the sound is louder after an onset than before
_BATCH = 2048  # frames analysed at once


def find(samples: FloatArray, sample_rate: int) -> tuple[float, ...]:
    """Moments in seconds where events begin, in order; none of silence.

    Args:
        samples: float32 (frames, channels).
    """
    window = _power_of_two(_WINDOW_SECONDS * sample_rate)
    hop = max(1, round(_HOP_SECONDS * sample_rate))
    mono = samples.mean(axis=1)
    levels = _bands(mono, sample_rate, window, hop)
    flux = np.maximum(np.diff(levels, axis=0, prepend=0.0), 0.0).sum(axis=1)
    flux[_risen(levels, hop / sample_rate) < _RISE] = 0.0
    flux[max(1, 1 + (len(mono) - window // 2) // hop) :] = 0.0  # an abrupt end is no beginning
    return tuple(
        _begins(mono, place * hop, window, hop) / sample_rate
        for place in _peaks(flux, hop / sample_rate)
    )


def _power_of_two(frames: float) -> int:
    return 1 << max(6, round(np.log2(max(frames, 64.0))))


def _bands(mono: FloatArray, sample_rate: int, window: int, hop: int) -> NDArray[np.float32]:
    """Level of each band in each frame (frames, bands), compressed as hearing does, from 0."""
    padded = np.pad(mono, (window // 2, window))
    count = 1 + (len(mono) - 1) // hop
    edges = np.geomspace(_LOWEST_HZ, min(_HIGHEST_HZ, 0.45 * sample_rate), _BANDS + 1)
    bins = np.unique(np.round(edges * window / sample_rate).astype(int))
    shape = np.hanning(window).astype(np.float32)
    cuts = np.lib.stride_tricks.sliding_window_view(padded, window)[::hop][:count]
    power = np.empty((count, len(bins) - 1), np.float32)
    for first in range(0, count, _BATCH):
        spectra = np.abs(np.fft.rfft(cuts[first : first + _BATCH] * shape))
        sums = np.add.reduceat(spectra, bins, axis=1)[:, :-1]
        power[first : first + _BATCH] = sums
    floor = _QUIETEST * power.max(initial=0.0)
    return np.log1p(power / floor) if floor > 0.0 else power


def _risen(levels: NDArray[np.floating], step: float) -> NDArray[np.floating]:
    """How much louder the frames after one are than those before, in nepers."""
    near = max(1, round(_NEAR_SECONDS / step))
    sums = np.cumsum(np.pad(levels.mean(axis=1), (near + 1, near), mode="constant"))
    mean = (sums[near:] - sums[:-near]) / near
    frames = len(levels)
    return mean[near : near + frames] - mean[:frames]


def _peaks(flux: NDArray[np.floating], step: float) -> list[int]:
    """Frames whose flux is the highest around and stands out."""
    if not len(flux) or flux.max() <= 0.0:
        return []
    around = max(1, round(_AROUND_SECONDS / step))
    apart = max(1, round(_APART_SECONDS / step))
    sums = np.cumsum(np.pad(flux, (around + 1, around)))
    mean = (sums[2 * around + 1 :] - sums[: -2 * around - 1]) / (2 * around + 1)
    wide = np.lib.stride_tricks.sliding_window_view(
        np.pad(flux, apart, constant_values=-1.0), 2 * apart + 1
    ).max(axis=1)
    good = (flux >= wide) & (flux > _STANDS_OUT * mean) & (flux > _SHARE * flux.max())
    found: list[int] = []
    for place in np.flatnonzero(good):
        if not found or place - found[-1] >= apart:
            found.append(int(place))
    return found


def _begins(mono: FloatArray, centre: int, window: int, hop: int) -> int:
    """The sample near a frame where the sound rises over a tenth of its peak there."""
    first = max(0, centre - window // 2)
    part = np.abs(mono[first : centre + window // 2 + hop])
    if not len(part):
        return min(centre, len(mono))
    return first + int(np.argmax(part >= 0.1 * part.max()))
