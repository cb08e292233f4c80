"""The command that measures what a precision costs and gains on this machine: models precision."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
from datetime import UTC, datetime
from typing import Any

from tangostudio import paths, settings
from tangostudio.cards import ModelCard
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.cli.common import DONE, command, positive
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.messages import Loading, Notice, Progress
from tangostudio.studio import precision_records, tune_requests
from tangostudio.studio.open import load_catalogue
from tangostudio.studio.precision_records import Record

PROMPTS = 20
NAMES = ("bfloat16", "int8", "int8+text")


def add(actions: Any) -> None:
    """Add the command to those on models."""
    made = command(
        actions,
        "precision",
        "measure a model in other precisions than float32 on this machine",
        _measure,
        library=False,
    )
    made.add_argument("model", metavar="ID", help="a model's id (see: models)")
    made.add_argument(
        "--precision", action="append", choices=NAMES, help="which; bfloat16 and int8 if left out"
    )
    made.add_argument("--prompts", type=positive, default=PROMPTS, metavar="N")
    made.add_argument("--steps", type=positive, metavar="N", help="the model's own if left out")


def _measure(arguments: argparse.Namespace, say: Voice) -> int:
    card = load_catalogue(settings.load(paths.settings_file())).get(arguments.model)
    if not card.samplers:
        raise BadRequest(f"{card.name} listens and makes no sounds.", "Choose another model.")
    bank = PromptBank.load(paths.resources_dir() / FILE)
    prompts = tune_requests.prompts_for(card, bank, ()).held_out[: arguments.prompts]
    steps = card.default("steps") if arguments.steps is None else arguments.steps
    trial = importlib.import_module("tangostudio.engines.precision_trial")
    question = trial.Question(
        model=card.id,
        prompts=prompts,
        steps=int(card.parameters["steps"].check(steps)),
        guidance=card.default("guidance"),
        sampler=card.samplers[0],
        precisions=tuple(dict.fromkeys(arguments.precision or NAMES[:2])),
    )
    for event in trial.measure(question):
        if isinstance(event, Loading | Notice | Progress):
            say.event(event)
        elif isinstance(event, trial.Measurement):
            _tell(event, card, say)
    return DONE


def _tell(found: Any, card: ModelCard, say: Voice) -> None:
    say.line("Precisions", **dataclasses.asdict(found))
    records = _records(found)
    precision_records.keep(records)
    if not records:
        say.line("Note", sentence=f"{card.name} was measured in float32 only.")


def _records(found: Any) -> list[Record]:
    """Of each precision but float32, which all are compared with."""
    exact, *others = found.found
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Record(
            model=found.model,
            precision=row.precision,
            speed=row.speed.value,
            speed_low=row.speed.low,
            speed_high=row.speed.high,
            smaller=exact.net_bytes / row.net_bytes if row.net_bytes else 1.0,
            differs_db=row.spectral_db.value,
            other_seed_db=found.other_seed_db,
            match=row.match_change.value,
            match_low=row.match_change.low,
            match_high=row.match_change.high,
            prompts=found.prompts,
            made_at=now,
        )
        for row in others
    ]
