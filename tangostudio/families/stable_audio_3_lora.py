"""LoRA files of Stable Audio 3's own trainer, merged into the weights of a checkpoint.

Such a file is safetensors in float16 with a `lora_config` in its metadata: rank, alpha and the kind
of change. Four kinds change a matrix W by D = B A: "lora" (Hu et al. 2021), "dora-rows" and
"dora-cols" (Liu et al., "DoRA: Weight-Decomposed Low-Rank Adaptation", 2024) and "bora" (Wang et
al., 2024, both at once). Their "-xs" forms (Bałazy et al., "LoRA-XS", 2024) have D = U M V^T, U and
V being singular vectors of the weights that the file is loaded into. Knows nothing of the net.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor, nn

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest, WeightsError
from tangostudio.families.adapters import check_strength

_LORA, _ROWS, _COLUMNS, _BORA = "lora", "dora-rows", "dora-cols", "bora"
_SMALL = "-xs"
_MIDDLE = ".parametrizations.weight.0."
_ALIKE = 1e-12  # added to norms, as the trainer does
_AGAIN = "Take it again from where it came, or choose another file."

_PARTS = {
    _LORA: set[str](),
    _ROWS: {"magnitude"},
    _COLUMNS: {"magnitude"},
    _BORA: {"magnitude_r", "magnitude_c"},
}


@dataclass(frozen=True, eq=False)
class Lora:
    """One file.

    Attributes:
        kind: "lora", "dora-rows", "dora-cols" or "bora", with "-xs" behind it or not.
        scale: alpha / rank.
        changes: tensors of each change (`lora_A`, `magnitude` ...) by the weight's published name.
    """

    name: str
    kind: str
    scale: float
    changes: dict[str, dict[str, Tensor]]


def is_lora(path: Path) -> bool:
    """Whether a file is one of the trainer's, which its metadata tells.

    Raises:
        WeightsError: it is missing, damaged, or a training state that may hold program code.
    """
    return "lora_config" in _metadata(path)


def read(path: Path) -> Lora:
    """Load and check such a file.

    Raises:
        WeightsError: it is missing, damaged, of an unknown kind, or not made of finite numbers.
    """
    config = _config(path)
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    changes: dict[str, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        if not bool(value.isfinite().all()):
            raise WeightsError(f"{path.name} holds values that are no numbers, in {name}.", _AGAIN)
        module, middle, part = name.partition(_MIDDLE)
        if not middle:
            raise WeightsError(f"{path.name} holds {name}, which no LoRA file has.", _AGAIN)
        changes.setdefault(_weight(module), {})[part] = value
    if not changes:
        raise WeightsError(f"{path.name} changes nothing.", _AGAIN)
    kind = _kind(str(config.get("adapter_type", _LORA)), changes)
    _check_parts(path.name, kind, changes)
    return Lora(path.name, kind, _scale(path.name, config, changes), changes)


def merged(
    state: Mapping[str, Tensor], lora: Lora, strength: float, base: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """Weights with a file's changes at a strength; several files follow one another.

    At strength 0 no bit changes; just above it a kind with magnitudes has them all at once. The
    given tensors stay as they are, and are returned where nothing changes them.

    Args:
        state: float32 weights by published name, with the files before this one.
        base: the same without any file: "-xs" kinds take their singular vectors from it.

    Raises:
        BadRequest: the strength is out of range.
        WeightsError: the file belongs to weights of other names or shapes.
    """
    check_strength(strength)
    result = dict(state)
    for name, parts in lora.changes.items():
        if name not in state or not _fits(state[name], parts, lora.kind):
            raise WeightsError(
                f"{lora.name} changes {name}, which this model has not in that shape.",
                "It belongs to another model or another size.",
            )
        if strength:
            scale = lora.scale * strength
            result[name] = changed(state[name], parts, lora.kind, scale, base[name])
    return result


def changed(
    weight: Tensor,
    parts: Mapping[str, Tensor],
    kind: str,
    scale: float,
    base: Tensor,
    vectors: tuple[Tensor, Tensor] | None = None,
) -> Tensor:
    """A weight (out, in) or (out, in, k) with one change; gradients reach the parts.

    Args:
        vectors: the singular vectors of `base` where they are known already.
    """
    matrix = weight.flatten(1)
    if kind.endswith(_SMALL):
        u, v = vectors or singular_vectors(base.flatten(1), len(parts["M_xs"]))
        change = u @ parts["M_xs"] @ v.T
    else:
        change = parts["lora_B"] @ parts["lora_A"]
    new = matrix + scale * change
    match kind.removesuffix(_SMALL):
        case "dora-rows":
            new = _sized(new, parts["magnitude"], 1)
        case "dora-cols":
            new = _sized(new, parts["magnitude"], 0)
        case "bora":
            new = _sized(_sized(new, parts["magnitude_r"], 1), parts["magnitude_c"], 0)
    return new.reshape(weight.shape)


def _sized(matrix: Tensor, magnitude: Tensor, dim: int) -> Tensor:
    """Rows (dim 1) or columns (dim 0) of a matrix brought to magnitudes."""
    return matrix / (matrix.norm(dim=dim, keepdim=True) + _ALIKE) * magnitude.unsqueeze(dim)


def singular_vectors(matrix: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The first left and right ones, as columns; of each left one the largest entry is positive."""
    u, _, vh = torch.linalg.svd(matrix.float(), full_matrices=False)
    u, v = u[:, :count], vh[:count].T
    signs = u.gather(0, u.abs().argmax(0, keepdim=True)).sign()
    return u * signs, v * signs


