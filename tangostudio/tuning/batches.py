"""Preference pairs as tensors, and what the transformer reads for their prompts.

A prompt's text is read as it is when a sound is made, unpadded; so pairs go through the network in
groups of one shape, and a pair's loss does not depend on the pairs beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tangostudio.families import tangoflux
from tangostudio.tuning import losses


@dataclass(frozen=True)
class Prompt:
    """What a sound is asked to be."""

    text: str
    seconds: float


@dataclass(frozen=True, eq=False)
class LatentPair:
    """Latents (L, C) of the better and the worse of two sounds, and how much the pair counts."""

    prompt: Prompt
    winner: Tensor
    loser: Tensor
    weight: float = 1.0


class Conditions:
    """What the transformer reads for a prompt, computed once: it is not trained."""

    def __init__(self, model: tangoflux.Model) -> None:
        self._model = model
        self._known: dict[Prompt, tuple[Tensor, Tensor]] = {}

    def __call__(self, prompt: Prompt) -> tuple[Tensor, Tensor]:
        """Joined states (1, T + 1, D) and pooled (1, D)."""
        if prompt not in self._known:
            told = tangoflux.condition(self._model, prompt.text, "", prompt.seconds, 1.0)
            # Clones, because tensors of the inference mode cannot take part in a backward pass.
            states, pooled = told.halves[0]
            self._known[prompt] = states.clone(), pooled.clone()
        return self._known[prompt]


@dataclass(frozen=True, eq=False)
class Group:
    """Pairs of one shape with their draws, ready for one forward pass.

    Attributes:
        winner, loser, noise: (B, L, C).
        sigma, weight: (B,).
        states, pooled: (B, T, D) and (B, D).
    """

    winner: Tensor
    loser: Tensor
    noise: Tensor
    sigma: Tensor
    weight: Tensor
    states: Tensor
    pooled: Tensor


def groups(
    pairs: Sequence[LatentPair],
    sigma: Tensor,
    noise: Sequence[Tensor],
    conditions: Conditions,
    most: int,
) -> Iterator[Group]:
    """A batch in groups of at most `most` pairs of one shape; draws belong to pairs by place."""
    shapes: dict[tuple[int, ...], list[int]] = {}
    for place, pair in enumerate(pairs):
        key = (*pair.winner.shape, conditions(pair.prompt)[0].shape[1])
        shapes.setdefault(key, []).append(place)
    for places in shapes.values():
        for first in range(0, len(places), most):
            chosen = places[first : first + most]
            told = [conditions(pairs[i].prompt) for i in chosen]
            device = told[0][0].device
            yield Group(
                winner=torch.stack([pairs[i].winner for i in chosen]).to(device),
                loser=torch.stack([pairs[i].loser for i in chosen]).to(device),
                noise=torch.stack([noise[i] for i in chosen]).to(device),
                sigma=sigma[chosen].to(device),
                weight=torch.tensor([pairs[i].weight for i in chosen], device=device),
                states=torch.cat([states for states, _ in told]),
                pooled=torch.cat([pooled for _, pooled in told]),
            )


def draws(
    pairs: Sequence[LatentPair], seed: Sequence[int], time_mean: float
) -> tuple[Tensor, list[Tensor]]:
    """Logit-normal times (B,) and one noise (L, C) per pair, which both its sides share.

    Drawn pair by pair, so that they do not depend on how the batch is split.
    """
    rng = np.random.default_rng(list(seed))
    normal = torch.from_numpy(rng.standard_normal(len(pairs), np.float32))
    noise = [
        torch.from_numpy(rng.standard_normal(tuple(pair.winner.shape), np.float32))
        for pair in pairs
    ]
    return losses.logit_normal_times(normal, time_mean), noise
