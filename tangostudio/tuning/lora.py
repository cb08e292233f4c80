"""The policy: a TangoFlux transformer in training, by low-rank adapters or as a whole.

Low-rank adapters (Hu et al., "LoRA", 2021) come from peft. The text encoder, the projection of its
mean and the duration embedder stay as they are, so that what the transformer reads can be computed
once. Knows nothing of losses, data and optimisers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import adapters, precisions, tangoflux
from tangostudio.families.placement import FLOAT32, Placement
from tangostudio.tuning import lowrank
from tangostudio.tuning.plan import TARGETS, Options

_BLOCKS = r"(?:single_)?transformer_blocks\.\d+\."
_PREFIX = "transformer."


# --- the model to tune -----------------------------------------------------------------------


@dataclass
class Base:
    """The model that is tuned.

    Attributes:
        card: says which weights they are.
        model: words, codec and rules of the family; its network is kept in float32.
        fast: make candidates with linear layers in bfloat16, as the card's model would.
    """

    card: ModelCard
    model: tangoflux.Model
    fast: bool = False


def load_base(card: ModelCard, folder: Path, device: str) -> Base:
    """A model with its network expanded to float32, however it is stored and used.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: the card is of a family that cannot be tuned.
    """
    if card.family != "tangoflux":
        raise BadRequest(f"{card.name} cannot be tuned.", "Choose a model of the TangoFlux family.")
    model = tangoflux.build(card, folder, Placement(device, FLOAT32))
    return Base(card, model, precisions.in_halves(card, device))


# --- the policy ------------------------------------------------------------------------------

Frozen = dict[str, Tensor]
"""The trained tensors of a policy at one moment, by their names in its network."""


class Policy:
    """Owns the base's network while it is trained, and what is trained of it.

    Attributes:
        trained: parameters that the optimiser moves, by name.
    """

    def __init__(self, base: Base, options: Options, seed: int, layers: str = "") -> None:
        """Take the network over.

        Args:
            layers: a regular expression of the transformer's layers that get an adapter, in place
                of those that the options name.
        """
        options.check()
        self.base, self.options = base, options
        self.net = base.model.net.eval().requires_grad_(False)
        self._original: Frozen = {}
        if options.full:
            self.net.transformer.requires_grad_(True)
            self._original = {k: v.detach().clone() for k, v in self._trained().items()}
        else:
            lowrank.inject(self.net.transformer, options, layers or _layers(options), seed)
        self.trained = self._trained()

    def _trained(self) -> dict[str, nn.Parameter]:
        return {name: p for name, p in self.net.named_parameters() if p.requires_grad}

    # What it says

    def velocity(self, x: Tensor, sigma: Tensor, states: Tensor, pooled: Tensor) -> Tensor:
        """Velocity (B, L, C) of the policy as it is."""
        return self.net(x, sigma, states, pooled)

    @torch.no_grad()
    def reference(
        self, frozen: Frozen | None, x: Tensor, sigma: Tensor, states: Tensor, pooled: Tensor
    ) -> Tensor:
        """Velocity (B, L, C) of the policy as it was when frozen; None is the base itself."""
        if frozen is None and self.options.full:
            frozen = self._original
        if frozen is not None:
            return functional_call(self.net, frozen, (x, sigma, states, pooled))
        with lowrank.switched_off(self.net):
            return self.net(x, sigma, states, pooled)

    # What it holds

    def freeze(self) -> Frozen:
        """A copy of what is trained."""
        return {name: p.detach().clone() for name, p in self.trained.items()}

    @torch.no_grad()
    def load(self, values: Mapping[str, Tensor]) -> None:
        """Take back what `freeze` gave."""
        for name, parameter in self.trained.items():
            parameter.copy_(values[name])

    def adapter(self, about: dict[str, Any]) -> adapters.Adapter:
        """What was learned, as an adapter of the base."""
        return learned(self.base.card, self.options, self.trained, self._original, about)

    @torch.no_grad()
    def weights(self) -> dict[str, Tensor]:
        """The transformer's weights under their published names, what was learned merged in."""
        state = {
            name: value
            for name, value in lowrank.base_state(self.net).items()
            if name.startswith(_PREFIX)
        }
        if self.options.full:
            return {name: value.clone() for name, value in state.items()}
        return adapters.merged(state, [(self.adapter({}), 1.0)])

    def original(self) -> dict[str, Tensor]:
        """The base's transformer by its own names; what is not trained is shared."""
        state = lowrank.base_state(self.net.transformer)
        return state | {k.removeprefix(_PREFIX): v for k, v in self._original.items()}

    def drafter(self) -> tangoflux.Model:
        """The policy as it is now, as the model that the program would use: no slower than it."""
        model = self.base.model
        with torch.device("meta"):
            net = tangoflux.Flow(model.net.config)
        state = {k.removeprefix(_PREFIX): v for k, v in self.weights().items()}
        net.transformer.load_state_dict(state, assign=True)
        net.fc, net.duration_emebdder = model.net.fc, model.net.duration_emebdder
        net.eval().transformer.requires_grad_(False)
        if self.base.fast:
            net.halve(torch.bfloat16, self.base.card.options.get("halved", "all"))
        return replace(model, net=net)

    def checkpoint_activations(self) -> None:
        """From now on compute each block again in the backward pass instead of keeping it."""
        self.net.transformer.enable_gradient_checkpointing()


def learned(
    card: ModelCard,
    options: Options,
    trained: Mapping[str, Tensor],
    original: Mapping[str, Tensor],
    about: dict[str, Any],
) -> adapters.Adapter:
    """What was learned, as an adapter of a card's model.

    Args:
        trained: low-rank parameters by their names in the network, or all weights that are trained.
        original: the latter as they were.
    """
    if options.full:
        tensors = {name: (p.detach() - original[name]).half().cpu() for name, p in trained.items()}
        shapes = {name: list(value.shape) for name, value in tensors.items()}
        kind, rank, alpha = adapters.DIFFERENCE, 0, 0.0
    else:
        tensors = {lowrank.plain(name): p.detach().cpu().clone() for name, p in trained.items()}
        shapes = _changed(tensors)
        kind, rank, alpha = adapters.LORA, options.rank, options.alpha
    facts = adapters.Facts(kind, card.id, card.weights_hash, rank, alpha, shapes, about=about)
    return adapters.Adapter(facts, tensors)


def _layers(options: Options) -> str:
    names = "|".join(name.replace(".", r"\.") for name in TARGETS[options.targets])
    return f"{_BLOCKS}(?:{names})"


def _changed(tensors: Mapping[str, Tensor]) -> dict[str, list[int]]:
    """Shapes of the weights that low-rank tensors change."""
    return {
        name.removesuffix(adapters.UP) + adapters.WEIGHT: [
            up.shape[0],
            tensors[name.removesuffix(adapters.UP) + adapters.DOWN].shape[1],
        ]
        for name, up in tensors.items()
        if name.endswith(adapters.UP)
    }
