"""Preference training of diffusion: by hand, by the reference's values, and on a tiny UNet."""

import math
from dataclasses import replace

import pytest
import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import Tensor, nn
from torch.testing import assert_close

from tangostudio.errors import BadRequest, OutOfMemory, TuneError
from tangostudio.tuning import diffusion
from tangostudio.tuning.batches import LatentPair, Prompt
from tangostudio.tuning.diffusion import Learner, Supervised
from tangostudio.tuning.diffusion_plan import DiffusionPlan
from tangostudio.tuning.events import LessMemory, Stepped
from tangostudio.tuning.plan import Options

# --- a network whose arithmetic fits on a page ------------------------------------------------


class Linear(nn.Module):
    """Says its input times one number."""

    def __init__(self, factor: float = 0.5):
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(factor))

    def forward(self, x, times, states, encoder_attention_mask=None, return_dict=True):
        assert not return_dict
        return (self.factor * x,)


ALPHAS = torch.tensor([0.36, 0.64])  # roots 0.6 and 0.8


def untold(prompt: Prompt) -> tuple[Tensor, Tensor]:
    return torch.zeros(1, 1, 1), torch.ones(1, 1, dtype=torch.bool)


def small_pairs(count: int = 2) -> list[LatentPair]:
    generator = torch.Generator().manual_seed(3)
    made = []
    for i in range(count):
        winner, loser = torch.randn(2, 1, 2, 2, generator=generator)
        made.append(LatentPair(Prompt("rain", 1.0), winner, loser, 1.0 + i))
    return made


SMALL = DiffusionPlan(
    beta=3.0, supervised=0, epochs=1, batch=2, learning_rate=0.1, warm_up=2, weight_decay=0.0
)


def test_the_first_gradient_by_hand():
    learner = Learner(Linear(), SMALL, ALPHAS)
    data = small_pairs(1)
    times, noise = diffusion.draws(data, (1, 41, 0), 2)
    told = diffusion.gradients(learner, data, untold, imitate=False)
    a = [0.6, 0.8][int(times[0])]
    b = math.sqrt(1 - a * a)
    slopes = []
    for x0 in (data[0].winner, data[0].loser):
        noisy, target = a * x0 + b * noise[0], a * noise[0] - b * x0
        slopes.append((2 * noisy * (0.5 * noisy - target)).mean().item())
    # At margin 0: d loss = beta / 2 x sigmoid(0) x d(winner - loser).
    gradient = learner.trained["factor"].grad
    assert gradient is not None
    assert gradient.item() == pytest.approx(3 / 4 * (slopes[0] - slopes[1]), rel=1e-5)
    assert told["margin"] == 0
    assert told["loss"] == told["preference"] == pytest.approx(math.log(2))


def test_what_the_network_says_of_epsilon_is_compared_with_the_noise():
    learner = Learner(Linear(), replace(SMALL, prediction="epsilon"), ALPHAS)
    data = small_pairs(1)
    times, noise = diffusion.draws(data, (1, 41, 0), 2)
    told = diffusion.gradients(learner, data, untold, imitate=True)
    a = [0.6, 0.8][int(times[0])]
    said = 0.5 * (a * data[0].winner + math.sqrt(1 - a * a) * noise[0])
    expected = (said - noise[0]).square().mean().item()
    assert told == {"winner": pytest.approx(expected), "loss": pytest.approx(expected)}


def test_pairs_count_by_their_weights_and_parts_do_not_matter():
    found = []
    for size in (1, 2, 4):
        learner = Learner(Linear(), replace(SMALL, micro_batch=size), ALPHAS)
        with torch.no_grad():
            learner.trained["factor"].add_(0.3)
        learner.step = 1
        told = diffusion.gradients(learner, small_pairs(4), untold, imitate=False)
        found.append((told, learner.trained["factor"].grad))
    assert found[0][0]["margin"] != 0
    for told, gradient in found[1:]:
        assert told == pytest.approx(found[0][0], rel=1e-5)
        assert_close(gradient, found[0][1])
    learner = Learner(Linear(), SMALL, ALPHAS)
    (part,) = diffusion.parts(learner, small_pairs(4), untold)
    assert part.share.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4])


