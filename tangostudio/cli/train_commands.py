"""`tune lora` and `tune arc`: models trained on a corpus of own recordings."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from tangostudio.cli.common import command, studio_to_write
from tangostudio.cli.tune_runs import Run, add_arguments, options_in, say_tuning, waiting
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, NotFound, TuneError
from tangostudio.library.names import folded
from tangostudio.messages import CorpusProgress, Failed
from tangostudio.studio.changes import Change
from tangostudio.studio.studio import Studio
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.finetune_plan import FineTunePlan
from tangostudio.tuning.methods import ARC, LORA

_ADAPTER = {item.name for item in dataclasses.fields(AdapterOptions)} | {"layers"}
_OPTIONS = {
    method: {item.name for item in dataclasses.fields(plan)} - {"adapter", "blend"} | _ADAPTER
    for method, plan in ((LORA, FineTunePlan), (ARC, FewStepPlan))
}
_TOLD = {
    LORA: ("steps", "batch", "rank", "seed", "include", "exclude", "mix"),
    ARC: ("warm_up", "steps", "few_steps", "batch", "rank", "seed"),
}
_LESS = "Choose a smaller batch or a lower rank, or another model."


def add(actions: Any) -> None:
    """Add the commands to those of `tune`."""
    made = _command(actions, LORA, "train a model on own recordings; Ctrl+C pauses it")
    made.add_argument(
        "--include", action="append", metavar="PATTERN", help="change these layers alone"
    )
    made.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="leave these layers as they are"
    )
    made.add_argument(
        "--mix", type=float, metavar="SHARE", help="add so many clips that are two in one"
    )
    made = _command(actions, ARC, "make a model a few-step one; Ctrl+C pauses it")
    made.add_argument(
        "--warm-up", type=int, metavar="N", help="steps on the model's own paths; 0 for none"
    )
    made.add_argument(
        "--few-steps", type=int, metavar="N", help="that the result is made for, 1 to 8"
    )


def _command(actions: Any, method: str, text: str) -> argparse.ArgumentParser:
    made = command(actions, method, text, _train)
    made.add_argument(
        "--corpus", metavar="NAME|FOLDER", help="a corpus, or a folder to build one of"
    )
    add_arguments(made, method, ("steps", "batch", "rank", "seed"))
    return made


def _train(arguments: argparse.Namespace, say: Voice) -> int:
    method = arguments.method
    given = {
        name: value for name in _TOLD[method] if (value := getattr(arguments, name)) is not None
    }
    if arguments.full:
        given["full"] = True
    known = _OPTIONS[method]
    options = {**(options_in(Path(arguments.config), known) if arguments.config else {}), **given}
    if arguments.resume is not None:
        if options or arguments.name or arguments.model or arguments.corpus:
            raise BadRequest(
                "A tuning goes on as it began.", "Leave the other options away, or begin a new one."
            )
        return _resume(arguments, say)
    if not arguments.corpus:
        raise BadRequest(
            "There are no recordings to learn from.",
            "Name a corpus with --corpus, or a folder of recordings.",
        )
    with studio_to_write(arguments) as studio:
        corpus = corpus_named(studio, arguments.corpus, say)
        model = arguments.model or ""
        outline = studio.tunes.outline(model, method, corpus, **options)
        say.line("TrainOutline", **dataclasses.asdict(outline))
        if outline.problem:
            raise TuneError(outline.problem, _LESS)
        name = arguments.name or ""
        run = Run(studio, say)
        return run.follow(lambda: studio.tunes.start(name, method, model, corpus, **options))


def _resume(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        view = waiting(studio, arguments.method, arguments.resume)
        say_tuning(say, view)
        return Run(studio, say).follow(lambda: studio.tunes.resume(view.id))


def corpus_named(studio: Studio, text: str, say: Voice) -> str:
    """The id of a corpus that is named, or that is built of a folder now.

    A folder that a corpus was built of already is not built again.

    Raises:
        NotFound: there is no such corpus and no such folder.
        BadRequest, StorageError, TuneError: it cannot be built.
    """
    folder = Path(text).expanduser().absolute()
    try:
        return studio.corpora.named(text)
    except NotFound:
        if not folder.is_dir():
            raise
    if folder.parent == studio.library.corpora_dir:
        return folder.name
    for view in studio.corpora.all():
        if view.source == str(folder) and view.state == "ready":
            return view.id
    return _built(studio, folder, say)


def _built(studio: Studio, folder: Path, say: Voice) -> str:
    failed: list[Failed] = []

    def hear(change: Change) -> None:
        match change.event:
            case CorpusProgress() as event:
                say.event(event)
            case Failed() as event:
                failed.append(event)

    end = studio.changes.subscribe(hear)
    try:
        identifier = studio.corpora.build(_free_name(studio, folder.name), str(folder))
    finally:
        end()
    if failed:
        raise TuneError(failed[0].message, failed[0].hint)
    return identifier


def _free_name(studio: Studio, wanted: str) -> str:
    """The folder's name, numbered where a corpus has it."""
    used = {folded(view.name) for view in studio.corpora.all()}
    name, number = wanted or "Recordings", 1
    while folded(name) in used:
        number += 1
        name = f"{wanted} {number}"
    return name
