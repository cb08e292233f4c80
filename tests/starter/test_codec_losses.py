"""The codec's losses on signals whose answer is known."""

import math

import pytest
import torch

from tangostudio.starter import codec_losses as losses


def sine(frequency_hz: float, level: float = 0.3, samples: int = 16384) -> torch.Tensor:
    t = torch.arange(samples, dtype=torch.float64) / 44100
    return (level * torch.sin(2 * math.pi * frequency_hz * t)).float()[None]


def noise(seed: int, level: float = 0.1) -> torch.Tensor:
    return torch.randn(1, 16384, generator=torch.Generator().manual_seed(seed)) * level


def test_level_distance_by_hand() -> None:
    x, y = torch.tensor([1.0, 0.0]), torch.tensor([0.5, 0.0])
    floor = losses.LEVEL_FLOOR
    expected = (math.log((1 + floor) / (0.5 + floor))) / 2 + losses.LINEAR_WEIGHT * 0.25
    assert losses.level_distance(x, y).item() == pytest.approx(expected, rel=1e-5)


def test_energy_distance_prefers_fresh_noise_to_a_fixed_mean() -> None:
    target = noise(1)
    right = losses.energy_distance(target, noise(2), noise(3), [512])
    too_quiet = losses.energy_distance(target, noise(2, 0.03), noise(3, 0.03), [512])
    not_random = losses.energy_distance(target, noise(2), noise(2), [512])
    assert right < too_quiet
    assert right < not_random


def test_energy_distance_of_the_same_sound_is_zero() -> None:
    target = sine(500.0)
    assert losses.energy_distance(target, target, target, [512, 2048]).item() == 0.0


def test_partials_of_two_sines_are_found_and_noise_is_not() -> None:
    target = losses.tonal_target(sine(1000.0) + sine(3000.0, 0.05) + noise(1, 1e-4))
    found = (target.level[0, 16] > 0).nonzero()[:, 0] * 44100 / 2048
    assert found.numel() >= 10
    near = torch.minimum((found - 1000).abs(), (found - 3000).abs())
    assert near.max() < 65
    only_noise = losses.tonal_target(noise(1))
    assert (only_noise.level > 0).float().mean() < 0.08


def test_tonal_losses_are_zero_for_the_target_itself_and_grow() -> None:
    target = losses.tonal_target(sine(1000.0))
    assert losses.tonal_level_loss(target.level, target).item() == pytest.approx(0, abs=1e-6)
    assert losses.tonal_level_loss(target.level * 2, target) > 1e-4
    assert losses.offset_loss(target.offset, target).item() == 0.0
    assert losses.offset_loss(target.offset + 0.1, target).item() == pytest.approx(0.1, rel=0.1)


def test_moment_loss_is_least_at_unit_variance() -> None:
    raw = torch.randn(4, 500, 3, generator=torch.Generator().manual_seed(1))
    raw = (raw - raw.mean((0, 1))) / raw.std((0, 1))
    assert losses.moment_loss(raw).item() == pytest.approx(0.0, abs=1e-3)
    assert losses.moment_loss(raw * 2) > 0.5
    assert losses.moment_loss(raw + 1) > 0.4


def test_width_loss_does_not_listen_to_silence() -> None:
    target = torch.zeros(1, 4, 2)
    wrong = torch.ones(1, 4, 2) * torch.tensor([0.0, 0.0, 1.0, 1.0])[None, :, None]
    loud_first = torch.tensor([[0.5, 0.5, 0.0, 0.0]])
    assert losses.width_loss(wrong, target, loud_first).item() == 0.0
    assert losses.width_loss(wrong, target, loud_first.flip(1)).item() > 0.9
