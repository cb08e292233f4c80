"""The Stable Audio 3 family on tiny random checkpoints, and the tables of the published ones."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.testing import assert_close

from tangostudio.engines.samplers import sampler
from tangostudio.engines.schedules import shifted_log_snr
from tangostudio.errors import BadRequest, WeightsError
from tangostudio.families import adapters, family
from tangostudio.families import stable_audio_3 as sa3
from tangostudio.families import stable_audio_3_config as configs
from tangostudio.families.nets.half import HalfLinear
from tangostudio.families.placement import BFLOAT16, DROP, Placement
from tests.families import tiny_stable_audio_3 as tiny

KEYS = Path(__file__).parent / "keys"
SECONDS = 1.5
PROMPT = "a dog barks"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {
        "small": tiny.write(root / "small"),
        "medium": tiny.write(root / "medium", medium=True),
    }


@pytest.fixture
def folder(folders: dict[str, Path], tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(folders["small"], tmp_path / "own"))


@pytest.fixture(params=["small", "medium"])
def model(folders: dict[str, Path], request: pytest.FixtureRequest) -> sa3.Model:
    return sa3.build(tiny.card(), folders[request.param], "cpu")


@pytest.fixture
def small(folders: dict[str, Path]) -> sa3.Model:
    return sa3.build(tiny.card(), folders["small"], "cpu")


def made(model: sa3.Model, seeds: list[int], guidance: float = 1.0, method: str = "pingpong"):
    """Takes from prompt to sound, as an engine makes them."""
    conditioning = sa3.condition(model, PROMPT, "", SECONDS, guidance)
    shape = sa3.latent_shape(model, SECONDS)
    starts = [sa3.start(model, shape, seed) for seed in seeds]
    generators = [generator for _, generator in starts]
    walk, times = sampler(method), shifted_log_snr(4)
    x = walk.start(sa3.stack([noise for noise, _ in starts]), times[0], None)
    *_, last = walk.walk(
        lambda x, t: sa3.velocity(model, x, t, conditioning),
        x,
        times,
        lambda: sa3.stack([sa3.noise(model, shape, generator) for generator in generators]),
    )
    return sa3.decode(model, last, SECONDS, generators)


# --- the whole way --------------------------------------------------------------------------------


def test_from_prompt_to_sound(model: sa3.Model):
    (sound,) = made(model, [1])
    assert sound.shape == (1500, 2)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert sound.std() > 0.01


def test_a_batch_of_takes_equals_takes_alone(model: sa3.Model):
    for method, guidance in (("pingpong", 1.0), ("euler", 3.0)):
        together = made(model, [1, 2, 3], guidance, method)
        for seed, sound in zip((1, 2, 3), together, strict=True):
            np.testing.assert_allclose(made(model, [seed], guidance, method)[0], sound, atol=1e-5)


def test_a_seed_makes_the_same_sound_and_another_another(model: sa3.Model):
    torch.manual_seed(5)  # nobody listens to this
    first = made(model, [1])[0]
    torch.manual_seed(6)
    assert np.array_equal(made(model, [1])[0], first)
    assert np.abs(made(model, [2])[0] - first).max() > 0.01


def test_noise_is_drawn_channel_by_channel(small: sa3.Model):
    noise, generator = sa3.start(small, (12, 8), 3)
    other = torch.Generator().manual_seed(3)
    assert torch.equal(noise, torch.randn(1, 8, 12, generator=other).mT)
    again = sa3.noise(small, (12, 8), generator)
    assert torch.equal(again, torch.randn(1, 8, 12, generator=other).mT)


def test_the_family_is_found_by_its_name():
    assert family("stable_audio_3") is sa3


# --- lengths --------------------------------------------------------------------------------------

LENGTHS = {
    0.5: (70, 70),
    1: (76, 75),
    2: (88, 86),
    5: (120, 118),
    10: (174, 172),
    20: (280, 280),
    30: (388, 387),
    60: (712, 710),
    90: (1034, 1033),
    114: (1292, 1292),
    120: (1292, 1292),
}


def test_latents_of_the_published_small_model(small: sa3.Model):
    small.config = configs.SMALL
    for seconds, (length, valid) in LENGTHS.items():
        assert sa3.latent_shape(small, seconds) == (length, 256)
        assert sa3.valid_latents(small, length, seconds) == valid


def test_the_published_medium_model_goes_on_to_380_seconds(small: sa3.Model):
    small.config = configs.MEDIUM
    assert sa3.latent_shape(small, 120)[0] == 1358
    assert sa3.latent_shape(small, 380)[0] == 4096


# --- text and duration ----------------------------------------------------------------------------


def test_a_prompt_is_filled_up_with_the_learned_vector(small: sa3.Model):
    duration = small.conditioners.seconds_total([SECONDS])
    states = sa3.states(small, PROMPT)
    assert states.shape == (1, 3, 16)  # no token of beginning or end
    tokens = sa3.context(small, states, duration)
    assert tokens.shape == (1, 7, 16)
    assert torch.equal(tokens[:, :3], states)
    learned = small.conditioners.prompt.padding_embedding
    assert tokens[0, 3:6].eq(learned).all()
    assert torch.equal(tokens[:, 6], duration)


def test_an_empty_prompt_is_learned_vectors_alone_and_needs_no_encoder(small: sa3.Model):
    with small.text.ready() as net:
        net.forward = None  # whoever calls it fails
    duration = small.conditioners.seconds_total([SECONDS])
    tokens = sa3.context(small, sa3.states(small, ""), duration)
    assert tokens[0, :6].eq(small.conditioners.prompt.padding_embedding).all()


def test_what_guidance_steers_away_from(small: sa3.Model):
    duration = small.conditioners.seconds_total([SECONDS])
    assert not sa3.context(small, None, duration, True).any()
    states = sa3.states(small, "rain on tin")
    tokens = sa3.context(small, states, duration, True)
    assert torch.equal(tokens[:, :3], states)
    assert not tokens[:, 3:6].any()
    assert torch.equal(tokens[:, 6], duration)


def test_a_long_prompt_is_cut_and_its_pads_are_not_read(small: sa3.Model):
    states = sa3.states(small, "a dog barks loud on tin rain rain")
    assert states.shape == (1, 6, 16)
    ids = [small.tokenizer.encode(w, add_special_tokens=False).ids[0] for w in PROMPT.split()]
    rows, mask = torch.tensor([[*ids, 0, 0]]), torch.tensor([[1, 1, 1, 0, 0]])
    with small.text.ready() as net:
        padded = net(input_ids=rows, attention_mask=mask).last_hidden_state
    assert_close(sa3.states(small, PROMPT), padded[:, :3], atol=1e-5, rtol=0)


def test_a_prompt_is_read_once(small: sa3.Model):
    first = sa3.states(small, PROMPT)
    assert sa3.states(small, PROMPT) is first
    assert sa3.states(small, "rain") is not first


def test_the_duration_and_the_prompt_reach_the_sound(small: sa3.Model):
    x, _ = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)

    def velocity(prompt: str, seconds: float) -> Tensor:
        said = sa3.condition(small, prompt, "", seconds, 1.0)
        return sa3.velocity(small, x, 0.7, replace(said, seconds=(SECONDS,)))

    plain = velocity(PROMPT, SECONDS)
    assert (velocity("rain on tin", SECONDS) - plain).abs().max() > 0.01
    assert (velocity(PROMPT, 30.0) - plain).abs().max() > 0.01


# --- velocity -------------------------------------------------------------------------------------


def test_guidance_of_one_is_a_single_forward(small: sa3.Model):
    assert len(sa3.condition(small, PROMPT, "rain", SECONDS, 1.0).halves) == 1
    assert len(sa3.condition(small, PROMPT, "", SECONDS, 3.0).halves) == 2


def test_guidance_is_kept_to_its_interval(small: sa3.Model):
    x, _ = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)
    plain = sa3.velocity(small, x, 0.7, sa3.condition(small, PROMPT, "", SECONDS, 1.0))
    said = sa3.condition(small, PROMPT, "", SECONDS, 5.0)
    inside = sa3.velocity(small, x, 0.7, said)
    small.guidance = replace(small.guidance, highest=0.6)
    assert torch.equal(sa3.velocity(small, x, 0.7, said), plain)
    assert (inside - plain).abs().max() > 0.01


def test_a_negative_prompt_steers(small: sa3.Model):
    x, _ = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)
    plain = sa3.velocity(small, x, 0.7, sa3.condition(small, PROMPT, "", SECONDS, 5.0))
    away = sa3.velocity(small, x, 0.7, sa3.condition(small, PROMPT, "rain", SECONDS, 5.0))
    assert (away - plain).abs().max() > 0.01


def test_padding_does_not_reach_the_take(small: sa3.Model):
    length = sa3.latent_shape(small, SECONDS)[0]
    valid = sa3.valid_latents(small, length, SECONDS)
    assert valid < length
    x, _ = sa3.start(small, (length, 8), 1)
    other = x.clone()
    other[:, valid:] = 9.0
    said = sa3.condition(small, PROMPT, "", SECONDS, 3.0)
    ours, theirs = (sa3.velocity(small, each, 0.7, said) for each in (x, other))
    assert torch.equal(ours, theirs)
    small.exact_padding = False  # as the original on a processor
    ours, theirs = (sa3.velocity(small, each, 0.7, said) for each in (x, other))
    assert (ours - theirs)[:, :valid].abs().max() > 1e-4


# --- from sound and to sound ----------------------------------------------------------------------


def sound_of(frames: int, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.3, (frames, channels)).astype(np.float32)


def test_only_what_is_heard_is_decoded(model: sa3.Model):
    x, generator = sa3.start(model, sa3.latent_shape(model, SECONDS), 1)
    (sound,) = sa3.decode(model, x, SECONDS, [generator])
    with model.codec.ready() as net, torch.inference_mode():
        whole = net.decode(x)[0].T.numpy()
    end = 1500 - 20  # the last 20 ms fade
    np.testing.assert_allclose(sound[:end], whole[:end], atol=1e-5)
    beyond = x.clone()
    beyond[:, 60:] = 0
    assert np.array_equal(sa3.decode(model, beyond, SECONDS, [generator])[0], sound)


def test_pieces_change_no_sound(model: sa3.Model):
    x, generator = sa3.start(model, sa3.latent_shape(model, SECONDS), 1)
    (sound,) = sa3.decode(model, x, SECONDS, [generator])
    model.place = replace(model.place, chunk=8)
    (pieces,) = sa3.decode(model, x, SECONDS, [generator])
    np.testing.assert_allclose(pieces, sound, atol=1e-5)


def test_a_peak_over_full_scale_is_kept(small: sa3.Model):
    x, generator = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)
    with small.codec.ready() as net:
        net.decoder["3"].mapping.weight_g.mul_(20)
    (sound,) = sa3.decode(small, x, SECONDS, [generator])
    assert np.abs(sound).max() > 1.5


def test_a_sound_is_cut_or_filled_up_to_a_take(small: sa3.Model):
    generator = torch.Generator().manual_seed(0)
    state = generator.get_state()
    length = sa3.latent_shape(small, SECONDS)[0]

    def encoded(sound: np.ndarray, rate: int = 1000) -> Tensor:
        return sa3.encode(small, sound, rate, SECONDS, generator)

    short = encoded(sound_of(700))
    assert short.shape == (1, length, 8)
    filled = np.concatenate([sound_of(700), np.zeros((length * 32, 2), np.float32)])
    assert torch.equal(encoded(filled), short)
    mono = sound_of(700, 1)
    assert torch.equal(encoded(mono), encoded(np.repeat(mono, 2, axis=1)))
    three = np.concatenate([sound_of(700), mono], axis=1)
    assert torch.equal(encoded(three), short)
    twice = encoded(np.repeat(sound_of(700), 2, axis=0), 2000)
    assert twice.shape == short.shape
    assert torch.equal(generator.get_state(), state)


def test_what_is_given_and_what_is_made_anew(small: sa3.Model):
    source = sa3.encode(small, sound_of(1500), 1000, SECONDS, torch.Generator())
    said = sa3.condition(small, PROMPT, "", SECONDS, 3.0)
    kept = sa3.keep(small, said, source, [(0.2, 0.45), (1.0, 1.1)])
    given = kept.halves[0].given
    assert given is not None
    mask, latents = given[..., 0], given[..., 1:]
    first = torch.arange(source.shape[1]) * 32  # frame of each latent
    anew = ((first >= 200) & (first < 450)) | ((first >= 1000) & (first < 1100)) | (first >= 1500)
    assert torch.equal(mask[0], (~anew).float())
    assert torch.equal(latents, source * mask[..., None])
    other = kept.halves[1].given
    assert other is not None
    assert torch.equal(other, given)
    assert said.halves[0].given is None
    x, _ = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)
    change = sa3.velocity(small, x, 0.7, kept) - sa3.velocity(small, x, 0.7, said)
    assert change.abs().max() > 0.01


def test_a_sound_goes_on_where_a_region_begins_at_its_end(small: sa3.Model):
    source = sa3.encode(small, sound_of(700), 1000, SECONDS, torch.Generator())
    said = sa3.condition(small, PROMPT, "", SECONDS, 1.0)
    given = sa3.keep(small, said, source, [(0.7, SECONDS)]).halves[0].given
    assert given is not None
    assert given[0, :22, 0].all()
    assert not given[0, 22:].any()


def test_takes_may_have_sources_of_their_own(small: sa3.Model):
    generator = torch.Generator()
    sources = [
        sa3.encode(small, sound_of(1500) * gain, 1000, SECONDS, generator) for gain in (1, 0.2)
    ]
    said = sa3.condition(small, PROMPT, "", SECONDS, 1.0)
    x, _ = sa3.start(small, sa3.latent_shape(small, SECONDS), 1)
    regions = [(0.2, 0.4)]
    kept = sa3.keep(small, said, sa3.stack(sources), regions)
    together = sa3.velocity(small, torch.cat([x, x]), 0.7, kept)
    for source, velocity in zip(sources, together, strict=True):
        alone = sa3.velocity(small, x, 0.7, sa3.keep(small, said, source, regions))
        assert_close(velocity, alone[0], atol=1e-5, rtol=0)


# --- placement ------------------------------------------------------------------------------------


def test_half_precision_is_the_nets_alone(folders: dict[str, Path], small: sa3.Model):
    place = Placement("cpu", BFLOAT16)
    half = sa3.build(tiny.card(), folders["small"], place)
    assert any(isinstance(module, HalfLinear) for module in half.net.modules())
    for part in (half.codec, half.text):
        with part.ready() as net:
            assert {value.dtype for value in net.parameters()} == {torch.float32}
    x, _ = sa3.start(half, sa3.latent_shape(half, SECONDS), 1)
    ours, theirs = (
        sa3.velocity(each, x, 0.7, sa3.condition(each, PROMPT, "", SECONDS, 1.0))
        for each in (half, small)
    )
    assert ours.dtype == torch.float32
    assert 0 < (ours - theirs).abs().max() < 0.05 * theirs.abs().max()


def test_a_net_in_half_precision_keeps_its_frequencies(model: sa3.Model):
    x, _ = sa3.start(model, sa3.latent_shape(model, SECONDS), 1)
    said = sa3.condition(model, PROMPT, "", SECONDS, 1.0)
    whole = sa3.velocity(model, x, 0.7, said)
    for value in model.net.parameters():
        value.data = value.data.bfloat16()
    assert model.net.transformer.rotary_pos_emb.inv_freq.dtype == torch.float32
    said = sa3.condition(model, PROMPT, "", SECONDS, 1.0)
    half = sa3.velocity(model, x, 0.7, said)
    assert half.dtype == torch.float32
    assert 0 < (half - whole).abs().max() < 0.1 * whole.abs().max()


def test_parts_that_are_let_go_make_the_same_sound(folders: dict[str, Path], small: sa3.Model):
    dropped = sa3.build(tiny.card(), folders["small"], Placement("cpu", parts=DROP))
    assert np.array_equal(made(dropped, [1])[0], made(small, [1])[0])


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["small", "medium"])
def test_the_key_table_is_the_published_one(folder: Path, size: str):
    (folder / sa3.CONFIG).unlink()  # what is known of the sizes is enough
    found = sa3.tables(tiny.card(size=size), folder)[sa3.MAIN]
    lines = gzip.decompress((KEYS / f"stable-audio-3-{size}.txt.gz").read_bytes()).decode()
    rows = [line.split() for line in lines.splitlines()]
    assert {name: list(shape) for name, shape in found.items()} == {
        name: [int(n) for n in shape] for name, *shape in rows
    }


def test_a_sparse_config_is_filled_up_with_what_is_known(folder: Path):
    path = folder / sa3.CONFIG
    path.write_text('{"model": {"diffusion": {"diffusion_objective": "rectified_flow"}}}')
    assert configs.read(path) == replace(configs.SMALL, objective="rectified_flow")
    path.write_text('{"model": {"diffusion": {"config": {"attn_kwargs": {"differential": true}}}}}')
    assert configs.read(path) == configs.MEDIUM


def copied(path: Path) -> dict[str, Tensor]:
    """A file's tensors; as they are they would be mapped from the file that is to be replaced."""
    return {name: value.clone() for name, value in load_file(path).items()}


