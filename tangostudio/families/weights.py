"""Reading a checkpoint's files: present, whole, unaltered, and with the keys that a net wants.

Only safetensors and JSON are read. Knows nothing of any one family.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from tangostudio.cards import ModelCard, WeightFile, places
from tangostudio.errors import WeightsError
from tangostudio.families.nets import int8

AGAIN = "Fetch the file again, or reinstall the program."
HASHED_UP_TO = 64 << 20  # larger files are hashed when they are fetched, not at every load


_Net = TypeVar("_Net", bound=nn.Module)


def folder_of(card: ModelCard, folder: Path | None) -> Path:
    """The folder of a checkpoint. Raises WeightsError where there is none."""
    if folder is None:
        raise WeightsError(
            f"The weights of {card.name} are not on this computer.", "Choose another model."
        )
    return folder


def verify(files: Iterable[WeightFile], folder: Path) -> None:
    """Check presence, size and, of files up to 64 MiB, the hash.

    Raises:
        WeightsError: names the first file that is not as the card says.
    """
    for item in files:
        path = places.locate(folder, item.used)
        _present(path)
        if item.converts_to or not item.bytes:
            continue  # the record of the folder, which the card has asked, knows more than the card
        size = path.stat().st_size
        if size != item.bytes:
            raise WeightsError(
                f"{item.name} has {size:,} bytes instead of {item.bytes:,}: "
                "it is damaged or was cut short.",
                AGAIN,
            )
        if size > HASHED_UP_TO or not item.sha256:
            continue
        if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(item.sha256):
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


def load(
    path: Path, storage: str = "float32", prefix: str | tuple[str, ...] = ""
) -> dict[str, torch.Tensor]:
    """The tensors of a file that is stored as "float32" (as they are) or as "int8" rows.

    Tensors that are stored as they are, are mapped from the file, not copied; of those, the ones
    whose names begin with the prefix, or one of several, are read.

    Raises:
        WeightsError: the file is missing, cut short, no safetensors file, or holds a number that is
            not finite.
    """
    _present(path)
    _refuse_pickle(path)
    try:
        tensors = int8.load(path) if storage == "int8" else _mapped(path, prefix)
    except (SafetensorError, OSError, KeyError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}.", AGAIN) from error
    for name, value in tensors.items():
        if not _is_finite(value):
            raise WeightsError(f"{path.name} holds values that are no numbers, in {name}.", AGAIN)
    return tensors


def _mapped(path: Path, prefix: str | tuple[str, ...]) -> dict[str, torch.Tensor]:
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118


def header(path: Path) -> dict[str, torch.Tensor]:
    """Names and shapes of a file's tensors, which stay where they are: these are empty ones.

    Raises:
        WeightsError: the file is missing, cut short or no safetensors file.
    """
    _present(path)
    _refuse_pickle(path)
    try:
        with safe_open(path, "pt") as file:
            shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}.", AGAIN) from error
    return {name: torch.empty(shape, device="meta") for name, shape in shapes.items()}


def _is_finite(value: torch.Tensor) -> bool:
    if not value.is_floating_point():
        return True
    # A sum is read much faster than a table of yes and no; it may overflow without a fault.
    return bool(value.sum(dtype=torch.float32).isfinite()) or bool(value.isfinite().all())


def _refuse_pickle(path: Path) -> None:
    """A safetensors file begins with the length of its JSON header; pickles begin otherwise."""
    with path.open("rb") as file:
        start = file.read(9)
    if start[:2] == b"PK" or (start[:1] == b"\x80" and start[8:9] != b"{"):
        raise WeightsError(
            f"{path.name} is a pickle, not a safetensors file: program code could hide in it.",
            "Get the model in Models mode, which turns a published pickle into safetensors once.",
        )


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


def filled(
    make: Callable[[], _Net], state: Mapping[str, torch.Tensor], dtype: torch.dtype = torch.float32
) -> _Net:
    """A net with these tensors, whose names and shapes were checked; it is not to be trained.

    A tensor that is of the type already is not copied, so that what was mapped stays mapped.

    Args:
        dtype: of every tensor that is no table of whole numbers.
    """
    with torch.device("meta"):
        net = make()
    state = {k: v.to(dtype) if v.is_floating_point() else v for k, v in state.items()}
    net.load_state_dict(state, assign=True)
    return net.eval().requires_grad_(False)


def _present(path: Path) -> None:
    if not path.is_file():
        raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {path.parent}.")
