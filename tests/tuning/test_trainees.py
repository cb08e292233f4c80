"""Trainees of every family on tiny random checkpoints: what is trained, what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import adapters, family, stable_audio, stable_audio_3
from tangostudio.families import stable_audio_3_lora as lora_files
from tangostudio.families.stable_audio_config import TOTAL
from tangostudio.tuning import trainees
from tangostudio.tuning.adapter_options import EVERY, KINDS, AdapterOptions
from tangostudio.tuning.trainees import Trainee
from tests.families import tiny_stable_audio, tiny_stable_audio_3
from tests.tuning import tiny_clips

FAMILIES = ("tangoflux", "stable_audio", "stable_audio_3")
OPTIONS = AdapterOptions(rank=2, alpha=2.0)


def single_file(objective: str) -> dict[str, Any]:
    values = json.loads(json.dumps(tiny_stable_audio.SMALL))
    values["model"]["diffusion"]["diffusion_objective"] = objective
    return values


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> dict[str, tuple[ModelCard, Path]]:
    root = tmp_path_factory.mktemp("models")
    values = single_file("rectified_flow")
    card = tiny_stable_audio.write_single(
        root / "sa", values, tiny_stable_audio.random_state(values)
    )
    folder = tiny_stable_audio_3.write(root / "sa3")
    values = tiny_stable_audio_3.config()
    values["model"]["diffusion"]["diffusion_objective"] = "rectified_flow"
    (folder / stable_audio_3.CONFIG).write_text(json.dumps(values))
    return {
        "stable_audio": (card, root / "sa"),
        "stable_audio_3": (tiny_stable_audio_3.card(), folder),
    }


@pytest.fixture(params=FAMILIES)
def name(request) -> str:
    return request.param


def built(places, name: str, options: AdapterOptions = OPTIONS) -> Trainee:
    if name == "tangoflux":
        return tiny_clips.trainee(options)
    card, folder = places[name]
    return trainees.build(card, folder, "cpu", options)


def a_batch(trainee: Trainee):
    """Latents, texts and the chance of a step of two items, one without its caption."""
    seconds = [1.0, 1.0] if trainee.rate < 44100 else [0.02, 0.02]
    sounds = [tiny_clips.sound(1.0, seed) for seed in (1, 2)]
    x0 = torch.stack([trainee.encode(s, tiny_clips.RATE, seconds[0]) for s in sounds])
    texts = trainee.read(["a dog barks", None], seconds)
    draws = trainee.draw(x0, seconds, np.random.default_rng(3), 0.0)
    return x0, texts, draws


def learn(trainee: Trainee, steps: int = 8, rate: float = 3e-2) -> list[float]:
    x0, texts, draws = a_batch(trainee)
    optimiser = torch.optim.Adam(trainee.trained.values(), lr=rate)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = trainee.errors(x0, texts, draws).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def velocity(trainee: Trainee, generator=None) -> torch.Tensor:
    x0, texts, draws = a_batch(trainee)
    with torch.no_grad():
        return (generator or trainee.generator)(x0, draws.time, texts)


# --- every family -----------------------------------------------------------------------------


def test_it_learns_what_it_is_shown(places, name):
    trainee = built(places, name)
    before = trainee.freeze()
    losses = learn(trainee)
    assert losses[-1] < 0.95 * losses[0]
    assert any(not torch.equal(before[key], p) for key, p in trainee.trained.items())
    others = [
        p for p in trainee.net.parameters() if not any(p is q for q in trainee.trained.values())
    ]
    assert others
    assert not any(p.requires_grad for p in others)


def test_a_fresh_adapter_changes_nothing(places, name):
    trainee = built(places, name)
    torch.testing.assert_close(velocity(trainee), velocity(trainee, trainee.original()))
    learn(trainee, 3)
    assert not torch.allclose(velocity(trainee), velocity(trainee, trainee.original()), atol=1e-4)
    fresh = built(places, name)
    torch.testing.assert_close(velocity(fresh), velocity(trainee, trainee.original()))


def test_what_was_trained_can_be_put_back(places, name):
    trainee = built(places, name)
    learn(trainee, 2)
    kept, said = trainee.freeze(), velocity(trainee)
    learn(trainee, 2)
    assert not torch.equal(velocity(trainee), said)
    trainee.load(kept)
    assert torch.equal(velocity(trainee), said)


@pytest.mark.parametrize("full", [False, True])
def test_the_adapter_loads_and_makes_what_was_trained(places, name, full, tmp_path):
    options = AdapterOptions(full=True) if full else replace(OPTIONS, targets=EVERY)
    trainee = built(places, name, options)
    learn(trainee, 3, 3e-3)
    written = trainee.write(tmp_path / "adapter.safetensors", {"corpus": "Found sounds"})
    facts = json.loads((tmp_path / "adapter.json").read_text())
    assert facts["sha256"] == written.sha256
    assert facts["model_hash"] == trainee.card.weights_hash
    assert facts["about"]["corpus"] == "Found sounds"
    drafter = trainee.drafter()
    net = family(trainee.card.family)
    told = net.condition(drafter, "a dog barks", "", 1.0, 1.0)
    x = net.start(drafter, net.latent_shape(drafter, 1.0), 5)[0]
    said = net.velocity(drafter, x, 0.6, told)
    if name == "tangoflux":
        read = adapters.read(written.path, trainee.card)
        assert read.facts.kind == (adapters.DIFFERENCE if full else adapters.LORA)
        return
    card, folder = places[name]
    loaded = net.build(card, folder, "cpu", [(written.path, 1.0)])
    again = net.velocity(loaded, x, 0.6, net.condition(loaded, "a dog barks", "", 1.0, 1.0))
    torch.testing.assert_close(again, said, atol=2e-2, rtol=2e-2)  # files hold half precision
    plain = net.build(card, folder, "cpu")
    base = net.velocity(plain, x, 0.6, net.condition(plain, "a dog barks", "", 1.0, 1.0))
    assert float((again - said).abs().max()) < 0.2 * float((base - said).abs().max())


def test_a_sound_gives_the_same_latents_every_time(places, name):
    trainee = built(places, name)
    sound, seconds = tiny_clips.sound(1.0, 4), min(1.0, trainee.longest)
    first = trainee.encode(sound, tiny_clips.RATE, seconds)
    assert torch.equal(first, trainee.encode(sound, tiny_clips.RATE, seconds))
    assert first.shape == (trainee.length(seconds), trainee.channels)
    assert not first.is_inference()


def test_blocks_computed_again_give_the_same_gradients(places, name):
    slopes = []
    for again in (False, True):
        trainee = built(places, name)
        if again:
            trainee.checkpoint_activations()
        x0, texts, draws = a_batch(trainee)
        trainee.errors(x0, texts, draws).mean().backward()
        slopes.append([p.grad for p in trainee.trained.values()])
    for first, second in zip(*slopes, strict=True):
        torch.testing.assert_close(first, second)


def test_parts_of_a_batch_have_the_errors_of_the_whole(places, name):
    trainee = built(places, name)
    x0, texts, draws = a_batch(trainee)
    whole = trainee.errors(x0, texts, draws)
    parts = [slice(0, 1), slice(1, 2)]
    found = [trainee.errors(x0[p], texts.part(p), draws.part(p)) for p in parts]
    torch.testing.assert_close(torch.cat(found), whole)


@pytest.mark.parametrize("name", ["tangoflux", "stable_audio"])
def test_a_trunk_begins_as_the_base_and_is_trained_apart(places, name):
    trainee = built(places, name)
    learn(trainee, 2)
    x0, texts, draws = a_batch(trainee)
    trunk = trainee.trunk(1)
    assert all(p.requires_grad for p in trunk.parameters())
    with torch.no_grad():
        hidden = trunk(x0, draws.time, texts)
        torch.testing.assert_close(hidden, built(places, name).trunk(1)(x0, draws.time, texts))
    assert hidden.shape[-1] == trainee.width
    own = {id(p) for p in trainee.net.parameters()}
    assert not any(id(p) in own for p in trunk.parameters())


# --- chosen layers ----------------------------------------------------------------------------


def test_filters_choose_what_is_trained(places, name):
    number = "single_transformer_blocks.[0]" if name == "tangoflux" else "layers[0-0]"
    trainee = built(places, name, replace(OPTIONS, include=(number,)))
    assert trainee.choice is not None
    part = "single_transformer_blocks.0." if name == "tangoflux" else "layers.0."
    assert all(part in key for key in trainee.choice.layers)
    assert all(part in key for key in trainee.trained)
    with pytest.raises(BadRequest, match="matches no layer"):
        built(places, name, replace(OPTIONS, exclude=("layers.77",)))


@pytest.mark.parametrize("targets", ["attention", "mlp", "blocks", "all"])
def test_sets_of_layers(places, name, targets):
    trainee = built(places, name, replace(OPTIONS, targets=targets))
    attention = {"tangoflux": "attn", "stable_audio": "_attn", "stable_audio_3": "_attn"}[name]
    chosen = trainee.choice.layers if trainee.choice else ()
    assert chosen
    if targets == "attention":
        assert all(attention in key for key in chosen)
    if targets == "mlp":
        assert not any(attention in key for key in chosen)
    outside = [key for key in chosen if "blocks." not in key and "layers." not in key]
    assert bool(outside) == (targets == "all")


# --- what a family refuses and does its own way -----------------------------------------------


def test_a_model_that_was_made_quick_is_refused(tmp_path):
    values = single_file("rf_denoiser")
    card = tiny_stable_audio.write_single(
        tmp_path / "sa", values, tiny_stable_audio.random_state(values)
    )
    with pytest.raises(BadRequest, match="made quick"):
        trainees.build(card, tmp_path / "sa", "cpu", OPTIONS)
    folder = tiny_stable_audio_3.write(tmp_path / "sa3")
    with pytest.raises(BadRequest, match="made quick"):
        trainees.build(tiny_stable_audio_3.card(), folder, "cpu", OPTIONS)


def test_a_diffusion_model_is_refused(tmp_path):
    card = tiny_stable_audio.write_folders(tmp_path / "open")
    with pytest.raises(BadRequest, match="diffusion model"):
        trainees.build(card, tmp_path / "open", "cpu", OPTIONS)
    with pytest.raises(BadRequest, match="cannot be trained on a corpus"):
        trainees.build(replace(card, family="tango2"), tmp_path / "open", "cpu", OPTIONS)


def test_kinds_of_another_trainer_are_for_its_models_only(places):
    with pytest.raises(BadRequest, match="dora-rows"):
        built(places, "stable_audio", replace(OPTIONS, kind="dora-rows"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_trainer_is_learned_and_written(places, kind, tmp_path):
    trainee = built(places, "stable_audio_3", replace(OPTIONS, kind=kind, targets=EVERY))
    losses = learn(trainee, 6, 1e-2)
    assert losses[-1] < losses[0]
    written = trainee.write(tmp_path / "a.safetensors", {})
    read = lora_files.read(written.path)
    assert read.kind == kind
    assert read.scale == 1.0
    assert len(read.changes) == len(trainee.choice.layers if trainee.choice else ())
    assert "model.model.preprocess_conv.weight" in read.changes
    assert "conditioner.conditioners.seconds_total.embedder.embedding.1.weight" in read.changes
    card, folder = places["stable_audio_3"]
    loaded = stable_audio_3.build(card, folder, "cpu", [(written.path, 1.0)])
    told = stable_audio_3.condition(loaded, "rain", "", 1.0, 1.0)
    x = stable_audio_3.start(loaded, stable_audio_3.latent_shape(loaded, 1.0), 1)[0]
    assert bool(stable_audio_3.velocity(loaded, x, 0.5, told).isfinite().all())


def test_singular_vectors_allow_no_rank_beyond_the_layer(places):
    with pytest.raises(BadRequest, match="cannot have a rank of 40"):
        built(places, "stable_audio_3", replace(OPTIONS, kind="lora-xs", rank=40, targets=EVERY))


def test_without_a_prompt_a_stable_audio_attends_to_zeros(places):
    trainee = built(places, "stable_audio")
    card, folder = places["stable_audio"]
    model = stable_audio.build(card, folder, "cpu")
    x = torch.randn(1, *stable_audio.latent_shape(model, 1.0))
    time = torch.tensor([0.4])
    told = stable_audio.condition(model, "3 4", "", 0.02, 2.0)  # the second is without
    for states, caption in zip(told.states, ("3 4", None), strict=True):
        texts = trainee.read([caption], [0.02])
        with torch.no_grad():
            wanted = model.net.transformer(x, time, states.clone(), told.glob.clone())
            torch.testing.assert_close(trainee.generator(x, time, texts), wanted)
    assert TOTAL in model.config.numbers


def test_without_a_prompt_a_stable_audio_3_attends_to_zeros(places):
    trainee = built(places, "stable_audio_3")
    card, folder = places["stable_audio_3"]
    model = stable_audio_3.build(card, folder, "cpu")
    x = torch.randn(1, *stable_audio_3.latent_shape(model, 1.0))
    time = torch.tensor([0.4])
    with torch.inference_mode():
        told = stable_audio_3.condition(model, "a dog", "", 1.0, 2.0)
        wanted = [model.net(x, time, half) for half in told.halves]
    for said, caption in zip(wanted, ("a dog", None), strict=True):
        texts = trainee.read([caption], [1.0])
        with torch.no_grad():
            torch.testing.assert_close(trainee.generator(x, time, texts), said.clone())