def test_min_snr_weighs_the_supervised_loss():
    learner = Learner(Linear(), replace(SMALL, min_snr=0.5), torch.tensor([0.64]))
    told = diffusion.gradients(learner, small_pairs(1), untold, imitate=True)
    # The ratio is 0.64 / 0.36, so the weight is 0.5 x 0.36 / 0.64.
    assert told["loss"] == pytest.approx(0.28125 * told["winner"], rel=1e-5)


def test_the_rate_warms_up_and_falls():
    plan = replace(SMALL, epochs=3, batch=1, supervised=1)
    learner = Learner(Linear(), plan, ALPHAS)
    rates = [
        learner.optimiser.param_groups[0]["lr"]
        for _ in diffusion.tune(learner, small_pairs(2), untold)
    ]
    shares = [1 / 2, 2 / 2, 6 / 6, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6]
    assert rates == pytest.approx([0.1 * share for share in shares])


def test_times_are_whole_uniform_and_the_step_s_own():
    data = small_pairs(1) * 4000
    times, noise = diffusion.draws(data, (1, 2), 10)
    counts = torch.bincount(times, minlength=10)
    assert counts.shape == (10,)
    assert (counts - 400).abs().max() < 100
    again, same = diffusion.draws(data, (1, 2), 10)
    assert torch.equal(times, again)
    assert torch.equal(noise, same)
    assert not torch.equal(times, diffusion.draws(data, (1, 3), 10)[0])


# --- a tiny network of Tango's shape ---------------------------------------------------------

CROSS, UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D"
PLAN = DiffusionPlan(
    beta=200.0, supervised=0, epochs=3, batch=3, micro_batch=3, learning_rate=1e-3, warm_up=1
)
ADAPTER = Options(rank=2, alpha=4.0)


def tango() -> UNet2DConditionModel:
    """Tango's UNet with random weights: its blocks and rules, a fortieth of its widths."""
    torch.manual_seed(0)
    return UNet2DConditionModel(
        sample_size=(16, 8), in_channels=8, out_channels=8, layers_per_block=1,
        block_out_channels=(8, 16, 16, 16), attention_head_dim=(1, 2, 4, 4),  # pyright: ignore[reportArgumentType]
        cross_attention_dim=12,
        down_block_types=(CROSS, CROSS, CROSS, "DownBlock2D"),
        up_block_types=("UpBlock2D", UP, UP, UP), norm_num_groups=4, use_linear_projection=True,
        upcast_attention=True,
    )  # fmt: skip


TEXTS = {"rain": 2, "a loud bell": 4}


def told(prompt: Prompt) -> tuple[Tensor, Tensor]:
    """States of as many words as the text has, and one that is masked out."""
    words = TEXTS[prompt.text]
    generator = torch.Generator().manual_seed(words)
    mask = torch.ones(1, words + 1, dtype=torch.bool)
    mask[:, -1] = False
    return torch.randn(1, words + 1, 12, generator=generator), mask


def tango_pairs(count: int = 3) -> list[LatentPair]:
    """Winners are smooth, losers are rough."""
    generator = torch.Generator().manual_seed(4)
    made = []
    for i in range(count):
        level = torch.randn(8, 1, 1, generator=generator)
        rough = torch.randn(8, 16, 8, generator=generator)
        prompt = Prompt(("rain", "a loud bell")[i % 2], 10.0)
        made.append(LatentPair(prompt, level.expand(8, 16, 8).clone(), rough))
    return made


def run(learner: Learner, data: list[LatentPair] | None = None) -> list[diffusion.Event]:
    return list(diffusion.tune(learner, tango_pairs() if data is None else data, told))


