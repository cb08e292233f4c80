"""The edits of a take as a row of chips that open and go away; what has no room is behind "+2".

It knows nothing of takes: it is told edits and tells which one is meant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSizePolicy, QWidget

from tangostudio.audio.edits import Edit
from tangostudio.ui import edit_words, icons, widgets
from tangostudio.ui.texts import tr

GAP, HEIGHT, MORE_WIDTH = 4, 24, 40
_FIXED = QSizePolicy.Policy.Fixed


class EditChip(QFrame):
    """One edit: its words open it, the cross takes it away."""

    def __init__(self, edit: Edit, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = edit
        self.setProperty("kind", "edit-chip")
        self.words = widgets.button(text, "edit-words", tip=tr("Change its numbers"), name=text)
        self.cross = widgets.button("", "edit-cross", name=tr("Remove {edit}", edit=text))
        self.cross.setIcon(icons.icon("close", size=12))
        self.cross.setIconSize(QSize(12, 12))
        self.cross.setToolTip(tr("Remove"))
        self.setLayout(widgets.row(self.words, self.cross, spacing=0))
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(_FIXED, _FIXED)


class EditList(QWidget):
    """Chips in the order in which the edits are applied.

    Signals:
        opened(Edit, QWidget): the person wants to see an edit's numbers, beside this control.
        removed(type): the person wants an edit away.
    """

    opened = Signal(object, object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Edits"))
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(MORE_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, _FIXED)
        self.chips: list[EditChip] = []
        self._seconds = math.inf
        self.more = QPushButton(self)
        self.more.setProperty("kind", "chip")
        self.more.setFocusPolicy(self.more.focusPolicy().TabFocus)
        self.more.setMenu(QMenu(self.more))
        self.more.hide()

    def show_edits(self, edits: Sequence[Edit], seconds: float = math.inf) -> None:
        """Show these edits of a sound of so many seconds."""
        if [chip.edit for chip in self.chips] == list(edits) and seconds == self._seconds:
            return
        self._seconds = seconds
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(edit) for edit in edits]
        self._place()

    def sizeHint(self) -> QSize:
        """As wide as all chips."""
        return QSize(sum(chip.sizeHint().width() + GAP for chip in self.chips), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other chips."""
        super().resizeEvent(event)
        self._place()

    def _chip(self, edit: Edit) -> EditChip:
        chip = EditChip(edit, edit_words.chip(edit, self._seconds), self)
        chip.words.clicked.connect(lambda: self.opened.emit(edit, chip))
        chip.cross.clicked.connect(lambda: self.removed.emit(type(edit)))
        return chip

    def _place(self) -> None:
        """From the left; the rest goes into the menu."""
        widths = [chip.sizeHint().width() for chip in self.chips]
        fits = self._fitting(widths)
        x = 0
        for chip, width in zip(self.chips, widths, strict=True):
            inside = self.chips.index(chip) < fits
            chip.setVisible(inside)
            if inside:
                chip.setGeometry(x, 0, width, HEIGHT)
                x += width + GAP
        hidden = self.chips[fits:]
        self.more.setVisible(bool(hidden))
        if hidden:
            self._fill_more(hidden)
            self.more.setGeometry(x, 1, MORE_WIDTH, HEIGHT - 2)

    def _fitting(self, widths: Sequence[int]) -> int:
        if sum(widths) + GAP * max(0, len(widths) - 1) <= self.width():
            return len(widths)
        room, count = self.width() - MORE_WIDTH, 0
        for width in widths:
            room -= width + GAP
            if room < 0:
                break
            count += 1
        return count

    def _fill_more(self, hidden: Sequence[EditChip]) -> None:
        self.more.setText(f"+{len(hidden)}")
        self.more.setAccessibleName(tr("{count} more edits", count=len(hidden)))
        menu = self.more.menu()
        menu.clear()
        for chip in hidden:
            open_it = QAction(chip.words.text(), menu)
            open_it.triggered.connect(lambda _on, c=chip: self.opened.emit(c.edit, self.more))
            menu.addAction(open_it)
