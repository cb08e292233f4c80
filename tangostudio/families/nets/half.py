"""Linear layers that multiply in bfloat16, for processors on which that is much faster.

Inputs and outputs stay float32, so that norms, attention and sums keep their precision. Knows
nothing of the nets around the layers.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class HalfLinear(nn.Module):
    """A linear layer with its weights in bfloat16; float32 in and out."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight = nn.Parameter(linear.weight.detach().bfloat16(), requires_grad=False)
        bias = linear.bias
        self.bias = (
            None if bias is None else nn.Parameter(bias.detach().bfloat16(), requires_grad=False)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        return functional.linear(x.bfloat16(), self.weight, self.bias).float()


def is_fast(device: str) -> bool:
    """Whether a device multiplies bfloat16 matrices faster than float32 ones.

    Of processors, those with AVX512-BF16 do; others compute it in float32 and lose time.
    """
    if device != "cpu":
        return False
    check = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(check and check())


def use(module: nn.Module) -> None:
    """Replace every linear layer inside a module, in place."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, HalfLinear(child))
        else:
            use(child)
