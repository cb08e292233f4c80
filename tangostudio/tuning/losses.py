"""Preference losses as pure functions of tensors. They know no network, no data and no optimiser.

What is called an error is the mean, over time and channels, of one item's squared difference
between prediction and target: a tensor (B,). For flows it is item by item the L_FM of TangoFlux
("TangoFlux: Super Fast and Faithful Text to Audio Generation with Flow Matching and Clap-Ranked
Preference Optimization", 2024), for diffusion the L_simple of DDPM (Ho et al. 2020).
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from tangostudio.tuning.plan import BETA

Prediction = Literal["v", "epsilon"]


# --- rectified flow --------------------------------------------------------------------------


def logit_normal_times(normal: Tensor, mean: float = 0.0) -> Tensor:
    """Times in 0..1 from standard normal draws, any shape (Esser et al. 2024, equation 19).

    The published code of TangoFlux rounds them to thousandths; here they stay as drawn.
    """
    return torch.sigmoid(normal + mean)


def flow_input(x0: Tensor, noise: Tensor, sigma: Tensor) -> Tensor:
    """x_t = (1 - t) x_0 + t e of (B, L, C) at times (B,): the straight path of a rectified flow."""
    t = _per_item(sigma, x0)
    return (1 - t) * x0 + t * noise


def flow_error(velocity: Tensor, x0: Tensor, noise: Tensor) -> Tensor:
    """L_FM of TangoFlux, per item: mean squared difference from dx_t/dt = e - x_0, (B,)."""
    return _mean_square(velocity - (noise - x0))


# --- preference ------------------------------------------------------------------------------


@dataclass(frozen=True)
class PairErrors:
    """Errors (B,) of winners and losers by the policy and by the frozen reference.

    Winner and loser of a pair must have been noised alike: the same noise and the same time.
    """

    winner: Tensor
    loser: Tensor
    reference_winner: Tensor
    reference_loser: Tensor

    @property
    def margin(self) -> Tensor:
        """How much more the policy tells winner from loser than the reference does, (B,).

        Zero where both are one network; positive where the policy fits the winner better.
        """
        return (self.reference_winner - self.reference_loser) - (self.winner - self.loser)


def dpo(errors: PairErrors, beta: float = BETA) -> Tensor:
    """L_DPO-FM of TangoFlux, per pair (B,): -log sigmoid of beta / 2 times the margin.

    The same expression over errors of a diffusion model is the loss of Tango 2 (Majumder et al.
    2024) and of Diffusion-DPO (Wallace et al. 2023, equation 14, its weights of time folded into
    beta). log 2 where policy and reference are one.
    """
    return -functional.logsigmoid(0.5 * beta * errors.margin)


def crpo(errors: PairErrors, beta: float = BETA) -> Tensor:
    """L_CRPO = L_DPO-FM + the winner's L_FM of TangoFlux, per pair (B,).

    With L_DPO-FM alone both errors grow while their difference does; the second term holds the
    winner's down.
    """
    return dpo(errors, beta) + errors.winner


# --- diffusion -------------------------------------------------------------------------------


def scaled_linear_alphas(steps: int = 1000, first: float = 0.00085, last: float = 0.012) -> Tensor:
    """Cumulated alphas (steps,): betas whose square roots are evenly spaced (Latent Diffusion).

    The defaults are those of Stable Diffusion 2.1, which Tango 2 trains with.
    """
    roots = torch.linspace(first**0.5, last**0.5, steps, dtype=torch.float32)
    return torch.cumprod(1 - roots**2, 0)


def diffusion_input(x0: Tensor, noise: Tensor, alpha: Tensor) -> Tensor:
    """x_t = sqrt(a) x_0 + sqrt(1 - a) e at cumulated alphas (B,) (Ho et al. 2020, equation 4)."""
    a = _per_item(alpha, x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * noise


def diffusion_target(x0: Tensor, noise: Tensor, alpha: Tensor, prediction: Prediction) -> Tensor:
    """What the network is to say: e, or v = sqrt(a) e - sqrt(1 - a) x_0 (Salimans and Ho 2022)."""
    if prediction == "epsilon":
        return noise
    a = _per_item(alpha, x0)
    return a.sqrt() * noise - (1 - a).sqrt() * x0


def diffusion_error(predicted: Tensor, target: Tensor) -> Tensor:
    """Mean squared error of each item (B,)."""
    return _mean_square(predicted - target)


def min_snr_weight(alpha: Tensor, gamma: float) -> Tensor:
    """min(SNR, gamma) / SNR at cumulated alphas (B,) (Hang et al. 2023, for epsilon).

    Tango 2 weighs its supervised epoch so, for v prediction too.
    """
    snr = alpha / (1 - alpha)
    return snr.clamp(max=gamma) / snr


def _mean_square(difference: Tensor) -> Tensor:
    return difference.float().square().flatten(1).mean(1)


def _per_item(values: Tensor, like: Tensor) -> Tensor:
    return values.view(-1, *[1] * (like.ndim - 1))
