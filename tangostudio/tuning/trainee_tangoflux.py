"""A TangoFlux flow in training on a corpus; the bundled starter is one too.

Captions are read side by side, the shorter ones filled up with pads that are read too, as in the
family's own training. Knows nothing of losses over batches, of optimisers and of files of clips.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio.cards import ModelCard
from tangostudio.families import adapters, tangoflux, words
from tangostudio.families.tangoflux_net import encode_text
from tangostudio.tuning import layer_filters, lora, trainees
from tangostudio.tuning.adapter_options import EVERY, AdapterOptions
from tangostudio.tuning.arc_nets import FlowGenerator, FlowTrunk, Texts
from tangostudio.tuning.plan import TARGETS
from tangostudio.tuning.trainees import Draws, Frozen, Written

_BLOCKS = re.compile(r"(?:single_)?transformer_blocks\.\d+\.(.+)")
_PREFIX = "transformer."


class TangoFluxTrainee:
    """See `trainees.Trainee`."""

    def __init__(self, base: lora.Base, options: AdapterOptions, seed: int = 1) -> None:
        self.base, self.options = base, options
        model = base.model
        self.choice = None if options.full else choice(model.net.transformer, options)
        chosen = "|".join(map(re.escape, self.choice.layers)) if self.choice else ""
        self.policy = lora.Policy(base, options, seed, chosen)
        self.card, self.device, self.rate = base.card, model.device, model.codec.sample_rate
        self.latent_rate = tangoflux.latent_rate(model)
        self.longest, self.fixed = float(model.net.config.max_duration), model.fixed_length
        self.net = self.policy.net
        self.generator = FlowGenerator(self.policy.net)
        self.trained = self.policy.trained
        config = model.net.config
        self.channels = config.in_channels
        self.blocks = config.num_layers + config.num_single_layers
        self.width = config.attention_head_dim * config.num_attention_heads

    # --- what it is told ---------------------------------------------------------------------

    def encode(self, sound: np.ndarray, sample_rate: int, seconds: float) -> Tensor:
        """Latents (L, C) of a sound."""
        chance = trainees.of_sound(sound)
        found = tangoflux.encode(self.base.model, sound, sample_rate, seconds, chance)
        return found[0].float().cpu().clone()

    def length(self, seconds: float) -> int:
        """How many latents a sound of this length has."""
        return tangoflux.latent_shape(self.base.model, seconds)[0]

    @torch.no_grad()
    def read(self, captions: Sequence[str | None], seconds: Sequence[float]) -> Texts:
        """What the text encoder says of captions; no caption is the empty one."""
        model = self.base.model
        rows = [tangoflux.tokens(model, text or "") for text in captions]
        pad = int(model.net.config.text_encoder.get("pad_token_id", 0))
        ids, mask = (torch.tensor(v, device=self.device) for v in words.padded(rows, pad))
        with model.text.ready() as encoder:
            states, mean = encode_text(encoder, ids, mask)
        duration = torch.tensor([float(s) for s in seconds], device=self.device)
        return Texts(states.float(), mean.float(), duration)

    # --- how it learns -----------------------------------------------------------------------

    def draw(
        self, x0: Tensor, seconds: Sequence[float], rng: np.random.Generator, time_mean: float
    ) -> Draws:
        """Noise and logit-normal times."""
        return trainees.plain_draws(x0, rng, time_mean)

    def errors(self, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
        """L_FM (B,), silence included."""
        return trainees.plain_errors(self.generator, x0, texts, draws)

    def checkpoint_activations(self) -> None:
        """Spare memory for time."""
        self.policy.checkpoint_activations()

    # --- what it was and what it became ------------------------------------------------------

    def original(self) -> nn.Module:
        """A frozen generator of the base; what is not trained is shared."""
        return FlowGenerator(self._base_net()).eval().requires_grad_(False)

    def trunk(self, blocks: int) -> nn.Module:
        """The base's first blocks, a copy to be trained."""
        return FlowTrunk(self._base_net(), blocks).requires_grad_(True)

    def _base_net(self) -> tangoflux.Flow:
        net = self.base.model.net
        with torch.device("meta"):
            made = tangoflux.Flow(net.config)
        made.transformer.load_state_dict(self.policy.original(), assign=True)
        made.fc, made.duration_emebdder = net.fc, net.duration_emebdder
        return made

    def drafter(self) -> tangoflux.Model:
        """The model as the program would use it."""
        return self.policy.drafter()

    def freeze(self) -> Frozen:
        """A copy of what is trained."""
        return self.policy.freeze()

    def load(self, values: Mapping[str, Tensor]) -> None:
        """Take back what `freeze` gave."""
        self.policy.load(values)

    def write(self, path: Path, about: dict[str, Any]) -> Written:
        """An adapter of `families.adapters`."""
        return Written(path, adapters.write(path, self.policy.adapter(about)).facts.sha256)


def load(
    card: ModelCard, folder: Path, device: str, options: AdapterOptions, seed: int
) -> TangoFluxTrainee:
    """Of a checkpoint's folder; errors as those of `trainees.build`."""
    return TangoFluxTrainee(lora.load_base(card, folder, device), options, seed)


def choice(transformer: nn.Module, options: AdapterOptions) -> layer_filters.Choice:
    """The linear layers of a transformer that options choose, by their names in it."""
    names = [name for name, layer in transformer.named_modules() if isinstance(layer, nn.Linear)]
    if options.targets != EVERY:
        wanted = TARGETS[options.targets]
        inside = ((name, _BLOCKS.fullmatch(name)) for name in names)
        names = [name for name, found in inside if found and found[1] in wanted]
    return layer_filters.choose(names, options.include, options.exclude)
