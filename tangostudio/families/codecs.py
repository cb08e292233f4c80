"""How latents of a flow become audio: one small class per kind of autoencoder.

Each decodes tokens (B, L, C) of a flow to arrays (frames, channels) and says at which rate it
works. Knows nothing of text or sampling.
"""

import json
import math
import warnings
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck
from torch import Tensor

from tangostudio.errors import WeightsError
from tangostudio.families import weights
from tangostudio.families.nets import half, int8
from tangostudio.families.nets.spectral_codec import (
    LATENT_HOP,
    SpectralCodec,
    SpectralCodecConfig,
    is_mono,
)

LATENTS_PER_TOKEN = 2
"""Of the spectral codec: the flow sees two latents side by side."""


class Codec(Protocol):
    """What a family needs of an autoencoder."""

    sample_rate: int
    tokens_per_second: float

    def decode(
        self, x: Tensor, frames: int, generators: Sequence[torch.Generator]
    ) -> list[np.ndarray]:
        """At least `frames` frames of each of (B, L, C), as float32 (frames, channels)."""
        ...


def build(
    kind: str,
    path: Path,
    config: dict[str, Any],
    sample_rate: int,
    device: str,
    precision: str = "float32",
    limit: float = math.inf,
) -> Codec:
    """The codec of a checkpoint.

    Args:
        precision: "bfloat16" where that is faster, for the kinds that can.
        limit: the spectral codec's greatest raw latent.

    Raises:
        WeightsError: its weights are missing, damaged or of another net, or the kind is unknown.
    """
    if kind == "oobleck":
        return Oobleck(path, config, sample_rate, device)
    if kind == "spectral":
        return Spectral(path, sample_rate, device, precision, limit)
    raise WeightsError(f"There is no codec of kind {kind!r}.", "Update the program.")


class Oobleck:
    """Stable Audio Open's waveform autoencoder, as diffusers has it."""

    REACH = 10  # latents on each side that a decoded sample depends on

    def __init__(self, path: Path, config: dict[str, Any], sample_rate: int, device: str):
        state = weights.load(path, "float32")
        with torch.device("meta"), warnings.catch_warnings():
            # The published keys are those of the old weight norm, which torch deprecates.
            warnings.filterwarnings("ignore", ".*weight_norm", FutureWarning)
            self.net: Any = AutoencoderOobleck(**config)
        wanted = {key: value.shape for key, value in self.net.state_dict().items()}
        weights.check_keys(wanted, state, path.name)
        self.net.load_state_dict(state, assign=True)
        self.net.eval().requires_grad_(False).to(device)
        self.hop = math.prod(self.net.config["downsampling_ratios"])
        self.sample_rate = sample_rate
        self.tokens_per_second = sample_rate / self.hop

    def decode(
        self, x: Tensor, frames: int, generators: Sequence[torch.Generator]
    ) -> list[np.ndarray]:
        """Decodes what the asked frames need and no more; draws nothing from the generators."""
        needed = math.ceil(frames / self.hop) + self.REACH
        audio = self.net.decode(x[:, :needed].transpose(1, 2), return_dict=False)[0]
        return [item.T.float().cpu().numpy() for item in audio]


class Spectral:
    """The starter's sines-and-noise codec; a sound with hardly any side becomes one channel."""

    def __init__(self, path: Path, sample_rate: int, device: str, precision: str, limit: float):
        state = weights.load(path, "int8")
        self.net = SpectralCodec(spectral_config(path))
        wanted = {key: value.shape for key, value in self.net.state_dict().items()}
        weights.check_keys(wanted, state, path.name)
        self.net.load_state_dict(state)
        self.net.eval().requires_grad_(False).to(device)
        if precision == "bfloat16" and half.is_fast(device):
            half.use(self.net.decoder)
        self.sample_rate = sample_rate
        self.tokens_per_second = sample_rate / (LATENT_HOP * LATENTS_PER_TOKEN)
        self.limit = limit
        self.silence = self.net.silence()

    def decode(
        self, x: Tensor, frames: int, generators: Sequence[torch.Generator]
    ) -> list[np.ndarray]:
        """Decodes every token; the noise of each take comes from its own generator."""
        batch, length, channels = x.shape
        latents = x.reshape(batch, LATENTS_PER_TOKEN * length, channels // LATENTS_PER_TOKEN)
        audio = self.net.decode(self._limited(latents), generators, self.silence)
        mono = is_mono(audio).tolist()
        return [
            (item.mean(0, keepdim=True) if one else item).T.contiguous().float().cpu().numpy()
            for item, one in zip(audio, mono, strict=True)
        ]

    def _limited(self, latents: Tensor) -> Tensor:
        """Latents within what the encoder gives: guidance overshoots, most of all at attacks."""
        mean, spread = self.net.latent_mean, self.net.latent_std
        least, most = (-self.limit - mean) / spread, (self.limit - mean) / spread
        return latents.clamp(least, most)


def spectral_config(path: Path) -> SpectralCodecConfig:
    """The codec's sizes, which stand in its weights' metadata.

    Raises:
        WeightsError: they do not.
    """
    values = json.loads(int8.load_metadata(path).get("config", "{}"))
    known = {item.name for item in fields(SpectralCodecConfig)}
    if not values or values.keys() - known:
        raise WeightsError(f"{path.name} does not say of what sizes its net is.", weights.AGAIN)
    sizes: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return SpectralCodecConfig(**sizes)
