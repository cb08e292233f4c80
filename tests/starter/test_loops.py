"""What a training's run keeps, refuses and averages, on one small layer."""

import pytest
import torch
from torch import nn

from tangostudio.errors import BuildError
from tangostudio.starter import loops

PLAN = {"steps": 4, "learning_rate": 0.1, "warm_up": 1, "flat": 0.5, "shape": (1, 2)}


def new() -> loops.Run:
    torch.manual_seed(0)
    return loops.Run("toy", nn.Linear(3, 1), PLAN, average=0.5)


def step(run: loops.Run) -> None:
    run.update((run.module(torch.ones(2, 3)) - 5).square().mean())


def test_a_run_goes_down_and_ends(tmp_path):
    run = new()
    for _ in range(4):
        assert not run.done
        step(run)
    assert run.done
    first = run.record(tmp_path, more=1.5)
    assert first["step"] == 4
    assert first["more"] == 1.5
    assert 0 < first["loss"] < 36
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 1


def test_a_checkpoint_brings_back_everything(tmp_path):
    path = tmp_path / "toy.pt"
    run, again = new(), new()
    again.resume(path)
    assert again.step == 0
    for _ in range(2):
        step(run)
    run.save(path)
    again.resume(path)
    assert again.step == 2
    for one in (run, again):
        step(one)
    assert torch.equal(run.module.state_dict()["weight"], again.module.state_dict()["weight"])
    averages = run.averaged()["weight"], again.averaged()["weight"]
    assert torch.equal(*averages)
    assert not torch.equal(averages[0], run.module.state_dict()["weight"])
    assert torch.equal(
        loops.averaged(path, "toy")["bias"], torch.load(path)["average"]["values"]["bias"]
    )


def test_another_plan_and_no_checkpoint_are_refused(tmp_path):
    path = tmp_path / "toy.pt"
    with pytest.raises(BuildError, match="toy has not been trained"):
        loops.averaged(path, "toy")
    new().save(path)
    other = loops.Run("toy", nn.Linear(3, 1), PLAN | {"steps": 5}, average=0.5)
    with pytest.raises(BuildError, match="toy belongs to another plan"):
        other.resume(path)


def test_a_loss_that_is_no_number_changes_nothing():
    run = new()
    before = run.module.state_dict()["weight"].clone()
    with pytest.raises(BuildError, match="loss of the toy became inf at step 0"):
        run.update(torch.tensor(float("inf"), requires_grad=True))
    assert torch.equal(run.module.state_dict()["weight"], before)
    assert run.step == 0


def test_a_gradient_that_is_no_number_changes_nothing():
    run = new()
    before = run.module.state_dict()["weight"].clone()
    weight = run.module.get_parameter("weight")
    # The root's slope at zero is infinite, its value is not.
    run.update(((weight - weight.detach()) * torch.ones(1, 3)).sum().abs().sqrt())
    assert torch.equal(run.module.state_dict()["weight"], before)
    assert torch.equal(run.averaged()["weight"], before)
    assert weight.grad is None
    step(run)
    assert run.module.state_dict()["weight"].isfinite().all()
    assert run.step == 2