def damaged(change: Callable[[dict[str, Tensor]], object], path: Path) -> None:
    state = copied(path)
    change(state)
    save_file(state, path)


def refused(folder: Path, words: str) -> None:
    with pytest.raises(WeightsError, match=words):
        sa3.build(tiny.card(), folder, "cpu")


@pytest.mark.parametrize("name", [sa3.MAIN, sa3.TEXT_MAIN])
def test_a_key_of_another_name_is_refused(folder: Path, name: str):
    key = max(load_file(folder / name))
    damaged(lambda state: state.update({key + "s": state.pop(key)}), folder / name)
    refused(folder, f"{name}.* lack 1 tensors: {key}")


def test_a_key_too_many_is_refused(folder: Path):
    damaged(lambda state: state.update({"more": torch.zeros(1)}), folder / sa3.MAIN)
    refused(folder, "hold unknown 1 tensors: more")


@pytest.mark.parametrize(
    "key",
    [
        "model.model.transformer.memory_tokens",
        "conditioner.conditioners.prompt.padding_embedding",
        "pretransform.model.decoder.layers.3.new_tokens",
    ],
)
def test_a_wrong_shape_is_refused(folder: Path, key: str):
    damaged(
        lambda state: state.update({key: state[key].repeat_interleave(2, -1)}), folder / sa3.MAIN
    )
    refused(folder, f"wrong shape for 1 tensors: {key}")


