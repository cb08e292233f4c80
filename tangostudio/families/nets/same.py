"""SAME, the autoencoder of Stable Audio 3: sound to latents at 10.77 Hz and back.

Patches of samples and learned tokens go through a transformer: 16 patches and one token per latent
(Stability AI's "SAME-S" and "SAME-L", 2026). Both kinds of its attention are here: in chunks of two
latents that move by one for the second half of the layers (S), and in a sliding window (L). The
original adds a little noise when it decodes; it is left out. Knows nothing of the model around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from tangostudio.families.nets.stable_audio_3_dit import (
    FeedForward,
    Rotary,
    join_heads,
    rotate,
    split_heads,
)

_AT_ONCE = 512
"""Latents that are worked on at a time where nobody asks for less, so that memory stays bounded."""


@dataclass(frozen=True)
class SameConfig:
    """Sizes; the defaults are SAME-S.

    Attributes:
        channels: of the sound.
        patch: samples of one channel that make one patch.
        stride: patches per latent.
        depths: layers of encoder and decoder.
        chunk: latents of an attention chunk; 0 where a window slides instead.
        window: latents that the window reaches to each side.
        sines: the last `sines` - 1 layers of the decoder have sine gates.
        mapping: patches that the decoder's last convolution sees.
    """

    channels: int = 2
    patch: int = 256
    stride: int = 16
    latent: int = 256
    width: int = 768
    head: int = 64
    feed: int = 3
    depths: tuple[int, int] = (6, 6)
    chunk: int = 2
    window: int = 0
    sines: int = 0
    mapping: int = 3

    @property
    def hop(self) -> int:
        """Samples per latent."""
        return self.patch * self.stride

    @property
    def reach(self) -> int:
        """Latents on each side that one depends on, rounded up to whole chunks."""
        return self.chunk or max(self.depths) * self.window


class TanhNorm(nn.Module):
    """A tanh in place of a norm (Zhu et al., "Transformers without Normalization", 2025)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1))
        self.gamma = nn.Parameter(torch.ones(width))
        self.beta = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        return self.gamma * torch.tanh(self.alpha * x) + self.beta


