"""What one preference training of a diffusion model does. Plain values; it needs no torch."""

import math
from dataclasses import dataclass, field
from typing import Literal

from tangostudio.errors import BadRequest
from tangostudio.tuning.plan import BETA, Options


@dataclass(frozen=True)
class DiffusionPlan:
    """Sizes and choices of one training; the defaults are those of Tango 2.

    Attributes:
        prediction: what the network says, "v" or "epsilon".
        beta: strength of preference; `plan.beta_for` carries it to latents of another size.
        supervised: epochs on the winners alone, before those of preference.
        min_snr: gamma of the supervised epochs' min-SNR weights; None for none.
        epochs: of preference.
        learning_rate: for all weights; low-rank adapters want one about a hundred times larger.
        micro_batch: most pairs that go through the network at once; the result is the same.
        adapter: what is trained; `targets` are layers of the transformer blocks.
    """

    seed: int = 1
    prediction: Literal["v", "epsilon"] = "v"
    beta: float = BETA
    supervised: int = 1
    min_snr: float | None = None
    epochs: int = 4
    batch: int = 16
    micro_batch: int = 4
    learning_rate: float = 9.6e-7
    warm_up: int = 200
    weight_decay: float = 0.01
    adapter: Options = field(default_factory=lambda: Options(full=True))

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        whole = {
            "supervised": (0, 100), "epochs": (0, 100), "batch": (1, 512), "micro_batch": (1, 512),
            "warm_up": (0, 100_000),
        }  # fmt: skip
        for name, (lowest, highest) in whole.items():
            if not lowest <= getattr(self, name) <= highest:
                raise BadRequest(
                    f"A tuning cannot have {name} = {getattr(self, name)}.",
                    f"Choose a value from {lowest} to {highest}.",
                )
        for name in ("beta", "learning_rate", "min_snr"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise BadRequest(
                    f"A tuning cannot have {name} = {value}.", "Choose a number greater than 0."
                )
        if not 0 <= self.weight_decay < math.inf:
            raise BadRequest(
                f"A tuning cannot have weight_decay = {self.weight_decay}.",
                "Choose 0 or a number greater than 0.",
            )
        if self.prediction not in ("v", "epsilon"):
            raise BadRequest(
                f"There is no prediction {self.prediction!r}.", "It may be v or epsilon."
            )
        if not self.supervised + self.epochs:
            raise BadRequest("A tuning needs at least one epoch.", "Give it one of either kind.")
        self.adapter.check()
