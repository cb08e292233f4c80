"""The build: latents, shipped files, card, manifest, and what it refuses."""

import errno
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.testing import assert_close

from tangostudio import paths
from tangostudio.cards.card import load_card
from tangostudio.errors import BuildError
from tangostudio.families import adapters, tangoflux
from tangostudio.starter import (
    budgets,
    build,
    codec,
    corpus,
    embedder,
    few_steps,
    flow,
    hints,
    latents,
    manifest,
    parts,
    recipe,
    shipping,
    stages,
    tagger,
    text,
)


def averages(audio: torch.Tensor) -> torch.Tensor:
    """A stand-in encoder: (1, 2, frames) to (1, T, 3), T even, from the level of each 2048."""
    frames = -(-audio.shape[-1] // 4096) * 4096
    padded = torch.nn.functional.pad(audio, (0, frames - audio.shape[-1]))
    level = padded.reshape(1, 2, -1, 2048).square().mean((1, 3))
    return torch.stack([level, 2 * level, 3 * level], -1)


def test_latents_are_stored_with_what_may_be_said_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(latents, "PER_SHARD", 4)
    records = list(latents.dump(averages, tmp_path, 10, 6, "one"))
    assert [r["clips"] for r in records] == [4, 6]
    clips = latents.load(tmp_path, "one")
    assert len(clips) == 6
    for number in range(6):
        example = corpus.example(10 + number)
        said = {clips.caption(number, np.random.default_rng(i)) for i in range(20)}
        wanted = {
            corpus.worded(example.families, example.facts, np.random.default_rng(i))
            for i in range(20)
        }
        assert said == wanted
        assert len(said) > 5
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


def test_examples_may_be_rendered_in_processes_beside(tmp_path):
    list(latents.dump(averages, tmp_path / "here", 5, 4, "one"))
    list(latents.dump(averages, tmp_path / "beside", 5, 4, "one", workers=1))
    (one,), (other,) = ((tmp_path / name).glob("*.npz") for name in ("here", "beside"))
    assert one.read_bytes() == other.read_bytes()


def test_the_card_gets_sizes_and_hashes_of_what_ships(tmp_path):
    folder = tmp_path / "starter"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "text.safetensors"):
        (folder / name).write_text(name)
    for name in ("flow.safetensors", "codec.safetensors"):
        (folder / name).write_text(name)
    shipped = paths.models_dir() / "starter.toml"
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
    card = load_card(paths.models_dir() / "starter.toml")
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
        parts.frozen_codec(tmp_path / "encoder_frozen.safetensors")


def test_a_changed_recipe_is_refused_with_a_sentence(tmp_path):
    recipe.claim(tmp_path, "flow", {"steps": 3})
    recipe.claim(tmp_path, "flow", {"steps": 3})
    with pytest.raises(BuildError, match="recipe of the stage “flow” has changed"):
        recipe.claim(tmp_path, "flow", {"steps": 4})


def test_the_recipe_sees_code_and_not_comments(tmp_path, monkeypatch):
    source = tmp_path / "optim.py"
    monkeypatch.setattr(recipe, "__file__", str(tmp_path / "recipe.py"))
    monkeypatch.setattr(recipe, "_SOURCES", {"flow": ("optim.py",)})
    prints = []
    for code in ("x = 1\n", "x = 1  # one\n", "x = 2\n"):
        source.write_text(code)
        prints.append(recipe.fingerprint("flow", {}))
    assert prints[0] == prints[1] != prints[2]


def a_build(tmp_path: Path, **given) -> tuple[parts.Build, list[str]]:
    said: list[str] = []
    small = replace(budgets.BUDGETS["cpu"], text_plan=text.Plan(steps=20, batch=8, clips=12))
    return parts.Build(small, tmp_path, tmp_path, tmp_path, say=said.append, **given), said


def test_without_its_teacher_the_text_encoder_learns_from_captions(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "has_teacher", lambda: False)
    made, said = a_build(tmp_path, start=None)
    shipped = paths.models_dir() / "starter" / "tokenizer.json"
    (tmp_path / "tokenizer.json").write_bytes(shipped.read_bytes())
    stages.corpus_stage(made)
    stages.text_stage(made)
    assert any("is not installed" in line for line in said)
    log = (tmp_path / "text" / "log.jsonl").read_text().splitlines()
    record = json.loads(log[-1])
    # Chance is ln 8; twenty steps are enough to beat it.
    assert record["held_out_contrast"] < 1.6
    assert parts.text_state(made).keys() >= {"shared.table", "shared.up"}


def test_a_build_stops_when_its_time_is_up_and_keeps_its_work(tmp_path):
    made, said = a_build(tmp_path, deadline=0.0)
    closed: list[bool] = []

    def records():
        try:
            yield {"step": 1}
            yield {"step": 2}
        finally:
            closed.append(True)

    with pytest.raises(parts.TimeUp, match="stopped after"):
        made.watch("flow", records(), lambda r: r["step"] / 2)
    assert closed == [True]
    assert said == ["flow: 50%, step 1"]


