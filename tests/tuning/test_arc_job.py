"""A flow made a few-step one on a tiny corpus: its stages, its result, going on after a stop."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tangostudio.cards import sampling
from tangostudio.corpora.corpus import Corpus
from tangostudio.engines.checkpoints import load_checkpoint
from tangostudio.errors import BadRequest, OutOfMemory, TuneError
from tangostudio.families import adapters
from tangostudio.tuning import arc, arc_job, arc_warm_up, rewards, trainees
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.arc_source import CorpusSource
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Checked, Checking, Encoded, Trained, Tuned
from tests.families import tiny_stable_audio
from tests.tuning import tiny, tiny_clips

PROMPTS = [Prompt("dog", 1.0), Prompt("soft bell", 0.5)]
PLAN = FewStepPlan(
    seed=3, warm_up=4, warm_up_rate=1e-3, refresh=2, guidance=2.0, path_steps=3, steps=6, batch=2,
    generator_rate=1e-3, discriminator_rate=1e-3, rate_warm_up=1, head=8, few_steps=4, checks=2,
    checked_steps=3, checked_guidance=2.0, save_every=2, adapter=AdapterOptions(rank=2, alpha=2.0),
)  # fmt: skip


def judge(prompt: str, sounds):
    """Likes a high mean of the first channel."""
    return rewards.Judged({"match": np.array([float(sound[:, 0].mean()) for sound in sounds])})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    return tiny_clips.corpus(tmp_path_factory.mktemp("corpus"))


def run(
    folder: Path,
    corpus: Corpus,
    plan: FewStepPlan = PLAN,
    stop: int | None = None,
    trainee: Any = None,
) -> list:
    events = []
    trainee = trainee or tiny_clips.trainee(plan.adapter)
    source = CorpusSource(corpus, trainee, plan.batch, plan.seed)
    loop = arc_job.tune(trainee, source, PROMPTS, judge, plan, folder)
    for event in loop:
        events.append(event)
        if len(events) == stop:
            break
    loop.close()
    return events


def of(events: list, kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def result(folder: Path) -> bytes:
    return (folder / "adapter.safetensors").read_bytes()


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, corpus) -> tuple[Path, list]:
    folder = tmp_path_factory.mktemp("unbroken")
    return folder, run(folder, corpus)


# --- what happens ---------------------------------------------------------------------------------


def test_the_stages_come_in_their_order(unbroken):
    _, events = unbroken
    order = list(dict.fromkeys(getattr(event, "stage", type(event).__name__) for event in events))
    assert order == ["Encoded", "Checking", "Checked", "warm_up", "train", "Tuned"]
    assert of(events, Encoded)[-1].done == len(tiny_clips.CAPTIONS)
    steps = [(event.stage, event.step, event.steps) for event in of(events, Trained)]
    assert steps[:4] == [("warm_up", number, 4) for number in range(1, 5)]
    assert steps[4:] == [("train", number, 6) for number in range(1, 7)]
    assert [found.round for found in of(events, Checked)] == [0, 1]
    assert len(of(events, Checking)) == 2 * len(PROMPTS)


def test_both_networks_tell_their_losses_in_turn(unbroken):
    losses = [event.losses for event in of(unbroken[1], Trained)]
    assert all(each.keys() == {"loss"} for each in losses[:4])
    assert [set(each) for each in losses[4:6]] == [
        {"generator"}, {"discriminator", "contrastive", "penalty"},
    ]  # fmt: skip
    assert all(math.isfinite(value) for each in losses for value in each.values())


def test_the_result_is_an_adapter_that_says_how_it_is_driven(unbroken):
    folder, events = unbroken
    adapter = adapters.read(folder / "adapter.safetensors", tiny.card())
    assert adapter.facts.kind == adapters.LORA
    assert adapter.facts.sha256 == of(events, Tuned)[0].sha256
    told = sampling.of(adapter.facts.about)
    assert told == sampling.Sampling("pingpong", 4, 1.0, "log-snr")
    assert any(bool(tensor.abs().max() > 0) for tensor in adapter.tensors.values())


def test_the_checks_are_the_flow_guided_and_the_few_step_model(corpus, tmp_path, monkeypatch):
    asked = []
    player = arc_job.Player

    class Heard(player):
        def __call__(self, model, recipe, seeds, sampler_name):
            asked.append((recipe.steps, recipe.guidance, sampler_name, tuple(seeds)))
            return super().__call__(model, recipe, seeds, sampler_name)

    monkeypatch.setattr(arc_job, "Player", Heard)
    run(tmp_path, corpus)
    before, after = asked[: len(PROMPTS)], asked[len(PROMPTS) :]
    assert {item[:3] for item in before} == {(3, 2.0, "euler")}
    assert {item[:3] for item in after} == {(4, 1.0, "pingpong")}
    assert [item[3] for item in before] == [item[3] for item in after]


def test_without_a_warm_up_the_turns_come_first(corpus, tmp_path):
    events = run(tmp_path, corpus, replace(PLAN, warm_up=0))
    assert {event.stage for event in of(events, Trained)} == {"train"}
    assert isinstance(events[-1], Tuned)


def test_every_weight_can_be_trained_and_is_stored_as_a_difference(corpus, tmp_path):
    full = AdapterOptions(full=True)
    run(tmp_path, corpus, replace(PLAN, adapter=full, stored_rank=0))
    adapter = adapters.read(tmp_path / "adapter.safetensors", tiny.card())
    assert adapter.facts.kind == adapters.DIFFERENCE
    assert sampling.of(adapter.facts.about) is not None


def test_a_stable_audio_open_becomes_one_too(corpus, tmp_path):
    values = json.loads(json.dumps(tiny_stable_audio.SMALL))
    values["model"]["diffusion"]["diffusion_objective"] = "rectified_flow"
    card = tiny_stable_audio.write_single(
        tmp_path / "model", values, tiny_stable_audio.random_state(values)
    )
    short = tiny_clips.corpus(tmp_path / "corpus", (0.02, 0.03, 0.02, 0.03))
    plan = replace(PLAN, checks=1, warm_up=2, steps=3)
    results = []
    for name, stop in (("whole", 99), ("parts", 7)):
        for _ in range(12):
            trainee = trainees.build(card, tmp_path / "model", "cpu", plan.adapter, plan.seed)
            events = run(tmp_path / name, short, plan, stop, trainee)
            if isinstance(events[-1], Tuned):
                break
        results.append(result(tmp_path / name))
    assert results[0] == results[1]
    adapter = adapters.read(tmp_path / "whole" / "adapter.safetensors", card)
    assert sampling.of(adapter.facts.about) == PLAN.sampling


# --- going on -------------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [False, True])
def test_one_that_was_stopped_everywhere_ends_as_one_that_was_not(corpus, tmp_path, full):
    plan = replace(PLAN, adapter=AdapterOptions(rank=2, alpha=2.0, full=full))
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    first = run(whole, corpus, plan)
    for _ in range(40):  # each time it is stopped after some events
        events = run(parts, corpus, plan, stop=9)
        if isinstance(events[-1], Tuned):
            break
    assert result(parts) == result(whole)
    assert of(events, Tuned) == [replace(of(first, Tuned)[0], path=events[-1].path)]


def test_a_finished_one_only_tells_its_result(unbroken, corpus):
    folder, events = unbroken
    assert run(folder, corpus) == events[-1:]


def test_how_often_it_is_saved_may_change_and_nothing_else(corpus, tmp_path):
    run(tmp_path, corpus, stop=8)
    with pytest.raises(TuneError, match="another plan"):
        run(tmp_path, corpus, replace(PLAN, batch=3))
    assert isinstance(run(tmp_path, corpus, replace(PLAN, save_every=5))[-1], Tuned)


def test_a_corpus_that_changed_meanwhile_stops_it_with_a_sentence(corpus, tmp_path):
    run(tmp_path, corpus, stop=8)
    other = replace(corpus, items=(replace(corpus.items[0], caption="storm"), *corpus.items[1:]))
    with pytest.raises(TuneError, match="“Found sounds” has changed") as caught:
        run(tmp_path, other)
    assert caught.value.hint
    assert isinstance(run(tmp_path, corpus)[-1], Tuned)


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "stage"), [("warm_up", "warm_up"), ("train", "train")])
def test_a_loss_that_is_no_number_stops_it_and_the_checkpoint_is_good(
    corpus, tmp_path, monkeypatch, unbroken, where, stage
):
    calls = itertools.count()

    def spoilt(call: int) -> float:
        return math.nan if next(calls) == call else 1.0

    if where == "warm_up":
        loss = arc_warm_up.warm_up_loss
        monkeypatch.setattr(arc_warm_up, "warm_up_loss", lambda *v: loss(*v) * spoilt(3))
    else:
        turn = arc.generator_step

        def broken(*values):
            found = turn(*values)
            return replace(found, total=found.total * spoilt(2))

        monkeypatch.setattr(arc, "generator_step", broken)
    with pytest.raises(TuneError, match=r"loss became nan at step \d") as caught:
        run(tmp_path, corpus)
    assert "last good checkpoint" in caught.value.hint
    monkeypatch.undo()
    state = load_checkpoint(tmp_path / "checkpoint.pt")
    assert state is not None
    assert state["stage"] == stage
    assert all(bool(torch.isfinite(value).all()) for value in state["trained"].values())
    assert isinstance(run(tmp_path, corpus)[-1], Tuned)
    assert result(tmp_path) == result(unbroken[0])


def test_too_little_memory_says_what_can_be_lowered(corpus, tmp_path, monkeypatch):
    def short(*_values):
        raise MemoryError

    monkeypatch.setattr(arc.Trainer, "take_turn", short)
    with pytest.raises(OutOfMemory) as caught:
        run(tmp_path, corpus)
    assert "smaller batch" in caught.value.hint
    monkeypatch.undo()
    assert isinstance(run(tmp_path, corpus)[-1], Tuned)


@pytest.mark.parametrize(
    "changes",
    [{"steps": 0}, {"batch": 1}, {"few_steps": 9}, {"few_steps": 0}, {"guidance": 0.0},
     {"average": 1.0}, {"adversary": "friendly"}, {"warm_up": -1}],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(changes):
    values = {**PLAN.as_values(), **changes}
    with pytest.raises(BadRequest) as caught:
        FewStepPlan.of(values)
    assert caught.value.hint


def test_a_plan_comes_back_from_plain_values():
    assert FewStepPlan.of(PLAN.as_values()) == PLAN
    with pytest.raises(BadRequest, match="no plan"):
        FewStepPlan.of({"colour": 1})


def test_prompts_and_clips_must_be_there(corpus, tmp_path):
    trainee: Any = tiny_clips.trainee()
    source = CorpusSource(corpus, trainee, PLAN.batch, PLAN.seed)
    with pytest.raises(BadRequest, match="no prompts"):
        next(arc_job.tune(trainee, source, [], judge, PLAN, tmp_path))
    none = replace(corpus, items=tuple(replace(item, held_out=True) for item in corpus.items))
    with pytest.raises(BadRequest, match="no clip to learn from"):
        CorpusSource(none, trainee, PLAN.batch, PLAN.seed)


def test_a_model_that_is_trained_as_a_whole_ends_as_low_rank_matrices(corpus, tmp_path):
    plan = replace(PLAN, adapter=AdapterOptions(full=True), stored_rank=3)
    checked = of(run(tmp_path, corpus, plan), Checked)[1]
    facts = adapters.read_facts(tmp_path / "adapter.safetensors")
    assert (facts.kind, facts.rank) == (adapters.LORA, 3)
    assert facts.about["sampling"]["sampler"] == "pingpong"
    trainee = tiny_clips.trainee(plan.adapter)
    state = load_checkpoint(tmp_path / "checkpoint.pt")
    assert state is not None
    base = trainee.freeze()
    adapter = adapters.read(tmp_path / "adapter.safetensors", trainee.card)
    for name in facts.shapes:  # what was checked is what is stored, but for rounding to halves
        change = state["trained"][name] - base[name]
        assert torch.linalg.matrix_rank(change, atol=1e-5) <= 3
        torch.testing.assert_close(adapter.delta(name), change, atol=1e-4, rtol=1e-2)
    assert not math.isnan(checked.reward)


def test_the_few_step_model_is_another_than_the_flow(unbroken):
    base, result = of(unbroken[1], Checked)
    assert not np.allclose(base.values["match"], result.values["match"])
