"""Epochs of a preference loss over a round's pairs.

A step's order, times and noise depend on the plan's seed, the round and the step's number alone, so
a training that was cut short equals an unbroken one. Knows nothing of how pairs come about.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from tangostudio.engines.memory import is_out_of_memory
from tangostudio.tuning import losses, steps
from tangostudio.tuning.batches import Conditions, Group, LatentPair, draws, groups
from tangostudio.tuning.events import LessMemory, Stepped
from tangostudio.tuning.lora import Frozen, Policy
from tangostudio.tuning.plan import Plan

_ORDER, _DRAWS = 20, 21  # what a generator is for
_LOSSES = {"crpo": losses.crpo, "dpo": losses.dpo}


def pair_errors(policy: Policy, reference: Frozen | None, group: Group) -> losses.PairErrors:
    """Errors of a group by the policy and by its frozen reference (None: the base).

    Winner and loser go through the network together, at the same time and with the same noise.
    """
    x0 = torch.cat([group.winner, group.loser])
    noise, sigma = (torch.cat([value, value]) for value in (group.noise, group.sigma))
    told = torch.cat([group.states, group.states]), torch.cat([group.pooled, group.pooled])
    noisy = losses.flow_input(x0, noise, sigma)
    frozen = losses.flow_error(policy.reference(reference, noisy, sigma, *told), x0, noise)
    moving = losses.flow_error(policy.velocity(noisy, sigma, *told), x0, noise)
    return losses.PairErrors(*moving.chunk(2), *frozen.chunk(2))


class Fit:
    """One round's training: owns the optimiser and the count of steps.

    Attributes:
        step: updates made; steps: updates of the whole round.
    """

    def __init__(
        self,
        policy: Policy,
        reference: Frozen | None,
        pairs: Sequence[LatentPair],
        plan: Plan,
        number: int,
    ) -> None:
        self.policy, self.reference, self.plan, self.round = policy, reference, plan, number
        self.pairs = list(pairs)
        self.conditions = Conditions(policy.base.model)
        self.optimiser = torch.optim.AdamW(
            policy.trained.values(),
            lr=plan.learning_rate,
            betas=(0.9, 0.95),
            weight_decay=plan.weight_decay,
        )
        self.step = 0
        self.per_epoch = math.ceil(len(self.pairs) / plan.batch)
        self.steps = plan.epochs * self.per_epoch
        self.micro_batch, self.checkpointing = plan.micro_batch, False

    def run(self) -> Iterator[Stepped | LessMemory]:
        """Make the steps that are left; an event after each."""
        while self.step < self.steps:
            try:
                told = self._update()
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                yield self._use_less(error)
                continue
            yield told

    def batch(self) -> list[LatentPair]:
        """The pairs of the next step."""
        epoch, place = divmod(self.step, self.per_epoch)
        seed = (self.plan.seed, _ORDER, self.round, epoch)
        return steps.batch_of(self.pairs, self.plan.batch, place, seed)

    def gradients(self) -> dict[str, float]:
        """Add the next batch's gradients to the parameters; returns weighted means.

        The batch goes through in parts; the sum of their gradients is that of the whole.
        """
        pairs = self.batch()
        seed = (self.plan.seed, _DRAWS, self.round, self.step)
        sigma, noise = draws(pairs, seed, self.plan.time_mean)
        total = sum(pair.weight for pair in pairs)
        sums: dict[str, float] = {}
        for group in groups(pairs, sigma, noise, self.conditions, self.micro_batch):
            errors = pair_errors(self.policy, self.reference, group)
            share = group.weight / total
            loss = (share * _LOSSES[self.plan.loss](errors, self.plan.beta)).sum()
            loss.backward()
            told = steps.means(errors, share, self.plan.beta) | {"loss": loss.item()}
            for name, value in told.items():
                sums[name] = sums.get(name, 0.0) + value
        return sums

    def _update(self) -> Stepped:
        self.optimiser.zero_grad(set_to_none=True)
        sums = self.gradients()
        steps.require_numbers(
            sums["loss"], self.policy.trained.values(), self.step, f"loss of round {self.round}"
        )
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.learning_rate * self._scale()
        self.optimiser.step()
        self.step += 1
        return Stepped(round=self.round, step=self.step, steps=self.steps, **sums)

    def _scale(self) -> float:
        """Of the learning rate: linear warm-up, then linear to nothing over the round."""
        warm = (self.step + 1) / max(1, self.plan.warm_up)
        return min(1.0, warm, 1 - self.step / self.steps)

    def _use_less(self, error: BaseException) -> LessMemory:
        self.optimiser.zero_grad(set_to_none=True)
        less = steps.less_memory(self.micro_batch, self.plan.batch, self.checkpointing, error)
        if less.checkpointing and not self.checkpointing:
            self.policy.checkpoint_activations()
        self.micro_batch, self.checkpointing = less.micro_batch, less.checkpointing
        return less

    def state_dict(self) -> dict[str, Any]:
        """What going on needs, besides the policy."""
        return {"step": self.step, "optimiser": self.optimiser.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` gave for the same round."""
        self.step = int(state["step"])
        self.optimiser.load_state_dict(state["optimiser"])
