"""A Stable Audio Open flow in training on a corpus.

The rectified flows of the family alone: the base of Open Small, and models trained on from it. A
window has one length, silence behind the sound belongs to it, and the net is told the sound's
seconds. Knows nothing of losses over batches, of optimisers and of files of clips.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import adapters, precisions, stable_audio, weights
from tangostudio.families.placement import FLOAT32, Placement
from tangostudio.families.stable_audio_config import START
from tangostudio.families.stable_audio_net import StableAudio
from tangostudio.tuning import layer_filters, lora, lowrank, trainees
from tangostudio.tuning.adapter_options import EVERY, AdapterOptions
from tangostudio.tuning.arc_nets import StableAudioGenerator, StableAudioTrunk, Texts
from tangostudio.tuning.trainees import Draws, Frozen, Written

FLOW, QUICK = "rectified_flow", "rf_denoiser"
SETS = {
    "attention": r"layers\.\d+\.(?:self|cross)_attn\.",
    "mlp": r"layers\.\d+\.ff\.",
    "blocks": r"layers\.\d+\.",
    EVERY: "",
}
"""Sets of layers by what their names hold, of this family and of Stable Audio 3."""


class StableAudioTrainee:
    """See `trainees.Trainee`."""

    def __init__(
        self, card: ModelCard, model: stable_audio.Model, options: AdapterOptions, seed: int = 1
    ) -> None:
        _require_flow(card, model)
        self.card, self.model, self.options = card, model, options
        config = model.config
        self.device, self.rate = model.place.device, config.sample_rate
        self.latent_rate = stable_audio.latent_rate(model)
        self.longest, self.fixed = config.sample_size / config.sample_rate, True
        self.net = model.net.eval().requires_grad_(False)
        self.blocks, self.width = config.dit.depth, config.dit.width
        self.channels = config.dit.channels
        self.choice = None if options.full else choice(linear_layers(self.net), options)
        self._original: Frozen = {}
        if self.choice is None:
            for parameter in self.net.transformer.parameters():
                parameter.data = parameter.data.clone()  # it may lie in a mapped file
                parameter.requires_grad_(True)
        else:
            chosen = "|".join(map(re.escape, self.choice.layers))
            lowrank.inject(self.net, options, chosen, seed)
        self.trained = {name: p for name, p in self.net.named_parameters() if p.requires_grad}
        if options.full:
            self._original = trainees.copied(self.trained)
        self.generator = StableAudioGenerator(self.net)

    # --- what it is told ---------------------------------------------------------------------

    def encode(self, sound: np.ndarray, sample_rate: int, seconds: float) -> Tensor:
        """Latents (L, C) of a window with a sound."""
        chance = trainees.of_sound(sound)
        frames = round(seconds * sample_rate)
        found = stable_audio.encode(self.model, sound[:frames], sample_rate, seconds, chance)
        return found[0].float().cpu().clone()

    def length(self, seconds: float) -> int:
        """How many latents a sound has: as many as any other."""
        return self.model.config.length

    @torch.no_grad()
    def read(self, captions: Sequence[str | None], seconds: Sequence[float]) -> Texts:
        """What the text encoder says of captions; without one there are zeros."""
        with self.model.text.held():
            rows = [stable_audio.read(self.model, text or "") for text in captions]
        states = torch.cat([states for states, _ in rows]).float().clone()
        masks = torch.cat([mask for _, mask in rows]).clone()
        told = torch.tensor([text is not None for text in captions], device=masks.device)
        duration = torch.tensor([float(s) for s in seconds], device=self.device)
        return Texts(states, masks & told[:, None], duration)

    # --- how it learns -----------------------------------------------------------------------

    def draw(
        self, x0: Tensor, seconds: Sequence[float], rng: np.random.Generator, time_mean: float
    ) -> Draws:
        """Noise and logit-normal times."""
        return trainees.plain_draws(x0, rng, time_mean)

    def errors(self, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
        """Mean squared errors (B,), silence included."""
        return trainees.plain_errors(self.generator, x0, texts, draws)

    def checkpoint_activations(self) -> None:
        """Spare memory for time."""
        trainees.checkpointed(self.net.transformer.transformer.layers)

    # --- what it was and what it became ------------------------------------------------------

    def original(self) -> nn.Module:
        """A frozen generator of the base; what is not trained is shared."""
        return StableAudioGenerator(self._filled(self._base()))

    def trunk(self, blocks: int) -> nn.Module:
        """The base's first blocks, a copy to be trained."""
        return StableAudioTrunk(self._filled(self._base()), blocks).requires_grad_(True)

    def _base(self) -> dict[str, Tensor]:
        return lowrank.base_state(self.net) | self._original

    def _filled(self, state: dict[str, Tensor]) -> StableAudio:
        return weights.filled(partial(StableAudio, self.model.config), state)

    @torch.no_grad()
    def drafter(self) -> stable_audio.Model:
        """The model as the program would use it."""
        state = {name: value.detach().clone() for name, value in self._present().items()}
        dtype = precisions.chosen(self.card, Placement(self.device))
        net = stable_audio.load_net(self.model.config, state, self.device, dtype)
        return replace(self.model, net=net)

    def _present(self) -> dict[str, Tensor]:
        if self.options.full:
            return self.net.state_dict()
        return adapters.merged(lowrank.base_state(self.net), [(self._adapter({}), 1.0)])

    def freeze(self) -> Frozen:
        """A copy of what is trained."""
        return trainees.copied(self.trained)

    def load(self, values: Mapping[str, Tensor]) -> None:
        """Take back what `freeze` gave."""
        trainees.put_back(self.trained, values)

    def write(self, path: Path, about: dict[str, Any]) -> Written:
        """An adapter of `families.adapters`."""
        return Written(path, adapters.write(path, self._adapter(about)).facts.sha256)

    def _adapter(self, about: dict[str, Any]) -> adapters.Adapter:
        return lora.learned(self.card, self.options, self.trained, self._original, about)


def load(
    card: ModelCard, folder: Path, device: str, options: AdapterOptions, seed: int
) -> StableAudioTrainee:
    """Of a checkpoint's folder; errors as those of `trainees.build`."""
    model = stable_audio.build(card, folder, Placement(device, FLOAT32))
    return StableAudioTrainee(card, model, options, seed)


def _require_flow(card: ModelCard, model: stable_audio.Model) -> None:
    objective = model.config.objective
    if objective == QUICK:
        raise BadRequest(
            f"{card.name} was made quick: training it on sounds would undo that.",
            "Train its base, and use what was learned with either of them.",
        )
    if objective != FLOW or START in model.config.numbers:
        raise BadRequest(
            f"{card.name} is a diffusion model; only flow models can be trained here.",
            "Choose the base of Stable Audio Open Small, or a model of another family.",
        )


def linear_layers(net: nn.Module) -> list[str]:
    """Names of the linear layers of a network."""
    return [name for name, layer in net.named_modules() if isinstance(layer, nn.Linear)]


def choice(names: Iterable[str], options: AdapterOptions) -> layer_filters.Choice:
    """The layers that options choose, by their names in the network."""
    wanted = re.compile(SETS[options.targets])
    inside = [name for name in names if wanted.search(name)]
    return layer_filters.choose(inside, options.include, options.exclude)
