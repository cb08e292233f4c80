"""Faults of a sound that no designer would deliver, by name. It knows nothing of prompts or models.

For sounds as a model gives them, before their peak is brought down to full scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SILENT_DB = -60.0
TOO_LOUD_DB = 6.0
DIRECT_CURRENT = 0.02
CLIPPED_RUN = 4
NAMES = ("silent", "too loud", "clipped", "direct current")

_WINDOW_SECONDS = 0.1


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
