"""The ways in which a model can be tuned: what comes of each, and which models can do it.

Texts and facts of model cards only, no widgets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tangostudio.ui.texts import mark, tr, tr_marked

TASTE, RECORDINGS, FEW_STEPS = "crpo", "lora", "arc"
ON_CORPUS = (RECORDINGS, FEW_STEPS)  # the methods that learn from a corpus


@dataclass(frozen=True)
class Way:
    """One way.

    Attributes:
        method: what the studio calls it.
        ability: what a model's card must be able to.
        name, makes, needs: what the person reads: its name, what comes out, what must be there.
        numbered: the name of its next adapter.
    """

    method: str
    ability: str
    name: str
    makes: str
    needs: str
    numbered: str


WAYS = (
    Way(TASTE, "tune", mark("My taste"),
        mark("Makes more of what you would choose, for any prompt."),
        mark("Needs your votes"), mark("My taste {number}")),
    Way(RECORDINGS, "finetune", mark("My recordings"),
        mark("Makes sounds like those in a folder of yours."),
        mark("Needs recordings"), mark("My sound {number}")),
    Way(FEW_STEPS, "few-steps", mark("Few steps"),
        mark("Makes takes in 4 to 8 steps, so that they come sooner."),
        mark("Needs recordings"), mark("Few steps {number}")),
)  # fmt: skip


def way(method: str) -> Way:
    """The way of a method; every method of votes is the first one."""
    return next((each for each in WAYS if each.method == method), WAYS[0])


def cannot(card: Any, chosen: Way) -> str:
    """Why a model cannot be tuned in this way; "" where it can."""
    if chosen.ability in card.can:
        return ""
    reason = card.cannot.get(chosen.ability) or card.cannot.get("tune", "")
    return reason or tr("{model} cannot learn in this way.", model=card.name)


def able(cards: Iterable[Any], chosen: Way, *, apart: str = "") -> list[Any]:
    """The models that can, in the catalogue's order, without the one that is named `apart`."""
    return [card for card in cards if chosen.ability in card.can and card.id != apart]


def next_name(chosen: Way, number: int) -> str:
    """What its next adapter would be called."""
    return tr_marked(chosen.numbered, number=number)