def beginning(
    weight: Tensor, kind: str, rank: int, generator: torch.Generator
) -> dict[str, Tensor]:
    """The parts of a change that does nothing yet.

    Raises:
        BadRequest: the rank is greater than a weight's whose singular vectors are used.
    """
    matrix = weight.detach().float().flatten(1)
    rows, columns = matrix.shape
    if kind.endswith(_SMALL):
        if rank > min(rows, columns):
            raise BadRequest(
                f"An adapter of kind {kind} cannot have a rank of {rank} here.",
                f"One of the layers allows {min(rows, columns)} at most.",
            )
        parts = {"M_xs": torch.zeros(rank, rank)}
    else:
        down = torch.empty(rank, columns)
        nn.init.kaiming_uniform_(down, a=math.sqrt(5), generator=generator)
        parts = {"lora_A": down, "lora_B": torch.zeros(rows, rank)}
    sizes = {"magnitude_r": matrix.norm(dim=1), "magnitude_c": matrix.norm(dim=0)}
    sizes["magnitude"] = sizes["magnitude_c" if kind.startswith(_COLUMNS) else "magnitude_r"]
    return parts | {name: sizes[name].clone() for name in _PARTS[kind.removesuffix(_SMALL)]}


# --- files -----------------------------------------------------------------------------------


def write(path: Path, lora: Lora, config: Mapping[str, Any]) -> str:
    """Store changes as the trainer does; returns the file's sha256.

    Args:
        config: what its `lora_config` says: rank, alpha, adapter_type, dropout, include, exclude.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    tensors = {
        f"{_module(name)}{_MIDDLE}{part}": value.detach().half().cpu().contiguous()
        for name, parts in lora.changes.items()
        for part, value in parts.items()
    }
    data = to_bytes(tensors, metadata={"lora_config": json.dumps(dict(config))})
    whole_files.replace_whole(whole_files.write_part(path, data), path)
    return hashlib.sha256(data).hexdigest()


def _module(weight: str) -> str:
    """The trainer's name of the module that a published weight belongs to."""
    outer = "conditioner." if weight.startswith("conditioner.") else "model."
    return weight.removeprefix(outer).removesuffix(".weight")


