"""The TangoFlux family on tiny random checkpoints in the published layout."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close

from tangostudio.audio.resample import resample
from tangostudio.cards import ModelCard
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.errors import BadRequest, WeightsError
from tangostudio.families import adapters, codecs, precisions, tangoflux, tangoflux_files
from tangostudio.families.nets import half
from tangostudio.families.placement import BFLOAT16, DROP, FLOAT16, FLOAT32, OFFLOAD, Placement
from tests.families import tiny_tangoflux as tiny

KEYS = Path(__file__).parent / "keys" / "tangoflux.txt.gz"
SECONDS = 0.02


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("tangoflux")
    tiny.checkpoint(made)
    return made


@pytest.fixture(scope="module")
def card(folder: Path) -> ModelCard:
    return tiny.card_of(folder)


@pytest.fixture
def model(card: ModelCard, folder: Path) -> tangoflux.Model:
    return tangoflux.build(card, folder, "cpu")


@pytest.fixture
def own(tmp_path: Path) -> tuple[ModelCard, Path]:
    """A checkpoint to spoil, and a card that knows no hashes."""
    return tiny.unchecked(tiny.checkpoint(tmp_path)), tmp_path


def held(path: Path) -> dict[str, torch.Tensor]:
    """Copies of a file's tensors, so that the file may be written again."""
    return {name: value.clone() for name, value in load_file(path).items()}


def take(model: tangoflux.Model, *seeds: int, guidance: float = 3.0) -> list[np.ndarray]:
    """Takes as the engine makes them, side by side."""
    shape = tangoflux.latent_shape(model, SECONDS)
    told = tangoflux.condition(model, "7 8", "9", SECONDS, guidance)
    starts = [tangoflux.start(model, shape, seed) for seed in seeds]
    noise = tangoflux.stack([noise for noise, _ in starts])
    walk = sampler("euler").walk(
        lambda x, sigma: tangoflux.velocity(model, x, sigma, told),
        noise,
        schedules.linear(3),
        lambda: noise,
    )
    *_, x = walk
    return tangoflux.decode(model, x, SECONDS, [generator for _, generator in starts])


# --- from a prompt to a sound ----------------------------------------------------------------


def test_a_folder_in_the_published_layout_becomes_sound(model):
    (sound,) = take(model, 3)
    assert sound.shape == (882, 2)
    assert sound.dtype == np.float32
    assert np.abs(sound).max() > 1e-4


def test_takes_of_a_batch_equal_takes_alone_and_a_seed_gives_the_same_again(model):
    together = take(model, 1, 2, 3)
    for seed, sound in zip((1, 2, 3), together, strict=True):
        np.testing.assert_allclose(sound, take(model, seed)[0], atol=1e-5, rtol=0)
    assert np.abs(together[0] - together[1]).max() > 1e-3
    assert np.array_equal(take(model, 2)[0], take(model, 2)[0])


def test_noise_goes_on_with_the_take_s_own_generator(model):
    shape = tangoflux.latent_shape(model, SECONDS)
    first, generator = tangoflux.start(model, shape, 5)
    assert torch.equal(first, torch.randn(1, *shape, generator=torch.Generator().manual_seed(5)))
    again, other = tangoflux.start(model, shape, 5)
    torch.manual_seed(99)
    fresh = tangoflux.noise(model, shape, generator)
    assert torch.equal(fresh, tangoflux.noise(model, shape, other))
    assert not torch.equal(fresh, again)


# --- words -----------------------------------------------------------------------------------


def test_the_empty_prompt_is_padded_to_the_prompt_and_its_pads_are_read(model):
    short = tangoflux.condition(model, "7", "", SECONDS, 3.0)
    long = tangoflux.condition(model, "7 8 9 10", "", SECONDS, 3.0)
    # One more than the tokens: the duration.
    assert [states.shape[1] for states, _ in short.halves] == [3, 3]
    assert [states.shape[1] for states, _ in long.halves] == [6, 6]
    pads = long.halves[0][0][0, 1:5]
    assert pads.abs().max() > 0
    # T5 does not look at pads, so the end token says the same and so does the mean.
    assert_close(short.halves[0][1], long.halves[0][1], atol=1e-5, rtol=0)


