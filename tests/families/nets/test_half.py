"""Linear layers in bfloat16."""

import pytest
import torch
from torch import nn

from tangostudio.families.nets import half


def test_a_half_layer_is_the_layer_to_three_digits() -> None:
    torch.manual_seed(0)
    layer, x = nn.Linear(64, 32), torch.randn(2, 5, 64)
    own = half.HalfLinear(layer)
    assert own.weight.dtype == torch.bfloat16
    found, wanted = own(x), layer(x)
    assert found.dtype == torch.float32
    assert ((found - wanted).norm() / wanted.norm()).item() < 0.01
    assert not torch.equal(found, wanted)


def test_every_linear_layer_is_replaced_and_nothing_else() -> None:
    net = nn.Sequential(
        nn.Linear(4, 4, bias=False), nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4))
    )
    half.use(net)
    kinds = [type(m).__name__ for m in net.modules() if not isinstance(m, nn.Sequential)]
    assert kinds == ["HalfLinear", "HalfLinear", "LayerNorm"]
    assert net(torch.zeros(1, 4)).shape == (1, 4)


def test_layers_are_chosen_by_their_names() -> None:
    inner = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    net = nn.Sequential(nn.Linear(4, 4), inner)
    seen: list[str] = []
    half.use(net, torch.float16, lambda name: seen.append(name) or name == "1.0")
    assert seen == ["0", "1.0", "1.1"]
    assert [type(layer).__name__ for layer in inner] == ["HalfLinear", "Linear"]
    assert inner[0].weight.dtype == torch.float16
    assert type(net[0]).__name__ == "Linear"


@pytest.mark.parametrize("fast", [True, False])
def test_only_processors_that_gain_by_it_use_it(
    monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: fast, raising=False)
    assert half.is_fast("cpu") is fast
    assert not half.is_fast("mps")
