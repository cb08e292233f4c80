"""The files of a TangoFlux checkpoint: which tensors they hold, and the nets with these.

The published file holds the flow and the text encoder, every tensor in float32. It is mapped, never
copied as a whole: the text encoder is read apart from the flow, and a flow that is held in another
precision or changed by adapters is read a block at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.cards import ModelCard, places
from tangostudio.families import adapters as adapter_files
from tangostudio.families import weights
from tangostudio.families.nets import int8, oobleck, t5_encoder
from tangostudio.families.tangoflux_net import Flow, TangoFlux, TangoFluxConfig

CONFIG, TOKENIZER = "config.json", "tokenizer.json"
WEIGHTS, CODEC = "tangoflux.safetensors", "vae.safetensors"
TEXT, FLOW = "text_encoder.", ("transformer.", "fc.", "duration_emebdder.")
SHARED, TIED = TEXT + t5_encoder.SHARED, TEXT + t5_encoder.TIED
"""Both names of the word table; the published file has the first."""

_PUBLISHED, _INT8 = "float32", "int8"


def config_of(folder: Path) -> TangoFluxConfig:
    """The config of a checkpoint's folder. Raises WeightsError."""
    return TangoFluxConfig.read(places.locate(folder, CONFIG))


def codec_name(card: ModelCard) -> str:
    """Name of the file of the autoencoder."""
    return card.options.get("codec_weights", CODEC)


def table(config: TangoFluxConfig) -> dict[str, torch.Size]:
    """Names and shapes of the flow's and the text encoder's tensors, the word table once."""
    text = t5_encoder.table(config.text_encoder)
    flow = {name: value.shape for name, value in _empty(config).state_dict().items()}
    return {TEXT + name: shape for name, shape in text.items()} | flow


def tables(card: ModelCard, folder: Path) -> dict[str, dict[str, torch.Size]]:
    """Names and shapes that the files of tensors must hold, of a checkpoint as it is published.

    Files that are stored in another way come with the program and are known by their hashes.

    Raises:
        WeightsError: the config is missing or damaged.
    """
    stored = Stored.of(card, folder)
    if stored.storage != _PUBLISHED or len(stored.paths) > 1:
        return {}
    config = config_of(folder)
    name = card.options.get("weights", [WEIGHTS])[0]
    return {name: table(config), codec_name(card): oobleck.wanted(config.codec)}


@dataclass(frozen=True)
class Stored:
    """Where the flow and the text encoder lie.

    Attributes:
        name: of the model, for errors.
        storage: "float32" for tensors as they are, or "int8" rows.
    """

    name: str
    paths: tuple[Path, ...]
    storage: str = _PUBLISHED

    @classmethod
    def of(cls, card: ModelCard, folder: Path) -> "Stored":
        """Of a checkpoint's folder."""
        names = card.options.get("weights", [WEIGHTS])
        paths = tuple(places.locate(folder, name) for name in names)
        return cls(card.name, paths, card.options.get("storage", _PUBLISHED))

    def check(self, config: TangoFluxConfig) -> None:
        """Every tensor is there in the right shape and nothing else is; none is read.

        Raises:
            WeightsError: names the first that differ, or the file that cannot be read.
        """
        weights.check_keys(table(config), self._held(), self.name)

    def _held(self) -> dict[str, Tensor]:
        held: dict[str, Tensor] = {}
        for path in self.paths:
            held |= weights.header(path)
        if self.storage == _INT8:
            held = {name: value for name, value in held.items() if not name.endswith(int8.SCALE)}
        held = expand_table(held)
        if TIED in held and SHARED in held and held[TIED].shape == held[SHARED].shape:
            del held[TIED]
        return held

    def read(self, prefix: str | tuple[str, ...]) -> dict[str, Tensor]:
        """The tensors whose names begin so. Raises WeightsError, also for what is no number."""
        found: dict[str, Tensor] = {}
        for path in self.paths:
            if any(name.startswith(prefix) for name in weights.header(path)):
                found |= weights.load(path, self.storage, prefix)
        found = expand_table(found)
        return {k: v for k, v in found.items() if k.startswith(prefix) and k != TIED}

    def blocks(self) -> Iterator[dict[str, Tensor]]:
        """The flow's tensors, the blocks of the net one after the other.

        Each comes from a mapping of its own, so that the memory of one that is let go is given
        back.
        """
        if self.storage == _INT8:
            yield self.read(FLOW)
            return
        for prefix in dict.fromkeys(_block(name) for name in self._held()):
            if prefix.startswith(FLOW):
                yield self.read(prefix)


def _block(name: str) -> str:
    """What the names of one block's tensors begin with: `transformer.transformer_blocks.0.`."""
    return ".".join(name.split(".")[:-1][:3]) + "."


def load_flow(
    stored: Stored,
    config: TangoFluxConfig,
    dtype: torch.dtype = torch.float32,
    adapters: Sequence[tuple[adapter_files.Adapter, float]] = (),
    halved: str = "all",
) -> Flow:
    """The flow of a checkpoint that `check` passed.

    Args:
        dtype: in which its linear layers multiply, those that `halved` says: "all" or "blocks".

    Raises:
        WeightsError: a tensor holds what is no number, or an adapter belongs to another model.
        BadRequest: a strength is out of range.
    """
    net = _empty(config)
    if dtype != torch.float32:
        net.halve(dtype, halved)
    kinds = {name: value.dtype for name, value in net.state_dict().items()}
    adapter_files.check(table(config), adapters)
    copied = dtype != torch.float32 or bool(adapters)
    for block in stored.blocks() if copied else [stored.read(FLOW)]:
        state: dict[str, Tensor] = {}
        for name, value in block.items():
            changed = adapter_files.changed(name, value.float(), adapters)
            # What the net has no tensor for becomes int8, and is not kept as it is.
            kind, kept = kinds.get(name, torch.float32), name in kinds
            state[name] = changed.to(kind, copy=copied and kept and changed is value)
        net.load_state_dict(state, strict=False, assign=True)
    return net.eval().requires_grad_(False)


def load_text_encoder(stored: Stored, config: TangoFluxConfig) -> T5EncoderModel:
    """The text encoder, its word table tied. Raises WeightsError for what is no number."""
    state = {name.removeprefix(TEXT): value for name, value in stored.read(TEXT).items()}
    return t5_encoder.build(state, config.text_encoder)


def load_network(config: TangoFluxConfig, stored: Mapping[str, Tensor], name: str) -> TangoFlux:
    """Both nets in one with these weights; the tied table is the only key that may be absent.

    Raises:
        WeightsError: the keys or shapes are not those of this model.
    """
    state = {key: value.float() for key, value in expand_table(stored).items() if key != TIED}
    weights.check_keys(table(config), state, name)
    with torch.device("meta"):
        net = TangoFlux(config)
    net.load_state_dict({**state, TIED: state[SHARED]}, assign=True)
    net.text_encoder.set_input_embeddings(net.text_encoder.shared)
    return net.eval().requires_grad_(False)


def expand_table(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A factored word table (`table` (V, F), `up` (D, F)) multiplied out to `shared.weight`."""
    prefix = SHARED.removesuffix("weight")
    state = dict(stored)
    if f"{prefix}table" in state:
        words, up = state.pop(f"{prefix}table"), state.pop(f"{prefix}up")
        state[SHARED] = words.float() @ up.float().T
    return state


def _empty(config: TangoFluxConfig) -> Flow:
    """The flow without its weights."""
    with torch.device("meta"):
        return Flow(config)
