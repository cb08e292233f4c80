"""The networks of TangoFlux, in the layout of the published checkpoint at any size.

Hung et al., "TangoFlux: Super Fast and Faithful Text to Audio Generation with Flow Matching and
Clap-Ranked Preference Optimization", 2024. Knows nothing of files, samplers and sounds.
"""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import Tensor, nn
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.families import precisions, weights
from tangostudio.families.nets import t5_encoder


@dataclass(frozen=True)
class TangoFluxConfig:
    """The fields of the published `config.json`, and those that only other sizes need."""

    num_layers: int = 6
    num_single_layers: int = 18
    in_channels: int = 64
    attention_head_dim: int = 128
    joint_attention_dim: int = 1024
    num_attention_heads: int = 8
    audio_seq_len: int = 645
    max_duration: float = 30
    axes_dims_rope: tuple[int, ...] = (16, 56, 56)
    text_encoder: dict[str, Any] = field(default_factory=lambda: dict(t5_encoder.FLAN_T5_LARGE))
    codec: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "TangoFluxConfig":
        """The config of a checkpoint's folder; unknown fields are left aside. WeightsError."""
        values = weights.read_json(path)
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        if "axes_dims_rope" in known:
            known["axes_dims_rope"] = tuple(known["axes_dims_rope"])
        return cls(**known)


_BLOCK_LAYERS = re.compile(
    r"(single_)?transformer_blocks\.\d+\.(attn|ff|ff_context|proj_mlp|proj_out)\b"
)
_MODULATION = re.compile(r"(single_)?transformer_blocks\.\d+\.norm\w*\.linear$")


class FourierDuration(nn.Module):
    """A number and its sines and cosines at learned frequencies: (B,) to (B, 257)."""

    def __init__(self, frequencies: int = 128):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(frequencies))

    def forward(self, x: Tensor) -> Tensor:
        """Features [x, sin, cos] of (B,) values."""
        x = x.unsqueeze(-1)
        angle = x * self.weights * 2 * math.pi
        return torch.cat([x, angle.sin(), angle.cos()], dim=-1)


class DurationEmbedder(nn.Module):
    """Seconds as one text token."""

    def __init__(self, width: int, max_duration: float):
        super().__init__()
        self.max_duration = max_duration
        self.time_positional_embedding = nn.Sequential(FourierDuration(), nn.Linear(257, width))

    def forward(self, seconds: Tensor) -> Tensor:
        """(B,) seconds, clamped to what the model knows, to (B, 1, width)."""
        share = seconds.clamp(0, self.max_duration).float() / self.max_duration
        return self.time_positional_embedding(share).unsqueeze(1)


class Flow(nn.Module):
    """What works on latents, the misspelt name of one part as published."""

    def __init__(self, config: TangoFluxConfig):
        super().__init__()
        self.config = config
        width = config.joint_attention_dim
        self.transformer = FluxTransformer2DModel(
            in_channels=config.in_channels,
            num_layers=config.num_layers,
            num_single_layers=config.num_single_layers,
            attention_head_dim=config.attention_head_dim,
            num_attention_heads=config.num_attention_heads,
            joint_attention_dim=width,
            pooled_projection_dim=width,
            guidance_embeds=False,
            axes_dims_rope=config.axes_dims_rope,  # pyright: ignore[reportArgumentType]
        )
        self.fc = nn.Sequential(nn.Linear(width, width), nn.ReLU())
        self.duration_emebdder = DurationEmbedder(width, config.max_duration)

    def halve(self, dtype: torch.dtype, layers: str = "all") -> None:
        """From now on multiply in half precision, or in int8.

        In int8 that is the blocks' layers, whatever is asked, and modulation in bfloat16.

        Args:
            layers: "all" linear layers of the transformer, or those of attention and MLP in its
                "blocks": nearly all of the work. Modulation, most of what else there is, scales
                everything, and small errors of it show.
        """

        def in_blocks(name: str) -> bool:
            return bool(_BLOCK_LAYERS.match(name))

        if dtype == torch.int8:
            precisions.use(self.transformer, dtype, in_blocks)
            precisions.use(self.transformer, torch.bfloat16, lambda n: bool(_MODULATION.match(n)))
        else:
            precisions.use(self.transformer, dtype, lambda n: layers == "all" or in_blocks(n))

    def join(self, states: Tensor, pooled: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor]:
        """What the transformer reads: (B, T + 1, D) with the duration last, and (B, D)."""
        return torch.cat([states, self.duration_emebdder(seconds)], dim=1), self.fc(pooled)

    def forward(self, x: Tensor, sigma: Tensor, states: Tensor, pooled: Tensor) -> Tensor:
        """Velocity (B, L, C) of latents at sigma (B,) or (1,), given what `join` returned."""
        return self.transformer(
            hidden_states=x,
            timestep=sigma,
            encoder_hidden_states=states,
            pooled_projections=pooled,
            img_ids=torch.arange(x.shape[1], device=x.device).unsqueeze(1).expand(-1, 3),
            txt_ids=torch.zeros(states.shape[1], 3, device=x.device),
            return_dict=False,
        )[0]


class TangoFlux(Flow):
    """The whole of the published file: the flow and the text encoder."""

    def __init__(self, config: TangoFluxConfig):
        super().__init__(config)
        self.text_encoder = T5EncoderModel(T5Config(**config.text_encoder))
        self.text_encoder.set_input_embeddings(self.text_encoder.shared)

    def encode_text(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Token states (B, T, D), pads included, and their mean where the mask is one (B, D)."""
        return encode_text(self.text_encoder, ids, mask)


def encode_text(encoder: Any, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Token states (B, T, D), pads included, and their mean where the mask is one (B, D)."""
    states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    weight = mask.unsqueeze(-1).to(states.dtype)
    return states, (states * weight).sum(1) / weight.sum(1)
