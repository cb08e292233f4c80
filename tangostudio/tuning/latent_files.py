"""Files of latents with plain values beside them: written whole, read as tensors or values alone.

Knows nothing of what the latents are of.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from tangostudio.audio import whole_files


def write(path: Path, tensors: dict[str, Tensor], told: dict[str, Any]) -> None:
    """Store tensors and values that JSON knows, under `path`.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    # A file without tensors has no room for what is told.
    data = to_bytes(tensors or {"none": torch.zeros(1)}, metadata={"told": json.dumps(told)})
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors and values of a file that `write` wrote."""
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return tensors, json.loads(file.metadata()["told"])


def read_told(path: Path) -> dict[str, Any]:
    """The values alone, without reading tensors."""
    with safe_open(path, framework="pt") as file:
        return json.loads(file.metadata()["told"])