@pytest.mark.parametrize("adapter", [Options(full=True), ADAPTER])
def test_the_margin_starts_at_exactly_zero_and_grows(adapter):
    rate = 1e-3 if adapter.full else 1e-2
    plan = replace(PLAN, epochs=8, adapter=adapter, learning_rate=rate)
    events = run(Learner(tango(), plan))
    assert [type(event) for event in events] == [Stepped] * 8
    found = [event for event in events if isinstance(event, Stepped)]
    assert [event.step for event in found] == list(range(1, 9))
    assert found[0].margin == 0
    assert found[0].loss == pytest.approx(math.log(2))
    assert (found[0].winner, found[0].loser) == (
        found[0].reference_winner, found[0].reference_loser
    )  # fmt: skip
    assert sum(event.margin for event in found[4:]) > sum(event.margin for event in found[:4]) > 0
    assert found[-1].accuracy == 1


@torch.no_grad()
def winners_error(learner: Learner) -> float:
    """Over fixed draws that no step uses."""
    data = tango_pairs()
    times, noise = diffusion.draws(data, (99,), 1000)
    total = 0.0
    for i, pair in enumerate(data):
        alpha = learner.alphas[times[i : i + 1]]
        part = diffusion.Part(
            pair.winner[None], pair.loser[None], noise[i : i + 1], times[i : i + 1], alpha,
            *told(pair.prompt), torch.ones(1),
        )  # fmt: skip
        total += diffusion.winner_errors(learner.predict, part, "v").item()
    return total


@pytest.mark.parametrize("gamma", [None, 5.0])
def test_the_supervised_epochs_lower_the_winners_error(gamma):
    learner = Learner(tango(), replace(PLAN, supervised=6, epochs=1, min_snr=gamma))
    before = winners_error(learner)
    events = diffusion.tune(learner, tango_pairs(), told)
    first = [next(events) for _ in range(6)]
    assert all(isinstance(event, Supervised) for event in first)
    assert winners_error(learner) < 0.98 * before
    # The reference is the network before anything was learned, so both differ by now.
    last = next(events)
    assert isinstance(last, Stepped)
    assert last.winner < last.reference_winner
    assert next(events, None) is None


@pytest.mark.parametrize("adapter", [Options(full=True), ADAPTER])
def test_the_reference_is_the_network_as_it_was(adapter):
    untouched = tango()
    learner = Learner(tango(), replace(PLAN, epochs=2, adapter=adapter, learning_rate=1e-2))
    states, mask = told(Prompt("rain", 1.0))
    asked = torch.randn(1, 8, 16, 8), torch.tensor([500]), states, mask
    run(learner)
    with torch.no_grad():
        wanted = untouched(asked[0], asked[1], states, encoder_attention_mask=mask).sample
        assert torch.equal(learner.reference(*asked), wanted)
        assert not torch.equal(learner.predict(*asked), wanted)
    if not adapter.full:
        kept = {k.replace(".base_layer.", "."): v for k, v in learner.net.state_dict().items()}
        assert all(torch.equal(kept[k], v) for k, v in untouched.state_dict().items())


@pytest.mark.parametrize(("adapter", "stop"), [(Options(full=True), 1), (ADAPTER, 3)])
def test_a_resumed_training_equals_an_unbroken_one(adapter, stop):
    plan = replace(PLAN, supervised=1, epochs=1, batch=2, adapter=adapter)
    whole = Learner(tango(), plan)
    events = run(whole)
    assert [type(event) for event in events] == [Supervised] * 2 + [Stepped] * 2
    broken, again = Learner(tango(), plan), Learner(tango(), plan)
    loop = diffusion.tune(broken, tango_pairs(), told)
    for _ in range(stop):
        next(loop)
    state = broken.state_dict()
    next(loop)  # what was kept stays while the training goes on
    again.load_state_dict(state)
    assert run(again) == events[stop:]
    for name, value in whole.trained.items():
        assert torch.equal(again.trained[name], value), name


