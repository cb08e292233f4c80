"""A take's taste as numbers and words: how much it is liked, and how unsure that is."""

from __future__ import annotations

from tangostudio.ui.texts import tr

MINUS = "\N{MINUS SIGN}"


def short(mean: float) -> str:
    """For a card: "+1.2"."""
    return f"{_round(mean):+.1f}".replace("-", MINUS)


def full(mean: float, doubt: float) -> str:
    """For a table: "+1.2 ± 0.4"."""
    return f"{short(mean)} ± {doubt:.1f}"


def spoken(mean: float) -> str:
    """For a screen reader: "taste plus 1.2"."""
    rounded = _round(mean)
    size = f"{abs(rounded):.1f}"
    return (
        tr("taste minus {size}", size=size) if rounded < 0 else tr("taste plus {size}", size=size)
    )


def _round(mean: float) -> float:
    return round(mean, 1) + 0.0  # no minus before a nought
