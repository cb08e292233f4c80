"""Plans of fine-tunings: plain values, what makes sense, and a plan for a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.finetune_plan import FineTunePlan, plan_for

CARDS = Catalogue.load(Path("models"))


def test_a_plan_comes_back_from_plain_values():
    plan = FineTunePlan(steps=7, adapter=AdapterOptions(rank=3, include=("layers.[0-3]",)))
    assert FineTunePlan.of(plan.as_values()) == plan
    assert FineTunePlan.of({}) == FineTunePlan()


@pytest.mark.parametrize(
    "changes",
    [
        {"steps": 0}, {"batch": 0}, {"learning_rate": 0.0}, {"clip": float("inf")},
        {"drop_caption": 1.5}, {"mix": -1}, {"held_out_every": -1}, {"checks": 0},
        {"checked_guidance": 0}, {"checked_steps": 0}, {"blend": {}}, {"adapter": {"rank": 0}},
        {"adapter": {"kind": "x"}}, {"colour": 1}, {"steps": "many"}, {"time_mean": 9},
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(changes):
    with pytest.raises(BadRequest) as caught:
        FineTunePlan.of({**FineTunePlan().as_values(), **changes})
    assert str(caught.value)


def test_how_the_work_is_split_leads_to_one_result():
    plan = FineTunePlan()
    assert plan.same_result(replace(plan, micro_batch=1, save_every=7))
    assert not plan.same_result(replace(plan, steps=601))


@pytest.mark.parametrize(
    "name",
    ["starter", "tangoflux", "stable-audio-open-small-base", "stable-audio-3-small-sfx-base"],
)
def test_there_is_a_plan_for_every_model_that_can_be_trained(name):
    card = CARDS.get(name)
    plan = plan_for(card, 40)
    plan.check()
    assert plan.checked_sampler == card.samplers[0]
    assert plan.checked_steps == card.parameters["steps"].default
    assert 200 <= plan.steps <= 5000
    assert plan_for(card, 4000).steps >= plan.steps


def test_stable_audio_3_is_trained_as_its_own_trainer_does():
    adapter = plan_for(CARDS.get("stable-audio-3-small-sfx-base"), 40).adapter
    assert (adapter.kind, adapter.targets, adapter.rank) == ("dora-rows", "all", 16)


def test_a_card_has_the_last_word():
    card = CARDS.get("starter")
    told = {**card.options, "lora": {"learning_rate": 5e-4, "steps": 77, "adapter": {"rank": 4}}}
    plan = plan_for(replace(card, options=told), 40)
    assert (plan.learning_rate, plan.steps, plan.adapter.rank) == (5e-4, 77, 4)
