"""The sheet of shortcuts, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.actions import COMPARE, MENUS, Actions, ActionSpec
from tangostudio.ui.commands import native
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_marked

COLUMNS = 3
Group = tuple[str, list[ActionSpec]]


class ShortcutsDialog(Dialog):
    """Every action that has a shortcut, by menu; a field to find one."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard shortcuts"), 940, parent)
        self._actions = actions
        self._rows: list[tuple[str, QWidget]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find an action…"))
        self.search.setAccessibleName(tr("Find an action"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        columns = [widgets.column(spacing=6) for _ in range(COLUMNS)]
        for column, groups in zip(columns, in_columns(_groups(actions)), strict=True):
            for title, specs in groups:
                self._add_group(column, title, specs)
            column.addStretch(1)
        inner = QWidget()
        line = widgets.row(spacing=32)
        line.setContentsMargins(0, 6, 14, 0)
        for column in columns:
            line.addLayout(column, 1)
        inner.setLayout(line)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Keyboard shortcuts"))
        scroll.setMinimumHeight(min(inner.sizeHint().height() + 8, 620))
        self.body.addWidget(self.search)
        self.body.addWidget(scroll, 1)
        self.add_left(widgets.button(tr("Edit shortcuts…"), "quiet-link", self._edit))
        self.add_button(widgets.button(tr("Close"), "", self.reject))

    def shown(self) -> list[str]:
        """The texts of the rows that are not filtered out."""
        return [text for text, row in self._rows if not row.isHidden()]

    def _edit(self) -> None:
        self.reject()
        self._actions["shortcuts.edit"].trigger()

    def _add_group(self, column: QVBoxLayout, title: str, specs: list[ActionSpec]) -> None:
        column.addWidget(widgets.section(title))
        for spec in specs:
            column.addWidget(self._row(spec))
        column.addSpacing(10)

    def _row(self, spec: ActionSpec) -> QWidget:
        keys = " / ".join(dict.fromkeys(native(text) for text in self._actions.keys(spec.id)))
        name, help_text = tr_marked(spec.text).rstrip("…"), tr_marked(spec.help)
        text = widgets.label(name, "second", wrap=True)
        text.setToolTip(help_text)
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(text, 0, 0)
        key = widgets.label(keys, "number")
        key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(key, 0, 1)
        row.setAccessibleName(f"{name}: {keys}")
        self._rows.append((f"{name} {keys} {help_text}", row))
        return row

    def _filter(self, text: str) -> None:
        for words, row in self._rows:
            row.setVisible(text.lower() in words.lower())


def _groups(actions: Actions) -> list[Group]:
    """By menu, what works in Compare alone by itself; groups without a shortcut are left out."""
    keyed = [spec for spec in actions if actions.keys(spec.id)]
    compare = [spec for spec in keyed if spec.modes == (COMPARE,)]
    found = [
        (tr_marked(menu), [spec for spec in keyed if spec.menu == menu and spec not in compare])
        for menu in MENUS
    ]
    found.insert(-1, (tr("In Compare"), compare))
    return [group for group in found if group[1]]


def in_columns(groups: list[Group], columns: int = COLUMNS) -> list[list[Group]]:
    """The groups in their order over so many columns of about the same height."""
    room = sum(len(specs) + 2 for _title, specs in groups) / columns
    found: list[list[Group]] = [[] for _ in range(columns)]
    filled = 0.0
    for title, specs in groups:
        height = len(specs) + 2
        at = min(int((filled + height / 2) / room), columns - 1)
        found[at].append((title, specs))
        filled += height
    return found