def test_the_mask_hides_what_fills_up_a_text():
    learner = Learner(tango(), PLAN)
    data = tango_pairs(2)
    (part,) = diffusion.parts(learner, data, told)
    assert part.mask.sum(1).tolist() == [2, 4]
    alone, _ = told(data[0].prompt)
    noisy, times = part.winner[:1], part.times[:1]
    with torch.no_grad():
        together = learner.predict(noisy, times, part.states[:1], part.mask[:1])
        single = learner.predict(noisy, times, alone[:, :2], torch.ones(1, 2))
    assert_close(together, single, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("targets", "inside", "outside"),
    [("attention", "attn2.to_out.0", "ff.net"), ("mlp", "ff.net.0.proj", "attn1")],
)
def test_targets_choose_the_layers(targets, inside, outside):
    names = Learner(tango(), replace(PLAN, adapter=replace(ADAPTER, targets=targets))).trained
    assert any(inside in name for name in names)
    assert all(outside not in name and "transformer_blocks." in name for name in names)
    assert all(".lora_" in name for name in names)


def test_less_memory_gives_the_same_result(monkeypatch):
    plan = replace(PLAN, epochs=1, batch=2)
    whole = Learner(tango(), plan)
    run(whole)
    learner, gradients, tried = Learner(tango(), plan), diffusion.gradients, []

    def short_of_memory(*args):
        tried.append((learner.micro_batch, learner.checkpointing))
        if len(tried) < 3:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        return gradients(*args)

    monkeypatch.setattr(diffusion, "gradients", short_of_memory)
    events = run(learner)
    assert events[:2] == [LessMemory(1, False), LessMemory(1, True)]
    assert tried[2:] == [(1, True)] * 2
    start = dict(tango().named_parameters())
    apart = sum((learner.trained[n] - v).square().sum().item() for n, v in whole.trained.items())
    moved = sum((start[n] - v).square().sum().item() for n, v in whole.trained.items())
    assert apart < 1e-3 * moved


def test_no_memory_at_all_and_other_errors_are_told(monkeypatch):
    def raising(error: Exception):
        def raise_it(*args):
            raise error

        monkeypatch.setattr(diffusion, "gradients", raise_it)
        return list(diffusion.tune(Learner(tango(), PLAN), tango_pairs(), told))

    with pytest.raises(OutOfMemory, match="not enough memory"):
        raising(MemoryError())
    with pytest.raises(RuntimeError, match="shapes"):
        raising(RuntimeError("shapes do not fit"))


def test_a_value_that_is_no_number_stops_before_the_weights_change():
    data = small_pairs(2)
    data[0].winner.fill_(float("nan"))
    learner = Learner(Linear(), SMALL, ALPHAS)
    with pytest.raises(TuneError, match="loss became nan at step 0"):
        next(diffusion.tune(learner, data, untold))
    assert learner.trained["factor"].item() == 0.5


def test_pairs_that_cannot_be_learned_from_are_refused():
    learner = Learner(Linear(), SMALL, ALPHAS)
    with pytest.raises(BadRequest, match="no pairs"):
        next(diffusion.tune(learner, [], untold))
    longer = LatentPair(Prompt("rain", 1.0), torch.zeros(1, 3, 2), torch.zeros(1, 3, 2))
    with pytest.raises(BadRequest, match="different shapes"):
        next(diffusion.tune(learner, [*small_pairs(), longer], untold))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"batch": 0}, "batch = 0"), ({"beta": 0.0}, "beta = 0"), ({"min_snr": -1.0}, "min_snr"),
        ({"weight_decay": -1.0}, "weight_decay"), ({"prediction": "x"}, "no prediction 'x'"),
        ({"supervised": 0, "epochs": 0}, "at least one epoch"),
        ({"adapter": Options(rank=0)}, "rank 0"),
    ],
)  # fmt: skip
def test_plans_that_make_no_sense_are_refused(values, words):
    with pytest.raises(BadRequest, match=words):
        Learner(Linear(), replace(SMALL, **values))