class DifferentialAttention(nn.Module):
    """The difference of two attentions within blocks of positions.

    The second of each pair of queries and keys shares the first one's norm.
    """

    def __init__(self, config: SameConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = width // config.head
        self.to_qkv = nn.Linear(width, 5 * width, bias=False)
        self.to_out = nn.Linear(width, width, bias=False)
        self.q_norm, self.k_norm = TanhNorm(config.head), TanhNorm(config.head)

    def forward(self, x: Tensor, rope: Rotary, block: int, window: int) -> Tensor:
        """(B, N, width) to the same.

        Args:
            block: positions that are cut off together; N is a multiple.
            window: positions that one sees to each side; 0 for those of its own block.
        """
        q, k, value, q2, k2 = split_heads(self.to_qkv(x), 5, self.heads)
        turn = rope(x.shape[1] if window else block)
        if not window:
            q, k, value, q2, k2 = (_blocks(part, block) for part in (q, k, value, q2, k2))
        q, q2 = (rotate(self.q_norm(part), turn) for part in (q, q2))
        k, k2 = (rotate(self.k_norm(part), turn) for part in (k, k2))
        mask = None
        if window:
            mask = _band(x.shape[1], block, window, x.device).repeat(x.shape[0], 1, 1, 1)
            q, q2 = _blocks(q, block), _blocks(q2, block)
            k, k2, value = (_seen(part, block, window) for part in (k, k2, value))
        attend = functional.scaled_dot_product_attention
        y = attend(q, k, value, attn_mask=mask) - attend(q2, k2, value, attn_mask=mask)
        return self.to_out(join_heads(y).reshape(x.shape))


def _blocks(x: Tensor, block: int) -> Tensor:
    """(B, heads, N, dims) to (B x blocks, heads, block, dims)."""
    return x.unflatten(2, (-1, block)).transpose(1, 2).flatten(0, 1)


def _seen(x: Tensor, block: int, window: int) -> Tensor:
    """(B, heads, N, dims) to what each block's window covers, (B x blocks, heads, seen, dims)."""
    x = functional.pad(x, (0, 0, window, window))
    return x.unfold(2, block + 2 * window, block).permute(0, 2, 1, 4, 3).flatten(0, 1)


def _band(length: int, block: int, window: int, device: torch.device) -> Tensor:
    """Which of the covered positions a position sees: (blocks, 1, block, block + 2 window)."""
    covered = torch.arange(block + 2 * window, device=device)
    near = (covered - window - torch.arange(block, device=device)[:, None]).abs() <= window
    place = torch.arange(0, length, block, device=device)[:, None] + covered - window
    return near & ((place >= 0) & (place < length))[:, None, None]


class Layer(nn.Module):
    """Attention and feed-forward, without gates."""

    def __init__(self, config: SameConfig, sine: bool) -> None:
        super().__init__()
        self.pre_norm, self.ff_norm = TanhNorm(config.width), TanhNorm(config.width)
        self.self_attn = DifferentialAttention(config)
        self.ff = FeedForward(config.width, config.feed, sine)
        self.rope = Rotary(config.head // 2)

    def forward(self, x: Tensor, block: int, window: int) -> Tensor:
        """(B, N, width) to the same."""
        x = x + self.self_attn(self.pre_norm(x), self.rope, block, window)
        return x + self.ff(self.ff_norm(x))


class Mapping(nn.Module):
    """A convolution under weight norm (Salimans and Kingma 2016), as a product of matrices."""

    def __init__(self, inlet: int, outlet: int, wide: int) -> None:
        super().__init__()
        self.weight_g = nn.Parameter(torch.ones(outlet, 1, 1))
        self.weight_v = nn.Parameter(torch.zeros(outlet, inlet, wide))
        self.bias = nn.Parameter(torch.zeros(outlet))

    def forward(self, x: Tensor) -> Tensor:
        """(B, N, in) to (B, N, out); beyond the ends are zeros."""
        length, wide = x.shape[1], self.weight_v.shape[2]
        norm = self.weight_v.norm(dim=(1, 2), keepdim=True)
        weight = (self.weight_v * (self.weight_g / norm)).transpose(1, 2).flatten(1)
        x = functional.pad(x, (0, 0, wide // 2, wide // 2))
        seen = torch.cat([x[:, i : i + length] for i in range(wide)], -1)
        return functional.linear(seen, weight, self.bias)


class Resampler(nn.Module):
    """The layers, the learned token and the mapping between patches and the width."""

    def __init__(self, config: SameConfig, depth: int, mapping: Mapping, sines: int = 0) -> None:
        super().__init__()
        self.config = config
        self.new_tokens = nn.Parameter(torch.zeros(1, 1, config.width))
        self.mapping = mapping
        self.transformers = nn.ModuleList(Layer(config, depth - i < sines) for i in range(depth))

    def forward(self, x: Tensor) -> Tensor:
        """(B, latents, stride + 1, width) to the same."""
        per_latent, half = x.shape[2], len(self.transformers) // 2
        block = per_latent * max(1, self.config.chunk)
        window = per_latent * self.config.window
        h = x.flatten(1, 2)
        for i, layer in enumerate(self.transformers):
            if self.config.chunk and i == half:
                h = torch.cat([h[:, : block // 2], h, h[:, -(block // 2) :]], 1)
            h = layer(h, block, window)
        if self.config.chunk:
            h = h[:, block // 2 : -(block // 2)]
        return h.reshape(x.shape)


class Bottleneck(nn.Module):
    """The fixed scale between the encoder's numbers and latents."""

    running_std: Tensor

    def __init__(self, latent: int) -> None:
        super().__init__()
        self.scaling_factor = nn.Parameter(torch.ones(1, latent, 1))
        self.bias = nn.Parameter(torch.zeros(1, latent, 1))
        self.register_buffer("running_std", torch.ones(1))
        self.register_buffer("noise_scaling_factor", torch.ones(1, 0, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Latents (B, T, latent); the way back is a product with `running_std` alone."""
        return (x * self.scaling_factor.squeeze(-1) + self.bias.squeeze(-1)) / self.running_std


class Layers(nn.Module):
    """What has weights of a sequence, by its number there."""

    def __init__(self, layers: dict[str, nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleDict(layers)

    def __getitem__(self, number: str) -> Any:
        return self.layers[number]


class Same(nn.Module):
    """The autoencoder under the published names, those of `pretransform.model.` in a checkpoint."""

    def __init__(self, config: SameConfig) -> None:
        super().__init__()
        self.config = config
        patch, width = config.channels * config.patch, config.width
        into, out = Mapping(patch, width, 1), Mapping(width, patch, config.mapping)
        self.bottleneck = Bottleneck(config.latent)
        self.encoder = Layers(
            {
                "0": Resampler(config, config.depths[0], into),
                "2": nn.Linear(width, config.latent),
            }
        )
        self.decoder = Layers(
            {
                "1": nn.Linear(config.latent, width),
                "3": Resampler(config, config.depths[1], out, config.sines),
            }
        )

    def encode(self, sound: Tensor, at_once: int = 0) -> Tensor:
        """Latents (B, T, latent) of a sound (B, channels, T x hop), without chance.

        Args:
            at_once: latents that are worked on at a time, in whole chunks; 0 for many.
        """
        config = self.config
        patches = sound.unflatten(-1, (-1, config.patch)).transpose(1, 2).flatten(2)
        parts = [
            self._encode(patches[:, a * config.stride : d * config.stride])[:, b - a : c - a]
            for a, b, c, d in self._pieces(patches.shape[1] // config.stride, at_once)
        ]
        return torch.cat(parts, 1)

    def decode(self, latents: Tensor, at_once: int = 0) -> Tensor:
        """Sound (B, channels, T x hop) of latents (B, T, latent); it may go over full scale."""
        hop = self.config.hop
        parts = [
            self._decode(latents[:, a:d])[..., (b - a) * hop : (c - a) * hop]
            for a, b, c, d in self._pieces(latents.shape[1], at_once)
        ]
        return torch.cat(parts, -1)

    def _pieces(self, length: int, at_once: int) -> Iterator[tuple[int, int, int, int]]:
        """Pieces b to c of a length, each with what it depends on, a to d; exact, not a blend."""
        reach, chunk = self.config.reach, max(1, self.config.chunk)
        size = -(-(at_once or _AT_ONCE) // chunk) * chunk
        for start in range(0, length, size):
            stop = min(start + size, length)
            yield max(0, start - reach), start, stop, min(length, stop + reach)

    def _encode(self, patches: Tensor) -> Tensor:
        net, project = self.encoder["0"], self.encoder["2"]
        x = net.mapping(self._whole_chunks(patches, self.config.stride))
        x = x.unflatten(1, (-1, self.config.stride))
        tokens = net.new_tokens.unsqueeze(1).expand(*x.shape[:2], -1, -1)
        return self.bottleneck(project(net(torch.cat([x, tokens], 2))[:, :, -1]))

    def _decode(self, latents: Tensor) -> Tensor:
        project, net = self.decoder["1"], self.decoder["3"]
        x = self._whole_chunks(project(latents * self.bottleneck.running_std), 1).unsqueeze(2)
        tokens = net.new_tokens.unsqueeze(1).expand(*x.shape[:2], self.config.stride, -1)
        x = net(torch.cat([x, tokens], 2))[:, :, 1:]
        patches = net.mapping(x.flatten(1, 2)).unflatten(-1, (self.config.channels, -1))
        return patches.transpose(1, 2).flatten(2)

    def _whole_chunks(self, x: Tensor, per_latent: int) -> Tensor:
        """Zeros after the end up to a whole number of chunks."""
        missing = -x.shape[1] % (per_latent * max(1, self.config.chunk))
        return functional.pad(x, (0, 0, 0, missing)) if missing else x
