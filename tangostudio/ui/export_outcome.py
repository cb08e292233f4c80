"""What a delivery did: every file with its facts, what failed and why, and what to do with them.

It shows a report; opening, copying and dragging are those of the desktop.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.ui import counts, drag, icons, theme, widgets, words
from tangostudio.ui.drag_handle import DragHandle
from tangostudio.ui.export_table import LICENCES, FileTable
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import tr, tr_count, tr_marked

FILE, LENGTH, FORMAT, LOUDNESS, PEAK, LICENCE, NOTE = range(7)
WIDTHS = {LENGTH: 70, FORMAT: 176, LOUDNESS: 100, PEAK: 96, LICENCE: 114}
GROWING = {FILE: (280, 0.55), NOTE: (240, 0.45)}
_NUMBERS = (LENGTH, FORMAT, LOUDNESS, PEAK)

Index = QModelIndex | QPersistentModelIndex
_ROLES = Qt.ItemDataRole


class ReportModel(QAbstractTableModel):
    """The files of a report; those that failed come first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Any = None
        self.files: list[Any] = []
        self._heads = (
            tr("File"), tr("Length"), tr("Format"), tr("Loudness"), tr("True peak"), tr("Licence"),
            tr("What was done"),
        )  # fmt: skip

    def set_report(self, report: Any) -> None:
        """Show another report."""
        self.beginResetModel()
        self._report = report
        self.files = sorted(report.files, key=lambda file: file.path is not None)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One for each file."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """See `FILE` to `NOTE`."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        """A cell's text, colour and sign."""
        if not index.isValid():
            return None
        file, column = self.files[index.row()], index.column()
        if role == _ROLES.DisplayRole:
            return self._text(file, column)
        if role == _ROLES.ToolTipRole:
            return self._tip(file, column)
        if role == _ROLES.ForegroundRole:
            return QColor(_colour(file, column))
        if role == _ROLES.DecorationRole and column == FILE:
            there = file.path is not None
            return icons.icon("check", theme.GOOD) if there else icons.icon("warning", theme.BAD)
        if role == _ROLES.FontRole and column in (FILE, *_NUMBERS):
            return theme.number_font()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == _ROLES.DisplayRole:
            return self._heads[section]
        return None

    def _text(self, file: Any, column: int) -> str:
        if column == FILE:
            return self._name(file)
        if column == NOTE:
            return f"{file.problem} {file.hint}".strip() if file.path is None else file.note
        if column == LICENCE:
            return tr_marked(LICENCES.get(file.commercial, ""))
        if file.path is None:
            return ""
        if column == LENGTH:
            return tr("{seconds} s", seconds=f"{file.seconds:.2f}")
        if column == FORMAT:
            return _format(file)
        level, unit = (file.lufs, "LUFS") if column == LOUDNESS else (file.true_peak_db, "dBTP")
        return "" if level is None else words.level(level, unit)

    def _name(self, file: Any) -> str:
        if file.path is None:
            return file.title
        folder = self._report.folder
        inside = file.path.is_relative_to(folder)
        return file.path.relative_to(folder).as_posix() if inside else file.path.name

    def _tip(self, file: Any, column: int) -> str:
        if column == FILE and file.path is not None:
            return str(file.path)
        return file.licence if column == LICENCE else self._text(file, column)


