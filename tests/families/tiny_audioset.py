"""A tiny random Audio Spectrogram Transformer in transformers' layout."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers.models.audio_spectrogram_transformer.configuration_audio_spectrogram_transformer import (  # noqa: E501
    ASTConfig,
)
from transformers.models.audio_spectrogram_transformer.modeling_audio_spectrogram_transformer import (  # noqa: E501
    ASTForAudioClassification,
)

from tangostudio.families import audioset

LABELS = {0: "Rain", 1: "Dog", 2: "Bell"}


def write(folder: Path) -> Path:
    """A folder in transformers' layout."""
    config = ASTConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_length=1024,
        num_mel_bins=32,
        id2label=LABELS,
        label2id={name: place for place, name in LABELS.items()},
    )
    torch.manual_seed(1)
    net = ASTForAudioClassification(config)
    for value in net.parameters():
        torch.nn.init.normal_(value, std=0.3)
    (folder / audioset.CONFIG).write_text(config.to_json_string(use_diff=False))
    told = {"num_mel_bins": 32, "max_length": 1024, "feature_extractor_type": "AST"}
    (folder / audioset.EXTRACTOR).write_text(json.dumps(told))
    save_file(net.state_dict(), folder / audioset.WEIGHTS)
    return folder
