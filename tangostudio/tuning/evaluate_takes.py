"""The takes that an evaluation listens to, made as the program makes them, and what they cost.

The first take of a prompt is made alone and timed, the others side by side where the model can.
What is thought of them is not known here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import machine, paths
from tangostudio.cards import Catalogue, ModelCard, sampling
from tangostudio.engines import generate
from tangostudio.engines import precision as precisions
from tangostudio.errors import BadRequest
from tangostudio.evaluation.results import Setting
from tangostudio.messages import AudioReady, Event, GenerateRequest

AT_ONCE = 4
"""Takes of a prompt side by side, at most."""

_MODEL = "generator"  # the resident model's key


@dataclass(frozen=True, eq=False)
class Made:
    """Takes of one prompt.

    Attributes:
        sounds: float32 (frames, channels) each, as the model gave them.
        seconds: that the first one needed, alone.
        memory: bytes that were held at most; None where nothing says so.
    """

    sounds: list[np.ndarray]
    sample_rate: int
    seconds: float
    memory: int | None = None


def card_of(setting: Setting, adapter_dir: str) -> ModelCard:
    """The card of a setting's model as it is driven with the setting's adapters.

    Raises:
        BadRequest, NotFound: there is no such model, or its adapters do not go together.
    """
    card = Catalogue.load(paths.models_dir()).get(setting.model)
    return sampling.driven(card, sampling.of_adapters(Path(adapter_dir), setting.adapters))


def check(setting: Setting, card: ModelCard, seconds: Sequence[float]) -> None:
    """Raise BadRequest unless the model can make takes of these lengths with the setting."""
    try:
        for name, value in (("steps", setting.steps), ("guidance", setting.guidance)):
            if name in card.parameters:
                card.parameters[name].check(value)
        for value in set(seconds):
            card.parameters["seconds"].check(value)
        precisions.settle(card, "cpu", setting.precision)
    except BadRequest as error:
        raise BadRequest(f"The setting “{setting.name}”: {error.message}", error.hint) from error
    if setting.sampler not in card.samplers:
        raise BadRequest(
            f"The setting “{setting.name}”: {card.name} has no sampler {setting.sampler!r}.",
            f"It has: {', '.join(card.samplers)}.",
        )


def load(
    job: str, setting: Setting, adapter_dir: str, resident: dict[str, Any]
) -> Generator[Event, None, None]:
    """Have the setting's model resident and warm; the one that is there stays where it is the same.

    Raises:
        WeightsError, OutOfMemory: it cannot be used.
    """
    before = resident.get(_MODEL)
    loaded = yield from generate.load(
        job,
        setting.model,
        resident,
        setting.adapters,
        adapter_dir,
        precision=setting.precision,
    )
    if loaded is not before:
        generate.try_out(loaded)


def make(
    job: str,
    setting: Setting,
    prompt: tuple[str, float],
    seeds: Sequence[int],
    adapter_dir: str,
    resident: dict[str, Any],
) -> Generator[Event, None, Made]:
    """A take of each seed for one prompt: text and seconds."""
    sounds: list[np.ndarray] = []
    spent: list[float] = []
    held: generate.Loaded | None = resident.get(_MODEL)  # none after one that ran out of memory
    rate, peak = 0, _Peak(held.plan.place.device if held is not None else "cpu")
    with tempfile.TemporaryDirectory() as folder:
        for some in (seeds[:1], seeds[1:]):
            request = GenerateRequest(
                model=setting.model,
                prompt=prompt[0],
                seconds=prompt[1],
                seeds=tuple(some),
                steps=setting.steps,
                guidance=setting.guidance,
                sampler=setting.sampler,
                out=folder,
                batch=AT_ONCE,
                adapters=setting.adapters,
                adapter_dir=adapter_dir,
                precision=setting.precision,
            )
            for event in generate.generate(job, request, resident) if some else ():
                if isinstance(event, AudioReady):
                    sound, rate = generate.as_made(event)
                    sounds.append(sound)
                    spent.append(event.render_seconds)
                else:
                    yield event
    return Made(sounds, rate, spent[0], peak.bytes())


class _Peak:
    """The most memory from its making on: of the graphics card, or of the whole process."""

    def __init__(self, device: str) -> None:
        self._cuda = sys.modules["torch"].cuda if device == "cuda" else None
        if self._cuda is not None:
            self._cuda.reset_peak_memory_stats()
        machine.forget_peak()

    def bytes(self) -> int | None:
        """None where nothing says so."""
        if self._cuda is not None:
            return int(self._cuda.max_memory_allocated())
        return machine.peak_memory()
