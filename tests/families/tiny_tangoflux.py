"""A tiny TangoFlux of random weights in the published layout: a folder and its card."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from tangostudio.cards import Licence, ModelCard, WeightFile
from tangostudio.families import tangoflux

RATE, LENGTH, WORDS, END = 44100, 37, 100, 1
VAE: dict[str, Any] = {
    "encoder_hidden_size": 16,
    "downsampling_ratios": [8, 8],
    "channel_multiples": [1, 2],
    "decoder_channels": 4,
    "decoder_input_channels": 8,
    "audio_channels": 2,
    "sampling_rate": RATE,
}
SIZES: dict[str, Any] = {
    "num_layers": 1,
    "num_single_layers": 2,
    "in_channels": 8,
    "attention_head_dim": 16,
    "num_attention_heads": 2,
    "joint_attention_dim": 24,
    "audio_seq_len": LENGTH,
    "max_duration": 2400 / RATE,
    "axes_dims_rope": [4, 6, 6],
    "uncondition": False,
    "text_encoder_name": "google/flan-t5-large",
    "text_encoder": {
        "vocab_size": WORDS,
        "d_model": 24,
        "d_kv": 8,
        "d_ff": 32,
        "num_layers": 2,
        "num_heads": 3,
        "feed_forward_proj": "gated-gelu",
    },
    "codec": VAE,
}
MAIN, CODEC = "tangoflux.safetensors", "vae.safetensors"


def config() -> tangoflux.TangoFluxConfig:
    known = tangoflux.TangoFluxConfig.__dataclass_fields__
    values = {name: value for name, value in SIZES.items() if name in known}
    return tangoflux.TangoFluxConfig(**{**values, "axes_dims_rope": (4, 6, 6)})


def stored() -> dict[str, torch.Tensor]:
    """The tensors of the published file, louder than a fresh start: conditions make a difference.

    The word table is there once.
    """
    torch.manual_seed(0)
    net = tangoflux.TangoFlux(config())
    with torch.no_grad():
        for name, value in net.transformer.named_parameters():
            if value.ndim == 2 and "norm" not in name:
                value.mul_(1.7)
    return {k: v.detach().clone() for k, v in net.state_dict().items() if k != tangoflux.TIED}


def codec() -> Any:
    """diffusers' own autoencoder."""
    torch.manual_seed(1)
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        return AutoencoderOobleck(**VAE).eval().requires_grad_(False)


def tokenizer() -> str:
    """Words are numbers; 1 ends a text."""
    made: Any = Tokenizer(models.WordLevel({str(i): i for i in range(WORDS)}, unk_token="2"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single=f"$A {END}", special_tokens=[(str(END), END)]
    )
    return made.to_str()


def checkpoint(folder: Path) -> ModelCard:
    """Write the four files; the card knows their sizes and hashes."""
    (folder / "config.json").write_text(json.dumps(SIZES))
    (folder / "tokenizer.json").write_text(tokenizer())
    save_file(stored(), folder / MAIN)
    save_file(codec().state_dict(), folder / CODEC)
    return card_of(folder)


def card_of(folder: Path, *, checked: bool = True) -> ModelCard:
    """The card of a folder; it knows the files' sizes and hashes, or nothing of them."""
    files = [
        WeightFile(p.name, p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest())
        for p in sorted(folder.iterdir())
        if checked
    ]
    licence = Licence("none", "no", "for tests")
    return ModelCard(
        id="tiny", name="Tiny", family="tangoflux", summary="", licence=licence,
        sample_rate=RATE, channels=2, parameters={}, samplers=("euler",), files=tuple(files),
    )  # fmt: skip


def unchecked(card: ModelCard) -> ModelCard:
    """The same card without sizes and hashes, as for files that nobody knew before."""
    return replace(card, files=())
