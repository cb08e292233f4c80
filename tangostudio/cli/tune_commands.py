"""`tune`: teaching a model what is liked from votes, and the list of all tunings and adapters."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tangostudio.cli import adapter_commands, train_commands, trial_commands
from tangostudio.cli.adapter_commands import say_adapter
from tangostudio.cli.common import DONE, NO_LIBRARY, command, studio_to_read, studio_to_write
from tangostudio.cli.tune_runs import Run, add_arguments, options_in, say_tuning, waiting
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, TuneError
from tangostudio.studio.studio import Studio
from tangostudio.studio.tune_views import Outline
from tangostudio.tuning.methods import ON_PAIRS
from tangostudio.tuning.plan import STRATEGIES, Options, Plan

# What a file of options may hold; the reward is told by the match's share, the loss by the method.
_ADAPTER = {item.name for item in dataclasses.fields(Options)}
_OPTIONS = {item.name for item in dataclasses.fields(Plan)} - {"adapter", "blend", "loss"}
_OPTIONS |= {*_ADAPTER, "match_share"}
_TOLD = ("rounds", "prompts", "candidates", "epochs", "rank", "match_share", "seed")


# --- tuning ---------------------------------------------------------------------------------------


def _tune(arguments: argparse.Namespace, say: Voice) -> int:
    given = {name: value for name in _TOLD if (value := getattr(arguments, name)) is not None}
    if arguments.full:
        given["full"] = True
    options = {**(_config(Path(arguments.config)) if arguments.config else {}), **given}
    if arguments.resume is not None:
        if options or arguments.name or arguments.model:
            raise BadRequest(
                "A tuning goes on as it began.", "Leave the other options away, or begin a new one."
            )
        return _resume(arguments, say)
    with studio_to_write(arguments) as studio:
        say.progress("Listening to what is new ...")
        studio.tasting.listen()
        model = arguments.model or ""
        _outline(studio, model, arguments.method, options, say)
        run = Run(studio, say)
        return run.follow(
            lambda: studio.tunes.start(arguments.name or "", arguments.method, model, **options)
        )


def _outline(
    studio: Studio, model: str, method: str, options: Mapping[str, Any], say: Voice
) -> None:
    """Say what the tuning will do. Raises TuneError when it cannot be done here."""
    outline = studio.tunes.outline(model, method, **options)
    assert isinstance(outline, Outline)
    say.line("Outline", **{**dataclasses.asdict(outline), "blend": dict(outline.blend)})
    if outline.problem:
        raise TuneError(outline.problem, "Choose a lower rank, or fewer prompts and candidates.")


def _resume(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        view = waiting(studio, arguments.method, arguments.resume)
        say_tuning(say, view)
        run = Run(studio, say)
        return run.follow(lambda: studio.tunes.resume(view.id))


def _config(path: Path) -> dict[str, Any]:
    """Options of a file. Raises BadRequest."""
    values = options_in(path, _OPTIONS)
    if "strategies" in values and not isinstance(values["strategies"], list):
        raise BadRequest("The strategies of a tuning are a list.", f"Of: {', '.join(STRATEGIES)}.")
    return values


# --- what there is ------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            say.line("Note", sentence=NO_LIBRARY)
            return DONE
        tunings, adapters = studio.tunes.all(), studio.tunes.adapters()
        for view in tunings:
            say_tuning(say, view)
        for adapter in adapters:
            say_adapter(say, adapter)
        if not tunings and not adapters:
            say.line("Note", sentence="Nothing has been tuned in this library.")
    return DONE


def _study(arguments: argparse.Namespace, say: Voice) -> int:
    # As with the starter's recipe: nothing else shall wait for torch.
    module = importlib.import_module("tangostudio.starter.tune_study")
    return module.main(arguments.rest) or DONE


# --- arguments ------------------------------------------------------------------------------------


def add(commands: Any) -> None:
    """Add these commands to the parser's."""
    tune = commands.add_parser("tune", help="teach a model what you like, or your recordings")
    actions = tune.add_subparsers(required=True, metavar="ACTION")
    for method in ON_PAIRS:
        _add_method(actions, method)

    train_commands.add(actions)
    command(actions, "list", "list tunings and adapters", _list)
    adapter_commands.add(actions)
    trial_commands.add(actions)
    # Its options are its own: none of them starts with a sign that this parser knows.
    study = actions.add_parser(
        "study",
        help="measure what tuning gains on the bundled model",
        add_help=False,
        prefix_chars="\0",
    )
    study.add_argument("rest", nargs=argparse.REMAINDER)
    study.set_defaults(run=_study, json=False)


def _add_method(actions: Any, method: str) -> None:
    made = command(actions, method, f"tune by {method.upper()}; Ctrl+C pauses it", _tune)
    numbers = ("rounds", "prompts", "candidates", "epochs", "rank", "seed")
    add_arguments(made, method, numbers)
    made.add_argument("--match-share", type=float, metavar="0..1", help="the taste has the rest")
