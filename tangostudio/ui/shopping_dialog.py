"""The shopping list: what is missing of which model, as a text to carry to another computer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from tangostudio.ui import theme, widgets, words
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import mark, tr, tr_marked

LINE = 26
FILE = mark("Tango Studio shopping list.txt")
HELP = mark(
    "Addresses, sizes and checksums. Fetch these files on a computer with a connection, bring them "
    "here on a drive, and choose “I already have the files”."
)


class ShoppingDialog(Dialog):
    """Models to tick, the text, and two ways to take it along."""

    def __init__(
        self,
        models: Any,
        cards: Sequence[Any],
        chosen: Sequence[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it of these cards; `chosen` ones are ticked, all of them when it is left out."""
        super().__init__(tr("Shopping list"), 760, parent)
        self._models = models
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Models on the list"))
        self.names.setFixedHeight(LINE * min(max(len(cards), 2), 5) + 14)
        for card in cards:
            self.names.addItem(self._item(card, chosen is None or card.id in chosen))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The list"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(theme.number_font())
        self.text.setMinimumHeight(200)
        self.note = widgets.label("", "small", wrap=True)
        self._lay_out(bool(cards))
        self.names.itemChanged.connect(self._show_text)
        self._show_text()

    def chosen(self) -> list[str]:
        """Ids of the models that are ticked."""
        items = [self.names.item(row) for row in range(self.names.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def copy(self) -> None:
        """Put the list on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._say(tr("✓ Copied to the clipboard"), "good")

    def save(self) -> None:
        """Ask for a file and write the list there."""
        place = str(Path.home() / tr_marked(FILE))
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the list"), place, tr("Text (*.txt)")
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the list to a file, and say so."""
        try:
            path.write_text(self.text.toPlainText(), encoding="utf-8")
        except OSError as error:
            self._say(
                tr(
                    "⚠ {name} could not be written: {strerror}.",
                    name=path.name,
                    strerror=error.strerror,
                ),
                "bad",
            )
        else:
            self._say(tr("✓ Saved as {path}", path=path), "good")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        widgets.set_property(self.note, "tone", tone)

    def _show_text(self) -> None:
        chosen = self.chosen()
        self.text.setPlainText(self._models.shopping_list(chosen) if chosen else "")
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(chosen))
        self._say("" if chosen else tr("Tick at least one model."), "")

    def _item(self, card: Any, ticked: bool) -> QListWidgetItem:
        state = self._models.state(card.id)
        left = max(state.total_bytes - state.done_bytes, 0)
        item = QListWidgetItem(f"{card.name}   {words.size(left)}" if left else card.name)
        item.setSizeHint(QSize(0, LINE))
        item.setData(Qt.ItemDataRole.UserRole, card.id)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable |
                      Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return item

    def _lay_out(self, some: bool) -> None:
        self.copy_button = widgets.button(tr("Copy"), "", self.copy, icon="copy")
        self.save_button = widgets.button(tr("Save as file…"), "primary", self.save)
        self.body.addWidget(widgets.label(tr_marked(HELP), "quiet", wrap=True))
        self.body.addSpacing(4)
        if some:
            self.body.addWidget(self.names)
            self.body.addWidget(self.text, 1)
        else:
            self.body.addWidget(
                widgets.label(tr("Nothing is missing: every model is here."), "good")
            )
        self.add_left(self.note)
        self.add_button(widgets.button(tr("Close"), "", self.reject))
        self.add_button(self.copy_button)
        self.add_button(self.save_button)