def _metadata(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {path.parent}.")
    with path.open("rb") as file:
        start = file.read(9)
    if path.suffix == ".ckpt" or (start[8:9] != b"{" and start[:1] in (b"P", b"\x80")):
        raise WeightsError(
            f"{path.name} is a training state that may hold program code, so it was not opened.",
            "Ask for the .safetensors file that the trainer exports.",
        )
    try:
        with safe_open(path, "pt") as file:
            return file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}.", _AGAIN) from error


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(_metadata(path)["lora_config"])
    except (KeyError, ValueError) as error:
        raise WeightsError(f"{path.name} does not describe a LoRA.", _AGAIN) from error
    if not isinstance(config, dict):
        raise WeightsError(f"{path.name} does not describe a LoRA.", _AGAIN)
    return config


def _weight(module: str) -> str:
    """Published name of the weight that a module of the trainer has."""
    outer = "conditioner." if module.startswith("conditioners.") else "model."
    return f"{outer}{module}.weight"


def _kind(named: str, changes: Mapping[str, Mapping[str, Tensor]]) -> str:
    """The kind; "dora" alone means columns where a magnitude is one row, and rows elsewhere."""
    bare, small = named.removesuffix(_SMALL), named.endswith(_SMALL)
    if bare == "dora":
        rows = (parts.get("magnitude") for parts in changes.values())
        one_row = any(m is not None and m.dim() == 2 and m.shape[0] == 1 for m in rows)
        bare = _COLUMNS if one_row else _ROWS
    return bare + (_SMALL if small else "")


def _check_parts(name: str, kind: str, changes: dict[str, dict[str, Tensor]]) -> None:
    """Every change has the tensors of its kind, and magnitudes are vectors after this."""
    bare = kind.removesuffix(_SMALL)
    if bare not in _PARTS:
        raise WeightsError(f"{name} is a LoRA of an unknown kind, {kind}.", "Update the program.")
    wanted = _PARTS[bare] | ({"M_xs"} if kind.endswith(_SMALL) else {"lora_A", "lora_B"})
    for weight, parts in changes.items():
        if parts.keys() != wanted:
            raise WeightsError(
                f"{name} has {', '.join(sorted(parts))} for {weight} instead of "
                f"{', '.join(sorted(wanted))}.",
                _AGAIN,
            )
        for part in wanted & {"magnitude", "magnitude_r", "magnitude_c"}:
            parts[part] = parts[part].flatten()


def _scale(
    name: str, config: Mapping[str, Any], changes: Mapping[str, Mapping[str, Tensor]]
) -> float:
    parts = next(iter(changes.values()))
    rank = config.get("rank") or len(parts["lora_A"] if "lora_A" in parts else parts["M_xs"])
    alpha = config.get("alpha")
    alpha = rank if alpha is None else alpha
    good = all(isinstance(n, int | float) and math.isfinite(n) for n in (rank, alpha))
    if not good or rank <= 0:
        raise WeightsError(f"{name} has rank {rank} and alpha {alpha}, which cannot be.", _AGAIN)
    return float(alpha) / float(rank)


def _fits(weight: Tensor, parts: Mapping[str, Tensor], kind: str) -> bool:
    if weight.dim() < 2:
        return False
    rows, columns = weight.flatten(1).shape
    if "M_xs" in parts:
        rank = len(parts["M_xs"])
        wanted = {"M_xs": (rank, rank)}
        good = 0 < rank <= min(rows, columns)
    else:
        rank = len(parts["lora_A"])
        wanted = {"lora_A": (rank, columns), "lora_B": (rows, rank)}
        good = rank > 0
    wanted |= {"magnitude_r": (rows,), "magnitude_c": (columns,)}
    wanted["magnitude"] = (columns,) if kind.startswith(_COLUMNS) else (rows,)
    return good and all(tuple(part.shape) == wanted[key] for key, part in parts.items())
