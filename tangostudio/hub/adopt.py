"""Using files that the person has: where they lie, or as copies in the model's own folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard
from tangostudio.cards.places import Held
from tangostudio.errors import TangoStudioError
from tangostudio.hub import checks, holdings, problems, room, states
from tangostudio.hub.checks import Sums
from tangostudio.hub.examine import examined
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
    tally = Tally(card)
    try:
        if copy and (shortage := room.shortage(card.name, holdings.folder_of(card), found.bytes)):
            raise problems.error(shortage)
        for name, place in found.files:
            yield from _adopt(tally, name, Path(place), sums, copy)
    except TangoStudioError as error:
        yield tally.failed(problems.of(error))
    else:
        yield holdings.state(card)


def _adopt(tally: Tally, name: str, place: Path, sums: Sums, copy: bool) -> Iterator[ModelState]:
    card, folder = tally.card, holdings.folder_of(tally.card)
    item = next(item for item in card.files if item.name == name)
    row = yield from examined(tally, item, place, sums)
    if isinstance(row, str):
        raise problems.error(problems.doubtful(card.name, row))
    row = dataclasses.replace(row, place=str(place.absolute()))
    own = folder / name
    if place.resolve() == own.resolve():
        row = dataclasses.replace(row, place="")
    elif copy:
        yield from _copied(tally, row, own)
        row = dataclasses.replace(row, place="")
    elif own.is_file():  # what lies in the model's folder would be read instead
        holdings.set_aside(folder, name)
    holdings.keep(card, row)


def _copied(tally: Tally, row: Held, target: Path) -> Iterator[ModelState]:
    """Copy a file and compare the copy. Raises HubError, StorageError."""
    part = holdings.part_of(holdings.folder_of(tally.card), row.name, row.sha256)
    try:
        with Part(part) as copy, open(row.place, "rb", buffering=0) as source:
            copy.restart()
            while data := source.read(checks.AT_ONCE):
                copy.append(data)
                tally.done[row.name] = copy.size
                if tally.is_due(states.CHECKING, row.name):
                    yield tally.state(states.CHECKING, row.name)
            if copy.sha256() != row.sha256:
                fault = f"{row.name} changed while it was copied."
                raise problems.error(problems.doubtful(tally.card.name, fault))
            copy.name(target)
    except OSError as error:
        raise whole_files.storage_error(target.parent, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
