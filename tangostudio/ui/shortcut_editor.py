"""Changing shortcuts: find an action, record a key, settle who has it.

Every change holds at once and is handed to `store`; it knows no settings.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeView, QWidget

from tangostudio.ui import key_table, theme, widgets
from tangostudio.ui.actions import Actions, ActionSpec
from tangostudio.ui.commands import native
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.key_field import KeyField
from tangostudio.ui.key_table import Keys
from tangostudio.ui.texts import tr, tr_marked

_ID = Qt.ItemDataRole.UserRole
_SEARCHED = Qt.ItemDataRole.UserRole + 1
NAME, MENU, KEYS = range(3)


class ShortcutEditor(Dialog):
    """All actions with their keys; below, what can be done with the one that is chosen.

    Attributes:
        search, view, field, conflict, replace: for tests to act on.
    """

    def __init__(
        self, actions: Actions, changed: Keys, store: Callable[[Keys], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(tr("Edit shortcuts"), 760, parent)
        self._actions = actions
        self._changed = dict(changed)
        self._store = store
        self._wanted = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find an action or a key…"))
        self.search.setAccessibleName(tr("Find an action or a key"))
        self.search.setClearButtonEnabled(True)
        self._model = QStandardItemModel(0, 3, self)
        self._model.setHorizontalHeaderLabels([tr("Action"), tr("Menu"), tr("Keys")])
        self._shown = QSortFilterProxyModel(self)
        self.view = QTreeView()
        self.field = KeyField()
        self.conflict = widgets.label("", "warn", wrap=True)
        self.replace = widgets.button(tr("Replace"), "", self._replace)
        self.keep = widgets.button(tr("Leave it"), "", self._settle)
        self._title = widgets.ElidedLabel("", "small-title")
        self._help = widgets.ElidedLabel("", "small")
        self.remove = widgets.button(tr("No key"), "", self._remove)
        self.reset = widgets.button(tr("As it was"), "", self._reset)
        self._fill()
        self._make_view()
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.field.recorded.connect(self._recorded)
        self.choose(self._model.item(0).data(_ID))

    def changed(self) -> Keys:
        """The keys that differ from the table of actions."""
        return dict(self._changed)

    def choose(self, identifier: str) -> None:
        """Mark an action, if it is shown."""
        for row in range(self._shown.rowCount()):
            index = self._shown.index(row, NAME)
            if index.data(_ID) == identifier:
                self.view.setCurrentIndex(index)

    def chosen(self) -> ActionSpec | None:
        """The action that is marked."""
        index = self.view.currentIndex().siblingAtColumn(NAME)
        return self._actions.spec(index.data(_ID)) if index.isValid() else None

    # --- building ---

    def _fill(self) -> None:
        for spec in self._actions:
            texts = (tr_marked(spec.text).rstrip("…"), tr_marked(spec.menu), "")
            items = [QStandardItem(text) for text in texts]
            for item in items:
                item.setEditable(False)
                item.setToolTip(tr_marked(spec.help))
            items[NAME].setData(spec.id, _ID)
            items[MENU].setForeground(Qt.GlobalColor.gray)
            items[KEYS].setFont(theme.number_font())
            self._model.appendRow(items)
            self._show_keys(self._model.rowCount() - 1)

    def _make_view(self) -> None:
        self._shown.setSourceModel(self._model)
        self._shown.setFilterRole(_SEARCHED)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view.setModel(self._shown)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setAccessibleName(tr("Actions and their keys"))
        header = self.view.header()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(MENU, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(KEYS, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.view.setMinimumHeight(340)
        self.view.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.view.activated.connect(lambda _index: self.field.record())

    def _lay_out(self) -> None:
        self.body.addWidget(self.search)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(widgets.row(self._title, spacing=theme.GAP))
        self.body.addWidget(self._help)
        self.body.addLayout(widgets.row(self.field, self.remove, self.reset, None))
        question = widgets.row(spacing=theme.GAP)
        question.addWidget(self.conflict, 1)
        question.addWidget(self.replace)
        question.addWidget(self.keep)
        self.body.addLayout(question)
        self._ask("")
        self.add_left(widgets.button(tr("Reset all"), "quiet-link", self._reset_all))
        self.add_button(widgets.button(tr("Close"), "", self.reject))

    # --- showing ---

    def _find(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._shown.index(0, NAME))
        self._show_chosen()

    def _show_chosen(self, *_indexes: QModelIndex) -> None:
        self._settle()
        spec = self.chosen()
        for control in (self.field, self.remove, self.reset):
            control.setEnabled(spec is not None)
        self._title.setText(tr_marked(spec.text).rstrip("…") if spec else "")
        self._help.setText(tr_marked(spec.help) if spec else tr("No action is called that."))
        if spec is not None:
            self.reset.setEnabled(spec.id in self._changed)
            self.remove.setEnabled(bool(key_table.keys_of(spec, self._changed)))

    def _show_keys(self, row: int) -> None:
        item = self._model.item(row, NAME)
        spec = self._actions.spec(item.data(_ID))
        keys = key_table.keys_of(spec, self._changed)
        text = "  ".join(dict.fromkeys(native(key) for key in keys))
        shown = self._model.item(row, KEYS)
        shown.setText(text)
        font: QFont = shown.font()
        font.setBold(spec.id in self._changed)
        shown.setFont(font)
        item.setData(f"{item.text()} {text} {' '.join(keys)} {spec.menu}", _SEARCHED)
        spoken = f"{item.text()}, {text or tr('no key')}"
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)

    def _ask(self, question: str) -> None:
        self.conflict.setText(question)
        for control in (self.conflict, self.replace, self.keep):
            control.setVisible(bool(question))

    # --- changing ---

    def _recorded(self, key: str) -> None:
        spec = self.chosen()
        if spec is None or not key_table.portable(key):
            return
        taken = key_table.owners(self._actions, self._changed, spec, key)
        if not taken:
            self._put(key_table.given(self._actions, self._changed, spec, key))
            return
        self._wanted = key
        names = ", ".join(tr_marked(owner.text).rstrip("…") for owner in taken)
        self._ask(tr("{key} belongs to “{owner}”.", key=native(key), owner=names))
        self.replace.setFocus()

    def _replace(self) -> None:
        spec = self.chosen()
        if spec is not None and self._wanted:
            self._put(key_table.given(self._actions, self._changed, spec, self._wanted))

    def _settle(self) -> None:
        self._wanted = ""
        self._ask("")

    def _remove(self) -> None:
        if (spec := self.chosen()) is not None:
            self._put({**self._changed, spec.id: ()})

    def _reset(self) -> None:
        """The table's keys again; whoever was given one of them loses it."""
        spec = self.chosen()
        if spec is None:
            return
        changed = {name: keys for name, keys in self._changed.items() if name != spec.id}
        for key in spec.shortcuts:
            for owner in key_table.owners(self._actions, changed, spec, key):
                mine = key_table.portable(key)
                changed[owner.id] = tuple(k for k in key_table.keys_of(owner, changed) if k != mine)
        self._put(changed)

    def _reset_all(self) -> None:
        self._put({})

    def _put(self, changed: Keys) -> None:
        self._changed = dict(key_table.without_defaults(self._actions, changed))
        for row in range(self._model.rowCount()):
            self._show_keys(row)
        self._show_chosen()
        self._store(self._changed)
