"""Tuning on a checkpoint in the published layout: one file, latents of one length."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tangostudio import machine
from tangostudio.families import tangoflux
from tangostudio.tuning import crpo, drafts, lora
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Checked, Stepped, Tuned
from tangostudio.tuning.pairs import Recipe
from tangostudio.tuning.plan import Plan
from tests.families import tiny_tangoflux
from tests.tuning import tiny

SECONDS = 0.02
BANK = [Prompt(text, SECONDS) for text in ("7", "8 9", "10")]
HELD_OUT = [Prompt("11", SECONDS)]
PLAN = Plan(
    rounds=1, prompts=3, candidates=2, blend={"high": 1.0}, epochs=2, batch=2, steps=2, checks=2,
    guidance=2.0, learning_rate=5e-3, warm_up=1, adapter=lora.Options(rank=2),
)  # fmt: skip
NAME = "transformer.single_transformer_blocks.0.attn.to_q.weight"


def test_a_round_of_crpo_makes_an_adapter_that_the_family_loads(tmp_path: Path):
    folder, tuning = tmp_path / "model", tmp_path / "tuning"
    folder.mkdir()
    card = tiny_tangoflux.checkpoint(folder)
    base = lora.load_base(card, folder, "cpu")
    events = list(crpo.tune(base, BANK, HELD_OUT, tiny.judge, PLAN, tuning))
    assert sum(isinstance(event, Checked) for event in events) == 2
    assert sum(isinstance(event, Stepped) for event in events) == 4
    assert isinstance(events[-1], Tuned)
    plain = tangoflux.build(card, folder, "cpu")
    tuned = tangoflux.build(card, folder, "cpu", [(tuning / "adapter.safetensors", 1.0)])
    before, after = (model.net.state_dict() for model in (plain, tuned))
    assert not torch.equal(before[NAME], after[NAME])
    assert all(torch.equal(before[k], after[k]) for k in before if not k.startswith("transformer."))
    recipe = Recipe("7", SECONDS, 2, 2.0, 5)
    sounds = [drafts.make(model, recipe, [5])[1][0] for model in (plain, tuned)]
    assert np.abs(sounds[0] - sounds[1]).max() > 0


def test_memory_is_counted_for_the_length_that_the_net_always_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "model"
    folder.mkdir()
    base = lora.load_base(tiny_tangoflux.checkpoint(folder), folder, "cpu")
    asked: list[float] = []
    needs = crpo.needs
    monkeypatch.setattr(
        crpo, "needs", lambda plan, net, seconds: asked.append(seconds) or needs(plan, net, seconds)
    )
    monkeypatch.setattr(machine, "free_memory", lambda: 1 << 40)
    crpo.fitting(PLAN, base, SECONDS, tmp_path)
    assert asked == [base.model.net.config.max_duration]
