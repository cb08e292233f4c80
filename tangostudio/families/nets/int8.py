"""Small storage of weights: int8 rows with fp16 scales, in one safetensors file.

A float matrix becomes `name` (int8) and `name.scale` (float16, one per row); every other float
tensor is stored as float16, integers as they are. Knows nothing of what the weights are for.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from tangostudio.errors import WeightsError

SCALE = ".scale"


def pack(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Tensors as they are stored: matrices as int8 rows with scales, the rest as float16."""
    packed: dict[str, Tensor] = {}
    for name, value in state.items():
        value = value.detach().cpu()
        if not value.is_floating_point():
            packed[name] = value.contiguous()
        elif value.ndim == 2 and value.shape[1] >= 8:
            packed[name], packed[name + SCALE] = _rows_to_int8(value.float())
        else:
            packed[name] = value.to(torch.float16).contiguous()
    return packed


def unpack(packed: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What `pack` stored, with every float tensor as float32."""
    state: dict[str, Tensor] = {}
    for name, value in packed.items():
        if name.endswith(SCALE) and packed.get(name.removesuffix(SCALE), value).dtype == torch.int8:
            continue
        if value.dtype == torch.int8 and name + SCALE in packed:
            state[name] = value.float() * packed[name + SCALE].float()[:, None]
        else:
            state[name] = value.float() if value.is_floating_point() else value
    return state


def _rows_to_int8(matrix: Tensor) -> tuple[Tensor, Tensor]:
    # The scale is rounded to fp16 first, so that the values match the scale that is stored.
    scale = (matrix.abs().amax(1) / 127).to(torch.float16).float()
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    values = (matrix / scale[:, None]).round().clamp(-127, 127).to(torch.int8)
    return values, scale.to(torch.float16)


def save(path: Path, state: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Store a state dict; `path` is replaced only when the new file is whole on the disk."""
    data = _ordered(to_bytes(pack(state), metadata=dict(metadata)))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _ordered(data: bytes) -> bytes:
    """The same file with a sorted header, so that equal weights give equal files.

    The library writes metadata in a random order. Offsets count from the header's end.
    """
    size = int.from_bytes(data[:8], "little")
    header = json.dumps(json.loads(data[8 : 8 + size]), sort_keys=True, separators=(",", ":"))
    padded = header.encode() + b" " * (-len(header.encode()) % 8)
    return len(padded).to_bytes(8, "little") + padded + data[8 + size :]


def load(path: Path) -> dict[str, Tensor]:
    """State dict of a file that `save` wrote, float32. WeightsError where it is missing or cut."""
    return _read(path)[0]


def load_metadata(path: Path) -> dict[str, str]:
    """The strings stored beside the weights. WeightsError as in `load`."""
    return _read(path, tensors=False)[1]


def _read(path: Path, tensors: bool = True) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            packed = {k: file.get_tensor(k) for k in file.keys()} if tensors else {}  # noqa: SIM118
            return unpack(packed), file.metadata() or {}
    except FileNotFoundError:
        raise WeightsError(
            f"The weights {path.name} are missing.", "Install the program again, or get the model."
        ) from None
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            f"The weights {path.name} cannot be read: {error}.", "Get the model again."
        ) from error
