"""What one tuning does: its sizes and choices, checked, and what it will need."""

import math
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.families import tangoflux
from tangostudio.tuning import lora, losses, rewards


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
        beta: strength of preference; `losses.beta_for` carries the paper's to other latents.
        loss: "crpo", or "dpo" without the winner's flow-matching term.
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
    blend: dict[str, float] = field(default_factory=lambda: {"match": 1.0})
    least_margin: float = 0.0
    own_weight: float = 4.0
    loss: str = "crpo"
    beta: float = losses.BETA
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
    adapter: lora.Options = field(default_factory=lora.Options)

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
            adapter = lora.Options(**values.get("adapter", {}))
            plan = cls(**{**values, "adapter": adapter})
            plan.check()
        except TypeError as error:
            raise BadRequest(f"This is no plan of a tuning: {error}.") from error
        return plan

    def same_result(self, other: "Plan") -> bool:
        """Whether both lead to one result: how the work is split and saved does not count."""
        return replace(self, micro_batch=1, save_every=1) == replace(
            other, micro_batch=1, save_every=1
        )


@dataclass(frozen=True)
class Needs:
    """What a tuning will take: bytes of memory beyond the loaded model, and bytes on the disk."""

    memory_bytes: int
    disk_bytes: int


def needs(plan: Plan, policy: lora.Policy, longest_seconds: float) -> Needs:
    """An upper estimate, for the check before the start and for the plan that is shown."""
    length, channels = tangoflux.latent_shape(policy.base.model, longest_seconds)
    trained = 4 * sum(p.numel() for p in policy.trained.values())
    config = policy.base.model.net.config
    width = config.attention_head_dim * config.num_attention_heads
    blocks = config.num_layers + config.num_single_layers
    # About forty tensors of a block's width are kept for each token until the backward pass.
    rows = 2 * min(plan.micro_batch, plan.batch) * (length + 64)
    activations = 4 * rows * width * blocks * 40
    network = 4 * sum(p.numel() for p in policy.net.transformer.parameters())
    latents = 4 * length * channels
    # Gradients, two moments, a reference; the copy that makes candidates has gone by then.
    memory = max(4 * trained + activations, network)
    # A checkpoint holds policy, reference and two moments; while one is written there are two.
    disk = plan.prompts * latents * (plan.candidates + 2) + 2 * 4 * trained
    return Needs(memory, disk)
