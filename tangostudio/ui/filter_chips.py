"""The line of filters in force: one chip each, that a click lets go. Hidden while there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tangostudio.library import TakeQuery
from tangostudio.ui import filter_words, theme, widgets, words
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr

LONGEST = 32


class FilterChips(QWidget):
    """Chips that wrap.

    Signals:
        changed(TakeQuery): a filter was let go, or all of them.
    """

    changed = Signal(object)

    def __init__(self, model_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Filters in force"))
        self._model_name = model_name
        chips = QWidget()
        self._flow = FlowLayout(chips, spacing=6)
        column = widgets.column(chips)
        column.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 6)
        self.setLayout(column)
        self._shown: list[filter_words.Active] = []
        self.hide()

    def show_query(self, query: TakeQuery, project: str) -> None:
        """Show the filters of a query."""
        shown = filter_words.active(query, project, self._model_name)
        if shown == self._shown:
            return
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        self._shown = shown
        widgets.clear_layout(self._flow)
        chips = []
        for entry in shown:
            text = words.shorten(entry.text, LONGEST)
            name = tr("Filter {filter}, remove", filter=entry.text)
            let_go = partial(self.changed.emit, entry.without)
            chip = widgets.button(f"{text}  ×", "chip", let_go, name=name)
            chip.setProperty("active", True)
            chip.setToolTip(tr("Click to let this filter go"))
            self._flow.addWidget(chip)
            chips.append(chip)
        if len(shown) > 1:
            none = filter_words.unfiltered(query, project)
            clear = widgets.button(tr("Clear all"), "quiet-link", partial(self.changed.emit, none))
            self._flow.addWidget(clear)
        self.setVisible(bool(shown))
        if had_focus and chips:
            chips[0].setFocus()
        self.updateGeometry()

    def texts(self) -> list[str]:
        """What the chips say."""
        return [entry.text for entry in self._shown]
