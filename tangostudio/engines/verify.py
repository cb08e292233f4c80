"""Checking a checkpoint: which model it is, whether its files are whole, and whether it sounds.

Everything that is found out is told, what is wrong included: only a folder that is no model's ends
in an error. Nothing is changed on the disk, and of a pickle nothing is read but its bytes.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import paths
from tangostudio.cards import Catalogue, ModelCard, WeightFile, places
from tangostudio.engines import generate
from tangostudio.engines.convert import Table, key_tables
from tangostudio.errors import BadRequest, OutOfMemory, TangoStudioError, WeightsError
from tangostudio.families import weights
from tangostudio.messages import CheckedFile, CountedKeys, Event, Loading, Verified, VerifyRequest

EQUAL, DIFFERS, UNKNOWN, MISSING = "equal", "differs", "unknown", "missing"
SILENT = 1e-5  # a peak of -100 dB: less than a step of 16 bits

_TENSORS = (".safetensors", ".bin", ".ckpt")  # what tells one model from another

Hash = Callable[[Path], str]


def verify(job: str, request: VerifyRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Check the files of a folder, count their tensors, and make one step of a short take.

    Raises:
        BadRequest: no such folder or model, or the folder may be several models'.
        WeightsError: the folder is no model's that is known.
        OutOfMemory: there is not enough for the model.
    """
    folder = Path(request.folder)
    if not folder.is_dir():
        raise BadRequest(f"There is no folder {folder}.", "Name the folder of a model's files.")
    yield Loading(job, "the checksums")
    catalogue = Catalogue.load(paths.models_dir())
    hashed: Hash = functools.cache(_sha256)
    if request.model:
        card = catalogue.get(request.model)
    else:
        card = recognise(catalogue.all(), folder, hashed)
    files = _checked(card, folder, hashed)
    keys, wrong_keys = (_held(files, folder), []) if card.bundled else _counted(card, folder)
    problems = [*_wrong_files(card, files), *wrong_keys]
    peak = 0.0
    if _can_be_tried(card, files) and not wrong_keys:
        if card.samplers:
            peak, faults = yield from _tried(job, card, folder)
        else:
            faults = _read(keys, folder)
        problems += faults
    yield Verified(
        job=job,
        model=card.id,
        licence=f"{card.licence.name}: {card.licence.summary}",
        commercial=card.licence.commercial,
        files=tuple(files),
        keys=tuple(keys),
        tested=peak > SILENT,
        peak=peak,
        problems=tuple(dict.fromkeys(problems)),
    )


# --- which model ----------------------------------------------------------------------------------


def recognise(cards: Sequence[ModelCard], folder: Path, hashed: Hash) -> ModelCard:
    """The model whose files lie in a folder, by their names, sizes, checksums and tensors.

    A folder that the program keeps for a model is that model's, whatever is in it.

    Raises:
        BadRequest: it may be several.
        WeightsError: it is none that is known.
    """
    rated: dict[tuple[int, ...], list[ModelCard]] = {}
    for card in cards:
        if card.folder is not None and card.folder.resolve() == folder.resolve():
            return card
        files = _checked(card, folder, hashed)
        if card.files and _may_be(card, files, folder):
            rated.setdefault(_rating(files), []).append(card)
    if not rated:
        names = sorted({item.name for card in cards for item in card.files if _is_tensors(item)})
        raise WeightsError(
            f"{folder} holds no model that is known here.",
            f"Looked for {', '.join(names)}, by size, checksum and tensors.",
        )
    best = rated[max(rated)]
    if len(best) > 1:
        raise BadRequest(
            f"{folder} may be of several models: {', '.join(card.id for card in best)}.",
            "Name one of them.",
        )
    return best[0]


def _may_be(card: ModelCard, files: Sequence[CheckedFile], folder: Path) -> bool:
    """Whether a checksum agrees, or without one the tensors fit."""
    there = {file.answer for item, file in _pairs(card, files) if _is_tensors(item)} - {MISSING}
    if not there:
        return False
    if UNKNOWN not in there and any(file.answer == EQUAL for file in files):
        return True
    counted, wrong = _counted(card, folder)
    return not wrong and (bool(counted) or UNKNOWN in there)


def _rating(files: Sequence[CheckedFile]) -> tuple[int, ...]:
    count = {answer: sum(file.answer == answer for file in files) for answer in _ANSWERS}
    return (count[EQUAL] - count[DIFFERS], count[UNKNOWN], -count[MISSING])


_ANSWERS = (EQUAL, DIFFERS, UNKNOWN, MISSING)


def _is_tensors(item: WeightFile) -> bool:
    return item.name.endswith(_TENSORS)


