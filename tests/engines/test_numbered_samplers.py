"""Samplers over numbered steps against the schedulers of diffusers."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import torch
from diffusers.schedulers.scheduling_ddim import DDIMScheduler
from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler

STABLE_DIFFUSION: dict[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "timestep_spacing": "leading",
    "steps_offset": 1,
    "clip_sample": False,
}


def predicted(x: torch.Tensor, time: float) -> torch.Tensor:
    """A v that depends on both, as a net's does."""
    return torch.sin(3 * x) * 0.7 + 0.3 * x - time / 2000


@pytest.mark.parametrize("steps", [4, 7, 100])
def test_ancestral_steps_are_those_of_ddpm(steps: int):
    reference = DDPMScheduler(**STABLE_DIFFUSION)
    reference.set_timesteps(steps)
    x = begun = torch.randn(1, 2, 16, generator=torch.Generator().manual_seed(1))
    noise = torch.Generator().manual_seed(2)
    for time in reference.timesteps:
        told = reference.step(predicted(x, float(time)), int(time), x, generator=noise)
        x = told.prev_sample  # pyright: ignore[reportAttributeAccessIssue]
    again = torch.Generator().manual_seed(2)
    times = schedules.numbered(steps)
    assert times[:-1] == reference.timesteps.tolist()
    draw = functools.partial(torch.randn, 1, 2, 16, generator=again)
    *_, found = sampler("ddpm").walk(predicted, begun, times, draw)
    torch.testing.assert_close(found, x, atol=2e-4, rtol=0)


@pytest.mark.parametrize("steps", [4, 7, 100])
def test_steps_without_noise_are_those_of_ddim(steps: int):
    reference = DDIMScheduler(**STABLE_DIFFUSION, set_alpha_to_one=True)
    reference.set_timesteps(steps)
    x = begun = torch.randn(1, 2, 16, generator=torch.Generator().manual_seed(1))
    for time in reference.timesteps:
        told = reference.step(predicted(x, float(time)), time, x)  # pyright: ignore
        x = told.prev_sample  # pyright: ignore[reportAttributeAccessIssue]
    times = schedules.numbered(steps)
    *_, found = sampler("ddim").walk(predicted, begun, times, lambda: pytest.fail("noise"))
    torch.testing.assert_close(found, x, atol=2e-4, rtol=0)


def test_numbered_steps_start_from_a_sound_at_the_signal_s_share():
    sound, noise = torch.full((3,), 2.0), torch.full((3,), 1.0)
    reference = DDPMScheduler(**STABLE_DIFFUSION)
    found = sampler("ddpm").start(noise, 501.0, sound)
    expected = reference.add_noise(sound[None], noise[None], torch.tensor([501]))  # pyright: ignore
    torch.testing.assert_close(found[None], expected, atol=1e-5, rtol=0)
    assert sampler("ddpm").start(noise, 991.0, None) is noise
