"""Wildcards: one prompt that stands for several, such as `{wood|metal} door {slam|creak}`.

    prompt = { text | group }        group = "{" prompt { "|" prompt } "}"

A group stands for each of its alternatives in turn; an alternative may be empty and may hold
groups. A backslash before `{`, `}`, `|` or a backslash makes the sign a plain one; a bar outside
all groups is plain anyway.
It knows nothing of models: how long a prompt may be is not its concern.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass

from tangostudio.errors import BadRequest

MAX_CHARACTERS = 20_000
MAX_DEPTH = 16
MAX_COMBINATIONS = 1_000_000_000

_SIGNS = "{}|\\"
_PLAIN = re.compile(r"[^{}|\\]+")
_HINT = "Write {wood|metal} for one or the other, and \\{ for the sign itself."


@dataclass(frozen=True)
class _Group:
    """Alternatives, of which one is chosen."""

    alternatives: tuple[_Sequence, ...]

    @property
    def count(self) -> int:
        return sum(item.count for item in self.alternatives)

    def text(self, number: int) -> str:
        for item in self.alternatives:
            if number < item.count:
                return item.text(number)
            number -= item.count
        raise IndexError(number)


@dataclass(frozen=True)
class _Sequence:
    """Texts and groups, one after another. Combination 0 takes the first of every group."""

    parts: tuple[str | _Group, ...]
    count: int  # how many combinations there are

    def text(self, number: int) -> str:
        """One combination: the last group changes fastest, as the last digit of a number."""
        texts: list[str] = []
        for part in reversed(self.parts):
            if isinstance(part, str):
                texts.append(part)
            else:
                number, digit = divmod(number, part.count)
                texts.append(part.text(digit))
        return "".join(reversed(texts))


def expand(prompt: str, takes: int, seed: int = 0) -> list[tuple[str, int]]:
    """The prompts that `takes` takes are made of, each with its number of takes.

    Where there are no more combinations than takes, each is made, as evenly as it goes and the
    first ones once more often; else as many as there are takes, none twice, drawn with `seed`.

    Raises:
        BadRequest: braces that do not match, or too many of them.
    """
    tree = _parse(prompt)
    if tree.count <= takes:
        chosen: list[int] = list(range(tree.count))
    else:
        chosen = sorted(random.Random(seed).sample(range(tree.count), takes))
    texts = list(dict.fromkeys(" ".join(tree.text(number).split()) for number in chosen))
    each, more = divmod(takes, len(texts))
    return [(text, each + (place < more)) for place, text in enumerate(texts)]


def combinations(prompt: str) -> int:
    """How many prompts this one stands for. Raises BadRequest as `expand` does."""
    return _parse(prompt).count


def _parse(prompt: str) -> _Sequence:
    if len(prompt) > MAX_CHARACTERS:
        raise BadRequest(
            f"The prompt has {len(prompt):,} characters; at most {MAX_CHARACTERS:,} are read.",
            "Shorten it: the first words count most.",
        )
    if not any(sign in prompt for sign in _SIGNS):
        return _Sequence((prompt,), 1)
    tree = _Parser(prompt).whole()
    if tree.count > MAX_COMBINATIONS:
        raise BadRequest(
            f"The prompt stands for more than {MAX_COMBINATIONS:,} prompts.", "Use fewer groups."
        )
    return tree


class _Parser:
    """Reads a prompt from left to right."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._at = 0

    def whole(self) -> _Sequence:
        """The whole prompt. Raises BadRequest."""
        tree = self._sequence(0)
        if self._at < len(self._prompt):
            raise BadRequest(f"The brace at character {self._at + 1} closes nothing.", _HINT)
        return tree

    def _sequence(self, depth: int) -> _Sequence:
        """Up to the sign that ends it: within a group a bar or a closing brace."""
        parts: list[str | _Group] = []
        text: list[str] = []
        while self._at < len(self._prompt):
            if plain := _PLAIN.match(self._prompt, self._at):
                text.append(plain[0])
                self._at = plain.end()
                continue
            sign = self._prompt[self._at]
            if sign == "}" or (sign == "|" and depth):
                break
            if sign == "{":
                parts += ["".join(text), self._group(depth + 1)]
                text = []
                continue
            following = self._prompt[self._at + 1 : self._at + 2]
            if sign == "\\" and following and following in _SIGNS:
                sign = following
                self._at += 1
            text.append(sign)
            self._at += 1
        parts.append("".join(text))
        return _Sequence(
            tuple(parts), math.prod(part.count for part in parts if isinstance(part, _Group))
        )

    def _group(self, depth: int) -> _Group:
        opened = self._at + 1
        if depth > MAX_DEPTH:
            raise BadRequest(
                f"The brace at character {opened} is {depth} deep; {MAX_DEPTH} are read.",
                "Write the alternatives out.",
            )
        found: list[_Sequence] = []
        while True:
            self._at += 1  # the opening brace, or a bar
            found.append(self._sequence(depth))
            if self._at >= len(self._prompt):
                raise BadRequest(f"The brace at character {opened} is never closed.", _HINT)
            if self._prompt[self._at] == "}":
                self._at += 1
                return _Group(tuple(found))
