"""The command that measures a model on prompts, as it is and with adapters: evaluate."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
from pathlib import Path
from typing import Any

from tangostudio import paths, settings
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.cli.common import DONE, adapters_named, command, positive, studio_to_read
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.messages import Loading, Progress
from tangostudio.studio import tune_requests
from tangostudio.studio.plan import clean


def add(commands: Any) -> None:
    """Add the command to the parser's."""
    made = command(commands, "evaluate", "measure a model on prompts", _evaluate)
    made.add_argument("--model", metavar="ID", help="the settings' model when left out")
    made.add_argument("--adapter", action="append", metavar="N[:STRENGTH]")
    made.add_argument("--prompts", metavar="FILE", help="one per line, with | SECONDS if you like")
    made.add_argument("--takes", type=positive, default=4, metavar="N", help="of each prompt")
    made.add_argument("--seconds", type=float, metavar="S", help="where the file names none")


def _evaluate(arguments: argparse.Namespace, say: Voice) -> int:
    model = arguments.model or settings.load(paths.settings_file()).default_model
    with studio_to_read(arguments) as studio:
        if studio is None and arguments.adapter:
            raise BadRequest("There is no library yet, and so no adapter.", "Leave --adapter away.")
        catalogue = studio.catalogue if studio is not None else Catalogue.load(paths.models_dir())
        card = catalogue.get(model)
        prompts = _prompts(arguments, card)
        taste, adapters, folder = None, (), ""
        if studio is not None:
            studio.tasting.learn()
            known = studio.tasting.known
            taste = studio.tasting.taste if known is not None and known.enough else None
            adapters = adapters_named(studio, card, arguments.adapter or ())
            folder = str(studio.library.adapters_dir)
    evaluate = importlib.import_module("tangostudio.tuning.evaluate")
    question = evaluate.Question(
        model=card.id,
        prompts=prompts,
        takes=arguments.takes,
        steps=int(card.default("steps")),
        guidance=card.default("guidance"),
        sampler=card.samplers[0],
        adapters=adapters,
        adapter_dir=folder,
    )
    for event in evaluate.evaluate(question, taste):
        if isinstance(event, Loading):
            say.event(event)
        elif not isinstance(event, Progress):
            say.line(type(event).__name__, **dataclasses.asdict(event))
    return DONE


def _prompts(arguments: argparse.Namespace, card: ModelCard) -> tuple[tuple[str, float], ...]:
    """Texts and seconds: of a file, else the bank's that are held out."""
    seconds = card.parameters["seconds"]
    asked = None if arguments.seconds is None else seconds.check(arguments.seconds)
    if not arguments.prompts:
        bank = PromptBank.load(paths.resources_dir() / FILE)
        held_out = tune_requests.prompts_for(card, bank, ()).held_out
        return tuple((text, asked or length) for text, length in held_out)
    path = Path(arguments.prompts)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadRequest(f"The prompts {path.name} cannot be read: {error}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        text, bar, length = line.rpartition("|")
        text = clean(text if bar else line, card.prompt_characters, f"Line {number}")
        if not text:
            raise BadRequest(f"Line {number} of {path.name} has no prompt.", "Write one, or none.")
        wanted = _seconds(length, number, path) if bar else asked or card.default("seconds")
        found.append((text, seconds.check(wanted)))
    return tuple(dict.fromkeys(found))


def _seconds(text: str, number: int, path: Path) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadRequest(
            f"Line {number} of {path.name} has no length after its bar.",
            "Write a prompt, and if you like its seconds: heavy door slam | 2.5",
        ) from None
