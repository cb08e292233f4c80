"""The table of what a delivery will write: one row a file, its names typed in place.

It shows a plan and tells what was typed; it knows nothing of how names are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tangostudio.cards import ucs
from tangostudio.ui import export_words, icons, theme
from tangostudio.ui.category_edit import SEPARATOR, CategoryEdit
from tangostudio.ui.texts import mark, tr, tr_marked

FILE, TITLE, FX_NAME, CATEGORY, LENGTH, LICENCE, NOTES = range(7)
EDITABLE = (FILE, FX_NAME, CATEGORY)
WIDTHS = {TITLE: 104, FX_NAME: 156, CATEGORY: 102, LENGTH: 60, LICENCE: 114}
GROWING = {FILE: (220, 0.8), NOTES: (80, 0.2)}
ROW_HEIGHT = 30
LICENCES = {"yes": mark("Free"), "limited": mark("Limited use"), "no": mark("Research only")}

Index = QModelIndex | QPersistentModelIndex
_ROLES = Qt.ItemDataRole


class PlanModel(QAbstractTableModel):
    """The files of a plan.

    Signals:
        typed(int, str, list): column, text and the rows' places, after a cell was edited.
    """

    typed = Signal(int, str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files: Sequence[Any] = ()
        self._restricted: frozenset[int] = frozenset()
        self._heads = (
            tr("File"), tr("Title"), tr("FXName"), tr("Category"), tr("Length"), tr("Licence"),
            tr("Notes"),
        )  # fmt: skip

    def set_plan(self, plan: Any) -> None:
        """Show another plan; where the rows are of the same takes, selection and editor stay."""
        same = [file.take for file in self.files] == [file.take for file in plan.files]
        if not same:
            self.beginResetModel()
        self.files, self._restricted = plan.files, frozenset(plan.restricted)
        if same and self.files:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.files) - 1, NOTES))
        elif not same:
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each file."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """See `FILE` to `NOTES`."""
        return 0 if parent.isValid() else len(self._heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """File name, FXName and category can be typed."""
        editable = index.column() in EDITABLE
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        """A cell's text, colour, sign, and what its tool tip says."""
        if not index.isValid() or index.row() >= len(self.files):
            return None
        file, column = self.files[index.row()], index.column()
        if role in (_ROLES.DisplayRole, _ROLES.EditRole):
            return self._text(file, column)
        if role == _ROLES.ForegroundRole:
            return QColor(self._colour(file, column))
        if role == _ROLES.DecorationRole and column == NOTES:
            return self._sign(file)
        if role == _ROLES.ToolTipRole:
            return self._tip(file, column)
        if role == _ROLES.FontRole and column in (FILE, LENGTH):
            return theme.number_font()
        if role == _ROLES.TextAlignmentRole and column == LENGTH:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLES.EditRole) -> bool:
        """Tell what was typed, if it is new."""
        if role != _ROLES.EditRole or index.column() not in EDITABLE:
            return False
        text = " ".join(str(value).split())
        if text != self._text(self.files[index.row()], index.column()):
            self.typed.emit(index.column(), text, [index.row()])
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLES.TextAlignmentRole and section == LENGTH:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self._heads[section] if role == _ROLES.DisplayRole else None

    def _text(self, file: Any, column: int) -> str:
        if column == LENGTH:
            return tr("{seconds} s", seconds=f"{file.seconds:.1f}")
        if column == LICENCE:
            return tr_marked(LICENCES.get(file.commercial, ""))
        if column == NOTES:
            return export_words.note(file)
        return (file.name, file.title, file.fx_name, file.cat_id)[column]

    def _colour(self, file: Any, column: int) -> str:
        if column == NOTES:
            return theme.BAD if file.problem else theme.WARN if file.notes else theme.QUIET
        if column == LICENCE:
            return theme.WARN if file.take in self._restricted else theme.QUIET
        if file.problem:
            return theme.QUIET
        return theme.TEXT if column in EDITABLE else theme.SECOND

    def _sign(self, file: Any) -> Any:
        if file.problem:
            return icons.icon("warning", theme.BAD)
        return icons.icon("info", theme.WARN) if file.notes else None

    def _tip(self, file: Any, column: int) -> str:
        if column == LICENCE:
            why = tr("Not meant for what this preset is for.")
            return f"{file.licence}\n{why}" if file.take in self._restricted else file.licence
        if column == CATEGORY and file.category:
            return f"{file.cat_id} · {file.category}"
        if column == NOTES:
            return "\n".join(([file.problem] if file.problem else []) + list(file.notes))
        return self._text(file, column)


class _NameDelegate(QStyledItemDelegate):
    """A long file name loses its middle, so that number and suffix are always seen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Folders stand before the name; the end counts most."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


class _CategoryDelegate(QStyledItemDelegate):
    """The category is typed with completion."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field that knows the CatIDs."""
        return CategoryEdit(parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the category that is there."""
        if isinstance(editor, CategoryEdit):
            editor.set_category(str(index.data(_ROLES.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """What was completed stands there with its words: the id alone counts."""
        if isinstance(editor, CategoryEdit):
            model.setData(index, cat_id(editor.text()))


class FileTable(QTableView):
    """Rows of files; the columns that hold long texts share what the others leave."""

    def __init__(
        self, model: QAbstractTableModel, name: str, widths: Mapping[int, int],
        growing: Mapping[int, tuple[int, float]], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Show a model.

        Args:
            name: for screen readers.
            widths: of the columns that stay as they are.
            growing: least width and share of the others.
        """
        super().__init__(parent)
        self._widths, self._growing = widths, growing
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("kind", "plan")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        self._names = _NameDelegate(self)
        self.setItemDelegateForColumn(FILE, self._names)
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        left = self.viewport().width() - sum(self._widths.values())
        for column, (least, share) in self._growing.items():
            self.setColumnWidth(column, max(least, int(left * share)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the sheet's own, unless a cell is being edited."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PlanView(FileTable):
    """The table. Typing begins to edit the FXName or category of the current row.

    Signals:
        selected(list): the places of the selected rows changed.
    """

    selected = Signal(list)

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Files that will be written"), WIDTHS, GROWING, parent)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._categories = _CategoryDelegate(self)
        self.setItemDelegateForColumn(CATEGORY, self._categories)
        self.selectionModel().selectionChanged.connect(self._tell)
        model.modelReset.connect(self._tell)

    def rows(self) -> list[int]:
        """The places of the selected rows, from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def _tell(self, *_change: object) -> None:
        self.selected.emit(self.rows())


def cat_id(text: str) -> str:
    """The CatID of what a completion or a person wrote; another word stays as it is."""
    word = text.partition(SEPARATOR)[0].strip()
    return next((each for each in ucs.table() if each.casefold() == word.casefold()), word)
