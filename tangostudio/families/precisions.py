"""Precisions: by the names that placements and cards give them, and as torch has them."""

import torch

from tangostudio.cards import ModelCard
from tangostudio.families.nets import half
from tangostudio.families.placement import BFLOAT16, FLOAT16, FLOAT32, Placement

DTYPES: dict[str, torch.dtype] = {
    "": torch.float32,
    FLOAT32: torch.float32,
    BFLOAT16: torch.bfloat16,
    FLOAT16: torch.float16,
}
"""Without a name: the precision of families that have no other choice of their own."""


def chosen(card: ModelCard, place: Placement) -> torch.dtype:
    """Of the net that samples: what the placement says, else the card's where that is faster."""
    quick = card.options.get("precision", FLOAT32) if half.is_fast(place.device) else FLOAT32
    return DTYPES[place.precision or quick]
