"""The framed spectra: levels, inverses, gradients and locked phases."""

import math

import pytest
import torch

from tangostudio.families.nets import spectra

RATE = 44100


def sine(frequency_hz: float, samples: int = 16384, level: float = 0.5) -> torch.Tensor:
    t = torch.arange(samples, dtype=torch.float64) / RATE
    return (level * torch.sin(2 * math.pi * frequency_hz * t)).float()[None]


def test_a_sine_in_the_middle_of_a_bin_peaks_at_its_level() -> None:
    level = spectra.levels(sine(48 * RATE / 2048), 2048)
    assert level.shape == (1, 16384 // 512, 1025)
    assert level[0, 16].argmax() == 48
    assert level[0, 16].max().item() == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize("n_fft", [128, 512, 2048])
def test_inverse_gives_the_signal_back_between_the_ends(n_fft: int) -> None:
    audio = torch.randn(2, 8192, generator=torch.Generator().manual_seed(1))
    again = spectra.inverse_stft(spectra.stft(audio, n_fft))
    assert again.shape == audio.shape
    assert torch.allclose(again[:, n_fft:-n_fft], audio[:, n_fft:-n_fft], atol=1e-5)


def test_gradient_of_levels_is_that_of_autograd() -> None:
    audio = torch.randn(1, 1024, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    weight = torch.rand(1, 8, 257, dtype=torch.float64)
    ours, plain = audio.clone().requires_grad_(), audio.clone().requires_grad_()
    (spectra.levels(ours, 512) * weight).sum().backward()
    (spectra.stft(plain, 512).abs() * weight).sum().backward()
    assert ours.grad is not None
    assert plain.grad is not None
    assert torch.allclose(ours.grad, plain.grad, atol=1e-6)


@pytest.mark.parametrize("frequency_hz", [60.0, 1000.0, 1010.7, 7999.0])
def test_instantaneous_frequency_finds_a_sine(frequency_hz: float) -> None:
    spectrum = spectra.stft(sine(frequency_hz), 2048)
    offset = spectra.instantaneous_frequency(spectrum)
    peak = int(spectrum[0, 16].abs().argmax())
    assert abs(offset[0, 16, peak]) < 1
    found = (peak + offset[0, 16, peak].item()) * RATE / 2048
    assert found == pytest.approx(frequency_hz, rel=2e-3)


def test_every_bin_climbs_to_its_peak() -> None:
    magnitude = torch.tensor([[3.0, 2.0, 1.0, 2.0, 5.0, 4.0, 4.5]])
    assert spectra.nearest_peak(magnitude).tolist() == [[0, 0, 4, 4, 4, 4, 6]]


def test_locked_phases_keep_a_lobe_together_when_its_bins_disagree() -> None:
    magnitude = torch.zeros(1, 200, 64)
    magnitude[..., 19], magnitude[..., 20], magnitude[..., 21] = 0.5, 1.0, 0.5
    offset = torch.zeros(1, 200, 64)
    offset[..., 19], offset[..., 20], offset[..., 21] = 0.9, 0.1, -0.7
    phase = spectra.locked_phase(magnitude, offset)
    assert torch.equal(phase[..., 19], phase[..., 20])
    assert torch.equal(phase[..., 21], phase[..., 20])
    step = (phase[0, 1:, 20] - phase[0, :-1, 20]).remainder(1.0)
    assert torch.allclose(step, torch.full_like(step, 20.1 / 4 % 1), atol=1e-5)


def test_mel_bands_are_means() -> None:
    matrix = spectra.mel_matrix(64, 512, RATE)
    assert matrix.shape == (257, 64)
    assert torch.allclose(matrix.sum(0), torch.ones(64), atol=1e-5)


def test_band_interpolation_is_a_partition() -> None:
    matrix = spectra.band_interpolation(8, 1024, RATE)
    assert torch.allclose(matrix.sum(0), torch.ones(513), atol=1e-5)
