"""Adapters: small changes to one model's weights, kept apart from them and added when it loads.

An adapter is two files: NAME.safetensors with the tensors and NAME.json with what they belong to.
Of kind "lora" (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021) it holds
`X.lora_A.weight` (rank, in) and `X.lora_B.weight` (out, rank) for each changed `X.weight`, the
change being alpha / rank times B A; of kind "difference" it holds the change itself as float16.
Knows nothing of how adapters are trained, and of no one family.
"""

import functools
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as from_bytes
from safetensors.torch import save as to_bytes
from torch import Tensor

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest, WeightsError

FORMAT = 1
STRONGEST = 1.5
LORA, DIFFERENCE = "lora", "difference"
DOWN, UP, WEIGHT = ".lora_A.weight", ".lora_B.weight", ".weight"

_FROM_ELSEWHERE = "Take adapters only from this program or from people that you trust."
_DAMAGED = "Take it again from where it came, or choose another adapter."


@dataclass(frozen=True)
class Facts:
    """What an adapter says of itself.

    Attributes:
        kind: "lora" or "difference".
        model, model_hash: id and weights hash of the card whose weights it changes.
        rank, alpha: of a LoRA; 0 for a difference.
        shapes: of the base's tensors that it changes, by name.
        sha256: of the file of tensors; it names the adapter wherever it was used.
        about: further plain facts (licence, votes, rounds ...), kept and not understood here.
    """

    kind: str
    model: str
    model_hash: str
    rank: int
    alpha: float
    shapes: dict[str, list[int]]
    sha256: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Adapter:
    """Facts, and float tensors by name."""

    facts: Facts
    tensors: dict[str, Tensor]

    def delta(self, name: str) -> Tensor:
        """The change of one of the base's tensors at strength 1, float32."""
        if self.facts.kind == DIFFERENCE:
            return self.tensors[name].float()
        stem = name.removesuffix(WEIGHT)
        down, up = self.tensors[stem + DOWN].float(), self.tensors[stem + UP].float()
        return (up @ down) * (self.facts.alpha / self.facts.rank)


# --- use -------------------------------------------------------------------------------------


def merged(
    state: Mapping[str, Tensor], stack: Sequence[tuple[Adapter, float]]
) -> dict[str, Tensor]:
    """A model's float32 weights with adapters added at their strengths, 0 to 1.5.

    Changes of several adapters are summed. At strength 0 an adapter changes no bit. The tensors
    that no adapter changes are the given ones.

    Raises:
        BadRequest: a strength is out of range.
        WeightsError: an adapter belongs to weights of other names or shapes.
    """
    check({name: value.shape for name, value in state.items()}, stack)
    return {name: changed(name, value, stack) for name, value in state.items()}


def reduced(adapter: Adapter, rank: int) -> Adapter:
    """A difference as low-rank matrices in float16: of each matrix the nearest one of that rank.

    Eckart and Young, "The approximation of one matrix by another of lower rank", 1936. Tensors that
    are no matrices are left as the base has them.
    """
    tensors: dict[str, Tensor] = {}
    shapes = {name: s for name, s in adapter.facts.shapes.items() if len(s) == 2}
    for name in shapes:
        down, up = low_rank(adapter.delta(name), rank)
        stem = name.removesuffix(WEIGHT)
        tensors[stem + DOWN], tensors[stem + UP] = down.half(), up.half()
    told = {"kind": LORA, "rank": rank, "alpha": float(rank), "shapes": shapes}
    return Adapter(replace(adapter.facts, **told), tensors)


