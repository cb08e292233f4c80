"""Smart lists in the search bar: open one, keep the filters of now as one, rename, change, forget.

It asks the studio for the lists each time the menu opens; undo is the studio's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton

from tangostudio.errors import TangoStudioError
from tangostudio.library import TakeQuery
from tangostudio.ui import filter_words, words
from tangostudio.ui.texts import tr


class SmartListsMenu(QObject):
    """The menu of a button, and which list is open.

    Attributes:
        button: says which list is open.

    Signals:
        opened(TakeQuery): the person wants to see a list.
        failed(TangoStudioError): the studio said no.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, studio: Any, button: QPushButton, query: Callable[[], TakeQuery]) -> None:
        """`query` tells what is shown now."""
        super().__init__(button)
        self._studio = studio
        self.button = button
        self._query = query
        self._open: int | None = None
        self.menu = QMenu(button)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        button.setMenu(self.menu)
        self.refresh()

    def refresh(self) -> None:
        """Say on the button which list is open, with a sign where the filters are others by now."""
        current = self.current()
        if current is None:
            self.button.setText(tr("Lists ▾"))
            return
        name = words.shorten(current.name, 18)
        self.button.setText(f"{name}{'' if self._is_shown(current) else ' *'} ▾")

    def current(self) -> Any | None:
        """The open list; None when there is none or it is gone."""
        lists = self._studio.lists.all() if self._open is not None else []
        return next((each for each in lists if each.id == self._open), None)

    def leave(self) -> None:
        """No list is open any more."""
        self._open = None
        self.refresh()

    def save(self) -> None:
        """Ask for a name and keep the filters of now."""
        if name := self._ask(tr("New list"), tr("Name of the list:")):
            self._try(lambda: self._keep(name))

    def rename(self) -> None:
        """Ask for another name of the open list."""
        current = self.current()
        if current is None:
            return
        name = self._ask(tr("Rename list"), tr("New name of the list:"), current.name)
        if name and name != current.name:
            self._try(lambda: self._studio.lists.rename(current.id, name))

    def update(self) -> None:
        """Let the open list find what is found now."""
        if (current := self.current()) is not None:
            self._try(lambda: self._studio.lists.change(current.id, self._query()))

    def remove(self) -> None:
        """Forget the open list; undo brings it back."""
        if (current := self.current()) is not None:
            self._open = None
            self._try(lambda: self._studio.lists.remove(current.id))

    def open(self, entry: Any) -> None:
        """Show what a list finds."""
        self._open = entry.id
        self.opened.emit(replace(entry.query, trashed=False))
        self.refresh()

    def _fill(self) -> None:
        self.menu.clear()
        lists, current = self._studio.lists.all(), self.current()
        for entry in lists:
            action = self.menu.addAction(words.shorten(entry.name, 50).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry.id == self._open)
            action.setToolTip(entry.note or _summary(entry.query, self._studio.project))
            action.triggered.connect(lambda _on, entry=entry: self.open(entry))
        if not lists:
            self.menu.addAction(tr("No lists yet")).setEnabled(False)
        self.menu.addSeparator()
        keep = self.menu.addAction(tr("Keep these filters as a list…"), self.save)
        keep.setEnabled(filter_words.is_filtered(self._query()))
        if not keep.isEnabled():
            keep.setToolTip(tr("Set a filter or search for something first."))
        if current is None:
            return
        name = words.shorten(current.name, 30).replace("&", "&&")
        change = self.menu.addAction(tr("Update “{name}”", name=name), self.update)
        change.setEnabled(not self._is_shown(current))
        self.menu.addAction(tr("Rename “{name}”…", name=name), self.rename)
        self.menu.addAction(tr("Delete “{name}”", name=name), self.remove)

    def _is_shown(self, entry: Any) -> bool:
        return replace(entry.query, trashed=False) == replace(self._query(), trashed=False)

    def _keep(self, name: str) -> None:
        self._open = self._studio.lists.add(name, self._query())

    def _ask(self, title: str, question: str, text: str = "") -> str:
        name, sure = QInputDialog.getText(self.button.window(), title, question, text=text)
        return name.strip() if sure else ""

    def _try(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except TangoStudioError as error:
            self.failed.emit(error)
        self.refresh()


def _summary(query: TakeQuery, project: str) -> str:
    """What a list filters by, in a line."""
    parts = [active.text for active in filter_words.active(query, project)]
    return " · ".join([f"“{query.text}”"] * bool(query.text) + parts)
