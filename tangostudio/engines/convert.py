"""Turning the pickles that a model is published as into safetensors, once; families read no other.

A pickle is a program: only tensors are let out of it (`weights_only`), after its size and checksum
were compared with the card. It is mapped, not read, so that one tensor at a time is in memory. The
record of the model's files is not known here: who asked keeps it.
"""

from __future__ import annotations

import hashlib
import os
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from tangostudio import machine, paths
from tangostudio.audio import whole_files
from tangostudio.cards import Catalogue, ModelCard, WeightFile, places
from tangostudio.engines import memory
from tangostudio.errors import BadRequest, CardError, StorageError, WeightsError
from tangostudio.families import family, weights
from tangostudio.messages import Converted, ConvertRequest, Event, Loading

Table = Mapping[str, torch.Size]
"""Names and shapes of the tensors that a file must hold."""

_AGAIN = "Fetch the file again."
_FOREIGN = "Get it from the place that the model's card names."
_CODE = re.compile(r"GLOBAL ([\w.]+)")


def convert(job: str, request: ConvertRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Convert every pickle of a model; the new files appear together or not at all.

    Raises:
        BadRequest: no such model, or it has no pickles.
        WeightsError: a pickle is missing, cut short, altered or of another model, or there is more
            than tensors in it.
        StorageError: the disk is full or the folder cannot be written.
    """
    card = Catalogue.load(paths.models_dir()).get(request.model)
    folder = Path(request.folder)
    pickles = [item for item in card.files if item.converts_to]
    if not pickles:
        raise BadRequest(
            f"{card.name} has nothing to convert.", "Its files are used as they are published."
        )
    sources = [_source(item, folder) for item in pickles]
    _require_room(folder, sum(path.stat().st_size for path in sources))
    tables = key_tables(card, folder)
    targets = [folder / item.used for item in pickles]
    parts = [target.with_name(target.name + whole_files.PART) for target in targets]
    try:
        made = []
        for item, source, part in zip(pickles, sources, parts, strict=True):
            yield Loading(job, item.name)
            made.append(_converted(item, source, part, tables[item.used]))
        for part, target in zip(parts, targets, strict=True):
            whole_files.replace_whole(part, target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    yield Converted(job, card.id, tuple(made))


def key_tables(card: ModelCard, folder: Path) -> dict[str, Table]:
    """What each file of tensors of a model must hold, by the file's name.

    Raises:
        WeightsError: a config is missing or damaged.
        CardError: the card names a pickle that its family does not read.
    """
    tables: dict[str, Table] = dict(family(card.family).tables(card, folder))
    for item in card.files:
        if item.converts_to and item.used not in tables:
            raise CardError(f"The card of {card.name} names {item.name}, which nothing reads.")
    return tables


# --- reading --------------------------------------------------------------------------------------


def _source(item: WeightFile, folder: Path) -> Path:
    path = places.locate(folder, item.name)
    if not path.is_file():
        raise WeightsError(
            f"The file {item.name} is missing.", f"Fetch it; it belongs into {folder}."
        )
    size = path.stat().st_size
    if item.bytes and size != item.bytes:
        raise WeightsError(
            f"{item.name} has {size:,} bytes instead of {item.bytes:,}: "
            "it is damaged or was cut short.",
            _AGAIN,
        )
    return path


def _converted(
    item: WeightFile, source: Path, part: Path, table: Table
) -> tuple[str, int, str, str]:
    """Write one pickle's tensors; the row that `Converted` has for it."""
    made_from = _sha256(source)
    if not made_from.startswith(item.sha256):
        raise WeightsError(f"{item.name} is not the file that the card names.", _AGAIN)
    tensors = _fitting(item.name, _read(item.name, source), table)
    _write(tensors, part)
    _compare(item.name, tensors, part)
    return item.used, part.stat().st_size, _sha256(part), made_from


def _read(name: str, path: Path) -> dict[str, Tensor]:
    """The tensors of a pickle, mapped where it is of the kind that can be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of kinds of pickles that it may not understand
            mapped = zipfile.is_zipfile(path)
            stored = torch.load(path, map_location="cpu", weights_only=True, mmap=mapped)
    except Exception as error:  # what is wrong in a pickle may raise anything
        if memory.is_out_of_memory(error):
            raise
        raise _refusal(name, error) from error
    if isinstance(stored, dict) and isinstance(stored.get("state_dict"), dict):
        stored = stored["state_dict"]  # of a Lightning checkpoint
    if not isinstance(stored, dict) or not all(map(_is_plain, stored.values())):
        raise WeightsError(f"{name} is not a table of tensors.", _FOREIGN)
    return {key: value.detach() for key, value in stored.items()}


def _refusal(name: str, error: Exception) -> WeightsError:
    if code := _CODE.search(str(error)):
        return WeightsError(
            f"{name} holds program code ({code[1]}), not only tensors: nothing of it was run.",
            _FOREIGN,
        )
    return WeightsError(
        f"{name} cannot be read: it is damaged, was cut short, or is no pickle of tensors.", _AGAIN
    )


def _is_plain(value: Any) -> bool:
    return isinstance(value, Tensor) and value.layout is torch.strided and not value.is_quantized


# --- checking -------------------------------------------------------------------------------------


def _fitting(name: str, stored: Mapping[str, Tensor], table: Table) -> dict[str, Tensor]:
    """The tensors that the table wants, each in memory of its own, finite.

    Left out are a tied table's second name, and places and counters that no net of today stores.

    Raises:
        WeightsError: names the first tensors that differ.
    """
    spare = {
        key
        for key in stored.keys() - table.keys()
        if not stored[key].is_floating_point() or _is_copy(stored[key], stored, table)
    }
    kept = {key: value for key, value in stored.items() if key not in spare}
    weights.check_keys(table, kept, name)
    for key, value in kept.items():
        if value.is_floating_point() and not value.isfinite().all():
            raise WeightsError(f"{name} holds values that are no numbers, in {key}.", _AGAIN)
    return _apart(kept)


def _is_copy(value: Tensor, stored: Mapping[str, Tensor], table: Table) -> bool:
    """Whether a tensor is a tied table's second name: it equals one that is wanted."""
    return (
        value.dim() > 1
        and bool(value.numel())
        and any(
            stored[key].shape == value.shape
            and stored[key].dtype == value.dtype
            and torch.equal(stored[key][0], value[0])  # most others differ here already
            and torch.equal(stored[key], value)
            for key in table.keys() & stored.keys()
        )
    )


def _apart(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same tensors, contiguous; those that share memory with an earlier one are copied."""
    taken: set[int] = set()
    apart = {}
    for key, value in tensors.items():
        own = value.contiguous()
        if own.untyped_storage().data_ptr() in taken:
            own = own.clone()
        taken.add(own.untyped_storage().data_ptr())
        apart[key] = own
    return apart


# --- writing --------------------------------------------------------------------------------------


def _require_room(folder: Path, needed: int) -> None:
    free = machine.free_disk(folder)
    if free is not None and free < needed:
        raise StorageError(
            f"The converted files need {needed / 1e9:.1f} GB in {folder}, "
            f"and {free / 1e9:.1f} GB are free.",
            "Free some space there and try again.",
        )


def _write(tensors: dict[str, Tensor], part: Path) -> None:
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        save_file(tensors, part, metadata={"format": "pt"})
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    except (OSError, SafetensorError) as error:
        # The writer tells of a full disk by an error of its own.
        cause = error if isinstance(error, OSError) else OSError(0, str(error))
        raise whole_files.storage_error(part.parent, cause) from error


def _compare(name: str, tensors: Mapping[str, Tensor], part: Path) -> None:
    """Read the new file again, tensor by tensor."""
    with safe_open(part, "pt") as file:
        whole = set(file.keys()) == tensors.keys() and all(
            torch.equal(file.get_tensor(key), value) for key, value in tensors.items()
        )
    if not whole:
        raise StorageError(
            f"What was made of {name} reads back differently.", "Check the disk and try again."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
