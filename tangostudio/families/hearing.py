"""A start sound as a model hears it: at its rate, with its channels, as long as its window.

Knows nothing of codecs and of what is random in them.
"""

import hashlib
import math
from collections.abc import Hashable

import numpy as np
import torch
from torch import Tensor

from tangostudio.audio.resample import resample

_MARGIN = 1  # seconds that are resampled beyond the window, so that its end has no edge


def window(
    sound: np.ndarray, sample_rate: int, rate: int, frames: int, channels: int = 2
) -> Tensor:
    """(1, channels, frames) at `rate` of a sound (frames, channels), float32.

    One that is longer is cut at its end, a shorter one followed by silence; one of fewer channels
    has its first on all, and of more the first ones are taken.
    """
    most = math.ceil(frames * sample_rate / rate) + _MARGIN * sample_rate
    heard = np.asarray(sound[:most, :channels], np.float32)
    if heard.shape[1] < channels:
        heard = np.repeat(heard[:, :1], channels, axis=1)
    fitting = resample(heard, sample_rate, rate)[:frames]
    whole = torch.zeros(1, channels, frames)
    whole[0, :, : len(fitting)] = torch.from_numpy(np.ascontiguousarray(fitting.T))
    return whole


def mark(sound: np.ndarray, sample_rate: int) -> Hashable:
    """What tells a sound from any other, to remember what was heard of it."""
    return hashlib.sha256(sound.tobytes()).digest(), sound.shape, sample_rate
