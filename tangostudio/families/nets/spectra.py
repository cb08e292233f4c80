"""Framed spectra for the codec: STFT with centred frames, overlap-add, mel bands, locked phases.

Frame t is centred at sample (t + 0.5) * hop, so n * hop samples have exactly n frames, and a Hann
window is used on both ways. Knows nothing of networks, files or devices.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

OVERLAP = 4
"""Window length over hop, everywhere: Hann squared then sums to 1.5."""


@lru_cache(maxsize=32)
def hann(n_fft: int, device: torch.device | None = None) -> Tensor:
    """Periodic Hann window of `n_fft` float32 values."""
    return torch.hann_window(n_fft, device=device)


def _frames(audio: Tensor, n_fft: int) -> Tensor:
    """Windowed centred frames (batch, count, n_fft) of (batch, samples)."""
    pad = (n_fft - n_fft // OVERLAP) // 2
    window = hann(n_fft, audio.device) * (4 / n_fft)
    return functional.pad(audio, (pad, pad)).unfold(-1, n_fft, n_fft // OVERLAP) * window


def stft(audio: Tensor, n_fft: int) -> Tensor:
    """Spectrum of (batch, samples) as complex (batch, frames, bins); a sine of level a peaks at a.

    `samples` is a multiple of n_fft / 4.
    """
    return torch.fft.rfft(_frames(audio, n_fft))


class _Levels(torch.autograd.Function):
    """|stft|. The gradient goes through a real inverse FFT: far cheaper than autograd's own."""

    @staticmethod
    def forward(ctx: Any, audio: Tensor, n_fft: int) -> Tensor:
        spectrum = stft(audio, n_fft)
        level = spectrum.abs()
        ctx.save_for_backward(spectrum, level)
        return level

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        spectrum, level = ctx.saved_tensors
        n_fft = 2 * (level.shape[-1] - 1)
        scale = grads[0] / (level + 1e-9)
        # irfft counts the bins between the first and the last twice.
        scale[..., 1:-1] *= 0.5
        frames = torch.fft.irfft(spectrum * scale, n=n_fft)
        return overlap_add(frames * (hann(n_fft, frames.device) * 4)), None


def levels(audio: Tensor, n_fft: int) -> Tensor:
    """Magnitudes of `stft`: (batch, frames, bins), with a gradient to `audio`."""
    return _Levels.apply(audio, n_fft)  # pyright: ignore[reportReturnType]


def overlap_add(frames: Tensor) -> Tensor:
    """Sum frames (batch, count, n_fft) at a quarter's distance: (batch, count * n_fft / 4)."""
    batch, count, n_fft = frames.shape
    hop = n_fft // OVERLAP
    parts = frames.reshape(batch, count, OVERLAP, hop)
    total = frames.new_zeros(batch, count + OVERLAP - 1, hop)
    for j in range(OVERLAP):
        total[:, j : j + count] += parts[:, :, j]
    start = (n_fft - hop) // 2
    return total.reshape(batch, -1)[:, start : start + count * hop]


def inverse_stft(spectrum: Tensor) -> Tensor:
    """Signal (batch, samples) of (batch, frames, bins), undoing `stft` (but for the very ends)."""
    n_fft = 2 * (spectrum.shape[-1] - 1)
    frames = torch.fft.irfft(spectrum, n=n_fft) * (hann(n_fft, spectrum.device) * (n_fft / 6))
    return overlap_add(frames)


def mel_points(count: int, low_hz: float, high_hz: float) -> np.ndarray:
    """`count` frequencies in Hz at equal steps of O'Shaughnessy's mel scale."""
    low, high = (2595 * math.log10(1 + f / 700) for f in (low_hz, high_hz))
    return 700 * (10 ** (np.linspace(low, high, count) / 2595) - 1)


