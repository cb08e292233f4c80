"""The prompts that `evaluate` asks for, and the bundled recipe's own sounds as a reference."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio import paths
from tangostudio.cards import ModelCard
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.errors import BadRequest
from tangostudio.studio import tune_requests
from tangostudio.studio.plan import clean

BANK, HELD_OUT = "bank", "held-out"

STARTER_CLIPS = 200
"""Sounds of the recipe that takes are measured against."""

STARTER_PROMPTS = 60
"""Captions of these that are asked for, where no prompts are given."""

_EXAMPLE = "Write a prompt, and if you like its seconds: heavy door slam | 2.5"

Prompts = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Asked:
    """Prompts, and what is known of each.

    Attributes:
        prompts: texts and seconds.
        events: how many things each tells of, or empty.
        kinds: the tagger's names of what each asks for, "" where it is more than one; or empty.
    """

    prompts: Prompts
    events: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


def asked(name: str | None, seconds: float | None, card: ModelCard) -> Asked:
    """Prompts of a file, of the bank, or those of the bank that are held out from every tuning.

    Args:
        name: `BANK`, `HELD_OUT` or a file; the held-out ones when it is left out.
        seconds: where the file names none; of the bank's, instead of their own.

    Raises:
        BadRequest: the file cannot be read, or a prompt or a length is none for this model.
    """
    known = card.parameters["seconds"]
    length = None if seconds is None else known.check(seconds)
    if name in (None, BANK, HELD_OUT):
        bank = PromptBank.load(paths.resources_dir() / FILE)
        found = tune_requests.prompts_for(card, bank, ())
        rows = found.bank if name == BANK else found.held_out
        return Asked(tuple((text, length or own) for text, own in rows))
    return Asked(_of_file(Path(name), length, card))


def _of_file(path: Path, seconds: float | None, card: ModelCard) -> Prompts:
    known = card.parameters["seconds"]
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
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
        wanted = _seconds(length, number, path) if bar else seconds or card.default("seconds")
        found.append((text, known.check(wanted)))
    return tuple(dict.fromkeys(found))


def _seconds(text: str, number: int, path: Path) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadRequest(
            f"Line {number} of {path.name} has no length after its bar.", _EXAMPLE
        ) from None


# --- the bundled recipe ---------------------------------------------------------------------------


def of_starter(seconds: float | None, card: ModelCard) -> Asked:
    """Captions of sounds of the recipe that training never saw, each with its length."""
    known = card.parameters["seconds"]
    rows: dict[str, tuple[float, int, str]] = {}
    for example in _examples(STARTER_PROMPTS):
        length = known.check(seconds) if seconds is not None else example.seconds
        length = max(known.minimum, min(length, known.maximum))
        kind = example.families[0] if len(example.families) == 1 else ""
        rows.setdefault(example.caption, (length, len(example.families), kind))
    return Asked(
        tuple((text, length) for text, (length, _, _) in rows.items()),
        tuple(count for _, count, _ in rows.values()),
        tuple(kind for _, _, kind in rows.values()),
    )


def starter_sounds() -> Iterator[Any]:
    """Those sounds and more, one after another, as `evaluate` takes a reference."""
    module = importlib.import_module("tangostudio.tuning.evaluate_references")
    rate = importlib.import_module("tangostudio.starter.sounds").SAMPLE_RATE
    for example in _examples(STARTER_CLIPS):
        yield module.Reference(example.audio, rate, example.caption)


def _examples(count: int) -> Iterator[Any]:
    # The recipe needs torch, which no other command should wait for.
    corpus = importlib.import_module("tangostudio.starter.corpus")
    return (corpus.example(corpus.HELD_OUT_SEEDS + number) for number in range(count))
