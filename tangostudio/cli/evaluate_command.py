"""The command that measures settings against each other on the same prompts and seeds: evaluate."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio import paths, settings
from tangostudio.cards import Catalogue
from tangostudio.cards.card import ModelCard
from tangostudio.cli import evaluate_prompts, evaluate_settings
from tangostudio.cli.common import (
    DONE,
    INTERRUPTED,
    adapters_named,
    command,
    positive,
    studio_to_read,
)
from tangostudio.cli.evaluate_prompts import BANK, HELD_OUT, Asked
from tangostudio.cli.evaluate_settings import Adapters, Source
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.evaluation import report_files
from tangostudio.evaluation.results import Report, Setting
from tangostudio.messages import Loading, Notice
from tangostudio.preference.taste import Taste
from tangostudio.studio.studio import Studio

STARTER = "starter"
"""As a reference: held-out sounds of the recipe that the bundled model was trained on."""

_UNTOLD = ("run", "json", "library", "out")
_LOST = "Stopped before a setting was measured whole: there is nothing to report."


def add(commands: Any) -> None:
    """Add the command to the program's parser."""
    made = command(commands, "evaluate", "measure models, adapters and settings", _evaluate)
    _add_settings(made)
    made.add_argument(
        "--prompts",
        metavar=f"FILE|{BANK}|{HELD_OUT}",
        help=f"a file has one per line, with | SECONDS if you like; {HELD_OUT} when left out",
    )
    made.add_argument("--takes", type=positive, default=4, metavar="N", help="of each prompt")
    made.add_argument("--seconds", type=float, metavar="S", help="where the prompts name none")
    made.add_argument("--seed", type=int, metavar="N", help="of each prompt's first take")
    made.add_argument(
        "--reference",
        metavar=f"DIR|{STARTER}",
        help=f"real sounds to measure distances to; {STARTER} has the bundled model's own recipe "
        "make some, and asks for their captions where no prompts are named",
    )
    made.add_argument("--embedder", metavar="DIR", help="weights of CLAP, to listen too")
    made.add_argument("--tagger", metavar="DIR", help="weights of an AudioSet tagger")
    made.add_argument("--openl3", metavar="DIR", help="the folder of openl3.safetensors")
    made.add_argument("--out", metavar="DIR", help="write the report here: page, tables, JSON")
    made.add_argument(
        "--keep-sounds", type=_count, default=4, metavar="N", help="prompts that the page plays"
    )


def _count(text: str) -> int:
    """A number from 0 for argparse."""
    return 0 if text == "0" else positive(text)


def _add_settings(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--setting",
        action="append",
        metavar='"NAME: ..."',
        help="model=ID steps=N guidance=G sampler=S adapter=N[:STRENGTH] precision=P; the first "
        "is what the others are compared with",
    )
    made.add_argument("--grid", metavar='"guidance=1,2 steps=8,16"', help="all combinations")
    made.add_argument("--compare", nargs="+", metavar="NAME", help="the first with the others")
    made.add_argument("--model", metavar="ID", help="the settings' model when left out")
    made.add_argument("--steps", type=positive, metavar="N", help="the model's own when left out")
    made.add_argument("--guidance", type=float, metavar="G", help="the model's own when left out")
    made.add_argument(
        "--adapter",
        action="append",
        metavar="N[:STRENGTH]",
        help="compare the model with this adapter and as it is; several are added up",
    )


def _evaluate(arguments: argparse.Namespace, say: Voice) -> int:
    out = _folder(arguments.out)
    chosen = _chosen(arguments)
    asked = _prompts(arguments, chosen.card)
    of_starter = arguments.reference == STARTER
    module = importlib.import_module("tangostudio.tuning.evaluate")
    question = module.Question(
        settings=chosen.settings,
        prompts=asked.prompts,
        takes=arguments.takes,
        first_seed=module.FIRST_SEED if arguments.seed is None else arguments.seed,
        reference="" if of_starter else arguments.reference or "",
        embedder=arguments.embedder or "",
        tagger=arguments.tagger or "",
        openl3=arguments.openl3 or "",
        sounds_kept=arguments.keep_sounds,
        adapter_dir=chosen.adapter_dir,
        groups=asked.events,
        kinds=asked.kinds,
    )
    references = evaluate_prompts.starter_sounds() if of_starter else None
    events = module.evaluate(question, out, chosen.taste, references=references)
    report, stopped = _follow(events, say)
    if report is None:
        say.line("Note", sentence=_LOST)
        return INTERRUPTED
    _tell(_finished(report, arguments), out, say)
    return INTERRUPTED if stopped else DONE


