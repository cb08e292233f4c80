"""The build's latents, shipped files, card and manifest, and the figures of the evaluation."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from tangostudio.cards.card import load_card
from tangostudio.errors import BuildError
from tangostudio.starter import build, corpus, evaluate, latents, shipping, tagger


def averages(audio: torch.Tensor) -> torch.Tensor:
    """A stand-in encoder: (1, 2, frames) to (1, T, 3), T even, from the level of each 2048."""
    frames = -(-audio.shape[-1] // 4096) * 4096
    padded = torch.nn.functional.pad(audio, (0, frames - audio.shape[-1]))
    level = padded.reshape(1, 2, -1, 2048).square().mean((1, 3))
    return torch.stack([level, 2 * level, 3 * level], -1)


def test_latents_are_stored_once_with_several_captions(tmp_path, monkeypatch):
    monkeypatch.setattr(latents, "PER_SHARD", 4)
    records = list(latents.dump(averages, tmp_path, 10, 6, "one"))
    assert [r["clips"] for r in records] == [4, 6]
    clips = latents.load(tmp_path, "one")
    assert len(clips) == 6
    for number in range(6):
        example = corpus.example(10 + number)
        assert clips.texts[number][0] == example.caption
        assert len(clips.texts[number]) == latents.WORDINGS
        assert clips.families[number] == example.families
        assert clips.lengths[number] == -(-len(example.audio) // 4096)
        own = clips.tokens[clips.starts[number] :][: clips.lengths[number]]
        np.testing.assert_array_equal(
            own, latents.as_tokens(averages(latents.stereo(example.audio)))
        )
    assert clips.tokens.shape[1] == 6
    assert not clips.silence.any()


def test_a_shard_that_exists_is_kept(tmp_path):
    list(latents.dump(averages, tmp_path, 0, 2, "one"))
    (path,) = tmp_path.glob("*.npz")
    before = path.read_bytes()

    def fails(audio: torch.Tensor) -> torch.Tensor:
        assert not audio.any(), "only silence may be encoded again"
        return averages(audio)

    list(latents.dump(fails, tmp_path, 0, 2, "one"))
    assert path.read_bytes() == before


def test_latents_of_another_encoder_are_refused(tmp_path):
    list(latents.dump(averages, tmp_path, 0, 1, "one"))
    with pytest.raises(BuildError, match="another encoder"):
        latents.load(tmp_path, "two")
    with pytest.raises(BuildError, match="no latents"):
        latents.load(tmp_path / "empty", "one")


def test_kinds_say_what_may_be_cut():
    assert latents.kind_of(("rain",)) == "bed"
    assert latents.kind_of(("dog_bark",)) == "event"
    assert latents.kind_of(("dog_bark", "door_knock")) == "event"
    assert latents.kind_of(("dog_bark", "rain")) == "fixed"


def test_compositions_are_worded_anew_with_both_parts():
    rng = np.random.default_rng(0)
    example = next(e for e in map(corpus.example, range(60)) if len(e.families) == 2)
    texts = latents.wordings(example, rng, 8)
    assert texts[0] == example.caption
    assert len(set(texts)) > 4


def test_the_card_gets_sizes_and_hashes_of_what_ships(tmp_path):
    folder = tmp_path / "starter"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "text.safetensors"):
        (folder / name).write_text(name)
    for name in ("flow.safetensors", "codec.safetensors"):
        (folder / name).write_text(name)
    shipped = Path(build.paths.models_dir()) / "starter.toml"
    card = tmp_path / "starter.toml"
    card.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    hashes = shipping.sign(card, folder)
    first = card.read_bytes()
    shipping.sign(card, folder)
    assert card.read_bytes() == first
    loaded = load_card(card)
    assert {item.name: item.sha256 for item in loaded.files} == hashes
    assert loaded.verify_files() == folder
    assert loaded.parameters.keys() == load_card(shipped).parameters.keys()


def test_the_shipped_files_are_those_of_the_card_and_small():
    card = load_card(Path(build.paths.models_dir()) / "starter.toml")
    folder = card.verify_files()
    weights = [item.bytes for item in card.files if item.name.endswith(".safetensors")]
    assert sum(weights) < 20_000_000
    config = json.loads((folder / "config.json").read_text())
    assert config["in_channels"] <= 128
    assert sum(config["axes_dims_rope"]) == config["attention_head_dim"]


def test_an_earlier_build_is_not_overwritten_by_chance(tmp_path):
    (tmp_path / "text").mkdir()
    with pytest.raises(BuildError, match="earlier build"):
        build.main(["--work", str(tmp_path)])


def test_the_flow_stage_asks_for_what_it_needs(tmp_path):
    with pytest.raises(BuildError, match="not frozen"):
        build._frozen_codec(tmp_path / "encoder_frozen.safetensors")


def test_wilson_s_interval():
    low, high = evaluate.wilson(8, 10)
    assert (low, high) == (pytest.approx(0.490, abs=1e-3), pytest.approx(0.943, abs=1e-3))
    assert evaluate.wilson(10, 10)[1] == 1
    assert evaluate.wilson(0, 0) == (0, 1)


def test_shares_count_per_family_and_name_confusions():
    share = evaluate.share_of(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert (share.right, share.total) == (3, 4)
    assert share.families == {"a": 0.5, "b": 1.0}
    assert share.confusions == {"a -> b": 1}


def test_the_tagger_learns_to_tell_two_families_apart(monkeypatch):
    monkeypatch.setattr(tagger, "FAMILIES", {"dog_bark": None, "rain": None})
    mels, labels = tagger.training_set(6)
    *_, (_, _, trained) = tagger.train(mels, labels, steps=60, batch=8)
    sounds = [
        corpus.example(2**42 + i, family=name, seconds=1.0).audio
        for name in ("dog_bark", "rain")
        for i in range(3)
    ]
    assert tagger.recognise(trained, sounds) == ["dog_bark"] * 3 + ["rain"] * 3
