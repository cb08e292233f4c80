"""`generate`: takes from a prompt, a sound, another take or a sheet of prompts."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tangostudio.cards.card import PRESETS, ModelCard
from tangostudio.cli import sheet_command
from tangostudio.cli.common import (
    DONE,
    FAILED,
    adapters_named,
    command,
    positive,
    studio_to_write,
)
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, ExportError
from tangostudio.messages import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Loading,
    Notice,
    Progress,
    TakeReady,
)
from tangostudio.studio.changes import Change
from tangostudio.studio.given_sound import parse_regions
from tangostudio.studio.plan import parse_seeds
from tangostudio.studio.studio import Studio

_VARY_DISTANCE = 0.2
_SOURCES = ("init", "take", "vary", "again", "sheet")
_WAYS = ("redo", "extend", "loop")
_STARTED = {"init", "take", "again"}
_OF_THE_MODEL = {
    "model", "steps", "guidance", "quality", "negative", "adapter", "no_adapters", "precision"
}  # fmt: skip
_WITHOUT = (
    ("sheet", {"prompt", "seeds"}, "A sheet has prompts and numbers of takes of its own."),
    (
        "vary",
        {"prompt", "seconds", *_OF_THE_MODEL},
        "A variation keeps its take's values: --again TAKE changes them.",
    ),
)


def add(commands: Any) -> None:
    """Add the command to the program's parser."""
    made = command(commands, "generate", "make takes from a prompt, a sound or a take", _generate)
    made.add_argument(
        "prompt", metavar="PROMPT", nargs="?", help="{wood|metal} is one or the other"
    )
    _add_numbers(made)
    _add_sources(made)
    made.add_argument("--project", metavar="NAME", help="made when it does not exist")
    made.add_argument("--out", metavar="DIR", help="also deliver each take here")
    adapters = made.add_mutually_exclusive_group()
    adapters.add_argument(
        "--adapter",
        action="append",
        metavar="N[:STRENGTH]",
        help="with this adapter instead of those in use; several are added up",
    )
    adapters.add_argument(
        "--no-adapters", action="store_true", help="with the model as it is, whatever is in use"
    )


def _add_numbers(made: argparse.ArgumentParser) -> None:
    made.add_argument("--model", metavar="ID", help="a model's id (see: models)")
    made.add_argument("--seconds", type=float, metavar="S")
    made.add_argument("--takes", type=positive, metavar="N", help="how many, from new seeds")
    made.add_argument("--seeds", metavar="1-4|3,7", help="one take each; random when left out")
    made.add_argument("--quality", choices=PRESETS, help="the model's own steps and guidance")
    made.add_argument("--steps", type=int, metavar="N")
    made.add_argument("--guidance", type=float, metavar="G", help="1 is none")
    made.add_argument("--negative", metavar="TEXT", help="what to avoid")
    made.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16", "int8", "int8+text"),
        help="on a processor; that of the settings when left out",
    )


def _add_sources(made: argparse.ArgumentParser) -> None:
    made.add_argument("--init", metavar="FILE", help="start from a sound file")
    made.add_argument("--take", type=int, metavar="TAKE", help="start from a take")
    made.add_argument("--strength", type=float, metavar="S", help="how much is made anew, to 1")
    made.add_argument("--follow", type=float, metavar="F", help="keep its loudness in time, 0 to 1")
    made.add_argument(
        "--redo", metavar="A-B", action="append", help="make only this part again, in seconds"
    )
    made.add_argument("--extend", type=float, metavar="S", help="go on for so many seconds")
    made.add_argument("--loop", action="store_true", help="let the end run into the beginning")
    made.add_argument("--vary", type=int, metavar="TAKE", help="takes near this one")
    made.add_argument("--distance", type=float, metavar="D", help="how near, over 0 to 1")
    made.add_argument("--again", type=int, metavar="TAKE", help="its request with other values")
    made.add_argument("--sheet", metavar="FILE", help="a table of prompts (CSV)")
    made.add_argument("--dry-run", action="store_true", help="say what a sheet would make")


