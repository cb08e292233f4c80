"""The sound that takes start from: read, checked, at the rate that it is needed at.

Knows nothing of models but what their cards say.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tangostudio.audio import files
from tangostudio.audio.files import Sound
from tangostudio.audio.resample import resample
from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.messages import GenerateRequest

_ABILITIES = {"inpaint": "make parts of a sound again", "init": "start from a sound"}
_MOST_CHANNELS = 2
_SPARE_SECONDS = 1  # beyond what a take needs, so that resampling sees no edge


def read(request: GenerateRequest, card: ModelCard) -> Sound | None:
    """The start sound of a request, or None where it has none.

    Parts of it that are made again: the whole sound at the model's rate. Otherwise its beginning
    at its own rate.

    Raises:
        BadRequest: the model cannot, or a number of the request is out of range.
        AudioFileError: the file cannot be read.
    """
    if request.loop or request.regions:
        _require(card, "inpaint")
    if not request.init:
        if request.regions or request.follow:
            raise BadRequest("There is no sound to start from.", "Choose one first.")
        return None
    _require(card, "init")
    _check(request)
    sound = files.read(Path(request.init))
    if sound.channels > _MOST_CHANNELS:
        raise BadRequest(
            f"A sound of {sound.channels} channels cannot be the start.",
            "Mix it down to stereo first.",
        )
    if request.regions or request.loop:
        return _fitting(sound, card.sample_rate)
    needed = round((request.seconds + _SPARE_SECONDS) * sound.sample_rate)
    return Sound(sound.samples[:needed], sound.sample_rate)


def _require(card: ModelCard, ability: str) -> None:
    if ability not in card.can:
        reason = card.cannot.get(ability, "Choose another model.")
        raise BadRequest(f"{card.name} cannot {_ABILITIES[ability]}.", reason)


def _check(request: GenerateRequest) -> None:
    if not 0 < request.strength <= 1:
        raise BadRequest(
            f"A strength of {request.strength:g} cannot be used.",
            "Choose more than 0, which would change nothing, and at most 1, which keeps nothing.",
        )
    if not 0 <= request.follow <= 1:
        raise BadRequest(
            f"A start cannot be followed by {request.follow:g}.", "Choose a number from 0 to 1."
        )


def _fitting(sound: Sound, sample_rate: int) -> Sound:
    """At another rate, and within full scale."""
    samples = resample(sound.samples, sound.sample_rate, sample_rate)
    peak = float(np.abs(samples).max())
    return Sound(samples / np.float32(peak) if peak > 1 else samples, sample_rate)