def test_numbers_that_are_none_are_refused(folder: Path):
    key = "model.model.transformer.project_in.weight"
    damaged(lambda state: state[key].view(-1)[3:4].fill_(torch.nan), folder / sa3.MAIN)
    refused(folder, f"no numbers, in {key}")


def test_numbers_that_are_none_are_refused_in_the_codec_when_it_is_read(folder: Path):
    key = "pretransform.model.decoder.layers.1.weight"
    damaged(lambda state: state[key].view(-1)[3:4].fill_(torch.inf), folder / sa3.MAIN)
    model = sa3.build(tiny.card(), folder, "cpu")
    x, generator = sa3.start(model, sa3.latent_shape(model, SECONDS), 1)
    with pytest.raises(WeightsError, match=f"no numbers, in {key}"):
        sa3.decode(model, x, SECONDS, [generator])


@pytest.mark.parametrize("name", [sa3.MAIN, sa3.TEXT_MAIN])
def test_a_file_cut_short_is_refused(folder: Path, name: str):
    path = folder / name
    path.write_bytes(path.read_bytes()[:-100])
    refused(folder, "model.safetensors cannot be read")


@pytest.mark.parametrize("name", [sa3.MAIN, sa3.TEXT_MAIN])
def test_a_pickle_is_refused(folder: Path, name: str):
    torch.save(copied(folder / name), folder / name)
    refused(folder, "is a pickle")


