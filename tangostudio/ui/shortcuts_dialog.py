"""The sheet of shortcuts, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.actions import COMPARE, MENUS, Actions, ActionSpec
from tangostudio.ui.dialog import Dialog

COLUMNS = 3


class ShortcutsDialog(Dialog):
    """Every action that has a shortcut, by menu; a field to find one."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Keyboard shortcuts", 900, parent)
        self._rows: list[tuple[str, QWidget]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an action…")
        self.search.setAccessibleName("Find an action")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        columns = [widgets.column(spacing=6) for _ in range(COLUMNS)]
        for index, (title, specs) in enumerate(_groups(actions)):
            self._add_group(columns[_COLUMN_OF[index]], title, specs)
        for column in columns:
            column.addStretch(1)
        inner = QWidget()
        line = widgets.row(spacing=32)
        for column in columns:
            line.addLayout(column, 1)
        inner.setLayout(line)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(min(inner.sizeHint().height() + 8, 620))
        self.body.addWidget(self.search)
        self.body.addWidget(scroll, 1)
        self.add_button(widgets.button("Close", "", self.reject))

    def shown(self) -> list[str]:
        """The texts of the rows that are not filtered out."""
        return [text for text, row in self._rows if not row.isHidden()]

    def _add_group(self, column: QVBoxLayout, title: str, specs: list[ActionSpec]) -> None:
        if not specs:
            return
        column.addWidget(widgets.section(title))
        for spec in specs:
            column.addWidget(self._row(spec))
        column.addSpacing(10)

    def _row(self, spec: ActionSpec) -> QWidget:
        keys = " / ".join(dict.fromkeys(_native(text) for text in spec.shortcuts))
        text = widgets.label(spec.text.rstrip("…"), "second")
        text.setToolTip(spec.help)
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(text, 0, 0)
        key = widgets.label(keys, "number")
        key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(key, 0, 1)
        row.setAccessibleName(f"{spec.text}: {keys}")
        self._rows.append((f"{spec.text} {keys} {spec.help}", row))
        return row

    def _filter(self, text: str) -> None:
        for words, row in self._rows:
            row.setVisible(text.lower() in words.lower())


_COLUMN_OF = (0, 0, 1, 1, 2, 2, 2, 2)


def _groups(actions: Actions) -> list[tuple[str, list[ActionSpec]]]:
    keyed = [spec for spec in actions if spec.shortcuts]
    compare = [spec for spec in keyed if spec.modes == (COMPARE,)]
    named = [
        (menu, [spec for spec in keyed if spec.menu == menu and spec not in compare])
        for menu in MENUS
    ]
    return [*named[:-1], ("In Compare", compare), named[-1]]


def _native(keys: str) -> str:
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return {"Return": "Enter", "Del": "Delete"}.get(text, text.replace("Return", "Enter"))
