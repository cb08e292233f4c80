"""SAME: its two kinds of attention, pieces, and the window kind against diffusers' own net."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers.models.autoencoders.autoencoder_same import AutoencoderSAME
from torch import Tensor
from torch.testing import assert_close

from tangostudio.families.nets.same import Resampler, Same, SameConfig
from tests.families.tiny_stable_audio_3 import drawn

CHUNKS = SameConfig(patch=8, stride=4, latent=6, width=24, head=12, feed=2, depths=(3, 4))
WINDOW = replace(CHUNKS, depths=(2, 3), chunk=0, window=1, sines=3, mapping=1)


@pytest.fixture(autouse=True)
def no_gradients() -> Iterator[None]:
    with torch.inference_mode():
        yield


def net_of(config: SameConfig, seed: int = 0) -> Same:
    net = Same(config)
    shapes = {name: value.shape for name, value in net.state_dict().items()}
    net.load_state_dict(drawn(shapes, seed))
    return net.eval()


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


# --- against diffusers --------------------------------------------------------------------------

RENAMED = (
    ("encoder.layers.0.", "encoder.blocks.0."),
    ("encoder.layers.2.", "encoder.proj."),
    ("decoder.layers.1.", "decoder.proj."),
    ("decoder.layers.3.", "decoder.blocks.0."),
    (".pre_norm.", ".norm_attn."),
    (".ff_norm.", ".norm_ff."),
    (".self_attn.", ".attn."),
    (".ff.ff.0.proj.", ".ff.proj_in."),
    (".ff.ff.2.", ".ff.proj_out."),
    ("bottleneck.scaling_factor", "bottleneck.scale"),
)


def twin(net: Same) -> Any:
    """diffusers' net with the same weights."""
    config = net.config
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*weight_norm", FutureWarning)
        other = AutoencoderSAME(
            patch_size=config.patch,
            encoder_channels=config.width,
            encoder_c_mults=[1],
            encoder_strides=[config.stride],
            encoder_transformer_depths=[2],
            latent_dim=config.latent,
            dim_heads=config.head,
            ff_mult=config.feed,
            sliding_window=config.window,
            decoder_sinusoidal_blocks=[config.sines],
        )
    state = {}
    for name, value in net.state_dict().items():
        if name.endswith(("inv_freq", "noise_scaling_factor")):
            continue
        for old, new in RENAMED:
            name = name.replace(old, new)
        if name.endswith("attn.to_qkv.weight"):
            q, k, v, q2, k2 = value.chunk(5)
            value = torch.cat([q, q2, k, k2, v])
        state[name] = value
    other.load_state_dict(state)
    return other.eval()


def test_the_window_kind_agrees_with_diffusers():
    net = net_of(replace(WINDOW, depths=(2, 2), sines=2))
    other = twin(net)
    sound, latents = noise(2, 2, 9 * 32), noise(2, 9, 6)
    assert_close(net.encode(sound).mT, other.encode(sound).latents, atol=2e-5, rtol=0)
    assert_close(net.decode(latents), other.decode(latents.mT).sample, atol=2e-5, rtol=0)


# --- attention ----------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 2, 6, 8])
@pytest.mark.parametrize("config", [CHUNKS, WINDOW], ids=["chunks", "window"])
@pytest.mark.parametrize("length", [16, 13])
def test_pieces_equal_the_whole(config: SameConfig, at_once: int, length: int):
    net, latents = net_of(config), noise(1, length, 6)
    whole = net.decode(latents)
    assert whole.shape == (1, 2, length * 32)
    assert_close(net.decode(latents, at_once), whole, atol=2e-6, rtol=0)
    assert_close(net.encode(whole, at_once), net.encode(whole), atol=2e-6, rtol=0)


def reached(config: SameConfig, latent: int, length: int = 24) -> tuple[int, int]:
    """The first and last latent's sound that changes with one latent."""
    net, latents = net_of(config), noise(1, length, 6)
    other = latents.clone()
    other[:, latent] += 1
    change = (net.decode(latents) - net.decode(other)).abs().amax((0, 1)).unflatten(0, (length, -1))
    touched = (change.amax(1) > 0).nonzero()[:, 0]
    return int(touched[0]), int(touched[-1])


def test_chunks_reach_two_latents_and_the_next_ones_first_patch():
    # Pairs (10, 11), then (9, 10) and (11, 12), then one patch to each side.
    assert reached(CHUNKS, 10) == (8, 13)
    assert reached(CHUNKS, 11) == (8, 13)


def test_a_window_reaches_one_latent_a_layer():
    # A latent stands in front of its patches: after it, the last step ends at one without them.
    assert reached(WINDOW, 12) == (12 - 3, 12 + 2)


def test_a_chunk_does_not_know_where_it_is():
    net = net_of(CHUNKS)
    latents = noise(1, 6, 6).repeat(1, 3, 1)
    sound = net.decode(latents)
    hop = CHUNKS.hop
    assert_close(sound[..., 8 * hop : 10 * hop], sound[..., 2 * hop : 4 * hop])


def test_a_batch_equals_each_alone():
    for config in (CHUNKS, WINDOW):
        net, latents = net_of(config), noise(3, 10, 6)
        alone = torch.cat([net.decode(take[None]) for take in latents])
        assert_close(net.decode(latents), alone, atol=2e-6, rtol=0)


def test_the_last_layers_but_one_of_the_count_have_sine_gates():
    config = replace(CHUNKS, sines=3)
    decoder = Same(config).decoder["3"]
    assert isinstance(decoder, Resampler)
    layers: list[Any] = list(decoder.transformers)
    gates = [layer.ff.ff[0].sine for layer in layers]
    assert gates == [False, False, True, True]


# --- around the attention -----------------------------------------------------------------------


def test_a_scale_of_the_weight_norm_is_taken_out():
    net, sound = net_of(CHUNKS), noise(1, 2, 4 * 32)
    before = net.encode(sound)
    net.encoder["0"].mapping.weight_v.mul_(3)
    assert_close(net.encode(sound), before, atol=2e-6, rtol=0)
    net.encoder["0"].mapping.weight_g.mul_(3)
    assert (net.encode(sound) - before).abs().max() > 0.01


def test_decoding_undoes_the_spread_and_not_the_bottlenecks_scale():
    net, latents = net_of(CHUNKS), noise(1, 4, 6)
    before = net.decode(latents)
    net.bottleneck.running_std.fill_(2.0)
    assert_close(net.decode(latents / 2 * net_of(CHUNKS).bottleneck.running_std), before)
    net.bottleneck.scaling_factor.mul_(3)
    assert_close(net.decode(latents / 2 * net_of(CHUNKS).bottleneck.running_std), before)


def test_coding_draws_nothing():
    net, sound = net_of(CHUNKS), noise(1, 2, 4 * 32)
    state = torch.random.get_rng_state()
    assert torch.equal(net.decode(net.encode(sound)), net.decode(net.encode(sound)))
    assert torch.equal(torch.random.get_rng_state(), state)