@pytest.mark.parametrize("name", tiny.NAMES)
def test_a_missing_file_is_named(folder: Path, name: str):
    (folder / name).unlink()
    refused(folder, f"{Path(name).name} is missing")


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"model": {"diffusion": {"config": {"embed_dim": "wide"}}}}']
)
def test_a_config_of_something_else_is_refused(folder: Path, text: str):
    (folder / sa3.CONFIG).write_text(text)
    refused(folder, "model_config.json")


def test_a_damaged_tokenizer_is_refused(folder: Path):
    (folder / sa3.TOKENIZER).write_text("{}")
    refused(folder, "not a tokenizer")


def test_a_base_model_in_place_of_a_post_trained_one_is_refused(folder: Path):
    values = json.loads((folder / sa3.CONFIG).read_text())
    values["model"]["diffusion"]["diffusion_objective"] = configs.BASE
    (folder / sa3.CONFIG).write_text(json.dumps(values))
    with pytest.raises(WeightsError, match="holds a base model and not the post-trained model"):
        sa3.build(tiny.card(objective=configs.POST_TRAINED), folder, "cpu")
    assert sa3.build(tiny.card(objective=configs.BASE), folder, "cpu").config.objective


def test_a_model_without_a_folder_says_so():
    with pytest.raises(WeightsError, match="not on this computer"):
        sa3.build(tiny.card(), None, "cpu")


