"""Steps of the preference loss: batches, accumulation, memory, and learning at all."""

import math
from dataclasses import replace

import pytest
import torch
from torch.testing import assert_close

from tangostudio.errors import OutOfMemory, TuneError
from tangostudio.tuning import batches, lora
from tangostudio.tuning.batches import LatentPair, Prompt
from tangostudio.tuning.events import LessMemory, Stepped
from tangostudio.tuning.fit import Fit, pair_errors
from tangostudio.tuning.plan import Plan
from tests.tuning import tiny

PLAN = Plan(batch=4, epochs=2, learning_rate=3e-3, warm_up=1, adapter=lora.Options(rank=3))


def pairs(count: int = 6) -> list[LatentPair]:
    """Pairs of two lengths and of prompts of different lengths, of different weights."""
    generator = torch.Generator().manual_seed(1)
    texts = ("rain", "soft rain", "a loud bell")
    return [
        LatentPair(
            Prompt(texts[i % 3], 1.0 + i % 2),
            *torch.randn(2, 4 * (1 + i % 2), 6, generator=generator).unbind(),
            weight=1.0 + i % 2,
        )
        for i in range(count)
    ]


def fit(plan: Plan = PLAN, data: list[LatentPair] | None = None) -> Fit:
    policy = lora.Policy(tiny.base(), plan.adapter, plan.seed)
    return Fit(policy, None, pairs() if data is None else data, plan, 1)


def gradients(made: Fit) -> list[torch.Tensor]:
    found = [p.grad for p in made.policy.trained.values()]
    assert all(g is not None for g in found)
    return [g for g in found if g is not None]


def moved(policy: lora.Policy) -> None:
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for parameter in policy.trained.values():
            parameter += 0.05 * torch.randn(parameter.shape, generator=generator)


def test_parts_of_a_batch_have_the_gradients_of_the_whole():
    whole, parts = fit(), fit(replace(PLAN, micro_batch=1))
    for made in (whole, parts):
        moved(made.policy)
    told, told_in_parts = whole.gradients(), parts.gradients()
    assert told.keys() == told_in_parts.keys()
    assert told["loss"] == pytest.approx(told_in_parts["loss"], rel=1e-4)
    for one, other in zip(gradients(whole), gradients(parts), strict=True):
        assert (one - other).norm() <= 1e-4 * one.norm()


def test_the_loss_of_a_batch_is_the_weighted_mean_of_its_pairs():
    made = fit()
    moved(made.policy)
    told = made.gradients()
    data = made.batch()
    sigma, noise = batches.draws(data, (1, 21, 1, 0), 0.0)
    expected = 0.0
    for i, pair in enumerate(data):
        (group,) = batches.groups([pair], sigma[i : i + 1], noise[i : i + 1], made.conditions, 1)
        errors = pair_errors(made.policy, None, group)
        inner = 1000 * errors.margin.item()
        loss = math.log1p(math.exp(-inner)) if inner > -500 else -inner
        expected += pair.weight * (loss + errors.winner.item())
    expected /= sum(pair.weight for pair in data)
    assert told["loss"] == pytest.approx(expected, rel=1e-3)


def test_both_sides_share_noise_and_time():
    made = fit(data=pairs(1))
    moved(made.policy)
    pair = made.pairs[0]
    sigma, noise = torch.tensor([0.3]), torch.randn(pair.winner.shape)
    (group,) = batches.groups([pair], sigma, [noise], made.conditions, 1)
    errors = pair_errors(made.policy, None, group)
    told = made.conditions(pair.prompt)
    before = tiny.base().model.net
    for net, winner, loser in (
        (made.policy.net, errors.winner, errors.loser),
        (before, errors.reference_winner, errors.reference_loser),
    ):
        for x0, found in ((pair.winner, winner), (pair.loser, loser)):
            velocity = net((0.7 * x0 + 0.3 * noise)[None], sigma, *told)
            expected = (velocity[0] - (noise - x0)).square().mean()
            assert_close(found[0], expected, atol=1e-5, rtol=1e-4)
    assert errors.margin.item() != 0


def test_the_margin_is_exactly_zero_at_the_first_step():
    first = next(iter(fit().run()))
    assert isinstance(first, Stepped)
    assert first.margin == 0
    assert first.preference == pytest.approx(math.log(2))
    assert first.loss == pytest.approx(math.log(2) + first.winner, rel=1e-5)


def test_training_tells_winners_from_losers():
    events = [e for e in fit(replace(PLAN, epochs=12)).run() if isinstance(e, Stepped)]
    assert len(events) == 24
    assert [e.step for e in events] == list(range(1, 25))
    assert sum(e.margin for e in events[-6:]) > 0
    assert events[-1].accuracy > 0.5


def test_plain_dpo_leaves_the_winner_out():
    told = fit(replace(PLAN, loss="dpo")).gradients()
    assert told["loss"] == pytest.approx(told["preference"]) == pytest.approx(math.log(2))


def test_an_epoch_visits_every_pair_once():
    made = fit()
    seen = []
    for step in range(made.per_epoch):
        made.step = step
        seen += [id(pair) for pair in made.batch()]
    assert sorted(seen) == sorted(id(pair) for pair in made.pairs)


def test_a_value_that_is_no_number_stops_before_the_weights_change():
    data = pairs()
    data[0].winner.fill_(float("nan"))
    made = fit(replace(PLAN, batch=6), data)
    before = made.policy.freeze()
    with pytest.raises(TuneError, match="loss of round 1 became nan"):
        list(made.run())
    assert all(torch.equal(v, before[k]) for k, v in made.policy.freeze().items())


def test_less_memory_is_used_step_by_step_with_the_same_result(monkeypatch):
    whole = fit(replace(PLAN, epochs=1))
    list(whole.run())
    made = fit(replace(PLAN, epochs=1))
    gradients_of, needed = made.gradients, []

    def short_of_memory() -> dict[str, float]:
        needed.append((made.micro_batch, made.checkpointing))
        if len(needed) < 4:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        return gradients_of()

    monkeypatch.setattr(made, "gradients", short_of_memory)
    events = list(made.run())
    assert needed[:4] == [(8, False), (2, False), (1, False), (1, True)]
    assert events[:3] == [LessMemory(2, False), LessMemory(1, False), LessMemory(1, True)]
    for name, value in whole.policy.freeze().items():
        assert_close(made.policy.freeze()[name], value, atol=1e-4, rtol=1e-3)


def test_no_memory_at_all_stops_with_a_sentence(monkeypatch):
    made = fit()

    def none() -> dict[str, float]:
        raise MemoryError

    monkeypatch.setattr(made, "gradients", none)
    with pytest.raises(OutOfMemory, match="not enough memory"):
        list(made.run())


def test_another_error_is_not_taken_for_a_lack_of_memory(monkeypatch):
    made = fit()

    def broken() -> dict[str, float]:
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(made, "gradients", broken)
    with pytest.raises(RuntimeError, match="shapes"):
        list(made.run())
