"""Plans of memory: how a model is held so that it fits, from roomy to tight.

A plan is made from the card's figures and what is free before anything is loaded. When memory runs
out all the same, the next tighter plan is tried and the job goes on. No torch here.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tangostudio.cards import ModelCard
from tangostudio.errors import OutOfMemory
from tangostudio.families.placement import (
    BFLOAT16,
    DROP,
    FLOAT16,
    FLOAT32,
    INT8,
    INT8_TEXT,
    OFFLOAD,
    Placement,
)

CHUNKS = (128, 32)
"""Latents decoded at a time where memory is short, and where it is very short."""

AS_ASKED = sys.maxsize
"""Takes side by side: as many as a request asks for."""

_HALF = (BFLOAT16, FLOAT16)
_HEADROOM = 1.15  # of the estimate: allocators keep more than they hand out
_SCALES = {"": 1.0, FLOAT32: 1.0, BFLOAT16: 0.5, FLOAT16: 0.5, INT8: 0.33, INT8_TEXT: 0.33}
"""Of a net in float32. In int8 a few layers, and the scales, are larger than a fourth."""


@dataclass(frozen=True)
class Plan:
    """A placement, how many takes may be made side by side, and what it costs in a few words.

    Attributes:
        needs: bytes by the card's figures; 0 where the card says nothing.
    """

    place: Placement
    at_once: int
    words: str
    needs: int = 0


def plans(card: ModelCard, device: str, precision: str, *, int8: bool = False) -> list[Plan]:
    """The plans for a model on a device, roomiest first.

    Args:
        precision: of the net that samples, or "" for the family's own choice.
        int8: whether the net may be held in int8 too, as a processor can.
    """
    # Only a graphics card has memory of its own: elsewhere what is offloaded still takes room.
    away = OFFLOAD if device == "cuda" else DROP
    roomy = Placement(device, precision)
    steps = [(roomy, AS_ASKED, ""), (roomy, 1, "takes are made one by one")]
    if card.files and not card.bundled:
        smaller = Placement(device, INT8)
        tight = Placement(device, precision, away, CHUNKS[0])
        if device == "cpu" and int8 and _needs(card, smaller) < _needs(card, roomy):
            steps.append((smaller, 1, "the net is held in int8, which changes the sound a little"))
            if _needs(card, tight) >= _needs(card, smaller):
                tight = replace(tight, precision=INT8)
        steps.append((tight, 1, "text and codec wait outside, decoding goes in parts"))
        tightest = _tightest(tight, int8 and device == "cpu")
        small = "half precision" if tightest.precision in _HALF else "int8"
        steps.append((tightest, 1, f"{small}, decoding in small parts"))
    return [Plan(place, count, words, _needs(card, place)) for place, count, words in steps]


def _tightest(tight: Placement, int8: bool) -> Placement:
    """The same with a net that is at most half as large, decoding in smaller parts."""
    small = INT8 if int8 else BFLOAT16
    kept = tight.precision if _SCALES[tight.precision] < 1 else small
    return replace(tight, precision=kept, chunk=CHUNKS[1])


def first_that_fits(options: Sequence[Plan], free: int | None) -> int:
    """Index of the roomiest plan that fits into free bytes; the last one where none does.

    Where nobody knows what is free or needed, the roomiest.
    """
    if free is None:
        return 0
    fits = (i for i, plan in enumerate(options) if plan.needs * _HEADROOM <= free)
    return next(fits, len(options) - 1)


def tighter(options: Sequence[Plan], index: int, batch: int) -> int | None:
    """The next plan after one that failed for a batch of takes; None after the tightest.

    One that would do the same for so few takes is passed over.
    """
    failed = options[index]
    for following in range(index + 1, len(options)):
        plan = options[following]
        if plan.place != failed.place or plan.at_once < min(batch, failed.at_once):
            return following
    return None


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out, whoever says so."""
    if isinstance(error, OutOfMemory | MemoryError):
        return True
    chain: list[type] = list(itertools.chain(type(error).__mro__))
    if any(cls.__name__ == "OutOfMemoryError" for cls in chain):
        return True
    # Torch's allocators for main memory raise nothing narrower.
    words = ("can't allocate memory", "not enough memory")
    return isinstance(error, RuntimeError) and any(text in str(error) for text in words)


def _needs(card: ModelCard, place: Placement) -> int:
    """Bytes by the card: the sampling net in its precision, and the parts that stay beside it."""
    parts = int(card.options.get("parts_bytes", 0))
    net = max(0, card.memory_bytes - parts)
    beside = parts if place.parts not in (OFFLOAD, DROP) else 0
    return round(net * _SCALES[place.precision]) + beside
