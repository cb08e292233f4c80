"""The diffusion transformer of Stable Audio Open and Stable Audio Open Small, with published keys.

Evans et al., "Stable Audio Open", 2024; Novack et al., "Fast Text-to-Audio Generation with
Adversarial Post-Training", 2025. Time and the global condition are one token before the latents.
Knows nothing of prompts, guidance, objectives and sampling.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

ROTARY_BASE = 10000
LEAST_ROTARY = 32  # values of a head that are rotated at least


@dataclass(frozen=True)
class DiTConfig:
    """Sizes; the defaults are those of Stable Audio Open Small.

    Attributes:
        channels: of a latent.
        condition: width of the states that come in.
        context: width of the states that the blocks read, of which each head takes a part; fewer
            heads than `heads` are shared by several queries.
        glob: width of the global condition.
        normed: whether queries and keys are normed.
    """

    channels: int = 64
    width: int = 1024
    depth: int = 16
    heads: int = 8
    condition: int = 768
    context: int = 1024
    glob: int = 768
    normed: bool = True
    frequencies: int = 128

    @property
    def head(self) -> int:
        """Width of a head."""
        return self.width // self.heads

    @property
    def rotary(self) -> int:
        """How many of a head's values are rotated."""
        return max(self.head // 2, LEAST_ROTARY)


class TimeFeatures(nn.Module):
    """Cosines, then sines, of a time at learned frequencies: (B,) to (B, 256)."""

    def __init__(self, frequencies: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(frequencies, 1))

    def forward(self, time: Tensor) -> Tensor:
        """The features, float32."""
        phase = 2 * math.pi * time[:, None] @ self.weight.T
        return torch.cat([phase.cos(), phase.sin()], dim=-1)


class Rotary(nn.Module):
    """Rotary position embedding (Su et al., "RoFormer", 2021) of a part of each head."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inv_freq: Tensor
        self.register_buffer("inv_freq", frequencies(width))

    def forward(self, length: int) -> tuple[Tensor, Tensor]:
        """Cosines and sines (length, width / 2), float32."""
        positions = torch.arange(length, device=self.inv_freq.device, dtype=torch.float32)
        angles = torch.outer(positions, self.inv_freq)
        return angles.cos(), angles.sin()


def frequencies(width: int) -> Tensor:
    """The angles (width / 2) that one position turns the pairs of a rotary embedding by."""
    return ROTARY_BASE ** (-torch.arange(0, width, 2).float() / width)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn the first values of each head; a pair lies half of the turned width apart."""
    half = cos.shape[-1]
    a, b, rest = x.float().split([half, half, x.shape[-1] - 2 * half], dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin, rest], dim=-1).to(x.dtype)


class Norm(nn.Module):
    """Layer norm with a gain; the shift is no parameter, but stands in the checkpoints."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))
        self.beta: Tensor
        self.register_buffer("beta", torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        """(..., width), normed."""
        return functional.layer_norm(x, self.gamma.shape, self.gamma, self.beta)


class Attention(nn.Module):
    """What self- and cross-attention share: heads, norms of queries and keys, the way out."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.head = config.head
        self.q_norm, self.k_norm = (
            nn.LayerNorm(config.head, eps=1e-6) if config.normed else nn.Identity() for _ in "qk"
        )
        self.to_out = nn.Linear(config.width, config.width, bias=False)

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, turn: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        """(B, L, width) from queries (B, L, width) and keys and values (B, T, context)."""
        q, k, v = (each.unflatten(-1, (-1, self.head)).transpose(1, 2) for each in (q, k, v))
        q, k = self.q_norm(q), self.k_norm(k)
        if turn is not None:
            q, k = rotate(q, *turn), rotate(k, *turn)
        shared = q.shape[1] // k.shape[1]
        if shared > 1:
            k, v = k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1)
        found = functional.scaled_dot_product_attention(q, k, v)
        return self.to_out(found.transpose(1, 2).flatten(2))


class SelfAttention(Attention):
    """Attention of positions among themselves."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__(config)
        self.to_qkv = nn.Linear(config.width, 3 * config.width, bias=False)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """(B, L, width)."""
        return self.attend(*self.to_qkv(x).chunk(3, dim=-1), turn=turn)


class CrossAttention(Attention):
    """Attention to the condition, without a mask: what pads became is read too."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__(config)
        self.to_q = nn.Linear(config.width, config.width, bias=False)
        self.to_kv = nn.Linear(config.context, 2 * config.context, bias=False)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        """(B, L, width) from x and context (B, T, context)."""
        return self.attend(self.to_q(x), *self.to_kv(context).chunk(2, dim=-1))


