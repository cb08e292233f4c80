"""How large a training on a corpus is: values, bytes of memory and of disk. No torch.

It knows a network from its configuration alone, so that a plan can be shown before anything is
loaded. All of it is an upper estimate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.cards import ModelCard, places
from tangostudio.errors import BadRequest
from tangostudio.tuning import layer_filters
from tangostudio.tuning.adapter_options import EVERY, AdapterOptions
from tangostudio.tuning.plan import ATTENTION, TARGETS, Options
from tangostudio.tuning.sizes import Needs, Network, trained_values

KEPT = 40
"""About so many tensors of a block's width are kept for each token until the backward pass."""

_RECOMPUTED = 0.25  # of them, when blocks are computed again in the backward pass
_TOKENS = 64  # of text and numbers, beside the latents
_DISCRIMINATOR = 0.75  # of the blocks
_SCORED = 5  # batches that the discriminator's turn keeps: real, made, told wrong, two moved ones


@dataclass(frozen=True)
class Body:
    """The sizes of a transformer that matter here.

    Attributes:
        values: weights of all blocks; each: of one layer's adapter of rank 1, of all of them.
        rate: latents a second; fixed: latents of every sound, 0 where they follow its length.
    """

    width: int
    blocks: int
    channels: int
    values: int
    each: int
    rate: float
    fixed: int = 0

    def trained(self, options: Options) -> int:
        """How many values are trained."""
        return self.values if options.full else options.rank * self.each

    def latents(self, seconds: float) -> int:
        """Latents of a sound."""
        return self.fixed or max(1, math.ceil(seconds * self.rate))

    def kept(self, seconds: float) -> int:
        """Bytes that one sound needs between the forward pass and the backward pass."""
        return (self.latents(seconds) + _TOKENS) * self.width * self.blocks * KEPT * 4


def body_of(card: ModelCard, options: Options) -> Body:
    """The sizes of a card's transformer, from its configuration file.

    Args:
        options: which layers are counted for adapters.

    Raises:
        BadRequest: the model does not lie on this computer, or cannot be read.
    """
    values = _config(card)
    try:
        return _tangoflux(card, values, options) if "num_layers" in values else _stable(values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(card, error) from error


def _config(card: ModelCard) -> dict[str, Any]:
    """What the configuration file of a card's transformer holds. Raises BadRequest."""
    if card.folder is None:
        raise BadRequest(f"{card.name} is not on this computer.", "Get it in Models mode.")
    name = "config.json"
    if card.family != "tangoflux":
        name = card.options.get("config", "model_config.json")
    try:
        return json.loads(places.locate(card.folder, name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(card, error) from error


def _unreadable(card: ModelCard, error: Exception) -> BadRequest:
    return BadRequest(
        f"The config of {card.name} cannot be read: {error}.",
        "Get the model in Models mode, or reinstall it.",
    )


def layers_of(card: ModelCard, options: AdapterOptions) -> layer_filters.Choice | None:
    """The layers that options choose, where that can be told from the configuration alone.

    That is so for the blocks of a TangoFlux; of other models, and outside of the blocks, None.

    Raises:
        BadRequest: a filter matches nothing, or the config cannot be read.
    """
    if card.family != "tangoflux" or options.full or options.targets == EVERY:
        return None
    net = Network.of(_config(card))
    joint = [name for name in net.layers() if not name.startswith("proj_")]
    single = [*ATTENTION[:3], "proj_mlp", "proj_out"]
    wanted = TARGETS[options.targets]
    names = [
        f"{blocks}.{place}.{name}"
        for blocks, count, layers in (
            ("transformer_blocks", net.double, joint),
            ("single_transformer_blocks", net.single, single),
        )
        for place in range(count)
        for name in layers
        if name in wanted
    ]
    return layer_filters.choose(names, options.include, options.exclude)


def _tangoflux(card: ModelCard, values: Mapping[str, Any], options: Options) -> Body:
    net = Network.of(values)
    named = options.targets if options.targets in ("attention", "mlp", "blocks") else "blocks"
    fixed = card.options.get("length", "fixed") == "fixed"
    return Body(
        width=net.width,
        blocks=net.double + net.single,
        channels=net.channels,
        values=net.values(),
        each=trained_values(net, Options(rank=1, targets=named)),
        rate=net.tokens_per_second,
        fixed=int(values["audio_seq_len"]) if fixed else 0,
    )


def _stable(values: Mapping[str, Any]) -> Body:
    """Of a Stable Audio: self-attention, cross-attention and a gated MLP of four widths."""
    dit = values["model"]["diffusion"]["config"]
    pretransform = values["model"]["pretransform"]["config"]
    width, depth, rate = int(dit["embed_dim"]), int(dit["depth"]), int(values["sample_rate"])
    hop = int(pretransform.get("downsampling_ratio", 0)) or _hop(pretransform)
    # The window of Open is worked on as a whole; that of 3 is far longer than most sounds.
    window = int(values["sample_size"]) // hop
    return Body(
        width=width,
        blocks=depth,
        channels=int(dit["io_channels"]),
        values=20 * width * width * depth,
        each=27 * width * depth,
        rate=rate / hop,
        fixed=window if window * hop <= 60 * rate else 0,
    )


def _hop(pretransform: Mapping[str, Any]) -> int:
    """Frames of a latent, of an autoencoder that does not say it in one number."""
    patch = pretransform.get("pretransform", {}).get("config", {}).get("patch_size", 1)
    return int(patch) * math.prod(pretransform["encoder"]["config"]["strides"])


def fine_tuning(
    body: Body, options: Options, micro_batch: int, seconds: float, clips: int
) -> Needs:
    """A supervised training: gradients, two moments, and the latents of the corpus."""
    trained, kept = 4 * body.trained(options), body.kept(seconds)
    whole = 4 * body.values if options.full else 0  # what it was before
    memory = 4 * trained + whole + kept * micro_batch
    least = 4 * trained + whole + int(_RECOMPUTED * kept)
    return Needs(memory, least, _disk(body, seconds, clips) + 2 * 3 * trained)


def few_steps(body: Body, options: Options, batch: int, seconds: float, clips: int) -> Needs:
    """ARC: generator with its average, teacher, discriminator with its moments, and batches.

    A batch cannot be made in parts, so the least is all of it.
    """
    trained, kept = 4 * body.trained(options), body.kept(seconds)
    discriminator = int(4 * _DISCRIMINATOR * body.values)
    whole = 4 * body.values if options.full else 0
    memory = 5 * trained + whole + 4 * discriminator
    memory += int(kept * batch * _DISCRIMINATOR * _SCORED)
    disk = _disk(body, seconds, clips) + 2 * (4 * trained + 3 * discriminator)
    return Needs(memory, memory, disk)


def _disk(body: Body, seconds: float, clips: int) -> int:
    return 2 * body.latents(seconds) * body.channels * clips
