"""A tiny random CLAP in the published layout."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers.models.clap.modeling_clap import ClapModel

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.families import clap

CARD = Catalogue.load(paths.models_dir()).get("clap")
CONFIG = {
    "model_type": "clap",
    "torch_dtype": "float32",
    "transformers_version": "4.27.0.dev0",
    "projection_dim": 16,
    "text_config": {
        "vocab_size": 90,
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 24,
        "max_position_embeddings": 100,
        "temperature": 1.0,
        "model_type": "clap_text_model",
    },
    "audio_config": {
        "patch_embeds_hidden_size": 8,
        "hidden_size": 64,
        "depths": [1, 1, 1, 1],
        "num_attention_heads": [1, 2, 4, 4],
        "num_classes": 5,
        "chunk_size_feed_forward": 0,
    },
}
EXTRACTOR = {"frequency_min": 50, "frequency_max": 14000, "top_db": None, "chunk_length_s": 10}


def write(folder: Path) -> None:
    """All files of the model; its integer tables hold zeros, which are wrong."""
    (folder / clap.CONFIG).write_text(json.dumps(CONFIG))
    (folder / clap.EXTRACTOR_CONFIG).write_text(json.dumps(EXTRACTOR))
    tokenizer = Tokenizer(models.WordLevel({str(i): i for i in range(90)}, unk_token="3"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # pyright: ignore
    tokenizer.post_processor = processors.TemplateProcessing(  # pyright: ignore
        single="0 $A 2", special_tokens=[("0", 0), ("2", 2)]
    )
    tokenizer.save(str(folder / clap.TOKENIZER))
    with torch.device("meta"):
        net = ClapModel(clap.read_config(folder / clap.CONFIG))
    table = {name: value.shape for name, value in net.state_dict().items()}
    generator = torch.Generator().manual_seed(2)
    state = {name: random(name, shape, generator) for name, shape in table.items()}
    counted = [name for name in state if name.endswith(("_ids", "_index", "tracked"))]
    state |= {name: torch.zeros(table[name], dtype=torch.long) for name in counted}
    state["audio_model.audio_encoder.batch_norm.running_var"].abs_().add_(400)
    save_file(state, folder / clap.WEIGHTS)


def random(name: str, shape: torch.Size, generator: torch.Generator) -> torch.Tensor:
    """Values that let through what was heard: norms near 1, small biases."""
    drawn = torch.randn(shape, generator=generator)
    if len(shape) < 2:
        return 0.1 * drawn + float(name.endswith("weight"))
    return drawn * shape[1:].numel() ** -0.5
