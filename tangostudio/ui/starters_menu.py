"""The menu of prompts by kind, words to add, and prompts that were used before; it makes none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.ui import words
from tangostudio.ui.starters import Starters
from tangostudio.ui.texts import tr

EARLIER, LONGEST = 20, 60


def build(
    parent: QWidget,
    offered: Starters,
    earlier: Sequence[str],
    put: Callable[[str], object],
    add: Callable[[str], object],
) -> QMenu:
    """The menu; it is deleted when it closes.

    Args:
        earlier: prompts, the newest last.
        put: called with a whole prompt.
        add: called with words for the prompt that is there.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for kind, prompts in offered.kinds.items():
        inner = menu.addMenu(kind)
        for text in prompts:
            inner.addAction(text, lambda text=text: put(text))
    menu.addSeparator()
    inner = menu.addMenu(tr("Add words"))
    for text in offered.words:
        inner.addAction(text, lambda text=text: add(text))
    if earlier:
        inner = menu.addMenu(tr("Earlier prompts"))
        for text in earlier[-EARLIER:][::-1]:
            shown = words.shorten(text, LONGEST).replace("&", "&&")
            inner.addAction(shown, lambda text=text: put(text))
    return menu
