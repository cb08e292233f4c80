"""Model families: one module each, found by the name that a card gives.

A family is a module with the functions of `Family`. Arrays are the family's own kind (torch
tensors; the toy family uses numpy), and nobody above looks inside them. A new checkpoint of a known
family is a card and no code; a new family is a module and one line here.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from tangostudio.cards import ModelCard
from tangostudio.errors import CardError
from tangostudio.families.placement import Placement

_FAMILIES = {
    "clap": "tangostudio.families.clap",
    "stable_audio_3": "tangostudio.families.stable_audio_3",
    "stable_audio": "tangostudio.families.stable_audio",
    "tango2": "tangostudio.families.tango2",
    "tangoflux": "tangostudio.families.tangoflux",
    "toy": "tangostudio.families.toy",
}

IN_INT8 = frozenset({"stable_audio", "stable_audio_3", "tangoflux"})
"""Those whose nets can be held in int8 on a processor."""


class Family(Protocol):
    """What the engines call. `x` is (takes, length, channels).

    Sigma is the time of the sampler that the card names: 1 to 0 for flows, a noise level or a
    numbered step for diffusion models.
    """

    def build(
        self,
        card: ModelCard,
        folder: Path | None,
        place: Placement | str,
        adapters: Sequence[tuple[Path, float]] = (),
    ) -> Any:
        """Load the weights, adapters added at their strengths. Raises WeightsError, BadRequest."""
        ...

    def tables(self, card: ModelCard, folder: Path) -> dict[str, dict[str, Any]]:
        """Names and shapes of the tensors that each safetensors file of a checkpoint holds."""
        ...

    def condition(
        self, model: Any, prompt: str, negative: str, seconds: float, guidance: float
    ) -> Any:
        """Everything that the velocity needs besides x and sigma, computed once per request."""
        ...

    def latent_shape(self, model: Any, seconds: float) -> tuple[int, int]:
        """(length, channels) of one take."""
        ...

    def start(self, model: Any, shape: tuple[int, int], seed: int) -> tuple[Any, Any]:
        """Noise (1, length, channels) and the generator, which the decoder goes on with."""
        ...

    def noise(self, model: Any, shape: tuple[int, int], generator: Any) -> Any:
        """Fresh noise (1, length, channels), the take's next draw."""
        ...

    def stack(self, parts: Sequence[Any]) -> Any:
        """Join takes along the first axis."""
        ...

    def velocity(self, model: Any, x: Any, sigma: float, conditioning: Any) -> Any:
        """What the net predicts (the velocity of a flow, v of a diffusion), guidance included."""
        ...

    def decode(
        self, model: Any, x: Any, seconds: float, generators: Sequence[Any]
    ) -> list[np.ndarray]:
        """Sounds, float32 (frames, channels), one per take."""
        ...


class FromSound(Family, Protocol):
    """What a family has besides whose cards list "init" and "inpaint"."""

    def latent_rate(self, model: Any) -> float:
        """How many latents a second of sound has."""
        ...

    def encode(
        self, model: Any, sound: np.ndarray, sample_rate: int, seconds: float, generator: Any
    ) -> Any:
        """Latents (1, length, channels) of a sound (frames, channels) at its rate.

        The sound is cut or filled up with silence to the length of a take of `seconds`; what is
        random comes from the generator.
        """
        ...


class Filling(FromSound, Protocol):
    """What a family has besides whose net is told what to keep; others are led there."""

    def keep(
        self, model: Any, conditioning: Any, source: Any, regions: Sequence[tuple[float, float]]
    ) -> Any:
        """The conditioning that has the source's latents kept outside of regions in seconds."""
        ...


def family(name: str) -> Family:
    """The family's module.

    Raises:
        CardError: no family has this name.
    """
    if name not in _FAMILIES:
        raise CardError(
            f"No model family is called {name!r}.", f"Known: {', '.join(sorted(_FAMILIES))}."
        )
    # Read when torch is first imported: what Apple's GPU cannot do yet, the processor does.
    os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    return cast(Family, importlib.import_module(_FAMILIES[name]))
