"""Prompts for the evaluation: worded from chosen facts, or set in frames that no caption has.

It knows the grammar of captions and nothing of sound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tangostudio.starter import captions
from tangostudio.starter.captions import NUMBERS, TIMES
from tangostudio.starter.wording import WORDS

FRAMES = (
    "please give me {}",
    "{} for a film scene",
    "one take of {}",
    "I would like to hear {}",
    "{} for my game",
    "a clean clip with {}",
)
"""Ways to ask that stand in no caption, so that a prompt in one was certainly never trained on."""

_TRIES = 400


def framed(caption: str, number: int) -> str:
    """A caption in one of the frames."""
    return FRAMES[number % len(FRAMES)].format(caption.rstrip(".").lower())


def said(family: str, wanted: Sequence[tuple[str, object]], rng: np.random.Generator) -> str:
    """A phrase of the family that says these things and no other.

    wanted: (trait, word) pairs, or ("count", n).
    """
    facts: dict[str, object] = {
        "traits": {name: value for name, value in wanted if name != "count"},
        **{name: value for name, value in wanted if name == "count"},
    }
    marks = [_marks(family, name, value) for name, value in wanted]
    for _ in range(_TRIES):
        text = captions.describe(family, facts, rng)
        if all(any(re.search(rf"\b{mark}\b", text) for mark in words) for words in marks):
            return text
    raise AssertionError(f"captions never say {wanted} of {family}")


def _marks(family: str, trait: str, value: object) -> list[str]:
    """What a phrase has to hold to say it."""
    if trait == "count":
        assert isinstance(value, int)
        return [NUMBERS[value], TIMES[value], str(value)]
    own = WORDS.get(f"{family}:{trait}={value}")
    return [
        re.escape(word.removeprefix("~"))
        for word in (WORDS[f"{trait}={value}"] if own is None else own)
    ]


def plain(family: str, rng: np.random.Generator) -> str:
    """A phrase of the family that says nothing more."""
    return captions.describe(family, {"traits": {}}, rng)