def test_a_negative_prompt_is_padded_likewise_and_keeps_a_length_of_its_own(model):
    told = tangoflux.condition(model, "7 8 9", "11", SECONDS, 3.0)
    empty = tangoflux.condition(model, "7 8 9", "", SECONDS, 3.0)
    assert [states.shape[1] for states, _ in told.halves] == [5, 5]
    assert not torch.equal(told.halves[0][1], empty.halves[0][1])
    longer = tangoflux.condition(model, "7", "11 12 13", SECONDS, 3.0)
    assert [states.shape[1] for states, _ in longer.halves] == [5, 3]
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, SECONDS), 5)
    guided = tangoflux.velocity(model, x, 0.7, longer)
    alone = [
        tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, text, "", SECONDS, 1))
        for text in ("7", "11 12 13")
    ]
    assert_close(guided, alone[1] + 3 * (alone[0] - alone[1]), atol=2e-5, rtol=0)


def test_long_texts_are_cut_and_keep_their_end(model):
    model.max_tokens = 4
    assert tangoflux.tokens(model, "3 4") == [3, 4, 1]
    assert tangoflux.tokens(model, "3 4 5 6 7") == [3, 4, 5, 1]


def test_a_prompt_is_read_once_for_each_width(model, monkeypatch):
    seen: list[tuple[int, ...]] = []
    original = tangoflux.encode_text

    def counted(encoder: Any, ids: torch.Tensor, mask: torch.Tensor):
        seen.append(tuple(ids[0].tolist()))
        return original(encoder, ids, mask)

    monkeypatch.setattr(tangoflux, "encode_text", counted)
    first = tangoflux.condition(model, "7 8", "", 0.02, 3.0)
    tangoflux.condition(model, "7 8", "", 0.01, 3.0)
    assert seen == [(1, 0, 0), (7, 8, 1)]
    tangoflux.condition(model, "7 8", "", 0.01, 1.0)
    tangoflux.condition(model, "9", "", 0.01, 3.0)
    assert seen[2:] == [(1, 0), (9, 1)]
    again = tangoflux.condition(model, "7 8", "", 0.02, 3.0)
    assert torch.equal(first.halves[0][0], again.halves[0][0])


# --- guidance --------------------------------------------------------------------------------


def test_guidance_of_one_is_one_forward(model, monkeypatch):
    calls: list[int] = []
    forward = model.net.forward
    monkeypatch.setattr(
        model.net, "forward", lambda x, *rest: calls.append(len(x)) or forward(x, *rest)
    )
    shape = tangoflux.latent_shape(model, SECONDS)
    x = tangoflux.stack([tangoflux.start(model, shape, seed)[0] for seed in (1, 2)])
    tangoflux.velocity(model, x, 0.5, tangoflux.condition(model, "7", "9", SECONDS, 1.0))
    assert calls == [2]
    tangoflux.velocity(model, x, 0.5, tangoflux.condition(model, "7", "9", SECONDS, 2.0))
    assert calls == [2, 4]


def test_guidance_extrapolates(model):
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, SECONDS), 5)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", SECONDS, 1))
    other = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "9", "", SECONDS, 1))
    guided = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "9", SECONDS, 3))
    assert (plain - other).abs().max() > 1e-3
    assert_close(guided, other + 3 * (plain - other), atol=2e-5, rtol=0)


def test_guidance_may_be_kept_to_an_interval(model):
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, SECONDS), 5)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", SECONDS, 1))
    conditioning = tangoflux.condition(model, "7", "9", SECONDS, 6)
    full = tangoflux.velocity(model, x, 0.7, conditioning)
    model.guided = (0.2, 0.6)
    assert_close(tangoflux.velocity(model, x, 0.7, conditioning), plain, atol=2e-5, rtol=0)
    model.guided = (0.2, 0.7)
    assert_close(tangoflux.velocity(model, x, 0.7, conditioning), full, atol=2e-5, rtol=0)


