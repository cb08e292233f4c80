"""The commands on takes that exist: list, family, import."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from tangostudio.cli.common import (
    DONE,
    FAILED,
    NO_LIBRARY,
    command,
    positive,
    project_of,
    studio_to_read,
    studio_to_write,
    told_of_taste,
)
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import TakeQuery
from tangostudio.library.take import COLOURS, Sort
from tangostudio.studio.import_plan import ImportPlan
from tangostudio.studio.lineage import Node
from tangostudio.studio.studio import Studio


def add(commands: Any) -> None:
    """Add the commands to the program's parser."""
    _add_takes(commands)
    lineage = command(commands, "lineage", "show the family of a take", _lineage)
    lineage.add_argument("take", type=int, metavar="TAKE")

    imported = command(commands, "import", "make takes of sound files and folders", _import)
    imported.add_argument("paths", nargs="+", metavar="PATH")
    imported.add_argument("--project", metavar="NAME", help="the open one when left out")
    imported.add_argument("--dry-run", action="store_true", help="say what would be imported")


def _add_takes(commands: Any) -> None:
    takes = command(commands, "takes", "list the takes of the library", _takes)
    takes.add_argument("--search", metavar="TEXT")
    takes.add_argument("--sort", choices=get_args(Sort))
    takes.add_argument("--limit", type=positive, metavar="N")
    takes.add_argument("--project", metavar="NAME")
    takes.add_argument("--stars", type=int, choices=range(6), default=0, help="at least so many")
    takes.add_argument("--favourites", action="store_true", help="only these")
    takes.add_argument("--hide-rejected", action="store_true")
    takes.add_argument("--trash", action="store_true", help="what is in the trash instead")
    for name, choices in (("colour", COLOURS), ("model", None), ("category", None)):
        takes.add_argument(f"--{name}", action="append", choices=choices, metavar=name.upper())
    takes.add_argument("--tag", action="append", metavar="TAG", help="all of them")
    takes.add_argument("--shortest", type=float, metavar="S")
    takes.add_argument("--longest", type=float, metavar="S")
    flags = takes.add_mutually_exclusive_group()
    flags.add_argument("--flagged", action="store_true", default=None, help="only with faults")
    flags.add_argument("--clean", action="store_false", dest="flagged", help="only without")
    takes.add_argument("--origin", choices=("made", "imported"), default="")
    takes.add_argument("--since", default="", metavar="DATE", help="such as 2025-03-01")
    takes.add_argument("--like", type=int, metavar="TAKE", help="those that sound most alike first")
    takes.add_argument("--family", type=int, metavar="TAKE", help="what it came from, and led to")


# --- listing --------------------------------------------------------------------------------------


def _takes(arguments: argparse.Namespace, say: Voice) -> int:
    if arguments.like is not None and arguments.sort not in (None, "likeness"):
        raise BadRequest("--like and --sort do not go together.", "Leave one of them out.")
    query = _query(arguments)
    with studio_to_read(arguments) as studio:
        if studio is None:
            return DONE
        if arguments.project:
            project_of(studio, arguments.project)
        if note := _note(studio, query):
            say.line("Note", sentence=note)
        for take in studio.find(query):
            say.take(take)
    return DONE


def _query(arguments: argparse.Namespace) -> TakeQuery:
    usual = "newest" if arguments.like is None else "likeness"
    return TakeQuery(
        project=arguments.project,
        text=arguments.search or "",
        min_stars=arguments.stars,
        hide_rejected=arguments.hide_rejected,
        favourites=arguments.favourites,
        trashed=arguments.trash,
        sort=arguments.sort or usual,
        limit=arguments.limit,
        colours=tuple(arguments.colour or ()),
        tags=tuple(arguments.tag or ()),
        models=tuple(arguments.model or ()),
        categories=tuple(arguments.category or ()),
        shortest=arguments.shortest,
        longest=arguments.longest,
        flagged=arguments.flagged,
        origin=arguments.origin,
        days=_days_since(arguments.since) if arguments.since else None,
        like=arguments.like,
        family=arguments.family,
    )


def _days_since(text: str) -> int:
    """How many days ago a date was. Raises BadRequest."""
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadRequest(f"{text!r} is no date.", "Write it as 2026-03-01.") from error
    return max((datetime.now().date() - day).days, 0)


def _note(studio: Studio, query: TakeQuery) -> str:
    """Why takes cannot be put in the order that was asked for; "" where they can."""
    if query.sort == "likeness":
        return "" if query.like is None else studio.likeness.ready(query.like)
    if query.sort != "taste":
        return ""
    studio.tasting.learn()
    known = studio.tasting.known
    return "" if known is not None and known.enough else told_of_taste(studio)


def _lineage(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            raise NotFound(NO_LIBRARY)
        _say_node(say, studio.lineage(arguments.take).root, 0, None, arguments.take)
    return DONE


def _say_node(say: Voice, node: Node, depth: int, parent: int | None, asked: int) -> None:
    """A take and, below it, what came from it; a family may be thousands of generations deep."""
    waiting = [(node, depth, parent)]
    while waiting:
        node, depth, parent = waiting.pop()
        take = node.take
        say.line(
            "Node",
            take=take.id if take else None,
            parent=parent,
            depth=depth,
            relation=node.relation,
            change=node.change,
            title=take.title if take else "",
            asked=take is not None and take.id == asked,
        )
        below = take.id if take else None
        waiting += [(child, depth + 1, below) for child in reversed(node.children)]


# --- files ----------------------------------------------------------------------------------------


def _import(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments, new=True) as studio:
        plan = studio.imports.plan([Path(path) for path in arguments.paths])
        if arguments.dry_run:
            return _say_plan(say, plan)
        project = project_of(studio, arguments.project)

        def progress(done: int, count: int, name: str) -> None:
            say.progress(f"{done} of {count}  {name}" if name else "")

        done = studio.imports.run(plan, progress, project=project)
        refused = (*plan.refused, *done.refused)
        for each in refused:
            say.line("Refused", path=str(each.path), reason=each.reason)
        say.line(
            "Imported", takes=done.takes, duplicates=done.duplicates, refused=len(refused),
            others=plan.others,
        )  # fmt: skip
    return FAILED if refused and not done.takes and not done.duplicates else DONE


def _say_plan(say: Voice, plan: ImportPlan) -> int:
    for recording in plan.recordings:
        say.line(
            "Recording",
            path=str(recording.path),
            title=recording.title,
            category=recording.category,
            seconds=recording.frames / recording.sample_rate,
            sample_rate=recording.sample_rate,
            channels=recording.channels,
        )
    for each in plan.refused:
        say.line("Refused", path=str(each.path), reason=each.reason)
    return DONE
