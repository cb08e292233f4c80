"""Waveform pictures as numbers: lowest, highest and brightness of what each column covers.

`pack` makes the small one that is kept with a take; `Pyramid` answers for any zoom of a sound in
memory. Knows nothing of colours or widgets.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

_MAGIC = b"TOV1"
_HEADER = struct.Struct("<4sI")
_INTEGER_SCALE = 32767.0
_MAX_COLUMNS = 65536
_CENTROID_WINDOW = 1024
_CENTROIDS_MAX = 1536
_CHUNK = 128  # windows transformed at once: they stay in the processor's cache
_SILENT_POWER = 1e-9
_BLOCK = 64  # frames in a block of the finest level
_LEVEL_STEP = 4
_STRAIGHT_LINES = 0.25  # frames per column up to which the wave is drawn as lines
_BLOCKS_PER_COLUMN = 8  # at least: a column then shows little of its neighbour


@dataclass(frozen=True, eq=False)
class Overview:
    """Columns of a waveform, all arrays float32 (columns,).

    Attributes:
        minimum, maximum: of the samples that a column covers, full scale is 1.
        centroid_hz: power-weighted mean frequency around the column; 0 where there is silence.
    """

    minimum: FloatArray
    maximum: FloatArray
    centroid_hz: FloatArray


def pack(samples: FloatArray, sample_rate: int, columns: int = 240) -> bytes:
    """Overview of float32 (frames, channels), all channels in one, at six bytes a column.

    A sound with fewer frames than columns gets one column a frame.
    """
    columns = max(0, min(columns, len(samples)))
    if columns == 0:
        return _HEADER.pack(_MAGIC, 0)
    edges = np.linspace(0, len(samples), columns + 1).astype(np.intp)
    # A channel at a time: reducing over so short an axis as the channels is slow.
    minimum = np.min([np.minimum.reduceat(wave, edges[:-1]) for wave in samples.T], axis=0)
    maximum = np.max([np.maximum.reduceat(wave, edges[:-1]) for wave in samples.T], axis=0)
    centroids = spectral_centroid(samples, sample_rate, (edges[:-1] + edges[1:]) / 2)
    return b"".join(
        (
            _HEADER.pack(_MAGIC, columns),
            (np.clip(minimum, -1, 1) * _INTEGER_SCALE).round().astype("<i2").tobytes(),
            (np.clip(maximum, -1, 1) * _INTEGER_SCALE).round().astype("<i2").tobytes(),
            np.clip(centroids, 0, 65535).round().astype("<u2").tobytes(),
        )
    )


def unpack(data: bytes) -> Overview:
    """What `pack` made.

    Raises:
        ValueError: not a packed overview.
    """
    if len(data) < _HEADER.size:
        raise ValueError("a packed overview is longer than this")
    magic, columns = _HEADER.unpack_from(data)
    if magic != _MAGIC or columns > _MAX_COLUMNS or len(data) != _HEADER.size + 6 * columns:
        raise ValueError("not a packed overview")
    low, high = np.frombuffer(data, "<i2", 2 * columns, _HEADER.size).reshape(2, columns)
    centroids = np.frombuffer(data, "<u2", columns, _HEADER.size + 4 * columns)
    scale = np.float32(1 / _INTEGER_SCALE)
    return Overview(
        low.astype(np.float32) * scale,
        high.astype(np.float32) * scale,
        centroids.astype(np.float32),
    )


def spectral_centroid(
    samples: FloatArray, sample_rate: int, centres: NDArray[np.floating]
) -> FloatArray:
    """Power-weighted mean frequency in Hz of windows of 1024 frames around `centres` (frames).

    Channels are mixed. 0 where a window holds silence.
    """
    half = _CENTROID_WINDOW // 2
    mono = np.zeros(len(samples) + 2 * half, dtype=np.float32)
    for wave in samples.T:
        mono[half:-half] += wave
    windows = np.lib.stride_tricks.sliding_window_view(mono, _CENTROID_WINDOW)
    starts = np.clip(np.asarray(centres).astype(np.intp), 0, len(samples))
    taper = np.hanning(_CENTROID_WINDOW).astype(np.float32) / np.float32(samples.shape[1])
    frequencies = np.fft.rfftfreq(_CENTROID_WINDOW, 1 / sample_rate).astype(np.float32)
    centroids = np.zeros(len(starts), dtype=np.float32)
    for first in range(0, len(starts), _CHUNK):
        chosen = slice(first, first + _CHUNK)
        spectra = np.fft.rfft(windows[starts[chosen]] * taper, axis=1)
        power = spectra.real**2 + spectra.imag**2
        total = power.sum(axis=1)
        heard = total > _SILENT_POWER
        centroids[chosen] = np.where(heard, power @ frequencies / np.where(heard, total, 1), 0)
    return centroids


class Pyramid:
    """Lowest and highest samples of a sound at several resolutions.

    Making it touches every sample once (a few ms for 30 s of stereo); asking for columns touches
    little more than the columns, however much sound they cover.
    """

    def __init__(self, samples: FloatArray, sample_rate: int) -> None:
        self.frames = len(samples)
        self.channels = samples.shape[1]
        self._samples = samples
        self._rate = sample_rate
        # Channels first: reductions then run along memory.
        self._waves = np.ascontiguousarray(samples.T)
        self._levels = _levels(self._waves)
        self._centroids: tuple[FloatArray, FloatArray] | None = None

    def columns(self, start_frame: float, end_frame: float, count: int) -> tuple[Overview, ...]:
        """One overview per channel of `count` columns between two positions.

        Positions may lie outside the sound (silence there) and between frames. Neighbouring columns
        share a sample or a small block, so that their bars touch. Far below a frame a column,
        minimum and maximum are both the wave at its centre, on the straight line between samples.
        """
        edges = np.linspace(start_frame, end_frame, count + 1)
        centres = (edges[:-1] + edges[1:]) / 2
        outside = (edges[1:] <= 0) | (edges[:-1] >= self.frames)
        per_column = (end_frame - start_frame) / max(1, count)
        if per_column <= _STRAIGHT_LINES:
            low = high = self._between(centres)
        else:
            low, high = self._extremes(edges, per_column)
        low, high = (np.where(outside, np.float32(0), values) for values in (low, high))
        centroids = np.where(outside, np.float32(0), self._centroid_at(centres))
        return tuple(Overview(low[c], high[c], centroids) for c in range(self.channels))

    def _between(self, centres: NDArray[np.floating]) -> FloatArray:
        positions = np.arange(self.frames)
        left = int(np.clip(math.floor(centres[0]) - 1, 0, self.frames - 1))
        right = int(np.clip(math.ceil(centres[-1]) + 2, left + 1, self.frames))
        part = positions[left:right]
        lines = [np.interp(centres, part, wave[left:right]) for wave in self._waves]
        return np.asarray(lines, dtype=np.float32)

    def _extremes(
        self, edges: NDArray[np.floating], per_column: float
    ) -> tuple[FloatArray, FloatArray]:
        block, low, high = 1, self._waves, self._waves
        for size, *level in self._levels:
            if per_column >= _BLOCKS_PER_COLUMN * size:
                block, (low, high) = size, level
        width = low.shape[1]
        starts = np.clip(np.floor(edges[:-1] / block), 0, width - 1).astype(np.intp)
        stop = int(np.clip(math.ceil(edges[-1] / block), starts[-1] + 1, width))
        minimum = np.minimum.reduceat(low[:, :stop], starts, axis=1)
        maximum = np.maximum.reduceat(high[:, :stop], starts, axis=1)
        # The block that an edge cuts belongs to both sides.
        minimum[:, :-1] = np.minimum(minimum[:, :-1], low[:, starts[1:]])
        maximum[:, :-1] = np.maximum(maximum[:, :-1], high[:, starts[1:]])
        return minimum, maximum

    def _centroid_at(self, centres: NDArray[np.floating]) -> FloatArray:
        if self._centroids is None:
            count = int(np.clip(self.frames // 512, 1, _CENTROIDS_MAX))
            where = (np.arange(count, dtype=np.float32) + 0.5) * (self.frames / count)
            values = spectral_centroid(self._samples, self._rate, where)
            heard = values > 0
            self._centroids = (where[heard], values[heard]) if heard.any() else (where, values)
        return np.interp(centres, *self._centroids).astype(np.float32)


def _levels(waves: FloatArray) -> list[tuple[int, FloatArray, FloatArray]]:
    """Block size in frames, minima and maxima (channels, blocks), from fine to coarse."""
    levels: list[tuple[int, FloatArray, FloatArray]] = []
    size, low, high = 1, waves, waves
    step = _BLOCK
    while low.shape[1] > 2 * step:
        low, high = _reduced(low, step, np.minimum), _reduced(high, step, np.maximum)
        size *= step
        levels.append((size, low, high))
        step = _LEVEL_STEP
    return levels


def _reduced(values: FloatArray, step: int, extreme: np.ufunc) -> FloatArray:
    """Extremes of blocks of `step` values, a power of two; the last block may be shorter."""
    whole = values.shape[1] // step * step
    blocks = values[:, :whole].reshape(len(values), -1, step)
    # Halves against halves: six times as fast as reducing over so short an axis.
    while blocks.shape[2] > 1:
        half = blocks.shape[2] // 2
        blocks = extreme(blocks[..., :half], blocks[..., half:])
    reduced = blocks[..., 0]
    if whole == values.shape[1]:
        return reduced
    rest = extreme.reduce(values[:, whole:], axis=1, keepdims=True)
    return np.concatenate((reduced, rest), axis=1)