def test_guidance_along_the_sound_itself_may_be_left_out(model):
    x, _ = tangoflux.start(model, tangoflux.latent_shape(model, SECONDS), 5)
    conditioning = tangoflux.condition(model, "7", "9", SECONDS, 6)
    plain = tangoflux.velocity(model, x, 0.7, tangoflux.condition(model, "7", "", SECONDS, 1))
    full = tangoflux.velocity(model, x, 0.7, conditioning)
    model.parallel = 0.0
    across = tangoflux.velocity(model, x, 0.7, conditioning)
    sound = x - 0.7 * plain

    def along(velocity: torch.Tensor) -> float:
        return ((velocity - plain) * sound).sum().item() / sound.square().sum().item()

    assert abs(along(across)) < 1e-5 < abs(along(full))
    model.parallel = 0.5
    half_way = tangoflux.velocity(model, x, 0.7, conditioning)
    assert_close(half_way, (full + across) / 2, atol=2e-5, rtol=0)


# --- lengths and decoding --------------------------------------------------------------------


def test_length_is_fixed_or_follows_the_seconds(model):
    assert tangoflux.latent_shape(model, SECONDS) == (tiny.LENGTH, 8)
    model.fixed_length = False
    assert tangoflux.latent_shape(model, 128 / tiny.RATE) == (2, 8)
    assert tangoflux.latent_shape(model, 129 / tiny.RATE) == (3, 8)
    assert tangoflux.latent_shape(model, 1e-6) == (1, 8)


def test_only_the_latents_that_are_needed_are_decoded_and_the_sound_is_that_of_all(model):
    x = torch.randn(2, tiny.LENGTH, 8, generator=torch.Generator().manual_seed(1))
    frames = 15 * 64
    short = model.codec.decode(x, frames, [torch.Generator()] * 2)
    whole = tiny.codec().decode(x.transpose(1, 2)).sample
    reach = 10
    assert [len(sound) for sound in short] == [frames + reach * 64] * 2
    for sound, wanted in zip(short, whole, strict=True):
        np.testing.assert_allclose(sound[:frames], wanted.T[:frames], atol=1e-5, rtol=0)


def test_a_take_ends_where_it_was_asked_to_with_a_fade(model):
    x = torch.randn(1, tiny.LENGTH, 8, generator=torch.Generator().manual_seed(1))
    (short,) = tangoflux.decode(model, x, 0.0302, [torch.Generator()])
    assert short.shape == (1332, 2)
    (whole,) = model.codec.decode(x, 1332, [torch.Generator()])
    np.testing.assert_array_equal(short[:400], whole[:400])
    assert np.abs(short[-1]).max() < 1e-6


# --- from a sound ----------------------------------------------------------------------------


def sound_of(frames: int, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.3, (frames, channels)).astype(np.float32)


def test_a_sound_becomes_latents_drawn_from_its_posterior(model):
    sound, seconds = sound_of(1000), 1000 / tiny.RATE
    generator = torch.Generator().manual_seed(4)
    drawn = tangoflux.encode(model, sound, tiny.RATE, seconds, generator)
    assert drawn.shape == (1, tiny.LENGTH, 8)
    window = torch.zeros(1, 2, 2400)  # as long as the sounds that the net was trained on
    window[0, :, :1000] = torch.from_numpy(sound.T)
    posterior = tiny.codec().encode(window).latent_dist
    noise = torch.randn(1, 8, 37, generator=torch.Generator().manual_seed(4))
    wanted = (posterior.mean + posterior.std * noise).transpose(1, 2)
    assert_close(drawn, wanted, atol=1e-5, rtol=0)
    other = tangoflux.encode(model, sound, tiny.RATE, seconds, generator)
    assert not torch.equal(drawn, other)


def test_what_a_sound_has_after_the_take_s_length_is_left_out(model):
    def latents(sound: np.ndarray, rate: int = tiny.RATE) -> torch.Tensor:
        return tangoflux.encode(model, sound, rate, SECONDS, torch.Generator().manual_seed(1))

    long = sound_of(2400)
    assert torch.equal(latents(long), latents(long[:882]))
    assert not torch.equal(latents(long), latents(long[:800]))
    mono = sound_of(882, 1)
    assert torch.equal(latents(mono), latents(np.repeat(mono, 2, axis=1)))
    slow = sound_of(441)
    assert torch.equal(latents(slow, 22050), latents(resample(slow, 22050, tiny.RATE)))


def test_a_take_may_start_from_a_sound(model):
    sound, seconds = sound_of(882), SECONDS
    noise, generator = tangoflux.start(model, (tiny.LENGTH, 8), 2)
    given = tangoflux.encode(model, sound, tiny.RATE, seconds, generator)
    begun = sampler("euler").start(noise, 0.25, given)
    assert_close(begun, 0.75 * given + 0.25 * noise)