def mel_matrix(
    bands: int, n_fft: int, sample_rate: int, low_hz: float = 30.0, high_hz: float = 20000.0
) -> Tensor:
    """Triangular mel bands (bins, bands); each band is a mean: its column sums to 1."""
    edges = mel_points(bands + 2, low_hz, high_hz)
    bins = np.arange(n_fft // 2 + 1) * sample_rate / n_fft
    # A band is never narrower than two bins, else low bands of short windows would be empty.
    half = np.maximum(np.diff(edges), sample_rate / n_fft)
    rising = (bins[:, None] - edges[None, 1:-1]) / half[None, :-1] + 1
    falling = (edges[None, 1:-1] - bins[:, None]) / half[None, 1:] + 1
    weights = np.clip(np.minimum(rising, falling), 0, None)
    weights /= np.maximum(weights.sum(0, keepdims=True), 1e-9)
    return torch.from_numpy(weights.astype(np.float32))


def band_interpolation(
    bands: int, n_fft: int, sample_rate: int, low_hz: float = 40.0, high_hz: float = 18000.0
) -> Tensor:
    """Matrix (bands, bins) that draws straight lines between mel-spaced band centres."""
    centres = mel_points(bands, low_hz, high_hz)
    bins = np.arange(n_fft // 2 + 1) * sample_rate / n_fft
    rows = [np.interp(bins, centres, np.eye(bands)[i]) for i in range(bands)]
    return torch.from_numpy(np.stack(rows).astype(np.float32))


def frequency_waves(n_fft: int, per_octave: list[float], bins_long: list[float]) -> Tensor:
    """Cosines and sines over frequency, (bins, 2 * (len(per_octave) + len(bins_long))).

    `per_octave` are waves per octave (they place a single tone), `bins_long` are wavelengths in
    bins (they place a row of harmonics). The lowest bin counts as the first.
    """
    bins = np.arange(n_fft // 2 + 1, dtype=np.float64)
    octaves = np.log2(np.maximum(bins, 1))
    turns = [octaves * waves for waves in per_octave] + [bins / long for long in bins_long]
    angles = 2 * np.pi * np.stack(turns, 1)
    waves = np.concatenate([np.cos(angles), np.sin(angles)], 1)
    return torch.from_numpy(waves.astype(np.float32))


def instantaneous_frequency(spectrum: Tensor) -> Tensor:
    """Offset from the bin's centre in bins, in (-2, 2), from phase steps of (..., frames, bins).

    Frame t tells the step from t - 1 to t; the first frame repeats the second one's value.
    """
    step = spectrum[..., 1:, :] * spectrum[..., :-1, :].conj()
    bins = torch.arange(spectrum.shape[-1], device=spectrum.device) % OVERLAP
    # A bin's own centre turns by k / OVERLAP cycles per hop: one of OVERLAP fixed rotations.
    centre = torch.polar(torch.ones(len(bins), device=bins.device), -2 * math.pi / OVERLAP * bins)
    offset = torch.angle(step * centre) * (OVERLAP / (2 * math.pi))
    return torch.cat([offset[..., :1, :], offset], -2)


def nearest_peak(magnitude: Tensor) -> Tensor:
    """For each bin of (..., bins) the local maximum that it climbs to, at most 8 bins away."""
    padded = functional.pad(magnitude, (1, 1), value=-1.0)
    middle = padded[..., 1:-1]
    left, right = padded[..., :-2], padded[..., 2:]
    index = torch.arange(magnitude.shape[-1], device=magnitude.device).expand_as(magnitude)
    goes_right = (right > middle) & (right >= left)
    goes_left = (left > middle) & ~goes_right
    index = index + goes_right.long() - goes_left.long()
    for _ in range(3):
        index = index.gather(-1, index)
    return index


def locked_phase(magnitude: Tensor, offset: Tensor) -> Tensor:
    """Phases in cycles, float32 (batch, frames, bins), at the frames' centres.

    Each spectral peak advances by its own frequency, and the bins of its lobe take the peak's phase
    (rigid phase locking after Laroche and Dolson 1999), so that a lobe never falls apart.
    `offset` is the frequency's distance from the bin's centre in bins.
    """
    batch, frames, bins = magnitude.shape
    number = torch.arange(bins, device=magnitude.device, dtype=torch.float64)
    steps = (number + offset.double()) / OVERLAP
    peaks = nearest_peak(magnitude)
    # Quadratic start phases keep many partials that start together from adding up to a click.
    phase = (0.00035 * number * number).expand(batch, bins)
    phases = []
    for t in range(frames):
        phase = (phase + steps[:, t]).gather(-1, peaks[:, t])
        phases.append(phase)
    return torch.stack(phases, 1).remainder(1.0).float()
