"""Guidance by numbers that can be worked out by hand."""

import torch
from torch.testing import assert_close

from tangostudio.families.stable_audio_3_guidance import Guidance, guided

# One take of two latents with one channel; at sigma 0.5 the sound is x - v / 2 = (3, 4).
X = torch.tensor([[[4.0], [4.0]]])
V = torch.tensor([[[2.0], [0.0]]])
U = torch.tensor([[[1.0], [-2.0]]])  # v - u is (1, 2), of which (11 / 25) (3, 4) lies along


def result(how: Guidance, scale: float = 3.0, real: torch.Tensor | None = None) -> torch.Tensor:
    return guided(X, 0.5, V, U, scale, how, real)[0, :, 0]


def test_plain_guidance_extrapolates():
    assert_close(result(Guidance(parallel=1)), torch.tensor([2 + 2 * 1.0, 0 + 2 * 2.0]))


def test_what_points_along_the_sound_is_left_out_by_default():
    across = torch.tensor([1 - 33 / 25, 2 - 44 / 25])
    assert_close(result(Guidance()), torch.tensor([2.0, 0.0]) + 2 * across)
    half = torch.tensor([1 - 33 / 50, 2 - 44 / 50])
    assert_close(result(Guidance(parallel=0.5)), torch.tensor([2.0, 0.0]) + 2 * half)


def test_a_scale_of_one_is_the_velocity_with_the_prompt():
    assert_close(result(Guidance(), scale=1.0), V[0, :, 0])


def test_pads_count_for_nothing_and_are_not_guided_across():
    real = torch.tensor([[True, False]])
    # Of one number alone, everything lies along it.
    assert_close(result(Guidance(), real=real), torch.tensor([2.0, 0.0]))


def test_a_long_change_is_cut_to_the_limit():
    length = 0.5 * 5**0.5  # of the change of the sound
    assert_close(result(Guidance(parallel=1, limit=length)), result(Guidance(parallel=1)))
    cut = result(Guidance(parallel=1, limit=length / 4))
    assert_close(cut, torch.tensor([2 + 2 * 1 / 4, 0 + 2 * 2 / 4]))


def test_the_spread_over_channels_can_be_brought_back():
    generator = torch.Generator().manual_seed(0)
    x, v, u = (torch.randn(2, 5, 4, generator=generator) for _ in range(3))
    plain = guided(x, 0.5, v, u, 4.0, Guidance(), None)
    back = guided(x, 0.5, v, u, 4.0, Guidance(rescale=1), None)
    assert_close(back.std(-1), v.std(-1))
    half = guided(x, 0.5, v, u, 4.0, Guidance(rescale=0.5), None)
    assert_close(half, (plain + back) / 2)


def test_options_of_a_card():
    options = {
        "guidance_parallel": 0.25,
        "guidance_interval": [0.1, 0.9],
        "guidance_limit": 2,
        "guidance_rescale": 0.7,
    }
    assert Guidance.of(options) == Guidance(0.25, 0.1, 0.9, 2.0, 0.7)
    assert Guidance.of({}) == Guidance(0.0, 0.0, 1.0, 0.0, 0.0)
