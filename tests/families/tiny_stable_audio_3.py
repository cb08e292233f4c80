"""Tiny checkpoints of Stable Audio 3 in the published layout, with random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers.models.t5gemma.configuration_t5gemma import T5GemmaConfig

from tangostudio.cards import Licence, ModelCard, WeightFile
from tangostudio.families import stable_audio_3
from tangostudio.families.nets import t5gemma_encoder

NAMES = (
    stable_audio_3.CONFIG,
    stable_audio_3.MAIN,
    stable_audio_3.TEXT_CONFIG,
    stable_audio_3.TEXT_MAIN,
    stable_audio_3.TOKENIZER,
)
WORDS = ["<pad>", "<eos>", "<bos>", "<unk>", "a", "dog", "barks", "rain", "on", "tin", "loud"]


def card(**options: Any) -> ModelCard:
    """A card for a tiny checkpoint."""
    return ModelCard(
        id="tiny",
        name="Tiny",
        family="stable_audio_3",
        summary="",
        licence=Licence("none", "no", ""),
        sample_rate=1000,
        channels=2,
        parameters={},
        samplers=("pingpong",),
        files=tuple(WeightFile(name, repo="tiny/tiny") for name in NAMES),
        options=options,
    )


def config(*, medium: bool = False) -> dict[str, Any]:
    """A `model_config.json`: hop 32 at 1000 Hz and 8 channels of latents."""
    side: dict[str, Any] = {
        "channels": 12,
        "c_mults": [2],
        "strides": [4],
        "latent_dim": 8,
        "transformer_depths": [2],
        "dim_heads": 12,
        "ff_mult": 2,
    }
    side |= {"sliding_window": [1, 1]} if medium else {"chunk_size": 8}
    last = {"sinusoidal_blocks": [2]} if medium else {"conv_mapping": True}
    codec = {
        "encoder": {"type": "same", "config": side},
        "decoder": {"type": "same", "config": side | last},
        "pretransform": {"type": "patched", "config": {"patch_size": 8, "channels": 2}},
        "latent_dim": 8,
        "io_channels": 2,
    }
    prompt = {"max_length": 6, "padding_mode": "learned"}
    net: dict[str, Any] = {
        "io_channels": 8,
        "embed_dim": 64,
        "depth": 2,
        "num_heads": 2,
        "cond_token_dim": 16,
        "num_memory_tokens": 3,
        "ff_kwargs": {"mult": 2},
        "attn_kwargs": {"qk_norm": "rms"} | ({"differential": True} if medium else {}),
    }
    return {
        "sample_rate": 1000,
        "sample_size": 32 * 400,
        "model": {
            "pretransform": {"config": codec},
            "conditioning": {
                "configs": [
                    {"id": "prompt", "config": prompt},
                    {"id": "seconds_total", "config": {"max_val": 384}},
                ]
            },
            "diffusion": {"diffusion_objective": "rf_denoiser", "config": net},
        },
    }


def write(folder: Path, *, medium: bool = False, seed: int = 0) -> Path:
    """A whole checkpoint; returns its folder."""
    values = config(medium=medium)
    write_text_encoder(folder, 16, seed)
    (folder / stable_audio_3.CONFIG).write_text(json.dumps(values))
    shapes = stable_audio_3.tables(card(), folder)[stable_audio_3.MAIN]
    save_file(drawn(shapes, seed), folder / stable_audio_3.MAIN)
    return folder


def write_text_encoder(folder: Path, width: int, seed: int = 0) -> None:
    """The folder of the text encoder with words of its own."""
    module = {
        "vocab_size": len(WORDS),
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "num_key_value_heads": 1,
        "head_dim": 8,
        "query_pre_attn_scalar": 8,
    }
    values = T5GemmaConfig(encoder=dict(module), decoder=dict(module)).to_dict()
    (folder / stable_audio_3.TEXT).mkdir(parents=True)
    (folder / stable_audio_3.TEXT_CONFIG).write_text(json.dumps(values))
    state = drawn(t5gemma_encoder.table(values), seed)
    save_file({k: v.bfloat16() for k, v in state.items()}, folder / stable_audio_3.TEXT_MAIN)
    (folder / stable_audio_3.TOKENIZER).write_text(tokenizer())


def tokenizer() -> str:
    """Of whole words; it puts a token in front when it is asked to."""
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.post_processor = processors.TemplateProcessing(
        single="<bos> $A", special_tokens=[("<bos>", 2)]
    )
    return words.to_str()


def drawn(shapes: dict[str, torch.Size], seed: int) -> dict[str, torch.Tensor]:
    """Random weights that keep sounds at about full scale; frequencies as published."""
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, shape in shapes.items():
        value = torch.randn(shape, generator=generator)
        if name.endswith("inv_freq"):
            value = 10000.0 ** (-torch.arange(shape[0]) / shape[0])
        elif name.endswith(("running_std", "alpha", "gamma", "weight_g", "scaling_factor")):
            value = 1 + 0.2 * value
        elif len(shape) > 1:
            value = value / max(1, shape[1:].numel()) ** 0.5
        else:
            value = 0.2 * value
        state[name] = value
    return state