# --- adapters -------------------------------------------------------------------------------------

MODULE = "transformer.layers.0.self_attn.to_out"


def trainers(path: Path, seed: int = 0) -> Path:
    """A LoRA file as the model's trainer writes it."""
    generator = torch.Generator().manual_seed(seed)
    tensors = {
        f"model.{MODULE}.parametrizations.weight.0.{name}": torch.randn(shape, generator=generator)
        for name, shape in (("lora_A", (2, 64)), ("lora_B", (64, 2)))
    }
    config = {"rank": 2, "alpha": 2, "adapter_type": "lora"}
    save_file(tensors, path, {"lora_config": json.dumps(config)})
    return path


def own(path: Path, card) -> Path:
    """An adapter as this program writes it."""
    name = f"{sa3.NET}{MODULE}.weight"
    facts = adapters.Facts("difference", card.id, card.weights_hash, 0, 0.0, {name: [64, 64]})
    change = torch.randn(64, 64, generator=torch.Generator().manual_seed(9)).half()
    adapters.write(path, adapters.Adapter(facts, {name: change}))
    return path


def weight(model: sa3.Model) -> Tensor:
    return model.net.state_dict()[f"{MODULE}.weight"]


def test_adapters_of_both_kinds_are_added_in_order(folders: dict[str, Path], tmp_path: Path):
    card, folder = tiny.card(), folders["small"]
    plain = weight(sa3.build(card, folder, "cpu"))
    first, second = trainers(tmp_path / "a.safetensors"), own(tmp_path / "b.safetensors", card)
    parts = [value.float() for _, value in sorted(load_file(first).items())]
    change, other = parts[1] @ parts[0], next(iter(load_file(second).values())).float()
    both = sa3.build(card, folder, "cpu", [(first, 1.0), (second, 0.5)])
    assert_close(weight(both), plain + change + 0.5 * other, atol=1e-5, rtol=0)
    none = sa3.build(card, folder, "cpu", [(first, 0.0), (second, 0.0)])
    assert torch.equal(weight(none), plain)


def test_an_adapters_strength_and_kind_are_checked(folders: dict[str, Path], tmp_path: Path):
    card, folder = tiny.card(), folders["small"]
    path = trainers(tmp_path / "a.safetensors")
    with pytest.raises(BadRequest, match="strength"):
        sa3.build(card, folder, "cpu", [(path, 2.0)])
    with pytest.raises(WeightsError, match="training state"):
        sa3.build(card, folder, "cpu", [(path.rename(tmp_path / "a.ckpt"), 1.0)])
