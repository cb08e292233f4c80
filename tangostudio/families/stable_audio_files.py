"""The files of a Stable Audio Open checkpoint: read, checked, and brought under one set of names.

Two layouts are known, told by what the folder holds: the single file with T5-base beside it, and
diffusers' folders. Everything is checked here, before a net is built; tensors stay mapped.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from tangostudio.cards import ModelCard, places
from tangostudio.errors import WeightsError
from tangostudio.families import weights, words
from tangostudio.families.nets import oobleck, oobleck_layout, stable_audio_layout, t5_encoder
from tangostudio.families.stable_audio_config import (
    FOLDERS,
    RELEASED,
    Config,
    from_folders,
    from_single_file,
)
from tangostudio.families.stable_audio_net import StableAudio

SINGLE, SINGLE_CONFIG = "model.safetensors", "model_config.json"
TEXT = "t5-base"
DIFFUSERS_WEIGHTS = "diffusion_pytorch_model.safetensors"

Table = dict[str, torch.Size]


@dataclass(frozen=True)
class Checkpoint:
    """What the files hold.

    Attributes:
        net: tensors of `StableAudio`.
        codec: tensors of the autoencoder under diffusers' names.
        text, text_sizes: tensors and configuration of the text encoder.
    """

    config: Config
    net: dict[str, Tensor]
    codec: dict[str, Tensor]
    text: dict[str, Tensor]
    text_sizes: dict[str, Any]
    tokenizer: Tokenizer


def read(card: ModelCard, folder: Path) -> Checkpoint:
    """The checkpoint in a folder.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
    """
    layout = _Folders if _is_in_folders(card, folder) else _SingleFile
    weights.verify([item for item in card.files if layout.uses(card, item.used)], folder)
    found = layout(card, folder).read()
    _check_text_width(found)
    return found


def tables(card: ModelCard, folder: Path) -> dict[str, Table]:
    """Names and shapes of what each file of tensors must hold, by the name that is used."""
    layout = _Folders if _is_in_folders(card, folder) else _SingleFile
    return layout(card, folder).tables()


def _is_in_folders(card: ModelCard, folder: Path) -> bool:
    """Whether to read diffusers' folders: where both layouts lie, the one that the card names."""
    named = any(item.used.startswith("transformer/") for item in card.files)
    there = _has(folder, "transformer/config.json")
    return there and (named or not _has(folder, _single(card)))


def _has(folder: Path, name: str) -> bool:
    return places.locate(folder, name).is_file()


def _single(card: ModelCard) -> str:
    return card.options.get("weights", SINGLE)


@cache
def _codec_table(sizes: str) -> Table:
    return oobleck.wanted(json.loads(sizes))


def codec_table(config: Config) -> Table:
    """Names and shapes of the autoencoder in diffusers; making them takes a moment, so once."""
    return _codec_table(json.dumps(config.codec))


def net_table(config: Config) -> Table:
    """Names and shapes of `StableAudio`."""
    with torch.device("meta"):
        net = StableAudio(config)
    return {name: value.shape for name, value in net.state_dict().items()}


def single_file_table(config: Config) -> Table:
    """Names and shapes of a single file."""
    blocks = len(config.codec["downsampling_ratios"])
    codec = {
        oobleck_layout.published(name, blocks): oobleck_layout.published_shape(name, shape)
        for name, shape in codec_table(config).items()
    }
    return net_table(config) | {name: torch.Size(shape) for name, shape in codec.items()}


