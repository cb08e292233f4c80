"""Oobleck, the waveform autoencoder of Stable Audio Open and TangoFlux, quick and frugal.

Evans et al., "Stable Audio Open", 2024; the modules are those of diffusers. After loading, weight
norm is folded into plain weights, the snakes (Liu et al. 2020) keep their exponentials and work in
place, and each level goes through the processor's cache a window at a time. The sound is the same.
Knows nothing of files, latents' scale and takes.
"""

import inspect
import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import (
    AutoencoderOobleck,
    OobleckResidualUnit,
    Snake1d,
)
from torch import Size, Tensor, nn
from torch.nn import functional
from torch.nn.utils import remove_weight_norm, weight_norm

from tangostudio.families import weights

WINDOW = 8192
"""Samples of a level that a processor works on at a time: what fits its cache.

A multiple of 1024, for which the library chooses the same kernels as for whole sounds.
"""

WINDOWED_CHANNELS = 256
"""Levels with more are computed whole: there the weights, not the sound, are what is large."""

_UNIT_REACH = 3 * (1 + 3 + 9)  # samples on each side, of the three residual units of a level
_MARGIN = 256
"""Samples that overlapping windows leave out at their ends.

More than the reach of a level, 42: near its ends a transposed convolution sums in another order.
"""
_LEAST_STD = 1e-4


def wanted(config: Mapping[str, Any]) -> dict[str, Size]:
    """Names and shapes of the tensors of the published file, weight norm in its old form."""
    return {name: value.shape for name, value in _published(config).state_dict().items()}


def hop(config: Mapping[str, Any]) -> int:
    """Samples per latent."""
    return math.prod(_published(config).downsampling_ratios)


def load(
    state: Mapping[str, Tensor], config: Mapping[str, Any], name: str = "the codec"
) -> "Oobleck":
    """The autoencoder with published weights (diffusers' names), in float32.

    Raises:
        WeightsError: the keys or shapes are not those of this net.
    """
    net = _published(config)
    weights.check_keys({k: v.shape for k, v in net.state_dict().items()}, state, name)
    net.load_state_dict({key: value.float() for key, value in state.items()}, assign=True)
    return Oobleck(net).eval().requires_grad_(False)


def _published(config: Mapping[str, Any]) -> AutoencoderOobleck:
    known = inspect.signature(AutoencoderOobleck.__init__).parameters
    values: dict[str, Any] = {key: value for key, value in config.items() if key in known}
    with torch.device("meta"), warnings.catch_warnings():
        # The published keys are those of the old weight norm, which torch deprecates.
        warnings.filterwarnings("ignore", ".*weight_norm", FutureWarning)
        net = AutoencoderOobleck(**values)
        # Means and scales: diffusers makes as many as the encoder's first channels, which is right
        # for the released sizes only.
        out = 2 * net.config["decoder_input_channels"]
        net.encoder.conv2 = weight_norm(nn.Conv1d(net.encoder.conv2.in_channels, out, 3, padding=1))
        return net


