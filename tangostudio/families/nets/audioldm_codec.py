"""The codec of AudioLDM: a VAE over log-mel frames and a vocoder that makes a wave of them.

Liu et al., "AudioLDM: Text-to-Audio Generation with Latent Diffusion Models", 2023; Kong et al.,
"HiFi-GAN: Generative Adversarial Networks for Efficient and High Fidelity Speech Synthesis", 2020.
The nets are those of diffusers and transformers; the published names are derived from theirs by a
few rules. Knows nothing of text, sampling and takes.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from torch import Tensor, nn
from transformers.audio_utils import mel_filter_bank
from transformers.models.speecht5.configuration_speecht5 import SpeechT5HifiGanConfig
from transformers.models.speecht5.modeling_speecht5 import SpeechT5HifiGan

from tangostudio.errors import WeightsError
from tangostudio.families import weights

SAMPLE_RATE = 16_000
WINDOW, HOP, BANDS = 1024, 160, 64
LOWEST_MEL = 1e-5
"""Levels are held above it before the logarithm."""

VOCODER: dict[str, Any] = {
    "model_in_dim": BANDS,
    "sampling_rate": SAMPLE_RATE,
    "upsample_initial_channel": 1024,
    "upsample_rates": [5, 4, 2, 2, 2],
    "upsample_kernel_sizes": [16, 16, 8, 4, 4],
    "resblock_kernel_sizes": [3, 7, 11],
    "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
    "leaky_relu_slope": 0.1,
    "normalize_before": False,
}

# Parts of names: of diffusers' autoencoder, and as they are published.
_PARTS = (
    ("mid_block.attentions.0.", "mid.attn_1."),
    ("mid_block.resnets.0.", "mid.block_1."),
    ("mid_block.resnets.1.", "mid.block_2."),
    ("down_blocks.", "down."),
    ("up_blocks.", "up."),
    (".resnets.", ".block."),
    (".downsamplers.0.", ".downsample."),
    (".upsamplers.0.", ".upsample."),
    (".conv_shortcut.", ".nin_shortcut."),
    (".conv_norm_out.", ".norm_out."),
    (".group_norm.", ".norm."),
    (".to_out.0.", ".proj_out."),
    (".to_", "."),
)


@dataclass(frozen=True)
class CodecConfig:
    """Sizes, as the published `vae_config.json` has them, and those that only other sizes need.

    Attributes:
        width, multiples, blocks: channels at full resolution, their multiples at each halving, and
            residual blocks of each.
        scale_factor: what latents are multiplied by to have about unit variance.
        groups: of the normalisations.
    """

    scale_factor: float
    width: int = 128
    multiples: tuple[int, ...] = (1, 2, 4)
    blocks: int = 2
    channels: int = 8
    groups: int = 32
    vocoder: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "CodecConfig":
        """The config of a checkpoint's folder. Raises WeightsError."""
        values = weights.read_json(path)
        try:
            return cls.of(values)
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(f"{path.name} lacks or mistakes {error}.", weights.AGAIN) from error

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "CodecConfig":
        """The same from the file's values."""
        sizes = values["ddconfig"]
        return cls(
            scale_factor=float(values["scale_factor"]),
            width=int(sizes["ch"]),
            multiples=tuple(sizes["ch_mult"]),
            blocks=int(sizes["num_res_blocks"]),
            channels=int(sizes["z_channels"]),
            groups=int(values.get("norm_num_groups", cls.groups)),
            vocoder=dict(values.get("vocoder", {})),
        )

    @property
    def stride(self) -> int:
        """Mel frames, and mel bands, of one latent."""
        return 2 ** (len(self.multiples) - 1)


