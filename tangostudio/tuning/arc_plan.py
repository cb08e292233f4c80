"""What making a model a few-step one does: its sizes and choices, checked. It needs no torch."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from tangostudio.cards import ModelCard
from tangostudio.cards.sampling import MOST_STEPS, Sampling
from tangostudio.errors import BadRequest
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.plan import checked_as

Adversary = Literal["relativistic", "least_squares"]
ADVERSARIES: tuple[Adversary, ...] = get_args(Adversary)


@dataclass(frozen=True)
class FewStepPlan:
    """Sizes and choices of one ARC post-training.

    Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025.

    Attributes:
        warm_up: steps in which the model learns the ends of its own guided paths; 0 leaves them
            out.
        warm_up_rate: of AdamW in these; refresh: how many of them use one path.
        guidance, path_steps: of those paths.
        steps: turns of generator and discriminator together, which alternate.
        batch: sounds in each step; another one gives another result, for they are compared.
        generator_rate, discriminator_rate: of AdamW, after `rate_warm_up` turns.
        average: longest memory of the generator's average, which is the result.
        adversary: how real and made sounds are compared, of ADVERSARIES.
        contrastive: weight of the term that compares prompts.
        penalties: weight of the terms that keep scores from changing where sounds hardly do.
        head: channels of the discriminator's head.
        few_steps: that the result is made for, 1 to 8.
        checks: takes of each prompt that is held out.
        checked_steps, checked_guidance, checked_sampler: how the model as it is makes these.
        save_every: steps between checkpoints.
        adapter: what of the model is trained.
        stored_rank: of the matrices that the change of a model trained as a whole ends as; 0
            keeps it as it is.
    """

    seed: int = 41
    warm_up: int = 300
    warm_up_rate: float = 1e-4
    refresh: int = 8
    guidance: float = 4.0
    path_steps: int = 16
    steps: int = 600
    batch: int = 12
    generator_rate: float = 3e-5
    discriminator_rate: float = 1e-4
    rate_warm_up: int = 20
    weight_decay: float = 0.01
    average: float = 0.995
    adversary: Adversary = "relativistic"
    contrastive: float = 1.0
    penalties: float = 100.0
    head: int = 64
    few_steps: int = MOST_STEPS
    checks: int = 2
    checked_steps: int = 16
    checked_guidance: float = 4.0
    checked_sampler: str = "euler"
    save_every: int = 25
    stored_rank: int = 16
    adapter: AdapterOptions = field(default_factory=lambda: AdapterOptions(rank=16, alpha=16.0))

    @property
    def sampling(self) -> Sampling:
        """How the result is driven."""
        return Sampling(steps=self.few_steps)

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        whole = {
            "warm_up": (0, 1_000_000), "refresh": (1, 1000), "path_steps": (2, 200),
            "steps": (2, 1_000_000), "batch": (2, 512), "rate_warm_up": (0, 100_000),
            "head": (8, 1024), "few_steps": (1, MOST_STEPS), "checks": (1, 64),
            "checked_steps": (1, 200), "save_every": (1, 100_000), "stored_rank": (0, 256),
        }  # fmt: skip
        for name, (lowest, highest) in whole.items():
            _require(name, getattr(self, name), lowest <= getattr(self, name) <= highest,
                     f"Choose a value from {lowest} to {highest}.")  # fmt: skip
        for name in ("warm_up_rate", "generator_rate", "discriminator_rate", "guidance",
                     "checked_guidance"):  # fmt: skip
            _require(name, getattr(self, name), 0 < getattr(self, name) < math.inf,
                     "Choose a number greater than 0.")  # fmt: skip
        for name in ("weight_decay", "contrastive", "penalties"):
            _require(name, getattr(self, name), 0 <= getattr(self, name) < math.inf,
                     "Choose 0 or more.")  # fmt: skip
        _require("average", self.average, 0 <= self.average < 1, "Choose 0 or more, and under 1.")
        _require("adversary", self.adversary, self.adversary in ADVERSARIES,
                 f"It may be {' or '.join(ADVERSARIES)}.")  # fmt: skip
        self.adapter.check()

    def as_values(self) -> dict[str, Any]:
        """The plan as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, values: dict[str, Any]) -> FewStepPlan:
        """The plan of plain values, checked.

        Raises:
            BadRequest: an unknown name, or a value that makes no sense.
        """
        try:
            plan = cls(**{**values, "adapter": AdapterOptions.of(values.get("adapter", {}))})
            plan.check()
        except (TypeError, ValueError, AttributeError) as error:
            raise BadRequest(f"This is no plan of a few-step model: {error}.") from error
        return plan

    def same_result(self, other: FewStepPlan) -> bool:
        """Whether both lead to one result: how often it is saved does not count."""
        return replace(self, save_every=1) == replace(other, save_every=1)


def plan_for(card: ModelCard) -> FewStepPlan:
    """A plan to begin with for a model; a card's `options.arc` has the last word.

    A small model is trained as a whole, since a difference of its weights is small too.
    """
    small = card.options.get("storage") == "int8"
    adapter: dict[str, Any] = {"full": True} if small else {"rank": 32, "alpha": 32.0}
    values: dict[str, Any] = {} if small else {"batch": 4}
    values |= {"guidance": card.default("guidance"), **checked_as(card)}
    told = dict(card.options.get("arc", {}))
    adapter |= told.pop("adapter", {})
    return FewStepPlan.of({**values, **told, "adapter": adapter})


def _require(name: str, value: Any, good: bool, hint: str) -> None:
    if not good:
        raise BadRequest(f"A few-step model cannot be made with {name} = {value}.", hint)
