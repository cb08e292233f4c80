"""Linear layers in dynamic int8: near the float layer, exact in their whole numbers, row by row."""

import pytest
import torch
from torch import nn

from tangostudio.families.nets import int8_linear
from tangostudio.families.nets.int8_linear import Int8Linear, Range

pytestmark = pytest.mark.skipif(not int8_linear.is_there(), reason="no int8 products here")


def pair(inputs: int = 64, outputs: int = 48, bias: bool = True) -> tuple[nn.Linear, Int8Linear]:
    torch.manual_seed(0)
    layer = nn.Linear(inputs, outputs, bias=bias)
    return layer, Int8Linear(layer)


def error(found: torch.Tensor, wanted: torch.Tensor) -> float:
    return ((found - wanted).norm() / wanted.norm()).item()


@pytest.mark.parametrize("bias", [True, False])
def test_an_int8_layer_is_the_layer_to_two_digits(bias: bool) -> None:
    layer, own = pair(bias=bias)
    x = torch.randn(2, 5, 64)
    found = own(x)
    assert (found.shape, found.dtype) == ((2, 5, 48), torch.float32)
    assert 0 < error(found, layer(x)) < 0.02


def test_what_rounding_does_is_all_that_is_done() -> None:
    """The same in plain arithmetic: both sides rounded, multiplied in float64."""
    layer, own = pair()
    x = torch.randn(7, 64) + 0.5
    limits = int8_linear.exact_range()
    assert limits is not None
    scale = layer.weight.abs().amax(1, keepdim=True) / limits.weights
    weight = ((layer.weight / scale).round() * scale).double()
    low, high = x.amin(1, keepdim=True).clamp(max=0), x.amax(1, keepdim=True).clamp(min=0)
    step = (high - low) / limits.activations
    zero = (-low / step).round()
    rounded = (((x / step) + zero).round() - zero).double() * step.double()
    wanted = rounded @ weight.T + layer.bias.double()
    assert error(own(x).double(), wanted) < 1e-6


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    _, own = pair()
    x = torch.randn(4, 3, 64)
    x[1] *= 1000  # a loud neighbour
    assert torch.equal(own(x)[2], own(x[2:3])[0])


@pytest.mark.parametrize("value", [0.0, 3.0, -2.0])
def test_rows_of_one_value_are_exact_but_for_the_weights(value: float) -> None:
    layer, own = pair()
    x = torch.full((2, 64), value)
    found = own(x)
    assert found.isfinite().all()
    scale = layer.weight.abs().amax(1, keepdim=True) / int8_linear._range().weights
    wanted = x @ ((layer.weight / scale).round() * scale).T + layer.bias
    assert torch.allclose(found, wanted, atol=1e-5)


def test_no_number_stays_no_number() -> None:
    _, own = pair()
    x = torch.randn(2, 64)
    x[0, 3] = float("nan")
    found = own(x)
    assert found[0].isnan().all()
    assert found[1].isfinite().all()


def test_weights_of_zeros_give_the_bias() -> None:
    layer = nn.Linear(16, 8)
    nn.init.zeros_(layer.weight)
    assert torch.equal(Int8Linear(layer)(torch.randn(3, 16)), layer.bias.expand(3, -1))


def test_a_layer_without_numbers_is_filled_by_its_names() -> None:
    layer, own = pair()
    with torch.device("meta"):
        net = nn.Sequential(nn.Linear(64, 48), nn.LayerNorm(48))
    int8_linear.use(net)
    values = {f"0.{name}": value for name, value in layer.state_dict().items()}
    net.load_state_dict(values, strict=False, assign=True)
    x = torch.randn(3, 64)
    assert torch.equal(net[0](x), own(x))
    half = {name: value.bfloat16() for name, value in values.items()}
    net.load_state_dict(half, strict=False, assign=True)
    assert error(net[0](x), layer(x)) < 0.02


def test_it_keeps_a_fourth_of_the_bytes() -> None:
    layer, own = pair(512, 512)
    floats = sum(p.nbytes for p in layer.parameters())
    assert floats / own.nbytes > 3.8
    assert not list(own.parameters())


def test_layers_are_chosen_by_their_names() -> None:
    inner = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 8))
    net = nn.Sequential(nn.Linear(8, 8), inner)
    int8_linear.use(net, lambda name: name == "1.0")
    assert [type(layer).__name__ for layer in (net[0], *inner)] == [
        "Linear",
        "Int8Linear",
        "Linear",
    ]


def test_a_kernel_that_overflows_is_found_out_and_a_build_without_it_too(monkeypatch) -> None:
    true = int8_linear._product

    def saturating(whole, packed, scales, zeros):
        if int(whole.max()) > 200:
            return true(whole, packed, scales, zeros) - 1
        return true(whole, packed, scales, zeros)

    def missing(*_):
        raise RuntimeError("no such operator")

    assert int8_linear._is_exact(Range(64, 127))
    monkeypatch.setattr(int8_linear, "_product", saturating)
    assert not int8_linear._is_exact(Range(64, 254))
    assert int8_linear._is_exact(Range(64, 127))
    monkeypatch.setattr(int8_linear, "_product", missing)
    assert not int8_linear._is_exact(Range(64, 127))
