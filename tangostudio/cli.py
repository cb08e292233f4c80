"""The command line: the same studio without a window.

With `--json` every event is one JSON object per line with its type under "event". Exit codes: 0
done, 1 something failed (the last line is `Failed`), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tangostudio import __version__, paths, settings
from tangostudio.audio import files
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.export import ExportOptions, export_take
from tangostudio.library import Library, Take, TakeQuery, check
from tangostudio.messages import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Loading,
    Progress,
    TakeReady,
    event_to_json,
)
from tangostudio.studio.changes import Change
from tangostudio.studio.open import library_folder, open_for_command
from tangostudio.studio.plan import parse_seeds

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    arguments = _parser().parse_args(argv)
    say = _JsonVoice() if arguments.json else _TextVoice()
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


def _generate(arguments: argparse.Namespace, say: _Voice) -> int:
    chosen = settings.load(paths.settings_file())
    seeds = parse_seeds(arguments.seeds) if arguments.seeds else None
    with contextlib.closing(
        open_for_command(library_folder(arguments.library, chosen), chosen)
    ) as studio:
        request = studio.plan(
            arguments.model or chosen.default_model,
            arguments.prompt,
            negative=arguments.negative,
            seconds=arguments.seconds,
            steps=arguments.steps,
            guidance=arguments.guidance,
            seeds=seeds,
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
            elif isinstance(event, Loading | Progress | TakeReady):
                say.event(event)
            elif event is not None and isinstance(event, Finished | Cancelled | Failed):
                say.event(event)
                last.append(event)

        studio.changes.subscribe(hear)
        studio.generate(request, arguments.project)
    return DONE if last and isinstance(last[-1], Finished) else FAILED


def _takes(arguments: argparse.Namespace, say: _Voice) -> int:
    with _reading(arguments) as library:
        if library is None:
            return DONE
        for take in library.takes.find(TakeQuery(text=arguments.search or "")):
            say.take(take)
    return DONE


def _export(arguments: argparse.Namespace, say: _Voice) -> int:
    options = ExportOptions(rate=arguments.rate, bits=arguments.bits)
    with _reading(arguments) as library:
        if library is None:
            raise BadRequest("There is no library yet.", "Generate a take first.")
        takes = [library.takes.get(identifier) for identifier in arguments.takes]
        for take in takes:
            written = export_take(take, Path(arguments.to), options)
            say.line("Exported", take=take.id, path=str(written.path), note=written.note)
    return DONE


def _models(arguments: argparse.Namespace, say: _Voice) -> int:
    catalogue = Catalogue.load(paths.models_dir())
    for card in catalogue:
        say.line(
            "Model",
            id=card.id,
            name=card.name,
            family=card.family,
            summary=card.summary,
            licence=card.licence.name,
            commercial=card.licence.commercial,
            sample_rate=card.sample_rate,
            parameters={
                name: {"minimum": p.minimum, "maximum": p.maximum, "default": p.default}
                for name, p in card.parameters.items()
            },
        )
    for broken in catalogue.broken:
        say.line("BrokenModel", id=broken.id, message=broken.message, hint=broken.hint)
    return DONE


def _library_check(arguments: argparse.Namespace, say: _Voice) -> int:
    with _reading(arguments) as library:
        problems = [] if library is None else check(library, verify=files.verify)
    texts = [problem.message for problem in problems]
    say.line("Check", ok=not texts, problems=texts)
    return FAILED if texts else DONE


def _starter(arguments: argparse.Namespace, say: _Voice) -> int:
    # The recipe needs torch, which no other command should wait for.
    module = importlib.import_module(f"tangostudio.starter.{arguments.action}")
    return module.main(arguments.rest) or DONE


@contextlib.contextmanager
def _reading(arguments: argparse.Namespace) -> Iterator[Library | None]:
    """The library opened for reading; None when the default one does not exist yet."""
    folder = library_folder(arguments.library, settings.load(paths.settings_file()))
    if not arguments.library and not folder.exists():
        yield None
        return
    with Library.open(folder, write=False) as library:
        yield library


# --- voices ---------------------------------------------------------------------------------------


class _Voice:
    """How results are said."""

    def event(self, event: Event) -> None:
        """Something that a job says."""

    def line(self, event: str, /, **values: Any) -> None:
        """A result."""

    def take(self, take: Take) -> None:
        """A take of the library."""

    def failed(self, error: TangoStudioError) -> None:
        """An error, as the last line."""


class _JsonVoice(_Voice):
    def event(self, event: Event) -> None:
        print(event_to_json(event), flush=True)

    def line(self, event: str, /, **values: Any) -> None:
        print(json.dumps({"event": event, **values}, ensure_ascii=False), flush=True)

    def take(self, take: Take) -> None:
        self.line(
            "Take",
            take=take.id,
            path=str(take.path),
            sha256=take.sha256,
            seed=take.seed,
            seconds=take.seconds,
            sample_rate=take.sample_rate,
            channels=take.channels,
            prompt=take.prompt,
            model=take.model,
            stars=take.stars,
            title=take.title,
            project=take.project,
            missing=take.missing,
        )

    def failed(self, error: TangoStudioError) -> None:
        self.line("Failed", kind=error.kind, message=error.message, hint=error.hint)


class _TextVoice(_Voice):
    def event(self, event: Event) -> None:
        match event:
            case Loading():
                self._progress(f"Loading {event.what} ...")
            case Progress():
                self._progress(
                    f"Take {event.take} of {event.takes}, step {event.step} of {event.steps}, "
                    f"{event.seconds_left:.1f} s left"
                )
            case TakeReady():
                self._progress("")
                print(f"take {event.take}  seed {event.seed}  {event.seconds:.1f} s  {event.path}")
            case Failed():
                self._progress("")
                self._error(event.message, event.hint)
            case Cancelled():
                self._progress("")
                print("Cancelled.", file=sys.stderr)

    def line(self, event: str, /, **values: Any) -> None:
        match event:
            case "Exported":
                note = f"  ({values['note']})" if values.get("note") else ""
                print(f"take {values['take']} -> {values['path']}{note}")
            case "Model":
                print(f"{values['id']:24} {values['name']}: {values['summary']}")
            case "Check":
                print("The library is whole." if values["ok"] else "\n".join(values["problems"]))
            case _:
                print(" ".join(str(value) for value in values.values()))

    def take(self, take: Take) -> None:
        stars = "★" * take.stars
        print(f"{take.id:6}  {take.seconds:5.1f} s  {stars:5}  {take.title}  (seed {take.seed})")

    def failed(self, error: TangoStudioError) -> None:
        self._error(error.message, error.hint)

    def _error(self, message: str, hint: str) -> None:
        print(message, file=sys.stderr)
        if hint:
            print(hint, file=sys.stderr)

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


# --- arguments ------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tangostudio",
        description="Sound effects from a prompt. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"Tango Studio {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = _command(commands, "generate", "make takes from a prompt", _generate)
    command.add_argument("prompt", metavar="PROMPT")
    command.add_argument("--model", metavar="ID", help="a model's id (see: models)")
    command.add_argument("--seconds", type=float, metavar="S")
    command.add_argument("--seeds", metavar="1-4|3,7", help="one take each; random when left out")
    command.add_argument("--steps", type=int, metavar="N")
    command.add_argument("--guidance", type=float, metavar="G", help="1 is none")
    command.add_argument("--negative", default="", metavar="TEXT", help="what to avoid")
    command.add_argument("--project", metavar="NAME", help="made when it does not exist")
    command.add_argument("--out", metavar="DIR", help="also write each take as a WAV file here")

    command = _command(commands, "takes", "list the takes of the library", _takes)
    command.add_argument("--search", metavar="TEXT")

    command = _command(commands, "export", "write takes as WAV files", _export)
    command.add_argument("takes", nargs="+", type=int, metavar="TAKE", help="a take's number")
    command.add_argument("--to", required=True, metavar="DIR")
    command.add_argument("--rate", type=int, default=48000, choices=(44100, 48000, 96000))
    command.add_argument("--bits", type=int, default=24, choices=(16, 24, 32))

    _command(commands, "models", "list the models", _models, library=False)

    library = commands.add_parser("library", help="look after the library")
    actions = library.add_subparsers(required=True, metavar="ACTION")
    _command(actions, "check", "check the database and every sound file", _library_check)

    starter = commands.add_parser("starter", help="rebuild or measure the bundled model")
    starter.add_argument("action", choices=("build", "evaluate"))
    starter.add_argument("rest", nargs=argparse.REMAINDER)
    starter.set_defaults(run=_starter, json=False)
    return parser


def _command(
    commands: Any, name: str, text: str, run: Any, *, library: bool = True
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    command.add_argument("--json", action="store_true", help="one JSON object per line")
    if library:
        command.add_argument("--library", metavar="DIR", help="the library folder")
    command.set_defaults(run=run)
    return command
