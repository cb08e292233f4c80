"""Linear layers that multiply int8 weights with activations made int8 as they come (dynamic int8).

Weights have a scale for every output, activations a scale and a zero for every row, so that no take
of a batch changes another. The products and their sums are whole numbers and exact; inputs and
outputs stay float32. For processors. Knows nothing of the nets around the layers; `nets.int8` is a
way to store weights and has nothing to do with this.

Torch's quantised tensors, and what multiplies them, are on their way out (pytorch/pytorch issue
184982). The products here are of plain tensors, by oneDNN, which torch's own compiler uses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from tangostudio.families.nets import half


@dataclass(frozen=True)
class Range:
    """Whole numbers: weights lie within +-`weights`, activations in 0..`activations`."""

    weights: int
    activations: int


# Without VNNI instructions two products are added up in 16 bits, which the first range overflows:
# a bit is taken from the weights, whose error guidance cancels out more than the activations'.
_RANGES = (Range(127, 255), Range(64, 254))
_TINY = 1e-30  # keeps a row of zeros from dividing by its length


class Int8Linear(nn.Module):
    """A linear layer with its weights in int8; float32 in and out.

    Made of a layer without numbers (on the device "meta"), it is filled by `load_state_dict` under
    the layer's own names: a float weight that is loaded is not kept.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.inputs, self.outputs = linear.in_features, linear.out_features
        self._packed = self._scales = self._zeros = self._sums = torch.empty(0)
        self._bias: Tensor | None = None
        if not linear.weight.is_meta:
            self._take_in(linear.weight.detach())
            self._bias = None if linear.bias is None else linear.bias.detach().float()

    @property
    def nbytes(self) -> int:
        """Bytes that are kept."""
        kept = (self._packed, self._scales, self._zeros, self._sums, self._bias)
        return sum(each.numel() * each.element_size() for each in kept if each is not None)

    def _take_in(self, weight: Tensor) -> None:
        """Weights (out, in), rounded and packed as the products want them."""
        weight = weight.float()
        scales = weight.abs().amax(1).clamp_(min=_TINY) / _range().weights
        whole = (weight / scales[:, None]).round_()
        self._packed = torch.ops.onednn.qlinear_prepack(whole.to(torch.int8), None)
        self._scales, self._zeros = scales, torch.zeros(self.outputs, dtype=torch.int64)
        self._sums = whole.sum(1) * scales

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        rows, most = x.reshape(-1, self.inputs).float(), _range().activations
        low, high = rows.amin(1, keepdim=True), rows.amax(1, keepdim=True)  # faster than aminmax
        low = low.clamp_(max=0)
        step = (high.clamp_(min=0) - low).clamp_(min=_TINY) / most
        zero = (low / -step).round_()
        whole = (rows / step).add_(zero).round_().clamp_(0, most).to(torch.uint8)
        found = _product(whole, self._packed, self._scales, self._zeros).mul_(step)
        found.addr_((step * zero).neg_()[:, 0], self._sums)
        if self._bias is not None:
            found.add_(self._bias)
        return found.view(*x.shape[:-1], self.outputs)

    def _load_from_state_dict(
        self, state_dict: dict[str, Any], prefix: str, *args: Any, **kwargs: Any
    ) -> None:
        del args, kwargs
        if prefix + "weight" in state_dict:
            self._take_in(state_dict[prefix + "weight"])
        if prefix + "bias" in state_dict:
            self._bias = state_dict[prefix + "bias"].float()


def use(module: nn.Module, which: Callable[[str], bool] = lambda name: True) -> None:
    """Have the linear layers inside a module multiply in int8; see `half.replace_linear`."""
    half.replace_linear(module, Int8Linear, which)


def is_there() -> bool:
    """Whether this processor, with this build of torch, multiplies int8 rightly."""
    return exact_range() is not None


@cache
def exact_range() -> Range | None:
    """The widest range whose products are exact here; None where int8 cannot be used.

    It is tried out: kernels overflow without a word.
    """
    return next((each for each in _RANGES if _is_exact(each)), None)


def _range() -> Range:
    found = exact_range()
    assert found is not None, "int8 is asked for where it is not there"
    return found


def _is_exact(limits: Range) -> bool:
    generator = torch.Generator().manual_seed(0)
    largest, most = limits.weights, limits.activations
    ones, zeros = torch.ones(32), torch.zeros(32, dtype=torch.int64)
    try:
        for rows, inputs in ((1, 64), (5, 512), (64, 256)):
            drawn = torch.randint(-largest, largest + 1, (32, inputs), generator=generator)
            x = torch.randint(0, most + 1, (rows, inputs), generator=generator)
            x[0] = most
            for weight in (
                drawn,
                torch.full_like(drawn, largest),
                torch.full_like(drawn, -largest),
            ):
                packed = torch.ops.onednn.qlinear_prepack(weight.to(torch.int8), None)
                found = _product(x.to(torch.uint8), packed, ones, zeros)
                if not torch.equal(found, (x @ weight.T).float()):
                    return False
    except (AttributeError, RuntimeError):  # a build without oneDNN, or without its kernel
        return False
    return True


def _product(whole: Tensor, packed: Tensor, scales: Tensor, zeros: Tensor) -> Tensor:
    """Whole numbers (rows, in) times packed weights, times each output's scale: float32."""
    return torch.ops.onednn.qlinear_pointwise(
        whole, 1.0, 0, packed, scales, zeros, None, 1.0, 0, torch.float32, "none", [], ""
    )
