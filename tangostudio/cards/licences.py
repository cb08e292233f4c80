"""Which of several licences rules: the one that allows least. Arithmetic of words."""

from __future__ import annotations

_ALLOWS = ("no", "limited", "yes")


def known(commercial: str) -> str:
    """A word of a licence, "yes", "limited" or "no"; "no" for any other one."""
    return commercial if commercial in _ALLOWS else "no"


def strictest(*licences: tuple[str, str]) -> tuple[str, str]:
    """Of (name, commercial) the one that allows least; the first among equals.

    Args:
        licences: commercial is "yes", "limited" or "no"; any other word counts as "no".
    """
    return min(licences, key=lambda item: _ALLOWS.index(known(item[1])))
