"""Diagnostics: how program, machine and models are, and a button that copies it as one text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget

from tangostudio.studio import diagnostics
from tangostudio.studio.diagnostics import Section
from tangostudio.ui import theme, widgets
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr

HEIGHT = 640
LABEL_WIDTH = 180


class DiagnosticsDialog(Dialog):
    """The report as it is copied, section by section."""

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(tr("Diagnostics"), 680, parent)
        self.report = diagnostics.as_text(sections)
        promise = tr(
            "To send along when something does not work. It holds no prompts, no names and no "
            "folders of yours."
        )
        self.body.addWidget(widgets.label(promise, "quiet", wrap=True))
        self.body.addWidget(self._table(sections), 1)
        self.copied = widgets.label("", "good")
        self.add_left(self.copied)
        self.copy = widgets.button(tr("Copy report"), "primary", self._copy)
        self.add_button(self.copy)
        self.add_button(widgets.button(tr("Close"), "", self.reject))
        self.resize(self.width(), HEIGHT)
        self.copy.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.report)
        self.copied.setText(tr("Copied"))

    def _table(self, sections: Sequence[Section]) -> QScrollArea:
        """What the text says, laid out; read from the text, so that both tell the same."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(theme.GAP, theme.GAP, 12, theme.GAP)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for line in self.report.splitlines():
            _add_line(grid, line)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Report"))
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return scroll


def _add_line(grid: QGridLayout, line: str) -> None:
    row = grid.rowCount()
    if not line.strip():
        grid.setRowMinimumHeight(row, 8)
    elif not line.startswith(" "):
        grid.addWidget(widgets.section(line), row, 0, 1, 2)
    else:
        name, colon, value = line.strip().partition(": ")
        title = widgets.label(name, "quiet", wrap=True)
        shown = widgets.label(value, "number", wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        if colon:
            grid.addWidget(shown, row, 1)