def low_rank(matrix: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Factors (rank, in) and (out, rank), equal in size, of the nearest matrix of a rank."""
    u, strength, v = torch.linalg.svd(matrix.float(), full_matrices=False)
    root, kept = strength[:rank].sqrt(), min(rank, len(strength))
    down, up = matrix.new_zeros(rank, v.shape[1]), matrix.new_zeros(len(u), rank)
    down[:kept], up[:, :kept] = root[:, None] * v[:rank], u[:, :rank] * root
    return down, up


def check(shapes: Mapping[str, Sequence[int]], stack: Sequence[tuple[Adapter, float]]) -> None:
    """Whether adapters fit a model whose tensors have these names and shapes.

    Raises:
        BadRequest: a strength is out of range.
        WeightsError: an adapter belongs to weights of other names or shapes.
    """
    for adapter, strength in stack:
        check_strength(strength)
        _fits(adapter.facts, shapes)


def changed(name: str, value: Tensor, stack: Sequence[tuple[Adapter, float]]) -> Tensor:
    """One of a model's float32 tensors with adapters added; the given one where none changes it."""
    changes = [
        strength * adapter.delta(name).to(value.device)
        for adapter, strength in stack
        if strength and name in adapter.facts.shapes
    ]
    return value + functools.reduce(torch.add, changes) if changes else value


def check_strength(strength: float) -> None:
    """Raise BadRequest unless a strength is a number from 0 to 1.5."""
    if not 0 <= strength <= STRONGEST:
        raise BadRequest(
            f"An adapter's strength cannot be {strength}.", "Choose a value from 0 to 150 %."
        )


def _fits(facts: Facts, shapes: Mapping[str, Sequence[int]]) -> None:
    for name, shape in facts.shapes.items():
        if name not in shapes or list(shapes[name]) != shape:
            raise WeightsError(
                f"The adapter changes {name}, which this model has not in that shape.",
                "It belongs to another model or another version.",
            )


# --- files -----------------------------------------------------------------------------------


def write(path: Path, adapter: Adapter) -> Adapter:
    """Store an adapter as `path` (.safetensors) and its facts beside it (.json).

    The facts come last: an adapter is there when they are. Returns it with its hash.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    data = to_bytes({name: value.contiguous() for name, value in adapter.tensors.items()})
    facts = Facts(**{**asdict(adapter.facts), "sha256": hashlib.sha256(data).hexdigest()})
    text = json.dumps({"format": FORMAT, **asdict(facts)}, indent=1, ensure_ascii=False) + "\n"
    for target, content in ((path, data), (path.with_suffix(".json"), text.encode())):
        whole_files.replace_whole(whole_files.write_part(target, content), target)
    return Adapter(facts, adapter.tensors)


def read(path: Path, card: ModelCard) -> Adapter:
    """Load and check an adapter for a model; `path` is its .safetensors file.

    A card's option `adapters_from` names other models (id and weights hash) whose adapters it may
    load too. Only safetensors and JSON are read, so that no code can hide in an adapter.

    Raises:
        WeightsError: it is missing, damaged, altered, of another model, of a newer version, or not
            made of finite numbers in the right shapes.
    """
    facts = read_facts(path)
    known = {card.id: card.weights_hash, **card.options.get("adapters_from", {})}
    if known.get(facts.model) != facts.model_hash:
        raise WeightsError(
            f"The adapter {path.stem} was made for other weights than {card.name}'s.",
            f"It belongs to {facts.model}; choose that model and version, or tune anew.",
        )
    data = _bytes(path)
    if hashlib.sha256(data).hexdigest() != facts.sha256:
        raise WeightsError(f"The adapter {path.stem} was altered or is damaged.", _DAMAGED)
    try:
        tensors = from_bytes(data)
    except SafetensorError as error:
        raise WeightsError(f"The adapter {path.stem} cannot be read: {error}.", _DAMAGED) from error
    _check_tensors(path.stem, facts, tensors)
    return Adapter(facts, tensors)


def read_facts(path: Path) -> Facts:
    """What an adapter says of itself, without its tensors.

    Raises:
        WeightsError: the facts are missing, damaged or of a newer version.
    """
    try:
        values = json.loads(_bytes(path.with_suffix(".json")).decode())
        form = values.pop("format")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(f"{path.stem}.json does not describe an adapter.", _DAMAGED) from error
    if not isinstance(form, int) or form > FORMAT:
        raise WeightsError(
            f"The adapter {path.stem} was made by a newer version of the program.",
            "Update the program to use it.",
        )
    return _facts(path.stem, values)


def _facts(name: str, values: dict[str, Any]) -> Facts:
    kinds = {"kind": str, "model": str, "model_hash": str, "sha256": str, "about": dict}
    good = values.keys() == {item.name for item in fields(Facts)} and all(
        isinstance(values[key], kind) for key, kind in kinds.items()
    )
    good = good and values["kind"] in (LORA, DIFFERENCE) and _are_shapes(values["shapes"])
    if good and values["kind"] == LORA:
        rank, alpha = values["rank"], values["alpha"]
        good = isinstance(rank, int) and rank > 0 and isinstance(alpha, int | float)
        good = good and math.isfinite(alpha)
        good = good and all(len(shape) == 2 for shape in values["shapes"].values())
    if not good:
        raise WeightsError(f"{name}.json does not describe an adapter.", _DAMAGED)
    return Facts(**values)


def _are_shapes(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(
            isinstance(shape, list) and all(isinstance(n, int) and n > 0 for n in shape)
            for shape in value.values()
        )
    )


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(
            f"The file {path.name} is missing.", f"It belongs into {path.parent}."
        ) from None
    except OSError as error:
        raise WeightsError(f"{path.name} cannot be read: {error.strerror}.", _DAMAGED) from error
    if data[8:9] != b"{" and data[:1] in (b"P", b"\x80"):  # a zip file or a pickle
        raise WeightsError(
            f"{path.name} is no plain table of numbers: it may hold program code, so it was "
            "not opened.",
            _FROM_ELSEWHERE,
        )
    return data


def _check_tensors(name: str, facts: Facts, tensors: Mapping[str, Tensor]) -> None:
    wanted = _wanted(facts)
    for key in sorted(wanted.keys() | tensors.keys()):
        found = list(tensors[key].shape) if key in tensors else "missing"
        if wanted.get(key) != found:
            raise WeightsError(
                f"The adapter {name} does not hold what it says: {key} is {found}, "
                f"not {wanted.get(key, 'missing')}.",
                _DAMAGED,
            )
        value = tensors[key]
        if not value.is_floating_point() or not bool(torch.isfinite(value.float()).all()):
            raise WeightsError(
                f"The adapter {name} holds values that are no numbers, in {key}.", _DAMAGED
            )


def _wanted(facts: Facts) -> dict[str, list[int]]:
    """Shapes of the tensors that an adapter of these facts has."""
    if facts.kind == DIFFERENCE:
        return facts.shapes
    wanted: dict[str, list[int]] = {}
    for name, shape in facts.shapes.items():
        stem = name.removesuffix(WEIGHT)
        wanted[stem + DOWN] = [facts.rank, shape[-1]]
        wanted[stem + UP] = [shape[0], facts.rank]
    return wanted
