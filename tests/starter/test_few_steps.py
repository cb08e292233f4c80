"""The few-step training at a tiny size: the warm-up, the turns, going on, what results."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from tangostudio.families.tangoflux import guided
from tangostudio.starter import few_steps
from tangostudio.tuning import arc
from tests.starter.test_flow import clips, network, tokenizer

PLAN = few_steps.Plan(
    batch=3,
    warm_up=6,
    warm_up_rate=1e-3,
    refresh=3,
    path_steps=4,
    head=8,
    arc=arc.Plan(steps=6, warm_up=1, generator_rate=1e-3, discriminator_rate=1e-3),
)


@pytest.fixture(autouse=True)
def small_stretches(monkeypatch):
    monkeypatch.setattr(few_steps, "SAVE_EVERY", 3)


def trainer(plan: few_steps.Plan = PLAN) -> few_steps.Trainer:
    return few_steps.Trainer(network(), tokenizer(), clips(), plan)


def test_guidance_without_the_part_along_the_sound_keeps_its_size():
    x, told = torch.randn(2, 5, 3), torch.randn(2, 5, 3)
    sound = x - 0.5 * told
    untold = told - 0.3 * sound  # the two differ by a louder sound alone
    torch.testing.assert_close(guided(x, 0.5, told, untold, 4.0, few_steps.PARALLEL), told)
    assert torch.equal(guided(x, 0.5, told, told, 4.0, few_steps.PARALLEL), told)


def test_the_student_comes_nearer_to_the_ends_of_its_teacher_s_paths(tmp_path):
    made = trainer(replace(PLAN, warm_up=30, refresh=30))
    losses = [record["warm_up"] for record in made.warm_up(tmp_path)]
    assert losses[-1] < losses[0]


def test_the_teacher_stays_as_it_was(tmp_path):
    made = trainer()
    before = [p.clone() for p in made.teacher.parameters()]
    list(few_steps.train(made, tmp_path))
    assert all(torch.equal(a, b) for a, b in zip(before, made.teacher.parameters(), strict=True))


def stored(folder) -> Tensor:
    state = few_steps.stored_state(folder)
    return torch.cat([value.flatten() for _, value in sorted(state.items())])


def test_a_training_that_was_stopped_ends_as_one_that_was_not(tmp_path):
    records = list(few_steps.train(trainer(), tmp_path / "whole"))
    assert [record["step"] for record in records] == [3, 6, 3, 6]
    for _ in range(4):  # each time it is stopped after one stretch
        next(few_steps.train(trainer(), tmp_path / "parts"), None)
    assert torch.equal(stored(tmp_path / "whole"), stored(tmp_path / "parts"))


def test_what_results_fits_the_flow(tmp_path):
    list(few_steps.train(trainer(), tmp_path))
    state = few_steps.stored_state(tmp_path)
    own = {k: v.shape for k, v in network().state_dict().items() if "text_encoder" not in k}
    assert {k: v.shape for k, v in state.items()} == own


def test_without_a_training_there_is_nothing(tmp_path):
    assert few_steps.stored_state(tmp_path) == {}
