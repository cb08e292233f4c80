"""Takes of a prompt by a model of any family, as checks play them. Knows no judges and no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tangostudio.cards import ModelCard
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.families import family
from tangostudio.tuning.pairs import Recipe

AT_ONCE = 8
"""Takes that go through the network together."""


class Player:
    """Makes takes with the model of a card; called as `drafts.make` is."""

    def __init__(self, card: ModelCard, schedule: Mapping[str, Any] | None = None) -> None:
        """Choose how takes are made.

        Args:
            schedule: in place of the card's `options.schedule`.
        """
        self._net = family(card.family)
        self._times = schedules.schedule(schedule or card.options.get("schedule"))

    def __call__(
        self, model: Any, recipe: Recipe, seeds: Sequence[int], sampler_name: str
    ) -> tuple[Tensor, list[np.ndarray]]:
        """Latents (N, L, C) on the processor, and sounds (frames, channels), one for each seed."""
        net = self._net
        made, sounds = [], []
        shape = net.latent_shape(model, recipe.seconds)
        told = net.condition(model, recipe.prompt, recipe.negative, recipe.seconds, recipe.guidance)
        times = self._times(recipe.steps, 1.0)
        for first in range(0, len(seeds), AT_ONCE):
            starts = [net.start(model, shape, seed) for seed in seeds[first : first + AT_ONCE]]
            generators = [generator for _, generator in starts]
            walk = sampler(sampler_name).walk(
                partial(_velocity, net, model, told),
                net.stack([noise for noise, _ in starts]),
                times,
                partial(_noise, net, model, shape, generators),
            )
            *_, x = walk
            sounds += net.decode(model, x, recipe.seconds, generators)
            made.append(x.detach().float().cpu().clone())
        return torch.cat(made), sounds


def _velocity(net: Any, model: Any, told: Any, x: Tensor, time: float) -> Tensor:
    return net.velocity(model, x, time, told)


def _noise(net: Any, model: Any, shape: tuple[int, int], generators: Sequence[Any]) -> Tensor:
    return net.stack([net.noise(model, shape, each) for each in generators])
