"""Losses of the codec: spectral energy distance, tonal targets and the latents' scale.

Pure functions of tensors; `spectra.stft` gives levels (a sine of level a peaks at a).
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from tangostudio.families.nets.spectra import instantaneous_frequency, levels, stft

LEVEL_FLOOR = 3e-4
LINEAR_WEIGHT = 12.0
STEADY_BINS = 0.35
PROMINENCE_NATS = 1.2
FAINTEST = 2e-4


def level_distance(x: Tensor, y: Tensor) -> Tensor:
    """Mean of log and linear differences of two level spectra of one shape; a scalar."""
    log = (torch.log(x + LEVEL_FLOOR) - torch.log(y + LEVEL_FLOOR)).abs().mean()
    return log + LINEAR_WEIGHT * (x - y).abs().mean()


def energy_distance(target: Tensor, first: Tensor, second: Tensor, sizes: list[int]) -> Tensor:
    """Spectral energy distance of two decodes (batch, samples) with unlike noise; a scalar.

    d(x, a)/2 + d(x, b)/2 - d(a, b)/2: at its smallest when the decodes are distributed as the
    targets are (Gritsenko et al. 2020), so that noise stays noise and does not become a mean.
    """
    total = target.new_zeros(())
    for n_fft in sizes:
        with torch.no_grad():
            x = levels(target, n_fft)
        a, b = levels(torch.cat([first, second]), n_fft).chunk(2)
        pull = level_distance(x, a) + level_distance(x, b) - level_distance(a, b)
        total = total + pull / 2
    return total / len(sizes)


@dataclass(frozen=True)
class TonalTarget:
    """What the tonal part should be, (batch, frames, bins) each.

    level: spectrum of steady partials, 0 elsewhere; offset: frequency offset in bins;
    weight: how much a bin's level counts (0 where it cannot be told); offset_weight: how much its
    offset counts, most in steady partials, where alone it is heard.
    """

    level: Tensor
    offset: Tensor
    weight: Tensor
    offset_weight: Tensor


@torch.no_grad()
def tonal_target(audio: Tensor, n_fft: int = 2048) -> TonalTarget:
    """Find the steady partials of (batch, samples).

    A partial is a local maximum, well over its neighbourhood, whose frequency hardly changes from
    one frame to the next; its whole main lobe (two bins on each side) belongs to it.
    """
    spectrum = stft(audio, n_fft)
    level = spectrum.abs()
    offset = instantaneous_frequency(spectrum)
    change = (offset[:, 1:] - offset[:, :-1]).abs()
    change = torch.cat([change[:, :1], change, change[:, -1:]], 1)
    steady = torch.minimum(change[:, 1:], change[:, :-1]) < STEADY_BINS
    log = torch.log(level + 1e-6)
    peak = log >= functional.max_pool1d(log, 3, 1, 1)
    local = functional.avg_pool1d(log, 17, 1, 8, count_include_pad=False)
    peak &= (log - local > PROMINENCE_NATS) & (level > FAINTEST)
    lobe = functional.max_pool1d((peak & steady).float(), 5, 1, 2)
    unsure = functional.max_pool1d(peak.float(), 5, 1, 2) * (1 - lobe)
    return TonalTarget(level * lobe, offset, 1 + 8 * lobe - unsure, level.sqrt() * (lobe + 0.03))


def tonal_level_loss(level: Tensor, target: TonalTarget) -> Tensor:
    """Weighted difference of compressed levels; silence and noise should have no partials."""
    difference = (level + 1e-7).pow(0.3) - (target.level + 1e-7).pow(0.3)
    return (difference.abs() * target.weight).mean()


def partial_loss(level: Tensor, target: TonalTarget) -> Tensor:
    """Difference in nats where there are steady partials, a mean weighted towards loud ones.

    Unlike `tonal_level_loss` it pulls as hard on a level that has shrunk to nothing.
    """
    weight = (target.level + 1e-9).pow(0.25) * (target.level > 0)
    error = (torch.log(level + 1e-12) - torch.log(target.level + 1e-6)).abs() * weight
    return error.sum() / (weight.sum() + 1.0)


def offset_loss(offset: Tensor, target: TonalTarget) -> Tensor:
    """Frequency error in bins, a weighted mean over the batch."""
    error = (offset - target.offset).abs() * target.offset_weight
    return error.sum() / (target.offset_weight.sum() + 1.0)


def moment_loss(raw: Tensor) -> Tensor:
    """How far the raw latents (batch, T, channels) are from mean 0 and variance 1, per channel.

    It keeps the scale in place by a weak pull, so that no statistic of a batch enters the net.
    """
    flat = raw.reshape(-1, raw.shape[-1])
    variance = flat.var(0) + 1e-4
    return (flat.mean(0).square() + variance - 1 - variance.log()).mean() / 2


def width_loss(predicted: Tensor, target: Tensor, middle: Tensor) -> Tensor:
    """L1 of width (batch, T, bands); (batch, T) says how loud the middle is."""
    weight = middle.sqrt()
    weight = weight / (weight.mean(1, keepdim=True) + 1e-3)
    return ((predicted - target).abs() * weight[..., None]).mean()
