"""Spectrograms for the screen: power in dB on mel, ERB, logarithmic or linear rows.

Windowed float32 transforms a chunk at a time, then triangular filters onto the rows. No more
columns are computed than a screen shows. Knows nothing of colours or widgets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Scale = Literal["mel", "erb", "log", "linear"]

SCALES: tuple[Scale, ...] = ("mel", "erb", "log", "linear")
WINDOWS = (512, 1024, 2048, 4096, 8192, 16384)
LOWEST_DB, FLOOR_DB = -120.0, -85.0
LOWEST_LOG_HZ = 30.0
_CHUNK_FRAMES = 2**17  # transformed at once: their spectra stay in the processor's cache
_ROW_GROUPS = 8
_MIN_HOP = 16


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """Levels over time and frequency.

    Attributes:
        db: float32 (rows, columns), low frequencies first; a full-scale sine is about 0 dB, nothing
            is below the floor that was asked for. Columns are equally wide and together cover
            exactly the frames that were asked for.
        seconds: length that the columns cover.
        frequencies_hz: float32 (rows,), the centre of each row.
    """

    db: FloatArray
    seconds: float
    frequencies_hz: FloatArray


def spectrogram(
    samples: FloatArray,
    sample_rate: int,
    scale: Scale = "mel",
    n_fft: int = 2048,
    rows: int = 256,
    columns_max: int = 2000,
    floor_db: float = FLOOR_DB,
    *,
    start_frame: int = 0,
    end_frame: int | None = None,
) -> Spectrogram:
    """Spectrogram of float32 (frames, channels); the power of the channels is averaged.

    Args:
        scale: spacing of the rows: O'Shaughnessy's mel, Glasberg and Moore's ERB rate, and linear,
            from 0 Hz; logarithmic from 30 Hz.
        n_fft: window length in frames, a power of two.
        columns_max: width of the screen; short sounds get fewer columns.
        start_frame, end_frame: the part to show; windows at its edges see what lies beyond.

    Raises:
        ValueError: an unknown scale.
    """
    end = len(samples) if end_frame is None else min(end_frame, len(samples))
    frames = max(1, end - start_frame)
    columns = max(1, min(columns_max, frames // _MIN_HOP))
    frequencies = row_frequencies(scale, rows, sample_rate)
    filters = _filters(scale, rows, sample_rate, n_fft)
    power = np.empty((rows, columns), dtype=np.float32)
    centres = start_frame + (np.arange(columns) + 0.5) * (frames / columns)
    starts = centres.astype(np.intp)  # of windows in the sound padded by half a window
    for first, spectra in _spectra(samples, n_fft, starts):
        for row, bins, weights in filters:
            power[row, first : first + len(spectra)] = weights @ spectra[:, bins].T
    lowest = np.float32(10.0 ** (floor_db / 10.0))
    db = np.log10(np.maximum(power, lowest, out=power), out=power)
    db *= np.float32(10.0)
    np.maximum(db, np.float32(floor_db), out=db)
    return Spectrogram(db, frames / sample_rate, frequencies)


def row_frequencies(scale: Scale, rows: int, sample_rate: int) -> FloatArray:
    """Centre frequency of each row in Hz, up to half the sample rate."""
    nyquist = sample_rate / 2
    place = np.linspace(0.0, 1.0, rows)
    if scale == "linear":
        frequencies = place * nyquist
    elif scale == "log":
        frequencies = LOWEST_LOG_HZ * (nyquist / LOWEST_LOG_HZ) ** place
    elif scale == "mel":
        frequencies = mel_to_hz(place * hz_to_mel(nyquist))
    elif scale == "erb":
        frequencies = erb_rate_to_hz(place * hz_to_erb_rate(nyquist))
    else:
        raise ValueError(f"no scale is called {scale}")
    return frequencies.astype(np.float32)


def hz_to_mel(hz: float) -> float:
    """O'Shaughnessy's mel scale (1987)."""
    return 2595.0 * math.log10(1.0 + hz / 700.0)


def mel_to_hz(mel: NDArray[np.floating]) -> NDArray[np.floating]:
    """The inverse of `hz_to_mel`."""
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)


def hz_to_erb_rate(hz: float) -> float:
    """Number of equivalent rectangular bandwidths below a frequency (Glasberg and Moore, 1990)."""
    return 21.4 * math.log10(1.0 + 4.37e-3 * hz)


def erb_rate_to_hz(rate: NDArray[np.floating]) -> NDArray[np.floating]:
    """The inverse of `hz_to_erb_rate`."""
    return (10.0 ** (rate / 21.4) - 1.0) / 4.37e-3


def difference(shown: Spectrogram, other: Spectrogram, floor_db: float = FLOOR_DB) -> Spectrogram:
    """How much louder the first is than the second, in dB, where and when.

    Both must have the same rows and columns. What is under the floor counts as at the floor, so
    that inaudible sounds do not differ.
    """
    floor = np.float32(floor_db)
    db = np.maximum(shown.db, floor) - np.maximum(other.db, floor)
    return Spectrogram(db, shown.seconds, shown.frequencies_hz)


def _spectra(
    samples: FloatArray, n_fft: int, starts: NDArray[np.intp]
) -> Iterator[tuple[int, FloatArray]]:
    """First column and power spectra (windows, bins) of one chunk after the other."""
    # Periodic Hann, scaled so that a full-scale sine between no two bins has a power of 1.
    window = (0.5 - 0.5 * np.cos(2 * math.pi * np.arange(n_fft) / n_fft)).astype(np.float32)
    window *= np.float32(2.0 / float(window.sum()))
    half = n_fft // 2
    views = [
        np.lib.stride_tricks.sliding_window_view(np.pad(wave, (half, half)), n_fft)
        for wave in _distinct_channels(samples)
    ]
    at_once = max(1, _CHUNK_FRAMES // n_fft)
    for first in range(0, len(starts), at_once):
        chosen = starts[first : first + at_once]
        power = np.zeros((len(chosen), half + 1), dtype=np.float32)
        for view in views:
            spectrum = np.fft.rfft(view[chosen] * window, axis=1)
            power += spectrum.real**2
            power += spectrum.imag**2
        yield first, power if len(views) == 1 else power / np.float32(len(views))


def _distinct_channels(samples: FloatArray) -> list[FloatArray]:
    """The channels, or the first alone where all are the same."""
    waves = [np.ascontiguousarray(samples[:, c]) for c in range(samples.shape[1])]
    if all(np.array_equal(wave, waves[0]) for wave in waves[1:]):
        return waves[:1]
    return waves


@lru_cache(maxsize=8)
def _filters(
    scale: Scale, rows: int, sample_rate: int, n_fft: int
) -> list[tuple[slice, slice, FloatArray]]:
    """Groups of rows, the bins that they need and their weights (rows, bins).

    Each row is a triangle from its lower to its upper neighbour, but never narrower than the space
    between bins, so that low rows interpolate. In groups, since a row needs few of the bins.
    """
    centres = row_frequencies(scale, rows, sample_rate).astype(np.float64)
    bin_hz = sample_rate / n_fft
    steps = np.diff(centres) if rows > 1 else np.array([bin_hz])
    below = np.maximum(np.concatenate((steps[:1], steps)), bin_hz)[:, None]
    above = np.maximum(np.concatenate((steps, steps[-1:])), bin_hz)[:, None]
    away = np.arange(n_fft // 2 + 1) * bin_hz - centres[:, None]
    weights = np.clip(1.0 - np.where(away < 0, -away / below, away / above), 0.0, None)
    weights = weights.astype(np.float32)
    groups = []
    for part in np.array_split(np.arange(rows), min(_ROW_GROUPS, rows)):
        row = slice(int(part[0]), int(part[-1]) + 1)
        used = np.flatnonzero(weights[row].any(axis=0))
        bins = slice(int(used[0]), int(used[-1]) + 1)
        groups.append((row, bins, np.ascontiguousarray(weights[row, bins])))
    return groups
