"""Turning a fetched model's pickles into safetensors: a job in a process that is thrown away.

The process makes the files; here they are written into the record, and the pickles, which nothing
reads any more, are deleted.
"""

from __future__ import annotations

import dataclasses
import queue
from collections.abc import Callable, Generator

from tangostudio.cards import ModelCard
from tangostudio.cards.places import Held
from tangostudio.errors import TangoStudioError
from tangostudio.hub import holdings, problems, states
from tangostudio.hub.states import ModelState, Problem
from tangostudio.jobs.runners import ProcessRunner, Runner
from tangostudio.messages import (
    Cancelled,
    Converted,
    ConvertRequest,
    Event,
    Failed,
    Finished,
    Loading,
)

MakeRunner = Callable[[Callable[[Event], None]], Runner]

_JOB = "convert"
_LISTEN_SECONDS = 0.2


def throw_away_runner(deliver: Callable[[Event], None]) -> Runner:
    """A process for one conversion."""
    return ProcessRunner(
        deliver,
        work="turns the files into safetensors",
        hint="The files are kept. Close other programs, then press Convert again.",
    )


def is_due(card: ModelCard) -> bool:
    """Whether every file is there, and all that is missing is to be made of pickles."""
    rows = holdings.held(card)
    waiting = [item for item in card.files if item.used not in rows]
    return bool(waiting) and all(item.converts_to and item.name in rows for item in waiting)


def converting(card: ModelCard, make_runner: MakeRunner) -> Generator[ModelState, None, None]:
    """Convert every pickle; ends with the state of the files, or with `FAILED` and the problem."""
    problem = None
    try:
        with holdings.alone(card):
            problem = yield from _converting(card, make_runner)
    except TangoStudioError as error:
        problem = problems.of(error)
    found = holdings.state(card)
    yield dataclasses.replace(found, state=states.FAILED, problem=problem) if problem else found


def _converting(
    card: ModelCard, make_runner: MakeRunner
) -> Generator[ModelState, None, Problem | None]:
    """What the job answers, taken in. Raises StorageError."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    shown = dataclasses.replace(holdings.state(card), state=states.CONVERTING, missing=())
    runner, event = make_runner(events.put), None
    try:
        runner.submit(_JOB, ConvertRequest(card.id, str(holdings.folder_of(card))))
        while not isinstance(event, Finished | Cancelled | Failed):
            yield shown
            event = _next(events)
            if isinstance(event, Loading):
                shown = dataclasses.replace(shown, file=event.what)
            elif isinstance(event, Converted):
                _take_over(card, event)
    finally:
        runner.close()
    if isinstance(event, Failed):
        return Problem(states.CONVERSION, event.message, event.hint)
    return None


def _next(events: queue.SimpleQueue[Event]) -> Event | None:
    try:
        return events.get(timeout=_LISTEN_SECONDS)
    except queue.Empty:
        return None


def _take_over(card: ModelCard, made: Converted) -> None:
    """Write the new files into the record, then let the pickles go. Raises StorageError."""
    rows = [Held(name, size, sha256, made_from=of) for name, size, sha256, of in made.files]
    holdings.keep(card, *rows)
    names = {row.name for row in rows}
    gone = [item.name for item in card.files if item.converts_to and item.used in names]
    for name in gone:
        holdings.delete(holdings.folder_of(card) / name)
    holdings.let_go(card, *gone)
