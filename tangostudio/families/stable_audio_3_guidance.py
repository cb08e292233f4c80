"""Guidance on estimated sounds, projected, as Stable Audio 3 has it. Knows no nets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor


@dataclass(frozen=True)
class Guidance:
    """How a guidance scale g is applied: sound = c + g' (c - u), g' = g - 1, on estimated sounds.

    Attributes:
        parallel: how much of c - u that points along c is kept, 0 to 1; that part makes a sound
            louder and no truer to its prompt (Sadat et al., "Eliminating Oversaturation and
            Artifacts of High Guidance Scales in Diffusion Models", 2024). 1 is plain guidance.
        lowest, highest: sigmas between which there is guidance at all.
        limit: a length that c - u is cut to; 0 for none.
        rescale: how far the velocity is brought back to the spread over channels that it has
            without guidance, 0 to 1.
    """

    parallel: float = 0.0
    lowest: float = 0.0
    highest: float = 1.0
    limit: float = 0.0
    rescale: float = 0.0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Guidance":
        """From a card's options."""
        lowest, highest = options.get("guidance_interval", (0.0, 1.0))
        return cls(
            parallel=float(options.get("guidance_parallel", 0.0)),
            lowest=float(lowest),
            highest=float(highest),
            limit=float(options.get("guidance_limit", 0.0)),
            rescale=float(options.get("guidance_rescale", 0.0)),
        )


def guided(
    x: Tensor,
    sigma: float | Tensor,
    v: Tensor,
    u: Tensor,
    scale: float,
    how: Guidance,
    real: Tensor | None,
) -> Tensor:
    """The velocity of a guidance scale from those with a prompt and with what to steer away from.

    Args:
        x, v, u: (B, T, C) latents, velocity with the prompt, velocity without.
        sigma: 0 to 1, one or (B, 1, 1).
        real: (1 or B, T), the latents whose sums count; None for all.
    """
    part = 1.0 if real is None else real[..., None].float()
    sound, change = (x - sigma * v) * part, v - u
    if how.limit:
        length = sigma * (change * part).square().sum((1, 2), keepdim=True).sqrt()
        change = change * (how.limit / length).clamp(max=1)
    if how.parallel != 1:
        square = sound.square().sum((1, 2), keepdim=True).clamp(min=1e-16)
        along = (change * sound).sum((1, 2), keepdim=True) / square
        across = (change - along * sound) * part
        change = how.parallel * change + (1 - how.parallel) * across
    result = v + (scale - 1) * change
    if how.rescale:
        spread = v.std(-1, keepdim=True) / result.std(-1, keepdim=True)
        result = result * (how.rescale * spread + 1 - how.rescale)
    return result
