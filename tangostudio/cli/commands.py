"""The commands on takes, models and the library, and the program's own parser.

Commands on votes, taste and tuning are in modules of their own. No command that does not need torch
may wait for it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from tangostudio import __version__, paths, settings
from tangostudio.audio import files
from tangostudio.cli import evaluate_command, models_command, taste_commands, tune_commands
from tangostudio.cli.common import (
    DONE,
    FAILED,
    INTERRUPTED,
    USAGE,
    adapters_named,
    command,
    reading,
    studio_to_read,
    studio_to_write,
    told_of_taste,
)
from tangostudio.cli.voices import JsonVoice, TextVoice, Voice
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.export import ExportOptions, export_take
from tangostudio.hub.offline import go_offline
from tangostudio.library import TakeQuery, check
from tangostudio.library.take import Sort
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
from tangostudio.studio.plan import parse_seeds


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    go_offline()
    arguments = parser().parse_args(argv)
    say: Voice = JsonVoice() if arguments.json else TextVoice()
    try:
        return arguments.run(arguments, say)
    except BadRequest as error:
        say.failed(error)
        return USAGE
    except TangoStudioError as error:
        say.failed(error)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        with contextlib.suppress(OSError):
            sys.stdout = None
        return DONE


# --- commands -------------------------------------------------------------------------------------


def _generate(arguments: argparse.Namespace, say: Voice) -> int:
    chosen = settings.load(paths.settings_file())
    seeds = parse_seeds(arguments.seeds) if arguments.seeds else None
    with studio_to_write(arguments, new=True) as studio:
        model = arguments.model or chosen.default_model
        values: dict[str, Any] = {}
        if arguments.adapter or arguments.no_adapters:
            values["adapters"] = adapters_named(studio, studio.card(model), arguments.adapter or ())
        request = studio.plan(
            model,
            arguments.prompt,
            negative=arguments.negative,
            seconds=arguments.seconds,
            steps=arguments.steps,
            guidance=arguments.guidance,
            seeds=seeds,
            **values,
        )
        if arguments.project and arguments.project not in {p.name for p in studio.projects()}:
            studio.library.projects.create(arguments.project)
        last: list[Event] = []

        def hear(change: Change) -> None:
            event = change.event
            if isinstance(event, TakeReady) and arguments.out:
                options = ExportOptions(rate=chosen.export_rate, bits=chosen.export_bits)
                written = export_take(studio.take(event.take), Path(arguments.out), options)
                say.event(event)
                say.line("Exported", take=event.take, path=str(written.path))
            elif isinstance(event, Loading | Notice | Progress | TakeReady):
                say.event(event)
            elif event is not None and isinstance(event, Finished | Cancelled | Failed):
                say.event(event)
                last.append(event)

        studio.changes.subscribe(hear)
        studio.generate(request, arguments.project)
    return DONE if last and isinstance(last[-1], Finished) else FAILED


def _takes(arguments: argparse.Namespace, say: Voice) -> int:
    query = TakeQuery(text=arguments.search or "", sort=arguments.sort)
    if arguments.sort == "taste":
        return _takes_by_taste(arguments, query, say)
    with reading(arguments) as library:
        for take in library.takes.find(query) if library is not None else ():
            say.take(take)
    return DONE


def _takes_by_taste(arguments: argparse.Namespace, query: TakeQuery, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            return DONE
        studio.tasting.learn()
        known = studio.tasting.known
        if known is None or not known.enough:
            say.line("Note", sentence=told_of_taste(studio))
        for take in studio.find(query):
            say.take(take)
    return DONE


def _export(arguments: argparse.Namespace, say: Voice) -> int:
    options = ExportOptions(rate=arguments.rate, bits=arguments.bits)
    with reading(arguments) as library:
        if library is None:
            raise BadRequest("There is no library yet.", "Generate a take first.")
        takes = [library.takes.get(identifier) for identifier in arguments.takes]
        for take in takes:
            written = export_take(take, Path(arguments.to), options)
            say.line("Exported", take=take.id, path=str(written.path), note=written.note)
    return DONE


def _library_check(arguments: argparse.Namespace, say: Voice) -> int:
    with reading(arguments) as library:
        problems = [] if library is None else check(library, verify=files.verify)
    texts = [problem.message for problem in problems]
    say.line("Check", ok=not texts, problems=texts)
    return FAILED if texts else DONE


def _starter(arguments: argparse.Namespace, say: Voice) -> int:
    # The recipe needs torch, which no other command should wait for.
    module = importlib.import_module(f"tangostudio.starter.{arguments.action}")
    return module.main(arguments.rest) or DONE


# --- arguments ------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    made = argparse.ArgumentParser(
        prog="tangostudio",
        description="Sound effects from a prompt. Without a command the window opens.",
    )
    made.add_argument("--version", action="version", version=f"Tango Studio {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    _add_generate(commands)

    takes = command(commands, "takes", "list the takes of the library", _takes)
    takes.add_argument("--search", metavar="TEXT")
    takes.add_argument("--sort", choices=get_args(Sort), default="newest")

    export = command(commands, "export", "write takes as WAV files", _export)
    export.add_argument("takes", nargs="+", type=int, metavar="TAKE", help="a take's number")
    export.add_argument("--to", required=True, metavar="DIR")
    export.add_argument("--rate", type=int, default=48000, choices=(44100, 48000, 96000))
    export.add_argument("--bits", type=int, default=24, choices=(16, 24, 32))

    taste_commands.add(commands)
    tune_commands.add(commands)
    evaluate_command.add(commands)
    models_command.add(commands)

    library = commands.add_parser("library", help="look after the library")
    actions = library.add_subparsers(required=True, metavar="ACTION")
    command(actions, "check", "check the database and every sound file", _library_check)

    starter = commands.add_parser("starter", help="rebuild or measure the bundled model")
    starter.add_argument("action", choices=("build", "evaluate"))
    starter.add_argument("rest", nargs=argparse.REMAINDER)
    starter.set_defaults(run=_starter, json=False)
    return made


def _add_generate(commands: Any) -> None:
    made = command(commands, "generate", "make takes from a prompt", _generate)
    made.add_argument("prompt", metavar="PROMPT")
    made.add_argument("--model", metavar="ID", help="a model's id (see: models)")
    made.add_argument("--seconds", type=float, metavar="S")
    made.add_argument("--seeds", metavar="1-4|3,7", help="one take each; random when left out")
    made.add_argument("--steps", type=int, metavar="N")
    made.add_argument("--guidance", type=float, metavar="G", help="1 is none")
    made.add_argument("--negative", default="", metavar="TEXT", help="what to avoid")
    made.add_argument("--project", metavar="NAME", help="made when it does not exist")
    made.add_argument("--out", metavar="DIR", help="also write each take as a WAV file here")
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
