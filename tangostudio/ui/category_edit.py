"""A field for a sound's category that completes the CatIDs of UCS. Any other word may be typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from tangostudio.cards import ucs
from tangostudio.ui.texts import tr

SEPARATOR = "  ·  "
MOST_SHOWN = 10


class CategoryEdit(QLineEdit):
    """The category of one take or of several.

    Signals:
        changed(str): the person chose or typed another one, or none.
    """

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category = ""
        self.setAccessibleName(tr("Category"))
        self.setToolTip(tr("A UCS category such as DOORWood, or a word of your own."))
        self.setPlaceholderText(tr("none"))
        self.setMaxLength(60)
        self.editingFinished.connect(self._finish)
        self.installEventFilter(self)

    def set_category(self, category: str, several: bool = False) -> None:
        """Show a category; `several` means that takes differ."""
        self._category = category
        self.setText(category)
        self.setCursorPosition(0)
        self.setPlaceholderText(tr("several") if several else tr("none"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table of categories is read when the field is first gone to."""
        if event.type() == QEvent.Type.FocusIn and self.completer() is None:
            self._complete()
        return super().eventFilter(watched, event)

    def _complete(self) -> None:
        entries = [
            f"{each.cat_id}{SEPARATOR}{each.category.capitalize()}, {each.subcategory.lower()}"
            for each in ucs.table().values()
        ]
        completer = QCompleter(entries, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(MOST_SHOWN)
        if (popup := completer.popup()) is not None:
            popup.setMinimumWidth(280)
        self.setCompleter(completer)

    def _finish(self) -> None:
        """What was completed stands there with its words: the id alone counts."""
        text = " ".join(self.text().partition(SEPARATOR)[0].split())
        known = next((each for each in ucs.table() if each.casefold() == text.casefold()), text)
        if self.text() != known:
            self.setText(known)
        if known != self._category:
            self._category = known
            self.changed.emit(known)
