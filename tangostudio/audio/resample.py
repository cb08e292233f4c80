"""Sample rate conversion by soxr at its highest quality. Knows nothing of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

_QUALITY = "VHQ"


def resample(samples: NDArray[np.float32], rate: int, new_rate: int) -> NDArray[np.float32]:
    """Convert float32 (frames, channels) to another rate, linear phase, about 140 dB clean.

    The result has `converted_frames` frames. Peaks may come out over full scale. Samples of the
    same rate are returned as they are.
    """
    if rate == new_rate:
        return samples
    frames = converted_frames(samples.shape[0], rate, new_rate)
    converted = soxr.resample(np.ascontiguousarray(samples), rate, new_rate, quality=_QUALITY)
    if len(converted) < frames:
        converted = np.pad(converted, ((0, frames - len(converted)), (0, 0)))
    return np.ascontiguousarray(converted[:frames], dtype=np.float32)


def resample_blocks(
    blocks: Iterable[NDArray[np.float32]], channels: int, frames: int, rate: int, new_rate: int
) -> Iterator[NDArray[np.float32]]:
    """The same for a sound that comes in blocks: the same samples, however it is cut into blocks.

    Args:
        blocks: float32 (frames, channels) each, `frames` together.
    """
    if rate == new_rate:
        yield from blocks
        return
    stream = soxr.ResampleStream(rate, new_rate, channels, dtype="float32", quality=_QUALITY)
    missing = converted_frames(frames, rate, new_rate)
    for block in blocks:
        converted = stream.resample_chunk(np.ascontiguousarray(block))[:missing]
        missing -= len(converted)
        if len(converted):
            yield converted
    end = stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)[:missing]
    missing -= len(end)
    yield np.pad(end, ((0, missing), (0, 0)))


def converted_frames(frames: int, rate: int, new_rate: int) -> int:
    """How many frames a sound has at another rate: the nearest number, at least one."""
    return max(1, round(frames * new_rate / rate))
