"""The Oobleck autoencoder: the same sound as diffusers' module, from windows and chunks too."""

import gzip
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck
from torch.testing import assert_close

from tangostudio.errors import WeightsError
from tangostudio.families.nets import oobleck

KEYS = Path(__file__).parent.parent / "keys" / "oobleck.txt.gz"
SMALL: dict[str, Any] = {
    "encoder_hidden_size": 6,
    "downsampling_ratios": [2, 4, 8],
    "channel_multiples": [1, 2, 4],
    "decoder_channels": 4,
    "decoder_input_channels": 3,
    "audio_channels": 2,
    "sampling_rate": 44100,
}
ODD = {**SMALL, "downsampling_ratios": [3, 2, 5]}
LONG = 400  # latents: more samples than a window of the last three levels


def published(config: dict[str, Any] = SMALL) -> Any:
    """diffusers' own module with weights that make a difference."""
    torch.manual_seed(0)
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        net = AutoencoderOobleck(**config)
    with torch.no_grad():
        for name, value in net.named_parameters():
            if name.endswith(("alpha", "beta")):
                value.normal_(0, 0.5)
    return net.eval().requires_grad_(False)


def latents(length: int, batch: int = 1) -> torch.Tensor:
    return torch.randn(batch, 3, length, generator=torch.Generator().manual_seed(1))


def assert_same(found: torch.Tensor, wanted: torch.Tensor) -> None:
    """Equal but for how the kernels round."""
    assert_close(found, wanted, atol=3e-6 * wanted.abs().max().item(), rtol=0)


@pytest.fixture(scope="module")
def pair() -> tuple[Any, oobleck.Oobleck]:
    net = published()
    return net, oobleck.load(net.state_dict(), SMALL)


@pytest.mark.parametrize(("length", "batch"), [(1, 1), (21, 2), (LONG, 1)])
def test_decoding_gives_diffusers_sound(pair, length: int, batch: int):
    net, own = pair
    z = latents(length, batch)
    assert_same(own.decode(z), net.decode(z).sample)
    assert own.decode(z).shape == (batch, 2, length * own.hop)


@pytest.mark.parametrize("chunk", [1, 7, 64, LONG])
def test_chunks_make_the_same_sound(pair, chunk: int):
    _, own = pair
    z = latents(LONG)
    assert_same(own.decode(z, chunk), own.decode(z))


def test_what_is_decoded_in_chunks_is_never_more_than_a_chunk_and_its_reach(pair, monkeypatch):
    _, own = pair
    seen: list[int] = []
    whole = own._decode
    monkeypatch.setattr(own, "_decode", lambda z: seen.append(z.shape[-1]) or whole(z))
    own.decode(latents(LONG), 50)
    assert max(seen) == 50 + 2 * own.reach
    assert len(seen) == 8


@pytest.mark.parametrize("frames", [64, 21 * 64 + 63, LONG * 64 + 5])
def test_encoding_gives_diffusers_posterior(pair, frames: int):
    net, own = pair
    audio = torch.randn(2, 2, frames, generator=torch.Generator().manual_seed(2))
    mean, std = own.encode(audio)
    wanted = net.encode(audio).latent_dist
    assert_same(mean, wanted.mean)
    assert_same(std, wanted.std)
    assert mean.shape == (2, 3, frames // own.hop)


def test_odd_strides_make_the_same_sound():
    net = published(ODD)
    own = oobleck.load(net.state_dict(), ODD)
    z, audio = latents(500), torch.randn(1, 2, 15_001)
    assert_same(own.decode(z), net.decode(z).sample)
    assert_same(own.decode(z, 40), net.decode(z).sample)
    assert_same(own.encode(audio)[0], net.encode(audio).latent_dist.mean)


def test_what_is_given_is_not_changed(pair):
    _, own = pair
    z, audio = latents(LONG), torch.randn(1, 2, LONG * 64)
    kept = z.clone(), audio.clone()
    own.decode(z)
    own.decode(z, 50)
    own.encode(audio)
    assert torch.equal(z, kept[0])
    assert torch.equal(audio, kept[1])


def test_a_sample_depends_on_the_latents_in_reach_and_on_no_others(pair):
    _, own = pair
    z, middle = latents(81), 40
    sound = own.decode(z)[..., middle * own.hop : (middle + 1) * own.hop]

    def changed(distance: int) -> bool:
        other = z.clone()
        other[..., [middle - distance, middle + distance]] += 1.0
        found = own.decode(other)[..., middle * own.hop : (middle + 1) * own.hop]
        return not torch.equal(found, sound)

    assert not changed(own.reach + 1)
    assert changed(own.reach - 1)


def test_the_published_net_reaches_ten_latents_and_has_the_published_keys():
    rows = (row.split() for row in gzip.decompress(KEYS.read_bytes()).decode().splitlines())
    table = {name: tuple(map(int, shape.split("x"))) for name, shape in rows}
    assert {name: tuple(shape) for name, shape in oobleck.wanted({}).items()} == table
    assert len(table) == 365
    assert oobleck.hop({}) == 2048
    assert oobleck._reach([8, 8, 4, 4, 2]) == 10


def test_fields_of_a_config_file_that_are_not_sizes_are_left_aside():
    named = {**SMALL, "_class_name": "AutoencoderOobleck", "_diffusers_version": "0.30.0"}
    assert oobleck.wanted(named) == oobleck.wanted(SMALL)


def test_weights_in_half_precision_are_widened():
    state = {name: value.half() for name, value in published().state_dict().items()}
    own = oobleck.load(state, SMALL)
    assert own.decode(latents(5)).dtype == torch.float32


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s.pop("decoder.conv1.bias"), "lack 1 tensors: decoder.conv1.bias"),
        (lambda s: s.update(more=torch.zeros(1)), "hold unknown 1 tensors: more"),
        (
            lambda s: s.update({"decoder.snake1.beta": torch.zeros(1, 5, 1)}),
            "wrong shape for 1 tensors: decoder.snake1.beta",
        ),
    ],
)
def test_other_tensors_than_the_net_s_are_refused(change, words: str):
    state = published().state_dict()
    change(state)
    with pytest.raises(WeightsError, match=f"The weights of vae.safetensors .*{words}"):
        oobleck.load(state, SMALL, "vae.safetensors")
