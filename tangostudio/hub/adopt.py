"""Using files that the person has: where they lie, or as copies in the model's own folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard, WeightFile
from tangostudio.cards.places import Held
from tangostudio.errors import TangoStudioError
from tangostudio.hub import checks, holdings, problems, room
from tangostudio.hub.checks import Sums
from tangostudio.hub.parts import Part
from tangostudio.hub.states import FoundModel, ModelState
from tangostudio.hub.tally import Tally


def adopting(
    card: ModelCard, found: FoundModel, sums: Sums, *, copy: bool = False
) -> Generator[ModelState, None, None]:
    """Check each file and take it into the record.

    It ends with the state that the files are in, or with `FAILED` and the problem; files that were
    right before that are kept.
    """
    tally, problem = Tally(card), None
    try:
        with holdings.alone(card):
            folder = holdings.folder_of(card)
            if copy and (shortage := room.shortage(card.name, folder, found.bytes)):
                raise problems.error(shortage)
            for name, place in found.files:
                yield from _adopt(tally, name, Path(place), sums, copy)
    except TangoStudioError as error:
        problem = problems.of(error)
    yield tally.failed(problem) if problem else holdings.state(card)


def examined(
    tally: Tally, item: WeightFile, path: Path, sums: Sums
) -> Generator[ModelState, None, Held | str]:
    """`checks.examining`, shown as it goes on."""
    before = tally.done[item.name]
    row = yield from tally.checking(item.name, checks.examining(item, path, sums))
    if isinstance(row, Held):
        tally.complete(item.name, row.bytes)
    else:
        tally.done[item.name] = before
    return row


def _adopt(tally: Tally, name: str, place: Path, sums: Sums, copy: bool) -> Iterator[ModelState]:
    card, folder = tally.card, holdings.folder_of(tally.card)
    own = folder / name
    item = next(item for item in card.files if item.name == name)
    row = yield from examined(tally, item, place, sums)
    if isinstance(row, str):
        raise problems.error(problems.doubtful(card.name, row))
    kept = holdings.held(card).get(name)
    if place.resolve() == own.resolve() or (own.is_file() and _equal(kept, row)):
        row = dataclasses.replace(row, place="")
    elif copy:
        yield from tally.checking(name, _copied(card, row, own))
        row = dataclasses.replace(row, place="")
    else:
        row = dataclasses.replace(row, place=str(place.absolute()))
        if own.is_file():  # what lies in the model's folder would be read instead
            holdings.set_aside(folder, name)
    holdings.keep(card, row)


def _equal(kept: Held | None, row: Held) -> bool:
    return kept is not None and (kept.place, kept.sha256) == ("", row.sha256)


def _copied(card: ModelCard, row: Held, target: Path) -> Generator[int, None, None]:
    """Copy a file and compare the copy; bytes that are there. Raises HubError, StorageError."""
    part = holdings.part_of(holdings.folder_of(card), row.name, row.sha256)
    try:
        with Part(part) as copy, open(row.place, "rb", buffering=0) as source:
            copy.restart()
            while data := source.read(checks.AT_ONCE):
                copy.append(data)
                yield copy.size
            if copy.sha256() != row.sha256:
                fault = f"{row.name} changed while it was copied."
                raise problems.error(problems.doubtful(card.name, fault))
            copy.name(target)
    except OSError as error:
        raise whole_files.storage_error(target.parent, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
