"""How latents of a flow become audio: one small class per kind of autoencoder.

Each decodes tokens (B, L, C) of a flow to arrays (frames, channels) and says at which rate it
works. Knows nothing of text or sampling.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from tangostudio.errors import WeightsError
from tangostudio.families import weights
from tangostudio.families.nets import half, int8, oobleck
from tangostudio.families.nets.spectral_codec import (
    LATENT_HOP,
    SpectralCodec,
    SpectralCodecConfig,
    is_mono,
)
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement

LATENTS_PER_TOKEN = 2
"""Of the spectral codec: the flow sees two latents side by side."""


class Codec(Protocol):
    """What a family needs of an autoencoder; `hop` is the length of a token in frames."""

    sample_rate: int
    hop: int
    tokens_per_second: float

    def decode(
        self, x: Tensor, frames: int, generators: Sequence[torch.Generator]
    ) -> list[np.ndarray]:
        """At least `frames` frames of each of (B, L, C), as float32 (frames, channels)."""
        ...

    def encode(self, sound: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation (1, L, C) of the tokens of a sound (2, frames)."""
        ...


def build(
    kind: str,
    path: Path,
    config: dict[str, Any],
    sample_rate: int,
    place: Placement,
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
        return Oobleck(path, config, sample_rate, place)
    if kind == "spectral":
        return Spectral(path, sample_rate, place.device, precision, limit)
    raise WeightsError(f"There is no codec of kind {kind!r}.", "Update the program.")


class Oobleck:
    """Stable Audio Open's waveform autoencoder; its net is read when it is first needed.

    Raises:
        WeightsError: the file is missing or is of another net.
    """

    def __init__(self, path: Path, config: dict[str, Any], sample_rate: int, place: Placement):
        weights.check_keys(oobleck.wanted(config), weights.header(path), path.name)
        self.part = Part(lambda: oobleck.load(weights.load(path), config, path.name), place)
        self.hop = oobleck.hop(config)
        self.sample_rate = sample_rate
        self.tokens_per_second = sample_rate / self.hop
        self._place = place

    def decode(
        self, x: Tensor, frames: int, generators: Sequence[torch.Generator]
    ) -> list[np.ndarray]:
        """Decodes what the asked frames need and no more, take by take; draws nothing.

        One take fills a processor, and memory is spared.
        """
        with self.part.ready() as net:
            needed = math.ceil(frames / self.hop) + net.reach
            parts = x[:, :needed].transpose(1, 2).split(1)
            return [net.decode(part, self._place.chunk)[0].T.cpu().numpy() for part in parts]

    def encode(self, sound: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation (1, L, C) of the latents of a sound (channels, frames)."""
        with self.part.ready() as net:
            mean, std = net.encode(sound[None].to(self._place.device))
        return mean.transpose(1, 2), std.transpose(1, 2)


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
        self.hop = LATENT_HOP * LATENTS_PER_TOKEN
        self.sample_rate = sample_rate
        self.tokens_per_second = sample_rate / self.hop
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

    def encode(self, sound: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (1, L, C) of a sound (2, frames); they are certain, so their deviation is 0."""
        latents = self.net.encode(sound[None].to(self.net.latent_mean.device))
        tokens = latents.reshape(1, -1, LATENTS_PER_TOKEN * latents.shape[-1])
        return tokens, torch.zeros_like(tokens)

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