class Codec(nn.Module):
    """Latents (B, C, T, F) to mono waves at 16 kHz and back to latents."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.config = config
        self.vae: Any = AutoencoderKL(**_vae_arguments(config))
        self.vocoder = SpeechT5HifiGan(SpeechT5HifiGanConfig(**{**VOCODER, **config.vocoder}))
        del self.vocoder.mean, self.vocoder.scale  # this vocoder reads frames as they are

    def mel(self, latents: Tensor) -> Tensor:
        """Log-mel frames (B, 1, 4 T, 4 F) of latents (B, C, T, F)."""
        return self.vae.decode(latents / self.config.scale_factor, return_dict=False)[0]

    def wave(self, mel: Tensor) -> Tensor:
        """Samples (B, 160 frames + 32) of log-mel frames (B, 1, frames, bands)."""
        return self.vocoder(mel[:, 0])

    def decode(self, latents: Tensor) -> Tensor:
        """Samples (B, n) of latents (B, C, T, F)."""
        return self.wave(self.mel(latents))

    def posterior(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and deviation (B, C, T, F) of the raw latents of log-mel frames (B, 1, 4 T, 4 F)."""
        found = self.vae.encode(mel).latent_dist
        return found.mean, found.std


def drawn(config: CodecConfig, mean: Tensor, deviation: Tensor, noise: Tensor) -> Tensor:
    """Latents (B, C, T, F): one draw, by the noise, of what a `posterior` says they may be."""
    return (mean + deviation * noise) * config.scale_factor


def _vae_arguments(config: CodecConfig) -> dict[str, Any]:
    levels = len(config.multiples)
    return {
        "in_channels": 1,
        "out_channels": 1,
        "down_block_types": ("DownEncoderBlock2D",) * levels,
        "up_block_types": ("UpDecoderBlock2D",) * levels,
        "block_out_channels": tuple(config.width * multiple for multiple in config.multiples),
        "layers_per_block": config.blocks,
        "latent_channels": config.channels,
        "norm_num_groups": config.groups,
    }


def log_mel(wave: Tensor) -> Tensor:
    """Log-mel frames (B, 1, samples / 160, 64) of waves (B, samples) at 16 kHz.

    Magnitudes, not powers, of Hann windows around every 160th sample; Slaney's mel scale.
    """
    window = torch.hann_window(WINDOW, device=wave.device)
    spectrum = torch.stft(
        wave, WINDOW, HOP, window=window, center=True, pad_mode="reflect", return_complex=True
    )
    levels = spectrum.abs().transpose(1, 2) @ _bands().to(wave.device)  # (B, frames + 1, 64)
    return levels.clamp(min=LOWEST_MEL).log()[:, None, : wave.shape[1] // HOP]


@functools.cache
def _bands() -> Tensor:
    """Slaney's mel filters from 0 to 8 kHz, (513, 64)."""
    filters = mel_filter_bank(
        WINDOW // 2 + 1, BANDS, 0.0, SAMPLE_RATE / 2, SAMPLE_RATE, norm="slaney", mel_scale="slaney"
    )
    return torch.from_numpy(filters).float()


# --- the published file ----------------------------------------------------------------------


def published_name(name: str, levels: int) -> str:
    """The name in the published file of one of a codec's tensors.

    Args:
        levels: resolutions of the VAE; the published decoder counts them from the other end.
    """
    if name.startswith("vocoder."):
        return name.replace("vocoder.upsampler.", "vocoder.ups.")
    name = re.sub(r"(?<=up_blocks\.)\d+", lambda m: str(levels - 1 - int(m[0])), name)
    for ours, theirs in _PARTS:
        name = name.replace(ours, theirs)
    return name.removeprefix("vae.")


def published_shape(name: str, shape: torch.Size) -> torch.Size:
    """The published shape: there the attention's matrices are convolutions of one point."""
    flat = ".attentions." in name and len(shape) == 2
    return torch.Size([*shape, 1, 1]) if flat else shape


def table(config: CodecConfig) -> dict[str, torch.Size]:
    """Names and shapes of the published file."""
    with torch.device("meta"):
        state = Codec(config).state_dict()
    levels = len(config.multiples)
    return {published_name(k, levels): published_shape(k, v.shape) for k, v in state.items()}


def load(path: Path, config: CodecConfig, name: str) -> Codec:
    """The codec with the weights of a published file that was turned into safetensors.

    Raises:
        WeightsError: the file is missing, damaged or of another net.
    """
    stored = weights.load(path)
    weights.check_keys(table(config), stored, name)
    with torch.device("meta"):
        codec = Codec(config)
    levels = len(config.multiples)
    state = {
        ours: stored[published_name(ours, levels)].reshape(value.shape)
        for ours, value in codec.state_dict().items()
    }
    return weights.filled(lambda: codec, state)