def test_the_rate_of_latents_is_that_of_the_codec_s_tokens(model):
    assert tangoflux.latent_rate(model) == tiny.RATE / 64


# --- how it is held --------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [OFFLOAD, DROP])
def test_parts_that_wait_outside_change_nothing(card, folder, model, monkeypatch, parts):
    reads: list[str] = []
    read = tangoflux_files.Stored.read
    monkeypatch.setattr(
        tangoflux_files.Stored,
        "read",
        lambda self, prefix: reads.append(str(prefix)) or read(self, prefix),
    )
    away = tangoflux.build(card, folder, Placement("cpu", parts=parts, chunk=5))
    reads.clear()
    for kept, found in zip(take(model, 1, 2), take(away, 1, 2), strict=True):
        np.testing.assert_allclose(found, kept, atol=1e-5, rtol=0)
    assert reads == ["text_encoder."] * 2  # one is the model's that keeps its own
    tangoflux.condition(away, "40 41", "42", SECONDS, 2.0)
    tangoflux.condition(model, "40 41", "42", SECONDS, 2.0)
    assert len(reads) == (3 if parts == DROP else 2)


@pytest.mark.parametrize(
    ("precision", "dtype"), [(BFLOAT16, torch.bfloat16), (FLOAT16, torch.float16)]
)
def test_half_precision_is_for_the_layers_of_the_net_that_samples(
    card, folder, model, precision, dtype
):
    fast = tangoflux.build(card, folder, Placement("cpu", precision))
    kinds = {type(layer) for layer in fast.net.transformer.modules()}
    assert half.HalfLinear in kinds
    assert torch.nn.Linear not in kinds
    assert {p.dtype for p in fast.net.fc.parameters()} == {torch.float32}
    assert fast.net.transformer.proj_out.weight.dtype == dtype
    x, _ = tangoflux.start(model, (tiny.LENGTH, 8), 5)
    told = tangoflux.condition(model, "7", "9", SECONDS, 3)
    exact, found = (tangoflux.velocity(m, x, 0.7, told) for m in (model, fast))
    assert found.dtype == torch.float32
    assert 0 < ((found - exact).norm() / exact.norm()).item() < 0.02


def test_a_card_may_keep_what_modulates_in_float32(card, folder):
    asking = replace(card, options={"halved": "blocks"})
    net = tangoflux.build(asking, folder, Placement("cpu", BFLOAT16)).net.transformer
    kinds = {name: layer for name, layer in net.named_modules() if hasattr(layer, "weight")}
    halved = {name for name, layer in kinds.items() if isinstance(layer, half.HalfLinear)}
    double, single = "transformer_blocks.0.", "single_transformer_blocks.1."
    assert {f"{double}attn.to_q", f"{double}ff_context.net.2", f"{single}proj_out"} <= halved
    exact = {name for name, layer in kinds.items() if isinstance(layer, torch.nn.Linear)}
    assert {f"{double}norm1.linear", f"{single}norm.linear", "proj_out", "x_embedder"} <= exact
    assert not any("norm" in name for name in halved)


def test_the_card_s_precision_is_for_processors_that_gain_by_it(card, monkeypatch):
    asking = replace(card, options={"precision": BFLOAT16})
    for fast, wanted in ((True, torch.bfloat16), (False, torch.float32)):
        monkeypatch.setattr(half, "is_fast", lambda device, fast=fast: fast)
        assert precisions.chosen(asking, Placement("cpu")) == wanted
        assert precisions.chosen(card, Placement("cpu")) == torch.float32
        assert precisions.chosen(asking, Placement("cpu", FLOAT32)) == torch.float32
        assert precisions.chosen(card, Placement("cpu", BFLOAT16)) == torch.bfloat16


