"""The Oobleck autoencoder against its reference, from checkpoints in both layouts."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from tangostudio.families.nets import oobleck, oobleck_layout
from tests.golden.sets import Entry

LAYOUTS = ("diffusers", "single file")


def net_of(entry: Entry, layout: str) -> oobleck.Oobleck:
    sizes = entry.config["diffusers"]
    single = {k: v for k, v in entry.weights.items() if k.startswith(oobleck_layout.PREFIX)}
    if layout == "diffusers":
        state = {k: v for k, v in entry.weights.items() if k not in single}
    else:
        blocks = len(sizes["downsampling_ratios"])
        state = oobleck_layout.from_single_file(single, oobleck.wanted(sizes), blocks)
    return oobleck.load(state, sizes)


def limit(entry: Entry, words: str) -> float:
    """The manifest's tolerance whose description has these words."""
    found = entry.facts["tolerance_atol_float32"]
    (value,) = (v for k, v in found.items() if words in k)
    return float(value)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.golden("in.latents_for_decode", "out.decoded", "out.decoded_sat")
@torch.inference_mode()
def test_latents_become_the_reference_s_sound(entry: Entry, layout: str):
    net, z = net_of(entry, layout), entry.data["in.latents_for_decode"]
    name = "out.decoded" if layout == "diffusers" else "out.decoded_sat"
    entry.close(name, net.decode(z), limit(entry, "decoded"))
    chunk = int(entry.params.get("chunk_size", 16))
    entry.close(name, net.decode(z, chunk), limit(entry, "decoded"))
    entry.close(name, net.decode(z, 1), limit(entry, "decoded"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.golden("in.audio", "in.posterior_noise", "out.mean", "out.std", "out.latents_sampled")
@torch.inference_mode()
def test_sound_becomes_the_reference_s_posterior(entry: Entry, layout: str):
    net, data = net_of(entry, layout), entry.data
    close = limit(entry, "mean")
    mean, std = net.encode(data["in.audio"])
    entry.close("out.mean", mean, close)
    entry.close("out.std", std, close)
    entry.close("out.latents_sampled", mean + std * data["in.posterior_noise"], close)
    assert mean.shape[-1] == data["in.audio"].shape[-1] // net.hop


@pytest.mark.golden("in.audio_odd_length", "out.mean_odd_length")
@torch.inference_mode()
def test_what_is_shorter_than_a_latent_is_left_out(entry: Entry):
    audio: Tensor = entry.data["in.audio_odd_length"]
    mean, _ = net_of(entry, "diffusers").encode(audio)
    entry.close("out.mean_odd_length", mean, limit(entry, "mean"))
