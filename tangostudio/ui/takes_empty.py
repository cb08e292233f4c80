"""What the takes panel says where it has no take to show, and the line above the trash. No rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from tangostudio.ui import filter_words, theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.search_bar import SearchBar
from tangostudio.ui.texts import tr, tr_count


def explain(empty: EmptyState, search: SearchBar, actions: Actions) -> None:
    """Say why there is nothing, and offer what helps."""
    query = search.query
    if filter_words.is_filtered(query):
        what = f"“{query.text}”" if query.text else tr("these filters")
        empty.say(
            tr("No take matches {what}", what=what),
            tr("Search looks at titles, prompts, tags and notes."),
            picture="search",
            button=tr("Clear search and filters"),
            pressed=search.clear,
        )
    elif query.trashed:
        empty.say(
            tr("The trash is empty"),
            tr("What you move to the trash can be brought back from here."),
            picture="trash",
            button=tr("Back to the takes"),
            pressed=search.leave_trash,
        )
    else:
        empty.say(
            tr("No takes yet"),
            tr(
                "Write what you want to hear on the left, then press Ctrl+Enter. "
                "Takes appear here one by one; a click plays them. "
                "Recordings can be dropped here."
            ),
            button=tr("Write a prompt"),
            pressed=actions["prompt.focus"].trigger,
        )


class TrashLine(QWidget):
    """How long takes stay in the trash, and the way to empty it; shown only in the trash."""

    def __init__(
        self, studio: Any, empty_it: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self.text = widgets.label("", "quiet", wrap=True)
        self.button = widgets.button(tr("Empty trash…"), "quiet-link", empty_it)
        line = widgets.row(self.text, self.button)
        line.setStretch(0, 1)
        line.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 6)
        self.setLayout(line)
        self.hide()

    def show_for(self, trashed: bool, count: int) -> None:
        """Show it over the trash where there is something in it."""
        days = self._studio.settings.trash_days
        self.text.setText(
            tr_count(
                "Takes stay here for {count} day, then they are deleted for good.",
                "Takes stay here for {count} days, then they are deleted for good.",
                days,
            )
            if days
            else tr("Takes stay here until the trash is emptied.")
        )
        self.setVisible(trashed and count > 0)
