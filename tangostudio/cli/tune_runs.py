"""A tuning that runs in a command: its arguments, options from a file, and what is said of it."""

from __future__ import annotations

import argparse
import dataclasses
import json
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from tangostudio.cli.adapter_commands import say_adapter
from tangostudio.cli.common import DONE, FAILED
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.messages import Cancelled, Event, Failed, Finished, Loading, TuneNews
from tangostudio.studio.changes import Change
from tangostudio.studio.studio import Studio
from tangostudio.studio.train_views import Thinned
from tangostudio.studio.tune_views import TuneView, keeps
from tangostudio.studio.tunes import WAITING
from tangostudio.tuning.events import Stepped, Trained, Tuned

TOLD_STEPS = 60
"""Lines for the steps of a stage."""


def add_arguments(made: argparse.ArgumentParser, method: str, numbers: Collection[str]) -> None:
    """Add what every method takes, and some whole numbers."""
    made.add_argument("--model", metavar="ID", help="the settings' model when left out")
    made.add_argument("--name", metavar="NAME", help="of the adapter that comes of it")
    made.add_argument("--config", metavar="FILE", help="options as TOML or JSON")
    for name in numbers:
        made.add_argument(f"--{name}", type=int, metavar="N")
    made.add_argument("--full", action="store_true", help="every weight, not a low-rank adapter")
    made.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="ID",
        help="go on with a tuning, else with the newest that waits",
    )
    made.set_defaults(method=method)


class Run:
    """A tuning that runs here and now, and what is said of it."""

    def __init__(self, studio: Studio, say: Voice) -> None:
        self._studio, self._say = studio, say
        self._last: Event | None = None
        self._thinned = Thinned(TOLD_STEPS)
        studio.changes.subscribe(self._hear)

    def follow(self, begin: Callable[[], Any]) -> int:
        """Run it to its end; the exit code. An interrupt from the keyboard pauses it."""
        try:
            begin()
        except KeyboardInterrupt:
            if isinstance(self._last, Cancelled):
                view = self._studio.tunes.view(self._last.job)
                resume = f"tangostudio tune {view.method} --resume {view.id}"
                folder = self._studio.library.folder
                self._say.line(
                    "Paused",
                    tuning=view.id,
                    round=view.round,
                    share=view.share,
                    resume=f'{resume} --library "{folder}"',
                )
            raise
        return DONE if isinstance(self._last, Finished) else FAILED

    def _hear(self, change: Change) -> None:
        event = change.event
        match event:
            case TuneNews(news=Stepped() as step) if not keeps(step):
                pass
            case TuneNews(news=Trained() as step):
                if (shown := self._thinned.add(step)) is not None:
                    self._say.event(dataclasses.replace(event, news=shown))
            case TuneNews(news=Tuned()):
                self._say.event(event)
                view = self._studio.tunes.view(event.job)
                if view.adapter is not None:
                    say_adapter(self._say, self._studio.tunes.adapter(view.adapter))
            case Loading() | TuneNews():
                self._say.event(event)
            case Finished() | Failed():
                self._say.event(event)
                self._last = event
            case Cancelled():
                self._last = event


def waiting(studio: Studio, method: str, identifier: str) -> TuneView:
    """The tuning that is named, else the newest of a method that waits to go on."""
    if identifier:
        return studio.tunes.view(identifier)
    for view in studio.tunes.all():
        if view.state in WAITING and view.method == method:
            return view
    raise BadRequest(
        f"No tuning by {method} waits to go on.", "`tangostudio tune list` shows all of them."
    )


def say_tuning(say: Voice, view: TuneView) -> None:
    """One tuning, as a line."""
    say.line(
        "Tuning",
        tuning=view.id,
        name=view.name,
        model=view.model,
        method=view.method,
        state=view.state,
        votes=view.votes,
        corpus=view.corpus,
        round=view.round,
        rounds=view.rounds,
        stage=view.stage,
        share=view.share,
        blend=dict(view.blend),
        warnings=view.warnings,
        adapter=view.adapter,
        error=dataclasses.asdict(view.error) if view.error is not None else None,
    )


def options_in(path: Path, known: Collection[str]) -> dict[str, Any]:
    """Options of a TOML or JSON file; those of the adapter may stand in a table of its name.

    Raises:
        BadRequest: it cannot be read, or names something that is no option.
    """
    try:
        text = path.read_text(encoding="utf-8")
        values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise BadRequest(
            f"The options {path.name} cannot be read: {error}.", "Write TOML, or JSON in a .json."
        ) from error
    if not isinstance(values, dict):
        raise BadRequest(f"{path.name} holds no options.", "Write lines such as: rounds = 2")
    adapter = values.pop("adapter", {})
    values = {**values, **(adapter if isinstance(adapter, dict) else {"adapter": adapter})}
    if unknown := sorted(values.keys() - set(known)):
        raise BadRequest(
            f"{path.name} has an unknown option {unknown[0]!r}.",
            f"Known: {', '.join(sorted(known))}.",
        )
    return values
