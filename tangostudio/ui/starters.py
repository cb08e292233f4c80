"""Prompt starters: whole prompts by kind and words to add, from a table in the resources.

It knows nothing of widgets. A table that cannot be read gives no starters.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Starters:
    """What is offered under the prompt.

    Attributes:
        kinds: prompts by the name of their kind.
        first: names of the kinds offered under an empty prompt.
        words: what may be added to a prompt that was begun.
    """

    kinds: dict[str, tuple[str, ...]]
    first: tuple[str, ...]
    words: tuple[str, ...]


def load(path: Path) -> Starters:
    """Read the table."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = {kind["name"]: tuple(kind["prompts"]) for kind in document["kind"]}
    return Starters(kinds, tuple(document["first"]), tuple(document["words"]))


def add_words(prompt: str, words: str) -> str:
    """The prompt with words added after a comma; as it was when it has them already."""
    begun = prompt.rstrip().rstrip(",")
    if words.lower() in begun.lower():
        return prompt
    return f"{begun}, {words}" if begun else words
