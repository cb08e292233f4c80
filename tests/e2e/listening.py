"""Knows a take by its sound: where a piece that was heard lies in a take, whatever its level."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from tangostudio.library import Take

ALIKE = 0.95
AUDIBLE = 1e-3
PIECE_SECONDS = 0.1
"""A busy machine tears what is played; a piece of this length is mostly whole."""

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """Where a piece was found: in which take, how alike they are (1: the same), at which second."""

    take: int
    alike: float
    seconds: float


def name(heard: FloatArray, sample_rate: int, takes: Iterable[Take]) -> Found:
    """The take that was heard: that in which some piece of what was heard (frames, 2) is."""
    length = round(PIECE_SECONDS * sample_rate)
    pieces = [heard[at : at + length] for at in range(0, len(heard) - length + 1, length)]
    loudest = sorted(pieces, key=lambda piece: -float((piece**2).sum()))[:4]
    takes = list(takes)
    found = [place(piece, sample_rate, take) for piece in loudest for take in takes]
    return max(found, key=lambda one: one.alike)


def longest_silence(heard: FloatArray, sample_rate: int) -> float:
    """Seconds of the longest stretch in which nothing can be heard."""
    loud = np.flatnonzero(np.abs(heard).max(axis=1) > AUDIBLE)
    return float(np.diff(np.concatenate([[0], loud, [len(heard)]])).max()) / sample_rate


def place(piece: FloatArray, sample_rate: int, take: Take) -> Found:
    """Where in a take, played in a loop or not, a piece (frames, 2) is found best."""
    once = _sound(take.path, sample_rate)
    wanted = piece.mean(axis=1).astype(np.float64)
    whole = np.concatenate([once, once[: len(wanted)]]).astype(np.float64)  # over the loop's seam
    size = 1 << (len(whole) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(whole, size) * np.fft.rfft(wanted, size).conj()
    products = np.fft.irfft(spectrum, size)[: len(whole) - len(wanted) + 1]
    power = np.concatenate([[0.0], np.cumsum(whole**2)])
    powers = power[len(wanted) :] - power[: -len(wanted)]
    norm = np.sqrt(np.maximum(powers, 1e-9) * max(float((wanted**2).sum()), 1e-9))
    alike = products / norm
    at = int(alike.argmax())
    return Found(take.id, float(alike[at]), at / sample_rate)


@functools.lru_cache(maxsize=32)
def _sound(path: Path, sample_rate: int) -> FloatArray:
    """The middle of a take as it is played at a rate."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return soxr.resample(samples.mean(axis=1), rate, sample_rate)
