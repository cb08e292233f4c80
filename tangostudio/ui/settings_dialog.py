"""The settings' form, built from the settings' own fields; no setting is named here.

It changes nothing itself: it hands a new value over when it is accepted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from tangostudio.settings import Choice, Settings, fields
from tangostudio.ui import theme, widgets
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_marked

LABEL_WIDTH, FIELD_WIDTH = 190, 260
WIDTH, HEIGHT = 640, 560


@dataclass
class _Group:
    """A group of the form: its label, and for each setting its texts and what shows it."""

    head: QWidget
    rows: list[tuple[str, list[QWidget]]] = field(default_factory=list)


class SettingsDialog(Dialog):
    """One row per field, in groups; a field above finds settings by their words.

    Attributes:
        editors: the control of each setting.
        search: what is typed to find one.
    """

    def __init__(
        self,
        current: Settings,
        models: Sequence[tuple[str, str]],
        devices: Sequence[str],
        store: Callable[[Settings], object],
        parent: QWidget | None = None,
        *,
        presets: Sequence[tuple[str, str]] = (),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Make the form.

        Args:
            models: id and name of every model.
            devices: names of the sound devices.
            store: called with the new settings when the person saves.
            presets: id and name of every preset of deliveries.
            notes: what is said below the help of some settings, in the words of the window.
        """
        super().__init__(tr("Settings"), WIDTH, parent)
        self._current = current
        self._store = store
        self._notes = dict(notes or {})
        self._read: dict[str, Callable[[], Any]] = {}
        self.editors: dict[str, QWidget] = {}
        self._groups: list[_Group] = []
        self._special = {
            "model": list(models),
            "preset": list(presets),
            "device": [("", tr("System default")), *((name, name) for name in devices)],
        }
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a setting…"))
        self.search.setAccessibleName(tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self._nothing = widgets.label(tr("No setting is called that."), "quiet")
        self._nothing.hide()
        self._build()
        defaults = widgets.button(tr("Defaults"), "quiet-link", self._defaults)
        self.add_left(defaults)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.add_button(widgets.button(tr("Save"), "primary", self.accept))

    def value(self) -> Settings:
        """The settings as the form shows them."""
        return dataclasses.replace(
            self._current, **{name: read() for name, read in self._read.items()}
        )

    def accept(self) -> None:
        """Hand the new settings over, if they are new."""
        changed = self.value()
        super().accept()
        if changed != self._current:
            self._store(changed)

    def _build(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        group = ""
        for name, _kind, _default, choice in fields():
            if choice.group != group:
                group = choice.group
                head = widgets.section(tr_marked(group))
                head.setContentsMargins(0, 8, 0, 0)
                grid.addWidget(head, grid.rowCount(), 0, 1, 2)
                self._groups.append(_Group(head))
            self._add_row(grid, name, choice)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(min(inner.sizeHint().height() + 4, HEIGHT))
        self.body.addWidget(self.search)
        self.body.addWidget(self._nothing)
        self.body.addWidget(scroll)

    def _add_row(self, grid: QGridLayout, name: str, choice: Choice) -> None:
        editor, read = self._editor(choice, getattr(self._current, name))
        text, help_text = tr_marked(choice.label), tr_marked(choice.help)
        help_text = "\n".join(filter(None, (help_text, self._notes.get(name, ""))))
        editor.setAccessibleName(text)
        editor.setAccessibleDescription(help_text)
        editor.setToolTip(help_text)
        self.editors[name], self._read[name] = editor, read
        row = grid.rowCount()
        holder = self._with_extras(editor, choice)
        parts = [holder]
        if isinstance(editor, QCheckBox):
            editor.setText(text)
        else:
            title = widgets.label(text, "second", wrap=True)
            title.setBuddy(editor)
            grid.addWidget(title, row, 0)
            parts.append(title)
        grid.addWidget(holder, row, 1)
        if help_text:
            note = widgets.label(help_text, "small", wrap=True)
            grid.addWidget(note, row + 1, 1)
            parts.append(note)
        self._groups[-1].rows.append(
            (f"{choice.group} {tr_marked(choice.group)} {text} {help_text}", parts)
        )

    def _find(self, typed: str) -> None:
        """Show the settings whose words hold every word that is typed."""
        wanted = typed.casefold().split()
        found = 0
        for group in self._groups:
            shown = 0
            for words, parts in group.rows:
                fits = all(word in words.casefold() for word in wanted)
                shown += fits
                for part in parts:
                    part.setVisible(fits)
            group.head.setVisible(bool(shown))
            found += shown
        self._nothing.setVisible(not found)

    def _with_extras(self, editor: QWidget, choice: Choice) -> QWidget:
        parts: list[QWidget | None] = [editor]
        if choice.editor == "folder" and isinstance(editor, QLineEdit):
            parts.append(widgets.button(tr("Choose…"), "", lambda: self._choose_folder(editor)))
        elif choice.unit:
            parts += [widgets.label(tr_marked(choice.unit), "quiet"), None]
        else:
            parts.append(None)
        holder = QWidget()
        holder.setLayout(widgets.row(*parts))
        return holder

    def _editor(self, choice: Choice, value: Any) -> tuple[QWidget, Callable[[], Any]]:
        """The control for a value and how to read it."""
        if choice.editor in self._special:
            return _drop_down(self._special[choice.editor], value, FIELD_WIDTH)
        if choice.options:
            texts = choice.words or tuple(_option_text(option) for option in choice.options)
            options = list(zip(choice.options, map(tr_marked, texts), strict=True))
            return _drop_down(options, value, 120)
        if isinstance(value, bool):
            box = QCheckBox()
            box.setChecked(value)
            return box, box.isChecked
        if isinstance(value, int):
            spin = QSpinBox()
            spin.setProperty("kind", "number")
            spin.setRange(int(choice.minimum or 0), int(choice.maximum or 2**31 - 1))
            spin.setValue(value)
            spin.setFixedWidth(84)
            spin.lineEdit().setTextMargins(0, 0, 7, 0)
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)
            return spin, spin.value
        line = QLineEdit(str(value))
        return line, lambda: line.text().strip()

    def _choose_folder(self, line: QLineEdit) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), line.text())
        if folder:
            line.setText(folder)

    def _defaults(self) -> None:
        for name, _kind, default, _choice in fields():
            _show(self.editors[name], default)


def _drop_down(
    options: Sequence[tuple[Any, str]], value: Any, width: int
) -> tuple[QWidget, Callable[[], Any]]:
    box = QComboBox()
    box.setMinimumWidth(width)
    known = list(options)
    if value not in [key for key, _text in known]:
        known.append((value, tr("{name} (not here now)", name=value)))
    for key, text in known:
        box.addItem(text, key)
    box.setCurrentIndex([key for key, _text in known].index(value))
    return box, box.currentData


def _option_text(option: Any) -> str:
    return f"{option:,}".replace(",", " ") if isinstance(option, int) else str(option).capitalize()


def _show(editor: QWidget, value: Any) -> None:
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(editor.findData(value), 0))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(value)
    elif isinstance(editor, QSpinBox):
        editor.setValue(value)
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))
