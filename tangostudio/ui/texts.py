"""Texts of the window in the person's language.

Every text that the window shows goes through `tr`, as one literal template with named places:

    tr("Generate {takes}", takes=words.takes(4))
    tr_count("{count} take", "{count} takes", 3)

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
    """One of two texts by a number, which may stand in it as {count}."""
    return tr(one if count == 1 else many, count=f"{count:,}", **values)
