"""How delivered files are named: templates with their fields in a menu, and who made them.

What a template gives for each take stands in the table beside it.
"""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tangostudio.errors import BadRequest
from tangostudio.export import naming
from tangostudio.export.presets import Preset
from tangostudio.ui import export_fields, widgets
from tangostudio.ui.export_fields import Line
from tangostudio.ui.texts import tr, tr_marked


class TemplateEdit(QWidget):
    """A line with a template and a button that puts a field where the cursor is."""

    def __init__(self, name: str, placeholder: str, tip: str) -> None:
        super().__init__()
        self.line = Line(name, placeholder, tip)
        self.line.setProperty("kind", "template")
        self.fields: QPushButton = widgets.button(
            tr("Field"), "quiet-link", self._offer, icon="plus", tip=tr("Put in a field")
        )
        title = widgets.label(name, "second")
        title.setBuddy(self.line)
        head = widgets.row(title, None, self.fields)
        self.setLayout(widgets.column(head, self.line, spacing=2))

    def menu(self) -> QMenu:
        """Every field of a name, with what it is."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        for field, help_text in naming.FIELDS.items():
            words = tr_marked(help_text).rstrip(".")
            action = made.addAction(f"{{{field}}}\t{words}", partial(self.insert, field))
            action.setToolTip(words)
        made.aboutToHide.connect(made.deleteLater)
        return made

    def insert(self, field: str) -> None:
        """Put a field where the cursor is, instead of what is selected."""
        self.line.insert(f"{{{field}}}")
        self.line.setFocus()

    def problem(self) -> str:
        """Why this template cannot be used; "" when it can."""
        try:
            naming.check(self.line.text())
        except BadRequest as error:
            return f"{error.message} {error.hint}".strip()
        return ""

    def show_problem(self, problem: str) -> None:
        """Mark the line as wrong, with the reason in its tool tip."""
        widgets.set_property(self.line, "wrong", bool(problem))
        self.line.setAccessibleDescription(problem)

    def _offer(self) -> None:
        self.menu().popup(self.fields.mapToGlobal(self.fields.rect().bottomLeft()))


class NamesForm(QWidget):
    """Templates of names and folders, the creator's and the source's id.

    Attributes:
        problem: why the templates cannot be used; "" when they can.

    Signals:
        changed(): the person typed something.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        self.name = TemplateEdit(
            tr("File names"), "", tr("Fields in braces are filled in for each take.")
        )
        self.folder = TemplateEdit(
            tr("Folders"),
            tr("none"),
            tr("Folders below the chosen one, such as {example}.", example="{Category}"),
        )
        self.creator = Line(tr("Creator ID"), tr("creator"), longest=20)
        self.creator.setToolTip(tr("Short sign of who made the sounds, in every file's name."))
        self.source = Line(tr("Source ID"), tr("source"), longest=40)
        self.source.setToolTip(tr("Sign of the project or library, in every file's name."))
        self._said = widgets.label("", "bad", wrap=True)
        self._said.hide()
        rows = export_fields.grid()
        export_fields.add_row(rows, tr("Creator ID"), self.creator)
        export_fields.add_row(rows, tr("Source ID"), self.source)
        self.setLayout(widgets.column(self.name, self.folder, self._said, 2, rows, spacing=6))
        for line in (self.name.line, self.folder.line, self.creator, self.source):
            line.textEdited.connect(self._typed)
        for edit in (self.name, self.folder):  # a field from its menu is no typing
            edit.line.textChanged.connect(self._typed)

    def apply(self, preset: Preset) -> Preset:
        """The preset with these templates."""
        return dataclasses.replace(
            preset,
            name_template=self.name.line.text().strip(),
            folder_template=self.folder.line.text().strip(),
        )

    def show_preset(self, preset: Preset) -> None:
        """Show a preset's templates, without a signal."""
        self.name.line.set_value(preset.name_template)
        self.folder.line.set_value(preset.folder_template)
        self._check()

    def _typed(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        name = self.name.problem()
        folder = self.folder.problem() if self.folder.line.text().strip() else ""
        self.name.show_problem(name)
        self.folder.show_problem(folder)
        self.problem = name or folder
        self._said.setText(self.problem)
        self._said.setVisible(bool(self.problem))
