"""A base of Stable Audio 3 in training on a corpus, as its own trainer does it.

What is learned is written in that trainer's format, so that other programs can use it too. A change
is computed into its weight in every pass, as there. Knows nothing of losses over batches, of
optimisers and of files of clips.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import adapters, precisions, stable_audio_3, stable_audio_3_lora
from tangostudio.families import stable_audio_3_config as configs
from tangostudio.families.placement import FLOAT32, Placement
from tangostudio.tuning import lora, losses, trainees
from tangostudio.tuning import stable_audio_3_training as training
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.arc_nets import StableAudio3Generator, Texts
from tangostudio.tuning.trainee_stable_audio import choice
from tangostudio.tuning.trainees import Draws, Frozen, Written

FOREIGN = "foreign"  # the kind of adapters whose file says itself what it is
_SIDES = {"net.": stable_audio_3.NET, "conditioners.": stable_audio_3.CONDITIONERS}
_MIDDLE, _BASE = ".parametrizations.weight.0.", ".parametrizations.weight.original"


class Change(nn.Module):
    """One change of a weight in training, under the trainer's names."""

    def __init__(self, weight: Tensor, options: AdapterOptions, generator: torch.Generator) -> None:
        super().__init__()
        self.kind, self.scale = options.kind, options.alpha / options.rank
        parts = stable_audio_3_lora.beginning(weight, options.kind, options.rank, generator)
        for name, value in parts.items():
            self.register_parameter(name, nn.Parameter(value.to(weight.device)))
        self.vectors = None
        if "M_xs" in parts:
            matrix = weight.detach().flatten(1)
            self.vectors = stable_audio_3_lora.singular_vectors(matrix, options.rank)

    def forward(self, weight: Tensor) -> Tensor:
        """The weight as it is changed."""
        parts = dict(self.named_parameters())
        return stable_audio_3_lora.changed(
            weight, parts, self.kind, self.scale, weight, self.vectors
        )


