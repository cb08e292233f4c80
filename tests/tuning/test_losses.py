"""The losses: arithmetic worked by hand, and equality with the reference implementations."""

import json
import math
from pathlib import Path

import pytest
import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from safetensors.torch import load_file
from torch import Tensor
from torch.testing import assert_close

from tangostudio.tuning import losses
from tangostudio.tuning.plan import beta_for

GOLDEN = Path(__file__).parent.parent / "golden"


# --- by hand ---------------------------------------------------------------------------------


def test_times_are_a_sigmoid_of_normal_draws():
    times = losses.logit_normal_times(torch.tensor([0.0, math.log(3), -math.log(3)]))
    assert_close(times, torch.tensor([0.5, 0.75, 0.25]))
    assert losses.logit_normal_times(torch.zeros(1), math.log(3)).item() == pytest.approx(0.75)


def test_the_flow_s_path_and_error():
    x0, noise = torch.full((2, 3, 4), 2.0), torch.ones(2, 3, 4)
    noisy = losses.flow_input(x0, noise, torch.tensor([0.25, 1.0]))
    assert_close(noisy[0], torch.full((3, 4), 0.75 * 2 + 0.25 * 1))
    assert_close(noisy[1], noise[1])
    # The target is 1 - 2 = -1; half of the second item's values are off by 3.
    velocity = torch.full((2, 3, 4), -1.0)
    velocity[1, :, :2] = 2.0
    assert losses.flow_error(velocity, x0, noise).tolist() == pytest.approx([0, 4.5])


def test_dpo_and_crpo_by_hand():
    errors = losses.PairErrors(
        winner=torch.tensor([0.5, 0.3]),
        loser=torch.tensor([0.5, 0.5]),
        reference_winner=torch.tensor([0.5, 0.4]),
        reference_loser=torch.tensor([0.5, 0.5]),
    )
    assert_close(errors.margin, torch.tensor([0.0, 0.1]))
    # beta / 2 x 0.1 = 1 with beta 20: -log sigmoid(1) = log(1 + 1 / e).
    expected = [math.log(2), math.log1p(math.exp(-1))]
    assert losses.dpo(errors, beta=20).tolist() == pytest.approx(expected)
    assert losses.crpo(errors, beta=20).tolist() == pytest.approx(
        [expected[0] + 0.5, expected[1] + 0.3]
    )
    assert losses.dpo(errors)[1].item() == pytest.approx(math.exp(-100), abs=1e-30)


def test_beta_follows_the_count_of_values_so_that_the_sum_decides():
    assert beta_for(645 * 64) == 2000
    # Two latents whose squared errors have the same sums weigh the same.
    long, short = torch.zeros(1, 8, 4), torch.zeros(1, 4, 4)
    long[0, :4], short[0] = 0.3, 0.3
    none = torch.zeros_like
    weighed = [
        beta_for(x[0].numel()) * losses.flow_error(x, none(x), none(x)) for x in (long, short)
    ]
    assert_close(weighed[0], weighed[1])


def test_the_gradient_pushes_winner_down_and_loser_up():
    values = torch.tensor([0.4, 0.4], requires_grad=True)
    errors = losses.PairErrors(values[:1], values[1:], torch.tensor([0.4]), torch.tensor([0.4]))
    losses.crpo(errors, beta=2000).sum().backward()
    # d/dLw = beta / 2 x sigmoid(0) + 1, d/dLl = -beta / 2 x sigmoid(0).
    assert values.grad is not None
    assert values.grad.tolist() == pytest.approx([501, -500])


def test_diffusion_by_hand():
    x0, noise, alpha = torch.full((1, 2, 2), 3.0), torch.full((1, 2, 2), 5.0), torch.tensor([0.64])
    assert_close(losses.diffusion_input(x0, noise, alpha), torch.full((1, 2, 2), 2.4 + 3.0))
    v = losses.diffusion_target(x0, noise, alpha, "v")
    assert_close(v, torch.full((1, 2, 2), 0.8 * 5 - 0.6 * 3))
    assert losses.diffusion_target(x0, noise, alpha, "epsilon") is noise
    assert losses.min_snr_weight(torch.tensor([0.9, 0.5]), 5.0).tolist() == pytest.approx(
        [5 / 9, 1]
    )


def test_the_schedule_is_that_of_stable_diffusion():
    alphas = losses.scaled_linear_alphas()
    assert alphas.shape == (1000,)
    assert alphas[0].item() == pytest.approx(1 - 0.00085)
    assert alphas[-1].item() == pytest.approx(0.00466, abs=1e-5)


# --- golden: Tango 2 -------------------------------------------------------------------------


def assert_gradients(data: dict[str, Tensor], named: dict[str, Tensor | None], worst: float):
    wanted = {k.removeprefix("out.grad."): v for k, v in data.items() if k.startswith("out.grad.")}
    assert wanted
    for name, value in wanted.items():
        grad = named[name]
        assert grad is not None
        assert ((grad - value).norm() / value.norm()).item() <= worst, name


