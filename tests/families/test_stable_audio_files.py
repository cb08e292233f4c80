"""The files of Stable Audio Open checkpoints: layouts, tables of tensors, and what is refused."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.models.transformers.stable_audio_transformer import StableAudioDiTModel
from diffusers.pipelines.stable_audio.modeling_stable_audio import StableAudioProjectionModel
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.testing import assert_close
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.cards import Catalogue, ModelCard
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.errors import WeightsError
from tangostudio.families import stable_audio
from tangostudio.families.nets import stable_audio_layout, t5_encoder
from tangostudio.families.stable_audio_config import (
    RELEASED,
    START,
    TOTAL,
    from_folders,
    from_single_file,
)
from tangostudio.families.stable_audio_files import net_table, single_file_table
from tangostudio.paths import models_dir
from tests.families.tiny_stable_audio import (
    SMALL,
    T5,
    WIDTH,
    published,
    random_state,
    text_encoder,
    write_folders,
    write_single,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[ModelCard, Path]:
    """A card and a folder like those of Stable Audio Open Small; nobody changes them."""
    folder = tmp_path_factory.mktemp("kept") / "small"
    return write_single(folder, SMALL, random_state(SMALL)), folder


@pytest.fixture
def small(kept, tmp_path) -> tuple[ModelCard, Path]:
    """The same, to be changed."""
    card, folder = kept
    return card, shutil.copytree(folder, tmp_path / "small")


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[ModelCard, Path]:
    """A card and a folder like those of Stable Audio Open 1.0, as diffusers writes them."""
    folder = tmp_path_factory.mktemp("folders")
    return write_folders(folder), folder


# --- diffusers' folders ----------------------------------------------------------------------


def diffusers_prediction(folder: Path, x: Tensor, time: float, text: str, ends: tuple[float, ...]):
    """What diffusers' own nets predict; the text's pads are read as zeros."""
    net = StableAudioDiTModel.from_pretrained(folder / "transformer")
    projection = StableAudioProjectionModel.from_pretrained(folder / "projection_model")
    ids = [int(word) for word in text.split()] + [1]
    pads = 6 - len(ids)
    mask = torch.tensor([[1] * len(ids) + [0] * pads])
    states = text_encoder()(torch.tensor([ids + [0] * pads]), mask).last_hidden_state
    told = projection(states, *(torch.tensor([end]) for end in ends))
    seconds = [told.seconds_start_hidden_states, told.seconds_end_hidden_states]
    turns = torch.outer(torch.arange(x.shape[1] + 1), stable_audio_layout.frequencies(32))
    turns = torch.cat([turns, turns], dim=-1)
    return net(
        x.transpose(1, 2),
        torch.tensor([time]),
        torch.cat([told.text_hidden_states * mask[..., None], *seconds], dim=1),
        torch.cat(seconds, dim=2),
        rotary_embedding=(turns.cos(), turns.sin()),
        return_dict=False,
    )[0].transpose(1, 2)


@torch.inference_mode()
def test_the_prediction_is_diffusers_own(folders):
    card, folder = folders
    model = stable_audio.build(card, folder, "cpu")
    x, _ = stable_audio.start(model, stable_audio.latent_shape(model, 0.02), 5)
    told = stable_audio.condition(model, "7 8", "", 0.02, 1, 0.01)
    expected = diffusers_prediction(folder, x, 0.4, "7 8", (0.01, 0.03))
    assert expected.std() > 0.1
    assert_close(stable_audio.velocity(model, x, 0.4, told), expected, atol=2e-5, rtol=0)


def test_both_layouts_of_one_model_are_the_same_model(folders):
    _, folder = folders
    net = {"embed_dim": 256, "depth": 2, "num_heads": 4, "project_cond_tokens": False}
    wide = {"io_channels": 8, "cond_token_dim": WIDTH, "global_cond_dim": 2 * WIDTH}
    # The condition's width is that of the heads' keys where it is not projected, so the nets'
    # sizes can agree but in this one place.
    config = published([START, TOTAL], config={**net, **wide})
    single = from_single_file(config)
    single = replace(single, dit=replace(single.dit, context=128))
    read = {n: json.loads((folder / n / "config.json").read_text()) for n in ("transformer", "vae")}
    projection = json.loads((folder / "projection_model" / "config.json").read_text())
    assert from_folders({**read, "projection_model": projection}, 6) == single


def test_where_both_layouts_lie_the_card_decides(folders, kept, tmp_path):
    both = shutil.copytree(folders[1], tmp_path / "both")
    shutil.copytree(kept[1], both, dirs_exist_ok=True)
    for card, wanted in [(folders[0], "v"), (kept[0], "rf_denoiser")]:
        assert stable_audio.build(card, both, "cpu").config.objective == wanted


def test_the_released_folders_hold_what_diffusers_nets_have():
    tables = stable_audio_layout.tables(net_table(from_single_file(RELEASED["1.0"])))
    with torch.device("meta"):
        transformer, projection = (
            StableAudioDiTModel(),
            StableAudioProjectionModel(768, 768, 0, 512),
        )
    for name, net in [("transformer", transformer), ("projection_model", projection)]:
        assert tables[name] == {key: value.shape for key, value in net.state_dict().items()}


def test_a_folder_s_tables_are_those_of_its_files(folders, kept):
    for card, folder in (folders, kept):
        for name, table in stable_audio.tables(card, folder).items():
            held = load_file(folder / name)
            assert table == {key: value.shape for key, value in held.items()}, name


# --- key tables of the released models -------------------------------------------------------


@pytest.mark.parametrize(
    ("released", "name"),
    [
        ("small", "stable-audio-open-small"),
        ("small-base", "stable-audio-open-small"),
        ("1.0", "stable-audio-open-1.0"),
    ],
)
def test_the_released_checkpoints_have_these_tensors(released, name):
    text = gzip.decompress(
        (Path(__file__).parent / "keys" / f"{name}.txt.gz").read_bytes()
    ).decode()
    rows = [line.split(" ") for line in text.splitlines()]
    expected = {key: torch.Size(map(int, shape.split("x"))) for key, shape in rows}
    assert single_file_table(from_single_file(RELEASED[released])) == expected


def test_the_released_models_rules_are_known():
    small, base, whole = (
        from_single_file(RELEASED[name]) for name in ("small", "small-base", "1.0")
    )
    assert (small.length, small.tokens, small.objective) == (256, 64, "rf_denoiser")
    assert (base.length, base.objective) == (256, "rectified_flow")
    assert (whole.length, whole.tokens, whole.objective) == (1024, 128, "v")
    assert whole.numbers == {START: (0, 512), TOTAL: (0, 512)}


def test_a_folder_without_a_configuration_is_read_as_the_released_model(small):
    card, folder = small
    (folder / "model_config.json").unlink()
    tables = stable_audio.tables(replace(card, options={"released": "small"}), folder)
    assert tables["model.safetensors"] == single_file_table(from_single_file(RELEASED["small"]))
    with pytest.raises(WeightsError, match=r"model_config.json is missing"):
        stable_audio.tables(card, folder)


# --- what is refused -------------------------------------------------------------------------


def rewritten(path: Path, change: Callable[[dict[str, Tensor]], object]) -> None:
    state = load_file(path)
    change(state)
    save_file(state, path)


LAYER = "model.model.transformer.layers.1.self_attn.to_qkv.weight"
SNAKE = "pretransform.model.decoder.layers.1.layers.0.alpha"
WORDS = "shared.weight"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("model.safetensors", LAYER),
        ("model.safetensors", SNAKE),
        ("model.safetensors", "conditioner.conditioners.seconds_total.embedder.embedding.1.bias"),
        ("t5-base/model.safetensors", WORDS),
        ("t5-base/model.safetensors", "encoder.final_layer_norm.weight"),
    ],
)
def test_tensors_that_are_not_the_model_s_are_named(small, name, key):
    card, folder = small
    path = folder / name
    whole = path.read_bytes()
    nan = torch.full_like(load_file(path)[key], float("nan"))
    for change, words in [
        (lambda s: s.update({f"x{key}": s.pop(key)}), f"lack 1 tensors: {key}"),
        (lambda s: s.update({key: torch.zeros(5)}), f"wrong shape for 1 tensors: {key}"),
        (lambda s: s.update({f"encoder.{key}x": torch.zeros(1)}), "hold unknown 1 tensors"),
        (lambda s: s.update({key: nan}), f"no numbers, in {key}"),
    ]:
        rewritten(path, change)
        with pytest.raises(WeightsError, match=words.replace(".", r"\.")):
            stable_audio.build(card, folder, "cpu")
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["model.safetensors", "t5-base/model.safetensors"])
def test_files_that_are_cut_short_or_pickles_are_refused(small, name):
    card, folder = small
    path = folder / name
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(WeightsError, match=r"model.safetensors cannot be read"):
        stable_audio.build(card, folder, "cpu")
    torch.save({"state_dict": {}}, path)
    with pytest.raises(WeightsError, match=r"model.safetensors is a pickle"):
        stable_audio.build(card, folder, "cpu")
    path.unlink()
    with pytest.raises(WeightsError, match=r"model.safetensors is missing"):
        stable_audio.build(card, folder, "cpu")


@pytest.mark.parametrize("part", ["transformer", "projection_model", "vae"])
def test_folders_with_other_tensors_are_refused(folders, tmp_path, part):
    card, folder = folders[0], shutil.copytree(folders[1], tmp_path / "folders")
    path = folder / part / "diffusion_pytorch_model.safetensors"
    key = sorted(load_file(path))[0]
    rewritten(path, lambda s: s.update({f"x{key}": s.pop(key)}))
    with pytest.raises(WeightsError, match=f"{part}/.* lack 1 tensors: {key}"):
        stable_audio.build(card, folder, "cpu")


def test_a_tokenizer_that_is_damaged_is_named(small):
    card, folder = small
    (folder / "t5-base" / "tokenizer.json").write_text("{}")
    with pytest.raises(WeightsError, match=r"tokenizer.json is not a tokenizer"):
        stable_audio.build(card, folder, "cpu")


def test_a_text_encoder_of_another_width_is_refused(small):
    card, folder = small
    other = T5EncoderModel(T5Config(**{**T5, "d_model": 24})).state_dict()
    other.pop(t5_encoder.TIED)
    save_file(other, folder / "t5-base" / "model.safetensors")
    (folder / "t5-base" / "config.json").write_text(json.dumps({**T5, "d_model": 24}))
    with pytest.raises(WeightsError, match="24 values a token where 16 are read"):
        stable_audio.build(card, folder, "cpu")


def changed(*path: str, value: Any) -> dict[str, Any]:
    """The tiny configuration with one value changed."""
    config = json.loads(json.dumps(SMALL))
    place = config
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return config


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("diffusion", "config", "global_cond_type"), "adaLN", "global_cond_type = adaLN"),
        (("diffusion", "config", "attn_kwargs"), {"differential": True}, "differential = True"),
        (("diffusion", "config", "attn_kwargs"), {"qk_norm": "l2"}, "qk_norm = l2"),
        (("pretransform", "scale"), 2.0, "an autoencoder that is not known here"),
        (("diffusion", "config"), {}, "not complete: KeyError: 'embed_dim'"),
        (
            ("conditioning", "configs"),
            [{"id": "prompt", "type": "t5"}, {"id": "mood", "type": "number",
              "config": {"min_val": 0, "max_val": 1}}],
            "asks for mood",
        ),
    ],
)  # fmt: skip
def test_configurations_of_other_models_are_refused(path, value, words):
    with pytest.raises(WeightsError, match=words):
        from_single_file(changed("model", *path, value=value))


def test_a_model_that_is_not_there_says_so(kept):
    with pytest.raises(WeightsError, match="Tiny are not on this computer"):
        stable_audio.build(kept[0], None, "cpu")


# --- cards -----------------------------------------------------------------------------------

CARDS = [card for card in Catalogue.load(models_dir()).all() if card.family == "stable_audio"]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_s_words_are_known_here(card):
    for name in card.samplers:
        assert sampler(name)
    times = schedules.schedule(card.options["schedule"])(8, 1.0)
    assert len(times) == 9
    assert card.gated
    assert card.licence.commercial == "limited"
    assert card.notice == "Powered by Stability AI"
    assert card.memory_bytes > card.options["parts_bytes"] > 0


def test_the_cards_say_what_each_model_can():
    cards = {card.id: card for card in CARDS}
    arc = cards["stable-audio-open-small"]
    assert arc.parameters["guidance"].minimum == arc.parameters["guidance"].maximum == 1
    assert "negative" not in arc.can
    assert "negative" in arc.cannot
    assert (arc.samplers[0], arc.parameters["steps"].default) == ("pingpong", 8)
    assert cards["stable-audio-open-small-base"].files[0].used == "base_model.safetensors"
    for card in CARDS:
        assert "init" in card.can
        assert "inpaint" in card.can
        window = from_single_file(RELEASED[card.options["released"]])
        assert card.parameters["seconds"].maximum <= window.sample_size / window.sample_rate
