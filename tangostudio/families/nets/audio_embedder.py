"""A spectrogram of a sound and a small convolutional net that sums it up in one vector.

Log-mel frames through one-dimensional ConvNeXt blocks (Liu et al., "A ConvNet for the 2020s",
2022) with growing dilation, then mean and maximum over time. The same net at two sizes embeds
sounds and tells families apart. Knows nothing of what the vector is for, of files or of text.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tangostudio.families.nets.spectra import mel_matrix

SAMPLE_RATE = 44100
N_FFT, HOP, BANDS = 2048, 512, 80
FLOOR = 1e-5
"""Amplitude (full scale is 1) that counts as silence."""

MOST_NATS = float(-np.log(FLOOR))
"""Log-mels run from 0 at the floor to about this at full scale."""

LONGEST_SECONDS = 10.0
SHORTEST_FRAMES = 8


@dataclass(frozen=True)
class NetConfig:
    """Sizes of a net.

    Attributes:
        outputs: values of the vector.
        stack: frames that are read together as one position.
        width, hidden: features of a position, and inside a block.
        dilations: one per block, in positions.
        placed: whether a position knows its place in the sound, so that order can be told.
    """

    outputs: int
    stack: int = 4
    width: int = 128
    hidden: int = 288
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    placed: bool = False
    bands: int = BANDS


@lru_cache(maxsize=1)
def _mel() -> Tensor:
    return mel_matrix(BANDS, N_FFT, SAMPLE_RATE)


@lru_cache(maxsize=1)
def _window() -> Tensor:
    return torch.hann_window(N_FFT) * (4 / N_FFT)


@torch.no_grad()
def log_mel(audio: np.ndarray) -> Tensor:
    """Log-mel frames (T, 80) in nats above the floor of a sound (frames, channels) at 44.1 kHz.

    Channels are averaged, at most 10 s are read, and T is at least 8 (silence is added).
    """
    mid = torch.from_numpy(np.ascontiguousarray(audio.mean(1, dtype=np.float32)))
    mid = mid[: round(LONGEST_SECONDS * SAMPLE_RATE)]
    count = max(SHORTEST_FRAMES, 1 + len(mid) // HOP)
    before = N_FFT // 2
    after = (count - 1) * HOP + N_FFT - before - len(mid)
    frames = functional.pad(mid, (before, after)).unfold(0, N_FFT, HOP) * _window()
    levels = torch.fft.rfft(frames).abs() @ _mel()
    return torch.log(levels.clamp_min(FLOOR) / FLOOR)


class Block(nn.Module):
    """Depthwise convolution over time, then a two-layer net at each position."""

    def __init__(self, config: NetConfig, dilation: int) -> None:
        super().__init__()
        width = config.width
        self.depthwise = nn.Conv1d(
            width, width, 7, padding=3 * dilation, dilation=dilation, groups=width
        )
        self.norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, config.hidden), nn.GELU(), nn.Linear(config.hidden, width)
        )

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, P, width) to the same; what the (B, P, 1) mask hides is read as nothing."""
        y = self.depthwise((x * mask).transpose(1, 2)).transpose(1, 2)
        return x + self.mlp(self.norm(y))


class AudioNet(nn.Module):
    """Log-mel frames to one vector."""

    def __init__(self, config: NetConfig) -> None:
        super().__init__()
        self.config = config
        self.inlet = nn.Linear(config.stack * config.bands, config.width)
        self.place = nn.Linear(2, config.width, bias=False) if config.placed else None
        self.blocks = nn.ModuleList(Block(config, dilation) for dilation in config.dilations)
        self.norm = nn.LayerNorm(config.width)
        self.outlet = nn.Linear(2 * config.width, config.outputs)

    def forward(self, frames: Tensor, lengths: Tensor) -> Tensor:
        """Vectors (B, outputs) of frames (B, T, bands), of which the first `lengths` (B,) count.

        What stands behind a sound's own frames changes nothing; frames that do not fill the last
        position are left aside.
        """
        batch, length, bands = frames.shape
        stack = self.config.stack
        positions = length // stack
        x = frames[:, : positions * stack].reshape(batch, positions, stack * bands)
        own = (lengths // stack).clamp(1, positions)
        mask = torch.arange(positions, device=frames.device) < own[:, None]
        visible = mask.unsqueeze(-1).to(frames.dtype)
        x = self.inlet(x / 3 - 1.5)
        if self.place is not None:
            number = torch.arange(positions, device=frames.device).expand(batch, -1)
            share = (number / own[:, None]).clamp(max=1)
            x = x + self.place(torch.stack([share, number * stack / 256], -1).to(frames.dtype))
        for block in self.blocks:
            x = block(x, visible)
        x = self.norm(x)
        mean = (x * visible).sum(1) / visible.sum(1)
        most = x.masked_fill(~mask.unsqueeze(-1), float("-inf")).amax(1)
        return self.outlet(torch.cat([mean, most], -1))
