"""The program's own parser, and how a command ends.

The commands are in modules of their own. No command that does not need torch may wait for it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from collections.abc import Sequence

from tangostudio import __version__
from tangostudio.audio import files
from tangostudio.cli import (
    corpus_command,
    daw_command,
    deliver_command,
    evaluate_command,
    generate_command,
    inspect_command,
    models_command,
    takes_commands,
    taste_commands,
    tune_commands,
)
from tangostudio.cli.common import (
    DONE,
    FAILED,
    INTERRUPTED,
    USAGE,
    command,
    reading,
)
from tangostudio.cli.voices import JsonVoice, TextVoice, Voice
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.hub.offline import go_offline
from tangostudio.library import check


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
    generate_command.add(commands)
    takes_commands.add(commands)
    deliver_command.add(commands)
    daw_command.add(commands)
    inspect_command.add(commands)
    taste_commands.add(commands)
    tune_commands.add(commands)
    corpus_command.add(commands)
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
