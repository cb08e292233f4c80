"""Muon, the schedule and averages that the trainings share, and going on from a checkpoint."""

from pathlib import Path

import pytest
import torch
from torch import nn

from tangostudio.engines import checkpoints
from tangostudio.starter import optim


@pytest.mark.parametrize("shape", [(24, 8), (8, 24), (16, 16)])
def test_orthogonal_brings_all_singular_values_near_one(shape: tuple[int, int]) -> None:
    generator = torch.Generator().manual_seed(1)
    matrix = torch.randn(*shape, generator=generator)
    values = torch.linalg.svdvals(optim.orthogonal(matrix).float())
    assert values.min() > 0.3
    assert values.max() < 1.4


def test_muon_takes_its_momentum_and_scale_into_account() -> None:
    weight = nn.Parameter(torch.zeros(4, 4))
    weight.grad = torch.eye(4) * 1e-3
    optim.Muon([weight], lr=0.1).step()
    # The step does not depend on the gradient's size: about lr * 0.2 * sqrt(4) along -identity.
    assert torch.diagonal(weight).mean().item() == pytest.approx(-0.04, rel=0.35)
    assert (weight - torch.diag(torch.diagonal(weight))).abs().max() < 1e-3


def test_split_trains_every_parameter_once_and_fits() -> None:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(8, 128), nn.Tanh(), nn.Linear(128, 128), nn.Linear(128, 1))
    matrices = optim.block_matrices(net)
    assert [tuple(m.shape) for m in matrices] == [(128, 128)]
    optimiser = optim.MuonAdamW(net, matrices, lr=3e-3)
    counts = [len(g["params"]) for part in optimiser.parts for g in part.param_groups]
    assert counts == [1, 5]
    x = torch.randn(64, 8)
    y = x[:, :1] * x[:, 1:2]
    first = nn.functional.mse_loss(net(x), y).item()
    for _ in range(60):
        nn.functional.mse_loss(net(x), y).backward()
        optimiser.step()
    assert nn.functional.mse_loss(net(x), y).item() < 0.2 * first


def test_schedule_rises_stays_and_falls() -> None:
    assert optim.schedule(0.0, 0, warmup_steps=100) == pytest.approx(0.01)
    assert optim.schedule(0.2, 500, flat=0.45) == 1.0
    assert optim.schedule(0.725, 500, flat=0.45, last=0.02) == pytest.approx(0.51, abs=1e-3)
    assert optim.schedule(1.0, 500, last=0.02) == pytest.approx(0.02)


def test_average_follows_quickly_at_first_and_slowly_later() -> None:
    layer = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(layer.weight)
    average = optim.Average(layer, longest=0.9)
    nn.init.ones_(layer.weight)
    average.update(layer)
    assert average.values["weight"].item() == pytest.approx(0.5)
    for _ in range(200):
        average.update(layer)
    assert average.values["weight"].item() == pytest.approx(1.0, abs=1e-4)
    nn.init.zeros_(layer.weight)
    average.update(layer)
    assert average.values["weight"].item() == pytest.approx(0.9, abs=1e-3)


def test_a_resumed_training_is_the_unbroken_one(tmp_path: Path) -> None:
    def start() -> tuple[nn.Linear, optim.MuonAdamW]:
        torch.manual_seed(0)
        net = nn.Linear(128, 128)
        return net, optim.MuonAdamW(net, optim.block_matrices(net))

    def advance(net: nn.Linear, optimiser: optim.MuonAdamW, step: int) -> None:
        x = torch.randn(4, 128, generator=torch.Generator().manual_seed(step))
        net(x).square().mean().backward()
        optimiser.step()

    net, optimiser = start()
    for step in range(4):
        advance(net, optimiser, step)
        if step == 1:
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict()}
            checkpoints.save_checkpoint(tmp_path / "c.pt", state)
    again, resumed = start()
    saved = checkpoints.load_checkpoint(tmp_path / "c.pt")
    assert saved is not None
    again.load_state_dict(saved["net"])
    resumed.load_state_dict(saved["optimiser"])
    for step in (2, 3):
        advance(again, resumed, step)
    assert torch.equal(net.weight, again.weight)
    assert torch.equal(net.bias, again.bias)
