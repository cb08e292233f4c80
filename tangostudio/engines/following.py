"""Loudness that follows another sound's in time: its swells, its onsets and its silences.

Knows nothing of models and requests.
"""

from __future__ import annotations

import math

import numpy as np

HOP_SECONDS = 0.0025
_WINDOW_SECONDS = 0.015
_QUIETEST_DB = -60.0  # under the loudest; what is below is silence
_MOST_GAIN_DB = 40.0
_LOUD_PERCENTILE = 95.0


def follow(
    sound: np.ndarray, sample_rate: int, leader: np.ndarray, leader_rate: int, amount: float
) -> np.ndarray:
    """The sound with the leader's course of loudness; its own loudest parts keep their level.

    The gain of each 2.5 ms is what is missing between both courses, centred, so that it rises
    before an onset. It lifts by at most 40 dB, and silence stays silent.

    Args:
        sound, leader: float32 (frames, channels); after the leader's end there is silence.
        amount: share of the gain in dB, 0 (nothing is changed) to 1.
    """
    if not amount:
        return sound
    count = math.ceil(len(sound) / sample_rate / HOP_SECONDS) + 1
    own, wanted = (
        _course(values, rate, count)
        for values, rate in ((sound, sample_rate), (leader, leader_rate))
    )
    gains = np.minimum(amount * (wanted - own), _MOST_GAIN_DB)
    places = np.arange(len(sound)) / (HOP_SECONDS * sample_rate)
    curve = 10 ** (np.interp(places, np.arange(count), gains) / 20)
    return (sound * curve[:, None]).astype(np.float32)


def _course(sound: np.ndarray, sample_rate: int, count: int) -> np.ndarray:
    """Levels in dB under the loud parts' own, every 2.5 ms."""
    found = levels(sound, sample_rate, count)
    loud = float(np.percentile(found[found > 0], _LOUD_PERCENTILE)) if found.any() else 1.0
    return np.maximum(20 * np.log10(np.maximum(found / loud, 1e-9)), _QUIETEST_DB)


def levels(sound: np.ndarray, sample_rate: int, count: int) -> np.ndarray:
    """RMS over a Hann window of 15 ms around each multiple of 2.5 ms, `count` of them."""
    places = np.rint(np.arange(count) * HOP_SECONDS * sample_rate).astype(int)
    half = round(_WINDOW_SECONDS * sample_rate / 2)
    power = np.zeros(places[-1] + 2 * half + 1)
    heard = (sound.astype(np.float64) ** 2).mean(1)[: len(power) - half]
    power[half : half + len(heard)] = heard
    window = np.hanning(2 * half + 1)
    frames = np.lib.stride_tricks.sliding_window_view(power, len(window))[places]
    return np.sqrt(frames @ window / window.sum())
