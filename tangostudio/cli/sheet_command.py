"""`generate --sheet`: a table of prompts tried out, or queued and made."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.cli.common import DONE, studio_either, studio_to_write
from tangostudio.cli.voices import Voice
from tangostudio.errors import NotFound
from tangostudio.studio.sheet import Sheet, SheetProblem
from tangostudio.studio.studio import Studio

Driven = Callable[[Studio, ModelCard, argparse.Namespace], dict[str, Any]]
"""How a model is to be driven, of the arguments."""


def dry_run(arguments: argparse.Namespace, say: Voice, driven: Driven) -> int:
    """Say what would be made, beside an open window too; nothing is queued."""
    with contextlib.ExitStack() as opened:
        studio = None
        with contextlib.suppress(NotFound):
            studio = opened.enter_context(studio_either(arguments))
        if studio is None:
            studio = opened.enter_context(studio_to_write(arguments, new=True))
        sheet, model, values = _asked(studio, arguments, driven)
        planned = studio.making.plan_sheet(sheet, model, **values)
        for request, about in planned.jobs:
            say.line(
                "Planned",
                prompt=request.prompt,
                seconds=request.seconds,
                takes=len(request.seeds),
                name=about.title,
                category=about.category,
            )
        _say_problems(say, sheet.notes, planned.problems)
        say.line("Sheet", rows=planned.rows, takes=planned.takes, seconds=planned.seconds,
                 problems=len(planned.problems))  # fmt: skip
    return DONE


def queue(studio: Studio, arguments: argparse.Namespace, say: Voice, driven: Driven) -> None:
    """Make all rows that can be made, and name the others. Raises BadRequest when none can."""
    sheet, model, values = _asked(studio, arguments, driven)
    planned = studio.making.plan_sheet(sheet, model, **values)
    _say_problems(say, sheet.notes, planned.problems)
    studio.making.queue_planned(planned, arguments.project)


def _asked(
    studio: Studio, arguments: argparse.Namespace, driven: Driven
) -> tuple[Sheet, str, dict[str, Any]]:
    card = studio.card(arguments.model or studio.settings.default_model)
    values = {"takes": arguments.takes, "seconds": arguments.seconds}
    return (
        studio.making.read_sheet(Path(arguments.sheet)),
        card.id,
        {**{name: v for name, v in values.items() if v is not None},
         **driven(studio, card, arguments)},
    )  # fmt: skip


def _say_problems(say: Voice, notes: tuple[str, ...], problems: tuple[SheetProblem, ...]) -> None:
    for note in notes:
        say.line("Note", sentence=note)
    for problem in problems:
        say.line("SheetProblem", line=problem.line, message=problem.message)
