"""Reading a checkpoint's files: present, whole, unaltered, and with the keys that a net wants.

Only safetensors and JSON are read. Knows nothing of any one family.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from tangostudio.cards import WeightFile
from tangostudio.errors import WeightsError
from tangostudio.families.nets import int8

AGAIN = "Fetch the file again, or reinstall the program."
HASHED_UP_TO = 64 << 20  # larger files are hashed when they are fetched, not at every load


def verify(files: Iterable[WeightFile], folder: Path) -> None:
    """Check presence, size and, of files up to 64 MiB, the hash.

    Raises:
        WeightsError: names the first file that is not as the card says.
    """
    for item in files:
        path = folder / item.name
        _present(path)
        size = path.stat().st_size
        if size != item.bytes:
            raise WeightsError(
                f"{item.name} has {size:,} bytes instead of {item.bytes:,}: "
                "it is damaged or was cut short.",
                AGAIN,
            )
        if size > HASHED_UP_TO:
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != item.sha256:
            raise WeightsError(f"{item.name} is not the file that the card names.", AGAIN)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of a checkpoint's folder.

    Raises:
        WeightsError: the file is missing or is no JSON object.
    """
    _present(path)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}.", AGAIN) from error
    if not isinstance(values, dict):
        raise WeightsError(f"{path.name} is not a JSON object.", AGAIN)
    return values


def load(path: Path, storage: str) -> dict[str, torch.Tensor]:
    """The tensors of a file that is stored as "float32" (as they are) or as "int8" rows.

    Raises:
        WeightsError: the file is missing, cut short or no safetensors file.
    """
    _present(path)
    try:
        return int8.load(path) if storage == "int8" else load_file(path)
    except (SafetensorError, OSError, KeyError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}.", AGAIN) from error


def check_keys(
    wanted: Mapping[str, torch.Size], state: Mapping[str, torch.Tensor], name: str
) -> None:
    """Every key of the net is there in the right shape, and nothing else is.

    Raises:
        WeightsError: names the first keys that differ.
    """
    shapes = {key for key in wanted.keys() & state.keys() if wanted[key] != state[key].shape}
    for what, keys in (
        ("lack", wanted.keys() - state.keys()),
        ("hold unknown", state.keys() - wanted.keys()),
        ("have a wrong shape for", shapes),
    ):
        if keys:
            shown = ", ".join(sorted(keys)[:3]) + (" ..." if len(keys) > 3 else "")
            raise WeightsError(
                f"The weights of {name} {what} {len(keys)} tensors: {shown}.",
                "They belong to another model or another version.",
            )


def _present(path: Path) -> None:
    if not path.is_file():
        raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {path.parent}.")
