"""Flow models in training, whatever their family: what trainings on a corpus need of them.

A trainee owns the network of one model and what is trained of it: low-rank adapters of chosen
layers, or every weight. How its latents, texts, times and errors come about is its family's matter;
what is made of them (a supervised loss, a discriminator) is not known here.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.tuning import layer_filters, losses
from tangostudio.tuning.adapter_options import LORA, AdapterOptions
from tangostudio.tuning.arc_nets import Texts

Frozen = dict[str, Tensor]
"""Trained tensors at one moment, by name."""

_FAMILIES = {
    "stable_audio": "tangostudio.tuning.trainee_stable_audio",
    "stable_audio_3": "tangostudio.tuning.trainee_stable_audio_3",
    "tangoflux": "tangostudio.tuning.trainee_tangoflux",
}


@dataclass(frozen=True, eq=False)
class Draws:
    """The chance of one step, for every item of a batch.

    Attributes:
        noise: (B, L, C); time: (B,).
        real: (B, L), False where a latent is padding that has no part in the error; None: nowhere.
        given: (B, L), True where the network is told the latents; None: nowhere.
    """

    noise: Tensor
    time: Tensor
    real: Tensor | None = None
    given: Tensor | None = None

    def part(self, places: slice) -> Draws:
        """Those of some of the items."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return replace(self, **{k: v[places] for k, v in values.items() if v is not None})

    def to(self, device: str) -> Draws:
        """The same on a device."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return replace(self, **{k: v.to(device) for k, v in values.items() if v is not None})


@dataclass(frozen=True)
class Written:
    """An adapter in a file, its facts beside it (.json)."""

    path: Path
    sha256: str


class Trainee(Protocol):
    """A flow model in training.

    Attributes:
        card: says which weights it has.
        rate: of its sounds, in frames a second.
        latent_rate: latents a second.
        longest: seconds of the longest sound that it can learn from.
        fixed: whether its latents have one length whatever the sound's.
        net: all of the network; generator: velocity (B, L, C) of (x (B, L, C), time (B,), Texts),
            noise minus sound, as trained so far.
        options: what is trained; trained: parameters that an optimiser moves, by name.
        choice: the layers that are changed; None where all weights are.
        blocks, width: of its transformer; channels: of a latent.
    """

    card: ModelCard
    device: str
    rate: int
    latent_rate: float
    longest: float
    fixed: bool
    trained: dict[str, nn.Parameter]
    choice: layer_filters.Choice | None
    blocks: int
    width: int
    channels: int
    options: AdapterOptions

    @property
    def net(self) -> nn.Module:
        """See above."""
        ...

    @property
    def generator(self) -> nn.Module:
        """See above."""
        ...

    # What it is told

    def encode(self, sound: np.ndarray, sample_rate: int, seconds: float) -> Tensor:
        """Latents (L, C), float32 on the processor, of a sound (frames, channels).

        The same sound gives the same latents.
        """
        ...

    def length(self, seconds: float) -> int:
        """How many latents a sound of this length has."""
        ...

    def read(self, captions: Sequence[str | None], seconds: Sequence[float]) -> Texts:
        """What the frozen text encoder says of captions; None where guidance steers away from."""
        ...

    # How it learns

    def draw(
        self, x0: Tensor, seconds: Sequence[float], rng: np.random.Generator, time_mean: float
    ) -> Draws:
        """The chance of a step over a batch (B, L, C), drawn as the family was trained."""
        ...

    def errors(self, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
        """Errors (B,) of what it says of noised latents, as the family was trained."""
        ...

    def checkpoint_activations(self) -> None:
        """From now on compute each block again in the backward pass instead of keeping it."""
        ...

    # What it was and what it became

    def original(self) -> nn.Module:
        """A frozen generator as it was before anything was learned."""
        ...

    def trunk(self, blocks: int) -> nn.Module:
        """A copy of the first blocks as they were before anything was learned, all trained.

        Raises:
            BadRequest: the family has no discriminator.
        """
        ...

    def drafter(self) -> Any:
        """The model as the program would use it, with what was learned so far."""
        ...

    def freeze(self) -> Frozen:
        """A copy of what is trained."""
        ...

    def load(self, values: Mapping[str, Tensor]) -> None:
        """Take back what `freeze` gave."""
        ...

    def write(self, path: Path, about: dict[str, Any]) -> Written:
        """Store what was learned as an adapter file of the family, facts beside it.

        Raises:
            StorageError: the folder cannot be written or is full.
        """
        ...


def build(
    card: ModelCard, folder: Path, device: str, options: AdapterOptions, seed: int = 1
) -> Trainee:
    """A model of a card in training, expanded to float32.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: the model cannot be trained so, or the filters choose no layer.
    """
    options.check()
    if card.family != "stable_audio_3" and options.kind != LORA:
        raise BadRequest(
            f"{card.name} cannot be given an adapter of kind {options.kind}.",
            f"Choose {LORA}: other kinds are for Stable Audio 3.",
        )
    if card.family not in _FAMILIES:
        raise BadRequest(
            f"{card.name} cannot be trained on a corpus.",
            "Choose a flow model: the starter, TangoFlux, or a base of Stable Audio.",
        )
    # A family's module is read when it is needed: each brings much along.
    module = importlib.import_module(_FAMILIES[card.family])
    return cast(Trainee, module.load(card, folder, device, options, seed))


# --- what trainees share ---------------------------------------------------------------------


def plain_draws(x0: Tensor, rng: np.random.Generator, time_mean: float) -> Draws:
    """Noise, and logit-normal times, item by item."""
    normal = torch.from_numpy(rng.standard_normal(len(x0), np.float32))
    noise = torch.from_numpy(rng.standard_normal(tuple(x0.shape), np.float32))
    return Draws(noise, losses.logit_normal_times(normal, time_mean))


def plain_errors(generator: nn.Module, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
    """Mean squared errors (B,) of a rectified flow's velocity."""
    noisy = losses.flow_input(x0, draws.noise, draws.time)
    return losses.flow_error(generator(noisy, draws.time, texts), x0, draws.noise)


def of_sound(sound: np.ndarray) -> torch.Generator:
    """The chance of an encoder that draws: the sound's own, so that it is the same every time."""
    mark = hashlib.sha256(np.ascontiguousarray(sound).tobytes()).digest()
    return torch.Generator().manual_seed(int.from_bytes(mark[:7], "little"))


def copied(trained: Mapping[str, nn.Parameter]) -> Frozen:
    """A copy of parameters."""
    return {name: p.detach().clone() for name, p in trained.items()}


@torch.no_grad()
def put_back(trained: Mapping[str, nn.Parameter], values: Mapping[str, Tensor]) -> None:
    """Parameters as they were copied."""
    for name, parameter in trained.items():
        parameter.copy_(values[name])


def checkpointed(layers: nn.ModuleList) -> None:
    """From now on compute what layers give again in the backward pass instead of keeping it."""
    for layer in layers:
        layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)