class Gated(nn.Module):
    """A linear layer whose second half gates the first (Shazeer, "GLU Variants", 2020)."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 2 * inner)

    def forward(self, x: Tensor) -> Tensor:
        """(..., inner)."""
        value, gate = self.proj(x).chunk(2, dim=-1)
        return value * functional.silu(gate)


class Block(nn.Module):
    """Self-attention, cross-attention and feed-forward, each added to what came in."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width, inner = config.width, 4 * config.width
        self.pre_norm, self.cross_attend_norm, self.ff_norm = (Norm(width) for _ in range(3))
        self.self_attn, self.cross_attn = SelfAttention(config), CrossAttention(config)
        # The middle of the three has no weights: it is where training has its dropout.
        steps = nn.Sequential(Gated(width, inner), nn.Identity(), nn.Linear(inner, width))
        self.ff = nn.ModuleDict({"ff": steps})

    def forward(self, x: Tensor, context: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """(B, L, width)."""
        x = x + self.self_attn(self.pre_norm(x), turn)
        x = x + self.cross_attn(self.cross_attend_norm(x), context)
        return x + self.ff["ff"](self.ff_norm(x))


class Transformer(nn.Module):
    """The blocks and the ways in and out."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.project_in = nn.Linear(config.channels, config.width, bias=False)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.project_out = nn.Linear(config.width, config.channels, bias=False)
        self.rotary_pos_emb = Rotary(config.rotary)

    def hidden(self, x: Tensor, first: Tensor, context: Tensor, blocks: int | None) -> Tensor:
        """(B, 1 + L, width) after some blocks, or all; `first` (B, width) is position 0."""
        x = torch.cat([first[:, None], self.project_in(x)], dim=1)
        turn = self.rotary_pos_emb(x.shape[1])
        for block in self.layers[:blocks]:
            x = block(x, context, turn)
        return x


class DiffusionTransformer(nn.Module):
    """What latents and time say of the noise: the velocity of a flow, or v of a diffusion."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.timestep_features = TimeFeatures(config.frequencies)
        self.to_timestep_embed = _two(2 * config.frequencies, config.width, bias=True)
        self.to_cond_embed = _two(config.condition, config.context, bias=False)
        self.to_global_embed = _two(config.glob, config.width, bias=False)
        self.preprocess_conv, self.postprocess_conv = (
            nn.Conv1d(config.channels, config.channels, 1, bias=False) for _ in range(2)
        )
        self.transformer = Transformer(config)

    def cast(self, dtype: torch.dtype) -> None:
        """Compute in another precision; times and positions stay exact."""
        exact = (self.timestep_features, self.transformer.rotary_pos_emb)
        for module in self.modules():
            if module not in exact and not any(module.children()):
                module.to(dtype)

    def hidden(
        self, x: Tensor, time: Tensor, states: Tensor, glob: Tensor, blocks: int | None = None
    ) -> Tensor:
        """Hidden states (B, 1 + L, width) after the first `blocks` blocks, or all of them.

        Args:
            x: latents (B, L, channels).
            time: (B,) or (1,), in 0..1.
            states: of the condition, (B, T, condition).
            glob: the global condition, (B, glob).
        """
        dtype = self.preprocess_conv.weight.dtype  # of what flows; linear layers may differ
        x, states, glob = x.to(dtype), states.to(dtype), glob.to(dtype)
        features = self.timestep_features(time.float()).to(dtype)
        first = self.to_global_embed(glob) + self.to_timestep_embed(features)
        x = _mixed(self.preprocess_conv, x)
        return self.transformer.hidden(x, first, self.to_cond_embed(states), blocks)

    def forward(self, x: Tensor, time: Tensor, states: Tensor, glob: Tensor) -> Tensor:
        """The prediction (B, L, channels), float32; arguments as those of `hidden`."""
        found = self.transformer.project_out(self.hidden(x, time, states, glob)[:, 1:])
        return _mixed(self.postprocess_conv, found).float()


def _two(width: int, out: int, bias: bool) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, out, bias), nn.SiLU(), nn.Linear(out, out, bias))


def _mixed(conv: nn.Conv1d, x: Tensor) -> Tensor:
    """Latents (B, L, C) and a mix of their channels."""
    return x + functional.linear(x, conv.weight[..., 0])
