"""One job from request to last event: the one place that catches, and the one that stops.

Job kinds are named as strings and resolved here, so that nothing above imports torch.
"""

from __future__ import annotations

import importlib
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from typing import Any

from tangostudio.engines.memory import is_out_of_memory
from tangostudio.errors import OutOfMemory, TangoStudioError
from tangostudio.messages import (
    LAST_EVENTS,
    Cancelled,
    CorpusProgress,
    Event,
    Failed,
    Finished,
    Progress,
    Request,
)

_KINDS = {
    "generate": "tangostudio.engines.generate:generate",
    "warm": "tangostudio.engines.generate:warm",
    "embed": "tangostudio.engines.embed:embed",
    "trial": "tangostudio.engines.trial:trial",
    "tune": "tangostudio.tuning.job:tune",
    "convert": "tangostudio.engines.convert:convert",
    "verify": "tangostudio.engines.verify:verify",
    "corpus": "tangostudio.corpora.build:build",
}

_PROGRESS_SECONDS = 0.1


def run_job(
    job: str, request: Request, resident: dict[str, Any], is_cancelled: Callable[[], bool]
) -> Iterator[Event]:
    """The job's events, ending with exactly one of Finished, Cancelled and Failed.

    Args:
        job: the job's id.
        request: what to do.
        resident: what stays loaded between jobs; the engines fill it.
        is_cancelled: asked after every event of the engine, shown or not.
    """
    events = _caught(job, request, resident)
    shown_at = 0.0
    for event in events:
        last = isinstance(event, LAST_EVENTS)
        if not last and is_cancelled():
            events.close()
            yield Cancelled(job)
            return
        now = time.monotonic()
        if _is_passing(event):
            if now - shown_at < _PROGRESS_SECONDS:
                continue
            shown_at = now
        yield event


def _is_passing(event: Event) -> bool:
    """Whether another one like it follows, so that it need not be shown."""
    match event:
        case Progress(step=done, steps=total) | CorpusProgress(done=done, total=total):
            return done < total
    return False


def _caught(job: str, request: Request, resident: dict[str, Any]) -> Generator[Any, None, None]:
    try:
        yield from _engine(request.kind)(job, request, resident)
    except TangoStudioError as error:
        yield Failed(job, error.kind, error.message, error.hint)
    except Exception as error:  # noqa: BLE001  # whatever an engine does, the job ends with a word
        yield _failure(job, error)
    else:
        yield Finished(job)


def _failure(job: str, error: Exception) -> Failed:
    if is_out_of_memory(error):
        return Failed(
            job,
            OutOfMemory.__name__,
            "There is not enough memory for this job.",
            "Make shorter or fewer takes, or close other programs.",
        )
    where = traceback.extract_tb(error.__traceback__)[-1]
    return Failed(
        job,
        "Unexpected",
        f"Something unexpected happened: {type(error).__name__}: {error}.",
        f"Copy the details and report them ({where.name}, line {where.lineno}).",
    )


def _engine(kind: str) -> Callable[..., Iterator[Event]]:
    module, _, name = _KINDS[kind].partition(":")
    return getattr(importlib.import_module(module), name)
