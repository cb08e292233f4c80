"""The encoder of a T5 checkpoint (Raffel et al., "Exploring the Limits of Transfer Learning with a
Unified Text-to-Text Transformer", 2020) as the hub has it, its decoder left aside.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.families import weights

BASE: dict[str, Any] = {
    "vocab_size": 32128,
    "d_model": 768,
    "d_kv": 64,
    "d_ff": 3072,
    "num_layers": 12,
    "num_heads": 12,
    "feed_forward_proj": "relu",
    "relative_attention_num_buckets": 32,
    "relative_attention_max_distance": 128,
    "layer_norm_epsilon": 1e-6,
}
"""Sizes of T5-base."""

FLAN_T5_LARGE: dict[str, Any] = {
    "vocab_size": 32128,
    "d_model": 1024,
    "d_kv": 64,
    "d_ff": 2816,
    "num_layers": 24,
    "num_heads": 16,
    "feed_forward_proj": "gated-gelu",
    "relative_attention_num_buckets": 32,
    "relative_attention_max_distance": 128,
    "layer_norm_epsilon": 1e-6,
}
"""Sizes of FLAN-T5-large."""

SHARED, TIED = "shared.weight", "encoder.embed_tokens.weight"
_READ = ("shared.", "encoder.")
_LEFT = ("decoder.", "lm_head.", TIED)  # the last is the word table by a second name


def sizes(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a published `config.json` that the encoder needs; those of T5-base where none
    is given.
    """
    return {name: values.get(name, known) for name, known in BASE.items()}


def table(config: Mapping[str, Any]) -> dict[str, torch.Size]:
    """Names and shapes of the encoder's tensors, the word table once."""
    state = _empty(config).state_dict()
    return {name: value.shape for name, value in state.items() if name != TIED}


def file_table(path: Path, config: Mapping[str, Any]) -> dict[str, torch.Size]:
    """The same and, of a file that is there, what else it may hold and is left aside.

    Raises:
        WeightsError: the file is damaged.
    """
    held = weights.header(path) if path.is_file() else {}
    return table(config) | {k: v.shape for k, v in held.items() if k.startswith(_LEFT)}


def load(path: Path, config: Mapping[str, Any]) -> dict[str, Tensor]:
    """The encoder's tensors of a file, checked.

    Raises:
        WeightsError: the file is missing, damaged or of another net.
    """
    held = {name: v for name, v in weights.header(path).items() if not name.startswith(_LEFT)}
    weights.check_keys(table(config), held, f"{path.parent.name}/{path.name}")
    found: dict[str, Tensor] = {}
    for prefix in _READ:
        found |= weights.load(path, prefix=prefix)
    return {name: value for name, value in found.items() if name != TIED}


def build(state: Mapping[str, Tensor], config: Mapping[str, Any]) -> T5EncoderModel:
    """The encoder in float32, with tensors that `load` gave."""
    net = weights.filled(lambda: _empty(config), {**state, TIED: state[SHARED]})
    net.set_input_embeddings(net.shared)
    return net


def _empty(config: Mapping[str, Any]) -> T5EncoderModel:
    with torch.device("meta"):
        return T5EncoderModel(T5Config(**config))
