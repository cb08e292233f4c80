"""`tune import`, `accept`, `reject`, `strength` and `rollback`: what is done with adapters."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from tangostudio.cli.common import DONE, command, positive, studio_to_write
from tangostudio.cli.voices import Voice
from tangostudio.library import StoredAdapter
from tangostudio.studio.studio import Studio


def add(actions: Any) -> None:
    """Add the commands to those of `tune`."""
    made = command(actions, "import", "add an adapter from a file", _import)
    made.add_argument("file", metavar="FILE", help="a .safetensors file")
    made.add_argument("--model", metavar="ID", help="whose adapter it is; the settings' model else")
    made.add_argument("--name", metavar="NAME", help="the file's name when left out")
    for name, text, run in (
        ("accept", "make takes with an adapter from now on", _accept),
        ("reject", "put an adapter aside", _reject),
        ("strength", "set how much of an adapter is added", _strength),
    ):
        made = command(actions, name, text, run)
        made.add_argument("number", type=positive, metavar="N", help="an adapter's number")
    made.add_argument("strength", type=float, metavar="S", help="0 to 1.5")
    command(actions, "rollback", "make takes with the models as they are", _rollback)


def say_adapter(say: Voice, adapter: StoredAdapter) -> None:
    """One adapter, as a line."""
    values = {"adapter": adapter.number, **dataclasses.asdict(adapter)}
    del values["number"], values["about"]
    say.line("Adapter", **values)


def _accept(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.accept(arguments.number))


def _reject(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.reject(arguments.number))


def _strength(arguments: argparse.Namespace, say: Voice) -> int:
    def change(studio: Studio) -> None:
        studio.tunes.set_strength(arguments.number, arguments.strength)

    return _changed(arguments, say, change)


def _import(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        path = Path(arguments.file)
        say_adapter(say, studio.tunes.bring_in(path, arguments.model or "", arguments.name or ""))
    return DONE


def _rollback(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.rollback())


def _changed(arguments: argparse.Namespace, say: Voice, change: Any) -> int:
    """Do something to adapters, and say how those stand that it changed or that were named."""
    with studio_to_write(arguments) as studio:
        before = {item.number: item for item in studio.tunes.adapters()}
        change(studio)
        named = getattr(arguments, "number", None)
        for item in studio.tunes.adapters():
            if item.number == named or item != before[item.number]:
                say_adapter(say, item)
    return DONE
