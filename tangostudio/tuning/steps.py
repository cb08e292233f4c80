"""What every training by steps shares: which pairs a step sees, its rate, and what stops it.

Knows nothing of networks and of what is predicted.
"""

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio.errors import OutOfMemory, TuneError
from tangostudio.tuning import losses
from tangostudio.tuning.events import LessMemory

Item = TypeVar("Item")


def batch_of(items: Sequence[Item], size: int, place: int, seed: Sequence[int]) -> list[Item]:
    """The items of an epoch's batch number `place`; the order of the epoch is the seed's."""
    order = np.random.default_rng(list(seed)).permutation(len(items))
    return [items[i] for i in order[place * size : (place + 1) * size]]


def warm_then_fall(step: int, steps: int, warm_up: int) -> float:
    """Of the learning rate, at a step counted from 0: linear up, then linear to nothing."""
    if step < warm_up:
        return (step + 1) / warm_up
    return (steps - step) / max(1, steps - warm_up)


def require_numbers(
    loss: float, parameters: Iterable[nn.Parameter], step: int, name: str = "loss"
) -> None:
    """Raise TuneError where a loss or a gradient is no number, before the weights change."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum(g.square().sum().item() for g in gradients)
    if not math.isfinite(loss) or not math.isfinite(total):
        raise TuneError(
            f"The {name} became {loss} at step {step}.",
            "The last good checkpoint is kept; start again with a lower learning rate.",
        )


def means(errors: losses.PairErrors, share: Tensor, beta: float) -> dict[str, float]:
    """What is told of a step's pairs, summed by their shares (B,)."""
    with torch.no_grad():
        values = {
            "preference": losses.dpo(errors, beta),
            "winner": errors.winner,
            "reference_winner": errors.reference_winner,
            "loser": errors.loser,
            "reference_loser": errors.reference_loser,
            "accuracy": (errors.margin > 0).float(),
            "margin": errors.margin,
        }
        return {name: (share * value).sum().item() for name, value in values.items()}


def less_memory(
    micro_batch: int, batch: int, checkpointing: bool, error: BaseException
) -> LessMemory:
    """What to do after memory ran out: half the part of a batch, then blocks computed again.

    Raises:
        OutOfMemory: there is nothing left to save on.
    """
    if micro_batch > 1:
        return LessMemory(max(1, min(micro_batch, batch) // 2), checkpointing)
    if not checkpointing:
        return LessMemory(micro_batch, True)
    raise OutOfMemory(
        "There is not enough memory to tune this model.",
        "Close other programs, choose a lower rank, or tune a smaller model.",
    ) from error
