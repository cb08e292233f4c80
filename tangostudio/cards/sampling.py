"""How a model is driven while an adapter is added that makes it another kind: a few-step model.

Such an adapter says in its facts (`about.sampling`) which sampler, steps, guidance and schedule its
sounds are made with. Added at strength 1 it replaces what the card says; it is not added in part.
The window, the requests and the engines all ask here, so that they agree.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio.cards.card import ModelCard, Parameter
from tangostudio.errors import BadRequest

KEY = "sampling"
MOST_STEPS = 8

_STEPS_HELP = "The adapter makes the model a few-step one: eight steps are enough, four are quick."
_GUIDANCE_HELP = "With this adapter the model works without guidance, which makes it quick."
_NO_NEGATIVE = (
    "With this adapter it works without guidance, and a negative prompt acts by guidance only: "
    "switch the adapter off."
)


@dataclass(frozen=True)
class Sampling:
    """How sounds are made with an adapter.

    Attributes:
        steps: the default, of 1 to 8.
        schedule: kind of `engines.schedules`, with its own default numbers.
    """

    sampler: str = "pingpong"
    steps: int = MOST_STEPS
    guidance: float = 1.0
    schedule: str = "log-snr"

    def as_values(self) -> dict[str, Any]:
        """What an adapter's facts hold under `KEY`."""
        return dataclasses.asdict(self)


def of(about: Mapping[str, Any]) -> Sampling | None:
    """What an adapter's further facts say; None for one that leaves the model as it is driven."""
    told = about.get(KEY)
    if not isinstance(told, Mapping):
        return None
    try:
        return Sampling(
            str(told["sampler"]), int(told["steps"]), float(told["guidance"]), str(told["schedule"])
        )
    except (KeyError, TypeError, ValueError):
        return None


def of_adapters(folder: Path, stack: Sequence[tuple[str, float]]) -> Sampling | None:
    """What the adapters of a request say, by hash and strength, whose files lie in a folder.

    A file that is missing or damaged says nothing here: loading it tells.

    Raises:
        BadRequest: one that changes how the model is driven would be added in part, or two.
    """
    found = None
    for sha256, strength in stack:
        told = _read(folder / f"{sha256}.json")
        if told is None or not strength:
            continue
        check_strength(strength)
        if found is not None:
            raise BadRequest(
                "Two few-step adapters cannot be used together.", "Switch one of them off."
            )
        found = told
    return found


def check_strength(strength: float) -> None:
    """Raise BadRequest unless an adapter that changes how a model is driven is on or off."""
    if strength not in (0, 1):
        raise BadRequest(
            f"A few-step adapter cannot be added at a strength of {100 * strength:.0f} %.",
            "It makes another kind of model: use it whole, or switch it off.",
        )


def driven(card: ModelCard, sampling: Sampling | None) -> ModelCard:
    """The card as it is with an adapter: its sampler, schedule, steps, guidance and presets."""
    if sampling is None:
        return card
    most = max(MOST_STEPS, sampling.steps)
    steps = _fixed(card.parameters["steps"], 1, most, sampling.steps, _STEPS_HELP)
    guidance = sampling.guidance
    fixed = _fixed(card.parameters["guidance"], guidance, guidance, guidance, _GUIDANCE_HELP)
    counts = {"draft": max(1, sampling.steps // 2), "balanced": sampling.steps, "best": most}
    presets = {name: {"steps": count, "guidance": guidance} for name, count in counts.items()}
    return dataclasses.replace(
        card,
        parameters={**card.parameters, "steps": steps, "guidance": fixed},
        samplers=(sampling.sampler,),
        presets=presets if card.presets else {},
        can=card.can - {"negative"} if guidance == 1 else card.can,
        cannot={**card.cannot, "negative": _NO_NEGATIVE} if guidance == 1 else card.cannot,
        options={**card.options, "schedule": {"kind": sampling.schedule}},
    )


def _fixed(known: Parameter, low: float, high: float, default: float, text: str) -> Parameter:
    return dataclasses.replace(known, minimum=low, maximum=high, default=default, help=text)


def _read(path: Path) -> Sampling | None:
    try:
        return _told(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@functools.lru_cache(maxsize=64)
def _told(path: Path, _changed: int) -> Sampling | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))["about"]
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return of(about) if isinstance(about, Mapping) else None