def test_the_time_left_is_said(tmp_path, monkeypatch):
    made, said = a_build(tmp_path)
    clock = iter([0.0, 60.0, 120.0, 180.0])
    monkeypatch.setattr(parts.time, "monotonic", lambda: next(clock))
    made.watch("flow", iter([{"step": 1}, {"step": 2}, {"step": 3}]), lambda r: r["step"] / 10)
    assert said == [
        "flow: 10%, step 1",
        "flow: 20%, 8 min left, step 2",
        "flow: 30%, 7 min left, step 3",
    ]


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    def full(_: parts.Build) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(stages.RUN, "corpus", full)
    with pytest.raises(BuildError, match="disk is full"):
        build.main(["--stage", "corpus", "--work", str(tmp_path)])
    monkeypatch.setattr(build, "ROOM_BYTES", 2**62)
    with pytest.raises(BuildError, match="too little room"):
        build.main(["--stage", "corpus", "--work", str(tmp_path)])


def test_weights_to_start_from_must_be_there(tmp_path):
    with pytest.raises(BuildError, match="no weights of the starter"):
        build.main(["--stage", "flow", "--from", str(tmp_path), "--work", str(tmp_path)])


def test_the_manifest_keeps_its_lineage(tmp_path):
    made, _ = a_build(tmp_path)
    first = manifest.manifest(made, {"flow.safetensors": "a"}, None)
    assert first["lineage"] == []
    second = manifest.manifest(made, {"flow.safetensors": "b"}, first)
    third = manifest.manifest(made, {"flow.safetensors": "c"}, second)
    assert [one["sha256"]["flow.safetensors"] for one in third["lineage"]] == ["a", "b"]
    assert json.loads(json.dumps(third, default=str))["sha256"] == {"flow.safetensors": "c"}


def test_a_build_of_a_few_steps_gives_a_model_that_loads_and_sounds(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "has_teacher", lambda: False)
    monkeypatch.setattr(codec, "FEW", 1)
    monkeypatch.setattr(hints, "write", lambda ship: (ship / hints.FILE).write_bytes(b"kinds"))
    tiny = codec.TrainOptions(Path(), 1, batch=1, frames=4, shard_seconds=8.0)
    budget = budgets.Budget(
        joint=tiny,
        decoder=replace(tiny, freeze_encoder=True),
        text_plan=text.Plan(steps=1, batch=4, clips=4),
        clips=3,
        held_out_clips=2,
        flow_plan=flow.Plan(steps=1, batch=2, pool=1),
        tagger_plan=tagger.Plan(per_family=1, steps=1, batch=4, pool=1),
        embedder_plan=embedder.Plan(clips=4, steps=1, batch=4, chunk=4),
        head_plan=embedder.HeadPlan(steps=1),
        second_plan=embedder.Plan(seed=2, first_clip=100, clips=4, steps=1, batch=4, chunk=4),
        second_head=embedder.HeadPlan(seed=3, steps=1),
        few_steps_plan=replace(
            few_steps.PLAN, warm_up=1, steps=2, batch=2, path_steps=2, checked_steps=2, few_steps=2
        ),
        few_steps_checks=1,
    )
    card = tmp_path / "starter.toml"
    shipped = paths.models_dir() / "starter.toml"
    card.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    few = tmp_path / "starter-few-steps.toml"
    few.write_bytes((paths.models_dir() / few.name).read_bytes())
    ship = tmp_path / "starter"
    ship.mkdir()
    own = (paths.models_dir() / "starter" / "tokenizer.json").read_bytes()
    (ship / "tokenizer.json").write_bytes(own)
    made = parts.Build(budget, tmp_path / "work", ship, card, say=lambda _: None)
    for stage in stages.RUN:
        stages.RUN[stage](made)
    before = {path.name: path.read_bytes() for path in ship.iterdir()}
    for stage in stages.RUN:  # what is done is not done again
        stages.RUN[stage](made)
    assert {path.name: path.read_bytes() for path in ship.iterdir()} == before
    model = tangoflux.build(load_card(card), ship, "cpu")
    conditioning = tangoflux.condition(model, "rain", "", 0.5, 3.0)
    x, generator = tangoflux.start(model, tangoflux.latent_shape(model, 0.5), 1)
    x = x - tangoflux.velocity(model, x, 1.0, conditioning)
    (audio,) = tangoflux.decode(model, x, 0.5, [generator])
    assert len(audio) == 22050
    assert np.isfinite(audio).all()
    assert json.loads((ship / "build.json").read_text())["last"]["flow"]["step"] == 1
    quick = tangoflux.build(load_card(few), ship, "cpu")
    told = adapters.read(ship / "few_steps.safetensors", load_card(few))
    assert told.facts.rank == few_steps.RANK
    (name, *_), other = told.facts.shapes, quick.net.state_dict()
    moved = other[name].float() - model.net.state_dict()[name].float()
    assert_close(moved, told.delta(name), atol=1e-6, rtol=0)

    again = replace(made, work=tmp_path / "further", start=ship)
    for stage in stages.RUN:
        stages.RUN[stage](again)
    told = json.loads((ship / "build.json").read_text())
    assert len(told["lineage"]) == 1
    assert told["sha256"] != told["lineage"][0]["sha256"]
    assert load_card(card).verify_files() == ship
