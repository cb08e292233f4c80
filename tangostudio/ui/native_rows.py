"""A list model whose number of rows is counted by Qt itself; what the rows are is the subclass's.

Views ask for the number of rows once per row when they lay themselves out. Asked of Python, a
list of 50,000 takes 0.2 s; here a list of empty texts stands for the rows and answers at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QStringListModel


class NativeRows(QStringListModel):
    """Rows that come, go and move.

    Each verb is given what makes the subclass's own list fit; it is called when Qt has changed its
    rows, before any view hears of it, so that a view that asks before still finds the old rows.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fit: Callable[[], object] | None = None
        for signal in (self.rowsInserted, self.rowsRemoved, self.rowsMoved, self.modelReset):
            signal.connect(self._changed)  # the first to be connected is the first to hear

    def reset_rows(self, count: int, fit: Callable[[], object]) -> None:
        """Have so many rows, all of them new."""
        self._fit = fit
        self.setStringList([""] * count)

    def insert_rows(self, row: int, count: int, fit: Callable[[], object]) -> None:
        """Have more rows, from `row` on."""
        self._fit = fit
        self.insertRows(row, count)

    def remove_rows(self, row: int, count: int, fit: Callable[[], object]) -> None:
        """Have fewer rows, from `row` on."""
        self._fit = fit
        self.removeRows(row, count)

    def move_row(self, row: int, before: int, fit: Callable[[], object]) -> None:
        """Have a row before another one; indexes that were kept go with it."""
        self._fit = fit
        self.moveRows(QModelIndex(), row, 1, QModelIndex(), before)

    def _changed(self) -> None:
        fit, self._fit = self._fit, None
        if fit is not None:
            fit()
