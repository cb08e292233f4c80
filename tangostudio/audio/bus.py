"""The output's last stage: which channels are heard, full scale, and what the meters read.

It works on the sum of all voices, in the sound device's callback. Knows nothing of voices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

Channels = Literal["stereo", "mono", "left", "right"]
CHANNELS: tuple[Channels, ...] = get_args(Channels)

# By choice: how much of left and right the left side gets, then the right side.
_ROUTES: dict[Channels, tuple[tuple[float, float], tuple[float, float]]] = {
    "stereo": ((1.0, 0.0), (0.0, 1.0)),
    "mono": ((0.5, 0.5), (0.5, 0.5)),
    "left": ((1.0, 0.0), (1.0, 0.0)),
    "right": ((0.0, 1.0), (0.0, 1.0)),
}


@dataclass(frozen=True)
class Levels:
    """What left and right put out since the last reading, before they were held to full scale.

    Attributes:
        peaks: highest magnitudes, linear, 1 is full scale.
        powers: mean squares.
        clipped: samples that were over full scale.
    """

    peaks: tuple[float, float] = (0.0, 0.0)
    powers: tuple[float, float] = (0.0, 0.0)
    clipped: tuple[int, int] = (0, 0)


class Bus:
    """Routes channels, holds them to full scale and counts.

    Attributes:
        channels: what is heard on both sides; one channel alone is heard on both. Reached
            smoothly.
    """

    def __init__(self) -> None:
        self.channels: Channels = "stereo"
        self._reached: Channels = "stereo"
        self._forget()

    def put_out(self, out: FloatArray) -> None:
        """Finish a chunk in place, float32 (frames, 2)."""
        if self.channels != "stereo" or self._reached != "stereo":
            self._route(out)
        peaks = np.abs(out).max(axis=0)
        self._powers += np.einsum("fc,fc->c", out, out)
        self._frames += len(out)
        if peaks.max() > 1.0:
            self._clipped += (np.abs(out) > 1.0).sum(axis=0)
            np.clip(out, -1.0, 1.0, out=out)
        np.maximum(self._peaks, peaks, out=self._peaks)

    def take_levels(self) -> Levels:
        """What was put out since the last call."""
        peaks, powers, clipped = self._peaks, self._powers / max(1, self._frames), self._clipped
        self._forget()
        return Levels(_pair(peaks), _pair(powers), (int(clipped[0]), int(clipped[1])))

    def _forget(self) -> None:
        self._peaks = np.zeros(2, dtype=np.float32)
        self._powers = np.zeros(2, dtype=np.float64)
        self._clipped = np.zeros(2, dtype=np.int64)
        self._frames = 0

    def _route(self, out: FloatArray) -> None:
        before, after = _ROUTES[self._reached], _ROUTES[self.channels]
        left, right = out[:, 0].copy(), out[:, 1].copy()
        for side in range(2):
            gains: list[float | FloatArray] = [*after[side]]
            if self._reached != self.channels:
                gains = [
                    np.linspace(was, is_now, len(out), dtype=np.float32)
                    for was, is_now in zip(before[side], after[side], strict=True)
                ]
            out[:, side] = left * gains[0] + right * gains[1]
        self._reached = self.channels


def _pair(values: NDArray[np.floating]) -> tuple[float, float]:
    return float(values[0]), float(values[1])
