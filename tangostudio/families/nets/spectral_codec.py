"""The starter's codec: sound to a few latent values per 46 ms, and back as sines plus noise.

The encoder sees no phase. The decoder makes a tonal part (an STFT whose phases are integrated from
frequencies, so that it is deterministic) and a noise part (white noise shaped in time and
frequency), then places both between left and right by band. After the tonal and noise split of
Serra and Smith (1990), with ConvNeXt blocks (Liu et al. 2022) over frames.

Knows nothing of training, files or prompts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tangostudio.families.nets.spectra import (
    band_interpolation,
    frequency_waves,
    hann,
    inverse_stft,
    locked_phase,
    overlap_add,
    stft,
)
from tangostudio.families.nets.spectral_features import (
    BAND_SIZES,
    ENVELOPE_BLOCK,
    LATENT_HOP,
    NOISE_FFT,
    PAN_BANDS,
    TONAL_FFT,
    TONE_WAVES,
    Features,
    SpectralCodecConfig,
    ToneWaves,
)

TONE_HEIGHTS = ((0.8, 0.6, 0.45, 0.35), (0.8, 0.6, 0.45, 0.35), (0.6, 0.5, 0.45, 0.35, 0.3))
LEVEL_WAVES = (
    np.geomspace(1 / 9, 27, 16).tolist(),
    [8.0, 24.0, *np.geomspace(3, 1000, 62).tolist()],
)
LEVEL_WAVE_SCALE = 0.2
PAN_DEAD_ZONE = 0.08
"""Smaller pans and widths are meant as mono: the decoder then gives two equal channels."""
MONO_SHARE = 1e-3
TAIL = 8
"""Latent frames of silence that a decode adds and cuts off again: the net's reach beyond the end.
With nothing there, a steady tone swelled a quarter of a second before its end."""


class Block(nn.Module):
    """ConvNeXt block on (batch, frames, width)."""

    def __init__(self, width: int, ratio: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, ratio * width)
        self.down = nn.Linear(ratio * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: Tensor) -> Tensor:
        """Shape is kept."""
        with torch.autocast(x.device.type, enabled=False):
            y = self.depthwise(x.float().transpose(1, 2)).transpose(1, 2)
        return x + self.scale * self.down(functional.gelu(self.up(self.norm(y))))


def _blocks(count: int, width: int, ratio: int) -> nn.Sequential:
    return nn.Sequential(*(Block(width, ratio) for _ in range(count)))


class Encoder(nn.Module):
    """Features to raw latents; four frames of 512 samples become one latent frame."""

    def __init__(self, config: SpectralCodecConfig) -> None:
        super().__init__()
        width, ratio = config.width, config.mlp_ratio
        self.features = Features(config)
        self.inlet = nn.Linear(self.features.frame_size, width)
        self.frame_blocks = _blocks(config.encoder_blocks[0], width, ratio)
        self.fold = nn.Linear(4 * width + 2 * config.stereo_bands, width)
        self.latent_blocks = _blocks(config.encoder_blocks[1], width, ratio)
        self.norm = nn.LayerNorm(width)
        self.outlet = nn.Linear(width, config.learned_channels)

    def forward(self, frames: Tensor, stereo: Tensor) -> Tensor:
        """(batch, 4 T, frame_size) and (batch, T, 2 bands) to learned channels."""
        x = self.frame_blocks(self.inlet(frames))
        x = x.reshape(x.shape[0], stereo.shape[1], -1)
        x = self.latent_blocks(self.fold(torch.cat([x, stereo.to(x.dtype)], -1)))
        # A soft bound keeps outliers from the flow that learns these latents.
        return 3 * torch.tanh(self.outlet(self.norm(x)).float() / 3)


class ToneRidge(nn.Module):
    """Turns the tone code into a ridge over bins at each band's tone, and its frequency there.

    Each wave of the code, turned back by a bin's own place, has its top at the tone; waves too fine
    for a bin's width start with weight 0. The weights per wave and bin are learned from there on.
    """

    def __init__(self, sample_rate: int) -> None:
        super().__init__()
        self.waves = ToneWaves(sample_rate)
        per_octave = torch.tensor([w for band in TONE_WAVES for w in band])[:, None]
        heights = torch.tensor([h for band in TONE_HEIGHTS for h in band])[:, None]
        # One bin in octaves is 1 / (k ln 2), so a wave of s per octave is k ln 2 / s bins long.
        length = torch.arange(TONAL_FFT // 2 + 1).clamp(min=1) * math.log(2) / per_octave
        height = torch.where(length > 3, heights, 0.0) * self.waves.window
        self.height = nn.Parameter(height)
        nearest = (length / 8).log().abs()
        slopes = []
        for lengths, distance in zip(
            length.split(BAND_SIZES), nearest.split(BAND_SIZES), strict=True
        ):
            finest = distance == distance.amin(0, keepdim=True)
            slopes.append(torch.where(finest, lengths / (4 * math.pi), 0.0))
        self.slope = nn.Parameter(torch.cat(slopes) * self.waves.window)

    def forward(self, tone: Tensor, gates: Tensor) -> tuple[Tensor, Tensor]:
        """Ridge and offset, (batch, frames, bins).

        Of the tone code (batch, frames, TONE_CHANNELS) and a gain per band (batch, frames, 3).
        """
        cos, sin = tone.chunk(2, -1)
        gain = gates.repeat_interleave(torch.tensor(BAND_SIZES, device=gates.device), -1)
        cosines, sines = self.waves.cosines, self.waves.sines
        ridge = (cos * gain) @ (cosines * self.height) + (sin * gain) @ (sines * self.height)
        offset = sin @ (cosines * self.slope) - cos @ (sines * self.slope)
        return ridge, offset


@dataclass
class Sound:
    """What the decoder's net says of a sound, before any audio: T latent frames.

    tonal and offset: level and frequency offset in bins (batch, 4 T, 1025); trunk: hidden frames
    (batch, 4 T, width); pan: (batch, T, PAN_BANDS); spread: (batch, T, stereo bands).
    """

    tonal: Tensor
    offset: Tensor
    trunk: Tensor
    pan: Tensor
    spread: Tensor


@dataclass
class Noise:
    """Random input of a decode for T latent frames, drawn per item on the CPU.

    middle, side: white noise (batch, 2048 T + 768); inputs: (batch, 8 T, noise_inputs).
    """

    middle: Tensor
    side: Tensor
    inputs: Tensor


def _calm(x: Tensor) -> Tensor:
    """Mean of (batch, T, bands) over a quarter of a second: generated latents tremble a little."""
    frames = x.transpose(1, 2)
    return functional.avg_pool1d(frames, 5, 1, 2, count_include_pad=False).transpose(1, 2)


def _dead_zone(x: Tensor) -> Tensor:
    return torch.sign(x) * functional.relu(x.abs() - PAN_DEAD_ZONE) / (1 - PAN_DEAD_ZONE)


class Decoder(nn.Module):
    """Raw latents to sound."""

    def __init__(self, config: SpectralCodecConfig) -> None:
        super().__init__()
        self.config = config
        width, ratio = config.width, config.mlp_ratio
        bins = TONAL_FFT // 2 + 1
        self.inlet = nn.Linear(config.tone_end, width)
        self.latent_blocks = _blocks(config.decoder_blocks[0], width, ratio)
        self.spread_head = nn.Linear(width, config.stereo_bands)
        self.unfold = nn.Linear(width, 4 * width)
        self.frame_blocks = _blocks(config.decoder_blocks[1], width, config.tonal_mlp_ratio)
        self.tonal_blocks = _blocks(config.tonal_blocks, width, config.tonal_mlp_ratio)
        self.tonal_norm = nn.LayerNorm(width)
        self.tonal_hidden = nn.Linear(width, config.tonal_hidden)
        self.tonal_level = nn.Linear(config.tonal_hidden, bins)
        level_waves = LEVEL_WAVE_SCALE * frequency_waves(TONAL_FFT, *LEVEL_WAVES).T
        self.register_buffer("level_waves", level_waves, persistent=False)
        self.level_waves: Tensor
        # Learns where partials lie for all bins at once; `tonal_level` has to for each bin.
        self.tonal_waves = nn.Linear(width + config.tonal_hidden, len(level_waves), bias=False)
        nn.init.zeros_(self.tonal_waves.weight)
        self.tonal_offset = nn.Linear(config.tonal_hidden, bins)
        self.ridge = ToneRidge(config.sample_rate)
        self.ridge_gate = nn.Linear(config.tonal_hidden, len(TONE_WAVES))
        self.noise_unfold = nn.Linear(width, 2 * width)
        self.noise_inlet = nn.Linear(config.noise_inputs, width)
        self.noise_blocks = _blocks(config.noise_blocks, width, ratio)
        self.noise_norm = nn.LayerNorm(width)
        self.noise_level = nn.Linear(width, config.noise_bands)
        self.noise_envelope = nn.Linear(width, NOISE_FFT // 4 // ENVELOPE_BLOCK)
        nn.init.zeros_(self.noise_envelope.weight)
        rate = config.sample_rate
        to_bins = band_interpolation(config.noise_bands, NOISE_FFT, rate, 30.0, 20000.0)
        self.register_buffer("noise_bins", to_bins, persistent=False)
        for name, bands in (("spread_bins", config.stereo_bands), ("pan_bins", PAN_BANDS)):
            self.register_buffer(name, band_interpolation(bands, NOISE_FFT, rate), persistent=False)
        self.noise_bins: Tensor
        self.spread_bins: Tensor
        self.pan_bins: Tensor

    def forward(self, latents: Tensor) -> Sound:
        """Raw latents (batch, T, channels) to a description of the sound."""
        known, pan = latents.split([self.config.tone_end, PAN_BANDS], -1)
        x = self.latent_blocks(self.inlet(known))
        spread = self.spread_head(x).float()
        x = self.unfold(x).reshape(x.shape[0], 4 * x.shape[1], -1)
        trunk = self.frame_blocks(x)
        tonal = self.tonal_norm(self.tonal_blocks(trunk))
        hidden = functional.gelu(self.tonal_hidden(tonal))
        waves = self.tonal_waves(torch.cat([tonal, hidden], -1)) @ self.level_waves
        gates = 1 + self.ridge_gate(hidden).float()
        with torch.autocast(latents.device.type, enabled=False):
            tone = known[..., self.config.learned_channels :].float().transpose(1, 2)
            tone = functional.interpolate(tone, trunk.shape[1], mode="linear").transpose(1, 2)
            ridge, ridge_offset = self.ridge(tone, gates)
        level = 3 * (self.tonal_level(hidden).float() + waves.float() + ridge) - 6
        level = level.clamp(max=1.5).exp()
        offset = 2 * torch.tanh(self.tonal_offset(hidden).float() + ridge_offset)
        return Sound(level, offset, trunk, pan.float().clamp(-1, 1), spread.clamp(0, 1.5))

    def tonal_audio(self, sound: Sound) -> Tensor:
        """The deterministic part, (batch, samples)."""
        with torch.no_grad():
            cycles = locked_phase(sound.tonal, sound.offset)
            rotation = torch.polar(torch.ones_like(cycles), 2 * math.pi * cycles)
            # Time zero of irfft is the frame's start; the phases are meant at its centre.
            rotation[..., 1::2] *= -1
        n_fft = TONAL_FFT
        frames = torch.fft.irfft(sound.tonal * rotation, n=n_fft)
        # Levels are those of `stft`, so this is `inverse_stft` with phases of our own.
        return overlap_add(frames * (hann(n_fft, frames.device) * (n_fft / 6)))

    def noise_shape(self, sound: Sound, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Level per bin (batch, 8 T, 513) and fine envelope (batch, samples) of the noise."""
        x = self.noise_unfold(sound.trunk)
        x = x.reshape(x.shape[0], 2 * x.shape[1], -1) + self.noise_inlet(inputs)
        x = self.noise_norm(self.noise_blocks(x))
        level = (3 * self.noise_level(x).float() - 5).clamp(max=3).exp() @ self.noise_bins
        points = (3 * self.noise_envelope(x).float()).clamp(-6, 3)
        points = points.reshape(points.shape[0], 1, -1)
        curve = functional.interpolate(points, scale_factor=ENVELOPE_BLOCK, mode="linear")
        return level, curve.exp()[:, 0]

    def noise_audio(self, level: Tensor, envelope: Tensor, white: Tensor) -> Tensor:
        """White noise (batch, samples + 768) shaped by level and envelope: (batch, samples)."""
        window = hann(NOISE_FFT, white.device) / math.sqrt(NOISE_FFT)
        frames = torch.fft.rfft(white.unfold(-1, NOISE_FFT, NOISE_FFT // 4) * window)
        shaped = torch.fft.irfft(frames * level, n=NOISE_FFT) * (window * (NOISE_FFT / 1.5))
        return overlap_add(shaped) * envelope

    def place(self, middle: Tensor, side_noise: Tensor, sound: Sound) -> Tensor:
        """Left and right (batch, 2, samples) of the middle, by band's pan and width."""
        pan, spread = (_dead_zone(_calm(x)) for x in (sound.pan, sound.spread))
        if not (pan.any() or spread.any()):
            return torch.stack([middle, middle], 1)
        curves = torch.cat([pan, spread], -1).transpose(1, 2)
        curves = functional.interpolate(curves, 8 * pan.shape[1], mode="linear").transpose(1, 2)
        pan, spread = curves.split([PAN_BANDS, self.config.stereo_bands], -1)
        side = (pan @ self.pan_bins) * stft(middle, NOISE_FFT)
        side = side + (spread @ self.spread_bins) * stft(side_noise, NOISE_FFT)
        signal = inverse_stft(side)
        return torch.stack([middle + signal, middle - signal], 1)


class SpectralCodec(nn.Module):
    """Owns encoder, decoder and the latents' scale; a pure function of its inputs (no state).

    Latents are (batch, T, channels) of about unit variance, T even, 2048 samples each.
    """

    def __init__(self, config: SpectralCodecConfig | None = None) -> None:
        super().__init__()
        self.config = config or SpectralCodecConfig()
        self.encoder = Encoder(self.config)
        self.decoder = Decoder(self.config)
        self.register_buffer("latent_mean", torch.zeros(self.config.latent_channels))
        self.register_buffer("latent_std", torch.ones(self.config.latent_channels))
        self.latent_mean: Tensor
        self.latent_std: Tensor

    def encode(self, audio: Tensor) -> Tensor:
        """Latents (B, T, C) of audio (B, 2, frames) at 44.1 kHz; the end is filled with silence."""
        frames = latent_frames(audio.shape[-1]) * LATENT_HOP
        audio = functional.pad(audio, (0, frames - audio.shape[-1]))
        middle, side = audio.mean(1), (audio[:, 0] - audio[:, 1]) / 2
        features = self.encoder.features
        learned = self.encoder(features.frames(middle), features.stereo(middle, side))
        raw = torch.cat([learned, features.tone(middle), features.pan(middle, side)], -1)
        return (raw - self.latent_mean) / self.latent_std

    def decode(
        self,
        latents: Tensor,
        generator: torch.Generator | Sequence[torch.Generator],
        silence: Tensor | None = None,
    ) -> Tensor:
        """Audio (B, 2, T * 2048) of latents (B, T, C).

        `generator` is one CPU generator, used for the items in order, or one for each item, which
        makes an item the same alone and in a batch. `silence` is what `silence()` gives, from who
        decodes often with the same weights.
        """
        samples = latents.shape[1] * LATENT_HOP
        silence = self.silence() if silence is None else silence
        after = silence.to(latents).expand(latents.shape[0], TAIL, -1)
        latents = torch.cat([latents, after], 1)
        raw = latents * self.latent_std + self.latent_mean
        noise = draw_noise(self.config, latents.shape[0], latents.shape[1], generator)
        noise = Noise(*(x.to(latents) for x in (noise.middle, noise.side, noise.inputs)))
        sound = self.decoder(raw)
        level, envelope = self.decoder.noise_shape(sound, noise.inputs)
        middle = self.decoder.noise_audio(level, envelope, noise.middle)
        middle = middle + self.decoder.tonal_audio(sound)
        side = self.decoder.noise_audio(level, envelope, noise.side)
        return self.decoder.place(middle, side, sound)[..., :samples]

    @torch.no_grad()
    def silence(self) -> Tensor:
        """The latent frame of silence (1, 1, C), which depends on the weights alone."""
        device = self.latent_mean.device
        return self.encode(torch.zeros(1, 2, 2 * TAIL * LATENT_HOP, device=device))[
            :, TAIL : TAIL + 1
        ]


def latent_frames(samples: int) -> int:
    """Latent frames for a number of samples: rounded up, then up to an even number."""
    frames = -(-samples // LATENT_HOP)
    return frames + frames % 2


def draw_noise(
    config: SpectralCodecConfig,
    batch: int,
    frames: int,
    generator: torch.Generator | Sequence[torch.Generator],
) -> Noise:
    """White noise on the CPU for `batch` items of `frames` latent frames."""
    single = isinstance(generator, torch.Generator)
    generators = [generator] * batch if single else list(generator)
    if len(generators) != batch:
        raise ValueError(f"{len(generators)} generators for {batch} items")
    samples = frames * LATENT_HOP + NOISE_FFT - NOISE_FFT // 4
    items = []
    for g in generators:
        middle = torch.randn(samples, generator=g)
        side = torch.randn(samples, generator=g)
        items.append((middle, side, torch.randn(8 * frames, config.noise_inputs, generator=g)))
    return Noise(*(torch.stack(parts) for parts in zip(*items, strict=True)))


def is_mono(audio: Tensor) -> Tensor:
    """Whether what differs between left and right of (B, 2, frames) is not worth a channel.

    Bool (B,): the side is more than 30 dB under the middle.
    """
    middle, side = audio.mean(1), (audio[:, 0] - audio[:, 1]) / 2
    return side.square().mean(-1) <= MONO_SHARE * middle.square().mean(-1)
