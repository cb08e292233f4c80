"""A tiny random Tango 2 as it is after the published pickles were turned into safetensors."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.families import tango2

CARD = Catalogue.load(paths.models_dir()).get("tango2")
MAIN_CONFIG = {
    "text_encoder_name": "google/flan-t5-large",
    "scheduler_name": "stabilityai/stable-diffusion-2-1",
    "snr_gamma": 5,
    "latent_length": 32,
    "unet": {
        "block_out_channels": [8, 16, 24, 24],
        "attention_head_dim": [2, 4, 6, 6],
        "cross_attention_dim": 16,
        "norm_num_groups": 4,
    },
    "text_encoder": {
        "vocab_size": 40,
        "d_model": 16,
        "d_kv": 8,
        "d_ff": 24,
        "num_layers": 1,
        "num_heads": 2,
    },
}
VAE_CONFIG = {
    "image_key": "fbank",
    "ddconfig": {"ch": 8, "ch_mult": [1, 2, 4], "num_res_blocks": 2, "z_channels": 8},
    "scale_factor": 0.9,
    "norm_num_groups": 4,
    "vocoder": {"upsample_initial_channel": 32},
}


def write(folder: Path) -> Path:
    """A whole checkpoint; returns its folder."""
    (folder / tango2.MAIN_CONFIG).write_text(json.dumps(MAIN_CONFIG))
    (folder / tango2.VAE_CONFIG).write_text(json.dumps(VAE_CONFIG))
    tokenizer = Tokenizer(models.WordLevel({str(i): i for i in range(40)}, unk_token="2"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # pyright: ignore
    tokenizer.post_processor = processors.TemplateProcessing(  # pyright: ignore
        single="$A 1", special_tokens=[("1", 1)]
    )
    tokenizer.save(str(folder / tango2.TOKENIZER))
    generator = torch.Generator().manual_seed(1)
    for name, table in tango2.tables(CARD, folder).items():
        state = {key: random(shape, generator) for key, shape in table.items()}
        if name == tango2.MAIN:
            state[tango2.TIED] = state[tango2.SHARED].clone()
        save_file(state, folder / name)
    return folder


def random(shape: torch.Size, generator: torch.Generator) -> torch.Tensor:
    """Values that keep the size of what goes through."""
    wide = shape[1:].numel() if len(shape) > 1 else 4
    return torch.randn(shape, generator=generator) / wide**0.5
