"""`daw`: takes as a project for a DAW, with their files beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tangostudio.cli.common import DONE, FAILED, command, studio_of_takes
from tangostudio.cli.deliver_command import preset_of, progress_of
from tangostudio.cli.voices import Voice
from tangostudio.studio.daw_projects import KINDS


def add(commands: Any) -> None:
    """Add the command to the program's parser."""
    daw = command(commands, "daw", "write takes and a project for a DAW that holds them", _daw)
    daw.add_argument("takes", nargs="+", type=int, metavar="TAKE", help="a take's number")
    daw.add_argument(
        "--to", required=True, metavar="DIR", help="where the project's folder is made"
    )
    daw.add_argument("--kind", choices=KINDS, default=KINDS[0])
    daw.add_argument("--name", metavar="NAME", help="of the project; the library's when left out")
    daw.add_argument(
        "--preset", metavar="NAME", help="of the sound files; the usual one when left out"
    )
    daw.add_argument(
        "--embed", action="store_true", help="put the sounds into a DAWproject as well"
    )
    daw.add_argument(
        "--agree-licence", action="store_true", help="deliver also what is not for commercial use"
    )


def _daw(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_of_takes(arguments) as studio:
        preset = preset_of(studio, arguments.preset)
        plan = studio.deliveries.plan(list(dict.fromkeys(arguments.takes)), preset)
        work = studio.daw_projects.prepare(
            plan,
            Path(arguments.to),
            arguments.name or studio.project,
            arguments.kind,
            agreed=arguments.agree_licence,
            embed=arguments.embed,
        )
        project = work(progress_of(say))
        for note in project.notes:
            say.line("Note", sentence=note)
        say.line("DawProject", path=str(project.path), sounds=project.sounds, kind=arguments.kind)
    return FAILED if project.report.failed else DONE
