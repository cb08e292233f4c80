"""Preference training of a diffusion model, as Tango 2 does it.

Diffusion-DPO (Wallace et al. 2023) as in "Tango 2: Aligning Diffusion-based Text-to-Audio
Generations through Direct Preference Optimization" (2024): first, where wanted, an epoch of plain
training on the winners alone; then epochs in which winner and loser are noised alike and the
network is to tell them apart better than its frozen start does. Both are one training with one
optimiser and one learning rate that warms up and falls.

    learner = Learner(net, plan)
    for news in tune(learner, pairs, conditions): ...

It works on any network that is called as diffusers' `UNet2DConditionModel` is, on latents
(C, T, F), and changes it in place. Order, times and noise of a step depend on the plan's seed and
the step's number alone, so a training that was cut short equals an unbroken one. It knows no
checkpoint, no text encoder and no codec.
"""

import copy
import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio.engines.memory import is_out_of_memory
from tangostudio.errors import BadRequest
from tangostudio.tuning import losses, lowrank, steps
from tangostudio.tuning.batches import LatentPair, Prompt
from tangostudio.tuning.diffusion_plan import DiffusionPlan
from tangostudio.tuning.events import LessMemory, Stepped
from tangostudio.tuning.plan import Options

_ORDER, _DRAWS = 40, 41  # what a generator is for
_ATTENTION = r"attn[12]\.(?:to_q|to_k|to_v|to_out\.0)"
_MLP = r"ff\.net\.(?:0\.proj|2)"
_TARGETS = {"attention": _ATTENTION, "mlp": _MLP, "blocks": f"{_ATTENTION}|{_MLP}"}

Conditions = Callable[[Prompt], tuple[Tensor, Tensor]]
"""From a prompt to the states of its text (1, S, D) and their mask (1, S), True where text is."""

Predict = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
"""From noisy latents (B, C, T, F), times (B,), states (B, S, D) and mask (B, S) to latents."""


@dataclass(frozen=True)
class Supervised:
    """One update on winners alone was made: `loss` was minimised, `winner` is their plain error."""

    step: int
    steps: int
    loss: float
    winner: float


Event = Supervised | Stepped | LessMemory


# --- errors ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Part:
    """Pairs with their draws, ready for one forward pass.

    Attributes:
        winner, loser, noise: (B, C, T, F).
        times: (B,), whole numbers; alpha: (B,), the cumulated alphas there.
        states, mask: (B, S, D) and (B, S).
        share: (B,) of each pair in the batch's loss.
    """

    winner: Tensor
    loser: Tensor
    noise: Tensor
    times: Tensor
    alpha: Tensor
    states: Tensor
    mask: Tensor
    share: Tensor


def winner_errors(predict: Predict, part: Part, prediction: losses.Prediction) -> Tensor:
    """Mean squared error (B,) of what a network says of the noised winners."""
    noisy = losses.diffusion_input(part.winner, part.noise, part.alpha)
    target = losses.diffusion_target(part.winner, part.noise, part.alpha, prediction)
    return losses.diffusion_error(predict(noisy, part.times, part.states, part.mask), target)


def pair_errors(
    policy: Predict, reference: Predict, part: Part, prediction: losses.Prediction
) -> losses.PairErrors:
    """Errors of winners and losers by the policy and by its frozen reference.

    Both sides go through a network together, at the same time and with the same noise.
    """
    x0 = torch.cat([part.winner, part.loser])
    noise, times, alpha, states, mask = (
        torch.cat([v, v]) for v in (part.noise, part.times, part.alpha, part.states, part.mask)
    )
    noisy = losses.diffusion_input(x0, noise, alpha)
    target = losses.diffusion_target(x0, noise, alpha, prediction)
    frozen = losses.diffusion_error(reference(noisy, times, states, mask), target)
    moving = losses.diffusion_error(policy(noisy, times, states, mask), target)
    return losses.PairErrors(*moving.chunk(2), *frozen.chunk(2))


# --- the learner -----------------------------------------------------------------------------


