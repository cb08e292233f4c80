"""A number as a vector: scaled to 0..1, then itself and its sines and cosines, then a linear layer.

Stable Audio tells its nets by it how many seconds a sound lasts. Key names are the published ones.
"""

import math

import torch
from torch import Tensor, nn

FREQUENCIES = 128


class Fourier(nn.Module):
    """A number and its sines, then cosines, at learned frequencies: (B,) to (B, 257)."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(FREQUENCIES))

    def forward(self, x: Tensor) -> Tensor:
        """The features. The phase is multiplied from left to right, as it was in training."""
        x = x[:, None]
        phase = x * self.weights * 2 * math.pi
        return torch.cat([x, phase.sin(), phase.cos()], dim=-1)


class NumberEmbedder(nn.Module):
    """Numbers, held within `least` and `most`, as vectors: (B,) to (B, width)."""

    def __init__(self, width: int, least: float, most: float) -> None:
        super().__init__()
        self.least, self.most = least, most
        linear = nn.Linear(2 * FREQUENCIES + 1, width)
        self.embedder = nn.ModuleDict({"embedding": nn.Sequential(Fourier(), linear)})

    def forward(self, numbers: Tensor) -> Tensor:
        """The vectors, float32."""
        share = (numbers.clamp(self.least, self.most) - self.least) / (self.most - self.least)
        return self.embedder["embedding"](share)
