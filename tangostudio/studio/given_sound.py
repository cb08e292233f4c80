"""What is asked of a given sound - start, regions, loop, nearness - checked against a model's card.

It knows lengths and abilities, and never reads a sound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest

LONGEST = 600.0
"""Seconds of a sound of which parts are made again; the engines work in windows of it."""

SHORTEST_REGION = 0.05
MAX_REGIONS = 32
MAX_NEAR = 64

_LACKS = {
    "init": "does not start from a sound",
    "inpaint": "cannot make a part of a sound again",
    "loop": "cannot make loops",
    "vary": "makes no sounds that could be varied",
    "negative": "has no negative prompt",
}
_INSTEAD = {"negative": "Leave it empty."}


@dataclass(frozen=True)
class GivenSound:
    """What is asked; the fields are those of `messages.GenerateRequest`.

    Attributes:
        given_seconds: length of the sound `init`, where it is known.
    """

    init: str = ""
    strength: float = 1.0
    regions: tuple[tuple[float, float], ...] = ()
    follow: float = 0.0
    loop: bool = False
    near: tuple[tuple[int, float], ...] = ()
    distance: float = 1.0
    given_seconds: float | None = None

    @property
    def keeps(self) -> bool:
        """Whether most of the given sound stays, so that its length is not the model's."""
        return bool(self.init) and (bool(self.regions) or self.loop)


def lacks(card: ModelCard, ability: str) -> str:
    """Why a model is without an ability, in a sentence; "" when it has it.

    Args:
        ability: "init", "inpaint", "loop", "vary" or "negative".
    """
    # A loop's seam is a region that is made again, a variation only another noise to start from.
    able = {"loop": card.can & {"loop", "inpaint"}, "vary": card.samplers}.get(ability)
    if able or ability in card.can:
        return ""
    return card.cannot.get(ability) or f"{card.name} {_LACKS[ability]}."


def require(card: ModelCard, ability: str) -> None:
    """Raise BadRequest, with the reason as the hint, if a model is without an ability."""
    if lacks(card, ability):
        instead = _INSTEAD.get(ability, "Choose another model.")
        raise BadRequest(f"{card.name} {_LACKS[ability]}.", card.cannot.get(ability) or instead)


def check(card: ModelCard, asked: GivenSound, seconds: float) -> tuple[tuple[float, float], ...]:
    """The regions in order, after everything else was checked too.

    Args:
        seconds: length of the result.

    Raises:
        BadRequest: the model cannot do it, or a number is out of range.
    """
    if not asked.init and (asked.regions or asked.follow):
        raise BadRequest("There is no sound to start from.", "Choose a file or a take.")
    if asked.init and not asked.keeps:
        require(card, "init")
    if asked.regions:
        require(card, "inpaint")
    if asked.loop:
        require(card, "loop")
    if asked.near:
        require(card, "vary")
    _check_shares(asked)
    return _in_order(asked, seconds)


def check_length(card: ModelCard, asked: GivenSound, seconds: float | None) -> float:
    """The length of the result; None is the card's default. Raises BadRequest.

    Where most of a given sound is kept its own length counts, not the range of the model's takes.
    """
    if seconds is None or not asked.keeps:
        return card.parameters["seconds"].check(
            card.default("seconds") if seconds is None else seconds
        )
    if not 0 < seconds <= LONGEST:  # also what is no number
        raise BadRequest(
            f"A sound of {seconds:g} seconds cannot be worked on.",
            f"Choose one of at most {LONGEST / 60:g} minutes, or cut it first.",
        )
    return float(seconds)


def _check_shares(asked: GivenSound) -> None:
    if asked.init and not 0 < asked.strength <= 1:
        raise BadRequest(
            f"A strength of {asked.strength:g} cannot be used.",
            "Choose more than 0, which would change nothing, and at most 1, which keeps nothing.",
        )
    if not 0 <= asked.follow <= 1:
        raise BadRequest(
            f"The start cannot be followed by {asked.follow:g}.",
            "Choose 0, not at all, to 1, as closely as it goes.",
        )
    if len(asked.near) > MAX_NEAR:
        raise BadRequest(
            f"This is the {len(asked.near)}th variation of a variation.",
            "Take a seed of your own and go on from there.",
        )
    for distance in (asked.distance, *(each for _, each in asked.near)):
        if not 0 <= distance <= 1:
            raise BadRequest(
                f"A distance of {distance:g} cannot be used.",
                "Choose more than 0, the same sound, and at most 1, another one.",
            )
    if asked.near and asked.distance == 0:
        raise BadRequest("At a distance of 0 the sound stays the same.", "Choose more than 0.")


def _in_order(asked: GivenSound, seconds: float) -> tuple[tuple[float, float], ...]:
    if len(asked.regions) > MAX_REGIONS:
        raise BadRequest(
            f"{len(asked.regions)} regions are too many for one go.",
            f"Make at most {MAX_REGIONS} again at once.",
        )
    given = seconds if asked.given_seconds is None else asked.given_seconds
    regions = tuple(sorted(asked.regions))
    before = 0.0
    for start, end in regions:
        if not all(map(math.isfinite, (start, end))) or not 0 <= start < end <= seconds + 1e-6:
            raise BadRequest(
                f"The region from {start:g} to {end:g} s is not in the sound.",
                f"Choose a start before the end, from 0 to {seconds:.3f} s.",
            )
        if end - start < SHORTEST_REGION:
            raise BadRequest(
                f"The region from {start:g} to {end:g} s is too short.",
                f"Choose at least {SHORTEST_REGION:g} s.",
            )
        if start < before:
            raise BadRequest(
                f"The region from {start:g} to {end:g} s begins within the one before it.",
                "Choose regions that do not overlap.",
            )
        if start > given + 1e-6:
            raise BadRequest(
                f"The region from {start:g} to {end:g} s leaves a gap after the sound.",
                f"Begin at {given:.3f} s, where it ends.",
            )
        before = end
    return regions


def parse_regions(texts: Sequence[str]) -> tuple[tuple[float, float], ...]:
    """Regions as a person writes them, "1.2-2.0".

    Raises:
        BadRequest: it is none.
    """
    regions: list[tuple[float, float]] = []
    for text in texts:
        start, dash, end = text.replace("–", "-").partition("-")
        try:
            if not dash:
                raise ValueError
            regions.append((float(start), float(end)))
        except ValueError:
            raise BadRequest(
                f"{text!r} is no region of a sound.", "Write start and end in seconds: 1.2-2.0."
            ) from None
    return tuple(regions)
