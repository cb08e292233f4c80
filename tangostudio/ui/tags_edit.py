"""Tags as chips with a field to add one. It knows nothing of what carries the tags."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from tangostudio.ui import widgets, words
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr

LONGEST = 24


class TagsEdit(QWidget):
    """Chips; a click on one takes the tag away.

    Signals:
        changed(tuple): the tags after the person added or removed one.
    """

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._known: Callable[[], list[str]] = list
        self._layout = FlowLayout(self, spacing=4)
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("add tag"))
        self._field.setAccessibleName(tr("Add a tag"))
        self._field.setFixedWidth(76)
        self._field.setMaxLength(60)
        self._field.returnPressed.connect(self._add)
        self._field.editingFinished.connect(self._add)
        self._layout.addWidget(self._field)

    def offer(self, known: Callable[[], list[str]]) -> None:
        """Complete what is typed from these tags, asked for when the field gets the focus."""
        self._known = known
        self._field.installEventFilter(self)

    def focus(self) -> None:
        """Put the cursor into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the tags that there are."""
        if watched is self._field and event.type() == QEvent.Type.FocusIn:
            completer = QCompleter([tag for tag in self._known() if tag not in self._tags], self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._field.setCompleter(completer)
        return super().eventFilter(watched, event)

    def tags(self) -> tuple[str, ...]:
        """The tags that are shown."""
        return self._tags

    def set_tags(self, tags: tuple[str, ...]) -> None:
        """Show tags, without a signal."""
        if tags == self._tags:
            return
        self._tags = tags
        while self._layout.count() > 0:
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._field:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            text = words.shorten(tag, LONGEST)
            chip = widgets.button(text, "chip", lambda tag=tag: self._remove(tag))
            chip.setToolTip(tr("Click to take this tag away"))
            chip.setAccessibleName(tr("Tag {tag}, remove", tag=tag))
            self._layout.addWidget(chip)
        self._layout.addWidget(self._field)
        self.updateGeometry()

    def _add(self) -> None:
        tag = " ".join(self._field.text().split())
        self._field.clear()
        if tag and tag not in self._tags:
            self._tell((*self._tags, tag))

    def _remove(self, tag: str) -> None:
        self._tell(tuple(item for item in self._tags if item != tag))

    def _tell(self, tags: tuple[str, ...]) -> None:
        self.set_tags(tags)
        self.changed.emit(tags)
