"""The Stable Audio Open family: from a prompt or a sound to sounds, on a tiny random checkpoint."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.testing import assert_close

from tangostudio.cards import ModelCard, places
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.errors import BadRequest
from tangostudio.families import adapters, family, stable_audio, stable_audio_files
from tangostudio.families.parts import Memory
from tangostudio.families.placement import DROP, Placement
from tests.families.tiny_stable_audio import (
    RATE,
    SIZE,
    SMALL,
    WIDTH,
    random_state,
    text_encoder,
    write_folders,
    write_single,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[ModelCard, Path]:
    """A card and a folder like those of Stable Audio Open Small."""
    folder = tmp_path_factory.mktemp("kept") / "small"
    return write_single(folder, SMALL, random_state(SMALL)), folder


@pytest.fixture(scope="module")
def built(kept) -> stable_audio.Model:
    card, folder = kept
    return stable_audio.build(card, folder, "cpu")


@pytest.fixture
def model(built) -> stable_audio.Model:
    """The model as it is when nothing has been read and heard yet."""
    return replace(built, prompts=Memory(), sounds=Memory())


# --- from a prompt to a sound ----------------------------------------------------------------


def takes(model: stable_audio.Model, seeds: list[int], seconds: float = 0.02) -> list[np.ndarray]:
    """Ping-pong takes of one prompt, side by side."""
    shape = stable_audio.latent_shape(model, seconds)
    told = stable_audio.condition(model, "7 8", "", seconds, 1)
    starts, generators = zip(
        *(stable_audio.start(model, shape, seed) for seed in seeds), strict=True
    )
    method, times = sampler("pingpong"), schedules.log_snr(4)
    begun = method.start(stable_audio.stack(starts), times[0], None)

    def draw() -> Tensor:
        return stable_audio.stack([stable_audio.noise(model, shape, g) for g in generators])

    *_, last = method.walk(
        lambda x, sigma: stable_audio.velocity(model, x, sigma, told), begun, times, draw
    )
    return stable_audio.decode(model, last, seconds, generators)


def test_a_folder_in_the_published_layout_becomes_sound(model):
    (sound,) = takes(model, [3])
    assert sound.shape == (882, 2)
    assert sound.dtype == np.float32
    assert np.abs(sound).max() > 0
    assert family("stable_audio").latent_shape(model, 0.02) == (200, 8)


def test_takes_side_by_side_equal_takes_alone_and_repeat(model):
    together = takes(model, [3, 4, 5])
    for seed, sound in zip([3, 4, 5], together, strict=True):
        np.testing.assert_allclose(sound, takes(model, [seed])[0], atol=1e-5)
    assert np.abs(together[0] - together[1]).max() > 1e-3


def test_the_start_noise_is_drawn_channels_first(model):
    noise, generator = stable_audio.start(model, (200, 8), 11)
    torch.manual_seed(11)
    assert torch.equal(noise, torch.randn(1, 8, 200).transpose(1, 2))
    assert torch.equal(
        stable_audio.noise(model, (200, 8), generator), torch.randn(1, 8, 200).transpose(1, 2)
    )


def test_nothing_depends_on_the_global_generator(model):
    torch.manual_seed(1)
    first = takes(model, [3])
    torch.manual_seed(2)
    np.testing.assert_array_equal(takes(model, [3])[0], first[0])


def test_pads_become_zeros_and_are_read(model):
    told = stable_audio.condition(model, "7 8", "", 0.02, 1)
    (states,) = told.states
    assert states.shape == (1, 7, WIDTH)  # six of the text, and the seconds
    assert told.glob.shape == (1, WIDTH)
    padded = torch.tensor([[7, 8, 1, 0, 0, 0]]), torch.tensor([[1, 1, 1, 0, 0, 0]])
    whole = text_encoder()(*padded).last_hidden_state
    assert_close(states[:, :3], whole[:, :3], atol=1e-5, rtol=0)
    assert not states[:, 3:6].any()
    assert torch.equal(states[:, 6], told.glob)
    long = stable_audio.condition(model, "7 8 9 10 11 12 13", "", 0.02, 1).states[0]
    cut = text_encoder()(torch.tensor([[7, 8, 9, 10, 11, 1]])).last_hidden_state
    assert_close(long[:, :6], cut, atol=1e-5, rtol=0)


@torch.inference_mode()
def test_guidance_steers_away_from_zeros_or_the_negative_text(model):
    x, _ = stable_audio.start(model, (200, 8), 5)
    net = model.net.transformer
    plain = stable_audio.condition(model, "7 8", "9", 0.02, 1)
    c = stable_audio.velocity(model, x, 0.6, plain)
    time, zeros = torch.tensor([0.6]), torch.zeros_like(plain.states[0])
    for negative, states in [
        ("", zeros),
        ("9", stable_audio.condition(model, "9", "", 0.02, 1).states[0]),
    ]:
        u = net(x, time, states, plain.glob)
        told = stable_audio.condition(model, "7 8", negative, 0.02, 3)
        found = stable_audio.velocity(model, x, 0.6, told)
        assert_close(found, u + 3 * (c - u), atol=1e-4, rtol=0)
        assert (u - c).abs().max() > 1e-3


@torch.inference_mode()
def test_guidance_may_be_rescaled_to_the_prompt_s_own_spread(model):
    x, _ = stable_audio.start(model, (200, 8), 5)
    c = stable_audio.velocity(model, x, 0.6, stable_audio.condition(model, "7", "", 0.02, 1))
    told = stable_audio.condition(model, "7", "", 0.02, 7)
    found = stable_audio.velocity(replace(model, rescale=1.0), x, 0.6, told)
    assert_close(found.std(dim=-1), c.std(dim=-1), atol=1e-4, rtol=0)


def test_without_guidance_the_net_runs_once_and_a_prompt_is_read_once(model, monkeypatch):
    runs, reads = [], []
    net = model.net.transformer
    forward, read = net.forward, stable_audio._read
    monkeypatch.setattr(net, "forward", lambda x, *a: runs.append(len(x)) or forward(x, *a))
    monkeypatch.setattr(stable_audio, "_read", lambda m, t: reads.append(t) or read(m, t))
    for guidance, negative in [(1, "9"), (3, ""), (3, "9")]:
        told = stable_audio.condition(model, "7 8", negative, 0.02, guidance)
        stable_audio.velocity(model, torch.zeros(2, 200, 8), 0.5, told)
    assert runs == [2, 4, 4]
    assert reads == ["7 8", "9"]


# --- lengths ---------------------------------------------------------------------------------


@torch.inference_mode()
def whole(model: stable_audio.Model, x: Tensor) -> np.ndarray:
    with model.codec.ready() as codec:
        return codec.decode(x.transpose(1, 2))[0].T.numpy()


def test_only_what_is_asked_is_decoded_and_alike(model):
    x, generator = stable_audio.start(model, (200, 8), 1)
    seconds = 401 / RATE
    (sound,) = stable_audio.decode(model, x, seconds, [generator])
    assert sound.shape == (401, 2)
    np.testing.assert_allclose(sound[:-400], whole(model, x)[:1], atol=1e-5)
    sizes: list[tuple[int, ...]] = []
    with model.codec.ready() as codec:
        decode = codec.decode
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                codec, "decode", lambda z, chunk: sizes.append(z.shape) or decode(z, chunk)
            )
            stable_audio.decode(model, x, seconds, [generator])
    assert sizes == [(1, 8, 51 + codec.reach)]


def test_decoding_in_chunks_gives_the_same_sound(kept, model):
    x, generator = stable_audio.start(model, (200, 8), 1)
    chunked = stable_audio.build(kept[0], kept[1], Placement(chunk=32, parts=DROP))
    for one, other in zip(
        stable_audio.decode(model, x, 0.03, [generator]),
        stable_audio.decode(chunked, x, 0.03, [generator]),
        strict=True,
    ):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_a_take_may_begin_later_in_a_longer_sound(tmp_path, model):
    longer = stable_audio.build(write_folders(tmp_path), tmp_path, "cpu")
    x, generator = stable_audio.start(longer, (200, 8), 1)
    (sound,) = stable_audio.decode(longer, x, 0.015, [generator], 0.02)
    begin = round(0.02 * RATE)
    assert sound.shape == (662, 2)
    np.testing.assert_allclose(sound[0], whole(longer, x)[begin], atol=1e-5)
    early = stable_audio.condition(longer, "7", "", 0.01, 1)
    late = stable_audio.condition(longer, "7", "", 0.01, 1, 0.02)
    assert (early.glob - late.glob).abs().max() > 1e-6
    with pytest.raises(BadRequest, match=r"from 0.03 s on would end after 0.0 s"):
        stable_audio.condition(longer, "7", "", 0.01, 1, 0.03)
    with pytest.raises(BadRequest, match="always begins at the start"):
        stable_audio.condition(model, "7", "", 0.01, 1, 0.01)


# --- from a sound ----------------------------------------------------------------------------


def tone(frames: int, channels: int, rate: int = RATE) -> np.ndarray:
    line = np.sin(2 * np.pi * 3000 * np.arange(frames) / rate).astype(np.float32)
    return 0.5 * np.repeat(line[:, None], channels, axis=1)


def test_a_start_sound_is_drawn_from_what_the_encoder_holds_likely(model):
    sound = tone(700, 2)
    noise, generator = stable_audio.start(model, (200, 8), 3)
    found = stable_audio.encode(model, sound, RATE, 0.01, generator)
    window = torch.zeros(1, 2, SIZE)
    window[0, :, :700] = torch.from_numpy(sound.T)
    with model.codec.ready() as codec:
        mean, std = codec.encode(window)
    torch.manual_seed(3)
    first, second = torch.randn(1, 8, 200), torch.randn(1, 8, 200)
    assert torch.equal(noise, first.transpose(1, 2))
    assert_close(found, (mean + std * second).transpose(1, 2), atol=1e-5, rtol=0)
    assert std.min() > 0


def test_a_start_sound_may_be_mono_of_another_rate_and_longer_than_the_window(model):
    def latents(sound: np.ndarray, rate: int = RATE) -> Tensor:
        return stable_audio.encode(model, sound, rate, 0.01, torch.Generator().manual_seed(1))

    stereo = latents(tone(900, 2))
    assert torch.equal(latents(tone(900, 1)), stereo)
    assert torch.equal(latents(np.concatenate([tone(900, 2), tone(900, 1)], axis=1)), stereo)
    assert torch.equal(latents(tone(2000, 2)), latents(tone(SIZE, 2)))
    slow = latents(tone(450, 2, RATE // 2), RATE // 2)
    assert (slow - stereo).abs().mean() < 0.2 * (latents(tone(900, 2) * 0) - stereo).abs().mean()


def test_one_sound_is_encoded_once_for_all_takes(model, monkeypatch):
    calls = []
    heard = stable_audio._heard
    monkeypatch.setattr(stable_audio, "_heard", lambda *a: calls.append(1) or heard(*a))
    first, second = (
        stable_audio.encode(model, tone(500, 2), RATE, 0.01, torch.Generator().manual_seed(seed))
        for seed in (1, 2)
    )
    assert len(calls) == 1
    assert not torch.equal(first, second)
    stable_audio.encode(model, tone(501, 2), RATE, 0.01, torch.Generator())
    assert len(calls) == 2


# --- holding -----------------------------------------------------------------------------------


def test_half_precision_is_for_the_sampling_net_alone(kept, model):
    half = stable_audio.build(kept[0], kept[1], Placement(precision="bfloat16"))
    told = stable_audio.condition(half, "7 8", "", 0.02, 1)
    x, _ = stable_audio.start(half, (200, 8), 5)
    exact = stable_audio.velocity(model, x, 0.5, told)
    rough = stable_audio.velocity(half, x, 0.5, told)
    assert rough.dtype == told.glob.dtype == torch.float32
    assert 0 < (rough - exact).norm() / exact.norm() < 0.03
    kept = half.net.transformer
    assert kept.timestep_features.weight.dtype == torch.float32
    assert kept.transformer.rotary_pos_emb.inv_freq.dtype == torch.float32
    assert kept.transformer.project_in.weight.dtype == torch.float32
    layers = kept.transformer.layers.state_dict()
    assert layers["0.self_attn.to_qkv.weight"].dtype == torch.bfloat16


def test_off_the_processor_all_of_the_net_is_halved_but_times_and_places(kept):
    found = stable_audio_files.read(*kept[:2])
    net = stable_audio.load_net(found.config, found.net, "meta", torch.bfloat16).transformer
    exact = {"timestep_features.weight", "transformer.rotary_pos_emb.inv_freq"}
    kept_exact = {k for k, value in net.state_dict().items() if value.dtype == torch.float32}
    assert kept_exact == exact


def test_files_may_lie_elsewhere(kept, tmp_path):
    card, folder = kept[0], shutil.copytree(kept[1], tmp_path / "small")
    moved = tmp_path / "cache" / "blob"
    moved.parent.mkdir()
    (folder / "t5-base" / "model.safetensors").rename(moved)
    held = places.Held("t5-base/model.safetensors", moved.stat().st_size, "", str(moved))
    (folder / places.RECORD).write_text(places.record_text({held.name: held}))
    assert takes(stable_audio.build(card, folder, "cpu"), [3])[0].any()


def test_adapters_change_the_net(kept, model, tmp_path):
    card, folder = kept
    name = "model.model.transformer.project_out.weight"
    change = torch.ones(8, 64)
    facts = adapters.Facts(adapters.DIFFERENCE, card.id, card.weights_hash, 0, 0.0, {name: [8, 64]})
    path = tmp_path / "it.safetensors"
    adapters.write(path, adapters.Adapter(facts, {name: change.half()}))
    changed = stable_audio.build(card, folder, "cpu", [(path, 0.5)])
    before = model.net.transformer.transformer.project_out.weight
    assert_close(changed.net.transformer.transformer.project_out.weight, before + 0.5)
