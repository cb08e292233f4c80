"""Stable Audio 3's learned pads and duration, in the published key layout.

They make tokens of what a text encoder says and of seconds; the encoder itself is not known here.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from tangostudio.families.nets.stable_audio_3_dit import FEATURES, fourier_features


class Prompt(nn.Module):
    """The learned vector that stands where a prompt has no token."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.padding_embedding = nn.Parameter(torch.zeros(width))

    def forward(self, states: Tensor, count: int) -> Tensor:
        """States (1, n, width) filled up to (1, count, width)."""
        return torch.cat([states, self.padding_embedding.expand(1, count - states.shape[1], -1)], 1)


class NumberEmbedder(nn.Module):
    """Shares of a range (B,) to vectors (B, width)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.embedding = nn.ModuleDict({"1": nn.Linear(FEATURES, width)})

    def forward(self, share: Tensor) -> Tensor:
        """Computed on the processor up to the features, so that every device has the same."""
        linear = self.embedding["1"]
        return linear(fourier_features(share).to(next(linear.parameters()).device))


class Seconds(nn.Module):
    """A duration as a vector."""

    def __init__(self, width: int, longest: float) -> None:
        super().__init__()
        self.longest = longest
        self.embedder = NumberEmbedder(width)

    def forward(self, seconds: Sequence[float]) -> Tensor:
        """Vectors (B, width)."""
        return self.embedder(torch.tensor(seconds).clamp(0, self.longest) / self.longest)


class Conditioners(nn.Module):
    """What makes tokens of a prompt's states and of a duration, always in float32."""

    def __init__(self, width: int, longest: float) -> None:
        super().__init__()
        self.prompt = Prompt(width)
        self.seconds_total = Seconds(width, longest)
