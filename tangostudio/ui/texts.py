"""Texts of the window in the person's language.

Every text that the window shows goes through `tr`, as one literal template with named places:

    tr("Generate {takes}", takes=words.takes(4))
    tr_count("{count} take", "{count} takes", 3)

Tables that are made before the language is known hold `mark`ed literals, and who shows them calls
`tr_marked`; so do the tables of actions and settings, whose texts are collected without a mark.
The English text is the key, so that without a translation nothing needs to be loaded.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

CONTEXT = "tangostudio"


def tr(text: str, **values: Any) -> str:
    """The text in the person's language, its places filled in."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def tr_count(one: str, many: str, count: int, **values: Any) -> str:
    """A text with a number, which may stand in it as {count}; languages have one form or several.

    `many` is the key; a translation gives all of its language's forms for it.
    """
    translated = QCoreApplication.translate(CONTEXT, many, None, count)
    if translated == many and count == 1:
        translated = QCoreApplication.translate(CONTEXT, one)
    return translated.format(count=f"{count:,}", **values)


def mark(text: str) -> str:
    """The text itself: a literal that `tr_marked` translates when it is shown."""
    return text


def tr_marked(text: str, **values: Any) -> str:
    """A text of a table in the person's language; empty stays empty."""
    return tr(text, **values) if text else ""
