"""What one tuning does: its sizes and choices, checked. Plain values; it needs no torch."""

import math
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.tuning import rewards

BETA = 2000.0
"""Strength of preference as TangoFlux and Tango 2 use it, for errors that are means."""

BETA_VALUES = 645 * 64
"""Values of a sound's latents in TangoFlux, for which BETA was chosen."""

ATTENTION = (
    "attn.to_q", "attn.to_k", "attn.to_v", "attn.to_out.0",
    "attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj", "attn.to_add_out",
)  # fmt: skip
MLP = (
    "ff.net.0.proj", "ff.net.2", "ff_context.net.0.proj", "ff_context.net.2",
    "proj_mlp", "proj_out",
)  # fmt: skip
STRATEGIES = ("inferences", "prompts", "order")
"""Ways to come by pairs besides the best and the worst candidate (Tango 2): the best of several
inferences against the others, and the true prompt against wrong ones, by thing and by order."""

TARGETS = {"attention": ATTENTION, "mlp": MLP, "blocks": ATTENTION + MLP}
"""Layers that an adapter may change, by the name of their set; all lie inside the blocks."""


def beta_for(values: int) -> float:
    """The beta that means for latents of this many values what 2000 means for TangoFlux.

    What is compared are likelihoods, whose logarithms are sums over values, while an error is a
    mean: at the same beta a shorter or smaller latent is held more tightly to the reference.
    """
    return BETA * values / BETA_VALUES


@dataclass(frozen=True)
class Options:
    """What is trained.

    Attributes:
        rank, alpha: of the low-rank adapters; their product is scaled by alpha / rank.
        targets: a set of layers, see TARGETS.
        full: train every weight of the transformer instead.
    """

    rank: int = 8
    alpha: float = 8.0
    targets: str = "blocks"
    full: bool = False

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        if not 1 <= self.rank <= 256 or not 0 < self.alpha < math.inf:
            raise BadRequest(
                f"Adapters of rank {self.rank} and alpha {self.alpha} cannot be made.",
                "The rank may be 1 to 256; alpha must be greater than 0.",
            )
        if self.targets not in TARGETS:
            raise BadRequest(
                f"There are no layers {self.targets!r}.", f"Known: {', '.join(TARGETS)}."
            )


@dataclass(frozen=True)
class Plan:
    """Sizes and choices of one tuning by CRPO.

    Attributes:
        rounds: how often candidates are made, judged and learned from.
        prompts: drawn from the bank for each round; the whole bank where it has fewer.
        candidates: sounds per prompt, of which the best and the worst become a pair.
        blend: weight of each judge in the reward.
        least_margin: pairs whose rewards differ by less are left out.
        own_weight: how much a pair of the person's own votes counts, in synthetic pairs.
        beta: strength of preference; `beta_for` carries the paper's to other latents.
        loss: "crpo", or "dpo" without the winner's flow-matching term.
        strategies: of STRATEGIES; empty takes the best and the worst candidate of each prompt.
        online: make new candidates in every round; otherwise the first round's pairs serve all.
        epochs, batch, learning_rate, warm_up, weight_decay: of each round.
        micro_batch: most pairs that go through the network at once.
        steps, guidance: how sounds are made.
        checks: takes of each prompt that is held out.
        save_every: steps between checkpoints.
    """

    seed: int = 1
    rounds: int = 3
    prompts: int = 80
    candidates: int = 5
    blend: dict[str, float] = field(default_factory=lambda: {rewards.MATCH: 1.0})
    least_margin: float = 0.0
    own_weight: float = 4.0
    loss: str = "crpo"
    beta: float = BETA
    strategies: tuple[str, ...] = ()
    online: bool = True
    epochs: int = 3
    batch: int = 8
    micro_batch: int = 8
    learning_rate: float = 1e-4
    warm_up: int = 5
    weight_decay: float = 0.01
    time_mean: float = 0.0
    steps: int = 16
    guidance: float = 4.0
    sampler: str = "euler"
    checks: int = 4
    save_every: int = 20
    adapter: Options = field(default_factory=Options)

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        whole = {
            "rounds": (1, 20), "prompts": (1, 100_000), "candidates": (2, 15), "epochs": (1, 100),
            "batch": (1, 512), "micro_batch": (1, 512), "steps": (1, 200), "checks": (1, 64),
            "save_every": (1, 100_000), "warm_up": (0, 100_000),
        }  # fmt: skip
        for name, (lowest, highest) in whole.items():
            if not lowest <= getattr(self, name) <= highest:
                raise BadRequest(
                    f"A tuning cannot have {name} = {getattr(self, name)}.",
                    f"Choose a value from {lowest} to {highest}.",
                )
        for name in ("beta", "learning_rate", "own_weight", "guidance"):
            if not 0 < getattr(self, name) < math.inf:
                raise BadRequest(
                    f"A tuning cannot have {name} = {getattr(self, name)}.",
                    "Choose a number greater than 0.",
                )
        if self.loss not in ("crpo", "dpo"):
            raise BadRequest(f"There is no loss {self.loss!r}.", "It may be crpo or dpo.")
        for name in self.strategies:
            if name not in STRATEGIES:
                raise BadRequest(
                    f"There is no strategy {name!r}.", f"Known: {', '.join(STRATEGIES)}."
                )
        rewards.check_blend(self.blend)
        self.adapter.check()

    def as_values(self) -> dict[str, Any]:
        """The plan as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Plan":
        """The plan of plain values, checked.

        Raises:
            BadRequest: an unknown name, or a value that makes no sense.
        """
        try:
            adapter = Options(**values.get("adapter", {}))
            strategies = tuple(values.get("strategies", ()))
            plan = cls(**{**values, "adapter": adapter, "strategies": strategies})
            plan.check()
        except (TypeError, ValueError, AttributeError) as error:
            raise BadRequest(f"This is no plan of a tuning: {error}.") from error
        return plan

    def same_result(self, other: "Plan") -> bool:
        """Whether both lead to one result: how the work is split and saved does not count."""
        return replace(self, micro_batch=1, save_every=1) == replace(
            other, micro_batch=1, save_every=1
        )


def checked_as(card: ModelCard) -> dict[str, Any]:
    """How takes are made that a training on a corpus is checked by: as when nobody says otherwise.

    By the names of the plans' fields `checked_steps`, `checked_guidance` and `checked_sampler`.
    """
    found: dict[str, Any] = {"checked_sampler": card.samplers[0]} if card.samplers else {}
    for name, key in (("steps", "checked_steps"), ("guidance", "checked_guidance")):
        if name in card.parameters:
            found[key] = card.parameters[name].default
    return {**found, "checked_steps": int(found.get("checked_steps", 16))}
