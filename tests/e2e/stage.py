"""What the journeys share: the program on an empty library, and what a person does most."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tangostudio.library import Library, Take
from tests.e2e.program import Program


def write_prompt(program: Program, prompt: str) -> None:
    """Write a prompt over the one that stands there."""
    program.key("ctrl+l")
    program.key("ctrl+a")
    program.type(prompt)


def generate(program: Program, prompt: str, count: int = 4) -> list[dict[str, Any]]:
    """Write a prompt, press Generate, wait for the takes."""
    before = len(program.takes())
    write_prompt(program, prompt)
    program.key("ctrl+Return")
    return more_takes(program, before + count, f"{count} takes of {prompt!r}")


def more_takes(program: Program, count: int, what: str) -> list[dict[str, Any]]:
    """Wait until the library has so many takes."""
    return program.until(lambda: t if len(t := program.takes()) >= count else None, what)


def rows(program: Program) -> list[Take]:
    """The library's takes as they are stored, beside the open window."""
    with Library.open(Path(program.library), write=False) as library:
        return library.takes.find()


def command(program: Program, words: str) -> None:
    """Do something by the command palette."""
    program.key("ctrl+k")
    program.pause(0.6)
    program.type(words)
    program.pause(0.4)
    program.key("Return")
    program.pause(0.2)
