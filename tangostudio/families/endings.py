"""How a take ends: cut to its length, the last moments faded so that no cut is heard as a click."""

from __future__ import annotations

import numpy as np

FADE_SECONDS = 0.02


def cut(sound: np.ndarray, seconds: float, sample_rate: int) -> np.ndarray:
    """The first `seconds` of a sound (frames, channels), the last 20 ms of them faded."""
    frames = round(seconds * sample_rate)
    take = sound[:frames]
    fade = min(len(take), round(FADE_SECONDS * sample_rate))
    curve = np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
    return np.concatenate([take[: len(take) - fade], take[len(take) - fade :] * curve])
