"""The diffusion transformer of Stable Audio 3, in the published key layout, of any size.

Peebles and Xie, "Scalable Diffusion Models with Transformers", 2023, with memory tokens, a local
condition in every layer and, in the medium size, differential attention (Ye et al., "Differential
Transformer", 2024; here a plain difference). It knows nothing of text, guidance and sampling.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

FEATURES = 256
"""Fourier features of a number: cosines and sines at half as many frequencies."""

_EPS, _HEAD_EPS = 1e-5, 1e-6


@dataclass(frozen=True)
class DiTConfig:
    """Sizes; the defaults are those of the small model.

    Attributes:
        context: width of a token of the condition, and of the duration's vector.
        memory: learned tokens in front of the latents.
        differential: whether each head subtracts a second attention from its first.
    """

    channels: int = 256
    width: int = 1024
    depth: int = 20
    heads: int = 16
    context: int = 768
    feed: int = 4
    memory: int = 64
    differential: bool = False


def fourier_features(x: Tensor) -> Tensor:
    """Cosines, then sines, of (B,) numbers in 0..1: (B, 256), always float32.

    Phases reach 62,832 rad, so that the order of the float32 products shows in the result.
    """
    low, high = math.log(0.5), math.log(10000.0)
    frequencies = (torch.linspace(0, 1, FEATURES // 2) * (high - low) + low).exp()
    angles = x.float().unsqueeze(-1) * frequencies.to(x.device) * 2 * math.pi
    return torch.cat([angles.cos(), angles.sin()], -1)


class Rotary(nn.Module):
    """Rotary positions (Su et al. 2021) on the first `dims` of a head, the two-halves form."""

    inv_freq: Tensor

    def __init__(self, dims: int) -> None:
        super().__init__()
        self.register_buffer("inv_freq", 10000.0 ** (-torch.arange(0, dims, 2) / dims))

    def forward(self, length: int) -> tuple[Tensor, Tensor]:
        """Cosines and sines (length, dims)."""
        positions = torch.arange(length, device=self.inv_freq.device, dtype=torch.float32)
        angles = positions[:, None] * self.inv_freq.float()
        angles = torch.cat([angles, angles], -1)
        return angles.cos(), angles.sin()


def rotate(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Turn (..., length, dims of a head) by the angles of their positions."""
    cos, sin = turn
    turned, rest = x.float().split([cos.shape[-1], x.shape[-1] - cos.shape[-1]], -1)
    low, high = turned.chunk(2, -1)
    turned = turned * cos + torch.cat([-high, low], -1) * sin
    return torch.cat([turned, rest], -1).to(x.dtype)


class RMSNorm(nn.Module):
    """Root mean square norm (Zhang and Sennrich 2019), computed in float32."""

    def __init__(self, width: int, eps: float = _EPS) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        gamma = self.gamma.float()
        return functional.rms_norm(x.float(), gamma.shape, gamma, self.eps).to(x.dtype)


