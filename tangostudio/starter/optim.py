"""What the starter's trainings share: Muon with AdamW, learning rate, averages.

Knows nothing of models or losses.
"""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from tangostudio.errors import BuildError

MUON_SCALE = 0.2
"""Times sqrt(max(rows, columns)): gives a Muon step AdamW's size (Liu et al. 2025)."""


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """Nearest semi-orthogonal matrix, roughly, of (rows, columns).

    Newton-Schulz iteration with the quintic of Jordan et al. (Muon, 2024): singular values end
    between about 0.7 and 1.2. One matrix at a time: on a CPU batched products take twice as long.
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.bfloat16()
    x = x.T.contiguous() if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        gram = torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315)
        x = torch.addmm(x, gram, x, beta=3.4445)
    return (x.T if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """Orthogonalised Nesterov momentum for 2-D weights."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(list(params), defaults)

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        """Update every parameter that has a gradient."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._update(group, p, p.grad)

    def _update(self, group: dict[str, Any], p: Tensor, grad: Tensor) -> None:
        state = self.state[p]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(p)
        buffer = state["momentum"].lerp_(grad, 1 - group["momentum"])
        update = orthogonal(grad.lerp(buffer, group["momentum"]))
        scale = MUON_SCALE * max(p.shape) ** 0.5
        p.mul_(1 - group["lr"] * group["weight_decay"])
        p.add_(update, alpha=-group["lr"] * scale)


class MuonAdamW:
    """Muon for the matrices in `matrices`, AdamW for the rest, with one learning rate."""

    def __init__(
        self,
        module: nn.Module,
        matrices: Iterable[Tensor],
        *,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.98),
        weight_decay: float = 1e-3,
    ) -> None:
        chosen = [p for p in matrices if p.requires_grad]
        known = {id(p) for p in chosen}
        rest = [p for p in module.parameters() if p.requires_grad and id(p) not in known]
        self.parts: list[torch.optim.Optimizer] = []
        if chosen:
            self.parts.append(Muon(chosen, lr=lr, weight_decay=weight_decay))
        if rest:
            # One fused kernel instead of a dozen small ones per tensor.
            self.parts.append(
                torch.optim.AdamW(rest, lr=lr, betas=betas, weight_decay=weight_decay, fused=True)
            )
        self.base_lr = lr

    def set_scale(self, scale: float) -> None:
        """Use `scale` times the base learning rate from now on."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = self.base_lr * scale

    def step(self) -> None:
        """Update, then drop the gradients."""
        for part in self.parts:
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, Any]]:
        """State of the parts, in order."""
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, state: list[dict[str, Any]]) -> None:
        """Take back what `state_dict` gave for the same module."""
        for part, one in zip(self.parts, state, strict=True):
            part.load_state_dict(one)


def block_matrices(module: nn.Module) -> list[Tensor]:
    """The square-ish 2-D weights of Linear layers inside blocks (both sides at least 128)."""
    linears = (m for m in module.modules() if isinstance(m, nn.Linear))
    return [m.weight for m in linears if min(m.weight.shape) >= 128]


def schedule(
    progress: float, step: int, *, warmup_steps: int = 100, flat: float = 0.45, last: float = 0.02
) -> float:
    """Scale of the learning rate: linear warm-up, flat, then a half cosine down to `last`.

    `progress` runs from 0 to 1 over the training, `flat` is where the fall begins.
    """
    warm = min(1.0, (step + 1) / max(1, warmup_steps))
    if progress <= flat:
        return warm
    fall = min(1.0, (progress - flat) / max(1e-9, 1 - flat))
    cosine = 0.5 + 0.5 * torch.cos(torch.tensor(fall * torch.pi)).item()
    return warm * (last + (1 - last) * cosine)


def descend(
    loss: Tensor,
    module: nn.Module,
    optimiser: MuonAdamW,
    average: "Average",
    *,
    what: str,
    step: int,
) -> tuple[float, float]:
    """One update of a module and of its average; the loss and the norm of the gradient.

    A gradient in bfloat16 overflows now and then: such a step is left out.

    Raises:
        BuildError: the loss is no number; nothing has been changed. `what` names the training.
    """
    value = loss.item()
    if not math.isfinite(value):
        raise BuildError(
            f"The loss of the {what} became {value} at step {step}.",
            "The last good checkpoint is kept; lower the learning rate.",
        )
    loss.backward()
    norm = nn.utils.clip_grad_norm_(module.parameters(), 1.0).item()
    if math.isfinite(norm):
        optimiser.step()
        average.update(module)
    else:
        module.zero_grad(set_to_none=True)
    return value, norm


class Average:
    """Exponential moving average of a module's parameters, with a short memory at the start."""

    def __init__(self, module: nn.Module, longest: float = 0.999) -> None:
        self.longest = longest
        self.steps = 0
        self.values = {k: v.detach().clone() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Take in the module's present weights."""
        keep = min(self.longest, 1 - 1 / (self.steps / 5 + 2))
        self.steps += 1
        current = module.state_dict()
        for name, value in self.values.items():
            if value.is_floating_point():
                value.lerp_(current[name], 1 - keep)

    def state_dict(self) -> dict[str, Any]:
        """Averaged weights and the count of steps."""
        return {"steps": self.steps, "values": self.values}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` gave."""
        self.steps = state["steps"]
        self.values = {k: v.to(self.values[k].device) for k, v in state["values"].items()}
