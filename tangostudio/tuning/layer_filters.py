"""Which layers an adapter changes: patterns over the names of a network's layers.

The patterns are those that users of Stable Audio 3 know: parts of a name, where `[0-11]` stands for
each number of a range. `layers.[0-11]` is right; `layers[0-11]`, which stands in that model's
documentation and matches nothing there, means the same here. Knows no networks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tangostudio.errors import BadRequest

_RANGE = re.compile(r"\.?\[\s*([\d\s,–-]+)\]")
_SHOWN = 4


@dataclass(frozen=True)
class Choice:
    """What filters chose.

    Attributes:
        layers: names of the layers that are changed, in the network's order.
        matched: how many layers each pattern matched, by pattern.
    """

    layers: tuple[str, ...]
    matched: dict[str, int]

    @property
    def sentence(self) -> str:
        """What was chosen, to be read."""
        count = len(self.layers)
        layers = f"{count} layer{'' if count == 1 else 's'}"
        if not self.matched:
            return f"{layers} are changed." if count != 1 else f"{layers} is changed."
        told = ", ".join(f"“{pattern}” matches {n}" for pattern, n in self.matched.items())
        return f"{layers} {'is' if count == 1 else 'are'} changed: {told}."


def choose(
    names: Iterable[str], include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Choice:
    """The layers that match one of `include`, if there are any, and none of `exclude`.

    Raises:
        BadRequest: a pattern cannot be read or matches nothing, or no layer is left.
    """
    known = list(names)
    matched: dict[str, int] = {}
    for pattern in (*include, *exclude):
        found = re.compile(expression(pattern))
        matched[pattern] = sum(bool(found.search(name)) for name in known)
        if not matched[pattern]:
            raise BadRequest(
                f"The filter “{pattern}” matches no layer of this model.",
                f"Its layers are called {', '.join(_examples(known))} and so on.",
            )
    kept = [name for name in known if not include or _any(include, name)]
    kept = [name for name in kept if not _any(exclude, name)]
    if not kept:
        raise BadRequest(
            "The filters leave no layer to train.", "Leave out fewer of those that are included."
        )
    return Choice(tuple(kept), matched)


def expression(pattern: str) -> str:
    """A regular expression to search names with.

    A number at the pattern's edge stands for itself: `layers.1` is not found in `layers.11`.

    Raises:
        BadRequest: it is empty, or a range in it cannot be read.
    """
    text = pattern.strip().strip(".")
    if not text:
        raise BadRequest("A filter of layers is empty.", "Leave it out, or name a layer.")
    parts, place = [], 0
    for found in _RANGE.finditer(text):
        before = text[place : found.start()]
        parts.append(_plain(before) + (r"\." if before or found[0].startswith(".") else ""))
        parts.append(f"(?:{'|'.join(map(str, _numbers(pattern, found[1])))})")
        place = found.end()
    parts.append(_plain(text[place:]))
    if "[" in text[place:] or "]" in text[place:]:
        raise _unreadable(pattern)
    start = r"(?<!\d)" if text[0].isdigit() or text[0] == "[" else ""
    end = r"(?!\d)" if text[-1].isdigit() or text[-1] == "]" else ""
    return start + "".join(parts) + end


def _plain(text: str) -> str:
    """Text that stands for itself, `*` for anything."""
    return ".*".join(re.escape(part) for part in text.split("*"))


def _numbers(pattern: str, inside: str) -> list[int]:
    """The numbers of `0-11` or `0, 3, 7-9`."""
    numbers: list[int] = []
    for part in inside.replace("–", "-").split(","):
        ends = part.split("-")
        if len(ends) > 2 or not all(end.strip().isdigit() for end in ends):
            raise _unreadable(pattern)
        first, last = int(ends[0]), int(ends[-1])
        if last < first or last > 10_000:
            raise _unreadable(pattern)
        numbers += range(first, last + 1)
    return numbers


def _unreadable(pattern: str) -> BadRequest:
    return BadRequest(
        f"The filter “{pattern}” cannot be read.", "A range is written as in layers.[0-11]."
    )


def _any(patterns: Sequence[str], name: str) -> bool:
    return any(re.search(expression(pattern), name) for pattern in patterns)


def _examples(names: Sequence[str]) -> list[str]:
    """A few names, spread over the network."""
    step = max(1, len(names) // _SHOWN)
    return list(names[::step][:_SHOWN])
