"""`corpus`: own recordings as training sets: built, listed, shown, captioned, removed."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
from pathlib import Path
from typing import Any

from tangostudio.cli.common import (
    DONE,
    FAILED,
    USAGE,
    command,
    studio_to_read,
    studio_to_write,
)
from tangostudio.cli.voices import Voice
from tangostudio.corpora import look
from tangostudio.corpora.corpus import Item, LeftOut
from tangostudio.corpora.look import Planned
from tangostudio.errors import BadRequest, NotFound
from tangostudio.messages import Cancelled, CorpusProgress, Event, Failed, Finished
from tangostudio.studio import corpus_requests
from tangostudio.studio.changes import Change
from tangostudio.studio.corpus_requests import PROJECT
from tangostudio.studio.corpus_views import UNFINISHED, CorpusView
from tangostudio.studio.studio import Studio


def add(commands: Any) -> None:
    """Add the commands to the program's parser."""
    made = commands.add_parser("corpus", help="turn own recordings into a training set")
    actions = made.add_subparsers(required=True, metavar="ACTION")
    _add_build(actions)
    command(actions, "list", "list the corpora", _list)
    show = command(actions, "show", "show a corpus and its clips", _show)
    show.add_argument("corpus", metavar="CORPUS", help="its id or its name")
    show.add_argument("--left-out", action="store_true", help="what is not in it, and why")
    show.add_argument("--captions", action="store_true", help="where captions come from, too")
    remove = command(actions, "remove", "remove a corpus; the recordings stay", _remove)
    remove.add_argument("corpus", metavar="CORPUS")
    caption = command(actions, "caption", "give a clip another caption", _caption)
    caption.add_argument("corpus", metavar="CORPUS")
    caption.add_argument("clip", metavar="HASH", help="the first digits are enough")
    caption.add_argument("text", metavar="TEXT")


def _add_build(actions: Any) -> None:
    build = command(actions, "build", "build a corpus from recordings, or go on with it", _build)
    build.add_argument("source", nargs="?", metavar="FOLDER", help="with recordings")
    build.add_argument("--project", metavar="NAME", help="take the takes of a project instead")
    build.add_argument(
        "--name", metavar="NAME", help="the folder's when left out; a known one is built again"
    )
    build.add_argument(
        "--caption", metavar="TEMPLATE", help='for all clips, such as "{name}, recorded outside"'
    )
    build.add_argument("--trigger", metavar="WORD", help="put before every caption")
    build.add_argument("--seconds", type=float, metavar="N", help="of the longest clip")
    build.add_argument("--no-cut", action="store_true", help="leave out longer ones, uncut")
    build.add_argument("--held-out", type=float, metavar="SHARE", help="0.1 when left out")
    build.add_argument("--keep-loudness", action="store_true", help="leave levels as they are")
    build.add_argument("--keep-alike", action="store_true", help="keep near duplicates")
    build.add_argument("--rate", type=int, metavar="HZ", help="of the clips, 44100 when left out")
    build.add_argument("--plan", action="store_true", help="say what would be taken")


# --- build ----------------------------------------------------------------------------------------


def _build(arguments: argparse.Namespace, say: Voice) -> int:
    source = _source(arguments)
    options = _options(arguments)
    if arguments.plan:
        return _plan(arguments, source, options, say)
    with studio_to_write(arguments, new=not arguments.project) as studio:
        known = _known(studio, arguments)
        run = _Run(studio, say)
        if known is None:
            name = arguments.name or _default_name(arguments)
            return run.follow(lambda: studio.corpora.build(name, source, **options))
        if options or (source and source != known.source):
            raise BadRequest(
                f"There is a corpus “{known.name}” already.",
                "It is built again from its own recordings, with its own options: name it alone.",
            )
        return run.follow(lambda: studio.corpora.rebuild(known.id))


