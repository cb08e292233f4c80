"""What the codec sees of a sound: log spectra, envelopes, pitch codes and stereo, with no phase.

Fixed signal processing without parameters. Knows nothing of the nets that read it.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tangostudio.families.nets.spectra import (
    OVERLAP,
    band_interpolation,
    frequency_waves,
    levels,
    mel_matrix,
    stft,
)

LATENT_HOP = 2048
TONAL_FFT = 2048
NOISE_FFT = 1024
ATTACK_FFT = 512
ENVELOPE_BLOCK = 32
PITCH_WAVES = ([2.0**i for i in range(-3, 5)], [4 * 1.5**i for i in range(9)])
TONE_EDGES_HZ = (400.0, 1800.0)
TONE_WAVES = (
    [1 / 6, 1 / 2, 3 / 2, 9 / 2],
    [1 / 3, 1.0, 3.0, 9.0],
    [1 / 5, 3 / 5, 9 / 5, 5.4, 16.2],
)
"""Waves per octave of the tone code, for the band below, between and above the edges."""
BAND_SIZES = [len(band) for band in TONE_WAVES]
TONE_CHANNELS = 2 * sum(BAND_SIZES)
TONE_SPREAD = 0.3
"""About the standard deviation of the tone code, whose values lie in -1..1."""
PAN_BANDS = 3
PAN_SPREAD = 0.3
"""Takes the place of the pan code's standard deviation, which mono sounds would make too small."""


@dataclass(frozen=True)
class SpectralCodecConfig:
    """Sizes of the net; the numbers of one checkpoint are kept beside its weights."""

    sample_rate: int = 44100
    learned_channels: int = 32
    width: int = 256
    mlp_ratio: int = 2
    tonal_mlp_ratio: int = 3
    encoder_blocks: tuple[int, int] = (3, 2)
    decoder_blocks: tuple[int, int] = (2, 3)
    tonal_blocks: int = 2
    noise_blocks: int = 2
    tonal_hidden: int = 512
    noise_bands: int = 96
    noise_inputs: int = 16
    stereo_bands: int = 8
    linear_bins: int = 384
    mel_bands: int = 128
    attack_bands: int = 64

    @property
    def latent_channels(self) -> int:
        """Channels of the latents: the learned ones, the tone code, the pan code."""
        return self.tone_end + PAN_BANDS

    @property
    def tone_end(self) -> int:
        """Where the tone code ends and the pan code begins."""
        return self.learned_channels + TONE_CHANNELS


