"""Tiny random checkpoints of Stable Audio Open in both published layouts, for tests."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck
from diffusers.models.transformers.stable_audio_transformer import StableAudioDiTModel
from diffusers.pipelines.stable_audio.modeling_stable_audio import StableAudioProjectionModel
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import Tensor
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.cards import Licence, ModelCard, WeightFile
from tangostudio.families.nets import oobleck_layout, stable_audio_layout, t5_encoder
from tangostudio.families.stable_audio_config import TOTAL, from_single_file
from tangostudio.families.stable_audio_files import single_file_table

RATE = 44100
SIZE = 1600  # frames of the tiny models' window: 200 latents of 8
WIDTH = 16  # of text states
T5: dict[str, Any] = {
    "vocab_size": 40,
    "d_model": WIDTH,
    "d_kv": 4,
    "d_ff": 24,
    "num_layers": 2,
    "num_heads": 2,
}
HALF: dict[str, Any] = {"channels": 16, "c_mults": [1, 2], "strides": [2, 4], "use_snake": True}
LICENCE = Licence("none", "no", "for tests")


def published(seconds: list[str], **diffusion: Any) -> dict[str, Any]:
    """A tiny `model_config.json`."""
    numbers = [
        {"id": name, "type": "number", "config": {"min_val": 0, "max_val": 256}} for name in seconds
    ]
    autoencoder = {
        "encoder": {"type": "oobleck", "config": {**HALF, "in_channels": 2, "latent_dim": 16}},
        "decoder": {
            "type": "oobleck",
            "config": {**HALF, "out_channels": 2, "latent_dim": 8, "final_tanh": False},
        },
        "bottleneck": {"type": "vae"},
    }
    prompt = {"id": "prompt", "type": "t5", "config": {"max_length": 6}}
    return {
        "model_type": "diffusion_cond",
        "sample_size": SIZE,
        "sample_rate": RATE,
        "model": {
            "pretransform": {"type": "autoencoder", "config": autoencoder},
            "conditioning": {"configs": [prompt, *numbers], "cond_dim": WIDTH},
            "diffusion": {
                "cross_attention_cond_ids": ["prompt", *seconds],
                "global_cond_ids": seconds,
                **diffusion,
            },
        },
    }


SMALL = published(
    [TOTAL],
    diffusion_objective="rf_denoiser",
    config={
        "io_channels": 8, "embed_dim": 64, "depth": 2, "num_heads": 2, "cond_token_dim": WIDTH,
        "global_cond_dim": WIDTH, "attn_kwargs": {"qk_norm": "ln"},
    },
)  # fmt: skip


def random_state(config: dict[str, Any], seed: int = 0) -> dict[str, Tensor]:
    """A checkpoint in the published layout, with gains that keep sounds within -1 and 1."""
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, shape in single_file_table(from_single_file(config)).items():
        noise = torch.randn(shape, generator=generator)
        if name.endswith((".gamma", "norm.weight")):
            state[name] = 1 + 0.1 * noise
        elif name.endswith(".weight_g"):
            state[name] = 0.4 + 0.1 * noise
        elif name.endswith("inv_freq"):
            state[name] = stable_audio_layout.frequencies(2 * shape[0])
        else:
            inputs = shape[1:].numel() if len(shape) > 1 else 100
            state[name] = noise / inputs**0.5
    return state


def tokenizer_text() -> str:
    """Numbers are words; 1 ends a text and 2 stands for what is unknown."""
    found = Tokenizer(models.WordLevel({str(i): i for i in range(40)}, unk_token="2"))
    found.pre_tokenizer = pre_tokenizers.Whitespace()
    found.post_processor = processors.TemplateProcessing(single="$A 1", special_tokens=[("1", 1)])
    return found.to_str()


def text_encoder() -> T5EncoderModel:
    torch.manual_seed(3)
    return T5EncoderModel(T5Config(**T5)).eval()


def text_state() -> dict[str, Tensor]:
    """The whole of a T5: its decoder is there too, and its word table once."""
    state = {k: v for k, v in text_encoder().state_dict().items() if k != t5_encoder.TIED}
    decoder = {f"decoder.{k.removeprefix('encoder.')}": v.clone() for k, v in state.items()}
    return {k: v.contiguous() for k, v in (state | decoder).items()}


def write_single(folder: Path, config: dict[str, Any], state: dict[str, Tensor]) -> ModelCard:
    text = folder / "t5-base"
    text.mkdir(parents=True)
    save_file(state, folder / "model.safetensors")
    (folder / "model_config.json").write_text(json.dumps(config))
    save_file(text_state(), text / "model.safetensors")
    (text / "config.json").write_text(json.dumps({**T5, "decoder_start_token_id": 0}))
    (text / "tokenizer.json").write_text(tokenizer_text())
    return card_of(folder)


def card_of(folder: Path, **options: Any) -> ModelCard:
    """A card of whatever lies in a folder; the hub's sizes and hashes are not known."""
    names = sorted(str(p.relative_to(folder).as_posix()) for p in folder.rglob("*.*"))
    return ModelCard(
        id="tiny", name="Tiny", family="stable_audio", summary="", licence=LICENCE,
        sample_rate=RATE, channels=2, parameters={}, samplers=("pingpong",),
        files=tuple(WeightFile(name, repo="nobody/tiny") for name in names), options=options,
    )  # fmt: skip


def write_folders(folder: Path) -> ModelCard:
    """A checkpoint like that of Stable Audio Open 1.0, as diffusers writes it."""
    torch.manual_seed(7)
    transformer = StableAudioDiTModel(
        sample_size=SIZE // 8, in_channels=8, num_layers=2, attention_head_dim=64,
        num_attention_heads=4, num_key_value_attention_heads=2, out_channels=8,
        cross_attention_dim=128, time_proj_dim=256, global_states_input_dim=2 * WIDTH,
        cross_attention_input_dim=WIDTH,
    )  # fmt: skip
    with torch.no_grad():  # what a fresh net leaves at one and zero is to be seen too
        for parameter in transformer.parameters():
            parameter.add_(0.05 * torch.randn(parameter.shape))
    transformer.save_pretrained(folder / "transformer")
    projection = StableAudioProjectionModel(WIDTH, WIDTH, 0, 256)
    projection.save_pretrained(folder / "projection_model")
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        sizes = oobleck_layout.sizes(SMALL["model"]["pretransform"], RATE)
        AutoencoderOobleck(**sizes).save_pretrained(folder / "vae")
    text_encoder().save_pretrained(folder / "text_encoder")
    (folder / "tokenizer").mkdir()
    (folder / "tokenizer" / "tokenizer.json").write_text(tokenizer_text())
    (folder / "tokenizer" / "tokenizer_config.json").write_text('{"model_max_length": 6}')
    return card_of(folder)
