"""Tango 2 against its reference: text states, UNet, sampling loop, mel VAE and vocoder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models

from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.families import tango2
from tangostudio.families.nets import audioldm_codec as codecs
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement
from tests.golden.sets import Entry

SCHEDULER = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "steps_offset": 1,
    "timestep_spacing": "leading",
    "variance_type": "fixed_small",
    "clip_sample": False,
}


def limit(entry: Entry, words: str) -> float:
    """The manifest's tolerance whose description has these words."""
    found = entry.facts["tolerance_atol_float32"]
    (value,) = (v for k, v in found.items() if words in re.split(r", ", k))
    return float(value)


def model_of(entry: Entry, folder: Path) -> tango2.Model:
    """The family's model with an entry's weights, its codec left aside."""
    values = entry.config
    channels, length, bands = entry.data[first(entry)].shape[1:]
    halvings = (codecs.BANDS // bands).bit_length()
    vae = codecs.CodecConfig(1.0, multiples=(1,) * halvings, channels=channels)
    config = tango2.Config(
        codec=vae,
        unet={k: v for k, v in values["unet"].items() if not k.startswith("_")},
        text_encoder=values["text_encoder"],
        length=length,
    )
    assert config.grid == tuple(entry.data[first(entry)].shape[1:])
    save_file({k: v.contiguous() for k, v in entry.weights.items()}, folder / tango2.MAIN)
    place = Placement()
    net = tango2.load_net(folder / tango2.MAIN, config, place)
    return tango2.Model(
        config=config,
        net=net,
        text=Part(lambda: tango2.load_text_encoder(folder / tango2.MAIN, config), place),
        codec=Part(lambda: pytest.fail("the codec is not needed"), place),
        tokenizer=Tokenizer(models.WordLevel({})),
        device="cpu",
    )


def first(entry: Entry) -> str:
    return "in.x" if "in.x" in entry.data else "in.initial_noise"


@pytest.mark.golden("in.x", "in.t", "out.pred", "out.pred_without_mask", "mid.text_states")
@torch.inference_mode()
def test_text_states_and_one_forward_match(entry: Entry, tmp_path: Path):
    model, data = model_of(entry, tmp_path), entry.data
    ids, mask = data["in.input_ids"], data["in.attention_mask"]
    texts = zip(ids.tolist(), mask.tolist(), strict=True)
    states = torch.cat([tango2.read(model, *text) for text in texts])
    entry.close("mid.text_states", states, limit(entry, "text states"))
    for name, seen in (("pred", mask), ("pred_without_mask", torch.ones_like(mask))):
        found = []
        for i, time in enumerate(data["in.t"].tolist()):
            told = tango2.Conditioning(states[i : i + 1], seen[i : i + 1], 1.0)
            rows = tango2.rows(data["in.x"][i : i + 1])
            found.append(tango2.grid(model, tango2.velocity(model, rows, time, told)))
        entry.close(f"out.{name}", torch.cat(found), limit(entry, name))


@pytest.mark.golden("in.initial_noise", "in.step_noise", "in.uncond_input_ids", "mid.trajectory")
@torch.inference_mode()
def test_the_sampling_loop_matches(entry: Entry, tmp_path: Path):
    steps, guidance = entry.params["steps"], entry.params["guidance"]
    assert SCHEDULER.items() <= entry.params["scheduler"].items()
    model, data = model_of(entry, tmp_path), entry.data
    times = schedules.schedule({"kind": "numbered"})(steps, 1.0)
    assert times[:-1] == data["mid.timesteps"].tolist()
    found: dict[str, list[Any]] = {"v": [], "guidance1": [], "epsilon": []}
    for prompt in range(len(data["in.initial_noise"])):
        told = conditioning(model, data, prompt, guidance)
        found["v"].append(walk(model, data, prompt, times, told))
        alone = tango2.Conditioning(told.states[1:], told.mask[1:], 1.0)
        found["guidance1"].append(walk(model, data, prompt, times, alone))
        found["epsilon"].append(walk(model, data, prompt, times, told, epsilon=True))
    paths = {name: torch.cat(rows, 1) for name, rows in found.items()}  # (steps, B, C, T, F)
    entry.close("mid.trajectory", paths["v"], limit(entry, "trajectory"))
    entry.close("out.latents", paths["v"][-1], limit(entry, "latents (v_prediction)"))
    tolerance = limit(entry, "latents_guidance1")
    entry.close("out.latents_guidance1", paths["guidance1"][-1], tolerance)
    entry.close("out.latents_epsilon", paths["epsilon"][-1], limit(entry, "latents_epsilon"))


def conditioning(model: tango2.Model, data: Any, prompt: int, guidance: float):
    """[unconditional, conditional] of one prompt, with the reference's ids and masks."""
    sides = [
        (data[f"{side}input_ids"][prompt].tolist(), data[f"{side}attention_mask"][prompt].tolist())
        for side in ("in.uncond_", "in.")
    ]
    states = torch.cat([tango2.read(model, *side) for side in sides])
    count = len(data["in.initial_noise"])
    expected = data["mid.states_uncond_cond"][prompt::count]
    torch.testing.assert_close(states, expected, atol=2e-5, rtol=0)
    return tango2.Conditioning(states, torch.tensor([mask for _, mask in sides]), guidance)


def walk(
    model: tango2.Model,
    data: Any,
    prompt: int,
    times: list[float],
    told: tango2.Conditioning,
    epsilon: bool = False,
) -> torch.Tensor:
    """Latents (steps, 1, C, T, F) of one prompt after each ancestral step."""
    draws = iter(data["in.step_noise"][:, prompt : prompt + 1])
    shares = _signal_shares()

    def velocity(x: torch.Tensor, time: float) -> torch.Tensor:
        predicted = tango2.velocity(model, x, time, told)
        if not epsilon:
            return predicted
        share = shares[int(time)]  # the noise was predicted: v is had from it and x
        return (predicted - (1 - share) ** 0.5 * x) / share**0.5

    x = tango2.rows(data["in.initial_noise"][prompt : prompt + 1])
    path = sampler("ddpm").walk(velocity, x, times, lambda: tango2.rows(next(draws)))
    return torch.stack([tango2.grid(model, x) for x in path])


def _signal_shares() -> list[float]:
    betas = np.linspace(SCHEDULER["beta_start"] ** 0.5, SCHEDULER["beta_end"] ** 0.5, 1000) ** 2
    return np.cumprod(1 - betas).tolist()


def codec_of(entry: Entry, folder: Path) -> codecs.Codec:
    values = entry.config
    sizes = {"norm_num_groups": values["group_norm_groups"]}
    sizes["vocoder"] = {k: v for k, v in values["vocoder"].items() if k != "num_mels"}
    config = codecs.CodecConfig.of(values["vae_config"] | sizes)
    assert config.scale_factor == entry.params["scale_factor"]
    save_file({k: v.contiguous() for k, v in entry.weights.items()}, folder / tango2.VAE)
    return codecs.load(folder / tango2.VAE, config, tango2.VAE)


@pytest.mark.golden("in.latents", "out.mel", "out.wave_float", "out.wave_int16")
@torch.inference_mode()
def test_decoding_matches_and_does_not_wrap(entry: Entry, tmp_path: Path):
    codec, data = codec_of(entry, tmp_path), entry.data
    entry.close("out.mel", codec.mel(data["in.latents"]), limit(entry, "mel"))
    for mel in (data["out.mel"], codec.mel(data["in.latents"])):
        wave = codec.wave(mel)
        entry.close("out.wave_float", wave, limit(entry, "wave_float"))
        whole = (wave.double() * 32768).trunc()  # where the reference wraps at 1.0, ours does not
        most = float(
            re.findall(r"\d+", str(entry.facts["tolerance_atol_float32"]["wave_int16"]))[0]
        )
        apart = (whole - data["out.wave_int16"] + 32768) % 65536 - 32768
        assert apart.abs().max() <= most
    assert wave.abs().max() <= 1.0


@pytest.mark.golden("in.mel_for_encode", "in.posterior_noise", "out.encoded_latents")
@torch.inference_mode()
def test_encoding_matches(entry: Entry, tmp_path: Path):
    codec, data = codec_of(entry, tmp_path), entry.data
    mean, deviation = codec.posterior(data["in.mel_for_encode"])
    tolerance = limit(entry, "encoded latents")
    entry.close("out.posterior_mean", mean, tolerance)
    entry.close("out.posterior_std", deviation, tolerance)
    latents = codecs.drawn(codec.config, mean, deviation, data["in.posterior_noise"])
    entry.close("out.encoded_latents", latents, tolerance)