# --- files ----------------------------------------------------------------------------------------


def _checked(card: ModelCard, folder: Path, hashed: Hash) -> list[CheckedFile]:
    """Each of the card's files as it lies in the folder; of a pickle, what was made of it."""
    record = places.read_record(folder)
    found = []
    for item in card.files:
        size, sha256, name = item.bytes, item.sha256, item.name
        if item.converts_to and places.locate(folder, item.used).is_file():
            row = record.get(item.used)
            known = row is not None and row.made_from.startswith(item.sha256)
            size, sha256 = (row.bytes, row.sha256) if row is not None and known else (0, "")
            name = item.used
        found.append(_compared(name, places.locate(folder, name), size, sha256, hashed))
    return found


def _compared(name: str, path: Path, size: int, sha256: str, hashed: Hash) -> CheckedFile:
    if not path.is_file():
        return CheckedFile(name, MISSING)
    there = path.stat().st_size
    if size and there != size:
        return CheckedFile(name, DIFFERS, there)
    digest = hashed(path)
    answer = UNKNOWN if not sha256 else EQUAL if digest.startswith(sha256) else DIFFERS
    return CheckedFile(name, answer, there, digest)


def _wrong_files(card: ModelCard, files: Sequence[CheckedFile]) -> Iterator[str]:
    for item, file in _pairs(card, files):
        if file.answer == MISSING:
            yield f"{file.name} is missing."
        elif file.answer == DIFFERS and not file.sha256:
            whole = f"{item.bytes:,}" if file.name == item.name else "what it was converted to"
            yield f"{file.name} has {file.bytes:,} bytes instead of {whole}."
        elif file.answer == DIFFERS:
            yield f"{file.name} is not the file that the card names: its checksum differs."
        elif file.name != item.used:
            yield f"{file.name} is a pickle that has not been converted yet."


def _pairs(
    card: ModelCard, files: Sequence[CheckedFile]
) -> Iterator[tuple[WeightFile, CheckedFile]]:
    return zip(card.files, files, strict=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- tensors --------------------------------------------------------------------------------------


def _held(files: Sequence[CheckedFile], folder: Path) -> list[CountedKeys]:
    """Tensors of files that are known by their checksum: they hold what they should."""
    held = []
    for file in files:
        if file.answer == EQUAL and file.name.endswith(_TENSORS):
            count = len(weights.header(folder / file.name))
            held.append(CountedKeys(file.name, count, count))
    return held


def _counted(card: ModelCard, folder: Path) -> tuple[list[CountedKeys], list[str]]:
    """How many tensors each file that is there holds, and what is wrong with them.

    What a file holds besides is for its family to judge: some allow a tied table to be there twice.
    """
    try:
        tables = key_tables(card, folder)
    except TangoStudioError as error:
        return [], [error.message]
    counted, wrong = [], []
    for name, table in tables.items():
        if places.locate(folder, name).is_file():
            found, fault = _count(name, places.locate(folder, name), table)
            counted.append(CountedKeys(name, found, len(table)))
            wrong += fault
    return counted, wrong


def _count(name: str, path: Path, table: Table) -> tuple[int, list[str]]:
    found = 0
    try:
        stored = weights.header(path)
        found = sum(key in stored and stored[key].shape == table[key] for key in table)
        weights.check_keys(table, {key: stored[key] for key in table if key in stored}, name)
    except WeightsError as error:
        return found, [error.message]
    return found, []


# --- one step -------------------------------------------------------------------------------------


def _read(keys: Sequence[CountedKeys], folder: Path) -> list[str]:
    """What is wrong with the tensors of a model that makes no sounds."""
    try:
        for item in keys:
            weights.load(places.locate(folder, item.name))
    except WeightsError as error:
        return [error.message]
    return []


def _can_be_tried(card: ModelCard, files: Sequence[CheckedFile]) -> bool:
    return all(
        file.answer != MISSING and file.name == item.used for item, file in _pairs(card, files)
    )


def _tried(
    job: str, card: ModelCard, folder: Path
) -> Generator[Event, None, tuple[float, list[str]]]:
    """Peak of the sound of one step, and what was wrong with it."""
    try:
        loaded = yield from generate.load(job, card.id, {}, folder=folder)
        sound = generate.try_out(loaded)
    except OutOfMemory:
        raise
    except TangoStudioError as error:
        return 0.0, [error.message]
    if not np.isfinite(sound).all():
        return 0.0, ["The sound of one step holds values that are no numbers."]
    peak = float(np.abs(sound).max(initial=0.0))
    return peak, [] if peak > SILENT else ["The sound of one step is silent."]