@pytest.mark.parametrize("precision", [FLOAT32, BFLOAT16])
def test_adapters_are_added_block_by_block(card, folder, tmp_path, precision):
    name = "transformer.single_transformer_blocks.1.attn.to_q.weight"
    plain = tiny.stored()[name]
    tensors = {
        name.replace(".weight", adapters.DOWN): torch.randn(2, 32),
        name.replace(".weight", adapters.UP): torch.randn(32, 2),
    }
    facts = adapters.Facts("lora", card.id, card.weights_hash, 2, 4.0, {name: [32, 32]})
    made = adapters.write(tmp_path / "it.safetensors", adapters.Adapter(facts, tensors))
    stack = [(tmp_path / "it.safetensors", 0.5), (tmp_path / "it.safetensors", 1.0)]
    changed = tangoflux.build(card, folder, Placement("cpu", precision), stack)
    state = changed.net.state_dict()
    dtype = torch.float32 if precision == FLOAT32 else torch.bfloat16
    wanted = (plain + 1.5 * made.delta(name)).to(dtype)
    assert_close(state[name], wanted, atol=1e-5, rtol=1e-2 if dtype != torch.float32 else 1e-6)
    left = {k: v for k, v in tiny.stored().items() if k in state and k != name}
    assert len(left) == len(state) - 1
    assert all(torch.equal(state[k], v.to(state[k].dtype)) for k, v in left.items())
    with pytest.raises(BadRequest, match="strength cannot be 2"):
        tangoflux.build(card, folder, "cpu", [(tmp_path / "it.safetensors", 2.0)])


def test_the_word_table_is_tied(model):
    with model.text.ready() as encoder:
        table = encoder.encoder.embed_tokens.weight
        assert table is encoder.shared.weight
    assert torch.equal(table, tiny.stored()[tangoflux.SHARED])


def test_a_word_table_that_is_there_twice_is_the_same_model(own):
    card, folder = own
    state = held(folder / tiny.MAIN)
    save_file({**state, tangoflux.TIED: state[tangoflux.SHARED].clone()}, folder / tiny.MAIN)
    model = tangoflux.build(card, folder, "cpu")
    assert take(model, 3)[0].shape == (882, 2)


def test_a_factored_word_table_is_multiplied_out():
    state = tiny.stored()
    table, up = torch.randn(tiny.WORDS, 8), torch.randn(24, 8)
    del state["text_encoder.shared.weight"]
    state |= {"text_encoder.shared.table": table, "text_encoder.shared.up": up}
    net = tangoflux.load_network(tiny.config(), state, "it")
    assert_close(net.text_encoder.shared.weight, table @ up.T)


# --- other checkpoints -----------------------------------------------------------------------


def test_the_full_size_net_has_the_published_keys(card, tmp_path):
    rows = (row.split() for row in gzip.decompress(KEYS.read_bytes()).decode().splitlines())
    published = {name: tuple(map(int, shape.split("x"))) for name, shape in rows}
    (tmp_path / "config.json").write_text('{"max_duration": 30, "uncondition": false}')
    tables = tangoflux.tables(card, tmp_path)
    assert tables.keys() == {tiny.MAIN, tiny.CODEC}
    assert {name: tuple(shape) for name, shape in tables[tiny.MAIN].items()} == published
    assert len(published) == 684


def test_tables_say_what_the_files_hold(card, folder):
    for name, table in tangoflux.tables(card, folder).items():
        assert table == {key: value.shape for key, value in held(folder / name).items()}
    packed = replace(card, options={"storage": "int8"})
    assert tangoflux.tables(packed, folder) == {}


