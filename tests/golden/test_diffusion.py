"""What pairs teach a diffusion: losses and gradients of the reference, on any set's UNet."""

from __future__ import annotations

from typing import Literal

import pytest
import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import Tensor
from torch.testing import assert_close

from tangostudio.tuning import diffusion, losses
from tangostudio.tuning.diffusion import Learner
from tangostudio.tuning.diffusion_plan import DiffusionPlan
from tests.golden.sets import Entry

PREDICTIONS: dict[str, Literal["v", "epsilon"]] = {"v_prediction": "v", "epsilon": "epsilon"}


def learner(entry: Entry, prefix: str, beta: float = 2000.0) -> Learner:
    """The policy or the reference of an entry, by the prefix of its tensors."""
    config = entry.others[entry.weight_files[0].name]["config"]["unet"]
    net = UNet2DConditionModel(**{k: v for k, v in config.items() if k != "_class_name"})
    stored = entry.weights.items()
    net.load_state_dict({k.removeprefix(prefix): v for k, v in stored if k.startswith(prefix)})
    return Learner(net, DiffusionPlan(beta=beta))


def part(data: dict[str, Tensor], winners: Tensor, losers: Tensor) -> diffusion.Part:
    times = data["in.timesteps"]
    return diffusion.Part(
        winners, losers, data["in.noise"], times, losses.scaled_linear_alphas()[times],
        data["in.encoder_hidden_states"], data["in.encoder_mask"],
        torch.full((len(times),), 1 / len(times)),
    )  # fmt: skip


def assert_gradients(taught: Learner, entry: Entry, worst: float) -> None:
    named = {"out.grad.unet." + name: p.grad for name, p in taught.net.named_parameters()}
    wanted = {k: v for k, v in entry.data.items() if k.startswith("out.grad.")}
    assert wanted
    for name, value in wanted.items():
        gradient = named[name]
        assert gradient is not None
        assert ((gradient - value).norm() / value.norm()).item() <= worst, name


@pytest.mark.golden("out.inside_term", "in.timesteps", "out.ref_mse_loser")
def test_pairs_have_the_reference_s_loss_and_gradients(entry: Entry):
    tolerances, beta = entry.facts["tolerance_atol_float32"], entry.params["beta"]
    taught, frozen = learner(entry, "unet.", beta), learner(entry, "ref_unet.", beta)
    pairs = part(entry.data, *entry.data["in.latents"].chunk(2))
    prediction = PREDICTIONS[entry.params["prediction_type"]]
    found = diffusion.pair_errors(taught.predict, frozen.reference, pairs, prediction)
    error = tolerances["mse (winner, loser, policy, reference)"]
    entry.close("out.model_mse_winner", found.winner, error)
    entry.close("out.model_mse_loser", found.loser, error)
    entry.close("out.ref_mse_winner", found.reference_winner, error)
    entry.close("out.ref_mse_loser", found.reference_loser, error)
    entry.close("out.inside_term", beta / 2 * found.margin, tolerances["inside_term"])
    loss = losses.dpo(found, beta).mean()
    entry.close("out.loss", loss, tolerances["loss"])
    loss.backward()
    assert_gradients(taught, entry, 5e-3)


@pytest.mark.golden("out.loss_v_snr", "in.timesteps")
def test_the_supervised_epoch_has_the_reference_s_losses_and_gradients(entry: Entry):
    taught = learner(entry, "unet.")
    winners = part(entry.data, entry.data["in.latents"], entry.data["in.latents"])
    tolerance = entry.facts["tolerance_atol_float32"]["losses"]
    weight = losses.min_snr_weight(winners.alpha, entry.params["snr_gamma"])
    noise = diffusion.winner_errors(taught.predict, winners, "epsilon")
    assert_close(noise.mean(), entry.data["out.loss_eps"], atol=tolerance, rtol=0)
    assert_close((weight * noise).mean(), entry.data["out.loss_eps_snr"], atol=tolerance, rtol=0)
    errors = diffusion.winner_errors(taught.predict, winners, "v")
    entry.close("out.loss_v", errors.mean(), tolerance)
    loss = (weight * errors).mean()
    entry.close("out.loss_v_snr", loss, tolerance)
    loss.backward()
    assert_gradients(taught, entry, 1e-4)