def _follow(events: Iterator[Any], say: Voice) -> tuple[Report | None, bool]:
    """Say what happens; the last report, None where there is none yet, and whether it was stopped.

    Ctrl+C ends it with what was measured whole until then.
    """
    report = None
    try:
        for event in events:
            if isinstance(event, Loading | Notice):
                say.event(event)
            elif type(event).__name__ == "Evaluated":
                say.line("Evaluated", **dataclasses.asdict(event))
            elif isinstance(told := getattr(event, "report", None), Report):
                report = told
    except KeyboardInterrupt:
        return report, True
    return report, False


def _finished(report: Report, arguments: argparse.Namespace) -> Report:
    """The report with the command that makes it again, and the comparisons that were asked for."""
    pairs = arguments.compare
    kept = (row for row in report.comparisons if not pairs or row.second in pairs)
    return dataclasses.replace(report, command=_command(arguments), comparisons=tuple(kept))


def _tell(report: Report, out: Path | None, say: Voice) -> None:
    say.line("Evaluation", **report_files.as_values(report))
    if out is not None:
        *others, page = report_files.write(report, out)
        say.line("Written", path=str(page), others=[str(path) for path in others])


# --- what is asked --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Chosen:
    """The settings, and what they need; `card` is of the first one's model."""

    settings: tuple[Setting, ...]
    card: ModelCard
    taste: Taste | None
    adapter_dir: str


def _chosen(arguments: argparse.Namespace) -> _Chosen:
    model = arguments.model or settings.load(paths.settings_file()).default_model
    with studio_to_read(arguments) as studio:
        catalogue = Catalogue.load(paths.models_dir()) if studio is None else studio.catalogue
        folder = None if studio is None else studio.library.adapters_dir

        def named(card: ModelCard, texts: Sequence[str]) -> Adapters:
            if studio is None:
                raise BadRequest("There is no library yet, and so no adapter.", "Name none.")
            return adapters_named(studio, card, texts)

        source = Source(catalogue, model, arguments.steps, arguments.guidance, named, folder)
        chosen = evaluate_settings.chosen(arguments, source)
        chosen = evaluate_settings.ordered(chosen, arguments.compare)
        return _Chosen(chosen, catalogue.get(chosen[0].model), _taste(studio), str(folder or ""))


def _taste(studio: Studio | None) -> Taste | None:
    if studio is None:
        return None
    studio.tasting.learn()
    known = studio.tasting.known
    return studio.tasting.taste if known is not None and known.enough else None


def _prompts(arguments: argparse.Namespace, card: ModelCard) -> Asked:
    if arguments.reference == STARTER and not arguments.prompts:
        return evaluate_prompts.of_starter(arguments.seconds, card)
    return evaluate_prompts.asked(arguments.prompts, arguments.seconds, card)


def _folder(name: str | None) -> Path | None:
    """Where the report goes. Raises BadRequest where a page that is no report lies."""
    if name is None:
        return None
    folder = Path(name).expanduser()
    page, report = folder / report_files.PAGE, folder / report_files.REPORT
    if folder.exists() and (not folder.is_dir() or (page.exists() and not report.exists())):
        raise BadRequest(
            f"{name} holds something else already.", "Choose a new folder for the report."
        )
    return folder


def _command(arguments: argparse.Namespace) -> str:
    """The command with all its options, those that were left out included."""
    words = ["tangostudio", "evaluate"]
    for name, value in vars(arguments).items():
        flag = f"--{name.replace('_', '-')}"
        if name in _UNTOLD or value is None:
            continue
        if name == "compare":
            words += [flag, *value]
        else:
            for one in value if isinstance(value, list) else [value]:
                words += [flag, str(one)]
    return shlex.join(words)