class StableAudio3Trainee:
    """See `trainees.Trainee`."""

    def __init__(
        self, card: ModelCard, model: stable_audio_3.Model, options: AdapterOptions, seed: int = 1
    ) -> None:
        if model.config.objective == configs.POST_TRAINED:
            raise BadRequest(
                f"{card.name} was made quick: training it on sounds would undo that.",
                "Train its base, and use what was learned with either of them.",
            )
        self.card, self.model, self.options = card, model, options
        config = model.config
        self.device, self.rate = model.place.device, config.sample_rate
        self.latent_rate = stable_audio_3.latent_rate(model)
        self.longest = config.sample_size / config.sample_rate - config.headroom
        self.fixed = False
        self.blocks, self.width = config.dit.depth, config.dit.width
        self.channels = config.dit.channels
        self.generator = StableAudio3Generator(model.net, model.conditioners)
        self.net = self.generator.eval().requires_grad_(False)
        self.choice = None if options.full else choice(_layers(self.net), options)
        self._original: Frozen = {}
        if self.choice is None:
            for parameter in model.net.parameters():
                parameter.data = parameter.data.clone()  # it may lie in a mapped file
                parameter.requires_grad_(True)
        else:
            self._inject(self.choice.layers, seed)
        self.trained = {name: p for name, p in self.net.named_parameters() if p.requires_grad}
        if options.full:
            self._original = trainees.copied(self.trained)

    def _inject(self, layers: Sequence[str], seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        for name in layers:
            module: Any = self.net.get_submodule(_inner(name))
            change = Change(module.weight, self.options, generator)
            # Without a look at the result: it is the weight itself up to rounding.
            parametrize.register_parametrization(module, "weight", change, unsafe=True)

    # --- what it is told ---------------------------------------------------------------------

    def encode(self, sound: np.ndarray, sample_rate: int, seconds: float) -> Tensor:
        """Latents (L, C) of a sound and the silence that the model works on after it."""
        chance, frames = torch.Generator(), round(seconds * sample_rate)
        found = stable_audio_3.encode(self.model, sound[:frames], sample_rate, seconds, chance)
        return found[0].float().cpu().clone()

    def length(self, seconds: float) -> int:
        """How many latents a sound of this length has, silence included."""
        return stable_audio_3.latent_shape(self.model, seconds)[0]

    @torch.no_grad()
    def read(self, captions: Sequence[str | None], seconds: Sequence[float]) -> Texts:
        """What the text encoder says of captions, learned pads behind it."""
        model, most = self.model, self.model.config.max_tokens
        with model.text.held():
            rows = [
                model.conditioners.prompt(stable_audio_3.states(model, text or ""), most)
                for text in captions
            ]
        told = torch.tensor([float(text is not None) for text in captions], device=self.device)
        duration = torch.tensor([float(s) for s in seconds], device=self.device)
        return Texts(torch.cat(rows).float().clone(), told, duration)

    # --- how it learns -----------------------------------------------------------------------

    def draw(
        self, x0: Tensor, seconds: Sequence[float], rng: np.random.Generator, time_mean: float
    ) -> Draws:
        """Noise that is dealt out, times by length, and what counts and is told."""
        config, length = self.model.config, x0.shape[1]
        hop = config.codec.hop
        shares = training.sound_shares(rng.random(len(x0)), -time_mean)
        valid = [math.ceil(int(each * config.sample_rate) / hop) for each in seconds]
        time = training.shifted(1 - torch.from_numpy(shares), valid)
        noise = torch.from_numpy(rng.standard_normal(tuple(x0.shape), np.float32))
        if len(x0) > 1:
            noise = noise[training.dealt(x0, noise)]
        real = training.real(rng, valid, length, stable_audio_3.latent_rate(self.model))
        return Draws(noise, time, real, training.given(rng, valid, length))

    def errors(self, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
        """Errors (B,) of what is made and of what is told."""
        assert draws.real is not None
        assert draws.given is not None
        noisy = losses.flow_input(x0, draws.noise, draws.time)
        mask = draws.given[..., None].to(x0.dtype)
        local = torch.cat([mask, x0 * mask], -1)
        found = self.generator(noisy, draws.time, texts, draws.real, local)
        return training.errors(found, draws.noise - x0, draws.real, draws.given)

    def checkpoint_activations(self) -> None:
        """Spare memory for time."""
        trainees.checkpointed(self.model.net.transformer.layers)

    # --- what it was and what it became ------------------------------------------------------

    def original(self) -> nn.Module:
        """A frozen generator of the base; what is not trained is shared."""
        nets = stable_audio_3.load_nets(self.model.config, self._base(), self.device, torch.float32)
        return StableAudio3Generator(*nets)

    def trunk(self, blocks: int) -> nn.Module:
        """None: how this family's discriminator is made is not known."""
        raise BadRequest(
            "Stable Audio 3 cannot be made quick here.", "It has a quick version of its own."
        )

    @torch.no_grad()
    def drafter(self) -> stable_audio_3.Model:
        """The model as the program would use it."""
        base = self._base()
        if self.options.full:
            state = base | {_published(name): p.detach() for name, p in self.trained.items()}
            state = {name: value.clone() for name, value in state.items()}
        else:
            state = stable_audio_3_lora.merged(base, self._lora(), 1.0, base)
        dtype = precisions.chosen(self.card, Placement(self.device))
        net, conditioners = stable_audio_3.load_nets(self.model.config, state, self.device, dtype)
        return replace(self.model, net=net, conditioners=conditioners)

    def _base(self) -> dict[str, Tensor]:
        """The weights of the base under their published names."""
        state = {
            _published(name.replace(_BASE, ".weight")): value
            for name, value in self.net.state_dict().items()
            if _MIDDLE not in name
        }
        return state | {_published(name): value for name, value in self._original.items()}

    def _lora(self) -> stable_audio_3_lora.Lora:
        changes: dict[str, dict[str, Tensor]] = {}
        for name, value in self.trained.items():
            module, _, part = name.partition(_MIDDLE)
            changes.setdefault(_published(module + ".weight"), {})[part] = value.detach()
        options = self.options
        return stable_audio_3_lora.Lora(
            self.card.id, options.kind, options.alpha / options.rank, changes
        )

    def freeze(self) -> Frozen:
        """A copy of what is trained."""
        return trainees.copied(self.trained)

    def load(self, values: Mapping[str, Tensor]) -> None:
        """Take back what `freeze` gave."""
        trainees.put_back(self.trained, values)

    def write(self, path: Path, about: dict[str, Any]) -> Written:
        """A LoRA file of the trainer; all weights as a difference of `families.adapters`."""
        card, options = self.card, self.options
        if options.full:
            named = {_published(name): p for name, p in self.trained.items()}
            original = {_published(name): value for name, value in self._original.items()}
            made = lora.learned(card, options, named, original, about)
            return Written(path, adapters.write(path, made).facts.sha256)
        config = {
            "rank": options.rank, "alpha": options.alpha, "adapter_type": options.kind,
            "dropout": 0.0, "include": list(options.include) or None,
            "exclude": list(options.exclude) or None,
        }  # fmt: skip
        sha256 = stable_audio_3_lora.write(path, self._lora(), config)
        trainer = {key: config[key] for key in ("rank", "alpha", "adapter_type")}
        facts = {
            "format": adapters.FORMAT, "kind": FOREIGN, "model": card.id,
            "model_hash": card.weights_hash, "rank": 0, "alpha": 0, "shapes": {},
            "sha256": sha256, "about": {"trainer": trainer, **about},
        }  # fmt: skip
        target = path.with_suffix(".json")
        text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
        whole_files.replace_whole(whole_files.write_part(target, text.encode()), target)
        return Written(path, sha256)


def load(
    card: ModelCard, folder: Path, device: str, options: AdapterOptions, seed: int
) -> StableAudio3Trainee:
    """Of a checkpoint's folder; errors as those of `trainees.build`."""
    model = stable_audio_3.build(card, folder, Placement(device, FLOAT32))
    return StableAudio3Trainee(card, model, options, seed)


def _layers(generator: nn.Module) -> list[str]:
    """Names of the layers that the trainer can change, as it calls them."""
    return [
        "model." + name.removeprefix("net.") if name.startswith("net.") else name
        for name, layer in generator.named_modules()
        if isinstance(layer, nn.Linear | nn.Conv1d)
    ]


def _inner(name: str) -> str:
    """A trainer's name of a layer as the generator's."""
    return name if name.startswith("conditioners.") else "net." + name.removeprefix("model.")


def _published(name: str) -> str:
    """A name in the generator as checkpoints have it."""
    side = next(side for side in _SIDES if name.startswith(side))
    return _SIDES[side] + name.removeprefix(side)