class Oobleck(nn.Module):
    """The autoencoder without weight norm; takes diffusers' loaded modules over and changes them.

    Attributes:
        hop: samples per latent.
        reach: latents on each side that a decoded sample depends on.
    """

    def __init__(self, net: AutoencoderOobleck) -> None:
        super().__init__()
        self._strides = list(net.downsampling_ratios)
        self.hop = math.prod(self._strides)
        self.reach = _reach(self._strides[::-1])
        self.encoder: Any = _plain(net.encoder)
        self.decoder: Any = _plain(net.decoder)

    def decode(self, z: Tensor, chunk: int = 0) -> Tensor:
        """Audio (B, channels, L * hop) of latents (B, C, L).

        Args:
            chunk: latents decoded at a time, each with what lies in reach beside it; 0 for all.
        """
        if not chunk:
            return self._decode(z)
        width = chunk + 2 * self.reach
        return in_windows(self._decode, z, self.hop, 1, width, self.reach)

    def _decode(self, z: Tensor) -> Tensor:
        net = self.decoder
        *blocks, last = net.block
        steps = [*blocks, nn.Sequential(last, net.snake1, net.conv2)]
        x = net.conv1(z)
        for step, stride in zip(steps, reversed(self._strides), strict=True):
            x = _level(step, x, stride, 1)
        return x

    def encode(self, audio: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation, each (B, C, n // hop), of audio (B, channels, n)."""
        net = self.encoder
        first, *blocks = net.block
        steps = [nn.Sequential(net.conv1, first), *blocks]
        x = audio
        for step, stride in zip(steps, self._strides, strict=True):
            x = _level(step, x, 1, stride)
        mean, scale = net.conv2(net.snake1(x)).chunk(2, dim=1)
        return mean, functional.softplus(scale) + _LEAST_STD


def _reach(strides: list[int]) -> int:
    """Latents that a decoder of these strides reaches to each side."""
    rate, reach = 1, 3.0
    for stride in strides:
        reach += 1 / rate + _UNIT_REACH / (rate * stride)
        rate *= stride
    shorter = any(stride % 2 for stride in strides)  # by less than a latent
    return math.ceil(reach + 3 / rate) + shorter


# --- windows ---------------------------------------------------------------------------------


def in_windows(
    step: Callable[[Tensor], Tensor], x: Tensor, up: int, down: int, width: int, reach: int
) -> Tensor:
    """`step` of x (B, C, n), which gives up / down samples for one, computed window by window.

    Args:
        width: of a window, in the coarser of both rates.
        reach: what is left out at the inner ends of windows, in the same unit.
    """
    length = x.shape[-1] // down
    if length <= width:
        return step(x)
    whole: Tensor | None = None
    filled = 0
    for first, start, stop in _windows(length, width, reach):
        until = None if stop == length else (first + width) * down
        part = step(x[..., first * down : until].contiguous())
        part = part[..., (start - first) * up : (stop - first) * up]
        if whole is None:
            whole = part.new_empty(*part.shape[:-1], length * up)
        filled = start * up + part.shape[-1]
        whole[..., start * up : filled] = part
    assert whole is not None
    return whole[..., :filled]


def _windows(length: int, width: int, reach: int) -> Iterator[tuple[int, int, int]]:
    """Where each window begins, and from where to where it counts; all are of one width."""
    start = 0
    while start < length:
        first = max(0, min(start - reach, length - width))
        stop = length if first + width >= length else first + width - reach
        yield first, start, stop
        start = stop


def _level(step: nn.Module, x: Tensor, up: int, down: int) -> Tensor:
    """One level of the net; on a processor in windows, unless an odd stride changes the length."""
    stride = max(up, down)
    if x.device.type != "cpu" or x.shape[1] > WINDOWED_CHANNELS or stride % 2:
        return step(x)
    reach = math.ceil(_MARGIN / stride) + 2
    width = max(WINDOW // stride, 4 * reach)
    return in_windows(step, x, up, down, width, reach)


# --- modules in place of diffusers' ----------------------------------------------------------


class Snake(nn.Module):
    """x + sin^2(a x) / b with a and b per channel; in place where nobody needs x any more."""

    def __init__(self, published: Snake1d, in_place: bool) -> None:
        super().__init__()
        self.in_place = in_place
        self.register_buffer("a", published.alpha.detach().exp())
        self.register_buffer("one_by_b", (published.beta.detach().exp() + 1e-9).reciprocal())
        self.a: Tensor
        self.one_by_b: Tensor

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, n) to the same."""
        wave = torch.mul(x, self.a).sin_().square_().mul_(self.one_by_b)
        return x.add_(wave) if self.in_place else wave.add_(x)


class ResidualUnit(nn.Module):
    """Snake, dilated convolution, snake, convolution of width 1, plus the input."""

    def __init__(self, published: OobleckResidualUnit) -> None:
        super().__init__()
        self.snake1, self.snake2 = Snake(published.snake1, False), Snake(published.snake2, True)
        self.conv1, self.conv2 = published.conv1, published.conv2

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, n) to the same."""
        return self.conv2(self.snake2(self.conv1(self.snake1(x)))).add_(x)


def _plain(module: nn.Module) -> nn.Module:
    """The module with everything inside it replaced by, or turned into, its plain form."""
    for name, child in module.named_children():
        if isinstance(child, Snake1d):
            setattr(module, name, Snake(child, in_place=True))
        elif hasattr(child, "weight_g"):
            remove_weight_norm(child)
        elif isinstance(child, OobleckResidualUnit):
            setattr(module, name, ResidualUnit(_without_norm(child)))
        else:
            _plain(child)
    return module


def _without_norm(unit: OobleckResidualUnit) -> OobleckResidualUnit:
    remove_weight_norm(unit.conv1)
    remove_weight_norm(unit.conv2)
    return unit