def split(
    config: Config, state: Mapping[str, Tensor]
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """A single file's tensors as those of the net, and of the codec under diffusers' names."""
    blocks = len(config.codec["downsampling_ratios"])
    names = codec_table(config)
    codec = oobleck_layout.from_single_file(state, names, blocks)
    return {name: state[name] for name in net_table(config)}, codec


class _SingleFile:
    """model.safetensors, model_config.json, and the folder t5-base."""

    text = f"{TEXT}/model.safetensors"

    def __init__(self, card: ModelCard, folder: Path) -> None:
        self.folder = folder
        self.weights = _single(card)
        self.config = self._config(card)
        self.text_sizes = self._text_sizes()

    @staticmethod
    def uses(card: ModelCard, name: str) -> bool:
        """Whether a file of the card belongs to this layout."""
        mine = (_single(card), card.options.get("config", SINGLE_CONFIG))
        return name in mine or name.startswith(f"{TEXT}/")

    def tables(self) -> dict[str, Table]:
        """By file."""
        text = places.locate(self.folder, self.text)
        return {
            self.weights: single_file_table(self.config),
            self.text: t5_encoder.file_table(text, self.text_sizes),
        }

    def read(self) -> Checkpoint:
        """All files."""
        state = _load(self.folder, self.weights, single_file_table(self.config))
        net, codec = split(self.config, state)
        text = t5_encoder.load(places.locate(self.folder, self.text), self.text_sizes)
        tokenizer = words.read_tokenizer(places.locate(self.folder, f"{TEXT}/tokenizer.json"))
        return Checkpoint(self.config, net, codec, text, self.text_sizes, tokenizer)

    def _config(self, card: ModelCard) -> Config:
        path = places.locate(self.folder, card.options.get("config", SINGLE_CONFIG))
        known = RELEASED.get(card.options.get("released", ""))
        return from_single_file(known if known and not path.is_file() else weights.read_json(path))

    def _text_sizes(self) -> dict[str, Any]:
        path = places.locate(self.folder, f"{TEXT}/config.json")
        return t5_encoder.sizes(weights.read_json(path) if path.is_file() else {})


class _Folders:
    """transformer, projection_model, vae, text_encoder and tokenizer, as diffusers keeps them."""

    PARTS = (*FOLDERS, "text_encoder", "tokenizer")
    text = "text_encoder/model.safetensors"

    def __init__(self, card: ModelCard, folder: Path) -> None:
        self.folder = folder
        values = {name: self._json(f"{name}/config.json") for name in FOLDERS}
        self.config = from_folders(values, self._tokens())
        self.text_sizes = t5_encoder.sizes(self._json("text_encoder/config.json"))

    @classmethod
    def uses(cls, card: ModelCard, name: str) -> bool:
        """Whether a file of the card belongs to this layout."""
        return name.startswith(tuple(f"{part}/" for part in cls.PARTS))

    def tables(self) -> dict[str, Table]:
        """By file."""
        found = stable_audio_layout.tables(net_table(self.config))
        found["vae"] = codec_table(self.config)
        named = {f"{name}/{DIFFUSERS_WEIGHTS}": table for name, table in found.items()}
        path = places.locate(self.folder, self.text)
        return named | {self.text: t5_encoder.file_table(path, self.text_sizes)}

    def read(self) -> Checkpoint:
        """All files."""
        states = {}
        for name, table in self.tables().items():
            part, _, file = name.partition("/")
            if file == DIFFUSERS_WEIGHTS:
                states[part] = _load(self.folder, name, table)
        net = stable_audio_layout.from_folders(states, net_table(self.config))
        text = t5_encoder.load(places.locate(self.folder, self.text), self.text_sizes)
        tokenizer = words.read_tokenizer(places.locate(self.folder, "tokenizer/tokenizer.json"))
        return Checkpoint(self.config, net, states["vae"], text, self.text_sizes, tokenizer)

    def _tokens(self) -> int:
        path = places.locate(self.folder, "tokenizer/tokenizer_config.json")
        values = weights.read_json(path) if path.is_file() else {}
        return int(values.get("model_max_length", from_single_file(RELEASED["1.0"]).tokens))

    def _json(self, name: str) -> dict[str, Any]:
        return weights.read_json(places.locate(self.folder, name))


def _load(folder: Path, name: str, table: Table) -> dict[str, Tensor]:
    """The tensors of a file; that they are the wanted ones is checked before they are read."""
    path = places.locate(folder, name)
    weights.check_keys(table, weights.header(path), name)
    return weights.load(path)


def _check_text_width(checkpoint: Checkpoint) -> None:
    """Raise WeightsError unless the text encoder gives what the net reads."""
    wide, wanted = checkpoint.text_sizes["d_model"], checkpoint.config.dit.condition
    if wide != wanted:
        raise WeightsError(
            f"The text encoder gives {wide} values a token where {wanted} are read.",
            "It belongs to another model.",
        )
