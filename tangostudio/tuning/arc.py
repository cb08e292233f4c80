"""ARC post-training: the two networks take turns, and an average of the generator is what results.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025. A turn depends
on its number alone, so that a training that was stopped goes on where it was. Knows no files, no
families and no captions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from tangostudio.errors import TuneError
from tangostudio.tuning.arc_nets import Texts
from tangostudio.tuning.arc_steps import (
    Draws,
    Found,
    Objective,
    discriminator_step,
    generator_step,
)
from tangostudio.tuning.arc_times import DISCRIMINATOR, GENERATOR, TIMES

AVERAGE_POWER = 0.75


@dataclass(frozen=True)
class Plan:
    """What a training does.

    Attributes:
        steps: turns of both networks together; even ones are the generator's.
        generator_rate, discriminator_rate: of AdamW, after `warm_up` turns; they fall along a half
            cosine to a tenth.
        average: longest memory of the generator's average.
        generator_times, discriminator_times: names of `arc_times.TIMES`.
        bfloat16: whether products are made in half precision.
    """

    seed: int = 41
    steps: int = 2000
    generator_rate: float = 5e-5
    discriminator_rate: float = 1e-4
    warm_up: int = 50
    weight_decay: float = 0.01
    average: float = 0.999
    clip: float = 1.0
    generator_times: str = GENERATOR
    discriminator_times: str = DISCRIMINATOR
    objective: Objective = field(default_factory=Objective)
    bfloat16: bool = False


Batch = tuple[Tensor, Texts]
"""Latents (B, L, C) of real sounds, and what their prompts say."""


class Average:
    """An exponential moving average of weights, with a short memory at its beginning."""

    def __init__(self, module: nn.Module, longest: float) -> None:
        self.longest, self.updates = longest, 0
        self.values = {
            name: value.detach().clone()
            for name, value in module.named_parameters()
            if value.requires_grad
        }

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Take in the module's present weights."""
        self.updates += 1
        keep = min(self.longest, 1 - (1 + self.updates) ** -AVERAGE_POWER)
        present = dict(module.named_parameters())
        for name, value in self.values.items():
            value.lerp_(present[name].detach(), 1 - keep)


class Trainer:
    """Owns both networks in training, their optimisers, the average and the count of steps."""

    def __init__(
        self, generator: nn.Module, discriminator: nn.Module, plan: Plan, device: str = "cpu"
    ) -> None:
        self.plan, self.device, self.step = plan, torch.device(device), 0
        self.generator = generator.to(device).train()
        self.discriminator = discriminator.to(device).train()
        self.average = Average(self.generator, plan.average)
        self._optimisers = tuple(
            torch.optim.AdamW(
                [weight for weight in net.parameters() if weight.requires_grad],
                lr=rate, betas=(0.9, 0.95), weight_decay=plan.weight_decay, fused=True,
            )
            for net, rate in (
                (self.generator, plan.generator_rate),
                (self.discriminator, plan.discriminator_rate),
            )
        )  # fmt: skip

    def take_turn(self, batch: Batch) -> Found:
        """One update of the network whose turn it is.

        Raises:
            TuneError: the loss is no number; nothing has been changed by it.
        """
        turn = self.step % 2
        net = (self.generator, self.discriminator)[turn]
        optimiser = self._optimisers[turn]
        for group in optimiser.param_groups:
            group["lr"] = self._rate(turn)
        optimiser.zero_grad(set_to_none=True)
        x0, texts = batch
        draws = self._draws(x0)
        step = (generator_step, discriminator_step)[turn]
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.plan.bfloat16):
            found = step(self.generator, self.discriminator, x0, texts, draws, self.plan.objective)
        value = found.total.detach().item()
        if not math.isfinite(value):
            raise TuneError(
                f"The loss became {value} at step {self.step}.",
                "The last good checkpoint is kept; lower the learning rate.",
            )
        found.total.backward()
        norm = nn.utils.clip_grad_norm_(net.parameters(), self.plan.clip)
        if torch.isfinite(norm):  # a gradient in bfloat16 overflows now and then
            optimiser.step()
            if turn == 0:
                self.average.update(self.generator)
        self.step += 1
        return found

    def _rate(self, turn: int) -> float:
        plan = self.plan
        rate = (plan.generator_rate, plan.discriminator_rate)[turn]
        warm = min(1.0, (self.step + 1) / max(1, plan.warm_up))
        fall = 0.55 + 0.45 * math.cos(math.pi * min(1.0, self.step / plan.steps))
        return rate * warm * fall

    def _draws(self, x0: Tensor) -> Draws:
        """The chance of this step, the same whenever it is taken."""
        chance = torch.Generator().manual_seed(self.plan.seed * 1_000_003 + self.step)
        count = len(x0)

        def noise() -> Tensor:
            return torch.randn(x0.shape, generator=chance).to(self.device)

        def times(name: str) -> Tensor:
            return TIMES[name](count, chance).to(self.device)

        return Draws(
            noise(), times(self.plan.generator_times), noise(),
            times(self.plan.discriminator_times), noise(), noise(),
        )  # fmt: skip

    # --- going on ---------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Everything that going on needs, besides the generator."""
        return {
            "step": self.step,
            "discriminator": self.discriminator.state_dict(),
            "average": {"updates": self.average.updates, "values": self.average.values},
            "optimisers": [each.state_dict() for each in self._optimisers],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.discriminator.load_state_dict(state["discriminator"])
        self.average.updates = state["average"]["updates"]
        self.average.values = {
            name: value.to(self.device) for name, value in state["average"]["values"].items()
        }
        for optimiser, kept in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.step = int(state["step"])
