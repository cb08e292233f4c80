"""The family of a take as a tree: which take came from which, with what change.

A node can be shown among the takes, heard of in words, or run again with one change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import take_words, theme, widgets, words
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_count

WIDTH, HEIGHT, ROW = 680, 420, 28
TAKE = Qt.ItemDataRole.UserRole


class LineageTree(QTreeWidget):
    """One row per take, all open.

    Attributes:
        count: how many takes there are.
    """

    def __init__(self, root: Any, current: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lineage")
        self.setAccessibleName(tr("Which take came from which"))
        self.setColumnCount(3)
        self.setHeaderLabels([tr("Take"), tr("Change"), tr("Stars")])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.count = 0
        self._current = current
        self._fill(root)
        self.expandAll()
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 220)
        header.resizeSection(2, 88)

    def chosen(self) -> int | None:
        """The id of the take that is selected; None where it is gone."""
        item = self.currentItem()
        return None if item is None else item.data(0, TAKE)

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts in this program, not a search."""

    def _fill(self, root: Any) -> None:
        """Parents before their children, without recursion: a branch may be very long."""
        waiting: list[tuple[Any, QTreeWidgetItem | QTreeWidget]] = [(root, self)]
        while waiting:
            node, above = waiting.pop()
            item = QTreeWidgetItem(above)
            self._write(item, node)
            waiting += [(child, item) for child in reversed(node.children)]

    def _write(self, item: QTreeWidgetItem, node: Any) -> None:
        item.setSizeHint(0, QSize(0, ROW))
        take = node.take
        if take is None:
            item.setText(0, tr("a take that was deleted"))
            item.setForeground(0, QColor(theme.FAINT))
            return
        self.count += 1
        item.setData(0, TAKE, take.id)
        gone = tr(" (in the trash)") if take.trashed else ""
        item.setText(0, f"#{take.id}  {words.shorten(take.title, 60)}{gone}")
        item.setText(1, node.change)
        item.setText(2, "✕" if take.rejected else "★" * take.stars)
        item.setToolTip(0, take_words.explained(take))
        item.setToolTip(1, node.change)
        item.setForeground(1, QColor(theme.QUIET))
        item.setForeground(2, QColor(theme.SECOND if take.rejected else theme.STARS))
        spoken = take_words.spoken(take)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{spoken}, {node.change}".rstrip(", "))
        if take.id == self._current:
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            self.setCurrentItem(item)


class LineageDialog(Dialog):
    """The tree, and what can be done with one of its takes.

    Signals:
        chosen(int): this take is to be shown.
        again_wanted(int): this take is to be made again with one change.
    """

    chosen = Signal(int)
    again_wanted = Signal(int)

    def __init__(self, studio: Any, take_id: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Where it comes from"), WIDTH, parent)
        self._studio = studio
        self.resize(WIDTH, HEIGHT)
        self.tree = LineageTree(studio.lineage(take_id).root, take_id)
        self.head = widgets.label(self._heading(), "quiet", wrap=True)
        self.body.addWidget(self.head)
        self.body.addWidget(self.tree, 1)
        self.again = widgets.button(tr("Run this branch again with one change…"), "", self._again)
        self.add_left(self.again)
        self.show_it = self.add_button(widgets.button(tr("Show take"), "primary", self._show))
        self.add_button(widgets.button(tr("Close"), "", self.reject))
        self.tree.currentItemChanged.connect(lambda _now, _before: self._offer())
        self.tree.itemActivated.connect(lambda _item, _column: self._show())
        self.tree.setFocus()
        self._offer()

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """Depth, take and change of every row, from the top."""
        waiting = [(0, self.tree.topLevelItem(0))]
        while waiting:
            depth, item = waiting.pop()
            if item is not None:
                yield depth, item.text(0), item.text(1)
                waiting += [(depth + 1, item.child(n)) for n in reversed(range(item.childCount()))]

    def _heading(self) -> str:
        if self.tree.count == 1:
            return tr("Nothing was made from this take yet, and it came from no other.")
        return tr_count("{count} take of one family.", "{count} takes of one family.",
                        self.tree.count)  # fmt: skip

    def _offer(self) -> None:
        take_id = self.tree.chosen()
        self.show_it.setEnabled(take_id is not None)
        self.again.setEnabled(take_id is not None and self._can_run(take_id))

    def _can_run(self, take_id: int) -> bool:
        try:
            take = self._studio.take(take_id)
        except TangoStudioError:
            return False
        return take.model in {card.id for card in self._studio.catalogue.all()}

    def _show(self) -> None:
        if (take_id := self.tree.chosen()) is not None:
            self.accept()
            self.chosen.emit(take_id)

    def _again(self) -> None:
        if (take_id := self.tree.chosen()) is not None:
            self.accept()
            self.again_wanted.emit(take_id)
