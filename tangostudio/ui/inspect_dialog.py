"""Shows what a sound file says of itself, whoever wrote it. It is read behind the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from tangostudio.ui import inspect_words, theme, widgets
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.inspect_words import Row
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import tr

WIDTH, HEIGHT, NAME_WIDTH = 720, 640, 230
FOLDED = 40  # a group of more rows is folded at first


class InspectDialog(Dialog):
    """One file.

    Attributes:
        facts: what the file says (`export.facts.FileFacts`); None until it is read.
    """

    def __init__(self, bridge: Bridge, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(tr("Inspect a sound file"), WIDTH, parent)
        self.resize(WIDTH, HEIGHT)
        self._path = path
        self.facts: Any = None
        self.head = widgets.ElidedLabel(path.name, "title")
        self.said = widgets.label(tr("Reading…"), "quiet", wrap=True)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(tr("What the file says"))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(0, NAME_WIDTH)
        self.body.addLayout(widgets.column(self.head, self.said, spacing=4))
        self.body.addSpacing(4)
        self.body.addWidget(self.tree, 1)
        self.copy = widgets.button(
            tr("Copy as JSON"), "", self._copy, icon="copy",
            tip=tr("Put everything that the file says on the clipboard"),
        )  # fmt: skip
        self.copy.setEnabled(False)
        show = widgets.button(tr("Show in folder"), "", lambda: reveal(path), icon="folder")
        self.add_left(widgets.row(self.copy, show))
        self.add_button(widgets.button(tr("Close"), "", self.accept)).setDefault(True)
        self._task = bridge.background(self._read, self._show, self._failed)

    def done(self, result: int) -> None:
        """What is still being read is not waited for."""
        self._task.cancel()
        super().done(result)

    def _read(self) -> Any:
        from tangostudio.export import reading

        return reading.inspect(self._path)

    def _show(self, facts: Any) -> None:
        self.facts = facts
        self.said.setText(inspect_words.summary(facts))
        for group in inspect_words.tree(facts):
            item = _item(group)
            font = item.font(0)
            font.setWeight(font.Weight.DemiBold)
            item.setFont(0, font)
            self.tree.addTopLevelItem(item)
            item.setExpanded(len(group.rows) <= FOLDED)
        self.copy.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        hint = getattr(error, "hint", "")
        self.said.setText(f"{getattr(error, 'message', error)} {hint}".strip())
        widgets.set_property(self.said, "kind", "bad")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(inspect_words.as_json(self.facts))


def _item(row: Row) -> QTreeWidgetItem:
    """A line of the tree; its tool tip has the whole value."""
    item = QTreeWidgetItem([row.name, " ".join(row.value.split())])
    item.setToolTip(1, row.value)
    item.setForeground(0, QColor(theme.SECOND if row.rows else theme.QUIET))
    item.setForeground(1, QColor(theme.WARN if row.problem else theme.TEXT))
    item.setFont(1, theme.number_font())
    for each in row.rows:
        item.addChild(_item(each))
    return item