TEXT = "text_encoder.encoder.block.1.layer.0.SelfAttention.q.weight"
BLOCK = "transformer.transformer_blocks.0.attn.to_q.weight"
CHANGES: dict[str, tuple[str, Callable[[dict[str, torch.Tensor]], Any], str]] = {
    "missing": (tiny.MAIN, lambda s: s.pop("fc.0.bias"), "Tiny lack 1 tensors: fc.0.bias"),
    "more": (
        tiny.MAIN,
        lambda s: s.update({"fc.9.bias": torch.zeros(1)}),
        "Tiny hold unknown 1 tensors: fc.9.bias",
    ),
    "renamed": (
        tiny.MAIN,
        lambda s: s.update({BLOCK.replace("to_q", "to_x"): s.pop(BLOCK)}),
        f"Tiny lack 1 tensors: {BLOCK}",
    ),
    "shape": (
        tiny.MAIN,
        lambda s: s.update({TEXT: torch.zeros(3, 3)}),
        f"Tiny have a wrong shape for 1 tensors: {TEXT}",
    ),
    "untied": (
        tiny.MAIN,
        lambda s: s.pop(tangoflux.SHARED),
        f"Tiny lack 1 tensors: {tangoflux.SHARED}",
    ),
    "other table": (
        tiny.MAIN,
        lambda s: s.update({tangoflux.TIED: torch.zeros(3, 24)}),
        f"Tiny hold unknown 1 tensors: {tangoflux.TIED}",
    ),
    "codec renamed": (
        tiny.CODEC,
        lambda s: s.update({"decoder.conv9.bias": s.pop("decoder.conv1.bias")}),
        "vae.safetensors lack 1 tensors: decoder.conv1.bias",
    ),
    "codec shape": (
        tiny.CODEC,
        lambda s: s.update({"decoder.conv1.bias": torch.zeros(7)}),
        "vae.safetensors have a wrong shape for 1 tensors: decoder.conv1.bias",
    ),
    "no number": (tiny.MAIN, lambda s: s[BLOCK].fill_(torch.nan), f"no numbers, in {BLOCK}"),
}


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("precision", [FLOAT32, BFLOAT16])
def test_a_tampered_checkpoint_is_refused_when_it_is_loaded(own, kind, precision):
    card, folder = own
    name, change, words = CHANGES[kind]
    state = held(folder / name)
    change(state)
    save_file(state, folder / name)
    with pytest.raises(WeightsError, match=words):
        tangoflux.build(card, folder, Placement("cpu", precision))


@pytest.mark.parametrize(("name", "key"), [(tiny.MAIN, TEXT), (tiny.CODEC, "decoder.conv1.bias")])
def test_what_is_no_number_in_a_part_is_refused_when_it_is_read(own, name, key):
    card, folder = own
    state = held(folder / name)
    state[key][0] = torch.inf
    save_file(state, folder / name)
    model = tangoflux.build(card, folder, "cpu")
    with pytest.raises(WeightsError, match=f"{name} holds values that are no numbers, in {key}"):
        take(model, 1)


@pytest.mark.parametrize("name", [tiny.MAIN, tiny.CODEC])
def test_a_pickle_in_place_of_tensors_is_not_opened(own, name):
    card, folder = own
    torch.save(held(folder / name), folder / name)
    with pytest.raises(WeightsError, match=f"{name} is a pickle"):
        tangoflux.build(card, folder, "cpu")


@pytest.mark.parametrize("name", [tiny.MAIN, tiny.CODEC, "tokenizer.json", "config.json"])
def test_a_missing_short_or_altered_file_is_named(tmp_path, name):
    card = tiny.checkpoint(tmp_path)
    path = tmp_path / name
    whole = path.read_bytes()
    path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    with pytest.raises(WeightsError, match=f"{name} is not the file"):
        tangoflux.build(card, tmp_path, "cpu")
    path.write_bytes(whole[:-40])
    with pytest.raises(WeightsError, match=f"{name} has .* bytes instead of"):
        tangoflux.build(card, tmp_path, "cpu")
    with pytest.raises(WeightsError, match=f"{name} (cannot be read|is not a tokenizer)"):
        tangoflux.build(tiny.unchecked(card), tmp_path, "cpu")
    path.unlink()
    with pytest.raises(WeightsError, match=f"{name} is missing"):
        tangoflux.build(card, tmp_path, "cpu")


def test_a_model_without_a_folder_says_so(card):
    with pytest.raises(WeightsError, match="Tiny are not on this computer"):
        tangoflux.build(card, None, "cpu")


def test_an_unknown_codec_is_refused(card, folder):
    with pytest.raises(WeightsError, match="no codec of kind 'other'"):
        tangoflux.build(replace(card, options={"codec": "other"}), folder, "cpu")


def test_files_that_lie_elsewhere_are_found_by_the_record(card, folder, tmp_path):
    from tangostudio.cards import places

    record = {
        item.name: places.Held(item.name, item.bytes, item.sha256, str(folder / item.name))
        for item in card.files
    }
    (tmp_path / places.RECORD).write_text(places.record_text(record))
    model = tangoflux.build(card, tmp_path, "cpu")
    assert isinstance(model.codec, codecs.Oobleck)
    assert take(model, 3)[0].shape == (882, 2)
