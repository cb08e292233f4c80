"""Knows a take by its sound: where a stretch that was heard lies in a take, whatever its level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from tangostudio.library import Take

ALIKE = 0.9
AUDIBLE = 1e-3
FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """A take in which a stretch was found: how alike they are (1: the same), and where in it."""

    take: int
    alike: float
    seconds: float


def name(stretch: FloatArray, sample_rate: int, takes: Iterable[Take]) -> Found:
    """The take that a stretch (frames, 2) is most likely from, played in a loop or not."""
    return max((_place(stretch, sample_rate, take) for take in takes), key=lambda one: one.alike)


def begin(heard: FloatArray) -> int:
    """The first frame that can be heard."""
    loud = np.flatnonzero(np.abs(heard).max(axis=1) > AUDIBLE)
    assert len(loud), "nothing was heard"
    return int(loud[0])


def longest_silence(heard: FloatArray, sample_rate: int) -> float:
    """Seconds of the longest stretch in which nothing can be heard."""
    loud = np.flatnonzero(np.abs(heard).max(axis=1) > AUDIBLE)
    return float(np.diff([0, *loud, len(heard)]).max()) / sample_rate


def _place(stretch: FloatArray, sample_rate: int, take: Take) -> Found:
    samples, rate = soundfile.read(take.path, dtype="float32", always_2d=True)
    once = soxr.resample(samples.mean(axis=1), rate, sample_rate)
    wanted = stretch.mean(axis=1).astype(np.float64)
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