def _source(arguments: argparse.Namespace) -> str:
    """The folder or project; "" where a known corpus is named alone. Raises BadRequest."""
    if arguments.source and arguments.project:
        raise BadRequest("Name a folder or a project, not both.", "Build two corpora.")
    if arguments.project:
        return f"{PROJECT}{arguments.project}"
    if arguments.source:
        return str(Path(arguments.source).expanduser().absolute())
    if not arguments.name or arguments.plan:
        raise BadRequest(
            "Name a folder of recordings, or a project with --project.",
            "With --name alone, a corpus that there is already is built again.",
        )
    return ""


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    given = {
        "caption": arguments.caption,
        "trigger": arguments.trigger,
        "seconds": arguments.seconds,
        "held_out": arguments.held_out,
        "sample_rate": arguments.rate,
        "cut": False if arguments.no_cut else None,
        "keep_loudness": True if arguments.keep_loudness else None,
        "alike": False if arguments.keep_alike else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _default_name(arguments: argparse.Namespace) -> str:
    return arguments.project or Path(arguments.source).expanduser().absolute().name or "Recordings"


def _known(studio: Studio, arguments: argparse.Namespace) -> CorpusView | None:
    """The corpus that is to be built again. Raises NotFound where only a name says which."""
    try:
        return studio.corpora.view(studio.corpora.named(arguments.name or _default_name(arguments)))
    except NotFound:
        if arguments.source or arguments.project:
            return None
        raise


def _plan(arguments: argparse.Namespace, source: str, options: dict[str, Any], say: Voice) -> int:
    """Say what would be taken; nothing is written, and no library is needed for a folder."""

    def show(row: Planned | LeftOut) -> None:
        say.line("LeftOut" if isinstance(row, LeftOut) else "PlannedClip", **_values(row))

    with contextlib.ExitStack() as opened:
        studio = None
        with contextlib.suppress(NotFound):
            studio = opened.enter_context(studio_to_read(arguments))
        if studio is not None:
            found = studio.corpora.plan(source, show=show, **options)
        else:
            found = look.look(corpus_requests.made(source, options, None), show=show)
    if found.problem:
        raise BadRequest(found.problem, found.hint)
    told = _values(found)
    say.line("CorpusPlan", **{n: v for n, v in told.items() if n not in ("examples", "refused")})
    return DONE


class _Run:
    """A build that runs here and now, and what is said of it."""

    def __init__(self, studio: Studio, say: Voice) -> None:
        self._studio, self._say = studio, say
        self._last: Event | None = None
        studio.changes.subscribe(self._hear)

    def follow(self, begin: Any) -> int:
        """Run it to its end; the exit code. An interrupt from the keyboard stops it."""
        try:
            begin()
        except KeyboardInterrupt:
            if isinstance(self._last, Cancelled):
                view = self._studio.corpora.view(self._last.job)
                folder = self._studio.library.folder
                resume = f'tangostudio corpus build --name "{view.name}" --library "{folder}"'
                self._say.line("CorpusStopped", corpus=view.id, resume=resume)
            raise
        if isinstance(self._last, Failed):
            return self._failed(self._last)
        assert isinstance(self._last, Finished)
        _say_corpus(self._say, self._studio.corpora.view(self._last.job))
        return DONE

    def _failed(self, failed: Failed) -> int:
        """A corpus that is none because of what was asked leaves no name behind."""
        if failed.kind != BadRequest.__name__:
            return FAILED
        if self._studio.corpora.view(failed.job).state == UNFINISHED:
            self._studio.corpora.remove(failed.job)
        return USAGE

    def _hear(self, change: Change) -> None:
        event = change.event
        match event:
            case CorpusProgress():
                self._say.event(event)
            case Finished() | Failed():
                self._say.event(event)
                self._last = event
            case Cancelled():
                self._last = event


# --- the others -----------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        for view in studio.corpora.all() if studio is not None else ():
            _say_corpus(say, view)
    return DONE


def _show(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            raise NotFound(f"There is no corpus “{arguments.corpus}”.", "Build one first.")
        identifier = studio.corpora.named(arguments.corpus)
        _say_corpus(say, studio.corpora.view(identifier))
        found = studio.corpora.get(identifier)
        if arguments.left_out:
            for left in found.left_out:
                say.line("LeftOut", **_values(left))
            return DONE
        for item in found.items:
            say.line("Captioned" if arguments.captions else "Clip", **_values(item))
    return DONE


def _remove(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        identifier = studio.corpora.named(arguments.corpus)
        name = studio.corpora.view(identifier).name
        studio.corpora.remove(identifier)
    say.line("CorpusRemoved", corpus=identifier, name=name)
    return DONE


def _caption(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        identifier = studio.corpora.named(arguments.corpus)
        sha256 = studio.corpora.get(identifier).item(arguments.clip).sha256
        studio.corpora.set_caption(identifier, sha256, arguments.text)
        say.line("Captioned", **_values(studio.corpora.get(identifier).item(sha256)))
    return DONE


def _values(found: Item | LeftOut | Planned | Any) -> dict[str, Any]:
    return dataclasses.asdict(found)


def _say_corpus(say: Voice, view: CorpusView) -> None:
    values = _values(view)
    del values["id"]
    say.line(
        "Corpus", corpus=view.id, **{**values, "folder": str(view.folder)}, sentence=view.sentence
    )
