"""How many events a prompt tells of, and which of them come one after another.

By the words that join them; an "and" joins too many other things. Knows nothing of sound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = re.compile(r"^\s*(?:first(?:ly)?|at first)\b[\s,]*", re.IGNORECASE)
_THEN = re.compile(
    r"\s*(?:,|;|\band\b)*\s*"
    r"(?:\b(?:and\s+)?(?:then|finally|after\s+that|after\s+which|afterwards)\b"
    r"|\bfollowed\s+by\b|\bbefore\b(?!\s+(?:it|us|me)\b)|\bleading\s+(?:in)?to\b)"
    r"\s*,?\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*,?\s+\bafter\b\s+(?!that\b|which\b)", re.IGNORECASE)
_MEANWHILE = re.compile(
    r"\s*,?\s*\b(?:while(?:\s+you\s+hear)?|whilst|meanwhile|with(?=[^,.]*\b(?:in\s+the\s+"
    r"background|behind\s+it)\b)|against\s+a\s+background\s+of|in\s+the\s+background,)\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*,?\s*\b(?:in\s+the\s+background|behind\s+it|in\s+front)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Events:
    """What a prompt tells of.

    Attributes:
        texts: of each event.
        in_turn: whether they come one after another, in the order of the texts.
    """

    texts: tuple[str, ...]
    in_turn: bool = False


def events(prompt: str) -> Events:
    """The events of a prompt; it is one where no word joins two.

    "A, then B" and "A followed by B" are in turn, "B after A" too, with A first. "A while B" and
    "A with B in the background" are two at once. Of a mixture the events are counted, not ordered.
    """
    text = prompt.strip().rstrip(".!")
    parts = _parts(_THEN.split(_OPENING.sub("", text)))
    together = [_parts(_MEANWHILE.split(part)) for part in parts]
    if any(len(some) > 1 for some in together):
        return Events(tuple(_BEHIND.sub("", one).strip() for some in together for one in some))
    if not parts:
        return Events((text,))
    if len(parts) == 1:
        later = _parts(_AFTER.split(parts[0]))
        return Events(tuple(reversed(later)), True) if len(later) == 2 else Events((text,))
    return Events(tuple(parts), True)


def _parts(texts: list[str]) -> list[str]:
    return [text.strip(" ,;") for text in texts if text.strip(" ,;")]
