"""The transformer of Stable Audio 3: against diffusers' own net, and its rules one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers.models.transformers.transformer_stable_audio3 import StableAudio3DiTModel
from torch import Tensor
from torch.testing import assert_close

from tangostudio.families.nets.stable_audio_3_dit import (
    DiTConfig,
    RMSNorm,
    Rotary,
    StableAudio3DiT,
    Told,
    fourier_features,
    rotate,
)
from tests.families.tiny_stable_audio_3 import drawn

SMALL = DiTConfig(channels=6, width=128, depth=3, heads=2, context=20, feed=2, memory=5)
MEDIUM = replace(SMALL, differential=True)
BOTH = pytest.mark.parametrize("config", [SMALL, MEDIUM], ids=["small", "medium"])


@pytest.fixture(autouse=True)
def no_gradients() -> Iterator[None]:
    with torch.inference_mode():
        yield


def net_of(config: DiTConfig) -> StableAudio3DiT:
    net = StableAudio3DiT(config)
    shapes = {name: value.shape for name, value in net.state_dict().items()}
    net.load_state_dict(drawn(shapes, 0))
    return net.eval()


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def told(net: StableAudio3DiT, takes: int = 1, seed: int = 7) -> Told:
    return net.read(noise(takes, 9, 20, seed=seed), noise(takes, 20, seed=seed + 1))


# --- against diffusers --------------------------------------------------------------------------

RENAMED = (
    ("transformer.layers.", "transformer_blocks."),
    ("transformer.project_", "proj_"),
    ("transformer.", ""),
    (".ff.ff.0.proj.", ".ff.proj_in."),
    (".ff.ff.2.", ".ff.proj_out."),
)


def twin(net: StableAudio3DiT) -> StableAudio3DiTModel:
    """diffusers' net with the same weights, and with the norms' epsilon of the original."""
    config = net.config
    other = StableAudio3DiTModel(
        io_channels=config.channels,
        embed_dim=config.width,
        depth=config.depth,
        num_heads=config.heads,
        cond_token_dim=config.context,
        global_cond_dim=config.context,
        local_add_cond_dim=config.channels + 1,
        ff_mult=config.feed,
        num_memory_tokens=config.memory,
        use_differential_attention=config.differential,
    )
    state = {"prompt_padding_embedding": torch.zeros(config.context)}
    for name, value in net.state_dict().items():
        for old, new in RENAMED:
            name = name.replace(old, new)
        if config.differential and name.endswith("to_qkv.weight"):
            q, k, v, q2, k2 = value.chunk(5)
            value = torch.cat([q, q2, k, k2, v])
        state[name] = value
    buffers = set(state) - set(other.state_dict())
    assert buffers <= {"rotary_pos_emb.inv_freq"}
    other.load_state_dict({name: state[name] for name in state.keys() - buffers})
    blocks: list[Any] = list(other.transformer_blocks)
    for block in blocks:
        for norm in (block.pre_norm, block.cross_attend_norm, block.ff_norm):
            norm.eps = 1e-5
    return other.eval()


@BOTH
def test_it_agrees_with_diffusers(config: DiTConfig):
    net = net_of(config)
    other = twin(net)
    x, t = noise(2, 11, 6), torch.tensor([0.83, 0.2])
    context, duration = noise(2, 9, 20, seed=3), noise(2, 20, seed=4)
    given = torch.cat([(noise(2, 11, 1, seed=5) > 0).float(), noise(2, 11, 6, seed=6)], -1)
    said = net.read(context, duration)
    for local in (torch.zeros_like(given), given):
        theirs = other(x.mT, t, context, duration, local_add_cond=local.mT).sample.mT
        assert_close(net(x, t, said.with_given(local)), theirs, atol=5e-5, rtol=0)
    zeros = other(x.mT, t, context, duration, local_add_cond=torch.zeros_like(given).mT).sample
    assert_close(net(x, t, said), zeros.mT, atol=5e-5, rtol=0)


# --- rules --------------------------------------------------------------------------------------


@BOTH
def test_zeros_computed_once_equal_zeros_given(config: DiTConfig):
    net, x, t = net_of(config), noise(2, 11, 6), torch.tensor([0.6])
    said = told(net)
    plain = net(x, t, said)
    assert_close(net(x, t, said.with_given(torch.zeros(1, 11, 7))), plain, atol=1e-5, rtol=0)
    nothing = replace(said, silence=tuple(torch.zeros_like(s) for s in said.silence))
    assert (net(x, t, nothing) - plain).abs().max() > 0.01


@BOTH
def test_what_is_told_once_serves_many_takes(config: DiTConfig):
    net, x, t = net_of(config), noise(3, 11, 6), torch.tensor([0.6])
    said = told(net)
    alone = torch.cat([net(take[None], t, said) for take in x])
    assert_close(net(x, t, said), alone, atol=1e-5, rtol=0)


@BOTH
def test_left_out_pads_change_nothing_and_have_no_velocity(config: DiTConfig):
    net, x, t = net_of(config), noise(1, 11, 6), torch.tensor([0.6])
    said, real = told(net), torch.arange(11)[None] < 8
    padded = net(x, t, said, real)
    assert_close(padded[:, :8], net(x[:, :8], t, said), atol=1e-5, rtol=0)
    assert not padded[:, 8:].any()
    other = torch.cat([x[:, :8], 5 * x[:, 8:]], 1)
    assert_close(net(other, t, said, real), padded, atol=1e-5, rtol=0)


def test_counted_pads_take_a_share_of_the_attention():
    net, x, t = net_of(SMALL), noise(1, 11, 6), torch.tensor([0.6])
    said, real = told(net), torch.arange(11)[None] < 8
    counted = net(x, t, said, real, exact=False)
    assert (counted[:, :8] - net(x, t, said, real)[:, :8]).abs().max() > 0.01


def test_the_order_of_the_tokens_does_not_matter_and_their_number_does():
    net, x, t = net_of(SMALL), noise(1, 11, 6), torch.tensor([0.6])
    context, duration = noise(1, 9, 20), noise(1, 20)
    v = net(x, t, net.read(context, duration))
    assert_close(net(x, t, net.read(context.flip(1), duration)), v, atol=1e-5, rtol=0)
    more = torch.cat([context, context[:, -1:]], 1)
    assert (net(x, t, net.read(more, duration)) - v).abs().max() > 1e-3


def test_features_are_cosines_then_sines_up_to_ten_thousand():
    features = fourier_features(torch.tensor([0.0, 0.25]))
    assert features.shape == (2, 256)
    assert features[0, :128].eq(1).all()
    assert features[0, 128:].eq(0).all()
    lowest, highest = 2 * math.pi * 0.25 * 0.5, 2 * math.pi * 0.25 * 10000
    assert_close(features[1, 0], torch.tensor(math.cos(lowest)))
    assert_close(features[1, 128], torch.tensor(math.sin(lowest)))
    assert_close(features[1, 255], torch.tensor(math.sin(highest)), atol=2e-2, rtol=0)


def test_features_are_float32_whatever_the_number_is():
    time = torch.tensor([0.7], dtype=torch.float64)
    assert torch.equal(fourier_features(time), fourier_features(time.float()))


def test_rotation_turns_halves_and_leaves_the_rest():
    turn = Rotary(4)(3)
    x = torch.tensor([1.0, 0.0, 0.0, 0.0, 7.0, 9.0]).expand(3, 6)
    turned = rotate(x, turn)
    positions = torch.arange(3.0)
    assert_close(turned[:, 0], positions.cos())
    assert_close(turned[:, 2], positions.sin())
    assert turned[:, 4:].eq(torch.tensor([7.0, 9.0])).all()


def test_half_of_a_head_turns_and_at_least_32_values():
    def turning(width: int) -> int:
        net = StableAudio3DiT(replace(SMALL, width=width))
        return 2 * len(net.transformer.rotary_pos_emb.inv_freq)

    assert turning(2 * 128) == 64
    assert turning(2 * 64) == turning(2 * 32) == 32


def test_the_norm_is_a_root_mean_square():
    norm = RMSNorm(2, 0.0)
    norm.gamma.copy_(torch.tensor([1.0, 2.0]))
    assert_close(norm(torch.tensor([3.0, 4.0])), torch.tensor([3.0, 8.0]) / math.sqrt(12.5))
