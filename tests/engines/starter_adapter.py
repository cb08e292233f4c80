"""An adapter of the bundled model for tests: noise in two of its layers."""

from __future__ import annotations

from pathlib import Path

import torch

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.families import adapters

CARD = Catalogue.load(paths.models_dir()).get("starter")
_WIDTH = 256


def write(folder: Path, seed: int = 1, scale: float = 0.2, **facts) -> tuple[str, float]:
    """Write one into the folder under its hash; that hash, and full strength."""
    generator = torch.Generator().manual_seed(seed)
    tensors: dict[str, torch.Tensor] = {}
    shapes: dict[str, list[int]] = {}
    for layer in ("to_q", "to_v"):
        stem = f"transformer.transformer_blocks.0.attn.{layer}"
        shapes[stem + adapters.WEIGHT] = [_WIDTH, _WIDTH]
        tensors[stem + adapters.DOWN] = scale * torch.randn(2, _WIDTH, generator=generator)
        tensors[stem + adapters.UP] = scale * torch.randn(_WIDTH, 2, generator=generator)
    values = {"model": CARD.id, "model_hash": CARD.weights_hash, "rank": 2, "alpha": 2.0, **facts}
    made = adapters.Adapter(adapters.Facts(adapters.LORA, shapes=shapes, **values), tensors)
    sha256 = adapters.write(folder / "new.safetensors", made).facts.sha256
    for suffix in (".safetensors", ".json"):
        (folder / f"new{suffix}").rename(folder / f"{sha256}{suffix}")
    return sha256, 1.0
