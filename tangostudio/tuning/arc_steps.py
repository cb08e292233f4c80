"""One step of ARC post-training of either network: what it noises, compares and is scored by.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025. A real sound is
noised, the generator makes a clean one of it in one go, both are noised again alike, and the
discriminator tells them apart. Knows no optimiser, no files and no schedule.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tangostudio.tuning import arc_losses
from tangostudio.tuning.arc_nets import Texts, estimate
from tangostudio.tuning.arc_plan import Adversary
from tangostudio.tuning.losses import flow_input


@dataclass(frozen=True)
class Objective:
    """Which terms count, and how much.

    Attributes:
        adversary: how real and made sounds are compared.
        contrastive: weight of the term that compares prompts; 0 leaves it out.
        penalties: weight of the terms that keep scores from changing where latents hardly do; 0
            leaves them out. The published training's 1 suits large latents and slow learning.
    """

    adversary: Adversary = "relativistic"
    contrastive: float = 1.0
    penalties: float = 1.0


@dataclass(frozen=True)
class Draws:
    """The chance of one step.

    Attributes:
        noise: that the generator starts from, (B, L, C); time: how much of it, (B,).
        again: that both sounds get before they are scored, (B, L, C); again_time: how much, (B,).
        real_move, fake_move: for the penalties, (B, L, C); only the discriminator's step reads
            them.
    """

    noise: Tensor
    time: Tensor
    again: Tensor
    again_time: Tensor
    real_move: Tensor | None = None
    fake_move: Tensor | None = None


@dataclass(frozen=True)
class Found:
    """A loss to descend, and what it is made of.

    Attributes:
        total: scalar.
        parts: by name, detached.
        real, fake: scores (B, 1, M), detached.
    """

    total: Tensor
    parts: dict[str, Tensor]
    real: Tensor
    fake: Tensor


def made(generator: nn.Module, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
    """What the generator makes of noised sounds (B, L, C)."""
    return estimate(generator, flow_input(x0, draws.noise, draws.time), draws.time, texts)


def generator_step(
    generator: nn.Module,
    discriminator: nn.Module,
    x0: Tensor,
    texts: Texts,
    draws: Draws,
    objective: Objective = Objective(),
) -> Found:
    """The generator's loss on latents (B, L, C): its sounds are to seem more real than real ones.

    Gradients reach the discriminator too; its own step begins by dropping them.
    """
    fake = _noised(made(generator, x0, texts, draws), draws)
    scores = discriminator(fake, draws.again_time, texts)
    with torch.no_grad():
        real = discriminator(_noised(x0, draws), draws.again_time, texts)
    if objective.adversary == "relativistic":
        loss = arc_losses.relativistic(scores, real)
    else:
        loss = arc_losses.least_squares_generator(scores)
    return Found(loss, {"generator": loss.detach()}, real, scores.detach())


def discriminator_step(
    generator: nn.Module,
    discriminator: nn.Module,
    x0: Tensor,
    texts: Texts,
    draws: Draws,
    objective: Objective = Objective(),
) -> Found:
    """The discriminator's loss on latents (B, L, C); the generator gets no gradient."""
    with torch.no_grad():
        noised = _noised(made(generator, x0, texts, draws), draws)
    real_x = _noised(x0, draws)

    def scored(x: Tensor, told: Texts = texts) -> Tensor:
        return discriminator(x, draws.again_time, told)

    real, fake = scored(real_x), scored(noised)
    parts = {"discriminator": _adversary(objective, real, fake)}
    if objective.contrastive and len(x0) > 1:
        others = texts.of_others(arc_losses.shuffled(len(x0)))
        told_wrong = arc_losses.contrastive(real, scored(real_x, others))
        parts["contrastive"] = objective.contrastive * told_wrong
    if objective.penalties:
        assert draws.real_move is not None
        assert draws.fake_move is not None
        amount = arc_losses.PENALTY_NOISE
        r1 = arc_losses.penalty(real, scored(real_x + amount * draws.real_move))
        r2 = arc_losses.penalty(fake, scored(noised + amount * draws.fake_move))
        parts["penalty"] = objective.penalties * (r1 + r2) / 2
    total = torch.stack(list(parts.values())).sum()
    found = {name: part.detach() for name, part in parts.items()}
    return Found(total, found, real.detach(), fake.detach())


def _adversary(objective: Objective, real: Tensor, fake: Tensor) -> Tensor:
    if objective.adversary == "relativistic":
        return arc_losses.relativistic(real, fake)
    return arc_losses.least_squares_discriminator(real, fake)


def _noised(x: Tensor, draws: Draws) -> Tensor:
    return flow_input(x, draws.again, draws.again_time)
