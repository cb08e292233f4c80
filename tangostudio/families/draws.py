"""What families whose takes are torch tensors share: joining takes, noise drawn by channel."""

from collections.abc import Sequence

import torch
from torch import Tensor


def stack(parts: Sequence[Tensor]) -> Tensor:
    """Join takes (1, L, C) to (B, L, C)."""
    return torch.cat(list(parts))


def by_channel(shape: tuple[int, int], generator: torch.Generator, device: str) -> Tensor:
    """Noise (1, L, C) for a shape (L, C), drawn as (1, C, L): the order of some originals.

    Drawn on the processor, so that a seed means the same on every device.
    """
    length, channels = shape
    return torch.randn(1, channels, length, generator=generator).transpose(1, 2).to(device)
