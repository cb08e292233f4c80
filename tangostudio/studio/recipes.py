"""What a take was made from: its stored request, and what of that is told to a new one."""

from __future__ import annotations

from typing import Any

from tangostudio.export.provenance import Provenance
from tangostudio.library import Take
from tangostudio.messages import GenerateRequest, request_from_json

_DRIVEN = ("negative", "steps", "guidance", "sampler", "adapters", "precision")
_OF_A_MODEL = ("steps", "guidance", "sampler", "adapters", "precision")
_ASKED = ("init", "strength", "regions", "follow", "loop", "near", "distance")


def request_of(take: Take | Provenance) -> GenerateRequest:
    """The request that a take is made by again, by its row or by what a file says of it.

    It is made of the values beside it where it is not there or cannot be read.
    """
    try:
        request = request_from_json(take.request)
    except ValueError:
        request = None
    if isinstance(request, GenerateRequest):
        return request
    return GenerateRequest(
        model=take.model,
        prompt=take.prompt,
        seconds=take.seconds,
        seeds=(take.seed,),
        steps=take.steps,
        guidance=take.guidance,
        sampler=take.sampler,
        negative=take.negative,
        adapters=take.adapters,
    )


def values_of(request: GenerateRequest, *, another_model: bool = False) -> dict[str, Any]:
    """All of a request that `plan` is told, but for model, prompt and seeds.

    Args:
        another_model: leave out what means something else to another model.
    """
    names = [
        name
        for name in ("seconds", *_DRIVEN, *_ASKED)
        if not (another_model and name in _OF_A_MODEL)
    ]
    return {name: getattr(request, name) for name in names}


def driven_by(request: GenerateRequest) -> dict[str, Any]:
    """How the model was driven, whatever it made."""
    return {name: getattr(request, name) for name in _DRIVEN}


def near(request: GenerateRequest, seed: int) -> tuple[tuple[int, float], ...]:
    """The way to the noise of a take of this request: what a variation of it is near to."""
    if not request.near:
        return ((seed, 1.0),)
    return (*request.near, (seed, request.distance))
