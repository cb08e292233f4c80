"""The command `inspect`: everything that a sound file says of itself, ours or another program's."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tangostudio.cli.common import DONE, command
from tangostudio.cli.voices import Voice
from tangostudio.export import reading


def add(commands: Any) -> None:
    """Add the command to the program's parser."""
    inspect = command(commands, "inspect", "say what a sound file says", _inspect, library=False)
    inspect.add_argument("file", metavar="FILE")


def _inspect(arguments: argparse.Namespace, say: Voice) -> int:
    path = Path(arguments.file)
    say.line("File", path=str(path), **reading.inspect(path).plain())
    return DONE
