"""Model families: one module each, found by the name that a card gives.

A family is a module with the functions of `Family`. Arrays are the family's own kind (torch
tensors; the toy family uses numpy), and nobody above looks inside them. A new checkpoint of a known
family is a card and no code; a new family is a module and one line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from tangostudio.cards import ModelCard
from tangostudio.errors import CardError

_FAMILIES = {
    "tangoflux": "tangostudio.families.tangoflux",
    "toy": "tangostudio.families.toy",
}


class Family(Protocol):
    """What the engines call. `x` is (takes, length, channels); sigma runs from 1 to 0."""

    def build(
        self,
        card: ModelCard,
        folder: Path | None,
        device: str,
        adapters: Sequence[tuple[Path, float]] = (),
    ) -> Any:
        """Load the weights, adapters added at their strengths. Raises WeightsError, BadRequest."""
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

    def stack(self, parts: Sequence[Any]) -> Any:
        """Join takes along the first axis."""
        ...

    def velocity(self, model: Any, x: Any, sigma: float, conditioning: Any) -> Any:
        """Velocity of the flow, guidance included."""
        ...

    def decode(
        self, model: Any, x: Any, seconds: float, generators: Sequence[Any]
    ) -> list[np.ndarray]:
        """Sounds, float32 (frames, channels), one per take."""
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
    return cast(Family, importlib.import_module(_FAMILIES[name]))
