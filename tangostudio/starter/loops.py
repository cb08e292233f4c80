"""One training of one module: its update, the average of its weights, and its checkpoint.

The checkpoint holds all that going on needs, so that an interrupted training ends with the same
weights as an unbroken one. Knows nothing of what is trained, nor of batches.
"""

import json
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from tangostudio import errors
from tangostudio.engines import checkpoints
from tangostudio.starter import optim


class Run:
    """Owns a module in training, its optimiser, its average and the count of steps."""

    def __init__(self, name: str, module: nn.Module, plan: dict[str, Any], average: float) -> None:
        """`plan` is plain values that a resumed training must have again.

        It has `steps`, `learning_rate`, `warm_up` and `flat` (see `optim.schedule`).
        """
        # As JSON has it (tuples become lists), so that it equals what a checkpoint gives back.
        self.name, self.module, self.plan = name, module, json.loads(json.dumps(plan))
        matrices = optim.block_matrices(module)
        self.optimiser = optim.MuonAdamW(
            module, matrices, lr=plan["learning_rate"], weight_decay=0.01
        )
        self.average = optim.Average(module, average)
        self.step = 0
        self._losses: list[float] = []

    @property
    def done(self) -> bool:
        """Whether the plan's steps are made."""
        return self.step >= self.plan["steps"]

    def update(self, loss: Tensor) -> None:
        """One step down the loss.

        Raises:
            BuildError: it is no number; the last checkpoint stays as it is.
        """
        progress = self.step / self.plan["steps"]
        self.optimiser.set_scale(
            optim.schedule(
                progress, self.step, warmup_steps=self.plan["warm_up"], flat=self.plan["flat"]
            )
        )
        value, _ = optim.descend(
            loss, self.module, self.optimiser, self.average, what=self.name, step=self.step
        )
        self.step += 1
        self._losses.append(value)

    def record(self, folder: Path, **more: float) -> dict[str, float]:
        """Mean loss since the last record, kept as a line of `folder/log.jsonl`."""
        mean = sum(self._losses) / max(1, len(self._losses))
        self._losses.clear()
        record = {"step": self.step, "loss": round(mean, 4), **more}
        with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        return record

    def averaged(self) -> dict[str, Tensor]:
        """The averaged weights."""
        return self.average.values

    def save(self, path: Path) -> None:
        """Everything that going on needs."""
        checkpoints.save_checkpoint(
            path,
            {
                "plan": self.plan,
                "step": self.step,
                "module": self.module.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
            },
        )

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint if there is one.

        Raises:
            BuildError: it belongs to another plan.
        """
        state = checkpoints.load_checkpoint(path)
        if state is None:
            return
        if state["plan"] != self.plan:
            raise errors.BuildError(
                f"The checkpoint of the {self.name} belongs to another plan.",
                f"Remove {path} to train it anew.",
            )
        self.module.load_state_dict(state["module"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = int(state["step"])


def averaged(path: Path, name: str) -> dict[str, Tensor]:
    """The averaged weights of a checkpoint.

    Raises:
        BuildError: there is no checkpoint.
    """
    return _read(path, name)["average"]["values"]


def plan_of(path: Path, name: str) -> dict[str, Any]:
    """The plan of a checkpoint.

    Raises:
        BuildError: there is no checkpoint.
    """
    return _read(path, name)["plan"]


def _read(path: Path, name: str) -> dict[str, Any]:
    state = checkpoints.load_checkpoint(path)
    if state is None:
        raise errors.BuildError(f"The {name} has not been trained.", f"Run the {name} stage first.")
    return state
