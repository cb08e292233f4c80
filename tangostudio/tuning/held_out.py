"""What becomes of a loss on what is never trained on: its lowest point, and whether it rises again.

Knows no networks and no data.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tangostudio.tuning.trainees import Frozen

RISE = 0.01
"""Of a loss over its lowest, at two measurements, that a person is told of."""


@dataclass(frozen=True, eq=False)
class Best:
    """The state with the lowest loss so far."""

    step: int
    loss: float
    trained: Frozen


class Watch:
    """Measurements in their order.

    Attributes:
        losses: (step, loss); that of step 0 is the model as it was.
        best: None until something was learned.
    """

    def __init__(self) -> None:
        self.losses = list[tuple[int, float]]()
        self.best: Best | None = None

    @property
    def before(self) -> float:
        """The loss before anything was learned; infinite where it was not measured."""
        return next((loss for step, loss in self.losses if step == 0), math.inf)

    def take(self, step: int, loss: float, freeze: Callable[[], Frozen]) -> bool:
        """Take a measurement in; whether the loss has risen for the second time by now.

        Args:
            freeze: gives the state that was measured.
        """
        self.losses.append((step, loss))
        if step == 0:
            return False
        if self.best is None or loss < self.best.loss:
            self.best = Best(step, loss, freeze())
            return False
        least, since = self.best.loss * (1 + RISE), self.best.step
        risen = [later > least for at, later in self.losses if at > since]
        return risen[-1] and risen.count(True) == 2

    def state(self) -> dict[str, Any]:
        """What going on needs."""
        best = self.best
        return {
            "losses": [list(each) for each in self.losses],
            "best": [best.step, best.loss, best.trained] if best else None,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""
        self.losses = [(int(step), float(loss)) for step, loss in state["losses"]]
        self.best = Best(*state["best"]) if state["best"] is not None else None
