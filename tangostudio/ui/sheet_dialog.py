"""A prompt sheet before it is queued: what it would make, and which of its rows cannot be used.

Nothing is made until the person says so. The studio reads the sheet and tries its rows out on the
model, behind the window.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
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
        plan: what the sheet would make (`studio.sheet.SheetPlan`), or None before it is read.

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
        self.plan: Any = None
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
        self.queue.setDefault(True)
        self.queue.setEnabled(False)
        read = functools.partial(studio.making.read_sheet, path)
        plan = studio.making.sheet_planner(model, **values)
        self._task = bridge.background(lambda: _dry_run(read, plan), self._show, self._failed)

    def accept(self) -> None:
        """Queue the rows that can be made."""
        if self.plan is None or not self.plan.jobs:
            return
        try:
            jobs = self._studio.making.queue_planned(self.plan)
        except TangoStudioError as error:
            self._failed(error)
            return
        self.queued.emit(len(jobs))
        super().accept()

    def done(self, result: int) -> None:
        """What is still being read is not waited for."""
        self._task.cancel()
        super().done(result)

    def _show(self, found: tuple[Any, Any]) -> None:
        sheet, plan = found
        self.plan = plan
        takes = words.takes(plan.takes)
        rows = tr_count("{count} row", "{count} rows", plan.rows)
        self.summary.setText(tr("{rows}, {takes}", rows=rows, takes=takes))
        unusable = {problem.line for problem in plan.problems}
        self.table.setModel(_Rows([row for row in sheet.rows if row.line not in unusable], self))
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(column, width)
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._show_problems(plan.problems)
        self.queue.setEnabled(bool(plan.jobs))
        self.queue.setText(tr("Queue {takes}", takes=takes))
        self._detail.setText(" ".join((*_summary(plan), *sheet.notes)))

    def _show_problems(self, problems: Any) -> None:
        lines = [tr("Line {line}: {what}", line=p.line, what=p.message)
                 for p in problems[:MOST_PROBLEMS]]  # fmt: skip
        if len(problems) > MOST_PROBLEMS:
            lines.append(tr("and {count} more", count=len(problems) - MOST_PROBLEMS))
        self.problems.setPlainText("\n".join(lines))
        self.problems.setVisible(bool(lines))
        shown = min(len(lines), 6) * self.problems.fontMetrics().lineSpacing()
        self.problems.setFixedHeight(shown + 22)

    def _failed(self, error: Exception) -> None:
        message = getattr(error, "message", str(error))
        self.summary.setText(message)
        self._detail.setText(getattr(error, "hint", ""))


def _dry_run(read: Callable[[], Any], plan: Callable[[Any], Any]) -> tuple[Any, Any]:
    """The sheet and its plan; on a thread behind the window."""
    sheet = read()
    return sheet, plan(sheet)


def _summary(plan: Any) -> list[str]:
    """How long all of it takes, and how many lines are left out."""
    parts = []
    if plan.seconds:
        parts.append(words.duration(plan.seconds).capitalize() + ".")
    if left_out := len(plan.problems):
        parts.append(tr_count(
            "{count} line cannot be used.", "{count} lines cannot be used.", left_out
        ))  # fmt: skip
    return parts
