"""The clips of a corpus as a table: played, filtered and ordered in place, captions typed there.

It shows a corpus as it was read and tells what was typed; it plays nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from tangostudio.ui import corpus_words, icons, theme
from tangostudio.ui.texts import tr

PLAY, CAPTION, CATEGORY, LENGTH, ASIDE, SOURCE = range(6)
WIDTHS = {PLAY: 34, CATEGORY: 108, LENGTH: 72, ASIDE: 92}
SOURCE_SHARE, LEAST_SOURCE = 0.24, 110  # of the table's width; the caption has what is left
WHERE, WHY, SENTENCE = range(3)
ROW_HEIGHT = 32

OWN_KEYS = frozenset((
    Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
))  # fmt: skip
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
Index = QModelIndex | QPersistentModelIndex
_ROLES = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ORDERS: dict[int, Callable[[Any], Any]] = {
    CAPTION: lambda item: item.caption.casefold(),
    CATEGORY: lambda item: item.category,
    LENGTH: lambda item: item.seconds,
    ASIDE: lambda item: not item.held_out,
    SOURCE: lambda item: item.source.casefold(),
}


class ClipsModel(QAbstractTableModel):
    """The clips that a filter lets through, in an order.

    Attributes:
        items: of the rows, from the top.

    Signals:
        typed(object, str): an item, and the caption that was typed for it.
    """

    typed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[Any] = []
        self._all: Sequence[Any] = ()
        self._searched: list[str] = []
        self._filter, self._aside = "", False
        self._order: tuple[int, bool] | None = None
        self.heard = ""  # hash of the clip that sounds
        self._heads = ("", tr("Caption"), tr("Category"), tr("Length"), tr("Learning"), tr("From"))

    def set_items(self, items: Sequence[Any]) -> None:
        """Show another corpus."""
        self._all = items
        self._searched = [
            f"{item.caption}\n{item.category}\n{item.source}".casefold() for item in items
        ]
        self._choose()

    def set_filter(self, text: str, aside: bool) -> None:
        """Show only clips with this text, and only those that are held out."""
        wanted = text.strip().casefold(), aside
        if wanted != (self._filter, self._aside):
            self._filter, self._aside = wanted
            self._choose()

    def set_heard(self, sha256: str) -> None:
        """Mark the clip that sounds; "" for none."""
        before, self.heard = self.heard, sha256
        for each in {before, sha256} - {""}:
            row = self.row_of(each)
            if row >= 0:
                self.dataChanged.emit(self.index(row, PLAY), self.index(row, PLAY))

    def row_of(self, sha256: str) -> int:
        """Where a clip stands, or -1."""
        return next((row for row, item in enumerate(self.items) if item.sha256 == sha256), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; of one without an order, as the corpus has them."""
        self._order = (column, order == Qt.SortOrder.DescendingOrder) if column in _ORDERS else None
        self._choose()

    def _choose(self) -> None:
        """Have the rows that are asked for; where they are the same, an open editor stays."""
        text, aside = self._filter, self._aside
        items = [
            item
            for item, searched in zip(self._all, self._searched, strict=True)
            if text in searched and (item.held_out or not aside)
        ]
        if self._order is not None:
            column, backwards = self._order
            items.sort(key=_ORDERS[column], reverse=backwards)
        if [item.sha256 for item in items] == [item.sha256 for item in self.items]:
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, SOURCE))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    # --- for the view -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each clip."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """See `PLAY` to `SOURCE`."""
        return 0 if parent.isValid() else len(self._heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Captions can be typed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == CAPTION else flags

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        """A cell's text, picture, colour, and what its tool tip and a screen reader say."""
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item, column = self.items[index.row()], index.column()
        if role == _ROLES.DisplayRole:
            text = self._text(item, column)
            return corpus_words.isolated(text) if column in (CAPTION, SOURCE) else text
        if role == _ROLES.EditRole:
            return item.caption if column == CAPTION else self._text(item, column)
        if role == _ROLES.DecorationRole and column == PLAY:
            sounds = item.sha256 == self.heard
            return icons.icon(*(("stop", theme.ACCENT) if sounds else ("play", theme.SECOND)))
        if role == _ROLES.ForegroundRole:
            return QColor(theme.TEXT if column == CAPTION else theme.QUIET)
        if role == _ROLES.ToolTipRole:
            return _tip(item, column)
        if role == _ROLES.AccessibleTextRole and column == PLAY:
            return tr("playing") if item.sha256 == self.heard else tr("silent")
        if role == _ROLES.FontRole and column == LENGTH:
            return theme.number_font()
        if role == _ROLES.TextAlignmentRole and column == LENGTH:
            return _RIGHT
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLES.EditRole) -> bool:
        """Tell what was typed, if it is new; nothing typed is nothing changed."""
        if role != _ROLES.EditRole or index.column() != CAPTION:
            return False
        item, text = self.items[index.row()], " ".join(str(value).split())
        if text and text != item.caption:
            self.typed.emit(item, text)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole and section == LENGTH:
            return _RIGHT
        return self._heads[section] if role == _ROLES.DisplayRole else None

    def _text(self, item: Any, column: int) -> str:
        if column == LENGTH:
            return tr("{seconds} s", seconds=f"{item.seconds:.1f}")
        if column == ASIDE:
            return tr("kept aside") if item.held_out else ""
        return ("", item.caption, item.category, "", "", item.source)[column]


