"""Which of several licences rules: the one that allows least. Arithmetic of words."""

from __future__ import annotations

_ALLOWS = ("no", "limited", "yes")


def strictest(*licences: tuple[str, str]) -> tuple[str, str]:
    """Of (name, commercial) the one that allows least; the first among equals.

    Args:
        licences: commercial is "yes", "limited" or "no"; any other word counts as "no".
    """
    return min(licences, key=lambda item: _ALLOWS.index(item[1]) if item[1] in _ALLOWS else 0)