def _generate(arguments: argparse.Namespace, say: Voice) -> int:
    _check(arguments)
    if arguments.dry_run:
        return sheet_command.dry_run(arguments, say, _values)
    of_a_take = (arguments.take, arguments.vary, arguments.again) != (None, None, None)
    with studio_to_write(arguments, new=not of_a_take) as studio:
        _make_project(studio, arguments.project)
        with hearing(studio, say, arguments.out) as ended:
            _queue(studio, arguments, say)
    return DONE if ended and all(isinstance(event, Finished) for event in ended) else FAILED


def _check(arguments: argparse.Namespace) -> None:
    """Refuse what does not go together. Raises BadRequest."""
    values = vars(arguments).items()
    given = {name for name, value in values if value is not None and value is not False}
    sources, ways = given & set(_SOURCES), given & set(_WAYS)
    _one_of(sources)
    _one_of(ways)
    _one_of({"seeds", "takes"} & given)
    if ways:
        _one_of(ways | sources & {"vary", "again", "sheet"})
        _one_of(ways | given & {"seconds"} if sources else ways)
    for names, fits, needs in (
        ({"redo", "extend"}, sources, "--init FILE or --take N"),
        ({"strength", "follow"}, sources & _STARTED and not ways, "--init FILE or --take N"),
        ({"distance"}, sources & {"vary", "again"}, "--vary TAKE"),
        ({"dry_run"}, "sheet" in given, "--sheet FILE"),
    ):
        if (wrong := names & given) and not fits:
            raise BadRequest(f"{_options(wrong)} needs {needs}.", "Add that, or leave it out.")
    for source, wrong, hint in _WITHOUT:
        if source in given and (names := given & wrong):
            raise BadRequest(f"{_options({source, *names})} do not go together.", hint)
    own = sources & {"vary", "again", "sheet"} or (ways and "take" in sources)
    if not own and "prompt" not in given:
        raise BadRequest("There is no prompt.", 'Write one, for example: generate "a door slams".')


def _one_of(names: set[str]) -> None:
    if len(names) > 1:
        raise BadRequest(f"{_options(names)} do not go together.", "Give one of them.")


def _options(names: set[str]) -> str:
    """Names of arguments as they are written, in an order that does not change."""
    written = [
        "a prompt" if name == "prompt" else f"--{name.replace('_', '-')}" for name in sorted(names)
    ]
    return " and ".join(written)


def _make_project(studio: Studio, name: str | None) -> None:
    if name and name not in {project.name for project in studio.projects()}:
        studio.library.projects.create(name)


@contextlib.contextmanager
def hearing(studio: Studio, say: Voice, out: str | None = None) -> Iterator[list[Event]]:
    """Say what jobs tell; the last events of all of them.

    Args:
        out: a folder that each take is delivered to as well, by the usual preset.
    """
    ended: list[Event] = []

    def hear(change: Change) -> None:
        event = change.event
        if isinstance(event, Loading | Notice | Progress | TakeReady):
            say.event(event)
        elif isinstance(event, Finished | Cancelled | Failed):
            say.event(event)
            ended.append(event)
        if isinstance(event, TakeReady) and out:
            _deliver(studio, event.take, Path(out), say)

    stop = studio.changes.subscribe(hear)
    try:
        yield ended
    finally:
        stop()


def _deliver(studio: Studio, take: int, folder: Path, say: Voice) -> None:
    """Raises ExportError."""
    deliveries = studio.deliveries
    done = deliveries.run(deliveries.plan([take], deliveries.default_preset()), folder)
    for file in done.files:
        if file.path is None:
            raise ExportError(file.problem, file.hint)
        say.line("Exported", take=take, path=str(file.path))


def _queue(studio: Studio, arguments: argparse.Namespace, say: Voice) -> None:
    """Have made what is asked for, in one of the ways to ask."""
    making = studio.making
    if arguments.sheet:
        sheet_command.queue(studio, arguments, say, _values)
    elif arguments.vary is not None:
        distance = _VARY_DISTANCE if arguments.distance is None else arguments.distance
        making.vary(arguments.vary, distance, **_count(arguments), **_project(arguments))
    elif arguments.again is not None:
        _again(studio, arguments)
    elif arguments.take is not None and _way(arguments):
        _rework_take(studio, arguments)
    elif arguments.init and _way(arguments):
        _rework_file(studio, arguments)
    else:
        _from_prompt(studio, arguments)


