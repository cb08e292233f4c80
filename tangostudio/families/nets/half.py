"""Linear layers that multiply in half precision, where that is much faster or memory is short.

Inputs and outputs stay float32, so that norms, attention and sums keep their precision. Knows
nothing of the nets around the layers.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional


class HalfLinear(nn.Module):
    """A linear layer with its weights in bfloat16 or float16; float32 in and out."""

    def __init__(self, linear: nn.Linear, dtype: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        self.weight = nn.Parameter(linear.weight.detach().to(dtype), requires_grad=False)
        bias = linear.bias
        self.bias = (
            None if bias is None else nn.Parameter(bias.detach().to(dtype), requires_grad=False)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        return functional.linear(x.to(self.weight.dtype), self.weight, self.bias).float()


def is_fast(device: str) -> bool:
    """Whether a device multiplies bfloat16 matrices faster than float32 ones.

    Of processors, those with AVX512-BF16 do; others compute it in float32 and lose time.
    """
    if device != "cpu":
        return False
    check = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(check and check())


def replace_linear(
    module: nn.Module,
    make: Callable[[nn.Linear], nn.Module],
    which: Callable[[str], bool],
    prefix: str = "",
) -> None:
    """Put others in the place of the linear layers inside a module, one after the other.

    Args:
        which: says by its name, such as "blocks.0.attn.to_q", whether a layer is replaced.
        prefix: what the names begin with.
    """
    for name, child in module.named_children():
        if not isinstance(child, nn.Linear):
            replace_linear(child, make, which, f"{prefix}{name}.")
        elif which(prefix + name):
            setattr(module, name, make(child))


def use(
    module: nn.Module,
    dtype: torch.dtype = torch.bfloat16,
    which: Callable[[str], bool] = lambda name: True,
) -> None:
    """Have the linear layers inside a module multiply in half precision; see `replace_linear`."""
    replace_linear(module, lambda layer: HalfLinear(layer, dtype), which)
