from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio.quality import faults

RATE = 44_100
SINE = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)[:, None] * np.ones((1, 2))


@pytest.mark.parametrize(
    ("sound", "found"),
    [
        (0.5 * SINE, ()),
        (SINE, ()),  # a peak that just touches full scale is no clipping
        (1e-4 * SINE, ("silent",)),
        (np.zeros((RATE, 1)), ("silent",)),
        (2.1 * SINE, ("too loud",)),
        (np.clip(2 * SINE, -1, 1), ("clipped",)),
        (np.clip(0.9 * SINE, -0.6, 0.6), ("clipped",)),
        (0.5 * SINE + 0.03, ("direct current",)),
        (np.clip(4 * SINE, -3, 3) + 0.05, ("too loud", "clipped", "direct current")),
    ],
)
def test_each_fault_is_named(sound, found):
    assert faults(sound.astype(np.float32), RATE) == found


def test_a_short_burst_is_not_silence():
    sound = np.zeros((RATE, 1), np.float32)
    sound[5000:5200] = np.random.default_rng(1).normal(0, 0.2, (200, 1))
    assert faults(sound, RATE) == ()
