"""In which precision a net that samples computes: what is asked, and what can be had here.

A graphics card has its own rules, and what is asked is of processors. Torch is asked only when a
family has already brought it in.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import IN_INT8
from tangostudio.families.placement import BFLOAT16, FLOAT32, INT8, INT8_TEXT

ASKED = ("", FLOAT32, BFLOAT16, INT8, INT8_TEXT)
"""What can be asked; "" leaves it to the program."""

_WHOLE = (INT8, INT8_TEXT)


@dataclass(frozen=True)
class Settled:
    """A precision, "" for the program's own choice, and why it is not the one that was asked."""

    precision: str
    note: str = ""


def settle(card: ModelCard, device: str, asked: str) -> Settled:
    """The precision of a model on a device, as it is asked where that can be had.

    Raises:
        BadRequest: nothing of this name can be asked.
    """
    if asked not in ASKED:
        raise BadRequest(
            f"{asked!r} is no precision.", f"Choose one of: {', '.join(filter(None, ASKED))}."
        )
    if device != "cpu" or asked not in _WHOLE:
        return Settled(asked if device == "cpu" else "")
    if lacks := why_no_int8(card):
        return Settled("", f"{lacks} It is used as without that setting.")
    return Settled(asked)


def why_no_int8(card: ModelCard) -> str:
    """Why a model cannot be held in int8 on this processor, in a sentence; "" where it can."""
    if card.family not in IN_INT8:
        return f"{card.name} cannot compute in int8."
    if sys.modules.get("torch") is None:
        return ""
    from tangostudio.families.nets import int8_linear

    if not int8_linear.is_there():
        return "This processor, or this build of torch, has no exact int8 products."
    return ""
