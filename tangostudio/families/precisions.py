"""Precisions: by the names that placements and cards give them, and as torch has them."""

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import nn

from tangostudio.cards import ModelCard
from tangostudio.families.nets import half, int8_linear
from tangostudio.families.placement import (
    BFLOAT16,
    FLOAT16,
    FLOAT32,
    INT8,
    INT8_TEXT,
    Placement,
)

_Net = TypeVar("_Net", bound=nn.Module)

DTYPES: dict[str, torch.dtype] = {
    "": torch.float32,
    FLOAT32: torch.float32,
    BFLOAT16: torch.bfloat16,
    FLOAT16: torch.float16,
    INT8: torch.int8,
    INT8_TEXT: torch.int8,
}
"""Without a name: the precision of families that have no other choice of their own."""


def chosen(card: ModelCard, place: Placement) -> torch.dtype:
    """Of the net that samples: what the placement says, else the card's where that is faster.

    Int8 is for processors: elsewhere it is as if nothing was said.
    """
    quick = card.options.get("precision", FLOAT32) if half.is_fast(place.device) else FLOAT32
    found = DTYPES[place.precision or quick]
    return DTYPES[quick] if found == torch.int8 and place.device != "cpu" else found


def in_halves(card: ModelCard, device: str) -> bool:
    """Whether a card's net computes in bfloat16 on a device when nothing else is asked."""
    return chosen(card, Placement(device)) == torch.bfloat16


def use(
    module: nn.Module,
    dtype: torch.dtype,
    which: Callable[[str], bool] = lambda name: True,
) -> None:
    """Have the linear layers inside a module, or some by their names, multiply in a precision."""
    if dtype == torch.int8:
        int8_linear.use(module, which)
    elif dtype != torch.float32:
        half.use(module, dtype, which)


def reader(net: _Net, place: Placement) -> _Net:
    """A text encoder as it is placed.

    In int8 the second layer of each MLP keeps float32: a few of its inputs are huge, and one scale
    for them and for the rest would leave nothing of the rest.
    """
    if place.precision == INT8_TEXT:
        int8_linear.use(net, lambda name: not name.endswith((".wo", ".down_proj")))
    return net


def held_bytes(net: nn.Module) -> int:
    """What a net holds: parameters, tables, and what is packed in int8."""
    tensors = {id(t): t.nbytes for t in (*net.parameters(), *net.buffers())}
    packed = (layer.nbytes for layer in net.modules() if isinstance(layer, int8_linear.Int8Linear))
    return sum(tensors.values()) + sum(packed)