class Learner:
    """Owns a network while it is trained, its frozen start, the optimiser and the count of steps.

    Attributes:
        trained: parameters that the optimiser moves, by name.
        step: updates made.
    """

    def __init__(self, net: nn.Module, plan: DiffusionPlan, alphas: Tensor | None = None) -> None:
        plan.check()
        self.plan = plan
        self.alphas = losses.scaled_linear_alphas() if alphas is None else alphas
        self.net = net.eval().requires_grad_(False)
        self._frozen: nn.Module | None = None
        if plan.adapter.full:
            self._frozen = copy.deepcopy(self.net)
            self.net.requires_grad_(True)
        else:
            lowrank.inject(self.net, plan.adapter, _layers(plan.adapter), plan.seed)
        self.trained = {n: p for n, p in self.net.named_parameters() if p.requires_grad}
        self.optimiser = torch.optim.AdamW(
            self.trained.values(), lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        self.step = 0
        self.micro_batch, self.checkpointing = plan.micro_batch, False

    def predict(self, noisy: Tensor, times: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        """What the network says as it is, (B, C, T, F)."""
        return _say(self.net, noisy, times, states, mask)

    @torch.no_grad()
    def reference(self, noisy: Tensor, times: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        """What it said before anything was learned, (B, C, T, F)."""
        if not self.step:
            # A copy elsewhere in memory may differ in the last bit; the network itself does not.
            return _say(self.net, noisy, times, states, mask)
        if self._frozen is not None:
            return _say(self._frozen, noisy, times, states, mask)
        with lowrank.switched_off(self.net):
            return _say(self.net, noisy, times, states, mask)

    def move(self, loss: float, count: int) -> None:
        """One update by the gradients that are there, of `count` in all.

        Raises:
            TuneError: the loss or a gradient is no number; the weights have not changed.
        """
        steps.require_numbers(loss, self.trained.values(), self.step)
        for group in self.optimiser.param_groups:
            rate = steps.warm_then_fall(self.step, count, self.plan.warm_up)
            group["lr"] = self.plan.learning_rate * rate
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1

    def use_less(self, error: BaseException) -> LessMemory:
        """From now on take smaller parts, or compute each block again in the backward pass.

        Raises:
            OutOfMemory: there is nothing left to save on.
        """
        self.optimiser.zero_grad(set_to_none=True)
        less = steps.less_memory(self.micro_batch, self.plan.batch, self.checkpointing, error)
        if less.checkpointing and not self.checkpointing:
            self.net.enable_gradient_checkpointing()  # pyright: ignore[reportCallIssue]
        self.micro_batch, self.checkpointing = less.micro_batch, less.checkpointing
        return less

    def state_dict(self) -> dict[str, Any]:
        """What going on needs: the count of steps, what was learned, and the optimiser."""
        return {
            "step": self.step,
            "trained": {name: p.detach().clone() for name, p in self.trained.items()},
            "optimiser": copy.deepcopy(self.optimiser.state_dict()),
        }

    @torch.no_grad()
    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` gave, in a learner of the same network and plan."""
        self.step = int(state["step"])
        for name, parameter in self.trained.items():
            parameter.copy_(state["trained"][name])
        self.optimiser.load_state_dict(state["optimiser"])


def _say(net: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, mask: Tensor) -> Tensor:
    return net(noisy, times, states, encoder_attention_mask=mask, return_dict=False)[0]


def _layers(options: Options) -> str:
    return rf".*transformer_blocks\.\d+\.(?:{_TARGETS[options.targets]})"


# --- the training ----------------------------------------------------------------------------


def tune(
    learner: Learner, pairs: Sequence[LatentPair], conditions: Conditions
) -> Generator[Event, None, None]:
    """Make the steps that are left; an event after each, between which `state_dict` may be kept.

    Args:
        pairs: their latents are (C, T, F), all of one shape.

    Raises:
        BadRequest: there are no pairs, or their latents differ in shape.
        TuneError: the loss is no number any more.
        OutOfMemory: not even the smallest parts fit.
    """
    require_one_shape(pairs)
    plan = learner.plan
    each = math.ceil(len(pairs) / plan.batch)
    count = (plan.supervised + plan.epochs) * each
    while learner.step < count:
        epoch, place = divmod(learner.step, each)
        batch = steps.batch_of(pairs, plan.batch, place, (plan.seed, _ORDER, epoch))
        imitate = epoch < plan.supervised
        try:
            told = gradients(learner, batch, conditions, imitate)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            yield learner.use_less(error)
            continue
        learner.move(told["loss"], count)
        if imitate:
            yield Supervised(learner.step, count, **told)
        else:
            yield Stepped(1, learner.step, count, **told)


def require_one_shape(pairs: Sequence[LatentPair]) -> None:
    """Raise BadRequest unless there are pairs, all of latents of one shape."""
    if not pairs:
        raise BadRequest("There are no pairs to learn from.", "Vote more, or make some.")
    shapes = {tuple(side.shape) for pair in pairs for side in (pair.winner, pair.loser)}
    if len(shapes) > 1:
        raise BadRequest(
            f"The pairs hold latents of different shapes: {', '.join(map(str, sorted(shapes)))}.",
            "A diffusion model makes sounds of one length; make the pairs anew with it.",
        )


def gradients(
    learner: Learner, batch: Sequence[LatentPair], conditions: Conditions, imitate: bool
) -> dict[str, float]:
    """Add a batch's gradients to the parameters; returns weighted means.

    The batch goes through in parts; the sum of their gradients is that of the whole.

    Args:
        imitate: fit the winners alone, as a supervised epoch does.
    """
    plan = learner.plan
    sums: dict[str, float] = {}
    for part in parts(learner, batch, conditions):
        if imitate:
            errors = winner_errors(learner.predict, part, plan.prediction)
            snr = 1.0 if plan.min_snr is None else losses.min_snr_weight(part.alpha, plan.min_snr)
            loss = (part.share * snr * errors).sum()
            told = {"winner": (part.share * errors).sum().item()}
        else:
            found = pair_errors(learner.predict, learner.reference, part, plan.prediction)
            loss = (part.share * losses.dpo(found, plan.beta)).sum()
            told = steps.means(found, part.share, plan.beta)
        loss.backward()
        for name, value in (told | {"loss": loss.item()}).items():
            sums[name] = sums.get(name, 0.0) + value
    return sums


def parts(learner: Learner, batch: Sequence[LatentPair], conditions: Conditions) -> Iterator[Part]:
    """A step's batch with its draws, in parts that go through the network at once."""
    times, noise = draws(batch, (learner.plan.seed, _DRAWS, learner.step), len(learner.alphas))
    weight = torch.tensor([pair.weight for pair in batch])
    share = weight / weight.sum()
    device = next(iter(learner.trained.values())).device
    for first in range(0, len(batch), learner.micro_batch):
        chosen = slice(first, first + learner.micro_batch)
        states, mask = _padded([conditions(pair.prompt) for pair in batch[chosen]])
        values = (
            torch.stack([pair.winner for pair in batch[chosen]]),
            torch.stack([pair.loser for pair in batch[chosen]]),
            noise[chosen], times[chosen], learner.alphas[times[chosen]], states, mask,
            share[chosen],
        )  # fmt: skip
        yield Part(*(value.to(device) for value in values))


def draws(pairs: Sequence[LatentPair], seed: Sequence[int], times: int) -> tuple[Tensor, Tensor]:
    """Times (B,), uniform over 0 .. times - 1, and noise (B, C, T, F), shared by both sides.

    Drawn pair by pair, so that they do not depend on how the batch is split.
    """
    rng = np.random.default_rng(list(seed))
    chosen = torch.from_numpy(rng.integers(0, times, len(pairs)))
    noise = [rng.standard_normal(tuple(pair.winner.shape), np.float32) for pair in pairs]
    return chosen, torch.from_numpy(np.stack(noise))


def _padded(told: Sequence[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Texts side by side; what fills the shorter ones is masked out."""
    longest = max(mask.shape[1] for _, mask in told)
    states = [nn.functional.pad(s, (0, 0, 0, longest - s.shape[1])) for s, _ in told]
    masks = [nn.functional.pad(mask, (0, longest - mask.shape[1])) for _, mask in told]
    return torch.cat(states), torch.cat(masks)
