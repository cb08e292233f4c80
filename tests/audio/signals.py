"""Small sounds for tests."""

import numpy as np
from numpy.typing import NDArray


def sine(
    hz: float, seconds: float, sample_rate: int = 44100, channels: int = 2, peak: float = 0.5
) -> NDArray[np.float32]:
    """A sine, float32 (frames, channels)."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    wave = peak * np.sin(2 * np.pi * hz * time)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def noise(frames: int, channels: int = 2, peak: float = 0.5, seed: int = 0) -> NDArray[np.float32]:
    """White noise, float32 (frames, channels)."""
    random = np.random.default_rng(seed)
    return (random.uniform(-peak, peak, (frames, channels))).astype(np.float32)
