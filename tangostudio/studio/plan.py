"""From what a person typed to a request that a model can do: defaults filled in, all checked."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.messages import GenerateRequest
from tangostudio.studio import given_sound
from tangostudio.studio.given_sound import GivenSound

MAX_TAKES = 16
MAX_SEED = 2**32 - 1

_AS_ASKED = ("init", "strength", "follow", "loop", "near", "distance")


def plan(
    card: ModelCard,
    prompt: str,
    *,
    negative: str = "",
    seconds: float | None = None,
    steps: int | None = None,
    guidance: float | None = None,
    sampler: str | None = None,
    seeds: Sequence[int] | None = None,
    takes: int | None = None,
    adapters: tuple[tuple[str, float], ...] = (),
    precision: str = "",
    **sound: Any,
) -> GenerateRequest:
    """The request; what is None becomes the card's default, seeds become new random ones.

    Args:
        sound: what is asked of a given sound (see `given_sound.GivenSound`). Where regions or the
            seam of one are made again, `seconds` may be longer than the model's own takes.

    Raises:
        BadRequest: a text or number that this model cannot take, with the allowed range as hint.
    """
    if not card.samplers:
        raise BadRequest(f"{card.name} listens and makes no sounds.", "Choose another model.")
    text, avoid = _texts(card, prompt, negative)
    asked = GivenSound(**sound)
    length = given_sound.check_length(card, asked, seconds)
    regions = given_sound.check(card, asked, length)
    chosen = {"steps": steps, "guidance": guidance}
    values = {
        name: card.parameters[name].check(card.default(name) if value is None else value)
        for name, value in chosen.items()
    }
    return GenerateRequest(
        model=card.id,
        prompt=text,
        negative=avoid,
        seconds=length,
        steps=int(values["steps"]),
        guidance=values["guidance"],
        sampler=_sampler(card, sampler),
        seeds=_seeds(seeds, takes),
        adapters=adapters,
        precision=precision,
        regions=regions,
        **{name: getattr(asked, name) for name in _AS_ASKED},
    )


def _texts(card: ModelCard, prompt: str, negative: str) -> tuple[str, str]:
    text = clean(prompt, card.prompt_characters, "The prompt")
    if not text:
        raise BadRequest(
            "The prompt is empty.", "Write what should be heard, for example: heavy door slam."
        )
    avoid = clean(negative, card.prompt_characters, "The negative prompt")
    if avoid:
        given_sound.require(card, "negative")
    return text, avoid


def _sampler(card: ModelCard, name: str | None) -> str:
    if name and name not in card.samplers:
        raise BadRequest(
            f"{card.name} has no sampler {name!r}.", f"It has: {', '.join(card.samplers)}."
        )
    return name or card.samplers[0]


def clean(text: str, limit: int, what: str) -> str:
    """The text in composed form, control characters and repeated blanks taken out.

    Raises:
        BadRequest: it is longer than the model reads.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in composed
        if unicodedata.category(c) not in ("Cs", "Cn", "Co")
    )
    text = " ".join(spaced.split())
    if len(text) > limit:
        raise BadRequest(
            f"{what} has {len(text):,} characters; this model reads at most {limit:,}.",
            "Shorten it: the first words count most.",
        )
    return text


def parse_seeds(text: str) -> tuple[int, ...]:
    """Seeds as a person writes them: "7", "3,7,9", "1-4", or a mix.

    Raises:
        BadRequest: it is none of these.
    """
    seeds: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise BadRequest(f"{text!r} is not a list of seeds.", "Write 7, 3,7,9 or 1-4.")
        low, high = int(first), int(last) if dash else int(first)
        if high < low or high - low >= MAX_TAKES:
            raise BadRequest(
                f"{part.strip()!r} is not a range of at most {MAX_TAKES} seeds.", "Write 1-4."
            )
        seeds.extend(range(low, high + 1))
    return tuple(seeds)


def new_seeds(takes: int) -> tuple[int, ...]:
    """Seeds that follow a random one.

    Raises:
        BadRequest: not 1 to 16 takes.
    """
    if not 1 <= takes <= MAX_TAKES:
        raise BadRequest(
            f"{takes} takes cannot be made at once.", f"Choose 1 to {MAX_TAKES} takes."
        )
    first = secrets.randbelow(2**31 - MAX_TAKES)
    return tuple(range(first, first + takes))


def _seeds(seeds: Sequence[int] | None, takes: int | None) -> tuple[int, ...]:
    if seeds is None:
        return new_seeds(1 if takes is None else takes)
    if not 1 <= len(seeds) <= MAX_TAKES:
        raise BadRequest(
            f"{len(seeds)} seeds were given.", f"Give 1 to {MAX_TAKES}: one take is made of each."
        )
    for seed in seeds:
        if not 0 <= seed <= MAX_SEED:
            raise BadRequest(f"Seed {seed} is out of range.", f"Choose 0 to {MAX_SEED}.")
    if len(set(seeds)) != len(seeds):
        raise BadRequest("A seed was given twice.", "The same seed makes the same take.")
    return tuple(seeds)
