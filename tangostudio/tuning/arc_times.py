"""How much noise ARC post-training gives: times in 0..1 of generator and discriminator.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025: the generator
learns most where sampling with few steps passes, the discriminator looks where details are.
"""

from collections.abc import Callable

import torch
from torch import Tensor

GENERATOR, DISCRIMINATOR = "logsnr_uniform", "logit_normal"
_LOG_SNR = (-6.0, 2.0)


def log_snr_uniform(count: int, generator: torch.Generator) -> Tensor:
    """sigmoid(-s) of log signal-to-noise ratios s, uniform in -6..2: those of ping-pong's steps."""
    low, high = _LOG_SNR
    ratio = low + (high - low) * torch.rand(count, generator=generator)
    return torch.sigmoid(-ratio)


def logit_normal(count: int, generator: torch.Generator) -> Tensor:
    """sigmoid of standard normal draws (Esser et al. 2024)."""
    return torch.sigmoid(torch.randn(count, generator=generator))


def uniform(count: int, generator: torch.Generator) -> Tensor:
    """All times alike."""
    return torch.rand(count, generator=generator)


def one_shot(count: int, _generator: torch.Generator) -> Tensor:
    """Pure noise alone: a generator of a single step."""
    return torch.ones(count)


TIMES: dict[str, Callable[[int, torch.Generator], Tensor]] = {
    GENERATOR: log_snr_uniform,
    DISCRIMINATOR: logit_normal,
    "uniform": uniform,
    "one_shot": one_shot,
}
"""The distributions by name: each gives times (count,)."""
