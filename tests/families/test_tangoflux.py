"""The TangoFlux family against golden outputs of the reference, on tiny random checkpoints."""

import itertools
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models
from torch.testing import assert_close

from tangostudio.cards import Licence, ModelCard, WeightFile
from tangostudio.errors import WeightsError
from tangostudio.families import codecs, tangoflux

GOLDEN = Path(__file__).parent.parent / "golden" / "tangoflux"
MANIFEST = json.loads((GOLDEN / "manifest.json").read_text())
SAMPLINGS = ("tangoflux_mh_sampling_0", "tangoflux_mh_sampling_1", "tangoflux_mh_sampling_multi")


def config_of(name: str) -> tangoflux.TangoFluxConfig:
    values = dict(MANIFEST["files"][name]["config"])
    values["axes_dims_rope"] = tuple(values["axes_dims_rope"])
    values["text_encoder"].setdefault("feed_forward_proj", "gated-gelu")
    known = tangoflux.TangoFluxConfig.__dataclass_fields__
    return tangoflux.TangoFluxConfig(**{k: v for k, v in values.items() if k in known})


def network(name: str) -> tangoflux.TangoFlux:
    weights = f"{name}_weights.safetensors"
    return tangoflux.load_network(config_of(weights), load_file(GOLDEN / weights), name)


class Silence:
    """A codec that decodes to as many zeros as were asked for."""

    sample_rate = 44100
    tokens_per_second = 44100 / 2048

    def decode(self, x, frames, generators):
        """Zeros with the generators' next number in front."""
        return [
            np.full((frames + 7, 2), g.initial_seed(), np.float32)
            for g, _ in zip(generators, x, strict=True)
        ]


def model_of(net: tangoflux.TangoFlux, *, fixed: bool = True) -> tangoflux.Model:
    words = {str(i): i for i in range(net.config.text_encoder["vocab_size"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="2"))
    return tangoflux.Model(net, tokenizer, Silence(), fixed, 512, "cpu")


def test_velocity_matches_the_reference():
    net, data = network("tangoflux_mh"), load_file(GOLDEN / "tangoflux_mh_forward.safetensors")
    mask = data["in.text_mask"].float()
    pooled = (data["in.text_states"] * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    assert_close(pooled, data["out.pooled"], atol=1e-5, rtol=0)
    with torch.inference_mode():
        states, projection = net.join(data["in.text_states"], pooled, data["in.duration"])
        velocity = net(data["in.latents"], data["in.timestep"], states, projection)
        scalar = net(data["in.latents"], data["in.timestep_scalar"], states, projection)
    assert_close(states, data["out.encoder_hidden_states"], atol=1e-5, rtol=0)
    assert_close(projection, data["out.pooled_projection"], atol=1e-5, rtol=0)
    assert_close(velocity, data["out.velocity"], atol=5e-5, rtol=0)
    assert_close(scalar, data["out.velocity_scalar_t"], atol=5e-5, rtol=0)


def reference_conditioning(model, data, guidance, seconds) -> tangoflux.Conditioning:
    halves = []
    for side in ("uncond", "cond"):
        ids, mask = data[f"in.{side}_input_ids"], data[f"in.{side}_attention_mask"]
        states, pooled = model.net.encode_text(ids, mask)
        halves.append(model.net.join(states, pooled, torch.tensor([seconds])))
    return tangoflux.Conditioning(tuple(halves), guidance)


@pytest.mark.parametrize("name", SAMPLINGS)
@torch.inference_mode()
def test_guided_sampling_matches_the_reference(name):
    model = model_of(network("tangoflux_mh"))
    data = load_file(GOLDEN / f"{name}.safetensors")
    params = MANIFEST["files"][f"{name}.safetensors"]["params"]
    conditioning = reference_conditioning(
        model, data, params["guidance_scale"], float(params["duration"])
    )
    joined = torch.cat([states for states, _ in conditioning.halves])
    takes = params["num_samples_per_prompt"]
    assert_close(joined, data["mid.encoder_hidden_states"][::takes], atol=5e-5, rtol=0)
    x, sigmas = data["in.initial_noise"], data["mid.sigmas"]
    for now, after in itertools.pairwise(sigmas):
        x = x + (after - now) * tangoflux.velocity(model, x, float(now), conditioning)
    assert_close(x, data["out.latents"], atol=2e-4, rtol=0)


def test_start_noise_is_the_reference_s_and_goes_on_with_one_generator():
    model = model_of(network("tangoflux_mh"))
    shape = tangoflux.latent_shape(model, 10)
    data = load_file(GOLDEN / "tangoflux_mh_sampling_0.safetensors")
    noise, generator = tangoflux.start(model, shape, 0)
    assert torch.equal(noise, data["in.initial_noise"])
    again, other = tangoflux.start(model, shape, 0)
    assert torch.equal(torch.randn(3, generator=generator), torch.randn(3, generator=other))
    assert not torch.equal(tangoflux.start(model, shape, 1)[0], again)


def test_the_empty_prompt_is_padded_to_the_prompt_and_its_pads_are_read():
    model = model_of(network("tangoflux_mh"))
    guided = tangoflux.condition(model, "7", "", 4, 3.0)
    # The stand-in tokenizer adds no end token: an empty text is all pads, which has no mean.
    assert [states.shape[1] for states, _ in guided.halves] == [2, 2]
    longer = tangoflux.condition(model, "7", "9", 4, 3.0)
    assert not torch.equal(longer.halves[0][0], guided.halves[0][0])
    assert len(tangoflux.condition(model, "7", "9", 4, 1.0).halves) == 1


def test_guidance_of_one_is_the_conditional_forward_and_guidance_extrapolates():
    model = model_of(network("tangoflux_mh"))
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, 4), 5)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", 4, 1))
    other = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "9", "", 4, 1))
    guided = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "9", 4, 3))
    assert_close(guided, other + 3 * (plain - other), atol=2e-5, rtol=0)


