"""The encoder of T5Gemma (Zhang et al., "Encoder-Decoder Gemma", 2025), of a file that has both.

The net is transformers' own, built from the checkpoint's `config.json`; the decoder in the file is
known and not read. Weights are stored in bfloat16 and computed with in float32.
"""

from collections.abc import Mapping
from typing import Any, cast

import torch
from torch import Tensor
from transformers.models.t5gemma.configuration_t5gemma import T5GemmaConfig
from transformers.models.t5gemma.modeling_t5gemma import (
    T5GemmaEncoderModel,
    T5GemmaForConditionalGeneration,
    T5GemmaRotaryEmbedding,
)

from tangostudio.families import weights

OUTER = "model."
"""What the file puts in front of the encoder's and the decoder's names."""

ENCODER = OUTER + "encoder."


def table(values: Mapping[str, Any]) -> dict[str, torch.Size]:
    """Names and shapes that the file holds, the decoder's too; its word table is tied."""
    with torch.device("meta"):
        net = T5GemmaForConditionalGeneration(_config(values, True))
    state = net.state_dict()
    return {name: value.shape for name, value in state.items() if name.startswith(OUTER)}


def build(values: Mapping[str, Any], state: Mapping[str, Tensor]) -> T5GemmaEncoderModel:
    """The encoder with weights under the file's names."""
    config = _config(values, False)
    own = {name.removeprefix(OUTER): value for name, value in state.items()}
    net = weights.filled(lambda: T5GemmaEncoderModel(config), own)
    # Its frequencies stand in no file, so that they are still without values.
    net.encoder.rotary_emb = T5GemmaRotaryEmbedding(cast(Any, config.encoder))
    return net


def _config(values: Mapping[str, Any], both: bool) -> T5GemmaConfig:
    return T5GemmaConfig.from_dict(dict(values) | {"is_encoder_decoder": both})
