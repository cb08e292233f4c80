"""What turns a trunk's hidden states into scores: light one-dimensional convolutions.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025; parameters have
the names of the published trainings. Hidden states are (B, N, width), scores (B, 1, M).
"""

import math
from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional


class NormedConv(nn.Module):
    """A convolution whose weight is a direction and a length (Salimans and Kingma, 2016)."""

    def __init__(
        self, inner: int, outer: int, size: int, stride: int = 1, padding: int = 0, groups: int = 1
    ) -> None:
        super().__init__()
        plain = nn.Conv1d(inner, outer, size, groups=groups)
        direction = plain.weight.detach()
        self.weight_g = nn.Parameter(direction.norm(dim=(1, 2), keepdim=True))
        self.weight_v = nn.Parameter(direction.clone())
        self.bias = plain.bias
        self._stride, self._padding, self._groups = stride, padding, groups

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, N) to (B, outer, M)."""
        length = self.weight_v.norm(dim=(1, 2), keepdim=True)
        weight = self.weight_v * (self.weight_g / length)
        return functional.conv1d(
            x, weight, self.bias, self._stride, self._padding, groups=self._groups
        )


class ConvNeXtBlock(nn.Module):
    """A depthwise convolution and a small MLP, added to what came in (Liu et al., 2022)."""

    def __init__(self, channels: int, growth: int = 4) -> None:
        super().__init__()
        self.dw_conv = NormedConv(channels, channels, 7, padding=3, groups=channels)
        self.proj_up = NormedConv(channels, growth * channels, 1)
        self.proj_down = NormedConv(growth * channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, channels, N)."""
        return x + self.proj_down(functional.gelu(self.proj_up(self.dw_conv(x))))


class _Stage(nn.Module):
    """Blocks, then fewer positions and more channels."""

    def __init__(self, inner: int, outer: int, stride: int, blocks: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(*(ConvNeXtBlock(inner) for _ in range(blocks)))
        self.downsample = NormedConv(inner, outer, 2 * stride, stride, math.ceil(stride / 2))

    def forward(self, x: Tensor) -> Tensor:
        return self.downsample(self.layers(x))


class _Encoder(nn.Module):
    def __init__(
        self,
        width: int,
        channels: int,
        growth: Sequence[int],
        strides: Sequence[int],
        blocks: Sequence[int],
    ) -> None:
        super().__init__()
        self.proj_in = NormedConv(width, channels, 7, padding=3)
        sizes = [channels, *(channels * times for times in growth)]
        stages = [
            _Stage(inner, outer, stride, count)
            for inner, outer, stride, count in zip(
                sizes[:-1], sizes[1:], strides, blocks, strict=True
            )
        ]
        last = NormedConv(sizes[-1], 1, 3, padding=1)
        self.layers = nn.ModuleList([*stages, last])

    def forward(self, x: Tensor) -> Tensor:
        x = self.proj_in(x)
        for layer in self.layers:
            x = layer(x)
        return x


class ConvNeXtHead(nn.Module):
    """Stages of ConvNeXt blocks, a score for every few positions; the usual head."""

    def __init__(
        self,
        width: int,
        channels: int = 128,
        growth: Sequence[int] = (1, 2, 4),
        strides: Sequence[int] = (1, 2, 2),
        blocks: Sequence[int] = (2, 2, 2),
    ) -> None:
        super().__init__()
        self.encoder = _Encoder(width, channels, growth, strides, blocks)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, N, width) to (B, 1, M)."""
        return self.encoder(hidden.mT)


class ConvHead(nn.Module):
    """Four convolutions that halve, and one that scores; from 64 positions on."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(4):
            layers += [nn.Conv1d(width, width, 4, 2, 1), nn.GroupNorm(32, width), nn.SiLU()]
        self.layers = nn.Sequential(*layers, nn.Conv1d(width, 1, 4))

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, N, width) to (B, 1, M)."""
        return self.layers(hidden.mT)