def test_guidance_may_be_kept_to_an_interval():
    model = model_of(network("tangoflux_mh"))
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, 4), 5)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", 4, 1))
    conditioning = tangoflux.condition(model, "7", "9", 4, 6)
    full = tangoflux.velocity(model, x, 0.7, conditioning)
    model.guided = (0.2, 0.6)
    assert_close(tangoflux.velocity(model, x, 0.7, conditioning), plain, atol=2e-5, rtol=0)
    model.guided = (0.2, 0.7)
    assert_close(tangoflux.velocity(model, x, 0.7, conditioning), full, atol=2e-5, rtol=0)


def test_guidance_along_the_sound_itself_may_be_left_out():
    model = model_of(network("tangoflux_mh"))
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, 4), 5)
    conditioning = tangoflux.condition(model, "7", "9", 4, 6)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", 4, 1))
    full = tangoflux.velocity(model, x, 0.7, conditioning)
    model.parallel = 0.0
    across = tangoflux.velocity(model, x, 0.7, conditioning)
    sound = x - 0.7 * plain

    def along(velocity: torch.Tensor) -> float:
        return ((velocity - plain) * sound).sum().item() / sound.square().sum().item()

    assert abs(along(across)) < 1e-4 < abs(along(full))
    model.parallel = 0.5
    half = tangoflux.velocity(model, x, 0.7, conditioning)
    assert_close(half, (full + across) / 2, atol=2e-5, rtol=0)


def test_takes_of_a_batch_equal_takes_alone():
    model = model_of(network("tangoflux_mh"))
    conditioning = tangoflux.condition(model, "7", "9", 4, 3)
    shape = tangoflux.latent_shape(model, 4)
    takes = [tangoflux.start(model, shape, seed)[0] for seed in (1, 2, 3)]
    together = tangoflux.velocity(model, torch.cat(takes), 0.5, conditioning)
    alone = torch.cat([tangoflux.velocity(model, x, 0.5, conditioning) for x in takes])
    assert_close(together, alone, atol=1e-5, rtol=0)


def test_length_is_fixed_or_follows_the_seconds():
    net = network("tangoflux_mh")
    assert tangoflux.latent_shape(model_of(net), 3.0) == (37, 64)
    flexible = model_of(net, fixed=False)
    assert tangoflux.latent_shape(flexible, 4096 / 44100) == (2, 64)
    assert tangoflux.latent_shape(flexible, 4097 / 44100) == (3, 64)
    assert tangoflux.latent_shape(flexible, 0.001) == (1, 64)


def test_decoded_audio_is_cut_to_the_seconds_and_each_take_has_its_generator():
    model = model_of(network("tangoflux_mh"))
    generators = [torch.Generator().manual_seed(seed) for seed in (3, 8)]
    takes = tangoflux.decode(model, torch.zeros(2, 37, 64), 0.5, generators)
    assert [take.shape for take in takes] == [(22050, 2)] * 2
    assert [float(take[0, 0]) for take in takes] == [3, 8]


def test_long_texts_are_cut_and_keep_their_end():
    model = model_of(network("tangoflux_mh"))
    model.max_tokens = 4
    model.tokenizer = Tokenizer.from_str(spaced_tokenizer())
    assert tangoflux.tokens(model, "3 4") == [3, 4, 1]
    assert tangoflux.tokens(model, "3 4 5 6 7") == [3, 4, 5, 1]


def spaced_tokenizer() -> str:
    from tokenizers import pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel({str(i): i for i in range(100)}, unk_token="2"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A 1", special_tokens=[("1", 1)]
    )
    return tokenizer.to_str()


# --- loading ---------------------------------------------------------------------------------


def stored() -> dict[str, torch.Tensor]:
    return load_file(GOLDEN / "tangoflux_mh_weights.safetensors")


def test_the_word_table_is_tied():
    net = network("tangoflux_mh")
    table = net.text_encoder.encoder.embed_tokens.weight
    assert table is net.text_encoder.shared.weight
    assert torch.equal(table, stored()["text_encoder.shared.weight"])


