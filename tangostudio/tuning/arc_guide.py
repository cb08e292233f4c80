"""The warm-up of a few-step model: a student learns the ends of its frozen teacher's guided paths.

The teacher is the model as it was, with guidance; the student works without. See `arc_warm_up`.
What a step does depends on the plan and its number alone, so a warm-up that was cut short equals an
unbroken one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from tangostudio.engines import schedules
from tangostudio.errors import TuneError
from tangostudio.families.tangoflux import guided
from tangostudio.tuning import arc, arc_warm_up
from tangostudio.tuning.arc_nets import Texts
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.trainees import Trainee

_AVERAGE = 0.99
_FIRST = 10_000_000
"""Batches of the paths are numbered from here on: none that the training sees."""

Prompted = tuple[Tensor, Texts, Texts]
"""Latents (B, L, C), what their prompts say, and what guidance steers away from."""


class WarmUp:
    """Owns the student's optimiser, its average and the count of steps.

    Attributes:
        step: updates made.
    """

    def __init__(
        self,
        trainee: Trainee,
        plan: FewStepPlan,
        batches: Callable[[int], Prompted],
        *,
        bfloat16: bool = False,
    ) -> None:
        self.plan, self.step = plan, 0
        self._trainee, self._batches, self._bfloat16 = trainee, batches, bfloat16
        self._teacher = trainee.original()
        self._average = arc.Average(trainee.generator, _AVERAGE)
        self._optimiser = torch.optim.AdamW(
            trainee.trained.values(), lr=plan.warm_up_rate, betas=(0.9, 0.95), fused=True
        )
        self._path: tuple[int, arc_warm_up.Path, Texts] | None = None

    def update(self) -> float:
        """One step; its loss.

        Raises:
            TuneError: the loss is no number; nothing has been changed by it.
        """
        number = self.step // self.plan.refresh
        if self._path is None or self._path[0] != number:
            self._path = (number, *self._walk(number))
        _, path, texts = self._path
        chance = torch.Generator().manual_seed(self.plan.seed * 7919 + self.step)
        self._optimiser.zero_grad(set_to_none=True)
        student = self._trainee.generator
        with self._autocast():
            loss = arc_warm_up.warm_up_loss(student, path, texts, chance)
        value = loss.item()
        if not math.isfinite(value):
            raise TuneError(
                f"The loss became {value} at step {self.step} of the warm-up.",
                "The last good checkpoint is kept; start again with a lower warm_up_rate.",
            )
        loss.backward()
        norm = nn.utils.clip_grad_norm_(list(self._trainee.trained.values()), 1.0)
        if torch.isfinite(norm):
            self._optimiser.step()
        self._average.update(student)
        self.step += 1
        return value

    def finish(self) -> None:
        """Leave the student with the average of its weights."""
        self._trainee.generator.load_state_dict(self._average.values, strict=False)

    def state(self) -> dict[str, Any]:
        """What going on needs, besides the student."""
        return {
            "step": self.step,
            "optimiser": self._optimiser.state_dict(),
            "average": self._average.values,
            "updates": self._average.updates,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.step = int(state["step"])
        self._optimiser.load_state_dict(state["optimiser"])
        device = self._trainee.device
        self._average.values = {name: v.to(device) for name, v in state["average"].items()}
        self._average.updates = int(state["updates"])

    def _walk(self, number: int) -> tuple[arc_warm_up.Path, Texts]:
        """A path of the teacher over one batch of prompts."""
        x0, texts, empty = self._batches(_FIRST + number)
        chance = torch.Generator().manual_seed(self.plan.seed * 104_729 + number)
        parallel = float(self._trainee.card.options.get("guidance_parallel", 1.0))

        def velocity(x: Tensor, sigma: float) -> Tensor:
            sigmas = torch.full((len(x),), sigma, device=x.device)
            with self._autocast():
                told, untold = self._teacher(x, sigmas, texts), self._teacher(x, sigmas, empty)
            return guided(x, sigma, told, untold, self.plan.guidance, parallel)

        noise = torch.randn(x0.shape, generator=chance).to(x0.device)
        times = schedules.log_snr(self.plan.path_steps)
        return arc_warm_up.walk(velocity, noise, times), texts

    def _autocast(self) -> torch.autocast:
        kind = torch.device(self._trainee.device).type
        return torch.autocast(kind, torch.bfloat16, enabled=self._bfloat16)