def _from_prompt(studio: Studio, arguments: argparse.Namespace) -> None:
    making, start = studio.making, None
    if arguments.init:
        start = making.start_from_file(Path(arguments.init))
    elif arguments.take is not None:
        start = making.start_from_take(arguments.take)
    if start is not None:
        asked = {"strength": arguments.strength, "follow": arguments.follow}
        changes: dict[str, Any] = {name: v for name, v in asked.items() if v is not None}
        start = dataclasses.replace(start, **changes)
    card = _card(studio, arguments)
    values = {"takes": 1, **_count(arguments), **_values(studio, card, arguments)}
    if arguments.seconds is not None or start is None:
        values["seconds"] = arguments.seconds
    values |= {"start": start, "loop": arguments.loop, "project": arguments.project}
    making.generate(card.id, arguments.prompt, **values)


def _again(studio: Studio, arguments: argparse.Namespace) -> None:
    names = ("prompt", "seconds", "strength", "follow", "distance", "model")
    asked = {name: getattr(arguments, name) for name in names}
    changes = {name: value for name, value in asked.items() if value is not None}
    model = arguments.model or studio.take(arguments.again).model
    if model:  # a recording has none, which the studio says
        made_with = () if arguments.model else studio.take(arguments.again).adapters
        card = studio.driven(studio.catalogue.get(model), made_with)
        changes |= _values(studio, card, arguments)
    studio.making.again(arguments.again, **changes, **_count(arguments), **_project(arguments))


def _rework_take(studio: Studio, arguments: argparse.Namespace) -> None:
    making, identifier = studio.making, arguments.take
    model = arguments.model or studio.take(identifier).model
    card = studio.card(model or studio.settings.default_model)
    values = {**_values(studio, card, arguments), **_count(arguments), **_project(arguments)}
    values |= {"prompt": arguments.prompt, "model": arguments.model}
    if arguments.redo:
        making.redo(identifier, parse_regions(arguments.redo), **values)
    elif arguments.extend is not None:
        making.extend(identifier, arguments.extend, **values)
    else:
        making.loop(identifier, **values)


def _rework_file(studio: Studio, arguments: argparse.Namespace) -> None:
    making, card = studio.making, _card(studio, arguments)
    kept = making.read_start(Path(arguments.init), whole=True)
    start = making.start_from_kept(kept)
    values = {**_values(studio, card, arguments), **_count(arguments), "seconds": start.seconds}
    if arguments.redo:
        values["regions"] = parse_regions(arguments.redo)
    elif arguments.extend is not None:
        values["seconds"] = start.seconds + arguments.extend
        values["regions"] = ((start.seconds, values["seconds"]),)
    else:
        values["loop"] = True
    making.rework(start, card.id, arguments.prompt, project=arguments.project, **values)


# --- values ---------------------------------------------------------------------------------------


def _way(arguments: argparse.Namespace) -> bool:
    return bool(arguments.redo) or arguments.extend is not None or arguments.loop


def _card(studio: Studio, arguments: argparse.Namespace) -> ModelCard:
    return studio.card(arguments.model or studio.settings.default_model)


def _values(studio: Studio, card: ModelCard, arguments: argparse.Namespace) -> dict[str, Any]:
    """How the model is to be driven, as far as it was said. Raises BadRequest."""
    values: dict[str, Any] = {}
    if arguments.adapter or arguments.no_adapters:
        values["adapters"] = adapters_named(studio, card, arguments.adapter or ())
        card = studio.driven(studio.catalogue.get(card.id), values["adapters"])
    if arguments.quality:
        if arguments.quality not in card.presets:
            raise BadRequest(f"{card.name} has no presets.", "Give --steps and --guidance instead.")
        values |= card.presets[arguments.quality]
    for name in ("steps", "guidance", "negative"):
        if getattr(arguments, name) is not None:
            values[name] = getattr(arguments, name)
    if arguments.precision is not None:
        values["precision"] = "" if arguments.precision == "auto" else arguments.precision
    return values


def _count(arguments: argparse.Namespace) -> dict[str, Any]:
    if arguments.seeds:
        return {"seeds": parse_seeds(arguments.seeds)}
    return {} if arguments.takes is None else {"takes": arguments.takes}


def _project(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"project": arguments.project} if arguments.project else {}


Values = Callable[[Studio, ModelCard, argparse.Namespace], dict[str, Any]]