def gradients(net: torch.nn.Module, prefix: str = "") -> dict[str, Tensor | None]:
    return {prefix + name: p.grad for name, p in net.named_parameters()}


def unets() -> tuple[UNet2DConditionModel, UNet2DConditionModel]:
    manifest = json.loads((GOLDEN / "diffusion" / "manifest.json").read_text())
    config = manifest["files"]["dpo_weights.safetensors"]["config"]["unet"]
    stored = load_file(GOLDEN / "diffusion" / "dpo_weights.safetensors")
    made = []
    for prefix in ("unet.", "ref_unet."):
        net = UNet2DConditionModel(**{k: v for k, v in config.items() if k != "_class_name"})
        state = {
            k.removeprefix(prefix): v.float() for k, v in stored.items() if k.startswith(prefix)
        }
        net.load_state_dict(state)
        made.append(net.eval())
    return made[0], made[1].requires_grad_(False)


def unet_error(
    net: UNet2DConditionModel, data: dict[str, Tensor], x0: Tensor, prediction: losses.Prediction
) -> Tensor:
    times, noise = data["in.timesteps"], data["in.noise"]
    alpha = losses.scaled_linear_alphas()[times]
    predicted = net(
        losses.diffusion_input(x0, noise, alpha),
        times,
        data["in.encoder_hidden_states"],
        encoder_attention_mask=data["in.encoder_mask"],
        return_dict=False,
    )[0]
    target = losses.diffusion_target(x0, noise, alpha, prediction)
    return losses.diffusion_error(predicted, target)


def unet_pairs(
    policy: UNet2DConditionModel,
    reference: UNet2DConditionModel,
    data: dict[str, Tensor],
    prediction: losses.Prediction,
) -> losses.PairErrors:
    winners, losers = data["in.latents"].chunk(2)
    return losses.PairErrors(
        *(
            unet_error(net, data, x0, prediction)
            for net in (policy, reference)
            for x0 in (winners, losers)
        )
    )


@pytest.mark.parametrize(("name", "prediction"), [("v", "v"), ("eps", "epsilon")])
def test_diffusion_dpo_and_its_gradients_are_the_reference_s(name, prediction):
    data = load_file(GOLDEN / "diffusion" / f"dpo_loss_{name}.safetensors")
    policy, reference = unets()
    alpha = losses.scaled_linear_alphas()[data["in.timesteps"]]
    target = losses.diffusion_target(data["in.latents"][:3], data["in.noise"], alpha, prediction)
    assert_close(target, data["mid.target"][:3], atol=1e-5, rtol=0)
    errors = unet_pairs(policy, reference, data, prediction)
    assert_close(errors.winner, data["out.model_mse_winner"], atol=1e-5, rtol=0)
    assert_close(errors.loser, data["out.model_mse_loser"], atol=1e-5, rtol=0)
    assert_close(errors.reference_winner, data["out.ref_mse_winner"], atol=1e-5, rtol=0)
    assert_close(errors.reference_loser, data["out.ref_mse_loser"], atol=1e-5, rtol=0)
    assert_close(1000 * errors.margin, data["out.inside_term"], atol=5e-3, rtol=0)
    loss = losses.dpo(errors).mean()
    assert_close(loss, data["out.loss"], atol=2e-3, rtol=0)
    loss.backward()
    assert_gradients(data, gradients(policy, "unet."), 5e-3)


def test_the_supervised_epoch_s_losses_are_the_reference_s():
    data = load_file(GOLDEN / "diffusion" / "dpo_sft.safetensors")
    policy, _ = unets()
    weight = losses.min_snr_weight(losses.scaled_linear_alphas()[data["in.timesteps"]], 5.0)
    epsilon = unet_error(policy, data, data["in.latents"], "epsilon")
    assert_close(epsilon.mean(), data["out.loss_eps"], atol=1e-5, rtol=0)
    assert_close((weight * epsilon).mean(), data["out.loss_eps_snr"], atol=1e-5, rtol=0)
    v = unet_error(policy, data, data["in.latents"], "v")
    assert_close(v.mean(), data["out.loss_v"], atol=1e-5, rtol=0)
    loss = (weight * v).mean()
    assert_close(loss, data["out.loss_v_snr"], atol=1e-5, rtol=0)
    loss.backward()
    assert_gradients(data, gradients(policy, "unet."), 1e-4)


def test_a_tiny_unet_learns_to_prefer():
    data = load_file(GOLDEN / "diffusion" / "dpo_loss_v.safetensors")
    policy, reference = unets()
    policy.load_state_dict(reference.state_dict())
    optimiser = torch.optim.AdamW(policy.parameters(), lr=3e-4)
    margins = []
    for _ in range(4):
        errors = unet_pairs(policy, reference, data, "v")
        margins.append(errors.margin.mean().item())
        losses.dpo(errors).mean().backward()
        optimiser.step()
        optimiser.zero_grad()
    assert margins[0] == pytest.approx(0, abs=1e-6)
    assert margins[-1] > 0
