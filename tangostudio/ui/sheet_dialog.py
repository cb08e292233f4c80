"""A prompt sheet before it is queued: what it would make, and which of its rows cannot be read.

Nothing is made until the person says so. The sheet is read by the studio, behind the window.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QTableView, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_count

WIDTH, HEIGHT = 760, 560
MOST_PROBLEMS = 200
WIDTHS = (56, 0, 72, 56, 130, 100)  # of the columns; the prompt takes what is left

Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractTableModel):
    """The rows of a sheet that can be made."""

    def __init__(self, rows: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._heads = (tr("Line"), tr("Prompt"), tr("Seconds"), tr("Takes"), tr("Name"),
                       tr("Category"))  # fmt: skip

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each row."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Line, prompt, seconds, takes, name, category."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; a text that may be cut has a tool tip."""
        row = self._rows[index.row()]
        cell = (row.line, row.prompt, row.seconds, row.takes, row.name, row.category)[
            index.column()
        ]
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(cell, str):
            return cell
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return "" if cell is None else f"{cell:g}" if isinstance(cell, int | float) else cell

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None


class SheetDialog(Dialog):
    """Reads a sheet, shows it, and queues it when it is accepted.

    Attributes:
        sheet: what was read, or None.

    Signals:
        queued(int): so many jobs were queued.
    """

    queued = Signal(int)

    def __init__(
        self, studio: Any, bridge: Bridge, path: Path, model: str, values: dict[str, Any],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(tr("Prompt sheet"), WIDTH, parent)
        self.resize(WIDTH, HEIGHT)
        self._studio = studio
        self._model, self._values = model, values
        self.sheet: Any = None
        self.summary = widgets.label(tr("Reading {name}…", name=path.name), "title", wrap=True)
        self._detail = widgets.label("", "quiet", wrap=True)
        self.table = QTableView()
        self.table.setAccessibleName(tr("Rows of the sheet"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setAccessibleName(tr("Rows that cannot be used"))
        self.problems.hide()
        for part in (self.summary, self._detail, self.problems, self.table):
            self.body.addWidget(part)
        self.body.setStretch(3, 1)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.queue = self.add_button(widgets.button(tr("Queue"), "primary", self.accept))
        self.queue.setEnabled(False)
        self._task = bridge.background(
            functools.partial(studio.making.read_sheet, path), self._show, self._failed
        )

    def accept(self) -> None:
        """Queue the rows that can be made."""
        if self.sheet is None or not self.sheet.rows:
            return
        try:
            jobs = self._studio.making.queue_sheet(self.sheet, self._model, **self._values)
        except TangoStudioError as error:
            self._failed(error)
            return
        self.queued.emit(len(jobs))
        super().accept()

    def done(self, result: int) -> None:
        """What is still being read is not waited for."""
        self._task.cancel()
        super().done(result)

    def _show(self, sheet: Any) -> None:
        self.sheet = sheet
        takes = sum(row.takes or 1 for row in sheet.rows)
        rows = tr_count("{count} row", "{count} rows", len(sheet.rows))
        self.summary.setText(tr("{rows}, {takes}", rows=rows, takes=words.takes(takes)))
        self.table.setModel(_Rows(sheet.rows, self))
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(column, width)
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._show_problems(sheet.problems)
        self.queue.setEnabled(bool(sheet.rows))
        self.queue.setText(tr("Queue {takes}", takes=words.takes(takes)))
        self._detail.setText(self._time(sheet))

    def _show_problems(self, problems: Any) -> None:
        lines = [tr("Line {line}: {what}", line=p.line, what=p.message)
                 for p in problems[:MOST_PROBLEMS]]  # fmt: skip
        if len(problems) > MOST_PROBLEMS:
            lines.append(tr("and {count} more", count=len(problems) - MOST_PROBLEMS))
        self.problems.setPlainText("\n".join(lines))
        self.problems.setVisible(bool(lines))
        shown = min(len(lines), 6) * self.problems.fontMetrics().lineSpacing()
        self.problems.setFixedHeight(shown + 22)

    def _time(self, sheet: Any) -> str:
        """How long all of it takes, and how many rows are left out."""
        known = {k: v for k, v in self._values.items() if k in ("steps", "guidance")}
        left_out = len(sheet.problems)
        parts = []
        spent = self._studio.making.estimate_sheet(sheet, self._model, **known)
        if spent is not None:
            parts.append(words.duration(spent).capitalize() + ".")
        if left_out:
            parts.append(tr_count(
                "{count} line cannot be used.", "{count} lines cannot be used.", left_out
            ))  # fmt: skip
        return " ".join(parts)

    def _failed(self, error: Exception) -> None:
        message = getattr(error, "message", str(error))
        self.summary.setText(message)
        self._detail.setText(getattr(error, "hint", ""))
