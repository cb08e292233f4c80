"""Getting a model's files: what lies here already is checked and used, the rest is downloaded.

A generator of states: whoever iterates stops a download by closing it, and goes on with it by
iterating anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import NamedTuple

from tangostudio.cards import ModelCard, WeightFile
from tangostudio.cards.places import Held
from tangostudio.errors import TangoStudioError
from tangostudio.hub import caches, holdings, orders, problems, process, room, states
from tangostudio.hub.adopt import examined
from tangostudio.hub.checks import Sums
from tangostudio.hub.orders import News
from tangostudio.hub.states import ModelState, Problem
from tangostudio.hub.tally import Tally


def fetching(
    card: ModelCard,
    token: str = "",
    sums: Sums | None = None,
    pauses: tuple[float, ...] = orders.PAUSES,
) -> Generator[ModelState, None, None]:
    """Get what is missing of a model.

    It ends with the state that the files are in, or with `FAILED` and the problem. While the hub is
    waited for, the state is `FETCHING` with the problem that it waits for.

    Args:
        token: sent only where the hub wants to know who asks.
        pauses: see `orders.PAUSES`.
    """
    tally, problem = Tally(card), None
    try:
        with holdings.alone(card):
            yield from _gather(tally, sums or Sums())
            wanted = tuple(item for item in holdings.missing(card) if item.repo)
            if wanted:
                if shortage := shortage_of(card):
                    raise problems.error(shortage)
                yield tally.state(states.FETCHING, moving=True)
                folder = str(holdings.folder_of(card))
                order = orders.Download(card.name, card.gated, wanted, folder, token, pauses)
                yield from _download(tally, order)
    except TangoStudioError as error:
        problem = problems.of(error)
    yield tally.failed(problem) if problem else holdings.state(card)


def shortage_of(card: ModelCard) -> Problem | None:
    """What the disk lacks for what is to be fetched, as far as the card knows its size."""
    here = sum(item.bytes for item in holdings.missing(card) if _lies_here(card, item))
    needed = max(0, holdings.needed(card) - here)
    return room.shortage(card.name, holdings.folder_of(card), needed)


def _lies_here(card: ModelCard, item: WeightFile) -> bool:
    """Whether a file of the right size waits to be checked and used."""
    places = (holdings.folder_of(card) / item.name, *caches.candidates(item))
    return any(path.is_file() and path.stat().st_size == item.bytes for path in places)


# --- what is here already -------------------------------------------------------------------------


def _gather(tally: Tally, sums: Sums) -> Iterator[ModelState]:
    """Take in files that lie in the model's folder or in the cache of the hub's client."""
    card, folder = tally.card, holdings.folder_of(tally.card)
    for item in holdings.missing(card):
        own = folder / item.name
        if own.is_file():
            row = yield from examined(tally, item, own, sums)
            if isinstance(row, Held):
                holdings.keep(card, dataclasses.replace(row, place=""))
                continue
            holdings.set_aside(folder, item.name)
        for path in caches.candidates(item):
            row = yield from examined(tally, item, path, sums)
            if isinstance(row, Held):
                holdings.keep(card, row)
                break


# --- downloading ----------------------------------------------------------------------------------


def _download(tally: Tally, order: orders.Download) -> Iterator[ModelState]:
    """Have files fetched, each written into the record as it is whole. Raises HubError."""
    seen = _Seen()
    with closing(process.asked(order)) as answers:
        for news in answers:
            if news is not None:
                seen = _taken_in(tally, news, seen.file)
            if seen.problem is not None or tally.is_due(seen.kind, seen.file):
                moving = seen.kind == states.FETCHING
                yield tally.state(seen.kind, seen.file, seen.problem, moving=moving)


class _Seen(NamedTuple):
    """The file at hand, what is done with it, and what is waited for."""

    file: str = ""
    kind: str = states.FETCHING
    problem: Problem | None = None


def _taken_in(tally: Tally, news: News, file: str) -> _Seen:
    """What news mean; `file` was at hand before. Raises HubError."""
    match news:
        case orders.Sized(name, size):
            tally.sizes[name] = size or tally.sizes[name]
        case orders.Checking(name):
            return _Seen(name, states.CHECKING)
        case orders.Arrived(name, size):
            tally.done[name], file = size, name
        case orders.Waiting(name, _, problem):
            return _Seen(name, problem=problem)
        case orders.Whole(name, size, sha256):
            holdings.keep(tally.card, Held(name, size, sha256))
            tally.complete(name, size)
            file = name
        case orders.Stopped(problem):
            raise problems.error(problem)
    return _Seen(file)