def _tip(item: Any, column: int) -> str:
    if column == CAPTION:
        return f"{item.caption}\n{tr('from {source}', source=corpus_words.told_by(item.told_by))}"
    if column == ASIDE and item.held_out:
        return tr("Never learned from: it shows whether what is learned holds for others too.")
    return item.source if column == SOURCE else ""


class LeftOutModel(QAbstractTableModel):
    """What was left out of a corpus, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = ()
        self._heads = (tr("From"), tr("Why"), tr("In full"))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Where from, why, in a sentence."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        """A cell; the tool tip has all of it."""
        row = self._rows[index.row()]
        if role in (_ROLES.DisplayRole, _ROLES.ToolTipRole):
            why = corpus_words.reason(row.reason)
            return (corpus_words.isolated(row.source), why, row.sentence)[index.column()]
        if role == _ROLES.ForegroundRole:
            return QColor(theme.TEXT if index.column() == WHERE else theme.QUIET)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole
    ) -> Any:
        """The names of the columns."""
        wanted = orientation == Qt.Orientation.Horizontal and role == _ROLES.DisplayRole
        return self._heads[section] if wanted else None


class ClipsView(QTableView):
    """Rows of clips. Space and a click on the sign hear one, F2 or Enter edit its caption.

    Signals:
        play_wanted(int): hear the clip of this row, or stop it.
        moved(int): another row is the current one; -1 for none.
    """

    play_wanted = Signal(int)
    moved = Signal(int)

    def __init__(self, model: ClipsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        dress(self, tr("Clips of this corpus"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        self.setSortingEnabled(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(CAPTION, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(lambda at, _old: self.moved.emit(at.row()))

    def event(self, event: QEvent) -> bool:
        """Keys that move and play here are no shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in OWN_KEYS
            and event.modifiers() in (_KEYPAD, Qt.KeyboardModifier.NoModifier)
        ):
            event.accept()
            return True
        return super().event(event)

    def row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    def set_row(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self.model().index(row, CAPTION))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space hears the current clip, Enter edits its caption."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # the key that ended the editor comes here too
        elif event.key() == Qt.Key.Key_Space and self.row() >= 0:
            self.play_wanted.emit(self.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.edit(self.model().index(self.row(), CAPTION))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider table has more room for where clips are from."""
        super().resizeEvent(event)
        self.setColumnWidth(SOURCE, max(LEAST_SOURCE, int(self.width() * SOURCE_SHARE)))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == PLAY:
            self.play_wanted.emit(index.row())


def dress(view: QTableView, name: str) -> None:
    """What the tables of a corpus have in common."""
    view.setAccessibleName(name)
    view.setProperty("kind", "plan")
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    side = view.verticalHeader()
    side.hide()
    side.setDefaultSectionSize(ROW_HEIGHT)
    side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head = view.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setHighlightSections(False)
