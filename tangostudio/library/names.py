"""Names that people give to rows: on one line, and compared without regard to case."""

from __future__ import annotations

import re
import unicodedata

from tangostudio.errors import BadRequest

MAX_LENGTH = 100

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def checked(name: str, what: str) -> str:
    """A name without blanks around it.

    Args:
        what: whose name it is, such as "project".

    Raises:
        BadRequest: it is empty, too long or of several lines.
    """
    name = name.strip()
    if not name or len(name) > MAX_LENGTH or _CONTROL.search(name):
        raise BadRequest(
            f"A {what}'s name needs 1 to {MAX_LENGTH} characters on one line.",
            "Choose another name.",
        )
    return name


def folded(name: str) -> str:
    """What two names share that count as the same."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()
