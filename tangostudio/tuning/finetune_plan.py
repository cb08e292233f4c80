"""What one fine-tuning on a corpus does: sizes and choices, checked. Plain values without torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.tuning import rewards
from tangostudio.tuning.adapter_options import EVERY, LORA, AdapterOptions
from tangostudio.tuning.plan import Plan, checked_as

WANTED_CLIPS = 20
"""With fewer clips than this little but these clips themselves is learned."""

_NO_RESULT = {"micro_batch": 1, "save_every": 1}
"""Of a plan, what does not count for the result."""


@dataclass(frozen=True)
class FineTunePlan:
    """Sizes and choices of one fine-tuning.

    Attributes:
        steps: updates; batch: clips of each.
        micro_batch: most clips that go through the network at once.
        learning_rate: of AdamW, after `warm_up` steps; it falls to nothing at the end.
        clip: longest gradient.
        time_mean: of the logit-normal times; above 0 there is more noise.
        drop_caption: share of captions that are dropped, so that guidance goes on to work.
        cut: share of steady clips that are cut out somewhere; silence: of the others, of those that
            silence is put behind; both where the model's latents are as long as the sound.
        mix: mixed clips for each clip to learn from, see `mixing`.
        held_out_every: steps between losses of the clips that are held out; 0 for never.
        save_every: steps between checkpoints.
        checks: takes of each prompt that is checked with, before and after.
        checked_steps, checked_guidance, checked_sampler: how these are made.
        blend: weight of each judge in what is told of them.
    """

    seed: int = 1
    steps: int = 600
    batch: int = 16
    micro_batch: int = 16
    learning_rate: float = 1e-4
    warm_up: int = 20
    weight_decay: float = 0.01
    clip: float = 1.0
    time_mean: float = 0.0
    drop_caption: float = 0.1
    cut: float = 0.5
    silence: float = 0.4
    mix: float = 0.0
    held_out_every: int = 50
    save_every: int = 50
    checks: int = 4
    checked_steps: int = 16
    checked_guidance: float = 4.0
    checked_sampler: str = "euler"
    blend: dict[str, float] = field(default_factory=lambda: {rewards.MATCH: 1.0})
    adapter: AdapterOptions = field(default_factory=lambda: AdapterOptions(rank=16, alpha=16.0))

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        for name, ends in {
            "steps": (1, 1_000_000), "batch": (1, 512), "micro_batch": (1, 512),
            "warm_up": (0, 100_000), "held_out_every": (0, 1_000_000), "save_every": (1, 100_000),
            "drop_caption": (0, 1), "cut": (0, 1), "silence": (0, 1), "mix": (0, 10),
            "weight_decay": (0, 10), "time_mean": (-5, 5),
        }.items():  # fmt: skip
            if not ends[0] <= getattr(self, name) <= ends[1]:
                raise BadRequest(
                    f"A fine-tuning cannot have {name} = {getattr(self, name)}.",
                    f"Choose a value from {ends[0]} to {ends[1]}.",
                )
        for name in ("learning_rate", "clip"):
            if not 0 < getattr(self, name) < math.inf:
                raise BadRequest(
                    f"A fine-tuning cannot have {name} = {getattr(self, name)}.",
                    "Choose a number greater than 0.",
                )
        self.checking().check()
        self.adapter.check()

    def checking(self) -> Plan:
        """How the prompts are played that are checked with, as `checks` is told it."""
        return Plan(
            seed=self.seed,
            checks=self.checks,
            steps=self.checked_steps,
            guidance=self.checked_guidance,
            sampler=self.checked_sampler,
            blend=self.blend,
        )

    def as_values(self) -> dict[str, Any]:
        """The plan as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> FineTunePlan:
        """The plan of plain values, checked.

        Raises:
            BadRequest: an unknown name, or a value that makes no sense.
        """
        try:
            adapter = AdapterOptions.of(values.get("adapter", {"rank": 16, "alpha": 16.0}))
            plan = cls(**{**values, "adapter": adapter})
            plan.check()
        except (TypeError, ValueError, AttributeError) as error:
            raise BadRequest(f"This is no plan of a fine-tuning: {error}.") from error
        return plan

    def same_result(self, other: FineTunePlan) -> bool:
        """Whether both lead to one result: how the work is split and saved does not count."""
        return replace(self, **_NO_RESULT) == replace(other, **_NO_RESULT)


# --- a plan for a model ----------------------------------------------------------------------

_ROUNDS = 40
"""How often each clip is seen."""


def plan_for(card: ModelCard, clips: int) -> FineTunePlan:
    """A plan to begin with for a model and a corpus of so many clips to learn from.

    A card's `options.lora` has the last word: any of the plan's values.
    """
    values: dict[str, Any] = dict(_FAMILIES.get(card.family, {}))
    if card.options.get("storage") == "int8":  # the bundled model: small, and quick to learn
        values |= _SMALL
    values |= checked_as(card)
    told = dict(card.options.get("lora", {}))
    adapter = {**values.pop("adapter", {}), **told.pop("adapter", {})}
    values |= told
    batch = int(values.get("batch", 16))
    steps = math.ceil(_ROUNDS * max(1, clips) / batch / 50) * 50
    values.setdefault("steps", min(5000, max(200, steps)))
    return FineTunePlan.of({**values, "adapter": adapter or {"rank": 16, "alpha": 16.0}})


_SMALL = {"learning_rate": 1e-3, "batch": 16, "micro_batch": 16}
_FAMILIES: dict[str, dict[str, Any]] = {
    "tangoflux": {"batch": 8, "micro_batch": 2},
    "stable_audio": {"batch": 8, "micro_batch": 2},
    # As its own trainer has it, but for the batch.
    "stable_audio_3": {
        "batch": 4,
        "micro_batch": 1,
        "adapter": {"rank": 16, "alpha": 16.0, "kind": "dora-rows", "targets": EVERY},
    },
}


__all__ = ["LORA", "WANTED_CLIPS", "FineTunePlan", "plan_for"]