class ToneWaves(nn.Module):
    """The waves of the tone code with their bands' windows, (waves, bins) each; no parameters."""

    def __init__(self, sample_rate: int) -> None:
        super().__init__()
        both = frequency_waves(TONAL_FFT, [w for band in TONE_WAVES for w in band], []).T
        cosines, sines = both.chunk(2)
        octaves = torch.arange(TONAL_FFT // 2 + 1).clamp(min=0.5).log2()
        edges = torch.tensor(TONE_EDGES_HZ) * TONAL_FFT / sample_rate
        # Bands meet in a soft step of half an octave, so that a glide passes without a jump.
        low, high = (((octaves - e.log2()) * 2 + 0.5).clamp(0, 1) for e in edges)
        windows = torch.stack([1 - low, low - high, high]).clamp(min=0)
        window = windows.repeat_interleave(torch.tensor(BAND_SIZES), 0)
        for name, value in (("cosines", cosines), ("sines", sines), ("window", window)):
            self.register_buffer(name, value.contiguous(), persistent=False)
        self.cosines: Tensor
        self.sines: Tensor
        self.window: Tensor


class Features(nn.Module):
    """What the encoder sees, with no phase in it; has no parameters."""

    def __init__(self, config: SpectralCodecConfig) -> None:
        super().__init__()
        self.config = config
        rate = config.sample_rate
        self.register_buffer("mel", mel_matrix(config.mel_bands, TONAL_FFT, rate), persistent=False)
        self.register_buffer(
            "attack_mel", mel_matrix(config.attack_bands, ATTACK_FFT, rate), persistent=False
        )
        self.tone_waves = ToneWaves(rate)
        self.register_buffer("waves", frequency_waves(TONAL_FFT, *PITCH_WAVES), persistent=False)
        for name, bands in (("stereo_mel", config.stereo_bands), ("pan_mel", PAN_BANDS)):
            to_bins = band_interpolation(bands, NOISE_FFT, rate)
            self.register_buffer(name, (to_bins / to_bins.sum(1, keepdim=True)).T, False)
        self.mel: Tensor
        self.attack_mel: Tensor
        self.stereo_mel: Tensor
        self.pan_mel: Tensor
        self.waves: Tensor

    @property
    def frame_size(self) -> int:
        """Values per frame of 512 samples."""
        config = self.config
        attack = 4 * config.attack_bands + 512 // ENVELOPE_BLOCK
        return config.linear_bins + config.mel_bands + attack + self.pitch_size

    @property
    def pitch_size(self) -> int:
        """How many of a frame's values, the last ones, tell pitch."""
        return 2 * self.waves.shape[1]

    def frames(self, mid: Tensor) -> Tensor:
        """Log spectra, envelopes and pitch of (batch, samples): (batch, samples / 512, frame_size).

        Pitch is the mean of waves over frequency, weighted by power and by level: a code in which
        a tone's place is a smooth and nearly linear thing.
        """
        batch = mid.shape[0]
        power = levels(mid, TONAL_FFT)
        attack = levels(mid, ATTACK_FFT) @ self.attack_mel
        blocks = mid.reshape(batch, -1, ENVELOPE_BLOCK).square().mean(-1).sqrt()
        parts = [
            power[..., 1 : self.config.linear_bins + 1],
            power @ self.mel,
            attack.reshape(batch, power.shape[1], -1),
            blocks.reshape(batch, power.shape[1], -1),
        ]
        logs = torch.log(torch.cat(parts, -1) + 3e-5) / 3 + 1.5
        square = power.square()
        by_power = (square @ self.waves) / (square.sum(-1, keepdim=True) + 1e-8)
        by_level = (power @ self.waves) / (power.sum(-1, keepdim=True) + 1e-3)
        return torch.cat([logs, by_power, by_level], -1)

    def tone(self, mid: Tensor) -> Tensor:
        """Where the tones lie, (batch, samples / 2048, TONE_CHANNELS), in -1..1.

        For each of three bands, means of waves over frequency, weighted by power: cosines of all
        waves, then sines. A lone tone's place can be read off them to a small part of a bin, and a
        band without energy gives 0. Being fixed, the code keeps pitch in the latents however little
        the encoder has learned.
        """
        square = levels(mid, TONAL_FFT).square()
        frames = LATENT_HOP // (TONAL_FFT // OVERLAP)
        square = square.reshape(square.shape[0], -1, frames, square.shape[-1]).sum(2)
        band = square @ self.tone_waves.window.T
        floor = 1e-7 + 1e-4 * square.sum(-1, keepdim=True)
        cos = square @ (self.tone_waves.cosines * self.tone_waves.window).T
        sin = square @ (self.tone_waves.sines * self.tone_waves.window).T
        return torch.cat([cos / (band + floor), sin / (band + floor)], -1)

    def stereo(self, mid: Tensor, side: Tensor) -> Tensor:
        """Pan in -1..1 and width in 0..1.5 per band: (batch, samples / 2048, 2 * bands).

        Pan is the part of the side signal that is in step with the middle; width is the level of
        the rest. Both are 0 where the band is silent.
        """
        middle, sides, cross = self._powers(mid, side, self.stereo_mel)
        pan = (cross / (middle + 1e-9)).clamp(-1, 1)
        width = (sides / (middle + 1e-9) - pan.square()).clamp(0, 2.25).sqrt()
        gate = _heard(middle + sides)
        return torch.cat([pan * gate, width * gate], -1)

    def pan(self, mid: Tensor, side: Tensor) -> Tensor:
        """The pan code in -1..1 (batch, samples / 2048, PAN_BANDS): `stereo`'s pan of three bands.

        Being fixed, it keeps a sound's way from side to side whatever the encoder has learned.
        """
        middle, sides, cross = self._powers(mid, side, self.pan_mel)
        return (cross / (middle + 1e-9)).clamp(-1, 1) * _heard(middle + sides)

    def _powers(self, mid: Tensor, side: Tensor, bands: Tensor) -> tuple[Tensor, ...]:
        """Power of middle and side and their product in step, per latent frame and band."""
        m, s = stft(mid, NOISE_FFT), stft(side, NOISE_FFT)
        pairs = torch.stack([m.abs().square(), s.abs().square(), (m * s.conj()).real], 1) @ bands
        batch, kinds, count, _ = pairs.shape
        frames = count * (NOISE_FFT // OVERLAP) // LATENT_HOP
        return pairs.reshape(batch, kinds, frames, -1, pairs.shape[-1]).mean(3).unbind(1)


def _heard(power: Tensor) -> Tensor:
    return power / (power + 1e-8)
