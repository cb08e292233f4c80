"""Bringing an adapter file into the library: one of this program's, or of a model's own trainer.

Only the header of the tensors' file is read here; whether they fit is checked when the model loads
them. A trainer's file says `lora_config` in its header, and nothing of the weights it was made for:
the person names the model.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest, WeightsError
from tangostudio.library import Library
from tangostudio.library.adapters import SUFFIXES, NewAdapter, StoredAdapter

FOREIGN = "foreign"
ABILITY = "trainer-loras"
"""What a card lists in `can` whose family reads its own trainer's files."""

_LARGEST_HEADER = 100 << 20
_METADATA = "__metadata__"


def bring_in(library: Library, path: Path, card: ModelCard, name: str = "") -> StoredAdapter:
    """Copy an adapter's file into the library and add its row, not in use.

    Args:
        path: a .safetensors file; one of this program's has its .json beside it.

    Raises:
        BadRequest: the model takes no such adapters.
        WeightsError: the file is missing, damaged, a pickle, or of another model.
        StorageError: the library's folder cannot be written.
    """
    if "adapters" not in card.can:
        reason = card.cannot.get("adapters", "Choose another model.")
        raise BadRequest(f"{card.name} cannot use adapters.", reason)
    header = read_header(path)
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    facts = _foreign(path, header, card, sha256) or _own(path, card, sha256)
    text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    for suffix, content in zip(SUFFIXES, (data, text.encode()), strict=True):
        target = library.adapters_dir / f"{sha256}{suffix}"
        whole_files.replace_whole(whole_files.write_part(target, content), target)
    return library.adapters.add(
        NewAdapter(
            sha256=sha256,
            name=name or path.stem,
            model=card.id,
            model_hash=card.weights_hash,
            method="imported",
            # A change of weights is a derivative of them: their licence holds for it too.
            licence=card.licence.name,
            commercial=card.licence.commercial,
            bytes=len(data),
            about=facts["about"],
        )
    )


def model_of(path: Path) -> str:
    """The model that one of this program's files names; "" for any other file."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["model"]
    except (OSError, KeyError, TypeError, ValueError):
        return ""
    return found if isinstance(found, str) else ""


def read_header(path: Path) -> dict[str, Any]:
    """The JSON header of a safetensors file.

    Raises:
        WeightsError: the file is missing or not of this kind.
    """
    hint = "Choose a .safetensors file; a .ckpt or .bin may hold program code and is not opened."
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(_LARGEST_HEADER, path.stat().st_size - 8):
                raise ValueError("no header")
            header = json.loads(file.read(length))
    except OSError as error:
        raise WeightsError(f"{path.name} cannot be read: {error.strerror}.", hint) from error
    except ValueError as error:
        raise WeightsError(f"{path.name} is not a safetensors file.", hint) from error
    if not isinstance(header, dict):
        raise WeightsError(f"{path.name} is not a safetensors file.", hint)
    return header


def _foreign(
    path: Path, header: dict[str, Any], card: ModelCard, sha256: str
) -> dict[str, Any] | None:
    """Facts of a trainer's file; None for a file of another kind."""
    text = header.get(_METADATA, {}).get("lora_config")
    if text is None:
        return None
    if ABILITY not in card.can:
        raise BadRequest(
            f"{path.name} was made by another model's trainer.",
            f"{card.name} cannot use it: choose the model that it was trained on.",
        )
    try:
        config = json.loads(text)
        about = {"trainer": {key: config[key] for key in ("rank", "alpha", "adapter_type")}}
    except (KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{path.name} does not say how it was trained.", "Export it again from its trainer."
        ) from error
    return _facts(FOREIGN, card.id, card.weights_hash, sha256, about)


def _own(path: Path, card: ModelCard, sha256: str) -> dict[str, Any]:
    beside = path.with_suffix(".json")
    try:
        facts = json.loads(beside.read_text(encoding="utf-8"))
        told = facts["model"], facts["model_hash"], facts["sha256"], dict(facts["about"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{path.name} comes from nowhere that is known: {beside.name} does not describe it.",
            "An adapter of this program is two files; keep them together.",
        ) from error
    known = {card.id: card.weights_hash, **card.options.get("adapters_from", {})}
    if known.get(told[0]) != told[1]:
        raise WeightsError(
            f"{path.name} was made for other weights than {card.name}'s.",
            f"It belongs to {told[0]}; choose that model and version.",
        )
    if told[2] != sha256:
        raise WeightsError(f"{path.name} was altered or is damaged.", "Take it again.")
    return facts


def _facts(kind: str, model: str, mark: str, sha256: str, about: dict[str, Any]) -> dict[str, Any]:
    named = {"format": 1, "kind": kind, "model": model, "model_hash": mark}
    return {**named, "rank": 0, "alpha": 0, "shapes": {}, "sha256": sha256, "about": about}
