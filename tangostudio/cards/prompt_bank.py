"""The prompt bank: own prompts for sounds of every kind, to tune on and to check with.

It checks that a bank is whole and that its two tables stay apart. What a prompt is used for, which
categories there are and what a model makes of a family is not known here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest

FILE = "prompts/bank.toml"
"""The bank that ships, below `paths.resources_dir()`."""

SHORTEST, LONGEST = 0.5, 10.0
"""Seconds that a prompt may ask for."""

_TABLES = ("prompts", "held_out")
_FIELDS = ("text", "seconds", "category", "family")
_CATEGORY = re.compile(r"[A-Z]+[A-Za-z]*")
_CATEGORY_LETTERS = 11
_REINSTALL = "Reinstall the program, or take the file from a copy that is whole."


@dataclass(frozen=True)
class BankPrompt:
    """One prompt.

    Attributes:
        text: as a designer would type it.
        seconds: that fit the sound.
        category: its CatID in the Universal Category System.
        family: the kind of sound that the bundled model knows it as; empty where it knows none.
    """

    text: str
    seconds: float
    category: str
    family: str = ""


@dataclass(frozen=True)
class PromptBank:
    """The prompts.

    Attributes:
        prompts: to tune on.
        held_out: for checks and blind tests; none of them is among `prompts`.
    """

    prompts: tuple[BankPrompt, ...]
    held_out: tuple[BankPrompt, ...]

    @classmethod
    def load(cls, path: Path) -> PromptBank:
        """Read a bank.

        Raises:
            BadRequest: the file is missing or damaged, a row has unknown or wrong fields, or a
                prompt is there twice.
        """
        document = _document(path)
        tables = [_table(document, name, path) for name in _TABLES]
        _refuse_twins((row for table in tables for row in table), path)
        return cls(*tables)

    def for_model(self, *, known_only: bool) -> tuple[BankPrompt, ...]:
        """What a model is tuned on: all prompts, or those of the bundled model's families only."""
        return tuple(row for row in self.prompts if row.family or not known_only)


def _document(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadRequest(f"The prompt bank {path.name} is missing.", _REINSTALL) from None
    except OSError:
        raise BadRequest(f"The prompt bank {path.name} cannot be read.", _REINSTALL) from None
    except ValueError:  # neither UTF-8 nor TOML
        raise BadRequest(f"The prompt bank {path.name} is damaged.", _REINSTALL) from None
    for name in document:
        if name not in _TABLES:
            raise BadRequest(
                f"The prompt bank {path.name} has an unknown table {name!r}.",
                f"Its tables are {' and '.join(_TABLES)}.",
            )
    return document


def _table(document: dict[str, Any], name: str, path: Path) -> tuple[BankPrompt, ...]:
    rows = document.get(name)
    if not isinstance(rows, list) or not rows:
        raise BadRequest(f"The prompt bank {path.name} has no {name}.", _REINSTALL)
    return tuple(
        _prompt(row, f"Row {number} of {name} in {path.name}")
        for number, row in enumerate(rows, start=1)
    )


def _prompt(row: Any, where: str) -> BankPrompt:
    if not isinstance(row, dict):
        raise BadRequest(f"{where} is no prompt.", f"A prompt has {', '.join(_FIELDS)}.")
    for field in row:
        if field not in _FIELDS:
            raise BadRequest(
                f"{where} has an unknown field {field!r}.", f"Known fields: {', '.join(_FIELDS)}."
            )
    text, seconds = row.get("text"), row.get("seconds")
    category, family = row.get("category"), row.get("family", "")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest(f"{where} has no text.", "Write there what is to be heard.")
    if (
        not isinstance(seconds, int | float)
        or isinstance(seconds, bool)
        or not SHORTEST <= seconds <= LONGEST
    ):
        raise BadRequest(
            f"{where} has no fitting seconds.", f"Give {SHORTEST:g} to {LONGEST:g} seconds."
        )
    if (
        not isinstance(category, str)
        or not _CATEGORY.fullmatch(category)
        or len(category) > _CATEGORY_LETTERS
    ):
        raise BadRequest(f"{where} has no category.", "Give a CatID such as DOORWood.")
    if not isinstance(family, str):
        raise BadRequest(f"{where} has a family that is no name.", "Leave it away, or name one.")
    return BankPrompt(text.strip(), float(seconds), category, family)


def _refuse_twins(rows: Iterable[BankPrompt], path: Path) -> None:
    seen: set[str] = set()
    for row in rows:
        words = " ".join(row.text.casefold().split())
        if words in seen:
            raise BadRequest(
                f"The prompt bank {path.name} has {row.text!r} twice.",
                "Keep it in one row, of prompts or of held_out.",
            )
        seen.add(words)
