"""ARC post-training on tiny nets: its losses, its chance, both networks' turns, going on."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch
from torch import nn

from tangostudio.engines import checkpoints
from tangostudio.errors import TuneError
from tangostudio.families.tangoflux_net import Flow, TangoFluxConfig
from tangostudio.tuning import arc, arc_losses, arc_warm_up
from tangostudio.tuning.arc_heads import ConvNeXtHead
from tangostudio.tuning.arc_nets import (
    Discriminator,
    FlowGenerator,
    FlowTrunk,
    Texts,
    estimate,
    trunk_blocks,
)
from tangostudio.tuning.arc_steps import Objective, discriminator_step
from tangostudio.tuning.arc_times import TIMES

BATCH, LENGTH, CHANNELS, WIDTH = 3, 12, 4, 16
PLAN = arc.Plan(steps=8, generator_rate=1e-3, discriminator_rate=1e-3, warm_up=1)


def flow_net() -> Flow:
    torch.manual_seed(0)
    net = Flow(
        TangoFluxConfig(
            num_layers=1, num_single_layers=3, in_channels=CHANNELS, attention_head_dim=8,
            num_attention_heads=2, joint_attention_dim=WIDTH, axes_dims_rope=(2, 2, 4),
        )
    )  # fmt: skip
    return net


def trainer(**changes) -> arc.Trainer:
    net = flow_net()
    head = ConvNeXtHead(WIDTH, 8, (1, 2), (1, 2), (1, 1))
    discriminator = Discriminator(FlowTrunk(net, 3), head)
    return arc.Trainer(FlowGenerator(net), discriminator, dataclasses.replace(PLAN, **changes))


def batch(step: int) -> arc.Batch:
    chance = torch.Generator().manual_seed(step)
    texts = Texts(
        torch.randn(BATCH, 5, WIDTH, generator=chance),
        torch.randn(BATCH, WIDTH, generator=chance),
        torch.full((BATCH,), 2.0),
    )
    return torch.randn(BATCH, LENGTH, CHANNELS, generator=chance), texts


# --- losses and chance ------------------------------------------------------------------------


def test_equal_scores_lose_log_two():
    scores = torch.randn(2, 1, 5)
    assert float(arc_losses.relativistic(scores, scores)) == pytest.approx(math.log(2))
    assert float(arc_losses.contrastive(scores, scores)) == pytest.approx(math.log(2))
    assert float(arc_losses.penalty(scores, scores)) == 0.0


def test_a_winner_that_scores_higher_loses_less():
    low, high = torch.zeros(1, 1, 3), torch.ones(1, 1, 3)
    assert arc_losses.relativistic(high, low) < math.log(2) < arc_losses.relativistic(low, high)


def test_least_squares_wants_one_for_real_and_none_for_made_sounds():
    ones, zeros = torch.ones(1, 1, 3), torch.zeros(1, 1, 3)
    assert float(arc_losses.least_squares_discriminator(ones, zeros)) == 0.0
    assert float(arc_losses.least_squares_generator(ones)) == 0.0
    assert float(arc_losses.least_squares_generator(zeros)) == 1.0


@pytest.mark.parametrize("name", TIMES)
def test_times_are_noise_levels_and_repeat(name):
    times = TIMES[name](500, torch.Generator().manual_seed(1))
    assert times.shape == (500,)
    assert float(times.min()) >= 0.0
    assert float(times.max()) <= 1.0
    assert torch.equal(times, TIMES[name](500, torch.Generator().manual_seed(1)))


def test_the_generator_sees_more_noise_than_the_discriminator():
    chance = torch.Generator().manual_seed(1)
    assert TIMES["logsnr_uniform"](2000, chance).mean() > TIMES["logit_normal"](2000, chance).mean()


# --- networks ---------------------------------------------------------------------------------


def test_a_trunk_of_three_quarters():
    assert [trunk_blocks(count) for count in (1, 4, 6, 16, 24)] == [1, 3, 5, 12, 18]


def test_a_trunk_is_the_flow_s_own_beginning():
    net = flow_net()
    x0, texts = batch(0)
    seen = {}
    block = net.transformer.single_transformer_blocks[1]
    hook = block.register_forward_hook(lambda _m, _i, out: seen.update(out=out))
    time = torch.full((BATCH,), 0.5)
    with torch.no_grad():
        FlowGenerator(net)(x0, time, texts)
        hook.remove()
        hidden = FlowTrunk(net, 3)(x0, time, texts)
    out = seen["out"]
    wanted = out[1] if isinstance(out, tuple) else out[:, -LENGTH:]
    torch.testing.assert_close(hidden, wanted)


def test_an_exact_velocity_gives_the_sound_back():
    x0, texts = batch(0)
    noise, time = torch.randn_like(x0), torch.tensor([0.2, 0.5, 1.0])
    exact = nn.Module()
    exact.forward = lambda *_given: noise - x0  # type: ignore[method-assign]
    t = time.view(-1, 1, 1)
    torch.testing.assert_close(estimate(exact, (1 - t) * x0 + t * noise, time, texts), x0)


def test_scores_of_others_prompts_differ():
    made = trainer()
    x0, texts = batch(0)
    time = torch.full((BATCH,), 0.3)
    with torch.no_grad():
        own = made.discriminator(x0, time, texts)
        wrong = made.discriminator(x0, time, texts.of_others([1, 2, 0]))
    assert own.shape[:2] == (BATCH, 1)
    assert not torch.allclose(own, wrong)


# --- turns ------------------------------------------------------------------------------------


def weights(module: nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().flatten().clone() for p in module.parameters()])


def test_each_turn_changes_one_network_alone():
    made = trainer()
    generator, discriminator = weights(made.generator), weights(made.discriminator)
    made.take_turn(batch(0))
    assert not torch.equal(weights(made.generator), generator)
    assert torch.equal(weights(made.discriminator), discriminator)
    generator = weights(made.generator)
    made.take_turn(batch(1))
    assert torch.equal(weights(made.generator), generator)
    assert not torch.equal(weights(made.discriminator), discriminator)


def test_a_discriminator_learns_to_tell_sounds_apart():
    made = trainer(discriminator_rate=3e-3)
    losses = []
    for _ in range(30):
        made.step += 1 - made.step % 2  # its turn every time
        losses.append(float(made.take_turn(batch(0)).parts["discriminator"]))
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize(
    ("objective", "parts"),
    [
        (Objective(), {"discriminator", "contrastive", "penalty"}),
        (Objective(contrastive=0.0), {"discriminator", "penalty"}),
        (Objective("least_squares", penalties=0.0), {"discriminator", "contrastive"}),
    ],
)
def test_terms_can_be_left_out(objective, parts):
    made = trainer()
    x0, texts = batch(0)
    found = discriminator_step(
        made.generator, made.discriminator, x0, texts, made._draws(x0), objective
    )
    assert found.parts.keys() == parts
    assert float(found.total.detach()) == pytest.approx(
        sum(map(float, found.parts.values())), abs=1e-5
    )


def test_an_average_lies_between_the_weights_it_saw():
    made = trainer(average=0.5)
    before = {name: value.clone() for name, value in made.average.values.items()}
    made.take_turn(batch(0))
    name = "net.transformer.proj_out.weight"
    present = dict(made.generator.named_parameters())[name]
    kept = made.average.values[name]
    torch.testing.assert_close(kept, torch.lerp(before[name], present, 1 - min(0.5, 1 - 2**-0.75)))


# --- going on ---------------------------------------------------------------------------------


def take_turns(made: arc.Trainer, until: int) -> None:
    while made.step < until:
        made.take_turn(batch(made.step))


def test_a_training_that_was_stopped_ends_as_one_that_was_not(tmp_path):
    whole = trainer()
    take_turns(whole, 8)
    first = trainer()
    take_turns(first, 4)
    kept = {"generator": first.generator.state_dict(), **first.state()}
    checkpoints.save_checkpoint(tmp_path / "parts.pt", kept)
    second, state = trainer(), checkpoints.load_checkpoint(tmp_path / "parts.pt")
    assert state is not None
    second.generator.load_state_dict(state["generator"])
    second.restore(state)
    assert second.step == 4
    take_turns(second, 8)
    assert torch.equal(weights(second.generator), weights(whole.generator))
    assert torch.equal(weights(second.discriminator), weights(whole.discriminator))
    for name, value in whole.average.values.items():
        assert torch.equal(second.average.values[name], value)


def test_a_loss_that_is_no_number_stops_and_changes_nothing():
    made = trainer()
    before = weights(made.generator)
    x0, texts = batch(0)
    with pytest.raises(TuneError, match="nan at step 0"):
        made.take_turn((x0 * math.nan, texts))
    assert torch.equal(weights(made.generator), before)
    assert made.step == 0


# --- the warm-up ------------------------------------------------------------------------------


def test_a_student_that_knows_the_path_s_end_loses_nothing():
    x0, texts = batch(0)

    def velocity(x, sigma):
        return (x - x0) / sigma  # every point leads straight to x0

    path = arc_warm_up.walk(velocity, torch.randn_like(x0), (1.0, 0.9, 0.5, 0.0))
    torch.testing.assert_close(path.end, x0, atol=1e-5, rtol=0)
    assert len(path.points) == 3
    knows = nn.Module()
    knows.forward = lambda x, time, _texts: (x - x0) / time.view(-1, 1, 1)  # type: ignore[method-assign]
    chance = torch.Generator().manual_seed(1)
    assert arc_warm_up.warm_up_loss(knows, path, texts, chance).detach().item() < 1e-9
