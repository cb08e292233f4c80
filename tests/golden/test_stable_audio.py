"""Stable Audio Open against recordings of the original implementation."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.families import stable_audio
from tangostudio.families.nets import oobleck, oobleck_layout
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement
from tangostudio.families.stable_audio_config import START, TOTAL, from_single_file
from tangostudio.families.stable_audio_files import single_file_table, split
from tangostudio.families.stable_audio_net import guided
from tangostudio.families.weights import check_keys
from tests.golden.sets import Entry

PLACE = Placement()


@cache
def model_of(entry: Entry) -> stable_audio.Model:
    """The checkpoint of an entry; its prompts are recorded states, so there is no text encoder."""
    config = from_single_file(entry.config)
    check_keys(single_file_table(config), entry.weights, entry.stem)
    net, codec = split(config, entry.weights)
    no_text: Any = None
    return stable_audio.Model(
        config=config,
        net=stable_audio.load_net(config, net, PLACE.device, torch.float32),
        text=no_text,
        codec=Part(partial(oobleck.load, codec, config.codec), PLACE),
        tokenizer=no_text,
        place=PLACE,
    )


def described(entry: Entry, prompt: str = "prompt") -> tuple[Tensor, Tensor]:
    """The conditions of the recorded prompt, or of the negative one."""
    data = entry.data
    numbers = {name: data[f"in.{name}"] for name in (START, TOTAL) if f"in.{name}" in data}
    states, mask = data[f"in.{prompt}_states"], data[f"in.{prompt}_mask"]
    return model_of(entry).net.describe(states, mask, numbers)


def conditioning(
    entry: Entry, guidance: float, negative: bool = False
) -> stable_audio.Conditioning:
    states, glob = described(entry)
    away = described(entry, "negative_prompt")[0] if negative else torch.zeros_like(states)
    return stable_audio.Conditioning((states, away), glob, guidance)


def turned(x: Tensor) -> Tensor:
    """From (..., C, L) to (..., L, C), and back."""
    return x.transpose(-1, -2)


def tolerance(entry: Entry, *words: str) -> float:
    """The number under the first key of the manifest that holds one of the words."""
    table: dict[str, Any] = entry.facts["tolerance_atol_float32"]
    for word in words:
        for key, value in table.items():
            if word in key:
                found = (
                    re.findall(r"\d(?:\.\d+)?e-\d+", value) if isinstance(value, str) else [value]
                )
                return float(found[0])
    raise KeyError(words)


def draws(noise: Tensor):
    """A source of recorded noise (steps, B, C, L)."""
    kept = iter(turned(noise))
    return lambda: next(kept)


# --- one forward -----------------------------------------------------------------------------


@pytest.mark.golden("mid.cross_attn_cond", "mid.global_cond", "out.v_cfg")
def test_conditions_are_the_originals(entry: Entry):
    states, glob = described(entry)
    limit = tolerance(entry, "conditioning", "cross_attn_cond")
    entry.close("mid.cross_attn_cond", states, limit)
    entry.close("mid.global_cond", glob, limit)


@pytest.mark.golden("mid.global_cond", "out.v", "out.v_cfg", "out.v_cfg_negative")
def test_predictions_are_the_originals_with_and_without_guidance(entry: Entry):
    net = model_of(entry).net.transformer
    x, time, scale = turned(entry.data["in.x"]), entry.data["in.t"], entry.params["cfg_scale"]
    (states, glob), (away, _) = described(entry), described(entry, "negative_prompt")
    with torch.inference_mode():
        plain = net(x, time, states, glob)
    entry.close("out.v", turned(plain), tolerance(entry, "velocity without", "v, layers"))
    zeros = torch.zeros_like(states)
    limit = tolerance(entry, "CFG outputs", "v_cfg")
    for name, other, rescale in [
        ("out.v_cfg", zeros, 0.0),
        ("out.v_cfg_phi0.5", zeros, 0.5),
        ("out.v_cfg_negative", away, 0.0),
    ]:
        if name in entry.data:
            found = [
                guided(net, *row, scale, rescale)
                for row in zip(
                    x.split(1), time.split(1), zip(states.split(1), other.split(1), strict=True),
                    glob.split(1), strict=True,
                )
            ]  # fmt: skip
            entry.close(name, turned(torch.cat(found)), limit)


@pytest.mark.golden("mid.global_cond", "out.v_cfg", "dbg.layer0")
def test_hidden_states_after_each_block_are_the_originals(entry: Entry):
    model = model_of(entry)
    net, depth = model.net.transformer, model.config.dit.depth
    x, (states, glob) = turned(entry.data["in.x"]), described(entry)
    names = {f"dbg.layer{n}": n + 1 for n in range(depth)}
    if "exit_layer_ix" in entry.params:
        names["out.early_exit_hidden"] = entry.params["exit_layer_ix"] + 1
    limit = tolerance(entry, "early-exit", "v, layers")
    for name, blocks in names.items():
        hidden = net.hidden(x, entry.data["in.t"], states, glob, blocks)
        entry.close(name, hidden, limit)


# --- flows -----------------------------------------------------------------------------------


@pytest.mark.golden("in.step_noise", "mid.t_schedule", "in.initial_noise", "in.seconds_total")
def test_ping_pong_is_the_originals(entry: Entry):
    model, data, params = model_of(entry), entry.data, entry.params
    strength = params.get("init_noise_level", 1.0)
    times = schedules.log_snr(params["steps"], strength)
    torch.testing.assert_close(torch.tensor(times), data["mid.t_schedule"], atol=1e-6, rtol=0)
    sound = encoded(entry) if "in.init_audio" in data else None
    method = sampler("pingpong")
    begun = method.start(turned(data["in.initial_noise"]), times[0], sound)
    if sound is not None:
        entry.close("mid.first_x", turned(begun), tolerance(entry, "latents"))
    told = conditioning(entry, params["cfg_scale"])
    velocity = partial(predicted, model, told)
    *_, last = method.walk(velocity, begun, times, draws(data["in.step_noise"]))
    entry.close("out.latents", turned(last), tolerance(entry, "latents"))
    if "out.audio" in data:
        heard = decoded(model, last)
        entry.close("out.audio", heard, tolerance(entry, "audio"))


def predicted(model: stable_audio.Model, told, x: Tensor, sigma: float) -> Tensor:
    return stable_audio.velocity(model, x, sigma, told)


def decoded(model: stable_audio.Model, x: Tensor) -> Tensor:
    """Sounds (B, 2, frames) of the whole window."""
    with model.codec.ready() as codec, torch.inference_mode():
        return codec.decode(turned(x))


def encoded(entry: Entry) -> Tensor:
    """Latents (1, L, C) of the recorded sound, drawn with the recorded noise."""
    model, data = model_of(entry), entry.data
    sound = np.ascontiguousarray(data["in.init_audio"].T.numpy())
    recorded = data["in.vae_posterior_noise"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "randn", lambda *_, **__: recorded)
        return stable_audio.encode(model, sound, model.config.sample_rate, 1.0, torch.Generator())


@pytest.mark.golden("out.latents_euler_negative", "out.latents_dpmpp_no_negative", "mid.t_used")
def test_the_base_s_samplers_are_the_originals(entry: Entry):
    model, params, limit = model_of(entry), entry.params, tolerance(entry, "latents")
    times = schedules.log_snr(params["steps"])
    torch.testing.assert_close(torch.tensor(times[:-1]), entry.data["mid.t_used"])
    noise = turned(entry.data["in.initial_noise"])
    for name, output, negative in [
        ("euler", "out.latents_euler_negative", True),
        ("dpmpp", "out.latents_dpmpp_no_negative", False),
    ]:
        told = conditioning(entry, params["cfg_scale"], negative)
        method = sampler(name)
        begun = method.start(noise, times[0], None)
        *_, last = method.walk(partial(predicted, model, told), begun, times, lambda: noise)
        entry.close(output, turned(last), limit)


@pytest.mark.golden("in.step_noise", "in.initial_noise", "mid.t_schedule")
def test_a_seed_gives_the_originals_noise(entry: Entry):
    model = model_of(entry)
    shape = stable_audio.latent_shape(model, 1.0)
    if entry.data["in.initial_noise"].shape[0] == 1:
        noise, _ = stable_audio.start(model, shape, entry.params["seed"])
        entry.close("in.initial_noise", turned(noise), 0.0)


# --- diffusions ------------------------------------------------------------------------------


@pytest.mark.golden("in.brownian_noise", "mid.sigmas", "out.latents_3m_sde", "out.latents_2m")
def test_samplers_of_noise_levels_are_the_originals(entry: Entry):
    model, params, data = model_of(entry), entry.params, entry.data
    ends = {"lowest": params["sigma_min"], "highest": params["sigma_max"]}
    times = schedules.exponential(params["steps"], **ends)
    torch.testing.assert_close(torch.tensor(times), data["mid.sigmas"], atol=0, rtol=2e-6)
    noise = turned(data["in.initial_noise"])
    *before, last = walk(entry, "dpmpp-3m-sde", times, noise, False)
    seen = [noise * times[0], *before]
    for ours, theirs in zip(seen, turned(data["mid.x_3m"]), strict=True):
        assert (ours - theirs).norm() / theirs.norm() < tolerance(entry, "x_3m")
    entry.close("out.latents_3m_sde", turned(last), tolerance(entry, "latents_3m_sde"))
    heard = decoded(model, last)
    entry.close("out.audio_3m_sde", heard, tolerance(entry, "audio"))
    limit = tolerance(entry, "latents_2m")
    for output, negative in [("out.latents_2m", False), ("out.latents_2m_negative", True)]:
        *_, last = walk(entry, "dpmpp-2m", times, noise, negative)
        entry.close(output, turned(last), limit)


def walk(entry: Entry, name: str, times: list[float], noise: Tensor, negative: bool, sound=None):
    """Every x that a sampler yields."""
    told = conditioning(entry, entry.params["cfg_scale"], negative)
    method = sampler(name)
    begun = method.start(noise, times[0], sound)
    velocity = partial(predicted, model_of(entry), told)
    return [begun] if not times else method.walk(
        velocity, begun, times, draws(entry.data["in.brownian_noise"])
    )  # fmt: skip


@pytest.mark.golden("in.brownian_noise", "out.latents_2m_init", "in.init_audio")
def test_a_start_sound_of_a_diffusion_is_the_originals(entry: Entry):
    params, limit = entry.params, tolerance(entry, "latents_2m")
    level = params["init_noise_level"]
    ends = {"lowest": params["sigma_min"], "highest": params["sigma_max"]}
    times = schedules.exponential(params["steps"], level / (1 + level), **ends)
    assert times[0] == pytest.approx(level)
    noise, sound = turned(entry.data["in.initial_noise"]), encoded(entry)
    begun = sampler("dpmpp-2m").start(noise, times[0], sound)
    entry.close("mid.first_x_init", turned(begun), limit)
    *_, last = walk(entry, "dpmpp-2m", times, noise, False, sound)
    entry.close("out.latents_2m_init", turned(last), limit)


# --- the codec's names -----------------------------------------------------------------------


@pytest.mark.golden("in.latents_for_decode", "out.decoded_sat")
def test_the_codec_s_names_in_a_single_file_follow_the_rule(entry: Entry):
    single = {k: v for k, v in entry.weights.items() if k.startswith(oobleck_layout.PREFIX)}
    named = {k: v for k, v in entry.weights.items() if k not in single}
    sizes = entry.config
    shapes = oobleck.wanted(sizes["diffusers"])
    assert (
        oobleck_layout.sizes({"config": sizes["stable_audio_tools"]}, 44100) == sizes["diffusers"]
    )
    blocks = len(sizes["diffusers"]["downsampling_ratios"])
    found = oobleck_layout.from_single_file(single, shapes, blocks)
    assert found.keys() == named.keys()
    assert len(single) == len(named)
    for name, value in found.items():
        assert value.shape == shapes[name]
        assert torch.equal(value, named[name]), name