class Gated(nn.Module):
    """A linear layer whose second half of outputs gates the first."""

    def __init__(self, width: int, inner: int, sine: bool = False) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 2 * inner)
        self.sine = sine

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) to (..., inner); the gate is sin(pi g) or SiLU (Shazeer 2020)."""
        value, gate = self.proj(x).chunk(2, -1)
        return value * (torch.sin(math.pi * gate) if self.sine else functional.silu(gate))


class FeedForward(nn.Module):
    """Gated, and back to the width."""

    def __init__(self, width: int, factor: int, sine: bool = False) -> None:
        super().__init__()
        inner = width * factor
        self.ff = nn.Sequential(Gated(width, inner, sine), nn.Identity(), nn.Linear(inner, width))

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        return self.ff(x)


def split_heads(x: Tensor, parts: int, heads: int) -> list[Tensor]:
    """(B, N, parts x heads x dims) to as many parts (B, heads, N, dims)."""
    return list(x.unflatten(-1, (parts, heads, -1)).permute(2, 0, 3, 1, 4))


def join_heads(x: Tensor) -> Tensor:
    """(B, heads, N, dims) to (B, N, heads x dims)."""
    return x.transpose(1, 2).flatten(2)


@dataclass(frozen=True)
class Padding:
    """Which of the positions in front of self-attention are real.

    Attributes:
        real: (B, N), memory tokens included.
        exact: pads are left out, as the model was trained. Otherwise their values are zeros that
            the softmax still counts, which is what the original does without flash-attention.
    """

    real: Tensor
    exact: bool


class SelfAttention(nn.Module):
    """Attention with normed and rotated queries and keys."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.parts = 5 if config.differential else 3
        self.to_qkv = nn.Linear(config.width, self.parts * config.width, bias=False)
        self.to_out = nn.Linear(config.width, config.width, bias=False)
        self.q_norm = RMSNorm(config.width // config.heads, _HEAD_EPS)
        self.k_norm = RMSNorm(config.width // config.heads, _HEAD_EPS)

    def forward(
        self, x: Tensor, turn: tuple[Tensor, Tensor], padding: Padding | None = None
    ) -> Tensor:
        """(B, N, width) to the same."""
        q, k, value, *second = split_heads(self.to_qkv(x), self.parts, self.heads)
        mask = None
        if padding is not None:
            mask = padding.real[:, None, None] if padding.exact else None
            value = value if padding.exact else value * padding.real[:, None, :, None]
        pairs = [(q, k), tuple(second)] if second else [(q, k)]
        first, *rest = (
            functional.scaled_dot_product_attention(
                rotate(self.q_norm(a), turn), rotate(self.k_norm(b), turn), value, attn_mask=mask
            )
            for a, b in pairs
        )
        x = join_heads(first - rest[0] if rest else first)
        if padding is not None and padding.exact:
            x = x * padding.real[..., None]
        return self.to_out(x)


class CrossAttention(nn.Module):
    """Attention to the condition: no positions, no mask."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.pairs = 2 if config.differential else 1
        self.to_q = nn.Linear(config.width, self.pairs * config.width, bias=False)
        self.to_kv = nn.Linear(config.width, (self.pairs + 1) * config.width, bias=False)
        self.to_out = nn.Linear(config.width, config.width, bias=False)
        self.q_norm = RMSNorm(config.width // config.heads, _HEAD_EPS)
        self.k_norm = RMSNorm(config.width // config.heads, _HEAD_EPS)

    def read(self, context: Tensor) -> tuple[Tensor, ...]:
        """Keys, or both keys, and values (B, heads, tokens, dims) of the condition."""
        *keys, value = split_heads(self.to_kv(context), self.pairs + 1, self.heads)
        return *(self.k_norm(key) for key in keys), value

    def forward(self, x: Tensor, read: Sequence[Tensor]) -> Tensor:
        """(B, N, width) to the same, given what was read."""
        *keys, value = (part.expand(x.shape[0], -1, -1, -1) for part in read)
        queries = split_heads(self.to_q(x), self.pairs, self.heads)
        first, *rest = (
            functional.scaled_dot_product_attention(self.q_norm(query), key, value)
            for query, key in zip(queries, keys, strict=True)
        )
        return self.to_out(join_heads(first - rest[0] if rest else first))


def two_layers(inlet: int, width: int, outlet: int, bias: bool = True) -> nn.Sequential:
    """Linear, SiLU, linear."""
    return nn.Sequential(
        nn.Linear(inlet, width, bias=bias), nn.SiLU(), nn.Linear(width, outlet, bias=bias)
    )


class Layer(nn.Module):
    """Self-attention, attention to the condition, the local condition, feed-forward."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width, self.memory = config.width, config.memory
        self.to_scale_shift_gate = nn.Parameter(torch.zeros(6 * width))
        self.pre_norm, self.cross_attend_norm = RMSNorm(width), RMSNorm(width)
        self.ff_norm = RMSNorm(width)
        self.self_attn, self.cross_attn = SelfAttention(config), CrossAttention(config)
        self.ff = FeedForward(width, config.feed)
        self.to_local_embed = two_layers(config.channels + 1, width, width)

    def forward(
        self,
        x: Tensor,
        modulation: Tensor,
        read: Sequence[Tensor],
        local: Tensor,
        turn: tuple[Tensor, Tensor],
        padding: Padding | None,
    ) -> Tensor:
        """(B, memory + T, width) to the same.

        Args:
            modulation: (B, 6 width) of time and duration.
            read: what the layer's attention read of the condition.
            local: (B, T, width), or one vector for all.
        """
        parts = (self.to_scale_shift_gate + modulation).unsqueeze(1).chunk(6, -1)
        scale, shift, gate, ff_scale, ff_shift, ff_gate = parts
        heard = self.self_attn(self.pre_norm(x) * (1 + scale) + shift, turn, padding)
        x = x + torch.sigmoid(1 - gate) * heard
        x = x + self.cross_attn(self.cross_attend_norm(x), read)
        memory = self.memory
        x = torch.cat([x[:, :memory], x[:, memory:] + local], 1)
        fed = self.ff(self.ff_norm(x) * (1 + ff_scale) + ff_shift)
        return x + torch.sigmoid(1 - ff_gate) * fed


class Transformer(nn.Module):
    """The layers, and what stands before and behind them."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width = config.width
        self.project_in = nn.Linear(config.channels, width, bias=False)
        self.project_out = nn.Linear(width, config.channels, bias=False)
        self.memory_tokens = nn.Parameter(torch.zeros(config.memory, width))
        # Half of a head turns, but never fewer than 32 values of it.
        self.rotary_pos_emb = Rotary(max(width // config.heads // 2, 32))
        self.global_cond_embedder = two_layers(width, width, 6 * width)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.depth))


@dataclass(frozen=True)
class Told:
    """What the net needs besides x and t, computed once per request, for one or B takes.

    Attributes:
        duration: (1 or B, width).
        read: keys and values of every layer's attention to the condition.
        silence: each layer's local condition where nothing is given, (1, 1, width).
        given: the local condition (1 or B, T, channels + 1), [1 where given, latents there]; None
            for all zeros.
    """

    duration: Tensor
    read: tuple[tuple[Tensor, ...], ...]
    silence: tuple[Tensor, ...]
    given: Tensor | None = None

    def with_given(self, given: Tensor) -> "Told":
        """The same with a local condition."""
        return replace(self, given=given.to(self.duration.dtype))


class StableAudio3DiT(nn.Module):
    """The network under the published names, which begin with `model.model.` in a checkpoint."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        width, channels = config.width, config.channels
        self.to_timestep_embed = two_layers(FEATURES, width, width)
        self.to_cond_embed = two_layers(config.context, width, width, bias=False)
        self.to_global_embed = two_layers(config.context, width, width, bias=False)
        self.preprocess_conv = nn.Conv1d(channels, channels, 1, bias=False)
        self.postprocess_conv = nn.Conv1d(channels, channels, 1, bias=False)
        self.transformer = Transformer(config)

    @property
    def dtype(self) -> torch.dtype:
        """Of what flows between the layers."""
        return self.transformer.memory_tokens.dtype

    @property
    def _layers(self) -> list[Layer]:
        return cast(list[Layer], list(self.transformer.layers))

    def read(self, context: Tensor, duration: Tensor) -> Told:
        """What tokens (B, tokens, context) and a duration's vector (B, context) say."""
        tokens = self.to_cond_embed(context.to(self.dtype))
        nothing = tokens.new_zeros(1, 1, self.config.channels + 1)
        return Told(
            duration=self.to_global_embed(duration.to(self.dtype)),
            read=tuple(layer.cross_attn.read(tokens) for layer in self._layers),
            silence=tuple(layer.to_local_embed(nothing) for layer in self._layers),
        )

    def forward(
        self,
        x: Tensor,
        t: Tensor,
        told: Told,
        real: Tensor | None = None,
        exact: bool = True,
    ) -> Tensor:
        """Velocity (B, T, channels), noise minus sound, of latents at t (B,) or (1,) in 0..1.

        Args:
            real: (1 or B, T), False where a latent is padding; None where none is.
            exact: see `Padding`.
        """
        net, memory = self.transformer, self.config.memory
        time = self.to_timestep_embed(fourier_features(t).to(x.device, self.dtype))
        modulation = net.global_cond_embedder(told.duration + time)
        x = _one_wide(x.to(self.dtype), self.preprocess_conv)
        tokens = net.memory_tokens.expand(x.shape[0], -1, -1)
        h = torch.cat([tokens, net.project_in(x)], 1)
        padding = None
        if real is not None:
            padding = Padding(functional.pad(real, (memory, 0), value=True), exact)
        turn = net.rotary_pos_emb(h.shape[1])
        for layer, read, silence in zip(self._layers, told.read, told.silence, strict=True):
            local = silence if told.given is None else layer.to_local_embed(told.given)
            h = layer(h, modulation, read, local, turn, padding)
        velocity = _one_wide(net.project_out(h[:, memory:]), self.postprocess_conv)
        return velocity if real is None or not exact else velocity * real[..., None]


def _one_wide(x: Tensor, convolution: nn.Conv1d) -> Tensor:
    """A convolution over one position, added to its input (B, T, channels)."""
    return x + functional.linear(x, convolution.weight.squeeze(-1))
