"""The warm-up before ARC post-training: the generator learns where its teacher's path ends.

The teacher is the flow itself with guidance; its path from noise to a sound is walked once and used
for several steps, in each of which the student, without guidance, is to say the end of the path
from some point of it. Song et al., "Consistency Models", 2023. Knows no files and no captions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tangostudio.engines import samplers
from tangostudio.tuning.arc_nets import Texts, estimate

Velocity = Callable[[Tensor, float], Tensor]


@dataclass(frozen=True)
class Path:
    """A batch's way from noise to sounds.

    Attributes:
        points: latents (B, L, C) at each of the times but the last; times: from 1 down to 0.
        end: the sounds.
    """

    points: tuple[Tensor, ...]
    times: tuple[float, ...]
    end: Tensor


@torch.no_grad()
def walk(velocity: Velocity, noise: Tensor, times: Sequence[float]) -> Path:
    """The teacher's path by DPM-Solver++(2M), from noise (B, L, C)."""
    states = [noise, *samplers.dpmpp_floored(velocity, noise, times)]
    return Path(tuple(states[:-1]), tuple(times), states[-1])


def warm_up_loss(student: nn.Module, path: Path, texts: Texts, chance: torch.Generator) -> Tensor:
    """Mean squared error of the sounds that a student sees from a random point for each item."""
    count = len(path.end)
    places = torch.randint(len(path.points), (count,), generator=chance).tolist()
    x = torch.stack([path.points[place][item] for item, place in enumerate(places)])
    time = torch.tensor([path.times[place] for place in places], device=x.device)
    return (estimate(student, x, time, texts) - path.end).square().mean()
