"""Losses of adversarial relativistic-contrastive (ARC) post-training, as pure functions of scores.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025. A discriminator
scores noised latents at every position; scores (B, 1, N) of a real sound and of one that the
generator made of it, noised alike, are compared item by item (Jolicoeur-Martineau, "The
Relativistic Discriminator", 2018). They know no network and no data.
"""

from torch import Tensor
from torch.nn import functional

PENALTY_NOISE = 0.05
"""Standard deviation of the noise that the penalties move latents by."""


def relativistic(winner: Tensor, loser: Tensor) -> Tensor:
    """Mean of -log sigmoid(winner - loser) over items and positions; log 2 where they are equal.

    The generator's loss is that of (fake, real), the discriminator's that of (real, fake).
    """
    return functional.softplus(loser - winner).mean()


def contrastive(told: Tensor, mistold: Tensor) -> Tensor:
    """The same of a real sound with its own prompt and with another item's.

    It teaches the discriminator that prompts matter, which the generator then has to follow without
    guidance.
    """
    return relativistic(told, mistold)


def least_squares_generator(fake: Tensor) -> Tensor:
    """Mean of (D(fake) - 1)^2: a loss without pairs, to compare with (Mao et al., 2017)."""
    return (fake - 1).square().mean()


def least_squares_discriminator(real: Tensor, fake: Tensor) -> Tensor:
    """Mean of (D(real) - 1)^2 + D(fake)^2, halved."""
    return ((real - 1).square().mean() + fake.square().mean()) / 2


def penalty(scores: Tensor, moved: Tensor) -> Tensor:
    """How scores change where latents are moved a little: summed over positions, mean of items.

    A finite difference in place of the gradient penalties R1 (of real) and R2 (of fake sounds).
    """
    return (scores - moved).square().sum((1, 2)).mean()


def shuffled(count: int, shift: int = 1) -> list[int]:
    """For each of `count` items another one, whose prompt it gets; themselves for a single one."""
    return [(item + shift) % count for item in range(count)]