class ExportOutcome(QWidget):
    """The end of the export sheet.

    Attributes:
        report: what is shown.
    """

    def __init__(
        self,
        write_report: Callable[[Any, str], object],
        export_project: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            write_report: writes the report as ".html" or ".csv" and opens it.
            export_project: writes a project of the delivered takes, "reaper" or "dawproject".
        """
        super().__init__(parent)
        self.report: Any = None
        self._sign = widgets.label()
        self.head = widgets.label("", "heading", wrap=True)
        self.said = widgets.label("", "second", wrap=True)
        self.model = ReportModel(self)
        self.table = FileTable(self.model, tr("Files of this export"), WIDTHS, GROWING)
        self.reveal = widgets.button(tr("Show in folder"), "", self._reveal, icon="folder")
        self.copy = widgets.button(
            tr("Copy files"), "", self._copy, icon="copy",
            tip=tr("Put the files on the clipboard, to paste them into a folder or a DAW"),
        )  # fmt: skip
        self.handle = DragHandle(lambda handle: drag.start_drag(handle, self.paths(), None))
        self.open_report = _menu_button(
            tr("Open report"),
            "info",
            {
                tr("As a page to read or print"): lambda: write_report(self.report, ".html"),
                tr("As a table (CSV)"): lambda: write_report(self.report, ".csv"),
            },
        )
        self.project = _menu_button(
            tr("DAW project"),
            "tracks",
            {
                tr("As REAPER project…"): lambda: export_project("reaper"),
                tr("As DAWproject…"): lambda: export_project("dawproject"),
            },
        )
        self._lay_out()

    def show_report(self, report: Any) -> None:
        """Show what was done."""
        self.report = report
        failed = [file for file in report.files if file.path is None]
        written = len(report.files) - len(failed)
        all_there = bool(written) and not failed
        self._sign.setPixmap(
            icons.pixmap("check", theme.GOOD, 26, 2) if all_there
            else icons.pixmap("warning", theme.WARN if written else theme.BAD, 26, 2)
        )  # fmt: skip
        self.head.setText(_head(report, written, len(failed)))
        self.said.setText(_said(report))
        self.model.set_report(report)
        for verb in (self.reveal, self.copy, self.handle, self.project):
            verb.setEnabled(bool(written))

    def set_project_reason(self, reason: str) -> None:
        """Say why no DAW project can be made; "" when one can."""
        self.project.setVisible(True)
        if reason:
            self.project.setEnabled(False)
        self.project.setToolTip(reason or tr("Lay the takes out on tracks by category"))

    def paths(self) -> list[Path]:
        """The files that were written."""
        return [file.path for file in self.report.files if file.path is not None]

    def _lay_out(self) -> None:
        texts = widgets.column(self.head, self.said, spacing=4)
        top = widgets.row(spacing=14)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        verbs = widgets.row(
            self.reveal, self.open_report, self.copy, self.project, self.handle, None
        )
        column = widgets.column(top, 6, self.table, 4, verbs, spacing=theme.GAP)
        column.setContentsMargins(24, 22, 24, 14)
        self.setLayout(column)

    def _reveal(self) -> None:
        reveal(self.paths()[0])

    def _copy(self) -> None:
        drag.copy_files(self.paths())
        self.said.setText(tr("{files} on the clipboard", files=counts.files(len(self.paths()))))


def _head(report: Any, written: int, failed: int) -> str:
    if report.cancelled:
        return tr("Stopped: {files} written", files=counts.files(written))
    if not failed:
        return tr_count(
            "{count} file written and checked", "{count} files written and checked", written
        )
    if not written:
        return tr("No file could be written")
    return tr_count(
        "{count} file could not be written, {written}",
        "{count} files could not be written, {written}",
        failed,
        written=tr_count("{count} is there", "{count} are there", written),
    )


def _said(report: Any) -> str:
    problem = f"{report.problem} {report.hint}".strip()
    where = tr("{preset}, in {folder}", preset=report.preset.name, folder=str(report.folder))
    return f"{problem}\n{where}" if problem else where


def _format(file: Any) -> str:
    parts = [f"{file.sample_rate / 1000:g} kHz"]
    if file.bits:
        parts.append(tr("{bits} bit", bits=file.bits))
    channels = {1: tr("mono"), 2: tr("stereo")}
    parts.append(channels.get(file.channels, tr("{count} channels", count=file.channels)))
    return " ".join(parts)


def _colour(file: Any, column: int) -> str:
    if column == NOTE:
        return theme.BAD if file.path is None else theme.WARN
    if column == LICENCE:
        return theme.WARN if file.commercial == "no" else theme.QUIET
    return theme.TEXT if column == FILE else theme.SECOND


def _menu_button(text: str, icon: str, calls: dict[str, Callable[[], object]]) -> Any:
    made = widgets.button(text, "", icon=icon)
    menu = QMenu(made)
    for words_of_it, call in calls.items():
        menu.addAction(words_of_it, call)
    made.setMenu(menu)
    return made