def test_a_factored_word_table_is_multiplied_out():
    state = stored()
    table, up = torch.randn(100, 8), torch.randn(48, 8)
    del state["text_encoder.shared.weight"]
    state |= {"text_encoder.shared.table": table, "text_encoder.shared.up": up}
    net = tangoflux.load_network(config_of("tangoflux_mh_weights.safetensors"), state, "it")
    assert_close(net.text_encoder.shared.weight, table @ up.T)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s.pop("fc.0.bias"), "lack 1 tensors: fc.0.bias"),
        (lambda s: s.update({"fc.9.bias": torch.zeros(1)}), "hold unknown 1 tensors: fc.9.bias"),
        (lambda s: s.update({"fc.0.bias": torch.zeros(5)}), "wrong shape for 1 tensors: fc.0.bias"),
    ],
)
def test_other_keys_than_the_model_s_are_refused(change, words):
    state = stored()
    change(state)
    with pytest.raises(WeightsError, match=words):
        tangoflux.load_network(config_of("tangoflux_mh_weights.safetensors"), state, "Tiny")


VAE = {
    "encoder_hidden_size": 4,
    "downsampling_ratios": [8, 8],
    "channel_multiples": [1, 2],
    "decoder_channels": 4,
    "decoder_input_channels": 64,
    "audio_channels": 2,
    "sampling_rate": 44100,
}


@pytest.fixture
def checkpoint(tmp_path) -> ModelCard:
    """A folder in the published layout, with a tiny waveform codec, and its card."""
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

    torch.manual_seed(0)
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        vae = AutoencoderOobleck(**VAE)
    config = MANIFEST["files"]["tangoflux_mh_weights.safetensors"]["config"]
    (tmp_path / "config.json").write_text(json.dumps({**config, "codec": VAE}))
    save_file(stored(), tmp_path / "tangoflux.safetensors")
    save_file(vae.state_dict(), tmp_path / "vae.safetensors")
    (tmp_path / "tokenizer.json").write_text(spaced_tokenizer())
    return card_of(tmp_path)


def card_of(folder: Path) -> ModelCard:
    import hashlib

    files = [
        WeightFile(p.name, p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest())
        for p in sorted(folder.iterdir())
    ]
    licence = Licence("none", "no", "for tests")
    return ModelCard(
        id="tiny", name="Tiny", family="tangoflux", summary="", licence=licence,
        sample_rate=44100, channels=2, parameters={}, samplers=("euler",), files=tuple(files),
    )  # fmt: skip


def test_a_folder_in_the_published_layout_becomes_sound(checkpoint, tmp_path):
    model = tangoflux.build(checkpoint, tmp_path, "cpu")
    x, generator = tangoflux.start(model, tangoflux.latent_shape(model, 0.02), 3)
    conditioning = tangoflux.condition(model, "7 8", "", 0.02, 2)
    x = x - tangoflux.velocity(model, x, 1.0, conditioning)
    (audio,) = tangoflux.decode(model, x, 0.02, [generator])
    assert audio.shape == (882, 2)
    assert audio.dtype == np.float32
    assert np.abs(audio).max() > 0


def test_a_codec_decodes_only_what_it_needs_and_alike(checkpoint, tmp_path):
    model = tangoflux.build(checkpoint, tmp_path, "cpu")
    x = torch.randn(1, 37, 64, generator=torch.Generator().manual_seed(1))
    frames = 15 * 64
    (short,) = model.codec.decode(x, frames, [torch.Generator()])
    assert isinstance(model.codec, codecs.Oobleck)
    whole = model.codec.net.decode(x.transpose(1, 2), return_dict=False)[0][0].T.numpy()
    assert len(short) < len(whole)
    np.testing.assert_allclose(short[:frames], whole[:frames], atol=1e-5)


@pytest.mark.parametrize("name", ["tangoflux.safetensors", "vae.safetensors", "tokenizer.json"])
def test_a_missing_short_or_altered_file_is_named(checkpoint, tmp_path, name):
    path = tmp_path / name
    whole = path.read_bytes()
    altered = bytes([whole[0] ^ 1]) + whole[1:]
    path.write_bytes(altered)
    with pytest.raises(WeightsError, match=f"{name} is not the file"):
        tangoflux.build(checkpoint, tmp_path, "cpu")
    path.write_bytes(whole[:-40])
    with pytest.raises(WeightsError, match=f"{name} has .* bytes instead of"):
        tangoflux.build(checkpoint, tmp_path, "cpu")
    with pytest.raises(WeightsError, match=f"{name}|not a tokenizer"):
        tangoflux.build(card_of_none(checkpoint), tmp_path, "cpu")
    path.unlink()
    with pytest.raises(WeightsError, match=f"{name} is missing"):
        tangoflux.build(checkpoint, tmp_path, "cpu")


def card_of_none(card: ModelCard) -> ModelCard:
    """The same card without sizes and hashes, as for a folder that a person names."""
    from dataclasses import replace

    return replace(card, files=())
